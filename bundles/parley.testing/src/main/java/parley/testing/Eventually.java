package parley.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what is to come, and fails if it does not. */
public final class Eventually {

    /** Seconds, as long as a busy machine may take; {@code -Dparley.patience} says otherwise. */
    private static final int PATIENCE = Integer.getInteger("parley.patience", 30);

    private Eventually() {}

    public static void until(String what, BooleanSupplier condition) {
        var end = System.nanoTime() + Duration.ofSeconds(PATIENCE).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("never happened: " + what);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
