package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Privacy.Told;
import parley.desktop.api.TextStyle;
import parley.desktop.api.control.TogglePush;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Language;
import parley.testing.desktop.Robot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What others learn of what a person does, as that person sees and changes it. */
class PrivacyTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @AfterEach
    void speakAsBefore() {
        Language.choose(Language.SYSTEM);
    }

    private Stage stage() {
        client.signIn("lea");
        var stage = new Stage(client, home);
        stage.robot.size(1000, 700);
        return stage;
    }

    private static void open(Robot robot) {
        robot.chord(SWT.MOD1, ',');
        var search = robot.find(StyledText.class, "preferences.search");
        robot.waitFor("the keyboard in the search", search::isFocusControl);
        robot.type("privacy");
        robot.waitFor("what was found", () -> !robot.words("preferences.body").isEmpty());
    }

    private static void awaitTicks(Robot robot) {
        robot.waitFor("what is told", () -> robot.shows("privacy.typing"));
        robot.settle();
    }

    private static boolean on(Robot robot, String id) {
        var tick = robot.find(TogglePush.class, id);
        return robot.ui(tick::on);
    }

    private void awaitTold(boolean delivered, boolean receipts, boolean typing) {
        Robot.until("it is set", () -> client.privacy.now().equals(new Told(delivered, receipts, typing, true)));
    }

    @Test
    void isReadAndSetByPointerAndKeys() throws Exception {
        client.privacy.typing(false);
        try (var stage = stage()) {
            var robot = stage.robot;
            open(robot);
            awaitTicks(robot);
            assertTrue(on(robot, "privacy.delivered"));
            assertTrue(on(robot, "privacy.receipts"));
            assertFalse(on(robot, "privacy.typing"));
            var spoken = robot.ui(() -> Robot.spoken(robot.find(Control.class, "privacy.receipts"), -1));
            assertTrue(spoken.startsWith("Show others what I have read. Off, you do not see"), spoken);
            stage.bench.theme(false);
            robot.picture("privacy-light");
            robot.click("privacy.receipts");
            awaitTold(true, false, false);
            robot.press(SWT.TAB);
            robot.waitFor("the next", () -> robot.isAt("privacy.typing"));
            robot.type(" ");
            awaitTold(true, false, true);
            robot.click("privacy.delivered");
            awaitTold(false, false, true);
            robot.press(SWT.TAB);
            robot.waitFor("the second", () -> robot.isAt("privacy.receipts"));
            robot.press(SWT.ESC);
            robot.waitFor("the preferences gone", () -> !robot.shows("preferences.search"));
            open(robot);
            awaitTicks(robot);
            assertFalse(on(robot, "privacy.delivered"));
            assertFalse(on(robot, "privacy.receipts"));
            assertTrue(on(robot, "privacy.typing"));
            stage.bench.theme(true);
            robot.picture("privacy-dark");
        }
    }

    @Test
    void presenceIsSetLikeTheOthers() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            open(robot);
            awaitTicks(robot);
            assertTrue(on(robot, "privacy.presence"));
            robot.click("privacy.presence");
            Robot.until("it is set", () -> client.privacy.now().equals(new Told(true, true, true, false)));
            robot.waitFor("it is shown", () -> !on(robot, "privacy.presence"));
        }
    }

    /** What could not be set is not shown as set. */
    @Test
    void whatFailsIsTakenBackAndSaid() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            open(robot);
            awaitTicks(robot);
            client.refusal = Optional.of(new CommandException(Code.DISK_FULL, "the disk is full; free some space"));
            robot.click("privacy.receipts");
            robot.waitFor("why", () -> robot.words("preferences.body").contains("The disk is full; free some space."));
            assertTrue(on(robot, "privacy.receipts"));
            assertEquals(new Told(true, true, true, true), client.privacy.now());
            robot.picture("privacy-failed");
            client.refusal = Optional.empty();
            robot.click("privacy.receipts");
            awaitTold(true, false, true);
            robot.waitFor("no problem any more", () -> !robot.words("preferences.body").contains("disk"));
            assertFalse(on(robot, "privacy.receipts"));
        }
    }

    /** The last press counts, whatever those before it come to in the meantime. */
    @Test
    void pressesThatComeFasterThanTheDiskAreDoneInTheirOrder() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            open(robot);
            awaitTicks(robot);
            client.privacy.changes.drainPermits();
            robot.click("privacy.receipts");
            robot.click("privacy.receipts");
            robot.click("privacy.receipts");
            Robot.until("the first", () -> client.calls().contains("receipts false"));
            assertFalse(on(robot, "privacy.receipts"));
            client.privacy.changes.release();
            Robot.until("the second", () -> client.calls().contains("receipts true"));
            robot.settle();
            client.privacy.changes.release();
            Robot.until("the third", () -> client.calls().stream().filter("receipts false"::equals).count() == 2);
            robot.settle();
            assertFalse(on(robot, "privacy.receipts"), "what the second has done is not what the third asks for");
            client.privacy.changes.release();
            awaitTold(true, false, true);
            robot.settle();
            assertFalse(on(robot, "privacy.receipts"));
        }
    }

    @Test
    void saysWhyNothingCanBeSetWhereItCannotBeRead() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            robot.waitFor("the list", () -> stage.desk.scene().account().isPresent());
            client.refusal = Optional.of(new CommandException(Code.INTERNAL, "the profile is damaged; restore it"));
            open(robot);
            robot.waitFor("why", () -> robot.words("preferences.body").contains("The profile is damaged; restore it."));
            assertFalse(robot.shows("privacy.receipts"));
        }
    }

    /** What comes when the person has turned to another page is for nobody. */
    @Test
    void turningAwayBeforeTheAnswerHarmsNothing() throws Exception {
        var harm = new CopyOnWriteArrayList<LogRecord>();
        var queue = Logger.getLogger("parley.desktop.UiQueue"); // kept, or nobody listens
        var hears = hearing(harm);
        queue.addHandler(hears);
        try (var stage = stage()) {
            var robot = stage.robot;
            open(robot);
            awaitTicks(robot);
            client.privacy.changes.drainPermits();
            robot.click("privacy.typing");
            Robot.until("asked", () -> client.calls().contains("typing of all false"));
            robot.press(SWT.ESC);
            robot.waitFor("the preferences gone", () -> !robot.shows("preferences.search"));
            client.privacy.changes.release();
            awaitTold(true, true, false);
            open(robot);
            awaitTicks(robot);
            assertFalse(on(robot, "privacy.typing"));
            assertEquals(List.of(), harm.stream().map(LogRecord::getMessage).toList());
        } finally {
            queue.removeHandler(hears);
        }
    }

    private static Handler hearing(List<LogRecord> records) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    /** In a window so small, with letters so large, that sentences have little room. */
    @Test
    void hasRoomForWhatItSaysInEveryLanguage() throws Exception {
        for (var language : List.of("en", "de", "es", "fa", "zh")) {
            try (var stage = speaking(language)) {
                var robot = stage.robot;
                robot.size(760, 700);
                for (int i = 0; i < 9; i++) robot.chord(SWT.MOD1 | SWT.MOD2, '=');
                robot.chord(SWT.MOD1, ',');
                robot.waitFor("the preferences", () -> robot.shows("preferences.search"));
                robot.run(() -> stage.bench.preferencePages().open("parley.privacy"));
                awaitTicks(robot);
                robot.picture("privacy-large-" + language);
                for (var id : List.of("privacy.delivered", "privacy.receipts", "privacy.typing", "privacy.presence"))
                    assertTrue(robot.ui(() -> fits(stage, id)), language + " " + id + " is cut off");
            }
        }
    }

    /** Whether what is said of {@code id} needs no more lines than there are for it. */
    private static boolean fits(Stage stage, String id) {
        var tick = stage.robot.find(TogglePush.class, id);
        var gc = new GC(tick);
        gc.setFont(stage.bench.theme().font(TextStyle.SMALL));
        var lines = Words.wrapped(gc, Robot.spoken(tick, -1).split("(?<=[.] )")[1], tick.getSize().x - 48, 9);
        gc.dispose();
        return lines.size() <= 3 && tick.computeSize(tick.getSize().x, SWT.DEFAULT).y <= tick.getSize().y;
    }

    private Stage speaking(String language) throws IOException {
        var file = home.resolve("client/desktop.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "language=" + language + "\ntheme=parley.light\n");
        return stage();
    }
}
