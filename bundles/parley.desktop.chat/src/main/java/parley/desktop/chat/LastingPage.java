package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.ConversationSettings.Lifetime;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.text.Phrases;
import parley.protocol.ConversationId;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;

/** How long messages last in a conversation: what is in force, what either of two wants, and choosing that. */
final class LastingPage {

    private static final Phrases T = Phrases.of(LastingPage.class);

    /** What is offered, besides what is wanted already. */
    private static final List<Duration> OFFERED =
            List.of(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    Duration.ofHours(8),
                    Duration.ofDays(1),
                    Duration.ofDays(7),
                    Duration.ofDays(28));

    private final MiddlePage page;
    private final Desk desk;
    private final Label now;
    private final Label how;
    private final Composite column;
    private final Sheet choices;
    private @Nullable Conversation open;
    private @Nullable Lifetime shown;

    /** Whether the person may choose; nobody knows yet of a group. */
    private boolean may;

    private boolean busy;

    LastingPage(Composite parent, Desk desk, Theme theme) {
        this.desk = desk;
        page = new MiddlePage(parent, theme, "lasting", "lasting.back", T.get("page.back"), this::back);
        page.title(T.get("lasting.title"));
        now = page.label(TextStyle.BODY, Token.TEXT);
        how = page.label(TextStyle.SMALL, Token.MUTED);
        column = new Composite(page.body(), SWT.NONE);
        theme.follow(column, () -> column.setBackground(theme.color(Token.BACKGROUND)));
        Proofs.wide(column);
        choices = new Sheet(column, theme, () -> {});
    }

    Composite control() {
        return page.control();
    }

    /** Shows what holds in {@code conversation}. */
    void show(Conversation conversation) {
        var before = open;
        open = conversation;
        if (before == null || !before.id().equals(conversation.id())) {
            busy = false;
            shown = null;
            page.problem("");
            may = conversation.kind() == Kind.DIRECT;
        }
        if (conversation.kind() == Kind.GROUP) ask(conversation.id());
        show();
    }

    private void ask(ConversationId group) {
        desk.people()
                .governance(
                        governance -> governance.rules(group).admin(),
                        admin -> {
                            if (!about(group) || may == admin) return;
                            may = admin;
                            show();
                        },
                        sentence -> failed(group, sentence));
    }

    private boolean about(ConversationId id) {
        return !page.control().isDisposed() && open != null && open.id().equals(id);
    }

    private void show() {
        var talk = open;
        if (talk == null) return;
        var lifetime = talk.settings().lifetime();
        boolean direct = talk.kind() == Kind.DIRECT;
        Texts.say(now, direct ? ofTwo(lifetime, desk.scene().titles().of(talk)) : ofGroup(lifetime, may));
        Texts.say(how, T.get("lasting.how"));
        if (!lifetime.equals(shown)) offer(talk, lifetime);
        for (var child : column.getChildren()) child.setEnabled(may && !busy);
        page.layout();
    }

    /** What holds in a group, in plain words. */
    static String ofGroup(Lifetime lifetime, boolean may) {
        var holds = holds(lifetime.now());
        return may ? holds : T.get("lasting.admins", "holds", holds);
    }

    /** What holds between two, in plain words: both have to want it, and the longer of what they want counts. */
    static String ofTwo(Lifetime lifetime, String name) {
        var holds = holds(lifetime.now());
        boolean own = !lifetime.own().isZero(), theirs = !lifetime.theirs().isZero();
        if (!own && !theirs) return T.get("lasting.neither", "holds", holds);
        if (!theirs) return T.get("lasting.own", "time", Happened.time(lifetime.own()), "name", name);
        if (!own) return T.get("lasting.theirs", "time", Happened.time(lifetime.theirs()), "name", name);
        var longer = lifetime.own().compareTo(lifetime.theirs()) >= 0 ? lifetime.own() : lifetime.theirs();
        if (!lifetime.now().equals(longer)) return T.get("lasting.moment");
        if (lifetime.own().equals(lifetime.theirs())) return holds;
        return T.get(
                "lasting.longer",
                "holds",
                holds,
                "own",
                Happened.time(lifetime.own()),
                "name",
                name,
                "theirs",
                Happened.time(lifetime.theirs()));
    }

    private static String holds(Duration time) {
        return time.isZero() ? T.get("lasting.stay") : T.get("lasting.go", "time", Happened.time(time));
    }

    private void offer(Conversation talk, Lifetime lifetime) {
        shown = lifetime;
        choices.clear();
        choices.heading(talk.kind() == Kind.DIRECT ? T.get("lasting.want") : T.get("lasting.new"));
        var times = new TreeSet<>(OFFERED);
        if (!lifetime.own().isZero()) times.add(lifetime.own());
        var names = new LinkedHashMap<String, String>();
        names.put("0", T.get("lasting.none"));
        for (var time : times)
            names.put(Long.toString(time.toSeconds()), T.get("lasting.after", "time", Happened.time(time)));
        choices.choices("lasting", names, Long.toString(lifetime.own().toSeconds()), this::choose);
    }

    private void choose(String seconds) {
        var talk = open;
        var before = shown;
        var wanted = Duration.ofSeconds(Long.parseLong(seconds));
        if (talk == null || busy || before == null || wanted.equals(before.own())) return;
        busy = true;
        page.problem("");
        show();
        desk.settings()
                .lifetime(
                        talk.id(),
                        wanted,
                        () -> {
                            if (!about(talk.id())) return;
                            busy = false;
                            show();
                        },
                        sentence -> failed(talk.id(), sentence));
    }

    private void failed(ConversationId id, String sentence) {
        if (!about(id)) return;
        busy = false;
        shown = null; // what was pressed is not so
        show();
        page.problem(Texts.sentence(sentence));
        page.layout();
    }

    private void back() {
        var talk = open;
        if (talk != null) desk.open(desk.scene().details(talk));
    }
}
