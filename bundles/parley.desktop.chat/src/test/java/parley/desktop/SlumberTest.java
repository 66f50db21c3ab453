package parley.desktop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.chat.Screen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

class SlumberTest {

    @TempDir Path home;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    /**
     * For twice as long as it may sleep: SWT by itself would wake it 40 times, or for as long as GTK has a timer of its
     * own, as at its start, not at all.
     */
    @Test
    @Timeout(60)
    void theWindowSleepsWhileNothingHappens() throws Exception {
        try (var bench = new Bench(home.resolve("desktop.properties"))) {
            var thread = new CompletableFuture<Path>();
            bench.ui.execute(() -> thread.complete(self()));
            var status = thread.get(30, TimeUnit.SECONDS).resolve("status");
            while (slumbered(status) > 10) {} // a first paint has its consequences
            long woke = slumbered(status);
            assertTrue(woke >= 1 && woke <= 10, "woke " + woke + " times");
        }
    }

    /** Where Linux tells of this thread. */
    private static Path self() {
        try {
            return Path.of("/proc/thread-self").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often the thread has gone to sleep in that time. */
    private static long slumbered(Path status) throws IOException {
        long before = slept(status);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2 * Slumber.LONGEST));
        return slept(status) - before;
    }

    /** How often the thread has waited for something so far. */
    private static long slept(Path status) throws IOException {
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What other threads ask for is done at once, whether that comes before, while or after it falls asleep. */
    @Test
    @Timeout(60)
    void theWindowWakesForWhatIsAskedOfIt() throws Exception {
        try (var bench = new Bench(home.resolve("desktop.properties"))) {
            var answers = new SynchronousQueue<Long>();
            int late = 0;
            for (int round = 0; round < 2000; round++) {
                long asked = System.nanoTime();
                bench.ui.execute(() -> {
                    try {
                        answers.put(System.nanoTime());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                if (answers.take() - asked > TimeUnit.MILLISECONDS.toNanos(Slumber.LONGEST) / 2) late++;
                for (int pause = 0; pause < round % 50 * 20; pause++) Thread.onSpinWait(); // another moment each time
            }
            assertTrue(late < 5, late + " were late");
        }
    }
}
