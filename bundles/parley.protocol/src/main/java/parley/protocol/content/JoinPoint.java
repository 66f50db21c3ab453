package parley.protocol.content;

import parley.protocol.Hash;
import parley.protocol.Limits;
import parley.protocol.LogId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/**
 * Where a joiner begins, in the GroupInfo extension {@link #EXTENSION} and so signed by the committer.
 *
 * @param hub the part of an address that names the relay where the log is
 * @param position and chain: what the committer had seen of the log when it made the commit (both zero at its start)
 */
public record JoinPoint(String hub, LogId log, long position, Hash chain) {

    /** The MLS extension type, for private use (RFC 9420 §17.3). */
    public static final int EXTENSION = 0xF703;

    public JoinPoint {
        Limits.within(hub.length(), 255, "characters of relay name");
        Limits.within(position, Long.MAX_VALUE, "as a position");
    }

    public Bytes encode() {
        var out = new WireWriter().text(hub);
        log.write(out);
        out.u64(position);
        chain.write(out);
        return out.toBytes();
    }

    public static JoinPoint decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(bytes, in -> new JoinPoint(in.text(), LogId.read(in), in.size(), Hash.read(in)));
    }
}
