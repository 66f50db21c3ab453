package parley.transport.netty;

import org.jspecify.annotations.Nullable;

import parley.protocol.wire.Bytes;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of one kind a listener holds at once, over all connections; one address has at most a quarter of them,
 * counted as in {@link ConnectionLimits}. Loopback has all: behind a proxy everybody comes from there. Called from any
 * thread.
 */
final class ByteBudget {

    private final AtomicLong left;
    private final long mostPerAddress;
    private final ConcurrentHashMap<Bytes, Long> byAddress = new ConcurrentHashMap<>();

    ByteBudget(long bytes) {
        left = new AtomicLong(bytes);
        mostPerAddress = bytes / 4;
    }

    /** What is taken by one address's connections. */
    final class Share {

        private final @Nullable Bytes address;

        private Share(@Nullable Bytes address) {
            this.address = address;
        }

        /** Each true is to be followed by {@link #giveBack} of as much. */
        boolean take(long bytes) {
            if (left.addAndGet(-bytes) >= 0 && (address == null || enter(address, bytes))) return true;
            left.addAndGet(bytes);
            return false;
        }

        void giveBack(long bytes) {
            left.addAndGet(bytes);
            if (address == null) return;
            byAddress.computeIfPresent(address, (_, held) -> held <= bytes ? null : Long.valueOf(held - bytes));
        }
    }

    Share share(InetAddress from) {
        return new Share(from.isLoopbackAddress() ? null : ConnectionLimits.key(from));
    }

    /** For what needs no limit of this kind. */
    static Share unlimited() {
        return new ByteBudget(Long.MAX_VALUE).share(InetAddress.getLoopbackAddress());
    }

    long left() {
        return left.get();
    }

    /** How many addresses are remembered. */
    int addresses() {
        return byAddress.size();
    }

    private boolean enter(Bytes address, long bytes) {
        var entered = new boolean[1];
        byAddress.compute(
                address,
                (_, held) -> {
                    var now = held == null ? 0 : held;
                    entered[0] = now + bytes <= mostPerAddress;
                    return entered[0] ? Long.valueOf(now + bytes) : held;
                });
        return entered[0];
    }
}
