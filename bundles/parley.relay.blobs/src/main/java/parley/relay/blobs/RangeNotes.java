package parley.relay.blobs;

import parley.protocol.Hash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The file of ranges written since the blob's meta was: the boot's hash, then begin, end and CRC32C of each. It is
 * appended to without sync: it outlives the process, and counts for nothing once the machine has started anew.
 */
final class RangeNotes {

    private static final int NOTE = 20;

    private RangeNotes() {}

    /** The bytes to append for a range, behind {@link #header} if it is the first. */
    static ByteBuffer note(long from, long to) {
        var note = ByteBuffer.allocate(NOTE).putLong(from).putLong(to);
        return note.putInt(crc(note.array(), 0)).flip();
    }

    static ByteBuffer header(Hash boot) {
        return ByteBuffer.wrap(boot.bytes().shared());
    }

    /** Adds what the notes of this boot say to {@code ranges}, up to the first unsound one. */
    static void load(Path file, Hash boot, long size, Ranges ranges) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return;
        }
        if (bytes.length < Hash.LENGTH || !ByteBuffer.wrap(bytes, 0, Hash.LENGTH).equals(header(boot))) return;
        var in = ByteBuffer.wrap(bytes);
        for (int at = Hash.LENGTH; at + NOTE <= bytes.length; at += NOTE) {
            var from = in.getLong(at);
            var to = in.getLong(at + 8);
            if (in.getInt(at + 16) != crc(bytes, at) || from < 0 || from >= to || to > size) return;
            ranges.add(from, to);
        }
    }

    private static int crc(byte[] bytes, int at) {
        var crc = new CRC32C();
        crc.update(bytes, at, 16);
        return (int) crc.getValue();
    }
}
