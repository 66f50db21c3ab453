package parley.search;

import org.sqlite.JDBC;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

import parley.client.api.Message;
import parley.client.api.Search.Query;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;

/**
 * Which messages have which words: an SQLite database in memory with a full-text table. A row's number grows with the
 * message's time, as far as that is believed, so that the newest come first without sorting. It holds words, not texts.
 * Not thread-safe.
 */
final class Index implements AutoCloseable {

    /** A message that was found, and the number of its row. */
    record Hit(long row, MessageId message) {}

    /** Bits of a row's number below the milliseconds of its message's time. */
    private static final int SHIFT = 20;

    /**
     * Code units of the words of one message, with a space between them; what is beyond them is not found. Prose of 64
     * KiB has fewer in any script.
     */
    static final int MOST_WORDS = 64 * 1024;

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final long LATEST = (1L << (62 - SHIFT)) - 1;

    private final SQLiteConnection connection;
    private final PreparedStatement rowOf;
    private final PreparedStatement isTaken;
    private final PreparedStatement wordsOf;
    private final PreparedStatement addMessage;
    private final PreparedStatement addWords;
    private final PreparedStatement removeMessage;
    private final PreparedStatement removeWords;
    private final PreparedStatement find;
    private final PreparedStatement size;

    private Index(SQLiteConnection connection) throws SQLException {
        this.connection = connection;
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA secure_delete=ON"); // what was deleted is not to be in bytes()
        }
        rowOf = connection.prepareStatement("SELECT number FROM message WHERE id=?");
        isTaken = connection.prepareStatement("SELECT 1 FROM message WHERE number=?");
        wordsOf = connection.prepareStatement("SELECT words FROM text WHERE rowid=?");
        addMessage = connection.prepareStatement("INSERT INTO message(number, id) VALUES(?,?)");
        addWords = connection.prepareStatement("INSERT INTO text(rowid, words, marks) VALUES(?,?,?)");
        removeMessage = connection.prepareStatement("DELETE FROM message WHERE number=?");
        removeWords = connection.prepareStatement("DELETE FROM text WHERE rowid=?");
        find =
                connection.prepareStatement(
                        "SELECT text.rowid, id FROM text JOIN message ON number=text.rowid WHERE text MATCH ?"
                                + " AND text.rowid>=? AND text.rowid<? ORDER BY text.rowid DESC LIMIT ?");
        size = connection.prepareStatement("SELECT page_count*page_size FROM pragma_page_count, pragma_page_size");
    }

    static Index empty() throws SQLException {
        var connection = connection();
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE message(number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE)");
            // Words have no ASCII but letters and digits: this tokenizer takes all else for letters.
            statement.execute("CREATE VIRTUAL TABLE text USING fts5(words, marks, tokenize='ascii', prefix='1 2')");
            statement.execute("INSERT INTO text(text, rank) VALUES('secure-delete', 1)");
        }
        return new Index(connection);
    }

    /**
     * @param bytes of {@link #bytes}
     * @throws SQLException if they are not
     */
    static Index of(byte[] bytes) throws SQLException {
        var connection = connection();
        try {
            connection.deserialize("main", bytes);
            return new Index(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static SQLiteConnection connection() throws SQLException {
        // Not through DriverManager, which knows only drivers that its own class loader sees.
        return (SQLiteConnection) new JDBC().connect("jdbc:sqlite::memory:", new Properties());
    }

    byte[] bytes() throws SQLException {
        return connection.serialize("main");
    }

    /** Bytes that {@link #bytes} would have, and about those of memory that it takes. */
    long size() throws SQLException {
        try (var result = size.executeQuery()) {
            return result.getLong(1);
        }
    }

    /** Notes that not all there is was taken in; {@link #bytes} has it, too. */
    void cut() throws SQLException {
        execute("PRAGMA user_version=1");
    }

    boolean isCut() throws SQLException {
        try (var executing = connection.createStatement();
                var result = executing.executeQuery("PRAGMA user_version")) {
            return result.getInt(1) != 0;
        }
    }

    /** Makes one of the changes until {@link #commit}, which is far faster; what is looked for sees them at once. */
    Index begin() throws SQLException {
        execute("BEGIN");
        return this;
    }

    void commit() throws SQLException {
        execute("COMMIT");
    }

    private void execute(String statement) throws SQLException {
        try (var executing = connection.createStatement()) {
            executing.execute(statement);
        }
    }

    /**
     * Takes a message as it is now.
     *
     * @param came when it came at the latest, in milliseconds by our clock: it is no newer than that, whatever it says
     * @return whether other words of it were here
     */
    boolean put(Message message, long came) throws SQLException {
        var words = words(message.text());
        var known = row(message.id());
        if (known >= 0 && words.equals(words(known))) return false;
        var removed = remove(message.id());
        if (words.isEmpty()) return removed;
        var row = known >= 0 ? known : freeRow(Math.min(message.at().toEpochMilli(), came));
        addMessage.setLong(1, row);
        addMessage.setBytes(2, message.id().bytes().shared());
        addMessage.executeUpdate();
        addWords.setLong(1, row);
        addWords.setString(2, words);
        addWords.setString(3, message.conversation().hex() + " " + person(message.from().toString()));
        addWords.executeUpdate();
        return removed;
    }

    /** Returns whether it was here. */
    boolean remove(MessageId message) throws SQLException {
        var row = row(message);
        if (row < 0) return false;
        for (var remove : List.of(removeWords, removeMessage)) {
            remove.setLong(1, row);
            remove.executeUpdate();
        }
        return true;
    }

    /** Has {@code each} run at every {@code every} steps of the database, while it looks for something. */
    void watch(int every, Runnable each) throws SQLException {
        ProgressHandler.setHandler(
                connection,
                every,
                new ProgressHandler() {
                    @Override
                    protected int progress() {
                        each.run();
                        return 0;
                    }
                });
    }

    /** The newest {@code limit} below row {@code below}. */
    List<Hit> find(Wanted wanted, Query query, long below, int limit) throws SQLException {
        var marks = new ArrayList<String>();
        query.conversation().ifPresent(id -> marks.add('"' + id.hex() + '"'));
        query.from().ifPresent(address -> marks.add('"' + person(address.toString()) + '"'));
        var only = marks.isEmpty() ? "" : " AND marks : (" + String.join(" AND ", marks) + ")";
        find.setString(1, "words : (" + wanted.expression() + ")" + only);
        find.setLong(2, query.since().map(at -> firstRow(at.toEpochMilli())).orElse(0L));
        find.setLong(3, Math.min(below, query.before().map(at -> firstRow(at.toEpochMilli())).orElse(Long.MAX_VALUE)));
        find.setInt(4, limit);
        try (var result = find.executeQuery()) {
            var hits = new ArrayList<Hit>();
            while (result.next()) {
                hits.add(new Hit(result.getLong(1), new MessageId(Bytes.wrap(result.getBytes(2)))));
            }
            return hits;
        }
    }

    private static String words(String text) {
        var words = new StringBuilder();
        for (var word : Words.of(text)) {
            if (words.length() + word.folded().length() > MOST_WORDS) break;
            words.append(word.folded()).append(' ');
        }
        return words.toString().stripTrailing();
    }

    private long freeRow(long millis) throws SQLException {
        // By chance, and not by anything of the message: whoever writes it could choose what is taken, and each row
        // from there on would be looked at.
        var row = firstRow(millis) + RANDOM.nextInt(1 << SHIFT);
        while (true) {
            isTaken.setLong(1, row);
            try (var result = isTaken.executeQuery()) {
                if (!result.next()) return row;
            }
            row++;
        }
    }

    private static long firstRow(long millis) {
        return Math.clamp(millis, 0, LATEST) << SHIFT;
    }

    private long row(MessageId message) throws SQLException {
        rowOf.setBytes(1, message.bytes().shared());
        try (var result = rowOf.executeQuery()) {
            return result.next() ? result.getLong(1) : -1;
        }
    }

    private String words(long row) throws SQLException {
        wordsOf.setLong(1, row);
        try (var result = wordsOf.executeQuery()) {
            return result.next() ? result.getString(1) : "";
        }
    }

    /** A word that stands for a person: addresses have characters that words have not. */
    private static String person(String address) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close(); // and with it its statements
    }
}
