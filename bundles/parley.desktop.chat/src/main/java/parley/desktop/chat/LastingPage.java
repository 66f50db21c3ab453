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
import parley.protocol.ConversationId;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;

/** How long messages last in a conversation: what is in force, what either of two wants, and choosing that. */
final class LastingPage {

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
        page = new MiddlePage(parent, theme, "lasting", "lasting.back", "Back", this::back);
        page.title("Disappearing messages");
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
        Texts.say(now, direct ? ofTwo(lifetime, name(talk)) : ofGroup(lifetime, may));
        Texts.say(
                how,
                "The time runs from when a message was read, yours from when it was sent. It is then removed here and"
                        + " there; who has read it may have kept it. What was said before stays.");
        if (!lifetime.equals(shown)) offer(talk, lifetime);
        for (var child : column.getChildren()) child.setEnabled(may && !busy);
        page.layout();
    }

    private String name(Conversation talk) {
        var titles = desk.scene().titles();
        return desk.scene().contact(talk).map(it -> titles.within(it)).orElse("the other");
    }

    /** What holds in a group, in plain words. */
    static String ofGroup(Lifetime lifetime, boolean may) {
        var holds = holds(lifetime.now());
        return may ? holds : holds + " The admins of the group can change it.";
    }

    /** What holds between two, in plain words: both have to want it, and the longer of what they want counts. */
    static String ofTwo(Lifetime lifetime, String name) {
        boolean own = !lifetime.own().isZero(), theirs = !lifetime.theirs().isZero();
        if (!own && !theirs) return holds(lifetime.now()) + " They disappear once you both want it.";
        if (!theirs)
            return "You want new messages to disappear after "
                    + Happened.time(lifetime.own())
                    + ". They stay until "
                    + name
                    + " chooses a time, too.";
        if (!own)
            return name
                    + " wants new messages to disappear after "
                    + Happened.time(lifetime.theirs())
                    + ". They stay until you choose a time, too.";
        var longer = lifetime.own().compareTo(lifetime.theirs()) >= 0 ? lifetime.own() : lifetime.theirs();
        if (!lifetime.now().equals(longer))
            return "You both want new messages to disappear. It holds in a moment, when your word is with the relay.";
        if (lifetime.own().equals(lifetime.theirs())) return holds(lifetime.now());
        return holds(lifetime.now())
                + " You want "
                + Happened.time(lifetime.own())
                + ", "
                + name
                + " wants "
                + Happened.time(lifetime.theirs())
                + ": the longer time counts.";
    }

    private static String holds(Duration time) {
        return time.isZero()
                ? "Messages stay until somebody deletes them."
                : "New messages disappear after " + Happened.time(time) + ".";
    }

    private void offer(Conversation talk, Lifetime lifetime) {
        shown = lifetime;
        choices.clear();
        choices.heading(talk.kind() == Kind.DIRECT ? "What you want" : "New messages");
        var times = new TreeSet<>(OFFERED);
        if (!lifetime.own().isZero()) times.add(lifetime.own());
        var names = new LinkedHashMap<String, String>();
        names.put("0", "Stay");
        for (var time : times) names.put(Long.toString(time.toSeconds()), "Disappear after " + Happened.time(time));
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
