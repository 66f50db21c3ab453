package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.People;
import parley.desktop.chat.list.People.Check;
import parley.desktop.chat.list.People.Person;
import parley.desktop.chat.timeline.Said;
import parley.protocol.ConversationId;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where a person chooses to whom something is said once more, and what they say with it. */
final class ForwardPage {

    private static final Phrases T = Phrases.of(ForwardPage.class);

    /** Letters that are looked for, and those of a note. */
    private static final int LOOKED = 100;

    private static final int NOTE = 4000;
    private static final int EXCERPT = 160;
    private static final int ROW = 56;
    private static final int ROWS = 6;

    private final MiddlePage page;
    private final Desk desk;
    private final Label what;
    private final Field search;
    private final People list;
    private final Label nobody;
    private final Field note;
    private final Set<ConversationId> chosen = new LinkedHashSet<>();
    private Selected.@Nullable Forward open;
    private boolean busy;

    ForwardPage(Composite parent, Desk desk, Theme theme) {
        this.desk = desk;
        page = new MiddlePage(parent, theme, "forward", "forward.back", T.get("forward.back"), this::back);
        page.title(T.get("forward.title"));
        what = page.label(TextStyle.BODY, Token.MUTED);
        search =
                new Field(page.body(), theme, Token.BACKGROUND, "forward.search", T.get("forward.whom"), false, LOOKED);
        Proofs.wide(search);
        search.text().addListener(SWT.Modify, _ -> show());
        search.text().addListener(SWT.KeyDown, this::searching);
        list =
                new People(
                        page.body(),
                        theme,
                        Token.BACKGROUND,
                        "forward.list",
                        T.get("list.conversations"),
                        this::toggle);
        page.grow(list.control(), ROWS * ROW + 4);
        list.control().addListener(SWT.KeyDown, this::leaving);
        nobody = page.label(TextStyle.BODY, Token.MUTED);
        note = new Field(page.body(), theme, Token.BACKGROUND, "forward.note", T.get("forward.say"), true, NOTE);
        Proofs.wide(note);
        note.text().addListener(SWT.Modify, _ -> page.layout());
        note.text().addListener(SWT.KeyDown, this::leaving);
        note.text()
                .addVerifyKeyListener(event -> {
                    boolean enter = event.keyCode == SWT.CR || event.keyCode == SWT.KEYPAD_CR;
                    if (!enter || (event.stateMask & SWT.SHIFT) != 0) return;
                    event.doit = false;
                    send();
                });
    }

    Composite control() {
        return page.control();
    }

    /** Asks to whom {@code wanted} is to be forwarded. */
    void show(Selected.Forward wanted) {
        open = wanted;
        show();
    }

    /** The page was opened: nobody is chosen yet. */
    void opened() {
        busy = false;
        chosen.clear();
        page.problem("");
        note.text().setText("");
        search.text().setText("");
        show();
        search.setFocus();
    }

    private void show() {
        var wanted = open;
        if (wanted == null) return;
        Texts.say(what, said(wanted.said()));
        var rows = rows();
        list.show(rows.stream().map(this::row).toList());
        Texts.sayOrHide(nobody, rows.isEmpty() ? T.get("forward.nobody") : "");
        ((GridData) list.control().getLayoutData()).exclude = rows.isEmpty();
        list.control().setVisible(!rows.isEmpty());
        page.clear();
        int count = chosen.size();
        var forward = count < 2 ? T.get("forward.one") : T.get("forward.many", "count", count);
        page.push("forward.send", forward, Rank.MAIN, this::send).setEnabled(count > 0 && !busy);
        page.push("forward.cancel", T.get("forward.leave"), Rank.PLAIN, this::back);
        page.layout();
    }

    private static String said(Said said) {
        return T.get("forward.about", "words", Words.excerpt(said.line(), EXCERPT));
    }

    /** The conversations in which something can be said, as far as they are looked for, and those that are chosen. */
    private List<Conversation> rows() {
        var words = search.text().getText();
        return desk.scene().conversations().stream()
                .filter(talk -> talk.stopped().isEmpty() && Estranged.in(desk.scene(), talk).isEmpty())
                .filter(talk -> chosen.contains(talk.id()) || TalkLine.of(talk, desk.scene()).matches(words))
                .toList();
    }

    private Person row(Conversation talk) {
        boolean group = talk.kind() == Kind.GROUP;
        var title = desk.scene().titles().of(talk);
        var detail = group ? T.get("forward.group") : talk.title().equals(title) ? "" : talk.title();
        var check = chosen.contains(talk.id()) ? Check.ON : Check.OFF;
        return new Person(desk.scene().key(talk), title, detail, "", check);
    }

    private void toggle(Person row) {
        if (busy) return;
        rows().stream()
                .filter(talk -> row(talk).key().equals(row.key()))
                .findFirst()
                .ifPresent(talk -> {
                    if (!chosen.remove(talk.id())) chosen.add(talk.id());
                    show();
                });
    }

    private void searching(Event event) {
        switch (event.keyCode) {
            case SWT.ESC -> back();
            case SWT.ARROW_DOWN -> list.control().setFocus();
            case SWT.CR, SWT.KEYPAD_CR -> {
                boolean over = search.text().getText().isBlank() && !chosen.isEmpty();
                if (over || (event.stateMask & SWT.MOD1) != 0) send();
                else rows().stream().filter(it -> !chosen.contains(it.id())).findFirst().ifPresent(this::take);
            }
            default -> {}
        }
    }

    /** What stands first is meant by Enter: the next name can be typed at once. */
    private void take(Conversation talk) {
        if (busy) return;
        chosen.add(talk.id());
        search.text().setText("");
        show();
    }

    private void leaving(Event event) {
        boolean enter = event.keyCode == SWT.CR || event.keyCode == SWT.KEYPAD_CR;
        if (event.keyCode == SWT.ESC) back();
        else if (enter && (event.stateMask & SWT.MOD1) != 0) send();
    }

    private void send() {
        var wanted = open;
        if (wanted == null || busy || chosen.isEmpty()) return;
        busy = true;
        page.problem("");
        page.enable(false);
        var targets = List.copyOf(chosen);
        desk.talk()
                .forward(
                        wanted.said(),
                        targets,
                        note.text().getText().strip(),
                        done -> {
                            if (!page.control().isDisposed() && wanted.equals(open)) came(wanted, targets, done);
                        });
    }

    private void came(Selected.Forward wanted, List<ConversationId> targets, Forwarding.Outcome done) {
        busy = false;
        chosen.removeAll(done.said());
        if (done.problem().isEmpty()) {
            open = null;
            desk.open(new Selected.Talk(targets.size() == 1 ? targets.getFirst() : wanted.id()));
            return;
        }
        show();
        page.problem(Texts.sentence(done.problem()));
        page.layout();
    }

    private void back() {
        var wanted = open;
        if (wanted == null) return;
        open = null;
        desk.open(new Selected.Talk(wanted.id()));
        desk.scene().talk().ifPresent(talk -> talk.lead(wanted.said().id()));
    }
}
