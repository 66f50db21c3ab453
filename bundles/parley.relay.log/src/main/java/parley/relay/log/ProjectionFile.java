package parley.relay.log;

import static java.lang.System.Logger.Level.INFO;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

import parley.protocol.wire.MalformedException;
import parley.relay.api.StoreException;
import parley.relay.api.StoreException.Kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/** Opens the directory's file and brings it up to the journal: from where it is, or from nothing. */
final class ProjectionFile {

    private static final System.Logger log = System.getLogger(ProjectionFile.class.getName());

    private final Path file;
    private final Journal journal;
    private final Trail trail;

    private ProjectionFile(Path file, Journal journal, Trail trail) {
        this.file = file;
        this.journal = journal;
        this.trail = trail;
    }

    /**
     * @param clean whether journal and file were closed in order
     */
    static Projection open(Path file, InstantSource clock, Journal journal, Trail trail, boolean clean)
            throws IOException {
        var opening = new ProjectionFile(file, journal, trail);
        var tables = opening.current(clean);
        if (tables == null) tables = opening.anew();
        try {
            return new Projection(file, clock, tables, connect(file, true));
        } catch (SQLException e) {
            closeQuietly(tables);
            throw opening.failed(e);
        }
    }

    /** The tables as they are, brought up to date; null if they are of no use. */
    private @Nullable Tables current(boolean clean) throws IOException {
        if (!Files.exists(file)) return null;
        Tables tables = null;
        try {
            tables = connect(file, false);
            var sound = clean || tables.one("PRAGMA quick_check(1)", row -> row.getString(1)).equals(Optional.of("ok"));
            var applied = sound ? tables.applied(journal.id()) : -1;
            if (applied >= 0 && applied < journal.next() && applied + 1 >= journal.firstSequence()) {
                replay(tables, applied);
                return tables;
            }
        } catch (SQLException | MalformedException e) {
            log.log(INFO, "The directory {0} is of no use: {1}", file, e.getMessage());
        }
        if (tables != null) closeQuietly(tables);
        return null;
    }

    private Tables anew() throws IOException {
        if (trail.count() > 0) log.log(INFO, "Making the directory {0} anew from the journal", file);
        for (var suffix : new String[] {"", "-wal", "-shm", "-journal"}) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
        Tables tables = null;
        try {
            tables = connect(file, false);
            tables.create(journal.id());
            replay(tables, load(tables));
            return tables;
        } catch (SQLException e) {
            if (tables != null) closeQuietly(tables);
            throw failed(e);
        } catch (MalformedException e) {
            if (tables != null) closeQuietly(tables);
            throw new StoreException(
                    Kind.DAMAGED,
                    "The relay's journal holds a change of the directory that makes no sense ("
                            + e.getMessage()
                            + "). Restore the relay's directory from a backup.",
                    e);
        }
    }

    /** Loads the last whole dump; the position as of which it was made, 0 if there is none. */
    private long load(Tables tables) throws SQLException, IOException, MalformedException {
        long dump = 0;
        for (int i = trail.count() - 1; i >= 0 && dump == 0; i--) {
            var record = read(i, RecordType.DIRECTORY_END);
            if (record != null) dump = Entries.number(record);
        }
        if (dump == 0) {
            if (journal.firstSequence() > 1) throw new MalformedException("no whole copy of the directory");
            return 0;
        }
        long asOf = 0;
        for (int i = 0; i < trail.count(); i++) {
            if (trail.sequence(i) < dump) continue;
            var record = journal.read(trail.location(i), trail.size(i));
            if (record.sequence() == dump) asOf = Entries.number(record);
            if (record.type() == RecordType.DIRECTORY_ROWS) DirectoryDump.load(record, dump, tables);
        }
        return asOf;
    }

    private @Nullable JournalRecord read(int i, RecordType type) throws IOException {
        var record = journal.read(trail.location(i), trail.size(i));
        return record.type() == type ? record : null;
    }

    private void replay(Tables tables, long applied) throws SQLException, IOException, MalformedException {
        for (int i = 0; i < trail.count(); i++) {
            if (trail.sequence(i) <= applied) continue;
            var record = journal.read(trail.location(i), trail.size(i));
            if (record.type() == RecordType.COMMITTED) {
                for (var welcome : Entries.committed(record).welcomes()) tables.useToken(welcome.token());
            } else if (record.type().ofDirectory()) {
                tables.apply(record.type(), record.sequence(), record.payload());
            }
        }
        tables.applied(journal.next() - 1);
        tables.connection().commit();
    }

    private static Tables connect(Path file, boolean readOnly) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        // A power cut may take the last transactions: they come back from the journal.
        config.setSynchronous(SynchronousMode.NORMAL);
        config.setBusyTimeout(10_000);
        config.setReadOnly(readOnly);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        var connection = source.getConnection();
        connection.setAutoCommit(readOnly);
        return new Tables(connection);
    }

    static Tables reader(Path file) throws SQLException {
        return connect(file, true);
    }

    private static void closeQuietly(Tables tables) {
        try {
            tables.close();
        } catch (SQLException e) {
            log.log(INFO, "Could not close the directory", e);
        }
    }

    private StoreException failed(SQLException cause) {
        return new StoreException(
                Kind.FAILED,
                "The relay's directory "
                        + file
                        + " cannot be opened ("
                        + cause.getMessage()
                        + "). Check the disk's room and the rights of the directory.",
                cause);
    }
}
