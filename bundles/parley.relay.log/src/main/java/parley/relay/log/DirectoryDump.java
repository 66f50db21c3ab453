package parley.relay.log;

import parley.protocol.AccountKey;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.relay.Frame.StoredKeyPackage;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * The directory's rows as records, so that compaction can delete the changes that made them. A row: the table (u8),
 * then its columns. A payload: the sequence of the dump's begin (u64), then rows.
 */
final class DirectoryDump {

    private static final int PART = 128 * 1024;

    private static final int ACCOUNT = 1;
    private static final int KEY_PACKAGE = 2;
    private static final int TOKEN = 3;

    private final long dump;
    private final Consumer<byte[]> parts;
    private WireWriter out;

    private DirectoryDump(long dump, Consumer<byte[]> parts) {
        this.dump = dump;
        this.parts = parts;
        this.out = new WireWriter(PART + 16 * 1024).u64(dump);
    }

    /** Hands all rows over in payloads. {@code tables} must see one state of things throughout. */
    static void write(Tables tables, long dump, Consumer<byte[]> parts) throws SQLException {
        new DirectoryDump(dump, parts).write(tables);
    }

    private void write(Tables tables) throws SQLException {
        tables.each(
                "SELECT name, devices FROM accounts",
                row -> {
                    out.u8(ACCOUNT).text(row.getString(1)).fixed(row.getBytes(2));
                    part(PART);
                });
        tables.each(
                "SELECT id, account, device, suite, last_resort, bytes FROM key_packages ORDER BY id",
                row -> {
                    out.u8(KEY_PACKAGE).u64(row.getLong(1)).fixed(row.getBytes(2)).fixed(row.getBytes(3));
                    out.u16(row.getInt(4)).u8(row.getInt(5)).opaque(row.getBytes(6));
                    part(PART);
                });
        tables.each(
                "SELECT hash, right, owner, uses, expires FROM tokens",
                row -> {
                    out.u8(TOKEN).fixed(Tables.token(row).encode());
                    part(PART);
                });
        part(0);
    }

    private void part(int least) {
        if (out.length() <= least || out.length() == 8) return;
        parts.accept(out.toArray());
        out = new WireWriter(PART + 16 * 1024).u64(dump);
    }

    /** Loads the rows of a payload, if it is of this dump. */
    static void load(JournalRecord record, long dump, Tables tables) throws SQLException, MalformedException {
        var in = new WireReader(record.payload());
        if (in.size() != dump) return;
        while (in.hasMore()) {
            switch (in.u8()) {
                case ACCOUNT -> tables.insert(in.text(), DeviceList.read(in));
                case KEY_PACKAGE -> {
                    var id = in.size();
                    var account = AccountKey.read(in);
                    var stored = new StoredKeyPackage(DeviceKey.read(in), in.u16(), in.bool(), in.opaqueBytes());
                    tables.insertKeyPackage(id, account, stored);
                }
                case TOKEN -> tables.insert(DirectoryRecords.GrantedToken.read(in));
                default -> throw new MalformedException("row of an unknown table");
            }
        }
    }
}
