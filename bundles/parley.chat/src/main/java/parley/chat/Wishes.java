package parley.chat;

import parley.chat.Wish.Want;
import parley.client.api.CommandException;
import parley.client.api.store.Transaction;
import parley.protocol.ConversationId;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The wishes of one group, as one transaction sees them. */
final class Wishes {

    private static final String WISH = "chat.wish";

    /** The most duties that wait at once: what others ask for beyond that is dropped, and they may ask again. */
    static final int MAX_DUTIES = 512;

    private final Transaction tx;
    private final ConversationId id;

    Wishes(Transaction tx, ConversationId id) {
        this.tx = tx;
        this.id = id;
    }

    /** In the order in which they were made. */
    List<Wish> all() throws CommandException {
        var all = new ArrayList<Wish>();
        for (var row : tx.ascending(WISH, id.bytes(), 0, Integer.MAX_VALUE)) {
            all.add(Book.decode(row.value(), Wish::decode));
        }
        return all;
    }

    void add(long ticket, Want want) {
        add(ticket, false, want);
    }

    /** What any admin could do; once, however often it is heard of. */
    void addDuty(Want want, Predicate<Want> same) throws CommandException {
        var duties = all().stream().filter(Wish::duty).toList();
        if (duties.size() >= MAX_DUTIES || duties.stream().anyMatch(duty -> same.test(duty.want()))) return;
        add(0, true, want);
    }

    private void add(long ticket, boolean duty, Want want) {
        var last = tx.descending(WISH, id.bytes(), Long.MAX_VALUE, 1);
        var order = last.isEmpty() ? 1 : last.getFirst().order() + 1;
        tx.put(WISH, id.bytes(), order, new Wish(order, ticket, duty, want).encode());
    }

    void remove(Wish wish) {
        tx.remove(WISH, id.bytes(), wish.order());
    }

    /** A commit has told the hub of all followers. */
    void restated() throws CommandException {
        for (var wish : all()) if (wish.want() instanceof Wish.Restate) remove(wish);
    }

    void clear() {
        for (var row : tx.ascending(WISH, id.bytes(), 0, Integer.MAX_VALUE)) tx.remove(WISH, id.bytes(), row.order());
    }
}
