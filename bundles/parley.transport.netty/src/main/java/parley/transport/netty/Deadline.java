package parley.transport.netty;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One connection's next deadline. Moving it later, which happens with every piece of a body, costs nothing: the timer
 * that is set looks again when it goes off. Only for the connection's event loop.
 */
final class Deadline {

    private final EventExecutor loop;
    private final Runnable missed;
    private @Nullable ScheduledFuture<?> timer;
    private long timerAt;
    private long at;
    private boolean set;

    Deadline(EventExecutor loop, Runnable missed) {
        this.loop = loop;
        this.missed = missed;
    }

    /** Replaces the deadline, if any, by one {@code wait} from now. */
    void in(Duration wait) {
        at = System.nanoTime() + wait.toNanos();
        set = true;
        if (timer != null && timerAt - at <= 0) return;
        cancelTimer();
        start(wait.toNanos());
    }

    void clear() {
        set = false;
    }

    /** Ends the timer too: the connection is over. */
    void end() {
        set = false;
        cancelTimer();
    }

    private void start(long nanos) {
        timerAt = System.nanoTime() + nanos;
        timer = loop.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    private void cancelTimer() {
        if (timer != null) timer.cancel(false);
        timer = null;
    }

    private void look() {
        timer = null;
        if (!set) return;
        var left = at - System.nanoTime();
        if (left > 0) {
            start(left);
        } else {
            set = false;
            missed.run();
        }
    }
}
