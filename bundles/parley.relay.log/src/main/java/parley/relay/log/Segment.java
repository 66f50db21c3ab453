package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.wire.Bytes;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * One file of the journal. Written by the writer alone, read by any thread.
 *
 * <p>A record: marker u32, CRC32C u32, then what the checksum covers behind the salt: payload length u32, bytes back to
 * the start of its batch u32, sequence u64, type u8, payload.
 */
final class Segment {

    private final Disk disk;
    private final SegmentHeader header;
    private final Path file;
    private boolean closed;

    /** For reading alone: an interrupt closes the channel under its reader, which must not hurt the writer. */
    private volatile @Nullable FileChannel channel;

    Segment(Disk disk, SegmentHeader header, Path file) {
        this.disk = disk;
        this.header = header;
        this.file = file;
    }

    static String fileName(long number) {
        return "%010d.journal".formatted(number);
    }

    SegmentHeader header() {
        return header;
    }

    long number() {
        return header.number();
    }

    Path file() {
        return file;
    }

    long size() throws IOException {
        return channel().size();
    }

    /** Opened when first needed, and again after an interrupt closed it. */
    private FileChannel channel() throws IOException {
        var open = channel;
        if (open != null && open.isOpen()) return open;
        synchronized (this) {
            if (closed) throw new ClosedChannelException();
            open = channel;
            if (open == null || !open.isOpen()) {
                open = disk.open(file, StandardOpenOption.READ);
                channel = open;
            }
            return open;
        }
    }

    synchronized void close() throws IOException {
        closed = true;
        var open = channel;
        if (open != null) open.close();
    }

    /**
     * The record at {@code offset}; null if what stands there is no sound one.
     *
     * @param expected its size as far as known: more is read if it turns out larger
     * @throws java.nio.channels.ClosedChannelException if compaction has deleted the segment
     */
    @Nullable JournalRecord read(long offset, int expected) throws IOException {
        var present = channel().size() - offset;
        if (present < JournalRecord.HEADER) return null;
        var bytes = ByteBuffer.allocate((int) Math.min(present, Math.max(expected, JournalRecord.HEADER)));
        readFully(bytes, offset);
        var length = bytes.getInt(8);
        if (length < 0 || length > JournalRecord.MAX_PAYLOAD || length > present - JournalRecord.HEADER) return null;
        if (length > bytes.capacity() - JournalRecord.HEADER) {
            bytes = ByteBuffer.allocate(JournalRecord.HEADER + length);
            readFully(bytes, offset);
        }
        return parse(bytes.array(), 0, bytes.capacity(), offset);
    }

    void readFully(ByteBuffer into, long offset) throws IOException {
        var from = channel();
        while (into.hasRemaining()) {
            var count = from.read(into, offset + into.position());
            if (count < 0) throw new EOFException("segment " + file + " ends before " + (offset + into.limit()));
        }
    }

    /**
     * The record that {@code bytes} hold from {@code from} on, within {@code available}; null if there is no sound one.
     */
    @Nullable JournalRecord parse(byte[] bytes, int from, int available, long offset) {
        if (available < JournalRecord.HEADER) return null;
        var in = ByteBuffer.wrap(bytes);
        if (in.getInt(from) != header.marker()) return null;
        var length = in.getInt(from + 8);
        if (length < 0 || length > JournalRecord.MAX_PAYLOAD || length > available - JournalRecord.HEADER) return null;
        var crc = checksum();
        crc.update(bytes, from + 8, JournalRecord.HEADER - 8 + length);
        if ((int) crc.getValue() != in.getInt(from + 4)) return null;
        var type = RecordType.of(bytes[from + 24]);
        if (type == null) return null;
        var payload = new byte[length];
        System.arraycopy(bytes, from + JournalRecord.HEADER, payload, 0, length);
        return new JournalRecord(type, in.getLong(from + 16), number(), offset, Bytes.wrap(payload));
    }

    /** How far the record's batch began before it. */
    static long back(byte[] bytes, int from) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(from + 12));
    }

    private CRC32C checksum() {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(8).putLong(header.salt()).flip());
        return crc;
    }
}
