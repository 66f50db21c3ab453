package parley.relay;

import parley.protocol.LogId;
import parley.protocol.wire.Bytes;
import parley.transport.api.Link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What {@link FanOut} keeps of one link. Belongs to its thread, but for the final fields. */
final class Outlet {

    final Link link;
    final Window window;

    /** Bytes of large answers that {@link FanOut} was handed and has not sent yet. Any thread. */
    final AtomicLong underWay = new AtomicLong();

    /** Called when {@link #underWay} has become less. */
    private final Runnable relieved;

    /** How much of {@link #underWay} is in {@link #pending}. */
    long handedOver;

    /** What this link reads, by log. */
    final Map<LogId, Subscription> subscriptions = new HashMap<>();

    /** Those that go on when the link is writable again. */
    final List<Subscription> parked = new ArrayList<>();

    /** Frames of this round, sent together at its end. */
    List<Bytes> pending = new ArrayList<>(4);

    long pendingBytes;

    /** Bytes sent since the link was last seen writable: memory that a slow reader holds. */
    long unsent;

    /** When the link stopped being writable, in {@link System#nanoTime}; meaningless while {@link #unsent} is 0. */
    long stalledAt;

    boolean closed;

    Outlet(Link link, Window window, Runnable relieved) {
        this.link = link;
        this.window = window;
        this.relieved = relieved;
    }

    /** What was handed over is with the link now. */
    void sent() {
        if (handedOver == 0) return;
        underWay.addAndGet(-handedOver);
        handedOver = 0;
        relieved.run();
    }
}
