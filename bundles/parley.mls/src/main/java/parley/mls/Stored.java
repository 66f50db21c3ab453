package parley.mls;

import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;

/** Reading bytes from elsewhere, with this package's own exception. */
final class Stored {

    private Stored() {}

    static <T> T decode(byte[] bytes, WireReader.Read<T> read) throws MlsException.Malformed {
        try {
            return WireReader.decode(bytes, read);
        } catch (MalformedException e) {
            throw new MlsException.Malformed(String.valueOf(e.getMessage()), e);
        }
    }

    /** Reads the number that a stored form begins with. */
    static void version(WireReader in, int known) throws MalformedException {
        var version = in.u8();
        if (version != known) throw new MalformedException("stored form " + version + " is unknown");
    }
}
