package parley.transport.netty;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of HTTP bodies a listener holds at once, over all connections. Called from any thread. */
final class ByteBudget {

    private final AtomicLong left;

    ByteBudget(long bytes) {
        left = new AtomicLong(bytes);
    }

    boolean take(long bytes) {
        if (left.addAndGet(-bytes) >= 0) return true;
        left.addAndGet(bytes);
        return false;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }

    long left() {
        return left.get();
    }
}
