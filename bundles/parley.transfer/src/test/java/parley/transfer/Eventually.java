package parley.transfer;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what is to come, and fails if it does not. */
final class Eventually {

    interface Condition {
        boolean holds() throws Exception;
    }

    private Eventually() {}

    static void until(String what, Condition condition) throws Exception {
        var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) throw new AssertionError("never happened: " + what);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
