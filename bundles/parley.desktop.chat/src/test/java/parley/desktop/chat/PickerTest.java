package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.desktop.Bench;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;

/** A person chooses among all emoji, by real keys and a real pointer. */
class PickerTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId talk;
    private MessageId photo;
    private Stage stage;
    private Robot robot;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void open() {
        client.signIn("lea");
        talk = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(2)), "mira");
        photo =
                client.message(talk, "mira", "The lake", FakeClient.ago(Duration.ofHours(1)), Message.State.RECEIVED)
                        .id();
        stage = new Stage(client, home);
        robot = stage.robot;
        robot.size(1000, 700);
        stage.open(talk);
        robot.waitFor("the message", () -> Robot.spoken(list(), 0).contains("The lake"));
        robot.click(field(), 20, 8);
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private StyledText field() {
        return robot.find(StyledText.class, "compose");
    }

    private Canvas list() {
        return robot.find(Canvas.class, "timeline");
    }

    private String written() {
        return robot.ui(() -> field().getText());
    }

    private Canvas grid() {
        return robot.find(Canvas.class, "picker.grid");
    }

    private String spoken(int index) {
        var grid = grid();
        return robot.ui(() -> Robot.spoken(grid, index));
    }

    private boolean has(String id) {
        var control = robot.find(Control.class, id);
        return robot.ui(control::isFocusControl);
    }

    @Test
    void writesTheOneThatWasLookedFor() {
        robot.type("hi ");
        robot.click("composer.emoji");
        assertTrue(has("picker.search"), "one types at once");
        robot.type("thumbs up");
        assertEquals("thumbs up", spoken(0));
        robot.type("\r");
        assertFalse(robot.shows("picker"));
        assertEquals("hi 👍", written());
        robot.type("!");
        assertEquals("hi 👍!", written(), "the keyboard is back behind it");
    }

    @Test
    void walksByArrowsAndTypesOn() {
        robot.click("composer.emoji");
        robot.press(SWT.ARROW_DOWN);
        assertTrue(has("picker.grid"));
        robot.press(SWT.ARROW_RIGHT);
        robot.press(SWT.ARROW_DOWN);
        robot.press(SWT.ARROW_UP);
        robot.type("\r");
        assertEquals("😁", written());
        robot.click("composer.emoji");
        assertEquals("beaming face with smiling eyes", spoken(0), "used lately");
        robot.press(SWT.ARROW_DOWN);
        robot.type("cat");
        assertTrue(has("picker.search"));
        assertTrue(spoken(0).contains("cat"), spoken(0));
        robot.press(SWT.ARROW_DOWN);
        robot.press(SWT.ARROW_UP);
        assertTrue(has("picker.search"), "up from the first row");
        robot.press(SWT.ESC);
        assertFalse(robot.shows("picker"));
        assertTrue(robot.ui(() -> field().isFocusControl()));
        assertEquals("😁", written());
    }

    @Test
    void goesByEscapeAndWhereOneGoesElsewhereAndLeavesTheRest() {
        robot.click(list(), 600, 4);
        robot.press(SWT.HOME);
        robot.type("r");
        robot.click("composer.emoji");
        robot.press(SWT.ESC);
        assertFalse(robot.shows("picker"));
        assertTrue(robot.shows("composer.strip"), "the answer stays");
        robot.click("composer.emoji");
        robot.click(list(), 600, 4);
        robot.waitFor("its end", () -> !robot.shows("picker"));
    }

    @Test
    void reactsWithAnyAndInTheChosenTone() {
        robot.click(list(), 600, 4);
        robot.press(SWT.HOME);
        robot.chord(SWT.MOD2, '=');
        robot.click("emoji.more");
        assertTrue(robot.shows("picker"));
        robot.click("picker.tone.5");
        assertTrue(has("picker.search"));
        robot.type("waving hand");
        assertEquals("waving hand, dark skin tone", spoken(0));
        robot.type("\r");
        robot.waitFor("the reaction", () -> !client.conversations.message(photo).orElseThrow().reactions().isEmpty());
        assertEquals("👋🏿", client.conversations.message(photo).orElseThrow().reactions().getFirst().emoji());
        assertTrue(has("timeline"), "the keyboard is back at the list");
        robot.click("composer.emoji");
        robot.type("thumbs up\r");
        assertEquals("👍🏿", written(), "the tone is remembered");
    }

    @Test
    void takesTheOneThatIsClickedAndScrollsByGroup() {
        robot.click("composer.emoji");
        robot.click("picker.tab.Flags");
        var grid = grid();
        assertTrue(robot.ui(() -> grid.getVerticalBar().getSelection()) > 5_000);
        robot.click(grid, 20, 20 + 30);
        assertFalse(written().isEmpty());
        assertTrue(Character.UnicodeBlock.of(written().codePointAt(0)) != Character.UnicodeBlock.EMOTICONS, written());
    }

    @Test
    void isThereAtOnce() {
        for (int round = 0; round < 3; round++) {
            long before = robot.ui(Bench::cpu);
            robot.click("composer.emoji");
            long took = robot.ui(Bench::cpu) - before;
            System.out.printf("all emoji on view after %.0f ms of processor time%n", took / 1e6);
            if (round > 0) assertTrue(took < Bench.TOO_LONG, took / 1e6 + " ms");
            assertTrue(
                    took < 4 * Bench.TOO_LONG, "also the first time, with nothing compiled yet: " + took / 1e6 + " ms");
            robot.press(SWT.ESC);
        }
    }

    @Test
    void isThereInAWindowOfEverySize() throws Exception {
        stage.emoji.used("🎉");
        stage.emoji.used("👍🏽");
        for (boolean dark : new boolean[] {false, true}) {
            var mode = dark ? "dark" : "light";
            stage.bench.theme(dark);
            robot.size(1000, 700);
            robot.click("composer.emoji");
            robot.press(SWT.ARROW_DOWN);
            robot.press(SWT.ARROW_DOWN);
            assertTrue(has("picker.grid"));
            robot.picture("picker-" + mode);
            robot.type("hand");
            assertTrue(has("picker.search"), "one types on wherever one is");
            robot.picture("picker-found-" + mode);
            robot.press(SWT.ESC);
            robot.waitFor("its end", () -> !robot.shows("picker"));
            robot.size(640, 420);
            robot.click("composer.emoji");
            robot.type("nothing so");
            assertTrue(robot.shows("picker"));
            robot.picture("picker-small-" + mode);
            robot.press(SWT.ESC);
        }
    }
}
