package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event.MemberChanged.Change;
import parley.client.api.Membership.Restart;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Groups as a person makes them and looks after them. */
class GroupsTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void signedIn() {
        client.signIn("lea");
        for (var name : List.of("mira", "jonas", "ana"))
            client.talk(name + "@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), name);
        client.asks("noor");
    }

    /** Everything that a group shows, from people of all kinds of names. */
    private ConversationId team() {
        var long1 = "a.very.long.name-that-takes-32.xx";
        var team =
                client.talk(
                        "Design Team",
                        Kind.GROUP,
                        FakeClient.ago(Duration.ofMinutes(20)),
                        "jonas",
                        "ana",
                        "mira",
                        long1.substring(0, 32));
        say(team, "jonas", "The new bubble colours are in, have a look.", 25);
        say(team, "jonas", "And the names.", 25);
        say(team, "ana", "👍", 24);
        say(team, "lea", "They are easy on the eyes, thank you!", 23);
        say(team, "mira", "سلام! رنگ‌ها خیلی خوب شده‌اند.", 22);
        say(team, long1.substring(0, 32), "Hi", 21);
        client.file(
                team,
                "ana",
                "palette.svg",
                42_000,
                Transfers.State.OFFERED,
                0,
                FakeClient.ago(Duration.ofMinutes(20)),
                Message.State.RECEIVED);
        say(team, "jonas", "https://example.org/colours", 19);
        return team;
    }

    private void say(ConversationId talk, String who, String text, int minutesAgo) {
        var state = who.equals("lea") ? Message.State.READ : Message.State.RECEIVED;
        client.message(talk, who, text, FakeClient.ago(Duration.ofMinutes(minutesAgo)), state);
    }

    @Test
    void picturesOfAGroup() throws Exception {
        var team = team();
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1180, 780);
            stage.open(team);
            client.membership.change(team, FakeClient.address("dmitri.volkov"), Change.JOINED);
            client.membership.change(team, FakeClient.address("ana"), Change.LEFT);
            client.membership.change(team, FakeClient.address("dmitri.volkov"), Change.REMOVED);
            robot.waitFor("the lines", () -> said(stage, lastLine(team)));
            for (boolean dark : new boolean[] {false, true}) {
                var mode = dark ? "dark" : "light";
                stage.bench.theme(dark);
                robot.run(() -> stage.desk.open(new Selected.Talk(team)));
                robot.waitFor("the messages", () -> robot.shows("timeline") && said(stage, lastLine(team)));
                robot.size(1180, 780);
                robot.picture("group-chat-" + mode);
                robot.size(680, 520);
                robot.picture("group-chat-small-" + mode);
                robot.size(1180, 780);
                robot.click("talk.details");
                robot.waitFor("the members", () -> robot.shows("group.leave"));
                robot.picture("group-" + mode);
                var people = robot.find(Canvas.class, "group.members");
                robot.click(people, 100, 56 + 28);
                robot.waitFor("what can be done", () -> robot.shows("group.out"));
                robot.picture("group-member-" + mode);
                robot.click("group.out");
                robot.waitFor("the question", () -> robot.shows("group.remove"));
                robot.picture("group-remove-" + mode);
                robot.size(680, 520);
                robot.picture("group-small-" + mode);
                robot.size(1180, 780);
                robot.click("group.keep");
                robot.click("group.leave");
                robot.waitFor("the question", () -> robot.shows("group.stay"));
                robot.picture("group-leave-" + mode);
                robot.click("group.stay");
                robot.click("group.add");
                robot.waitFor("the people", () -> robot.shows("group.add.yes"));
                robot.click(people, 100, 28);
                robot.picture("group-add-" + mode);
                robot.click("group.add.no");
                robot.run(stage.door::open);
                robot.picture("add-people-" + mode);
                robot.click("add.group");
                robot.waitFor("the page", () -> robot.shows("group.title"));
                robot.picture("group-new-" + mode);
                robot.click("group.back");
            }
        }
    }

    @Test
    void makesAGroupWithPeople() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 800);
            robot.waitFor("the list", () -> !stage.desk.scene().lines().isEmpty());
            robot.chord(SWT.MOD1, 'n');
            robot.click("add.group");
            robot.waitFor("the page", () -> robot.shows("group.title"));
            assertFalse(robot.ui(() -> robot.find(Control.class, "group.make").isEnabled()), "it has no title");
            robot.type("Book club");
            var people = robot.find(Canvas.class, "group.people");
            // ana, jonas, mira: whoever only asks is not among them.
            assertEquals("ana, ana@relay.example", robot.ui(() -> Robot.spoken(people, 0)));
            robot.click(people, 60, 28);
            robot.click(people, 60, 2 * 56 + 28);
            robot.click(people, 60, 56 + 28);
            robot.click(people, 60, 56 + 28);
            assertTrue(robot.ui(() -> Robot.spoken(people, 2)).endsWith(", chosen"));
            robot.click("group.make");
            robot.waitFor("the group", () -> robot.shows("talk"));
            Robot.until(
                    "its people",
                    () ->
                            client.calls()
                                    .containsAll(
                                            List.of(
                                                    "create Book club",
                                                    "add ana@relay.example",
                                                    "add mira@relay.example")));
            assertFalse(client.calls().contains("add jonas@relay.example"), "chosen and unchosen");
        }
    }

    @Test
    void saysWhoCouldNotBeAdded() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 800);
            robot.waitFor("the list", () -> !stage.desk.scene().lines().isEmpty());
            robot.run(stage.door::open);
            robot.click("add.group");
            robot.waitFor("the page", () -> robot.shows("group.title"));
            robot.type("Book club");
            client.membership.refusal =
                    Optional.of(new CommandException(Code.REFUSED, "groups cannot be made now; try again"));
            robot.click("group.make");
            robot.waitFor("another try", () -> robot.find(Control.class, "group.make").isEnabled());
            assertTrue(robot.shows("group.title"));
            robot.picture("group-refused");
        }
    }

    @Test
    void removesAndLeavesOnlyAfterAYes() throws Exception {
        var team = team();
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 800);
            stage.open(team);
            robot.click("talk.details");
            robot.waitFor("the members", () -> robot.shows("group.leave"));
            var people = robot.find(Canvas.class, "group.members");
            assertEquals(
                    "a.very.long.name-that-takes-32.x, a.very.long.name-that-takes-32.x@relay.example",
                    robot.ui(() -> Robot.spoken(people, 0)));
            assertEquals(
                    "lea, lea@relay.example, You, admin",
                    robot.ui(() -> Robot.spoken(people, 3)),
                    "once, with two devices");
            robot.click(people, 100, 3 * 56 + 28);
            assertFalse(robot.shows("group.out"), "nobody removes themselves");
            robot.click(people, 100, 56 + 28);
            robot.waitFor("what can be done", () -> robot.shows("group.out"));
            robot.click("group.out");
            robot.waitFor("the question", () -> robot.shows("group.remove"));
            assertFalse(client.calls().contains("remove ana@relay.example"));
            robot.click("group.remove");
            Robot.until("the removal", () -> client.calls().contains("remove ana@relay.example"));
            robot.waitFor("the members again", () -> robot.shows("group.leave") && !robot.shows("group.remove"));
            robot.click("group.leave");
            robot.waitFor("the question", () -> robot.shows("group.leave.yes"));
            robot.type(" "); // what has the keyboard does no harm
            robot.waitFor("the members again", () -> robot.shows("group.leave"));
            assertFalse(client.calls().contains("leave"));
            robot.click("group.leave");
            robot.waitFor("the question", () -> robot.shows("group.leave.yes"));
            robot.click("group.leave.yes");
            Robot.until("the leaving", () -> client.calls().contains("leave"));
            robot.waitFor("nothing more to leave", () -> !robot.shows("group.leave"));
            robot.picture("group-left");
        }
    }

    /** A group that nobody can change any more is opened anew after a yes, and weaker only after another. */
    @Test
    void opensAnewAfterAYes() throws Exception {
        var team = team();
        client.stop(team, "this device can no longer follow the conversation; it asks to be let in again", false);
        client.membership.stuck.add(team);
        client.membership.weakens = true;
        client.membership.restart =
                new Restart.Begun(List.of(FakeClient.address("ana"), FakeClient.address("dmitri.volkov")));
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            stage.open(team);
            for (boolean dark : new boolean[] {false, true}) {
                stage.bench.theme(dark);
                robot.size(680, 520);
                robot.click("talk.details");
                robot.waitFor("the members", () -> robot.shows("group.restart"));
                robot.click("group.restart");
                robot.waitFor("the question", () -> robot.shows("group.restart.yes"));
                robot.picture("group-restart-" + (dark ? "dark" : "light"));
                robot.click("group.restart.no");
                robot.waitFor("the members again", () -> !robot.shows("group.restart.yes"));
                robot.run(() -> stage.desk.open(new Selected.Talk(team)));
                robot.waitFor("the messages", () -> robot.shows("timeline"));
            }
            assertFalse(client.calls().contains("restart"));
            robot.click("talk.details");
            robot.waitFor("the members", () -> robot.shows("group.restart"));
            robot.click("group.restart");
            robot.waitFor("the question", () -> robot.shows("group.restart.yes"));
            robot.click("group.restart.yes");
            Robot.until("refused", () -> client.calls().contains("restart"));
            robot.waitFor("the next question", () -> robot.words("group").contains("will be weaker"));
            robot.picture("group-restart-weaker");
            robot.click("group.restart.yes");
            Robot.until("done", () -> client.calls().contains("restart weaker"));
            robot.waitFor("the members again", () -> robot.shows("group.add") && !robot.shows("group.restart"));
            robot.picture("group-restarted");
        }
    }

    @Test
    void addsPeopleAndCopiesTheLink() throws Exception {
        var club = client.talk("Book club", Kind.GROUP, FakeClient.ago(Duration.ofMinutes(20)), "mira");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 800);
            stage.open(club);
            robot.click("talk.details");
            robot.waitFor("the members", () -> robot.shows("group.add"));
            robot.click("group.add");
            robot.waitFor("the people", () -> robot.shows("group.add.yes"));
            assertFalse(robot.ui(() -> robot.find(Control.class, "group.add.yes").isEnabled()), "nobody is chosen");
            var people = robot.find(Canvas.class, "group.members");
            robot.click(people, 100, 56 + 28); // jonas: mira is in it
            robot.waitFor("a choice", () -> robot.find(Control.class, "group.add.yes").isEnabled());
            robot.click("group.add.yes");
            Robot.until("jonas", () -> client.calls().contains("add jonas@relay.example"));
            robot.waitFor("the members", () -> robot.shows("group.link"));
            robot.click("group.link");
            robot.waitFor("the page of the link", () -> robot.shows("group.link.make"));
            robot.click("group.link.make");
            robot.waitFor(
                    "the link",
                    () -> {
                        var clipboard = new Clipboard(robot.shell().getDisplay());
                        var text = clipboard.getContents(TextTransfer.getInstance());
                        clipboard.dispose();
                        return FakeMembership.LINK.equals(text);
                    });
            client.membership.refusal =
                    Optional.of(new CommandException(Code.NOT_REACHABLE, "the relay is away; it goes out later"));
            robot.click("group.link.back");
            robot.waitFor("the members", () -> robot.shows("group.leave"));
            robot.click("group.leave");
            robot.click("group.leave.yes");
            robot.waitFor("the refusal", () -> robot.find(Control.class, "group.leave.yes").isEnabled());
            robot.picture("group-not-reachable");
        }
    }

    /** Somebody comes in while the pointer is held on a button, or the keyboard stands on it: both stay. */
    @Test
    void keepsAButtonWhileSomebodyComesIn() throws Exception {
        var club = client.talk("Book club", Kind.GROUP, FakeClient.ago(Duration.ofMinutes(20)), "mira");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 800);
            stage.open(club);
            robot.click("talk.details");
            robot.waitFor("the members", () -> robot.words("group").contains("2 people"));
            robot.hold("group.leave");
            client.membership.change(club, FakeClient.address("ana"), Change.JOINED);
            robot.waitFor("ana", () -> robot.words("group").contains("3 people"));
            robot.release();
            robot.waitFor("the question", () -> robot.shows("group.leave.yes"));
            assertTrue(robot.ui(() -> robot.find(Control.class, "group.stay").isFocusControl()), "the harmless one");
            client.membership.change(club, FakeClient.address("ana"), Change.LEFT);
            robot.waitFor("no ana", () -> robot.words("group").contains("2 people"));
            assertTrue(robot.ui(() -> robot.find(Control.class, "group.stay").isFocusControl()), "it keeps the keys");
            robot.type("\r");
            robot.waitFor("the members again", () -> robot.shows("group.leave") && !robot.shows("group.stay"));
            assertFalse(client.calls().contains("leave"));
        }
    }

    /** Whoever does not lead a group sees who is in it, may pass on its link, and leave. */
    @Test
    void showsNoButtonWithoutItsRight() throws Exception {
        var club = client.talk("Book club", Kind.GROUP, FakeClient.ago(Duration.ofMinutes(20)), "mira");
        client.membership.notAdmin.add(club);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 800);
            stage.open(club);
            robot.click("talk.details");
            robot.waitFor("the members", () -> robot.shows("group.leave"));
            assertFalse(robot.shows("group.add"));
            assertFalse(robot.shows("group.link"));
            assertFalse(robot.shows("group.settings"));
            robot.click(robot.find(Canvas.class, "group.members"), 100, 56 + 28);
            robot.waitFor("the member", () -> robot.shows("group.contact"));
            for (var id : List.of("group.out", "group.ban", "group.appoint")) assertFalse(robot.shows(id), id);
            robot.click("group.member.back");
            robot.waitFor("the members", () -> robot.shows("group.leave"));
            client.membership.linked.add(club);
            robot.click("group.talk");
            robot.waitFor("the conversation", () -> robot.shows("talk"));
            robot.click("talk.details");
            robot.waitFor("its link", () -> robot.shows("group.link"));
        }
    }

    /** Whoever does not lead it could not be told from somebody who had left. */
    @Test
    void offersEverybodyToLeaveAGroupThatHasStopped() throws Exception {
        var club = client.talk("Book club", Kind.GROUP, FakeClient.ago(Duration.ofMinutes(20)), "mira");
        client.membership.notAdmin.add(club);
        client.stop(club, "This device has lost its way in the group.", false);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 800);
            stage.open(club);
            robot.click("talk.details");
            robot.waitFor("the way out", () -> robot.shows("group.leave"));
            robot.click("group.leave");
            robot.click("group.leave.yes");
            Robot.until("the leaving", () -> client.calls().contains("leave"));
            robot.waitFor("nothing more to leave", () -> !robot.shows("group.leave"));
        }
    }

    @Test
    void joinsByALinkInTheFieldForPeople() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 800);
            robot.run(stage.door::open);
            var field = robot.find(StyledText.class, "add.address");
            client.membership.joins = false;
            robot.run(() -> field.setText(FakeMembership.LINK));
            robot.click("add.ask");
            Robot.until("the request", () -> client.calls().contains("join 5a5a5a5a"));
            robot.waitFor("an empty field", () -> field.getText().isEmpty());
            robot.picture("join-requested");
            client.membership.joins = true;
            robot.run(() -> field.setText(FakeMembership.LINK.substring(0, 80)));
            robot.click("add.ask");
            robot.waitFor("the refusal", () -> robot.find(Control.class, "add.ask").isEnabled());
            assertEquals(1, client.calls().size(), "that was no link");
            robot.run(() -> field.setText(" " + FakeMembership.LINK + "\n"));
            robot.click("add.ask");
            robot.waitFor("the group", () -> robot.shows("talk"));
        }
    }

    private String lastLine(ConversationId talk) {
        return "quiet-" + client.governance.log(talk, Long.MAX_VALUE, 1).getLast().order();
    }

    private static boolean said(Stage stage, String id) {
        return stage.desk.scene().talk().map(talk -> talk.find(id) != null).orElse(false);
    }
}
