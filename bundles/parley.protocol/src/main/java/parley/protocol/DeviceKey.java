package parley.protocol;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/** The Ed25519 public key of one device of an account. */
public record DeviceKey(Bytes bytes) {

    /** In bytes. */
    public static final int LENGTH = 32;

    public DeviceKey {
        if (bytes.length() != LENGTH)
            throw new IllegalArgumentException("device key of " + bytes.length() + " bytes: not " + LENGTH);
    }

    public static DeviceKey read(WireReader in) throws MalformedException {
        return new DeviceKey(in.fixedBytes(LENGTH));
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
