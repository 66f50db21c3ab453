package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.desktop.api.control.Push;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Messages that are kept at hand, and going to a day. */
class PinsTest {

    private static final int MANY = 200;

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private final List<MessageId> said = new ArrayList<>();
    private ConversationId mira;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    /** Two hundred days, a message each, the last one today. */
    @BeforeEach
    void talking() {
        client.signIn("lea");
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofDays(MANY)), "mira");
        for (int day = MANY - 1; day >= 0; day--) {
            var who = day % 3 == 0 ? "lea" : "mira";
            var at = FakeClient.ago(Duration.ofDays(day));
            said.add(client.message(mira, who, "message of day " + day, at, Message.State.READ).id());
        }
    }

    private static void walkUp(Robot robot, int steps) {
        robot.run(() -> robot.find(Canvas.class, "timeline").setFocus());
        for (int step = 0; step < steps; step++) robot.press(SWT.ARROW_UP);
    }

    private static String bar(Robot robot) {
        var line = robot.find(Push.class, "pins.line");
        return robot.ui(() -> Robot.spoken(line, 0));
    }

    private static boolean at(Robot robot, String text) {
        var list = robot.find(Canvas.class, "timeline");
        for (int row = 0; row < MANY; row++) {
            if (!Robot.spoken(list, row).endsWith(": " + text)) continue;
            var place = robot.place(list, row);
            return place.y >= 0 && place.y < list.getClientArea().height;
        }
        return false;
    }

    @Test
    void isPinnedAndUnpinnedByAKeyAndStandsBelowTheHead() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 760);
            stage.open(mira);
            assertFalse(robot.shows("pins"));
            walkUp(robot, 2);
            robot.type("p");
            robot.waitFor("the bar", () -> robot.shows("pins.line"));
            assertEquals("Pinned message, mira: message of day 1", bar(robot));
            var list = robot.find(Canvas.class, "timeline");
            robot.waitFor("its own sign", () -> Robot.spoken(list, 58).contains(", pinned: message of day 1"));
            robot.type("p");
            robot.waitFor("no bar", () -> !robot.shows("pins"));
            assertEquals(List.of(), client.settings.pinned(mira));
        }
    }

    @Test
    void leadsToEachHoweverFarAboveAndListsAll() throws Exception {
        for (int day : new int[] {0, 20, MANY - 2}) client.settings.pin(said.get(day), true);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 760);
            stage.open(mira);
            robot.waitFor("the bar", () -> robot.shows("pins.line"));
            assertEquals("Pinned message 3 of 3, mira: message of day 1", bar(robot));
            robot.click("pins.line");
            assertEquals("Pinned message 2 of 3, mira: message of day 179", bar(robot));
            robot.run(() -> robot.find(Push.class, "pins.line").setFocus());
            robot.type("\r");
            robot.waitFor("led far up", () -> at(robot, "message of day 179"));
            robot.chord(SWT.MOD1, 'p');
            robot.waitFor("the list", () -> robot.shows("pinned.list"));
            var list = robot.find(Canvas.class, "pinned.list");
            robot.waitFor("three", () -> Robot.spoken(list, 2).startsWith("message of day 199, mira · "));
            robot.run(list::setFocus);
            robot.press(SWT.END);
            robot.type("\r");
            robot.waitFor("the first of all", () -> robot.shows("timeline") && at(robot, "message of day 199"));
        }
    }

    /** Of what is deleted nothing is kept at hand; what is edited says what it says now. */
    @Test
    void followsWhatBecomesOfAMessage() throws Exception {
        var pinned = said.get(MANY - 2);
        client.settings.pin(pinned, true);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            stage.open(mira);
            robot.waitFor("the bar", () -> robot.shows("pins.line"));
            client.hear(talks -> talks.edit(pinned, FakeClient.address("mira"), "edited"));
            robot.waitFor("edited", () -> bar(robot).equals("Pinned message, mira: edited"));
            client.settings.pin(pinned, false);
            robot.waitFor("no bar", () -> !robot.shows("pins"));
        }
    }

    @Test
    void goesToADayByKeys() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 760);
            stage.open(mira);
            robot.chord(SWT.MOD1, 'g');
            robot.waitFor("a month", () -> robot.shows("days"));
            var days = robot.find(Canvas.class, "days");
            assertTrue(robot.ui(() -> Robot.spoken(days, 0)).startsWith("Go to a day: "));
            robot.press(SWT.ESC);
            robot.waitFor("gone", () -> !robot.shows("days"));
            assertTrue(robot.ui(() -> robot.find(Canvas.class, "timeline").isFocusControl()));
            robot.chord(SWT.MOD1, 'g');
            for (int back = 0; back < 5; back++) robot.press(SWT.PAGE_UP);
            robot.press(SWT.HOME);
            robot.type("\r");
            robot.waitFor(
                    "far up",
                    () -> {
                        for (int day = 100; day < 190; day++) if (at(robot, "message of day " + day)) return true;
                        return false;
                    });
        }
    }

    /** A day line can be pressed; days that are to come, and another month's, cannot. */
    @Test
    void goesToADayByThePointer() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 760);
            stage.open(mira);
            var list = robot.find(Canvas.class, "timeline");
            int top =
                    robot.ui(() -> {
                        for (int row = 59; row >= 0; row--) {
                            var at = robot.place(list, row);
                            if (at.y > 60 && at.y < 200) return at.y - 30;
                        }
                        return 20;
                    });
            robot.click(list, robot.ui(() -> list.getClientArea().width / 2), top);
            robot.waitFor("a month", () -> robot.shows("days"));
            var days = robot.find(Canvas.class, "days");
            var before = robot.ui(() -> Robot.spoken(days, 0));
            robot.click(days, 25, 20); // the month before
            robot.waitFor("another", () -> !Robot.spoken(days, 0).equals(before));
            robot.click(days, 12 + 3 * 40 + 20, 44 + 26 + 2 * 40 + 20);
            robot.waitFor("chosen", () -> !robot.shows("days"));
            assertTrue(robot.ui(() -> list.isFocusControl()));
        }
    }

    @Test
    void pictures() throws Exception {
        for (int day : new int[] {0, 20, MANY - 2}) client.settings.pin(said.get(day), true);
        new Album(client, home)
                .open(
                        mira,
                        "pins",
                        (stage, mode) -> {
                            var robot = stage.robot;
                            robot.chord(SWT.MOD1, 'g');
                            robot.waitFor("a month", () -> robot.shows("days"));
                            robot.picture("days-" + mode);
                            robot.press(SWT.ESC);
                            robot.run(() -> stage.desk.open(new Selected.Pins(mira)));
                            robot.waitFor("the list", () -> robot.shows("pinned.list"));
                            robot.picture("pins-list-" + mode);
                            stage.open(mira);
                        },
                        Album.Size.LARGE,
                        Album.Size.NARROW);
    }
}
