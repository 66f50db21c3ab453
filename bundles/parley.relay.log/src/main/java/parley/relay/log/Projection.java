package parley.relay.log;

import static java.lang.System.Logger.Level.ERROR;

import org.jspecify.annotations.Nullable;

import parley.protocol.AccountKey;
import parley.protocol.Hash;
import parley.protocol.relay.Right;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.relay.api.StoreException;
import parley.relay.api.StoreException.Kind;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The directory in SQLite. The journal is the truth: what stands here names the position it has applied and can be
 * thrown away at any time.
 *
 * <p>The writer's connection holds a transaction for as long as a batch that changes the directory is being written; it
 * commits when the journal is durable. Other threads ask through a connection of their own, which sees what is durable.
 */
final class Projection implements AutoCloseable {

    /** Asks something of the tables. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Tables tables) throws SQLException;
    }

    private static final System.Logger log = System.getLogger(Projection.class.getName());

    private final Path file;
    private final InstantSource clock;
    private final Tables writing;
    private final Tables reading;
    private final Object readLock = new Object();
    private boolean inTransaction;
    private volatile boolean broken;

    Projection(Path file, InstantSource clock, Tables writing, Tables reading) {
        this.file = file;
        this.clock = clock;
        this.writing = writing;
        this.reading = reading;
    }

    // ---- For the writer ----

    /** Asks as the batch being written has it. */
    <T> T decide(Question<T> question) throws StoreException {
        if (broken) throw failed(null);
        try {
            begin();
            return question.ask(writing);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Applies a record that has just been added to the batch. */
    void apply(RecordType type, long sequence, byte[] payload) {
        change(tables -> tables.apply(type, sequence, Bytes.wrap(payload)));
    }

    void useToken(Hash token) {
        change(tables -> tables.useToken(token));
    }

    /** Whether {@code token} allows {@code count} deliveries to {@code account}. */
    boolean mayDeliver(Hash token, AccountKey account, long count) throws StoreException {
        var found = decide(tables -> tables.token(token));
        return found.isPresent() && found.get().allows(Right.DELIVER, Optional.of(account), count, clock.millis());
    }

    /** The batch is durable up to {@code position}. */
    void commit(long position) {
        if (!inTransaction) return;
        change(tables -> {
            tables.applied(position);
            tables.connection().commit();
        });
        inTransaction = false;
    }

    void rollback() {
        if (!inTransaction) return;
        inTransaction = false;
        change(tables -> tables.connection().rollback());
    }

    void dropExpired() {
        change(tables -> {
            tables.dropExpired(clock.millis());
            if (!inTransaction) tables.connection().commit();
        });
    }

    /** About the bytes that its rows take in the journal after compaction. */
    long bytes() {
        try {
            return 4096
                    * read(tables ->
                            tables.one("PRAGMA page_count", row -> row.getLong(1)).orElse(0L)
                                    - tables.one("PRAGMA freelist_count", row -> row.getLong(1)).orElse(0L));
        } catch (StoreException e) {
            return 0;
        }
    }

    boolean broken() {
        return broken;
    }

    private interface Change {
        void on(Tables tables) throws SQLException, MalformedException;
    }

    /** A change that the journal has, and the tables cannot take, breaks them: the next start makes them anew. */
    private void change(Change change) {
        if (broken) return;
        try {
            begin();
            change.on(writing);
        } catch (SQLException | MalformedException e) {
            broken = true;
            log.log(ERROR, "The directory " + file + " could not be written; the journal has everything.", e);
        }
    }

    private void begin() {
        inTransaction = true; // the connection does not commit by itself, and begins with the first statement
    }

    // ---- For everybody ----

    /** Asks for what is durable. Blocks. */
    <T> T read(Question<T> question) throws StoreException {
        if (broken) throw failed(null);
        synchronized (readLock) {
            try {
                return question.ask(reading);
            } catch (SQLException e) {
                throw failed(e);
            }
        }
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        synchronized (readLock) {
            for (var tables : new Tables[] {reading, writing}) {
                try {
                    tables.close();
                } catch (SQLException e) {
                    log.log(ERROR, "Could not close " + file, e);
                }
            }
        }
    }

    private StoreException failed(@Nullable SQLException cause) {
        var text =
                "The relay's directory "
                        + file
                        + " cannot be read or written. Make room on the disk and restart the relay:"
                        + " it is made anew from the journal.";
        return cause == null ? new StoreException(Kind.FAILED, text) : new StoreException(Kind.FAILED, text, cause);
    }
}
