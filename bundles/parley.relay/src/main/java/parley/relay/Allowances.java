package parley.relay;

import parley.protocol.wire.Bytes;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How much of what costs the relay something an account or an address may ask for. A person never meets these limits.
 * Thread-safe; never blocks.
 */
final class Allowances {

    /** What is counted, with the number at once and a second. */
    enum Cost {
        /** A hello and the signatures of a sign-in, per address. */
        SIGN_IN(2000, 50),
        /** A sign-in or sign-up that did not hold, per address. */
        FAILURE(30, 1),
        /** A new account, per address. */
        SIGN_UP(200, 0.1),
        LOOKUP(200, 10),
        /** A change to the directory. */
        DIRECTORY(500, 20),
        /** Taking KeyPackages, which others have to replace. */
        TAKE(200, 5),
        /** A log stays for good, so nobody opens more than some new conversations an hour for long. */
        OPEN_LOG(200, 1 / 60.0),
        COMMIT(1000, 50),
        /** A commit of one who is no admin of the log: each takes the slot that an admin may need to remove them. */
        MEMBER_COMMIT(100, 0.1),
        /** A follower that a commit adds and that is none yet: it stays in memory and journal as long as its log. */
        FOLLOWER(20_000, 1),
        /** Making or ending a group's link. */
        LINK(200, 1),
        /** Asking to join a group by its link: its members open each one. */
        REQUEST(10, 1 / 60.0),
        /** A byte of an append, a commit, a letter, a request or KeyPackages. */
        BYTES(1 << 30, 1 << 20),
        FOLLOW(5000, 200),
        DELIVER(1000, 50),
        /** A letter to somebody who has given no token. */
        STRANGER(30, 1 / 30.0),
        BLOB(2000, 100);

        private final double burst;
        private final double perSecond;

        Cost(double burst, double perSecond) {
            this.burst = burst;
            this.perSecond = perSecond;
        }

        double burst() {
            return burst;
        }
    }

    private record Key(Object who, Cost cost) {}

    /** Above this many, those that nobody has used for a while are forgotten. */
    private static final int MANY = 100_000;

    private final ConcurrentHashMap<Key, TokenBucket> buckets = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    Allowances(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes one of {@code cost} from {@code who}: an account key or a {@link #network}. */
    boolean take(Object who, Cost cost) {
        return take(who, cost, 1);
    }

    /** Takes {@code amount} at once, or nothing. */
    boolean take(Object who, Cost cost, int amount) {
        return amount == 0 || bucket(who, cost).take(amount);
    }

    /** Whether one could be taken. */
    boolean open(Object who, Cost cost) {
        return bucket(who, cost).open();
    }

    private TokenBucket bucket(Object who, Cost cost) {
        var key = new Key(who, cost);
        var known = buckets.get(key); // without a lock, for every append asks
        if (known != null) return known;
        if (buckets.size() > MANY) buckets.values().removeIf(TokenBucket::isFull);
        return buckets.computeIfAbsent(key, _ -> new TokenBucket(cost.burst, cost.perSecond, nanoTime));
    }

    /** What is counted as one address: an IPv4 address, or the 64 bits of an IPv6 one that name a household. */
    static Object network(InetAddress address) {
        return address instanceof Inet6Address
                ? Bytes.wrap(Arrays.copyOf(address.getAddress(), 8))
                : Bytes.wrap(address.getAddress());
    }
}
