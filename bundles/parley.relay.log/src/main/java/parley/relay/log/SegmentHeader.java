package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.wire.Bytes;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment: magic, number, first sequence, salt, the journal's id, CRC32C.
 *
 * <p>The salt is random and goes into every record's checksum and marker: nothing that a client writes into an entry
 * can pass for a record when recovery looks for one behind damage.
 */
record SegmentHeader(long number, long firstSequence, long salt, Bytes journal) {

    static final int SIZE = 52;
    static final int JOURNAL_ID = 16;

    private static final long MAGIC = 0x5041_524C_4559_4A31L; // "PARLEYJ1"

    /** What every record of the segment begins with. */
    int marker() {
        return (int) ((salt * 0x9E37_79B9_7F4A_7C15L) >>> 32) | 1;
    }

    ByteBuffer encode() {
        var out = ByteBuffer.allocate(SIZE);
        out.putLong(MAGIC).putLong(number).putLong(firstSequence).putLong(salt).put(journal.shared());
        out.putInt(crc(out.array()));
        return out.flip();
    }

    /** Null if it is none. */
    static @Nullable SegmentHeader decode(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        if (bytes.length != SIZE || in.getLong() != MAGIC) return null;
        var number = in.getLong();
        var first = in.getLong();
        var salt = in.getLong();
        var journal = new byte[JOURNAL_ID];
        in.get(journal);
        if (in.getInt() != crc(bytes) || number < 1 || first < 1) return null;
        return new SegmentHeader(number, first, salt, Bytes.wrap(journal));
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, SIZE - 4);
        return (int) crc.getValue();
    }
}
