package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.ConversationSettings.Lifetime;
import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.desktop.api.control.TogglePush;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How long messages last, as a person sees and chooses it. */
class LastingTest {

    private static final Duration OFF = Duration.ZERO;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId mira;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void talking() {
        client.signIn("lea");
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "mira");
        client.message(mira, "mira", "Before", FakeClient.ago(Duration.ofHours(8)), Message.State.READ);
        var passing = client.message(mira, "mira", "The door code is 4711", FakeClient.ago(HOUR), Message.State.READ);
        client.conversations.lasts(passing.id(), DAY);
    }

    private static String two(Duration now, Duration own, Duration theirs) {
        return LastingPage.ofTwo(new Lifetime(now, own, theirs), "mira");
    }

    @Test
    void saysInPlainWordsWhatTwoHaveAgreedOn() {
        assertEquals(
                "Messages stay until somebody deletes them. They disappear once you both want it.", two(OFF, OFF, OFF));
        assertEquals(
                "You want new messages to disappear after 1 day. They stay until mira chooses a time, too.",
                two(OFF, DAY, OFF));
        assertEquals(
                "mira wants new messages to disappear after 1 hour. They stay until you choose a time, too.",
                two(OFF, OFF, HOUR));
        assertEquals("New messages disappear after 1 day.", two(DAY, DAY, DAY));
        assertEquals(
                "New messages disappear after 1 day. You want 1 hour, mira wants 1 day: the longer time counts.",
                two(DAY, HOUR, DAY));
        assertTrue(two(DAY, HOUR, HOUR).endsWith("It holds in a moment, when your word is with the relay."));
    }

    private static boolean on(Robot robot, String seconds) {
        var choice = robot.find(TogglePush.class, "lasting." + seconds);
        return robot.ui(choice::on);
    }

    @Test
    void isChosenByKeysAloneAndHoldsOnceBothWantIt() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 820);
            stage.open(mira);
            robot.run(() -> stage.bench.commands().run("parley.talk.lasting"));
            robot.waitFor("the page", () -> robot.shows("lasting.0"));
            assertTrue(on(robot, "0"));
            robot.run(() -> robot.find(Control.class, "lasting.86400").setFocus());
            robot.type(" ");
            Robot.until("said", () -> client.calls().contains("lifetime PT24H"));
            robot.waitFor("what we want", () -> robot.words("lasting").contains("They stay until mira"));
            assertTrue(on(robot, "86400"));
            client.settings.lifetime(mira, DAY, HOUR); // she says a word too
            robot.waitFor("in force", () -> robot.words("lasting").contains("mira wants 1 hour: the longer"));
            robot.click("lasting.back");
            robot.waitFor("the person", () -> robot.shows("contact.lasting"));
            stage.open(mira);
            var head = robot.find(Canvas.class, "talk.head");
            var said = robot.ui(() -> Robot.spoken(head, 0));
            assertTrue(said.endsWith(" · disappears after 1 day"), said);
        }
    }

    /** What could not be said is not shown as said. */
    @Test
    void whatIsRefusedIsNotTicked() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 820);
            stage.open(mira);
            robot.run(() -> stage.desk.open(new Selected.Lasting(mira)));
            robot.waitFor("the page", () -> robot.shows("lasting.0"));
            client.refusal = Optional.of(new CommandException(Code.REFUSED, "sending has stopped; open Details"));
            robot.click("lasting.3600");
            robot.waitFor("why", () -> robot.words("lasting").contains("Sending has stopped; open Details."));
            assertTrue(on(robot, "0") && !on(robot, "3600"));
        }
    }

    @Test
    void inAGroupAdminsAloneChoose() throws Exception {
        var group = client.talk("Harbour", Kind.GROUP, FakeClient.ago(HOUR), "jonas", "ana");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 820);
            client.membership.notAdmin.add(group);
            stage.open(group);
            robot.run(() -> stage.desk.open(new Selected.Lasting(group)));
            robot.waitFor("the page", () -> robot.words("lasting").contains("The admins of the group can change it."));
            assertFalse(robot.ui(() -> robot.find(TogglePush.class, "lasting.3600").isEnabled()));
            client.membership.notAdmin.remove(group);
            robot.run(() -> stage.desk.open(new Selected.Lasting(group)));
            robot.waitFor("free", () -> robot.find(TogglePush.class, "lasting.3600").isEnabled());
            robot.click("lasting.3600");
            robot.waitFor("it holds", () -> robot.words("lasting").contains("New messages disappear after 1 hour."));
        }
    }

    @Test
    void aMessageThatDoesNotStaySaysSo() throws Exception {
        try (var stage = new Stage(client, home)) {
            stage.open(mira);
            var list = stage.robot.find(Canvas.class, "timeline");
            var spoken = stage.robot.ui(() -> Robot.spoken(list, 0) + "\n" + Robot.spoken(list, 1));
            assertTrue(
                    spoken.contains(", disappears 1 day after it was read: The door code")
                            && spoken.contains(": Before"),
                    spoken);
            assertEquals(1, spoken.split("disappears", -1).length - 1, spoken);
        }
    }

    @Test
    void pictures() throws Exception {
        client.settings.lifetime(mira, DAY, HOUR);
        client.conversations.lasts(
                client.message(mira, "lea", "Thanks!", FakeClient.ago(Duration.ofMinutes(9)), Message.State.READ).id(),
                DAY);
        new Album(client, home)
                .open(
                        mira,
                        "lasting-talk",
                        (stage, mode) -> {
                            var robot = stage.robot;
                            for (var size : new Album.Size[] {Album.Size.LARGE, Album.Size.NARROW}) {
                                robot.size(size.width(), size.height());
                                robot.run(() -> stage.desk.open(new Selected.Lasting(mira)));
                                robot.waitFor("the page", () -> robot.shows("lasting.0"));
                                robot.picture("lasting" + size.name() + "-" + mode);
                                robot.run(() -> stage.desk.open(new Selected.Contact(FakeClient.key("mira"))));
                                robot.press(SWT.TAB);
                                robot.picture("lasting-contact" + size.name() + "-" + mode);
                            }
                            robot.run(() -> stage.desk.open(new Selected.Talk(mira)));
                        },
                        Album.Size.LARGE);
    }
}
