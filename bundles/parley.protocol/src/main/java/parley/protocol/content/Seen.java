package parley.protocol.content;

import parley.protocol.Hash;
import parley.protocol.Limits;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/**
 * An author's claim of the log: up to {@code position} it hashes to {@code chain}, and the group's epoch authenticator
 * begins with {@code authenticator}. A reader whose log says otherwise has been shown another log.
 *
 * @param chain h(n) = SHA-256(h(n-1) || d(n))
 * @param authenticator the first 8 bytes of the epoch authenticator (RFC 9420 §8.7) of the epoch that sealed the claim
 */
public record Seen(long position, Hash chain, Bytes authenticator) {

    public static final int AUTHENTICATOR = 8;

    public Seen {
        Limits.within(position, Long.MAX_VALUE, "as a position");
        if (authenticator.length() != AUTHENTICATOR) {
            throw new IllegalArgumentException("epoch authenticator of " + authenticator.length() + " bytes: not 8");
        }
    }

    public static Seen read(WireReader in) throws MalformedException {
        return new Seen(in.size(), Hash.read(in), in.fixedBytes(AUTHENTICATOR));
    }

    public void write(WireWriter out) {
        out.u64(position);
        chain.write(out);
        out.fixed(authenticator);
    }
}
