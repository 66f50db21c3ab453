package parley.backup;

import parley.protocol.content.BackupItem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Writes a backup, item by item; never has more than a segment of it in memory. */
final class BackupWriter {

    private final WritableByteChannel out;
    private final Segments segments;
    private final byte[] plain = new byte[Segments.SIZE];
    private int length;
    private int index;

    BackupWriter(WritableByteChannel out, BackupHeader.Keyed keyed) throws IOException {
        this.out = out;
        this.segments = new Segments(keyed);
        write(keyed.header().encode());
    }

    void put(BackupItem item) throws IOException {
        var bytes = item.encode().view();
        while (bytes.hasRemaining()) {
            // A full one is written once something follows it: the last one may be full.
            if (length == plain.length) flush(false);
            var some = Math.min(bytes.remaining(), plain.length - length);
            bytes.get(plain, length, some);
            length += some;
        }
    }

    /** Nothing comes behind. */
    void end() throws IOException {
        flush(true);
    }

    private void flush(boolean last) throws IOException {
        if (index == Integer.MAX_VALUE) throw new IOException("a backup has at most 2^31 segments");
        write(segments.seal(index++, last, plain, length));
        length = 0;
    }

    private void write(byte[] bytes) throws IOException {
        for (var buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) out.write(buffer);
    }
}
