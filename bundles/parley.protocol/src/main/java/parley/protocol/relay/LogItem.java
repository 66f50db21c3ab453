package parley.protocol.relay;

import parley.protocol.Hash;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/** What a follower is served for one position of a log. */
public sealed interface LogItem permits Entry, Digest {

    long position();

    /** d(n) of the log's hash chain. */
    Hash digest();

    static LogItem read(WireReader in) throws MalformedException {
        return switch (in.u8()) {
            case 1 -> Entry.read(in);
            case 2 -> new Digest(in.size(), Hash.read(in));
            default -> throw new MalformedException("log item of an unknown kind");
        };
    }

    static void write(WireWriter out, LogItem item) {
        switch (item) {
            case Entry entry -> entry.write(out.u8(1));
            case Digest(var position, var digest) -> digest.write(out.u8(2).u64(position));
        }
    }
}
