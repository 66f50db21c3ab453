package parley.backup;

import org.jspecify.annotations.Nullable;

import parley.client.api.BackupPhrase;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.protocol.content.BackupItem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireWriter;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import javax.crypto.AEADBadTagException;

/**
 * Reads a backup, item by item, each only once its segment's seal has held; never has more than a segment and an item
 * of it in memory. What a file announces and does not have costs nothing.
 */
final class BackupReader implements AutoCloseable {

    private final Path file;
    private final InputStream in;
    private final Segments segments;
    private final long size;
    private final byte[] sealed = new byte[Segments.SIZE + Segments.TAG];
    private byte[] plain = new byte[0];
    private int at;
    private int index;
    private boolean last;
    private long read = BackupHeader.LENGTH;

    private BackupReader(Path file, InputStream in, Segments segments, long size) {
        this.file = file;
        this.in = in;
        this.segments = segments;
        this.size = size;
    }

    /**
     * @throws CommandException NOT_FOUND, REFUSED (no backup, a later version, the phrase is another)
     */
    static BackupReader open(Path file, BackupPhrase phrase) throws CommandException {
        @Nullable InputStream in = null;
        try {
            if (!Files.isRegularFile(file)) throw missing(file);
            in = new BufferedInputStream(Files.newInputStream(file), Segments.SIZE);
            var header = header(file, in.readNBytes(BackupHeader.LENGTH));
            var keyed =
                    header.open(phrase)
                            .orElseThrow(() ->
                                    new CommandException(
                                            Code.REFUSED,
                                            "the phrase is not that of "
                                                    + file
                                                    + ", or the file's beginning was altered; look at each word"
                                                    + " again"));
            var reader = new BackupReader(file, in, new Segments(keyed), Files.size(file));
            in = null; // the reader's now
            return reader;
        } catch (NoSuchFileException e) {
            throw missing(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        } finally {
            close(in);
        }
    }

    private static BackupHeader header(Path file, byte[] bytes) throws CommandException {
        try {
            return BackupHeader.decode(bytes);
        } catch (BackupHeader.VersionException e) {
            throw new CommandException(
                    Code.REFUSED, file + " was made by a later version of Parley; update Parley to read it", e);
        } catch (MalformedException e) {
            throw new CommandException(
                    Code.REFUSED, file + " is no backup of Parley; choose one that backup create has made", e);
        }
    }

    private static CommandException missing(Path file) {
        return new CommandException(Code.NOT_FOUND, "there is no file " + file + "; look at its name");
    }

    private static CommandException unreadable(Path file, IOException e) {
        return new CommandException(
                Code.REFUSED, file + " cannot be read; give yourself permission, or copy it to another disk", e);
    }

    /** How many bytes of the file were read, and how many it has. */
    long done() {
        return Math.min(read, size);
    }

    long size() {
        return size;
    }

    /**
     * The next item; the caller knows by {@link BackupItem.End} that it is the last.
     *
     * @throws CommandException DAMAGED
     */
    BackupItem next() throws CommandException {
        try {
            var item = new WireWriter().u8(one());
            var first = one();
            item.u8(first);
            var length = first & 0x3F;
            var more = first >>> 6 == 3 ? -1 : (1 << (first >>> 6)) - 1;
            if (more < 0) throw altered();
            for (var i = 0; i < more; i++) {
                var next = one();
                item.u8(next);
                length = length << 8 | next;
            }
            if (length > BackupItem.MAX_BYTES) throw altered();
            for (var left = length; left > 0; ) {
                fill();
                var some = Math.min(left, plain.length - at);
                item.raw(plain, at, some);
                at += some;
                left -= some;
            }
            return BackupItem.decode(Bytes.wrap(item.toArray()));
        } catch (MalformedException e) {
            throw altered(e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * @throws CommandException DAMAGED if something follows
     */
    void end() throws CommandException {
        try {
            if (at < plain.length || !last || in.read() >= 0) throw altered();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private int one() throws IOException, CommandException {
        fill();
        return plain[at++] & 0xFF;
    }

    /** Opens the next segment, if all of this one is read. */
    private void fill() throws IOException, CommandException {
        while (at == plain.length) {
            if (last) throw altered();
            var length = in.readNBytes(sealed, 0, sealed.length);
            read += length;
            in.mark(1);
            last = in.read() < 0;
            if (!last) in.reset();
            plain = open(length);
            index++;
            at = 0;
        }
    }

    private byte[] open(int length) throws CommandException {
        if (length < Segments.TAG) throw cutOff();
        try {
            return segments.open(index, last, sealed, length);
        } catch (AEADBadTagException e) {
            if (last && isGoodButNotLast(length)) throw cutOff();
            throw altered(e);
        }
    }

    private boolean isGoodButNotLast(int length) {
        try {
            segments.open(index, false, sealed, length);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        }
    }

    private CommandException cutOff() {
        return new CommandException(
                Code.DAMAGED, file + " is cut off: its end is missing; copy it again from where it was made");
    }

    private CommandException altered(Exception cause) {
        var failure = altered();
        failure.initCause(cause);
        return failure;
    }

    private CommandException altered() {
        return new CommandException(
                Code.DAMAGED, file + " was altered or damaged at byte " + read + " or before; use another copy of it");
    }

    @Override
    public void close() {
        close(in);
    }

    private static void close(@Nullable InputStream in) {
        if (in == null) return;
        try {
            in.close();
        } catch (IOException e) {
            System.getLogger(BackupReader.class.getName())
                    .log(System.Logger.Level.DEBUG, "A backup could not be closed: {0}", e.getMessage());
        }
    }
}
