package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.AccountKey;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.Hash;
import parley.protocol.relay.Frame.StoredKeyPackage;
import parley.protocol.relay.Frame.SuiteCount;
import parley.protocol.relay.Right;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.relay.api.Directory;
import parley.relay.api.Directory.Account;
import parley.relay.log.DirectoryRecords.GrantedToken;
import parley.relay.log.DirectoryRecords.KeyPackages;
import parley.relay.log.DirectoryRecords.NewAccount;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The directory's tables over one connection: what records do to them, and what is asked of them. Not thread-safe. */
final class Tables implements AutoCloseable {

    /** Changes whenever the tables do: then they are made anew from the journal. */
    static final int SCHEMA = 1;

    private static final List<String> CREATE =
            List.of(
                    "CREATE TABLE meta (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, journal BLOB"
                            + " NOT NULL, applied INTEGER NOT NULL)",
                    "CREATE TABLE accounts (key BLOB PRIMARY KEY, name TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,"
                            + " devices BLOB NOT NULL) WITHOUT ROWID",
                    "CREATE TABLE key_packages (id INTEGER PRIMARY KEY, account BLOB NOT NULL, device BLOB NOT NULL,"
                            + " suite INTEGER NOT NULL, last_resort INTEGER NOT NULL, bytes BLOB NOT NULL)",
                    "CREATE INDEX key_packages_of ON key_packages (device, suite, last_resort, id)",
                    "CREATE INDEX key_packages_by ON key_packages (account)",
                    "CREATE TABLE tokens (hash BLOB PRIMARY KEY, right INTEGER NOT NULL, owner BLOB, uses INTEGER NOT"
                            + " NULL, expires INTEGER NOT NULL) WITHOUT ROWID",
                    "CREATE INDEX tokens_of ON tokens (owner)");

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Tables(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    void create(Bytes journal) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : CREATE) statement.execute(sql);
        }
        update("INSERT INTO meta VALUES (1, ?, ?, 0)", SCHEMA, journal.shared());
    }

    /** The position applied; -1 if these are not tables of this schema and journal. */
    long applied(Bytes journal) throws SQLException {
        return one(
                        "SELECT version, journal, applied FROM meta",
                        row ->
                                row.getInt(1) == SCHEMA && journal.equals(Bytes.of(row.getBytes(2)))
                                        ? row.getLong(3)
                                        : -1L)
                .orElse(-1L);
    }

    void applied(long position) throws SQLException {
        update("UPDATE meta SET applied = ?", position);
    }

    // ---- What records do ----

    void apply(RecordType type, long sequence, Bytes payload) throws SQLException, MalformedException {
        switch (type) {
            case ACCOUNT -> {
                var account = WireReader.decode(payload, NewAccount::read);
                insert(account.name(), account.devices());
                if (account.invite().isPresent()) useToken(account.invite().get());
            }
            case DEVICES -> {
                var devices = WireReader.decode(payload, DeviceList::read);
                update(
                        "UPDATE accounts SET version = ?, devices = ? WHERE key = ?",
                        devices.version(),
                        DirectoryRecords.devices(devices),
                        bytes(devices.account()));
                dropKeyPackagesOfOthers(devices);
            }
            case KEY_PACKAGES_ADDED -> add(sequence, WireReader.decode(payload, KeyPackages::read));
            case KEY_PACKAGES_TAKEN -> {
                for (long id : WireReader.decode(payload, in -> in.vector(WireReader::size))) {
                    update("DELETE FROM key_packages WHERE id = ?", id);
                }
            }
            case TOKEN_GRANTED -> insert(WireReader.decode(payload, GrantedToken::read));
            case TOKEN_REVOKED -> update("DELETE FROM tokens WHERE hash = ?", hash(payload).bytes().shared());
            case TOKEN_USED -> useToken(hash(payload));
            default -> throw new MalformedException("a record of type " + type + " is not of the directory");
        }
    }

    private static Hash hash(Bytes payload) throws MalformedException {
        return WireReader.decode(payload, Hash::read);
    }

    void insert(String name, DeviceList devices) throws SQLException {
        update(
                "INSERT INTO accounts VALUES (?, ?, ?, ?)",
                bytes(devices.account()),
                name,
                devices.version(),
                DirectoryRecords.devices(devices));
    }

    void insert(GrantedToken token) throws SQLException {
        update(
                "INSERT OR REPLACE INTO tokens VALUES (?, ?, ?, ?, ?)",
                token.hash().bytes().shared(),
                token.right().code(),
                token.owner().map(Tables::bytes).orElse(null),
                token.uses(),
                token.expires());
    }

    void insertKeyPackage(long id, AccountKey account, StoredKeyPackage stored) throws SQLException {
        update(
                "INSERT INTO key_packages VALUES (?, ?, ?, ?, ?, ?)",
                id,
                bytes(account),
                bytes(stored.device()),
                stored.suite(),
                stored.lastResort() ? 1 : 0,
                stored.keyPackage().shared());
    }

    private void add(long sequence, KeyPackages added) throws SQLException {
        var account = bytes(added.account());
        for (int i = 0; i < added.packages().size(); i++) {
            var stored = added.packages().get(i);
            var device = bytes(stored.device());
            if (stored.lastResort()) {
                update(
                        "DELETE FROM key_packages WHERE device = ? AND suite = ? AND last_resort = 1 AND account = ?",
                        device,
                        stored.suite(),
                        account);
            }
            insertKeyPackage(sequence << 8 | i, added.account(), stored);
            update(
                    "DELETE FROM key_packages WHERE id IN (SELECT id FROM key_packages WHERE device = ? AND suite = ?"
                            + " AND last_resort = 0 AND account = ? ORDER BY id DESC LIMIT -1 OFFSET ?)",
                    device,
                    stored.suite(),
                    account,
                    Directory.MAX_KEY_PACKAGES);
        }
    }

    private void dropKeyPackagesOfOthers(DeviceList devices) throws SQLException {
        var key = bytes(devices.account());
        var owners =
                all(
                        "SELECT DISTINCT device FROM key_packages WHERE account = ?",
                        row -> Bytes.of(row.getBytes(1)),
                        key);
        for (var device : owners) {
            if (devices.devices().contains(new DeviceKey(device))) continue;
            update("DELETE FROM key_packages WHERE account = ? AND device = ?", key, device.shared());
        }
    }

    /** Uses a limited token up by one; the last use deletes it. */
    void useToken(Hash token) throws SQLException {
        update("DELETE FROM tokens WHERE hash = ? AND uses = 1", token.bytes().shared());
        update("UPDATE tokens SET uses = uses - 1 WHERE hash = ? AND uses > 1", token.bytes().shared());
    }

    void dropExpired(long now) throws SQLException {
        update("DELETE FROM tokens WHERE expires > 0 AND expires <= ?", now);
    }

    // ---- What is asked ----

    Optional<Account> byName(String name) throws SQLException {
        return one("SELECT name, devices FROM accounts WHERE name = ?", Tables::account, name);
    }

    Optional<Account> byKey(AccountKey key) throws SQLException {
        return one("SELECT name, devices FROM accounts WHERE key = ?", Tables::account, (Object) bytes(key));
    }

    private static Account account(ResultSet row) throws SQLException {
        try {
            return new Account(row.getString(1), WireReader.decode(row.getBytes(2), DeviceList::read));
        } catch (MalformedException e) {
            throw new SQLException("the device list of an account is unreadable", e);
        }
    }

    long accounts() throws SQLException {
        return one("SELECT count(*) FROM accounts", row -> row.getLong(1)).orElse(0L);
    }

    Optional<GrantedToken> token(Hash hash) throws SQLException {
        return one(
                "SELECT hash, right, owner, uses, expires FROM tokens WHERE hash = ?",
                Tables::token,
                (Object) hash.bytes().shared());
    }

    static GrantedToken token(ResultSet row) throws SQLException {
        try {
            var owner = row.getBytes(3);
            return new GrantedToken(
                    new Hash(Bytes.of(row.getBytes(1))),
                    Right.of(row.getInt(2)),
                    owner == null ? Optional.empty() : Optional.of(new AccountKey(Bytes.wrap(owner))),
                    row.getLong(4),
                    row.getLong(5));
        } catch (MalformedException e) {
            throw new SQLException("a token is unreadable", e);
        }
    }

    long tokensOf(Optional<AccountKey> owner) throws SQLException {
        return one(
                        "SELECT count(*) FROM tokens WHERE owner IS ?",
                        row -> row.getLong(1),
                        (Object) owner.map(Tables::bytes).orElse(null))
                .orElse(0L);
    }

    /** How many there are of each suite; those of last resort make a suite appear, but do not count. */
    List<SuiteCount> counts(DeviceKey device) throws SQLException {
        return all(
                "SELECT suite, sum(1 - last_resort) FROM key_packages WHERE device = ? GROUP BY suite ORDER BY suite",
                row -> new SuiteCount(row.getInt(1), row.getLong(2)),
                (Object) bytes(device));
    }

    /** A KeyPackage and its number. */
    record Numbered(long id, AccountKey account, StoredKeyPackage stored) {}

    /** The oldest KeyPackage of the device for the suite, one of last resort if there is no other. */
    Optional<Numbered> keyPackage(AccountKey account, DeviceKey device, int suite) throws SQLException {
        return one(
                "SELECT id, account, device, suite, last_resort, bytes FROM key_packages WHERE device = ? AND suite = ?"
                        + " AND account = ? ORDER BY last_resort, id LIMIT 1",
                Tables::numbered,
                bytes(device),
                suite,
                bytes(account));
    }

    static Numbered numbered(ResultSet row) throws SQLException {
        return new Numbered(
                row.getLong(1),
                new AccountKey(Bytes.of(row.getBytes(2))),
                new StoredKeyPackage(
                        new DeviceKey(Bytes.of(row.getBytes(3))),
                        row.getInt(4),
                        row.getInt(5) == 1,
                        Bytes.of(row.getBytes(6))));
    }

    // ---- SQL ----

    @FunctionalInterface
    interface Row<T> {
        T from(ResultSet row) throws SQLException;
    }

    void update(String sql, @Nullable Object... values) throws SQLException {
        prepare(sql, values).executeUpdate();
    }

    <T> Optional<T> one(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        try (var rows = prepare(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(row.from(rows)) : Optional.empty();
        }
    }

    <T> List<T> all(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        try (var rows = prepare(sql, values).executeQuery()) {
            var list = new ArrayList<T>();
            while (rows.next()) list.add(row.from(rows));
            return list;
        }
    }

    /** Does something with a row. */
    @FunctionalInterface
    interface Each {
        void row(ResultSet row) throws SQLException;
    }

    void each(String sql, Each each) throws SQLException {
        try (var rows = prepare(sql).executeQuery()) {
            while (rows.next()) each.row(rows);
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
        var statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            switch (values[i]) {
                case null -> statement.setNull(i + 1, java.sql.Types.BLOB);
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                case String text -> statement.setString(i + 1, text);
                default -> throw new IllegalArgumentException("no column holds a " + values[i]);
            }
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        for (var statement : statements.values()) statement.close();
        connection.close();
    }

    static byte[] bytes(AccountKey key) {
        return key.bytes().shared();
    }

    private static byte[] bytes(DeviceKey key) {
        return key.bytes().shared();
    }
}
