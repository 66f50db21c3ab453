package parley.protocol;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.security.SecureRandom;

/** Names a conversation for everybody in it; never a log id. */
public record ConversationId(Bytes bytes) {

    /** In bytes. */
    public static final int LENGTH = 16;

    public ConversationId {
        if (bytes.length() != LENGTH)
            throw new IllegalArgumentException("conversation id of " + bytes.length() + " bytes: not " + LENGTH);
    }

    private static final SecureRandom RANDOM = new SecureRandom();

    public static ConversationId random() {
        var bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        return new ConversationId(Bytes.wrap(bytes));
    }

    /** The one direct conversation of two accounts: the first 16 bytes of SHA-256(both account keys, smaller first). */
    public static ConversationId direct(AccountKey one, AccountKey other) {
        var ordered = one.bytes().compareTo(other.bytes()) <= 0;
        var first = ordered ? one : other;
        var second = ordered ? other : one;
        return new ConversationId(Hash.of(first.bytes().shared(), second.bytes().shared()).bytes().slice(0, LENGTH));
    }

    public static ConversationId read(WireReader in) throws MalformedException {
        return new ConversationId(in.fixedBytes(LENGTH));
    }

    public void write(WireWriter out) {
        out.fixed(bytes);
    }

    public String hex() {
        return bytes.hex();
    }

    /** The first 8 hex digits: enough for a log, too little to act on. */
    @Override
    public String toString() {
        return bytes.slice(0, 4).hex();
    }
}
