package parley.protocol;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/** The Ed25519 public key under which a device follows and appends to one log. */
public record FollowerKey(Bytes bytes) {

    /** In bytes. */
    public static final int LENGTH = 32;

    public FollowerKey {
        if (bytes.length() != LENGTH)
            throw new IllegalArgumentException("follower key of " + bytes.length() + " bytes: not " + LENGTH);
    }

    /** Stands where nobody is named: the author of an inbox entry. */
    public static final FollowerKey NOBODY = new FollowerKey(Bytes.wrap(new byte[LENGTH]));

    public static FollowerKey read(WireReader in) throws MalformedException {
        return new FollowerKey(in.fixedBytes(LENGTH));
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
