package parley.transport.netty;

import io.netty.channel.Channel;

import java.time.Duration;

/**
 * Sees to it that a message which has begun on a link goes on: by {@link HttpServing#MIN_PROGRESS} of its bytes in each
 * {@link Timeouts#progress()}, or to its end. Pings do not count, nor does time in which we do not read. Only for the
 * channel's event loop, but for {@link #resumed}.
 */
final class MessageProgress {

    private final Channel channel;
    private final FrameReader reader;
    private final Duration wait;
    private final Runnable missed;
    private final Deadline deadline;
    private volatile long resumedAt;
    private boolean waiting;
    private long endedBefore;
    private long takenBefore;

    MessageProgress(Channel channel, FrameReader reader, Duration wait, Runnable missed) {
        this.channel = channel;
        this.reader = reader;
        this.wait = wait;
        this.missed = missed;
        this.deadline = new Deadline(channel.eventLoop(), this::look);
        this.resumedAt = System.nanoTime();
    }

    /** We read again from now on, after a time in which we did not. Called from any thread. */
    void resumed() {
        resumedAt = System.nanoTime();
    }

    /** The reader has read. */
    void read() {
        if (!reader.isUnfinished()) {
            waiting = false;
            deadline.clear();
            return;
        }
        var same = waiting && reader.ended() == endedBefore;
        if (same && reader.taken() - takenBefore < HttpServing.MIN_PROGRESS) return;
        waiting = true;
        endedBefore = reader.ended();
        takenBefore = reader.taken();
        deadline.in(wait);
    }

    void end() {
        deadline.end();
    }

    private void look() {
        var reading = System.nanoTime() - resumedAt;
        if (!channel.config().isAutoRead()) {
            deadline.in(wait);
        } else if (reading < wait.toNanos()) {
            deadline.in(wait.minusNanos(reading));
        } else {
            missed.run();
        }
    }
}
