package parley.transfer;

import parley.protocol.MessageId;
import parley.transfer.Mover.HopelessException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Where a received file grows, under a name of its own, and gets its real one, which never takes another file's place.
 */
final class Landing {

    private static final int MAX_NUMBER = 10_000;

    private final Path directory;
    private final Path part;

    Landing(Path directory, MessageId id) {
        this.directory = directory;
        this.part = directory.resolve(".parley-" + id.hex() + ".part");
    }

    boolean exists() {
        return Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS);
    }

    /** Opens what has arrived so far, or begins; a link in its place is not followed. */
    FileChannel open() throws HopelessException {
        try {
            Files.createDirectories(directory);
            return FileChannel.open(
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

    /** Gives the file the first free name of {@code name}, {@code name (1)}, … and says where it is. */
    Path land(String name) throws IOException, HopelessException {
        for (var number = 0; number < MAX_NUMBER; number++) {
            var target = directory.resolve(number == 0 ? name : SafeName.numbered(name, number));
            if (!directory.equals(target.getParent())) throw new HopelessException("its name leads out of the folder");
            try {
                Files.createFile(target); // ours from here on, whoever else is looking for a name
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        throw new HopelessException("the folder has too many files of its name; choose another folder");
    }
}
