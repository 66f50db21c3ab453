package parley.history;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    private static final String KEY_LABEL = "Parley profile key";
    private static final int KEY_VERSION = 1;

    /** How the key is kept: as it is. A number of its own for each way of wrapping it to come. */
    private static final int PLAIN = 0;

    private static final int KEY = 32;

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
        var channel = FileChannel.open(file, CREATE, READ, WRITE);
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
        if (!Files.exists(file)) Files.createFile(file);
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

    /**
     * The profile's key, made where there is neither key nor database.
     *
     * @throws CommandException DAMAGED if a database is there without its key, or the key's file is none
     */
    Bytes key() throws IOException, CommandException {
        var file = directory.resolve("key");
        try {
            return WireReader.decode(
                    Files.readAllBytes(file),
                    in -> {
                        if (!in.text().equals(KEY_LABEL)) throw new MalformedException("another file");
                        if (in.u8() != KEY_VERSION || in.u8() != PLAIN)
                            throw new MalformedException("an unknown way of keeping a key");
                        return in.fixedBytes(KEY);
                    });
        } catch (MalformedException e) {
            throw new CommandException(
                    Code.DAMAGED,
                    "the profile's key file "
                            + file
                            + " is damaged or from a newer Parley; restore it from a backup, or"
                            + " update Parley",
                    e);
        } catch (NoSuchFileException e) {
            if (hasDatabase()) {
                throw new CommandException(
                        Code.DAMAGED,
                        "the profile's key file "
                                + file
                                + " is missing and without it the profile cannot be read; restore"
                                + " it from a backup, or move "
                                + directory
                                + " away and make an account anew",
                        e);
            }
            return newKey(file);
        }
    }

    private static Bytes newKey(Path file) throws IOException {
        var key = Token.random().bytes();
        var bytes = new WireWriter().text(KEY_LABEL).u8(KEY_VERSION).u8(PLAIN).fixed(key).toArray();
        var draft = file.resolveSibling("key.new");
        Files.deleteIfExists(draft);
        try (var channel = FileChannel.open(draft, CREATE_NEW, WRITE)) {
            restrict(draft, "rw-------");
            channel.write(ByteBuffer.wrap(bytes));
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.resolveSibling("."));
        return key;
    }

    /** Makes a new name last; some systems can only do without. */
    private static void sync(Path directory) {
        try (var channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        } catch (IOException e) { // Windows opens no directory
            System.getLogger(Profile.class.getName())
                    .log(System.Logger.Level.DEBUG, "A directory was not synced: {0}", e.getMessage());
        }
    }

    private static void restrict(Path path, String permissions) throws IOException {
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
