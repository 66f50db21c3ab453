package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.store.Transaction;
import parley.protocol.ConversationId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** What is known of our inbox, as one transaction sees it: how far it is read, and what is not to be taken again. */
final class InboxBook {

    private static final String LETTER = "chat.letter";
    private static final String LETTER_BY_TIME = "chat.letter.time";
    private static final String INBOX = "chat.inbox";
    private static final String LEFT = "chat.left";
    private static final Bytes ID = Bytes.of((byte) 1);
    private static final Bytes READ = Bytes.of((byte) 2);

    /** How long letters' ids are kept: as long as an inbox key opens letters, 30 days in use and 31 behind that. */
    static final long LETTER_KEPT_MILLIS = 61L * 24 * 60 * 60 * 1000;

    private final Transaction tx;

    InboxBook(Transaction tx) {
        this.tx = tx;
    }

    /** Whether a letter of this id is new; it is not from now on. Forgets those that nobody can open any more. */
    boolean firstSight(Bytes letter, long nowMillis) {
        for (var row : tx.ascending(LETTER_BY_TIME, ID, 0, 16)) {
            if (row.order() > nowMillis - LETTER_KEPT_MILLIS) break;
            tx.remove(LETTER, row.value());
            tx.remove(LETTER_BY_TIME, ID, row.order());
        }
        if (tx.get(LETTER, letter).isPresent()) return false;
        tx.put(LETTER, letter, Bytes.EMPTY);
        var order = nowMillis;
        while (tx.get(LETTER_BY_TIME, ID, order).isPresent()) order++;
        tx.put(LETTER_BY_TIME, ID, order, letter);
        return true;
    }

    long position() {
        return tx.get(INBOX, ID).map(value -> value.view().getLong()).orElse(0L);
    }

    /** It never goes back: a letter that was kept may be taken once more. */
    void putPosition(long position) {
        if (position <= position()) return;
        tx.put(INBOX, ID, Bytes.wrap(ByteBuffer.allocate(8).putLong(position).array()));
    }

    /** The person leaves a group: no Welcome that has come already puts them back. */
    void leave(ConversationId id) {
        tx.put(LEFT, id.bytes(), new WireWriter().u64(position()).toBytes());
    }

    /** Whether a Welcome at a position of the inbox had come before the person left the group. */
    boolean hasLeftSince(ConversationId id, long position) throws CommandException {
        var left = tx.get(LEFT, id.bytes());
        return left.isPresent()
                && position <= Book.decode(left.get(), bytes -> WireReader.decode(bytes, WireReader::size));
    }

    /** When all of the inbox was last known to be read. */
    Optional<Instant> read() {
        return tx.get(INBOX, READ).map(value -> Instant.ofEpochMilli(value.view().getLong()));
    }

    void putRead(Instant at) {
        tx.put(INBOX, READ, Bytes.wrap(ByteBuffer.allocate(8).putLong(at.toEpochMilli()).array()));
    }
}
