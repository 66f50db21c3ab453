package parley.desktop.chat.emoji;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.EmojiPush;
import parley.desktop.chat.paint.Icons;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * All emoji, over the conversation: looked for by typing, walked through by arrows, by group and in one's own tone of
 * skin. It goes when one is chosen, by Escape, and when the keyboard goes elsewhere.
 */
public final class EmojiPicker {

    private static final Phrases T = Phrases.of(EmojiPicker.class);
    private static final int COLUMNS = 9;
    private static final int PAD = 8;
    private static final int WIDE = COLUMNS * EmojiGrid.CELL + 2 * PAD + 14;
    private static final int HIGH = 430;
    private static final int FOOT = EmojiPush.SIZE + 10;
    private static final int SEARCH = 42;
    private static final int FOUND = 200;
    private static final String RECENT = "Used lately";

    private final Canvas panel;
    private final Theme theme;
    private final EmojiMemory memory;
    private final Consumer<String> chosen;
    private final Runnable closed;
    private final EmojiTable table = EmojiTable.get();
    private final Field search;
    private final EmojiGrid grid;
    private final List<EmojiPush> tabs = new ArrayList<>();
    private final List<EmojiPush> tones = new ArrayList<>();
    private @Nullable Emoji shown;

    /**
     * @param over what it lies over
     * @param anchor what it belongs to, in {@code over}: it opens above that if there is room, else below
     * @param closed runs when it has gone, unless the keyboard is elsewhere already
     */
    public EmojiPicker(
            Composite over,
            Theme theme,
            EmojiMemory memory,
            Rectangle anchor,
            Consumer<String> chosen,
            Runnable closed) {
        this.theme = theme;
        this.memory = memory;
        this.chosen = chosen;
        this.closed = closed;
        panel = new Canvas(over, SWT.DOUBLE_BUFFERED);
        panel.setData("test.id", "picker");
        panel.addListener(SWT.Paint, this::paint);
        search = new Field(panel, theme, Token.RAISED, "picker.search", T.get("emoji.search"), false, 40);
        search.icon(Icons.SEARCH);
        grid = new EmojiGrid(panel, theme, new FromGrid());
        grid.tone(memory.tone());
        tabs();
        tones();
        search.text().addListener(SWT.Modify, _ -> look());
        search.text().addVerifyKeyListener(event -> event.doit = !searchKey(event.keyCode, event.character));
        hear(search.text());
        hear(grid.canvas);
        look();
        place(over, anchor);
        panel.moveAbove(null);
        search.setFocus();
    }

    private void tabs() {
        var sections = sections();
        for (int at = 0; at < sections.size(); at++) {
            int section = at;
            var name = sections.get(at).title();
            var face = sections.get(at).id().equals(RECENT) ? "🕒" : sections.get(at).emoji().getFirst().text();
            Runnable jump =
                    () -> {
                        search.text().setText("");
                        grid.jump(section);
                    };
            tabs.add(hear(new EmojiPush(panel, theme, "picker.tab." + sections.get(at).id(), face, name, false, jump)));
        }
    }

    private void tones() {
        tones.forEach(EmojiPush::dispose);
        tones.clear();
        var hand = table.of("raised_hand").orElseGet(() -> table.groups().getFirst().emoji().getFirst());
        for (int at = 0; at <= Emoji.TONES; at++) {
            int tone = at;
            var name = T.get("emoji.skin", "tone", Emoji.toneName(at));
            boolean mine = at == memory.tone();
            tones.add(
                    hear(new EmojiPush(panel, theme, "picker.tone." + at, hand.in(at), name, mine, () -> tone(tone))));
        }
    }

    private void tone(int tone) {
        memory.tone(tone);
        grid.tone(tone);
        search.setFocus(); // before the button goes that has the keyboard
        tones();
        layOut();
        panel.redraw();
    }

    private List<EmojiGrid.Section> sections() {
        var sections = new ArrayList<EmojiGrid.Section>();
        var recent = memory.recent();
        if (!recent.isEmpty()) sections.add(new EmojiGrid.Section(RECENT, T.get("emoji.recent"), recent));
        for (var group : table.groups())
            sections.add(new EmojiGrid.Section(group.name(), title(group.name()), group.emoji()));
        return sections;
    }

    /** What the group is called that Unicode calls {@code name}. */
    private static String title(String name) {
        return switch (name) {
            case "Smileys & Emotion" -> T.get("emoji.group.smileys");
            case "People & Body" -> T.get("emoji.group.people");
            case "Animals & Nature" -> T.get("emoji.group.nature");
            case "Food & Drink" -> T.get("emoji.group.food");
            case "Travel & Places" -> T.get("emoji.group.travel");
            case "Activities" -> T.get("emoji.group.activities");
            case "Objects" -> T.get("emoji.group.objects");
            case "Symbols" -> T.get("emoji.group.symbols");
            case "Flags" -> T.get("emoji.group.flags");
            default -> name;
        };
    }

    private void look() {
        var query = search.text().getText();
        grid.show(query.isBlank() ? sections() : List.of(new EmojiGrid.Section("", "", table.find(query, FOUND))));
        at(grid.count() > 0 && !query.isBlank() ? grid.emoji(0) : null);
    }

    private void at(@Nullable Emoji emoji) {
        shown = emoji;
        panel.redraw();
    }

    private boolean searchKey(int code, char letter) {
        if (code == SWT.ARROW_DOWN) grid.enter();
        else if (letter == '\r' && grid.count() > 0 && !search.text().getText().isBlank()) choose(grid.emoji(0));
        else return letter == '\r';
        return true;
    }

    private void choose(Emoji emoji) {
        var text = emoji.in(memory.tone());
        memory.used(text);
        close();
        chosen.accept(text);
    }

    /** Has {@code part} of it close it by Escape, and when the keyboard leaves. */
    private <T extends Control> T hear(T part) {
        part.addListener(
                SWT.KeyDown,
                event -> {
                    if (event.keyCode == SWT.ESC) close();
                });
        part.addListener(SWT.FocusOut, _ -> panel.getDisplay().asyncExec(this::left));
        return part;
    }

    private void left() {
        if (!panel.isDisposed() && !holdsKeyboard()) panel.dispose();
    }

    private boolean holdsKeyboard() {
        for (Control at = panel.getDisplay().getFocusControl(); at != null; at = at.getParent()) {
            if (at == panel) return true;
        }
        return false;
    }

    public boolean isOpen() {
        return !panel.isDisposed();
    }

    /** Takes it away. */
    public void close() {
        if (panel.isDisposed()) return;
        boolean had = holdsKeyboard();
        panel.dispose();
        if (had) closed.run();
    }

    private void place(Composite over, Rectangle anchor) {
        var area = over.getClientArea();
        int wide = Math.min(WIDE, area.width - 8), high = Math.min(HIGH, area.height - 8);
        int above = anchor.y - high - 4, below = anchor.y + anchor.height + 4;
        int y = above >= 4 ? above : below + high <= area.height ? below : Math.max(4, area.height - high - 4);
        int x = Math.clamp(anchor.x, 4, Math.max(4, area.width - wide - 4));
        panel.setBounds(x, Math.min(y, Math.max(4, area.height - high - 4)), wide, high);
        layOut();
    }

    private void layOut() {
        var area = panel.getClientArea();
        search.setBounds(PAD, PAD, area.width - 2 * PAD, SEARCH);
        int y = PAD + SEARCH + 4, step = Math.min(EmojiPush.SIZE + 2, (area.width - 2 * PAD) / tabs.size());
        for (int at = 0; at < tabs.size(); at++) {
            tabs.get(at).setBounds(PAD + at * step, y, EmojiPush.SIZE, EmojiPush.SIZE);
        }
        y += EmojiPush.SIZE + 4;
        grid.canvas.setBounds(PAD, y, area.width - 2 * PAD, Math.max(0, area.height - y - FOOT));
        int x = area.width - PAD - tones.size() * 34;
        for (int at = 0; at < tones.size(); at++) {
            tones.get(at).setBounds(x + at * 34, area.height - FOOT + 5, EmojiPush.SIZE, EmojiPush.SIZE);
        }
    }

    private void paint(Event event) {
        var gc = event.gc;
        var area = panel.getClientArea();
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.fillRectangle(area);
        Shapes.fill(gc, theme.color(Token.RAISED), 0, 0, area.width, area.height, 14);
        Shapes.stroke(gc, theme.color(Token.LINE), 1, 0, 0, area.width, area.height, 14);
        var text = shown == null ? "" : shown.name(memory.tone());
        gc.setFont(theme.font(TextStyle.SMALL));
        gc.setForeground(theme.color(Token.MUTED));
        int room = area.width - 2 * PAD - tones.size() * 34 - 12;
        int y = area.height - FOOT + (FOOT - gc.getFontMetrics().getHeight()) / 2;
        gc.drawText(Words.fitted(gc, text, Math.max(0, room)), PAD + 8, y, SWT.DRAW_TRANSPARENT);
    }

    private final class FromGrid implements EmojiGrid.Owner {

        @Override
        public void chose(Emoji emoji) {
            choose(emoji);
        }

        @Override
        public void at(@Nullable Emoji emoji) {
            EmojiPicker.this.at(emoji);
        }

        @Override
        public void up() {
            search.setFocus();
        }

        @Override
        public void typed(char letter) {
            search.setFocus();
            var text = search.text();
            if (letter == SWT.BS) {
                text.setText(text.getText().isEmpty() ? "" : text.getText().substring(0, text.getCharCount() - 1));
            } else {
                text.append(String.valueOf(letter));
            }
            text.setCaretOffset(text.getCharCount());
        }
    }
}
