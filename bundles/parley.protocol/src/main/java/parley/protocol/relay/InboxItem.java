package parley.protocol.relay;

import parley.protocol.Limits;
import parley.protocol.LogId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/** The body of an inbox entry. What is inside the sealed bytes, only the inbox key opens. */
public sealed interface InboxItem {

    /** The largest sealed item, in bytes. */
    int MAX_SEALED = 512 * 1024;

    /** Something a person sent: a contact request, say. */
    record Letter(Bytes sealed) implements InboxItem {

        public Letter {
            Limits.within(sealed.length(), MAX_SEALED, "bytes of letter");
        }
    }

    /**
     * A Welcome that the hub of {@code log} delivered with the commit at {@code position}; the same (log, position,
     * index) delivered twice is one.
     */
    record Welcomed(LogId log, long position, int index, Bytes sealed) implements InboxItem {

        public Welcomed {
            Limits.within(position, Long.MAX_VALUE, "as a position");
            Limits.within(index, 0xFFFF, "as a welcome's index");
            Limits.within(sealed.length(), MAX_SEALED, "bytes of welcome");
        }
    }

    default Bytes encode() {
        var out = new WireWriter();
        switch (this) {
            case Letter(var sealed) -> out.u8(1).opaque(sealed);
            case Welcomed(var log, var position, var index, var sealed) -> {
                log.write(out.u8(2));
                out.u64(position).u16(index).opaque(sealed);
            }
        }
        return out.toBytes();
    }

    static InboxItem decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in ->
                        switch (in.u8()) {
                            case 1 -> new Letter(in.opaqueBytes());
                            case 2 -> new Welcomed(LogId.read(in), in.size(), in.u16(), in.opaqueBytes());
                            default -> throw new MalformedException("inbox item of an unknown kind");
                        });
    }
}
