package parley.history;

import org.sqlite.JDBC;

import parley.client.api.CommandException;
import parley.protocol.wire.Bytes;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import javax.crypto.AEADBadTagException;

/**
 * The SQLite file: the tables, and transactions. Write-ahead log with fsync on every commit; the file is opened for
 * this process alone, so that no shared memory file is needed. Not thread-safe.
 */
final class Database implements AutoCloseable {

    /** Written into the file's header. */
    private static final int APPLICATION = 0x5061726C;

    private static final int FORMAT = 1;

    private static final String CHECK_SPACE = "history.check";
    private static final Bytes CHECK = Bytes.wrap("the key fits".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    private final Path profile;
    private final Connection connection;
    private final Seals seals;
    private final List<PreparedStatement> statements = new ArrayList<>();
    private PreparedStatement begin;
    private PreparedStatement commit;
    private Records records;
    private Unshown unshown;

    private Database(Path profile, Connection connection, Seals seals) throws SQLException {
        this.profile = profile;
        this.connection = connection;
        this.seals = seals;
        begin = prepare("BEGIN");
        commit = prepare("COMMIT");
        records = new Records(seals, this::prepare);
        unshown = new Unshown(seals, this::prepare);
    }

    /**
     * Opens the profile's database, making it where there is none.
     *
     * @param key of the profile
     * @throws CommandException DAMAGED, DISK_FULL, or REFUSED (a newer format, no permission)
     */
    static Database open(Profile profile, Bytes key) throws CommandException {
        var directory = profile.directory();
        try {
            var seals = new Seals(key);
            var leftOpen = profile.wasLeftOpen();
            // Not through DriverManager, which knows only drivers that its own class loader sees.
            var connection = new JDBC().connect("jdbc:sqlite:" + profile.database(), new Properties());
            try {
                prepare(directory, connection, leftOpen);
                var database = new Database(directory, connection, seals);
                database.checkKey();
                return database;
            } catch (SQLException | CommandException | RuntimeException e) {
                closeAfter(e, connection);
                throw e;
            }
        } catch (SQLException e) {
            throw Trouble.with(directory, e);
        } catch (java.io.IOException e) {
            throw Trouble.unwritable(directory, e);
        }
    }

    private static void closeAfter(Exception e, Connection connection) {
        try {
            connection.close();
        } catch (SQLException second) {
            e.addSuppressed(second);
        }
    }

    private static void prepare(Path directory, Connection connection, boolean leftOpen)
            throws SQLException, CommandException {
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA locking_mode=EXCLUSIVE");
            // First of all reads: a file that is no database, or damaged, must not be written to.
            var format = number(statement, "PRAGMA user_version");
            var tables = number(statement, "SELECT count(*) FROM sqlite_schema");
            if (format > FORMAT) throw Trouble.newer(directory);
            if (format == 0 && tables > 0) throw Trouble.damaged(directory, new SQLException("another database"));
            if (leftOpen && !isSound(statement))
                throw Trouble.damaged(directory, new SQLException("quick_check failed"));
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("PRAGMA journal_size_limit=16777216");
            // What is deleted (a used key, sealed) is overwritten, not only forgotten.
            statement.execute("PRAGMA secure_delete=ON");
            if (format == 0) create(statement);
        }
    }

    private static void create(java.sql.Statement statement) throws SQLException {
        statement.execute("BEGIN IMMEDIATE");
        statement.execute(
                "CREATE TABLE record(space TEXT NOT NULL, id BLOB NOT NULL, ord INTEGER NOT NULL,"
                        + " value BLOB NOT NULL, PRIMARY KEY(space, id, ord)) WITHOUT ROWID");
        statement.execute("CREATE TABLE unshown(sequence INTEGER PRIMARY KEY AUTOINCREMENT, event BLOB NOT NULL)");
        statement.execute("PRAGMA application_id=" + APPLICATION);
        statement.execute("PRAGMA user_version=" + FORMAT);
        statement.execute("COMMIT");
    }

    private static int number(java.sql.Statement statement, String query) throws SQLException {
        try (var result = statement.executeQuery(query)) {
            return result.next() ? result.getInt(1) : 0;
        }
    }

    private static boolean isSound(java.sql.Statement statement) throws SQLException {
        try (var result = statement.executeQuery("PRAGMA quick_check(1)")) {
            return result.next() && "ok".equals(result.getString(1));
        }
    }

    /** A database of another key would read as damaged value by value; this says so at once. */
    private void checkKey() throws SQLException, CommandException {
        begin();
        try {
            var known = records.all(CHECK_SPACE); // not by its id, which another key hides otherwise
            if (known.isEmpty()) records.put(CHECK_SPACE, Bytes.EMPTY, 0, CHECK);
            commit();
        } catch (AEADBadTagException e) {
            rollback();
            throw new CommandException(
                    CommandException.Code.DAMAGED,
                    "the key file in "
                            + profile
                            + " does not fit the database beside it; restore both from the same"
                            + " backup",
                    e);
        } catch (SQLException e) {
            rollback();
            throw e;
        }
    }

    /** Prepares a statement that lives until {@link #renew} or {@link #close}. */
    interface Preparing {
        PreparedStatement prepare(String sql) throws SQLException;
    }

    Path profile() {
        return profile;
    }

    Records records() {
        return records;
    }

    Unshown unshown() {
        return unshown;
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        var statement = connection.prepareStatement(sql);
        statements.add(statement);
        return statement;
    }

    void begin() throws SQLException {
        begin.executeUpdate();
    }

    /** Returns once everything is on disk. */
    void commit() throws SQLException {
        commit.executeUpdate();
    }

    /** Undoes what was begun. SQLite itself has done so after some failures, so that there may be nothing to undo. */
    void rollback() {
        try (var statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            System.getLogger(Database.class.getName())
                    .log(System.Logger.Level.DEBUG, "Nothing to roll back: {0}", e.getMessage());
        }
    }

    /** Makes the statements anew: the driver gives up a statement that has failed. */
    void renew() throws SQLException {
        for (var statement : statements) statement.close();
        statements.clear();
        begin = prepare("BEGIN");
        commit = prepare("COMMIT");
        records = new Records(seals, this::prepare);
        unshown = new Unshown(seals, this::prepare);
    }

    /** For tests of a full disk: the file grows no further than this. */
    void limitPages(int pages) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count=" + pages);
        }
    }

    @Override
    public void close() throws SQLException {
        for (var statement : statements) statement.close();
        connection.close();
    }
}
