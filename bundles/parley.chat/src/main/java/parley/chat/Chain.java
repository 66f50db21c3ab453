package parley.chat;

import parley.client.api.store.Transaction;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.wire.Bytes;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The hashes h(n) of one conversation's log, as one transaction sees them: what members claim is compared with them. A
 * hub can serve as much as it likes, so there is a most that is kept.
 */
final class Chain {

    /** How long they are kept: as long as a hub keeps entries. */
    static final long KEPT_MILLIS = 30L * 24 * 60 * 60 * 1000;

    /** How many are kept. Who claims an older one claims a newer one with whatever they say next. */
    static final int MOST = 1 << 17;

    private static final String SPACE = "chat.chain";

    /** A hash and its time; behind them stands which of all it is, from 1, since there is a most. */
    private static final int NUMBER_AT = Hash.LENGTH + 8;

    private final Transaction tx;
    private final Bytes id;
    private final int most;

    /** Of the newest; below 0 until it was looked for. */
    private long number = -1;

    Chain(Transaction tx, ConversationId id) {
        this(tx, id, MOST);
    }

    Chain(Transaction tx, ConversationId id, int most) {
        this.tx = tx;
        this.id = id.bytes();
        this.most = most;
    }

    /** Adds one behind all others; those that are too many go. */
    void put(long position, Hash hash, long nowMillis) {
        if (number < 0) number = newest();
        number++;
        var value =
                ByteBuffer.allocate(NUMBER_AT + 8).put(hash.bytes().view()).putLong(nowMillis).putLong(number).array();
        tx.put(SPACE, id, position, Bytes.wrap(value));
        if (number <= most) return;
        for (var row : tx.ascending(SPACE, id, 0, 2)) { // two, for there may be some from before they had numbers
            if (numberOf(row) <= number - most) tx.remove(SPACE, id, row.order());
        }
    }

    private long newest() {
        var rows = tx.descending(SPACE, id, Long.MAX_VALUE, 1);
        return rows.isEmpty() ? 0 : numberOf(rows.getFirst());
    }

    private static long numberOf(Transaction.Row row) {
        return row.value().length() < NUMBER_AT + 8 ? 0 : row.value().view().getLong(NUMBER_AT);
    }

    Optional<Hash> at(long position) {
        return tx.get(SPACE, id, position).map(value -> new Hash(value.slice(0, Hash.LENGTH)));
    }

    /** The oldest position whose hash is kept: claims of earlier ones cannot be compared. */
    long oldest() {
        var rows = tx.ascending(SPACE, id, 0, 1);
        return rows.isEmpty() ? Long.MAX_VALUE : rows.getFirst().order();
    }

    /** Drops up to {@code limit} that are too old to be claimed. */
    void prune(long nowMillis, int limit) {
        for (var row : tx.ascending(SPACE, id, 0, limit)) {
            if (row.value().view().getLong(Hash.LENGTH) > nowMillis - KEPT_MILLIS) return;
            tx.remove(SPACE, id, row.order());
        }
    }

    void clear() {
        Book.clear(tx, SPACE, id);
    }
}
