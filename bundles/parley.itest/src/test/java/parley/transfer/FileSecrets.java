package parley.transfer;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

/** The key in the record of a file. */
public final class FileSecrets {

    private FileSecrets() {}

    public static Bytes key(Bytes file) throws MalformedException {
        return FileRecord.decode(file).offer().key();
    }
}
