package parley.testing.desktop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.Bench;
import parley.desktop.chat.Screen;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

class RobotTest {

    @TempDir Path home;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    private static Duration settled(Robot robot) {
        long start = System.nanoTime();
        robot.settle();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    @Timeout(60)
    void whatNeverRestsIsWaitedForOnce() throws Exception {
        try (var bench = new Bench(home.resolve("desktop.properties"));
                var robot = new Robot(bench.display())) {
            robot.settle();
            var ends = new AtomicBoolean();
            var restless = Thread.ofVirtual().start(() -> spin(ends::get));
            try {
                var first = settled(robot);
                assertTrue(first.compareTo(Robot.RESTLESS) >= 0, () -> "not waited for: " + first);
                var second = settled(robot);
                assertTrue(second.compareTo(Robot.RESTLESS) < 0, () -> "waited for again: " + second);
                var done = new AtomicBoolean();
                Thread.ofVirtual().start(() -> work(done));
                robot.settle();
                assertTrue(done.get(), "others are waited for");
            } finally {
                ends.set(true);
                restless.join();
            }
        }
    }

    private static void spin(BooleanSupplier ends) {
        while (!ends.getAsBoolean()) Thread.onSpinWait();
    }

    /** Takes longer than the robot waits where nobody is busy. */
    private static void work(AtomicBoolean done) {
        long end = System.nanoTime() + Robot.RESTLESS.toNanos() / 4;
        spin(() -> System.nanoTime() > end);
        done.set(true);
    }
}
