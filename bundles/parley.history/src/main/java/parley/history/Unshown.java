package parley.history;

import parley.client.api.Event;
import parley.client.api.Feed.Item;
import parley.protocol.wire.MalformedException;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.crypto.AEADBadTagException;

/** The table of events that no face has shown yet. Sequences are never used twice. Not thread-safe. */
final class Unshown {

    private static final String SPACE = "history.unshown";
    private static final byte[] PLACE = new byte[Seals.ID];

    private final Seals seals;
    private final PreparedStatement last;
    private final PreparedStatement insert;
    private final PreparedStatement after;
    private final PreparedStatement remove;
    private final PreparedStatement removeOne;

    /** The last that a face was given to show: it may have shown it and not said so yet. */
    private long given;

    Unshown(Seals seals, Database.Preparing database) throws SQLException {
        this.seals = seals;
        last = database.prepare("SELECT seq FROM sqlite_sequence WHERE name='unshown'");
        insert = database.prepare("INSERT INTO unshown(sequence, event) VALUES(?,?)");
        after = database.prepare("SELECT sequence, event FROM unshown WHERE sequence>? ORDER BY sequence LIMIT ?");
        remove = database.prepare("DELETE FROM unshown WHERE sequence<=?");
        removeOne = database.prepare("DELETE FROM unshown WHERE sequence=?");
    }

    /** Returns its sequence. */
    long add(Event.Durable event) throws SQLException {
        var sequence = last() + 1;
        insert.setLong(1, sequence);
        insert.setBytes(2, seals.seal(SPACE, PLACE, sequence, EventCodec.encode(event)));
        insert.executeUpdate();
        return sequence;
    }

    List<Item> after(long sequence, int limit) throws SQLException, AEADBadTagException, MalformedException {
        after.setLong(1, sequence);
        after.setInt(2, Math.max(0, limit));
        try (var result = after.executeQuery()) {
            var items = new ArrayList<Item>();
            while (result.next()) {
                var number = result.getLong(1);
                var plain = seals.open(SPACE, PLACE, number, Records.blob(result, 2));
                items.add(new Item(number, EventCodec.decode(plain)));
                given = Math.max(given, number);
            }
            return List.copyOf(items);
        }
    }

    void remove(long upTo) throws SQLException {
        remove.setLong(1, upTo);
        remove.executeUpdate();
    }

    /** Returns whether it was there and no face can have it already. */
    boolean removeOne(long sequence) throws SQLException {
        removeOne.setLong(1, sequence);
        return removeOne.executeUpdate() > 0 && sequence > given;
    }

    private long last() throws SQLException {
        try (var result = last.executeQuery()) {
            return result.next() ? result.getLong(1) : 0;
        }
    }
}
