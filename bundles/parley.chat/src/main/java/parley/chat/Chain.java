package parley.chat;

import parley.client.api.store.Transaction;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.wire.Bytes;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The hashes h(n) of one conversation's log, as one transaction sees them: what members claim is compared with them.
 */
final class Chain {

    private static final String SPACE = "chat.chain";

    /** How long they are kept: as long as a hub keeps entries. */
    static final long KEPT_MILLIS = 30L * 24 * 60 * 60 * 1000;

    private final Transaction tx;
    private final Bytes id;

    Chain(Transaction tx, ConversationId id) {
        this.tx = tx;
        this.id = id.bytes();
    }

    void put(long position, Hash hash, long nowMillis) {
        var value = ByteBuffer.allocate(Hash.LENGTH + 8).put(hash.bytes().view()).putLong(nowMillis);
        tx.put(SPACE, id, position, Bytes.wrap(value.array()));
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
