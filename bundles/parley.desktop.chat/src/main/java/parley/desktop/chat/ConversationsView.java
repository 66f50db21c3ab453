package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

import parley.client.api.Conversations.Conversation;
import parley.desktop.api.Attention;
import parley.desktop.api.Commands;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.View;
import parley.desktop.api.control.Field;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.Hit;
import parley.desktop.chat.list.Line;
import parley.desktop.chat.list.Lines;
import parley.desktop.chat.list.Row;
import parley.desktop.chat.list.Shelf;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Wording;
import parley.protocol.ConversationId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The side: the list of conversations, or the page where a new one begins. */
final class ConversationsView implements View {

    private static final Phrases T = Phrases.of(ConversationsView.class);

    /** Letters that can be searched for. */
    private static final int SEARCHED = 100;

    private static final int SIDE = 16;
    private static final int GAP = 4;

    private final Composite parent;
    private final Desk desk;
    private final Theme theme;
    private final Scene scene;
    private final Door door;
    private final Attention attention;
    private final Head head;
    private final Field search;
    private final Lines lines;
    private final TalkMenu menu;
    private final SearchDesk searching;
    private final Hits hits;
    private final Later<AddPage> add;
    private final Later<NewGroupPage> group;
    private Page page = Page.LIST;

    /** Whether what is archived is shown, in place of the rest. */
    private boolean archived;

    /** The conversation in which alone is searched. */
    private Optional<ConversationId> within = Optional.empty();

    ConversationsView(
            Composite parent,
            Desk desk,
            Theme theme,
            Wording wording,
            OwnRelay ownRelay,
            Door door,
            Commands commands,
            Attention attention,
            SearchDesk searching) {
        this.parent = parent;
        this.theme = theme;
        this.desk = desk;
        this.scene = desk.scene();
        this.door = door;
        this.attention = attention;
        this.searching = searching;
        this.hits = new Hits(searching, desk.scene(), this::show);
        parent.setLayout(null);
        head = new Head(parent, theme, scene, door, commands);
        search = new Field(parent, theme, Token.SIDE, "search", T.get("conversations.search"), false, SEARCHED);
        search.icon(Icons.SEARCH);
        search.text().addListener(SWT.Modify, _ -> looked());
        search.text().addListener(SWT.KeyDown, this::searching);
        lines = new Lines(parent, theme, wording, this::press, this::menu);
        menu = new TalkMenu(lines.control(), desk);
        lines.control().addListener(SWT.KeyDown, this::leaving);
        scene.pointed(() -> lines.current().map(Line::id).orElse(""));
        add =
                new Later<>(
                        () -> new AddPage(parent, desk, theme, ownRelay, () -> turn(Page.LIST), () -> turn(Page.GROUP)),
                        AddPage::control);
        group = new Later<>(() -> new NewGroupPage(parent, desk, theme, () -> turn(Page.LIST)), NewGroupPage::control);
        lines.control().addListener(SWT.Paint, this::paintEmpty);
        parent.addListener(SWT.Resize, _ -> place());
        scene.watch(parent, this::show);
        door.set(() -> turn(Page.ADD));
        searching.place(this::search);
        place();
    }

    @Override
    public void focus() {
        lines.control().setFocus();
    }

    @Override
    public void close() {
        door.set(null);
        scene.pointed(() -> "");
        searching.place(null);
        attention.waiting(0, () -> ""); // nobody counts any more
    }

    private void show() {
        lines.show(found(), scene.selectedLine());
        if (lines.isEmpty()) lines.control().redraw(); // what is said there depends on more
        int unread = scene.unread();
        attention.waiting(unread, () -> Line.newMessages(unread));
    }

    /** What the list shows: while something is looked for, that, wherever it stands. */
    private List<? extends Row> found() {
        var words = search.text().getText();
        if (!words.isBlank()) return found(words);
        var shelves = Shelves.of(scene.lines());
        archived &= shelves.hasArchived();
        return archived ? shelves.archived() : shelves.main();
    }

    private List<Row> found(String words) {
        var rows = new ArrayList<Row>();
        if (within.isEmpty()) scene.lines().stream().filter(line -> line.matches(words)).forEach(rows::add);
        rows.addAll(hits.rows());
        return rows;
    }

    private void looked() {
        hits.look(search.text().getText(), within);
        show();
    }

    /** Has the person say what to look for, {@code here} in the open conversation alone. */
    private void search(boolean here) {
        turn(Page.LIST);
        var open =
                scene.selected() instanceof Selected.Talk(var id)
                        ? scene.conversation(id)
                        : Optional.<Conversation>empty();
        within = here ? open.map(Conversation::id) : Optional.empty();
        search.hint(
                within.isEmpty()
                        ? T.get("conversations.search")
                        : T.get("conversations.search.in", "title", scene.titles().of(open.get())));
        search.text().selectAll();
        search.setFocus();
        looked();
    }

    private void everywhere() {
        within = Optional.empty();
        search.hint(T.get("conversations.search"));
        search.text().setText("");
        looked();
    }

    private void open(Hit hit) {
        var message = hits.message(hit);
        if (message.isEmpty()) return;
        var talk = new Selected.Talk(message.get().conversation());
        if (!scene.selected().equals(talk)) desk.open(talk);
        scene.talk().ifPresent(there -> there.lead(message.get().id().hex()));
    }

    private void press(Row row) {
        switch (row) {
            case Line line -> desk.open(scene.of(line.id()));
            case Shelf _ -> turn(!archived);
            case Hit hit -> open(hit);
        }
    }

    private void menu(Line line, Point at) {
        if (scene.of(line.id()) instanceof Selected.Talk(var id))
            scene.conversation(id).ifPresent(talk -> menu.open(talk, at));
    }

    private void leaving(Event event) {
        if (event.keyCode == SWT.ESC && archived) turn(false);
    }

    private void turn(boolean toArchived) {
        archived = toArchived;
        show();
        lines.top();
    }

    private void searching(Event event) {
        switch (event.keyCode) {
            case SWT.ESC -> {
                everywhere();
                lines.control().setFocus();
            }
            case SWT.ARROW_DOWN -> lines.control().setFocus();
            case SWT.CR, SWT.KEYPAD_CR ->
                    found().stream().filter(row -> !(row instanceof Shelf)).findFirst().ifPresent(this::press);
            default -> {}
        }
    }

    /** What the side shows: the list, where a conversation begins, or where a group does. */
    private enum Page {
        LIST,
        ADD,
        GROUP
    }

    private void turn(Page page) {
        this.page = page;
        place();
        lines.control().setVisible(page == Page.LIST);
        search.setVisible(page == Page.LIST);
        switch (page) {
            case LIST -> lines.control().setFocus();
            case ADD -> add.get().open();
            case GROUP -> group.get().open();
        }
    }

    private void place() {
        var area = parent.getClientArea();
        head.control().setBounds(0, 0, area.width, Head.HEIGHT);
        int high = search.computeSize(SWT.DEFAULT, SWT.DEFAULT).y, top = Head.HEIGHT + high + GAP;
        search.setBounds(SIDE, Head.HEIGHT, Math.max(0, area.width - 2 * SIDE), high);
        lines.control().setBounds(0, top, area.width, Math.max(0, area.height - top));
        var below = new Rectangle(0, Head.HEIGHT, area.width, area.height - Head.HEIGHT);
        add.place(page == Page.ADD, below);
        group.place(page == Page.GROUP, below);
    }

    private void paintEmpty(Event event) {
        if (!lines.isEmpty() || scene.account().isEmpty()) return;
        var gc = event.gc;
        int width = lines.control().getClientArea().width, y = 60;
        if (!scene.lines().isEmpty()) {
            Texts.centred(gc, theme, TextStyle.BODY, Token.MUTED, T.get("conversations.nobody"), 0, y, width);
            return;
        }
        theme.draw(gc, Icons.TALK, (width - 40) / 2, y, 40, theme.color(Token.MUTED));
        y = Texts.centred(gc, theme, TextStyle.STRONG, Token.TEXT, T.get("conversations.none"), 0, y + 56, width);
        Texts.centred(gc, theme, TextStyle.BODY, Token.MUTED, T.get("conversations.none.add"), 0, y + 6, width);
    }
}
