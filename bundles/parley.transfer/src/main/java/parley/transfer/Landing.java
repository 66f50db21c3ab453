package parley.transfer;

import parley.client.api.store.OwnFile;
import parley.protocol.MessageId;
import parley.transfer.Mover.HopelessException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Where a received file grows, under a name of its own, and gets its real one, which never takes another file's place.
 * Which name is chosen, stored, and only then taken: so a crash at any point is found out.
 */
final class Landing {

    private static final int MAX_NUMBER = 10_000;

    /** No received file is called so: it would stand where the folder of copies that are sent belongs. */
    private static final String COPIES = "sent";

    /** Opens part files; what tests put in its place runs full. */
    @FunctionalInterface
    interface Disk {
        FileChannel open(Path file, OpenOption... options) throws IOException;
    }

    private final Disk disk;
    private final Path directory;
    private final Path part;

    Landing(Disk disk, Path directory, MessageId id) {
        this.disk = disk;
        this.directory = directory;
        this.part = directory.resolve(".parley-" + id.hex() + ".part");
    }

    boolean exists() {
        return Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS);
    }

    /** Opens what has arrived so far, or begins, for its owner alone; a link in its place is not followed. */
    FileChannel open() throws HopelessException {
        try {
            OwnFile.makeFolder(directory);
            if (!Files.exists(part, LinkOption.NOFOLLOW_LINKS)) Files.createFile(part, OwnFile.attributes(part));
            return disk.open(
                    part,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new HopelessException("it cannot be written to " + directory + "; choose another folder", e);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(part);
    }

    /** The first free name of {@code name}, {@code name (1)}, …; free for now, that is. */
    Path choose(String name) throws HopelessException {
        for (var number = name.equalsIgnoreCase(COPIES) ? 1 : 0; number < MAX_NUMBER; number++) {
            var target = directory.resolve(number == 0 ? name : SafeName.numbered(name, number));
            if (!directory.equals(target.getParent())) throw new HopelessException("its name leads out of the folder");
            if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) return target;
        }
        throw new HopelessException("the folder has too many files of its name; choose another folder");
    }

    /**
     * Gives the file its name.
     *
     * @throws FileAlreadyExistsException if another has taken the name meanwhile; nothing has changed then
     */
    void land(Path target) throws IOException {
        Files.createFile(target); // ours from here on, whoever else is looking for a name
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(target);
            throw e;
        }
        sync();
    }

    /** Makes the new name survive a power cut. */
    private void sync() {
        try (var names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            // Windows opens no directory, and keeps a journal of names by itself
        }
    }

    /**
     * Whether an earlier process, stopped half-way, has landed the file at {@code target} already; if it came only as
     * far as taking the name, gives that back.
     *
     * @param size of the file
     */
    boolean landed(Path target, long size) throws IOException {
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) return false;
        if (!exists()) return Files.size(target) == size;
        if (Files.size(target) == 0) Files.delete(target);
        return false;
    }
}
