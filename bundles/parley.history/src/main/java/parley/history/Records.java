package parley.history;

import parley.client.api.store.Transaction.Row;
import parley.protocol.wire.Bytes;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.crypto.AEADBadTagException;

/** The table of records. Not thread-safe. */
final class Records {

    private final Seals seals;
    private final PreparedStatement get;
    private final PreparedStatement put;
    private final PreparedStatement remove;
    private final PreparedStatement ascending;
    private final PreparedStatement descending;
    private final PreparedStatement all;

    Records(Seals seals, Database.Preparing database) throws SQLException {
        this.seals = seals;
        get = database.prepare("SELECT value FROM record WHERE space=? AND id=? AND ord=?");
        put =
                database.prepare(
                        "INSERT INTO record(space, id, ord, value) VALUES(?,?,?,?)"
                                + " ON CONFLICT(space, id, ord) DO UPDATE SET value=excluded.value");
        remove = database.prepare("DELETE FROM record WHERE space=? AND id=? AND ord=?");
        ascending =
                database.prepare(
                        "SELECT ord, value FROM record WHERE space=? AND id=? AND ord>=? ORDER BY ord LIMIT ?");
        descending =
                database.prepare(
                        "SELECT ord, value FROM record WHERE space=? AND id=? AND ord<=? ORDER BY ord DESC LIMIT ?");
        all = database.prepare("SELECT id, ord, value FROM record WHERE space=?");
    }

    Optional<Bytes> get(String space, Bytes id, long order) throws SQLException, AEADBadTagException {
        var hidden = place(get, space, id);
        get.setLong(3, order);
        try (var result = get.executeQuery()) {
            if (!result.next()) return Optional.empty();
            return Optional.of(seals.open(space, hidden, order, blob(result, 1)));
        }
    }

    void put(String space, Bytes id, long order, Bytes value) throws SQLException {
        var hidden = place(put, space, id);
        put.setLong(3, order);
        put.setBytes(4, seals.seal(space, hidden, order, value));
        put.executeUpdate();
    }

    void remove(String space, Bytes id, long order) throws SQLException {
        place(remove, space, id);
        remove.setLong(3, order);
        remove.executeUpdate();
    }

    List<Row> ascending(String space, Bytes id, long from, int limit) throws SQLException, AEADBadTagException {
        return rows(ascending, space, id, from, limit);
    }

    List<Row> descending(String space, Bytes id, long from, int limit) throws SQLException, AEADBadTagException {
        return rows(descending, space, id, from, limit);
    }

    List<Bytes> all(String space) throws SQLException, AEADBadTagException {
        all.setString(1, space);
        try (var result = all.executeQuery()) {
            var values = new ArrayList<Bytes>();
            while (result.next()) values.add(seals.open(space, blob(result, 1), result.getLong(2), blob(result, 3)));
            return List.copyOf(values);
        }
    }

    private List<Row> rows(PreparedStatement statement, String space, Bytes id, long from, int limit)
            throws SQLException, AEADBadTagException {
        var hidden = place(statement, space, id);
        statement.setLong(3, from);
        statement.setInt(4, Math.max(0, limit)); // SQLite takes a negative limit for none
        try (var result = statement.executeQuery()) {
            var rows = new ArrayList<Row>();
            while (result.next()) {
                var order = result.getLong(1);
                rows.add(new Row(order, seals.open(space, hidden, order, blob(result, 2))));
            }
            return List.copyOf(rows);
        }
    }

    private byte[] place(PreparedStatement statement, String space, Bytes id) throws SQLException {
        var hidden = seals.hide(space, id);
        statement.setString(1, space);
        statement.setBytes(2, hidden);
        return hidden;
    }

    /** A value that somebody turned into NULL or text reads as an empty one, which does not open. */
    static byte[] blob(ResultSet result, int column) throws SQLException {
        var bytes = result.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }
}
