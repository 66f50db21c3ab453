package parley.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, less a random part of up to a half. Not
 * thread-safe.
 */
final class Backoff {

    private final long first;
    private final long longest;
    private final RandomGenerator random;
    private int failures;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first.toNanos();
        this.longest = longest.toNanos();
        this.random = random;
    }

    Duration next() {
        var whole = Math.min(longest, first << Math.min(failures, 20));
        failures++;
        return Duration.ofNanos(whole - random.nextLong(whole / 2 + 1));
    }

    /** How often {@link #next} was asked since the last success. */
    int failures() {
        return failures;
    }

    void reset() {
        failures = 0;
    }
}
