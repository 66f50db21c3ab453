package parley.backup;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.store.OwnFile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/**
 * Writes a file that is not there before, or takes the place of one: it appears under its name once it is whole and on
 * disk, for its owner only.
 */
final class NewFile {

    /** Below this a disk counts as full when a write to it fails. */
    private static final long NO_SPACE = 1 << 20;

    private NewFile() {}

    @FunctionalInterface
    interface Content {
        void write(FileChannel file) throws IOException, CommandException;
    }

    /**
     * @param replace whether one that is there gives way to it
     * @throws CommandException REFUSED if it is there already or may not be written, NOT_FOUND without its directory,
     *     DISK_FULL; what {@code content} throws
     */
    static void write(Path file, boolean replace, Content content) throws CommandException {
        var directory = file.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new CommandException(
                    Code.NOT_FOUND, "there is no directory " + directory + "; make it, or choose another file");
        }
        var there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (there && !(replace && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))) throw isThere(file);
        var draft = directory.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.deleteIfExists(draft);
            try {
                try (var channel = FileChannel.open(draft, Set.of(CREATE_NEW, WRITE), OwnFile.attributes(draft))) {
                    content.write(channel);
                    channel.force(true);
                }
                if (replace) Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
                else publish(draft, file);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (FileAlreadyExistsException e) {
            throw isThere(file);
        } catch (IOException e) {
            if (directory.toFile().getUsableSpace() < NO_SPACE) {
                throw new CommandException(
                        Code.DISK_FULL, "the disk that holds " + directory + " is full; free some space", e);
            }
            throw new CommandException(
                    Code.REFUSED, file + " cannot be written; choose another file, or give yourself permission", e);
        }
    }

    /** A link takes no name that is taken; where there are none, a look before has to do. */
    private static void publish(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            Files.move(draft, file);
        }
    }

    private static CommandException isThere(Path file) {
        return new CommandException(
                Code.REFUSED, file + " is there already and is not overwritten; choose another name");
    }
}
