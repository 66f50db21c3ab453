package parley.history;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Nanoseconds that also go by while the computer sleeps, which {@link System#nanoTime} leaves out on most systems: what
 * the wall clock leaps ahead of it is taken for time that passed. What that clock is set back takes nothing back.
 */
final class WakingClock implements LongSupplier {

    /** Less than this, in nanoseconds, is how clocks differ that are both right. */
    private static final long LEAP = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    private final LongSupplier millis;

    /** By how much the wall clock was ahead when it was last asked for. */
    private long ahead;

    private long slept;

    WakingClock() {
        this(System::nanoTime, System::currentTimeMillis);
    }

    WakingClock(LongSupplier nanos, LongSupplier millis) {
        this.nanos = nanos;
        this.millis = millis;
        this.ahead = TimeUnit.MILLISECONDS.toNanos(millis.getAsLong()) - nanos.getAsLong();
    }

    @Override
    public synchronized long getAsLong() {
        var awake = nanos.getAsLong();
        var now = TimeUnit.MILLISECONDS.toNanos(millis.getAsLong()) - awake;
        if (now - ahead > LEAP) slept += now - ahead;
        ahead = now;
        return awake + slept;
    }
}
