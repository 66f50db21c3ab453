package parley.transport.netty;

import io.netty.channel.Channel;

import java.time.Duration;

/**
 * Notices a socket that takes nothing of what waits for it, for {@link Timeouts#stall()} and up to a quarter more. What
 * waits below the channel's high-water mark may wait. Only for the channel's event loop; nothing may be written to a
 * channel that is not writable.
 */
final class StalledSocket {

    private final Channel channel;
    private final Duration most;
    private final Runnable stalled;
    private final Deadline looks;
    private boolean watching;
    private long takenAt;
    private long waits;
    private long ofFirst;

    StalledSocket(Channel channel, Duration most, Runnable stalled) {
        this.channel = channel;
        this.most = most;
        this.stalled = stalled;
        this.looks = new Deadline(channel.eventLoop(), this::look);
    }

    /** The channel's writability has changed. */
    void changed() {
        if (channel.isWritable()) {
            watching = false;
            looks.clear();
        } else if (!watching) {
            watching = true;
            takenAt = System.nanoTime();
            channel.eventLoop().execute(this::taken); // after the writes in whose middle this is
            looks.in(most.dividedBy(4));
        }
    }

    void end() {
        looks.end();
    }

    private void look() {
        if (taken()) takenAt = System.nanoTime();
        if (System.nanoTime() - takenAt >= most.toNanos()) {
            stalled.run();
        } else {
            looks.in(most.dividedBy(4));
        }
    }

    /** Whether the socket has taken anything since this was asked last: a buffer, or part of the first. */
    private boolean taken() {
        var buffers = channel.unsafe().outboundBuffer();
        if (buffers == null) return false; // closed
        var taken = buffers.totalPendingWriteBytes() < waits || buffers.currentProgress() != ofFirst;
        waits = buffers.totalPendingWriteBytes();
        ofFirst = buffers.currentProgress();
        return taken;
    }
}
