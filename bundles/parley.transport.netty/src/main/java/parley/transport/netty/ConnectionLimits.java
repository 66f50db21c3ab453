package parley.transport.netty;

import parley.protocol.wire.Bytes;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts a listener's connections, in all and by remote address. Of an IPv6 address the first 64 bits count: whoever
 * has one has all that begin with them. Loopback counts in all only. Called from any thread.
 */
final class ConnectionLimits {

    private final int most;
    private final int mostPerAddress;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentHashMap<Bytes, Integer> byAddress = new ConcurrentHashMap<>();

    ConnectionLimits(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /** Counts a connection in, if there is room for it; each true is to be followed by one {@link #leave}. */
    boolean enter(InetAddress from) {
        if (all.incrementAndGet() > most) {
            all.decrementAndGet();
            return false;
        }
        if (from.isLoopbackAddress()) return true;
        var key = key(from);
        var entered = new boolean[1];
        byAddress.compute(
                key,
                (_, count) -> {
                    var now = count == null ? 0 : count;
                    entered[0] = now < mostPerAddress;
                    return entered[0] ? Integer.valueOf(now + 1) : count;
                });
        if (!entered[0]) all.decrementAndGet();
        return entered[0];
    }

    void leave(InetAddress from) {
        all.decrementAndGet();
        if (from.isLoopbackAddress()) return;
        byAddress.computeIfPresent(key(from), (_, count) -> count == 1 ? null : count - 1);
    }

    int count() {
        return all.get();
    }

    /** How many addresses are remembered. */
    int addresses() {
        return byAddress.size();
    }

    /** What stands for {@code address} where addresses are counted. */
    static Bytes key(InetAddress address) {
        var bytes = address.getAddress();
        return Bytes.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
