package parley.relay.blobs;

import static java.lang.System.Logger.Level.WARNING;

import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where blobs lie: {@code <first two digits>/<id in hex>} with {@code .data}, {@code .meta} and, while unfinished,
 * {@code .notes}. Names are made of hex digits alone, whatever a client calls its blob.
 */
final class BlobFiles {

    private static final System.Logger log = System.getLogger(BlobFiles.class.getName());
    private static final Pattern NAME = Pattern.compile("([0-9a-f]+)\\.(data|meta|notes|meta\\.new)");
    private static final int OPEN = 64;

    private final Path directory;
    private final FileBlobStores.Room room;
    private final OpenFiles open = new OpenFiles(OPEN);
    private final Hash boot = Boot.current();

    BlobFiles(Path directory, FileBlobStores.Room room) {
        this.directory = directory;
        this.room = room;
    }

    long room() throws IOException {
        return room.bytes(directory);
    }

    long headroom() throws IOException {
        return room.headroom(directory);
    }

    /** All blobs as they were left; deletes files that belong to none. */
    List<Blob> load() throws IOException {
        var blobs = new ArrayList<Blob>();
        for (int i = 0; i < 256; i++) {
            var part = directory.resolve(String.format(Locale.ROOT, "%02x", i));
            if (!Files.isDirectory(part)) continue;
            List<Path> files;
            try (var listed = Files.list(part)) {
                files = listed.toList();
            }
            for (var file : files) {
                var name = NAME.matcher(file.getFileName().toString());
                if (!name.matches()) continue;
                var meta = part.resolve(name.group(1) + ".meta");
                if (file.equals(meta)) load(meta, blobs);
                else if (!Files.exists(meta) || name.group(2).equals("meta.new")) Files.delete(file);
            }
        }
        return blobs;
    }

    private void load(Path file, List<Blob> into) throws IOException {
        try {
            var meta = Meta.decode(Files.readAllBytes(file));
            if (!file.equals(file(meta.blob(), "meta"))) throw new MalformedException("of another blob");
            var blob = new Blob(meta);
            if (!meta.finished()) {
                var notes = file(meta.blob(), "notes");
                RangeNotes.load(notes, boot, meta.size(), blob.ranges());
                blob.noted(Files.exists(notes));
                settle(blob); // notes of another boot must not be appended to
            }
            into.add(blob);
        } catch (MalformedException e) {
            log.log(WARNING, "Ignoring the blob of {0}, which is damaged: {1}", file, e.getMessage());
        }
    }

    /** Writes a meta file, durably, whole or not at all. */
    void write(Meta meta) throws IOException {
        var part = part(meta.blob());
        var file = file(meta.blob(), "meta");
        var fresh = file(meta.blob(), "meta.new");
        Files.createDirectories(part);
        try (var channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (var bytes = ByteBuffer.wrap(meta.encode()); bytes.hasRemaining(); ) channel.write(bytes);
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncDirectory(part);
    }

    private void syncDirectory(Path part) throws IOException {
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows"))
            return; // NTFS journals names
        for (var names : List.of(part, directory)) {
            try (var channel = FileChannel.open(names, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Writes a range and notes it, unless all of it was there already. The caller holds {@code blob}. */
    void write(Blob blob, long offset, Bytes bytes) throws IOException {
        open.use(
                file(blob.id(), "data"),
                true,
                channel -> {
                    var from = bytes.view();
                    while (from.hasRemaining()) channel.write(from, offset + from.position());
                    return true;
                });
        if (blob.ranges().has(offset, offset + bytes.length())) return;
        open.use(
                file(blob.id(), "notes"),
                true,
                channel -> {
                    var at = channel.size();
                    try {
                        if (!blob.noted()) {
                            at = 0;
                            channel.truncate(0);
                            put(channel, RangeNotes.header(boot), 0);
                            blob.noted(true);
                        }
                        put(channel, RangeNotes.note(offset, offset + bytes.length()), channel.size());
                        blob.addNote();
                    } catch (IOException e) {
                        channel.truncate(at); // half a note would hide those behind it
                        if (at == 0) blob.noted(false);
                        throw e;
                    }
                    return true;
                });
    }

    private static void put(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) channel.write(bytes, at + bytes.position());
    }

    Bytes read(BlobId blob, long offset, int length) throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                return open.use(
                        file(blob, "data"),
                        false,
                        channel -> {
                            var bytes = ByteBuffer.allocate(length);
                            while (bytes.hasRemaining()) {
                                if (channel.read(bytes, offset + bytes.position()) < 0)
                                    throw new EOFException("data ends early");
                            }
                            return Bytes.wrap(bytes.array());
                        });
            } catch (ClosedChannelException e) { // another reader was interrupted
                if (attempt > 0 || Thread.currentThread().isInterrupted()) throw e;
            }
        }
    }

    /** Makes bytes and meta durable and the blob finished. The caller holds {@code blob}. */
    void finish(Blob blob) throws IOException {
        var meta = blob.meta();
        open.use(
                file(blob.id(), "data"),
                true,
                channel -> {
                    channel.force(true);
                    return true;
                });
        write(
                new Meta(
                        meta.blob(),
                        meta.owner(),
                        meta.size(),
                        meta.write(),
                        meta.read(),
                        meta.reserved(),
                        true,
                        List.of()));
        blob.finish();
        dropNotes(blob);
    }

    /** Puts what is noted of an unfinished blob into its meta, durably. The caller holds {@code blob}. */
    void settle(Blob blob) throws IOException {
        if (!blob.noted()) return;
        open.use(
                file(blob.id(), "data"),
                true,
                channel -> {
                    channel.force(true);
                    return true;
                });
        write(blob.meta());
        dropNotes(blob);
    }

    private void dropNotes(Blob blob) throws IOException {
        var notes = file(blob.id(), "notes");
        open.forget(notes);
        Files.deleteIfExists(notes);
        blob.noted(false);
    }

    void delete(BlobId blob) throws IOException {
        for (var kind : new String[] {"meta", "data", "notes"}) {
            var file = file(blob, kind);
            open.forget(file);
            Files.deleteIfExists(file);
        }
    }

    void close() {
        open.close();
    }

    private Path file(BlobId blob, String kind) {
        return part(blob).resolve(blob.hex() + "." + kind);
    }

    private Path part(BlobId blob) {
        return directory.resolve(blob.hex().substring(0, 2));
    }
}
