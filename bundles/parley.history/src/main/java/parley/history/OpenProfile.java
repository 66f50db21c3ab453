package parley.history;

import org.jspecify.annotations.Nullable;

import parley.client.api.AppLock;
import parley.client.api.CommandException;
import parley.history.KeyFile.Kept;
import parley.protocol.wire.Bytes;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The profile and its database, opened when they are asked for, and while a passphrase is missing not at all. Not
 * thread-safe, but for what says so.
 */
final class OpenProfile implements AutoCloseable {

    private static final System.Logger log = System.getLogger(OpenProfile.class.getName());

    private final Path home;

    /** Passphrases to try before anybody is asked. */
    private Supplier<Optional<char[]>> atHand;

    private @Nullable Profile profile;

    /** Read by any thread only to see whether it is there. */
    private volatile @Nullable Database database;

    /** Once the file is known to be damaged it is not touched again. */
    private @Nullable CommandException damaged;

    /** Whether the key is wrapped by a passphrase, once that was seen. */
    private boolean wrapped;

    /** Whether nothing is opened before {@link #unlock}. */
    private volatile boolean locked;

    private boolean closed;

    OpenProfile(Path home, Supplier<Optional<char[]>> atHand) {
        this.home = home;
        this.atHand = atHand;
    }

    /** Called from any thread. */
    boolean isOpen() {
        return database != null;
    }

    /** Called from any thread. */
    boolean isLocked() {
        return locked;
    }

    /** The database, opened if it is not yet; tries anew each time unless it is damaged or locked. */
    Database opened() throws CommandException {
        var open = database;
        if (open != null) return open;
        if (closed) throw Trouble.stopped();
        if (damaged != null) throw damaged;
        if (locked) throw Trouble.locked();
        try {
            return open(key());
        } catch (CommandException e) {
            if (!locked) shut();
            if (e.code() == CommandException.Code.DAMAGED) damaged = e;
            throw e;
        }
    }

    private Database open(Bytes key) throws CommandException {
        try {
            var open = Database.open(taken(), key);
            database = open;
            locked = false;
            return open;
        } finally {
            Arrays.fill(key.shared(), (byte) 0); // nobody else has these bytes
        }
    }

    private Profile taken() throws CommandException {
        var taken = profile;
        if (taken == null) profile = taken = Profile.take(home);
        return taken;
    }

    private Kept kept() throws CommandException {
        var taken = taken();
        try {
            var kept = new KeyFile(taken).read();
            wrapped = kept instanceof Kept.Wrapped;
            return kept;
        } catch (IOException e) {
            throw Trouble.unwritable(taken.directory(), e);
        }
    }

    /** The key, if nobody need be asked for it; from then on the profile is locked. */
    private Bytes key() throws CommandException {
        var kept = kept();
        if (kept instanceof Kept.Plain(var key)) return key;
        var passphrase = atHand.get();
        var key = passphrase.isEmpty() ? Optional.<Bytes>empty() : open(kept, passphrase.get());
        locked = key.isEmpty();
        return key.orElseThrow(Trouble::locked);
    }

    private static Optional<Bytes> open(Kept kept, char[] passphrase) {
        return switch (kept) {
            case Kept.Plain(var key) -> Optional.of(key);
            case Kept.Wrapped(var key) -> key.open(passphrase);
        };
    }

    /** By a look at the file alone, whoever has the profile. Called from any thread. */
    boolean hasPassphrase() {
        return KeyFile.isWrapped(home);
    }

    AppLock.State state() throws CommandException {
        try {
            opened();
        } catch (CommandException e) {
            if (!locked) throw e;
        }
        return locked ? AppLock.State.LOCKED : wrapped ? AppLock.State.UNLOCKED : AppLock.State.OPEN;
    }

    /** Returns false if that is not the passphrase. */
    boolean unlock(char[] passphrase) throws CommandException {
        if (!locked) return true;
        if (closed) throw Trouble.stopped();
        var key = open(kept(), passphrase);
        if (key.isPresent()) open(key.get());
        return key.isPresent();
    }

    /** Closes the database; the profile stays ours. */
    void lock() {
        atHand = Optional::empty;
        locked = true;
        close(database);
        database = null;
    }

    /**
     * Wraps the key anew.
     *
     * @param wanted empty to keep it as it is
     * @return false if {@code current} is not the passphrase there is
     */
    boolean rewrap(char[] current, Optional<char[]> wanted) throws CommandException {
        if (closed) throw Trouble.stopped();
        var found = open(kept(), current);
        if (found.isEmpty()) return false;
        var key = found.get();
        try {
            var kept = wanted.isEmpty() ? new Kept.Plain(key) : new Kept.Wrapped(WrappedKey.wrap(key, wanted.get()));
            new KeyFile(taken()).write(kept);
            wrapped = wanted.isPresent();
            return true;
        } catch (IOException e) {
            throw Trouble.unwritable(taken().directory(), e);
        } finally {
            Arrays.fill(key.shared(), (byte) 0);
        }
    }

    /**
     * After SQLite has failed. A single value that does not open costs its readers; a broken file costs everybody, and
     * is left alone from then on.
     */
    void recover(CommandException e) {
        if (e.code() == CommandException.Code.DAMAGED) {
            damaged = e;
            shut();
            return;
        }
        var open = database;
        if (open == null) return;
        try {
            open.renew();
        } catch (SQLException second) {
            log.log(System.Logger.Level.WARNING, "The profile is opened anew: {0}", second.getMessage());
            shut();
        }
    }

    private void shut() {
        close(database);
        database = null;
        var taken = profile;
        profile = null;
        try {
            if (taken != null) taken.close();
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "The profile was not given up cleanly: {0}", e.getMessage());
        }
    }

    private static void close(@Nullable Database open) {
        try {
            if (open != null) open.close();
        } catch (SQLException e) {
            log.log(System.Logger.Level.WARNING, "The profile was not closed cleanly: {0}", e.getMessage());
        }
    }

    /** For good. */
    @Override
    public void close() {
        closed = true;
        shut();
    }
}
