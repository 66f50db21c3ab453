package parley.history;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.store.OwnFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The profile's directory, {@code client} in its home: of mode 0700, its files of mode 0600, and held by one process at
 * a time through a lock on {@code client/lock}, in which the process's id stands.
 */
final class Profile implements AutoCloseable {

    /**
     * The byte of the lock file that is locked: far behind the process's id, which others must be able to read where
     * locks are mandatory (Windows).
     */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /** Profiles held by this process: a second channel, closed, would give up the first one's lock (POSIX). */
    private static final Set<Path> held = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel lock;

    private Profile(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Takes the profile of {@code home}, making it where there is none.
     *
     * @throws CommandException PROFILE_IN_USE, or REFUSED if it cannot be written
     */
    static Profile take(Path home) throws CommandException {
        var wanted = home.resolve("client");
        try {
            Files.createDirectories(wanted);
            var directory = wanted.toRealPath();
            restrict(directory, "rwx------");
            if (!held.add(directory)) throw inUse(home, String.valueOf(ProcessHandle.current().pid()));
            try {
                return new Profile(directory, lock(home, directory.resolve("lock")));
            } catch (IOException | CommandException | RuntimeException e) {
                held.remove(directory);
                throw e;
            }
        } catch (IOException e) {
            throw Trouble.unwritable(wanted, e);
        }
    }

    private static FileChannel lock(Path home, Path file) throws IOException, CommandException {
        var channel = FileChannel.open(file, Set.of(CREATE, READ, WRITE), OwnFile.attributes(file));
        try {
            restrict(file, "rw-------");
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) throw inUse(home, holder(channel));
            channel.truncate(0);
            channel.write(US_ASCII.encode(String.valueOf(ProcessHandle.current().pid())), 0);
            return channel;
        } catch (OverlappingFileLockException e) { // by another class loader of this process
            channel.close();
            throw inUse(home, String.valueOf(ProcessHandle.current().pid()));
        } catch (IOException | CommandException e) {
            channel.close();
            throw e;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        var buffer = ByteBuffer.allocate(20);
        channel.read(buffer, 0);
        var text = US_ASCII.decode(buffer.flip()).toString();
        return text.matches("[0-9]+") ? text : "(unknown)";
    }

    private static CommandException inUse(Path home, String pid) {
        return new CommandException(
                Code.PROFILE_IN_USE,
                "the profile " + home + " is used by process " + pid + "; close it or choose another with --home");
    }

    Path directory() {
        return directory;
    }

    /**
     * The database's file, there from now on: SQLite gives the files it makes beside it the same mode.
     *
     * @throws IOException if it can neither be found nor made
     */
    Path database() throws IOException {
        var file = directory.resolve("history.db");
        if (!Files.exists(file)) Files.createFile(file, OwnFile.attributes(file));
        restrict(file, "rw-------");
        return file;
    }

    /** Whether a database was begun here. */
    boolean hasDatabase() throws IOException {
        try {
            return Files.size(directory.resolve("history.db")) > 0;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether the last process that had the database open did not close it: SQLite deletes its log on closing. */
    boolean wasLeftOpen() throws IOException {
        try {
            return Files.size(directory.resolve("history.db-wal")) > 0;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Makes a new name last; some systems can only do without. */
    static void sync(Path directory) {
        try (var channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        } catch (IOException e) { // Windows opens no directory
            System.getLogger(Profile.class.getName())
                    .log(System.Logger.Level.DEBUG, "A directory was not synced: {0}", e.getMessage());
        }
    }

    static void restrict(Path path, String permissions) throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) view.setPermissions(PosixFilePermissions.fromString(permissions));
    }

    /** Gives the profile up. */
    @Override
    public void close() throws IOException {
        try {
            lock.close();
        } finally {
            held.remove(directory);
        }
    }
}
