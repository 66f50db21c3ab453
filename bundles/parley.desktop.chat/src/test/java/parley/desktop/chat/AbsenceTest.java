package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Who has not touched the window for ten minutes is away, and back with the next key or move of the pointer. */
class AbsenceTest {

    private static final int TEN_MINUTES = 600_000;

    /** Something that is to be done later. */
    private record Due(int in, Runnable task) {}

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private final Queue<Due> timers = new ArrayDeque<>(); // of the UI thread, as is the clock
    private long clock = 5_000_000_000_000L;
    private Stage stage;
    private Robot robot;
    private Absence absence;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void begin() {
        client.signIn("lea");
        stage = new Stage(client, home);
        robot = stage.robot;
        robot.size(1000, 700);
        robot.settle();
        absence =
                new Absence(
                        client.presences,
                        stage.desk.scene()::idle,
                        stage.bench.ui(),
                        () -> clock,
                        (in, task) -> timers.add(new Due(in, task)));
        robot.settle();
        tells("idle false");
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private void tells(String... calls) {
        assertEquals(List.of(calls), client.calls().stream().filter(it -> it.startsWith("idle")).toList());
    }

    /** Time passes, and the one timer is due, which was to be so in {@code in} milliseconds. */
    private void due(int in) {
        robot.run(() -> {
            var due = timers.remove();
            assertEquals(in, due.in());
            assertEquals(List.of(), List.copyOf(timers), "one timer");
            clock += in;
            due.task().run();
        });
    }

    private void key() {
        robot.press(SWT.ARROW_DOWN);
        robot.settle();
    }

    @Test
    void isSaidAfterTenMinutesWithoutATouch() {
        due(TEN_MINUTES);
        tells("idle false", "idle true");
        robot.run(() -> assertEquals(0, timers.size(), "nothing runs until somebody comes"));
        key();
        tells("idle false", "idle true", "idle false");
        due(TEN_MINUTES);
        tells("idle false", "idle true", "idle false", "idle true");
        robot.run(() -> robot.find(Control.class, "head").notifyListeners(SWT.MouseMove, null));
        tells("idle false", "idle true", "idle false", "idle true", "idle false");
    }

    @Test
    void isShownOnOnesOwnPictureForAsLong() {
        var head = robot.find(Control.class, "head");
        robot.waitFor("there", () -> Robot.spoken(head, -1).equals("Chats of lea@relay.example, connected"));
        due(TEN_MINUTES);
        assertEquals("Chats of lea@relay.example, connected, away", robot.ui(() -> Robot.spoken(head, -1)));
        key();
        assertEquals("Chats of lea@relay.example, connected", robot.ui(() -> Robot.spoken(head, -1)));
    }

    @Test
    void aTouchPutsItOffAndSetsNoTimer() {
        robot.run(() -> clock += 599_999);
        key();
        robot.run(() -> {
            assertEquals(1, timers.size());
            clock++;
            timers.remove().task().run(); // the first, ten minutes after the beginning
        });
        tells("idle false");
        due(599_999); // what is left since the touch
        tells("idle false", "idle true");
    }

    @Test
    void whatHasEndedTellsNothing() {
        absence.close();
        robot.settle();
        key();
        robot.run(() -> {
            clock += TEN_MINUTES;
            timers.remove().task().run();
            assertEquals(0, timers.size());
        });
        tells("idle false");
    }
}
