package parley.protocol;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.security.SecureRandom;

/** Names a blob at the relay that keeps it. */
public record BlobId(Bytes bytes) {

    /** In bytes. */
    public static final int LENGTH = 16;

    public BlobId {
        if (bytes.length() != LENGTH)
            throw new IllegalArgumentException("blob id of " + bytes.length() + " bytes: not " + LENGTH);
    }

    private static final SecureRandom RANDOM = new SecureRandom();

    public static BlobId random() {
        var bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        return new BlobId(Bytes.wrap(bytes));
    }

    public static BlobId read(WireReader in) throws MalformedException {
        return new BlobId(in.fixedBytes(LENGTH));
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
