package parley.relay.log;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * Encodes the records of one batch and hands them to the segment's file in large writes. Only for the writer's thread.
 */
final class BatchBuffer {

    private static final int CAPACITY = 1 << 20;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);

    /** The salt, then the header from the length on: what the checksum covers before the payload. */
    private final byte[] scratch = new byte[8 + JournalRecord.HEADER - 8];

    private final ByteBuffer fields = ByteBuffer.wrap(scratch);
    private final CRC32C crc = new CRC32C();

    private @Nullable FileChannel file;
    private int marker;
    private long start;
    private long written;

    /** Begins a batch at {@code offset} of {@code target}. */
    void begin(SegmentHeader header, FileChannel target, long offset) {
        file = target;
        marker = header.marker();
        start = offset;
        written = offset;
        buffer.clear();
        fields.putLong(0, header.salt());
    }

    /** Where the batch began. */
    long start() {
        return start;
    }

    /** Where the next record will stand. */
    long end() {
        return written + buffer.position();
    }

    /** Adds a record whose payload is {@code head} up to {@code headLength}, then {@code body}. */
    void add(RecordType type, long sequence, byte[] head, int headLength, byte[] body) throws IOException {
        var back = end() - start;
        fields.putInt(8, headLength + body.length);
        fields.putInt(12, (int) back);
        fields.putLong(16, sequence);
        fields.put(24, (byte) type.code());
        crc.reset();
        crc.update(scratch, 0, scratch.length);
        crc.update(head, 0, headLength);
        crc.update(body, 0, body.length);
        if (buffer.remaining() < JournalRecord.HEADER) flush();
        buffer.putInt(marker).putInt((int) crc.getValue()).put(scratch, 8, scratch.length - 8);
        put(head, headLength);
        put(body, body.length);
    }

    /** Writes what is left to the file. Nothing is durable yet. */
    void flush() throws IOException {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) written += target().write(buffer, written);
        } finally {
            buffer.clear();
        }
    }

    private FileChannel target() {
        if (file == null) throw new IllegalStateException("no batch was begun");
        return file;
    }

    private void put(byte[] bytes, int length) throws IOException {
        var from = 0;
        while (from < length) {
            if (!buffer.hasRemaining()) flush();
            var count = Math.min(buffer.remaining(), length - from);
            buffer.put(bytes, from, count);
            from += count;
        }
    }
}
