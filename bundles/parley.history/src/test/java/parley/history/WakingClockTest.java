package parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

class WakingClockTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
    private final WakingClock clock = new WakingClock(nanos::get, millis::get);

    private void pass(Duration awake, Duration wall) {
        nanos.addAndGet(awake.toNanos());
        millis.addAndGet(wall.toMillis());
    }

    private long since(long before) {
        return Duration.ofNanos(clock.getAsLong() - before).toMillis();
    }

    @Test
    void goesOnWhileTheComputerSleeps() {
        var before = clock.getAsLong();
        pass(Duration.ofSeconds(2), Duration.ofHours(9));
        assertEquals(Duration.ofHours(9).toMillis(), since(before));
        pass(Duration.ofSeconds(3), Duration.ofSeconds(3));
        assertEquals(Duration.ofHours(9).plusSeconds(3).toMillis(), since(before));
    }

    @Test
    void isNotMovedByClocksThatDifferALittleOrAreSetBack() {
        var before = clock.getAsLong();
        for (var i = 0; i < 1000; i++) {
            pass(Duration.ofMillis(10), Duration.ofMillis(11));
            clock.getAsLong();
        }
        assertEquals(10_000, since(before));
        pass(Duration.ofSeconds(1), Duration.ofHours(-9));
        assertEquals(11_000, since(before));
        pass(Duration.ofSeconds(1), Duration.ofSeconds(2)); // from there on, and by no more than a second
        assertEquals(12_000, since(before));
        pass(Duration.ofSeconds(1), Duration.ofSeconds(3));
        assertEquals(15_000, since(before));
    }
}
