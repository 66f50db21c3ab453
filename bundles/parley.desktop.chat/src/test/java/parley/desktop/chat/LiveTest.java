package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.widgets.Canvas;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.client.api.Event.LinkChanged;
import parley.client.api.Event.MemberChanged.Change;
import parley.client.api.Event.PresenceChanged;
import parley.client.api.Event.PresenceChanged.Presence;
import parley.client.api.Event.TypingChanged;
import parley.client.api.Message;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;

/** The window follows how the link stands, and who is there, as that changes; and gives away all that was said. */
class LiveTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId mira;
    private ConversationId crew;
    private Stage stage;
    private Robot robot;
    private Canvas list;
    private Canvas foot;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void look() {
        client.signIn("lea");
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(1)), "mira");
        client.talk("ana@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(2)), "ana");
        crew = client.talk("Crew", Kind.GROUP, FakeClient.ago(Duration.ofHours(3)), "mira", "ana");
        stage = new Stage(client, home);
        robot = stage.robot;
        robot.size(1000, 700);
        list = robot.find(Canvas.class, "conversations");
        foot = robot.find(Canvas.class, "foot");
        robot.waitFor("the list", () -> row(2).startsWith("Crew"));
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private String row(int row) {
        return robot.ui(() -> row(list, row));
    }

    private static String row(Canvas list, int row) {
        return Robot.spoken(list, row).replaceAll("[\u2068\u2069]", "");
    }

    private boolean anyRow(String part) {
        return IntStream.range(0, 3).anyMatch(row -> row(row).contains(part));
    }

    private void awaitRow(int row, String beginning) {
        robot.waitFor(beginning + " at " + row + ", not " + row(row), () -> row(row).startsWith(beginning));
    }

    /** What a screen reader calls the control {@code id} begins with {@code words}, sooner or later. */
    private void awaitNamed(String id, String words) {
        var control = robot.find(Canvas.class, id);
        robot.waitFor(words, () -> row(control, -1).startsWith(words));
    }

    private void link(LinkChanged.State state, String reason) {
        var why = Optional.of(reason).filter(it -> !it.isEmpty());
        client.ear.happened(new LinkChanged(state, Optional.empty(), why));
    }

    private void there(String who, Presence presence) {
        there(who, presence, "");
    }

    private void there(String who, Presence presence, String status) {
        client.ear.happened(new PresenceChanged(FakeClient.address(who), FakeClient.key(who), presence, status));
    }

    private void awaitFoot(String words) {
        robot.waitFor(words, () -> foot.isVisible() && Robot.spoken(foot, -1).equals(words));
    }

    @Test
    void saysInWordsHowTheLinkStands() throws Exception {
        link(LinkChanged.State.RECONNECTING, "");
        awaitFoot("Connecting…");
        awaitNamed("head", "Chats of lea@relay.example, connecting");
        link(LinkChanged.State.RECONNECTING, "The relay does not answer.");
        awaitFoot("Connecting… The relay does not answer.");
        robot.picture("link-connecting");
        link(LinkChanged.State.OFFLINE, "The relay shows another key than before.");
        awaitFoot("Offline. The relay shows another key than before.");
        awaitNamed("head", "Chats of lea@relay.example, offline");
        link(LinkChanged.State.OFFLINE, "");
        awaitFoot("Offline. Messages wait until there is a way.");
        link(LinkChanged.State.CONNECTED, "");
        robot.waitFor("nothing left to say", () -> !foot.isVisible());
        awaitNamed("head", "Chats of lea@relay.example, connected");
    }

    @Test
    void showsAtOnceWhoComesAndGoes() {
        stage.open(mira);
        awaitNamed("talk.head", "mira, Private · mira@");
        there("mira", Presence.ONLINE);
        there("ana", Presence.ONLINE);
        awaitRow(0, "mira, online");
        awaitRow(1, "ana, online");
        awaitNamed("talk.head", "mira, Private · online · ");
        there("mira", Presence.AWAY);
        awaitNamed("talk.head", "mira, Private · away · ");
        assertTrue(!row(0).contains("online"), row(0));
        there("mira", Presence.ONLINE);
        awaitRow(0, "mira, online");
        there("mira", Presence.OFFLINE);
        robot.waitFor("that mira has gone", () -> !row(0).contains("online"));
        awaitNamed("talk.head", "mira, Private · mira@");
        assertTrue(row(1).startsWith("ana, online"), row(1));
        link(LinkChanged.State.RECONNECTING, "");
        robot.waitFor("that nobody can tell", () -> !row(1).contains("online"));
        link(LinkChanged.State.CONNECTED, "");
        there("ana", Presence.ONLINE);
        awaitRow(1, "ana, online");
    }

    @Test
    void showsWhatPeopleSayOfTheirBeingThere() throws Exception {
        stage.open(mira);
        there("mira", Presence.ONLINE, "In the workshop");
        awaitRow(0, "mira, online, “In the workshop”");
        awaitNamed("talk.head", "mira, Private · online · mira@relay.example · “In the workshop”");
        robot.picture("status-online");
        there("mira", Presence.AWAY, "In the workshop");
        awaitRow(0, "mira, away, “In the workshop”");
        awaitNamed("talk.head", "mira, Private · away · ");
        robot.picture("status-away");
        robot.run(() -> stage.desk.open(new Selected.Contact(FakeClient.key("mira"))));
        robot.waitFor("the page", () -> robot.words("contact").contains("In the workshop"));
        there("mira", Presence.OFFLINE, "");
        robot.waitFor("nothing of it", () -> !robot.words("contact").contains("workshop"));
        assertTrue(!row(0).contains("workshop"), row(0));
    }

    /** As names are: on one line, in its own direction, with few marks, and behind what is known. */
    @Test
    void aStatusThatPretendsIsHarmless() {
        stage.open(mira);
        there("mira", Presence.ONLINE, "\u202Ea\n\u001Bb" + "\u0301".repeat(50));
        awaitRow(0, "mira, online, “a b" + "\u0301".repeat(4) + "”");
        there("mira", Presence.ONLINE, "x".repeat(160));
        awaitNamed("talk.head", "mira, Private · online · mira@relay.example · “xxx");
        robot.settle(); // it is painted, however long
    }

    @Test
    void showsAtOnceWhoLeavesAGroupAndWhoWrites() {
        stage.open(crew);
        awaitNamed("talk.head", "Crew, Private · 3 people");
        client.membership.change(crew, FakeClient.address("ana"), Change.LEFT);
        awaitNamed("talk.head", "Crew, Private · 2 people");
        var timeline = robot.find(Canvas.class, "timeline");
        robot.waitFor("that it is said", () -> row(timeline, 0).contains("ana left"));
        client.membership.change(crew, FakeClient.address("kim"), Change.JOINED);
        awaitNamed("talk.head", "Crew, Private · 3 people");
        client.ear.happened(new TypingChanged(crew, FakeClient.address("mira"), true));
        robot.waitFor("who writes", () -> anyRow("mira is typing…"));
        client.ear.happened(new TypingChanged(crew, FakeClient.address("mira"), false));
        robot.waitFor("nobody", () -> !anyRow("typing"));
    }

    private boolean onClipboard(String pattern) {
        var clipboard = new Clipboard(list.getDisplay());
        var text = clipboard.getContents(TextTransfer.getInstance());
        clipboard.dispose();
        return text instanceof String copied && copied.matches(pattern);
    }

    /** Takes an item of the menu of the messages, counted from its end. */
    private void take(int fromTheEnd) {
        robot.clickRight(robot.find(Canvas.class, "timeline"), 300, 60);
        for (int step = 0; step <= fromTheEnd; step++) robot.press(SWT.ARROW_UP);
        robot.type("\r");
    }

    @Test
    void copiesAllAndClearsOnlyAfterAQuestion() throws Exception {
        for (int i = 1; i <= 300; i++)
            client.message(mira, "mira", "line " + i, FakeClient.ago(Duration.ofMinutes(301 - i)), Message.State.READ);
        client.message(mira, "lea", "two\nlines", FakeClient.ago(Duration.ofSeconds(20)), Message.State.READ);
        client.message(crew, "ana", "stays", FakeClient.ago(Duration.ofMinutes(2)), Message.State.READ);
        stage.open(mira);
        take(1); // far more than have been read so far
        var time = "\\[\\d\\d:\\d\\d] ";
        robot.waitFor(
                "all of it, in order",
                () ->
                        onClipboard(
                                "(?s).*"
                                        + time
                                        + "mira: line 1\n.*"
                                        + time
                                        + "mira: line 300\n"
                                        + time
                                        + "lea: two\nlines"));
        take(0);
        robot.waitFor("the question", () -> robot.shows("talk.keep"));
        robot.picture("clear-question");
        robot.click("talk.keep");
        assertEquals(301, client.conversations.page(mira, Long.MAX_VALUE, 999).size(), "kept");
        take(0);
        robot.waitFor("the question", () -> robot.shows("talk.clear"));
        robot.click("talk.clear");
        Robot.until("nothing", () -> client.conversations.page(mira, Long.MAX_VALUE, 999).isEmpty());
        assertEquals(1, client.conversations.page(crew, Long.MAX_VALUE, 999).size(), "nothing else is touched");
    }
}
