package parley.protocol;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/** The Ed25519 public key that an account is (docs/protocol.md, Identity). */
public record AccountKey(Bytes bytes) {

    /** In bytes. */
    public static final int LENGTH = 32;

    public AccountKey {
        if (bytes.length() != LENGTH)
            throw new IllegalArgumentException("account key of " + bytes.length() + " bytes: not " + LENGTH);
    }

    public static AccountKey read(WireReader in) throws MalformedException {
        return new AccountKey(in.fixedBytes(LENGTH));
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
