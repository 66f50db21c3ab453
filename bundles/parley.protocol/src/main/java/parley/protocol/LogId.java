package parley.protocol;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.security.SecureRandom;

/** Names a log at its hub. Made at random by whoever opens the log; an inbox's is derived (Inbox). */
public record LogId(Bytes bytes) {

    /** In bytes. */
    public static final int LENGTH = 16;

    public LogId {
        if (bytes.length() != LENGTH)
            throw new IllegalArgumentException("log id of " + bytes.length() + " bytes: not " + LENGTH);
    }

    private static final SecureRandom RANDOM = new SecureRandom();

    public static LogId random() {
        var bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        return new LogId(Bytes.wrap(bytes));
    }

    /** The log that is {@code account}'s inbox: the first 16 bytes of SHA-256("Parley inbox 1" || account key). */
    public static LogId inboxOf(AccountKey account) {
        var label = "Parley inbox 1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return new LogId(Hash.of(label, account.bytes().shared()).bytes().slice(0, LENGTH));
    }

    public static LogId read(WireReader in) throws MalformedException {
        return new LogId(in.fixedBytes(LENGTH));
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
