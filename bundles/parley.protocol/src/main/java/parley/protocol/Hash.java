package parley.protocol;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/** A SHA-256. */
public record Hash(Bytes bytes) {

    /** In bytes. */
    public static final int LENGTH = 32;

    public Hash {
        if (bytes.length() != LENGTH)
            throw new IllegalArgumentException("hash of " + bytes.length() + " bytes: not " + LENGTH);
    }

    /** Thirty-two zero bytes: the hash of a log before its first entry. */
    public static final Hash ZERO = new Hash(Bytes.wrap(new byte[LENGTH]));

    public static Hash of(byte[]... parts) {
        try {
            var digest = java.security.MessageDigest.getInstance("SHA-256");
            for (var part : parts) digest.update(part);
            return new Hash(Bytes.wrap(digest.digest()));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static Hash of(Bytes bytes) {
        return of(bytes.shared());
    }

    public static Hash read(WireReader in) throws MalformedException {
        return new Hash(in.fixedBytes(LENGTH));
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
