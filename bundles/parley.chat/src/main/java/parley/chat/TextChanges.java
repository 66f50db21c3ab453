package parley.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.chat.Texts;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Notes which messages' texts changed, in the transaction that changes them: a ring of records, so that nobody need
 * read them for it to stay small. It holds no text.
 */
@Component
public final class TextChanges implements Texts {

    private static final String CHANGE = "chat.text.change";
    private static final String LAST = "chat.text.last";

    /** How many changes are known. */
    static final int KNOWN = 10_000;

    private final Store store;

    @Activate
    public TextChanges(@Reference Store store) {
        this.store = store;
    }

    static void note(Transaction tx, MessageId message) throws CommandException {
        var number = last(tx) + 1;
        var out = new WireWriter().u64(number);
        message.write(out);
        tx.put(CHANGE, Bytes.EMPTY, number % KNOWN, out.toBytes());
        put(tx, number);
    }

    /** Notes a change that is too large to be told one by one. */
    static void noteMany(Transaction tx) throws CommandException {
        put(tx, last(tx) + KNOWN + 1);
    }

    private static void put(Transaction tx, long last) {
        tx.put(LAST, Bytes.EMPTY, new WireWriter().u64(last).toBytes());
    }

    private static long last(Transaction tx) throws CommandException {
        var stored = tx.get(LAST, Bytes.EMPTY);
        return stored.isEmpty() ? 0 : Book.decode(stored.get(), bytes -> WireReader.decode(bytes, WireReader::size));
    }

    @Override
    public long last() throws CommandException {
        return store.transact(TextChanges::last);
    }

    @Override
    public Optional<List<Change>> since(long after, int limit) throws CommandException {
        return store.transact(tx -> {
            var last = last(tx);
            if (after > last) return Optional.<List<Change>>empty();
            var upTo = Math.min(last, after + limit);
            var changes = new ArrayList<Change>();
            for (var number = after + 1; number <= upTo; number++) {
                var stored = tx.get(CHANGE, Bytes.EMPTY, number % KNOWN);
                if (stored.isEmpty()) return Optional.<List<Change>>empty();
                var change = Book.decode(stored.get(), TextChanges::read);
                if (change.number() != number) return Optional.<List<Change>>empty();
                changes.add(change);
            }
            return Optional.<List<Change>>of(changes);
        });
    }

    private static Change read(Bytes bytes) throws MalformedException {
        return WireReader.decode(bytes, in -> new Change(in.size(), MessageId.read(in)));
    }
}
