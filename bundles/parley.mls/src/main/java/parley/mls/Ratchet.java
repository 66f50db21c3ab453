package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.Map;
import java.util.TreeMap;

/**
 * One sender's chain of keys for one kind of content (RFC 9420 §9.1): the secret of the next generation, and the keys
 * of generations that were passed over. A key that was taken is in no later value. Immutable.
 */
final class Ratchet {

    private final long next;
    private final Bytes secret;
    private final TreeMap<Long, Key> skipped;

    /** A key for one message. */
    record Key(Bytes key, Bytes nonce) {
        @Override
        public String toString() {
            return "Key";
        }
    }

    /** A key and the ratchet without it. */
    record Taken(long generation, Key key, Ratchet after) {}

    private Ratchet(long next, Bytes secret, TreeMap<Long, Key> skipped) {
        this.next = next;
        this.secret = secret;
        this.skipped = skipped;
    }

    static Ratchet start(Bytes secret) {
        return new Ratchet(0, secret, new TreeMap<>());
    }

    /** The generation that follows all that were used or passed over. */
    long next() {
        return next;
    }

    /** The key for sending the next message. */
    Taken takeNext(Labeled suite) {
        if (next > 0xFFFF_FFFEL) throw new IllegalStateException("the ratchet is used up");
        return new Taken(next, key(suite, secret, next), new Ratchet(next + 1, follow(suite, secret, next), skipped));
    }

    /** The key of {@code generation}; keys passed over on the way are kept for messages that come late. */
    Taken take(Labeled suite, long generation) throws MlsException {
        if (generation < next) {
            var late = skipped.get(generation);
            if (late == null) throw new MlsException.KeyUsed("the key of generation " + generation + " is gone");
            var rest = new TreeMap<>(skipped);
            rest.remove(generation);
            return new Taken(generation, late, new Ratchet(next, secret, rest));
        }
        if (generation - next > Group.MAX_SKIPPED) {
            throw new MlsException.TooFarAhead("generation " + generation + " comes after " + (next - 1));
        }
        var kept = skipped;
        var at = secret;
        if (generation > next) {
            kept = new TreeMap<>(skipped);
            for (long i = next; i < generation; i++) {
                kept.put(i, key(suite, at, i));
                at = follow(suite, at, i);
            }
            while (kept.size() > Group.MAX_SKIPPED) kept.pollFirstEntry();
        }
        var key = key(suite, at, generation);
        return new Taken(generation, key, new Ratchet(generation + 1, follow(suite, at, generation), kept));
    }

    private static Key key(Labeled suite, Bytes secret, long generation) {
        return new Key(
                Bytes.wrap(suite.deriveTreeSecret(secret.shared(), "key", generation, suite.suite().nk())),
                Bytes.wrap(suite.deriveTreeSecret(secret.shared(), "nonce", generation, suite.suite().nn())));
    }

    private static Bytes follow(Labeled suite, Bytes secret, long generation) {
        return Bytes.wrap(suite.deriveTreeSecret(secret.shared(), "secret", generation, suite.nh()));
    }

    static Ratchet load(WireReader in) throws MalformedException {
        var next = in.u32();
        var secret = in.opaqueBytes();
        var skipped = new TreeMap<Long, Key>();
        var inner = in.inner();
        while (inner.hasMore()) skipped.put(inner.u32(), new Key(inner.opaqueBytes(), inner.opaqueBytes()));
        return new Ratchet(next, secret, skipped);
    }

    void store(WireWriter out) {
        out.u32(next).opaque(secret);
        out.vector(
                skipped.entrySet(),
                (WireWriter inner, Map.Entry<Long, Key> entry) ->
                        inner.u32(entry.getKey()).opaque(entry.getValue().key()).opaque(entry.getValue().nonce()));
    }
}
