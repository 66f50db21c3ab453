package parley.transfer;

import parley.client.api.CommandException;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * The files that have ended, in that order, of which only so many are kept: those of others push out none of one's own,
 * and those of one account not all of the others'.
 */
final class Ended {

    private static final String SPACE = "transfer.ended";

    /** Files kept that this account sent. */
    static final int MAX_OWN = 1_000;

    /** Files kept that one other account sent, and all others. */
    static final int MAX_OF_ONE = 1_000;

    static final int MAX_OTHERS = 5_000;

    /** The list of all, from before there were several; the values are ids. */
    private static final Bytes FORMER = Bytes.of((byte) 0);

    private static final Bytes OWN = Bytes.of((byte) 1);
    private static final Bytes OTHERS = Bytes.of((byte) 2);

    /** Where a list has its length; what is in it stands above. */
    private static final long LENGTH = 0;

    /** A row; {@code author} is also the id of that account's list. */
    private record Item(MessageId file, AccountKey author) {

        Bytes encode() {
            var out = new WireWriter();
            file.write(out);
            author.write(out);
            return out.toBytes();
        }

        static Item decode(Bytes bytes) throws CommandException {
            try {
                return WireReader.decode(bytes, in -> new Item(MessageId.read(in), AccountKey.read(in)));
            } catch (MalformedException e) {
                throw Ledger.damaged(e);
            }
        }
    }

    private final Transaction tx;

    Ended(Transaction tx) {
        this.tx = tx;
    }

    /** What the one list there was before had, the oldest first; it is empty from now on. */
    List<MessageId> takeFormer() {
        var files = new ArrayList<MessageId>();
        for (var row : tx.ascending(SPACE, FORMER, 0, Integer.MAX_VALUE)) {
            tx.remove(SPACE, FORMER, row.order());
            files.add(new MessageId(row.value()));
        }
        return files;
    }

    /**
     * Adds one that has just ended.
     *
     * @return those that are to be forgotten for it
     */
    List<MessageId> add(FileRecord file) throws CommandException {
        var all = file.own() ? OWN : OTHERS;
        var author = file.author().bytes();
        var item = new Item(file.id(), file.author()).encode();
        var newest = tx.descending(SPACE, all, Long.MAX_VALUE, 1);
        var order = newest.isEmpty() ? 1 : newest.getFirst().order() + 1;
        put(all, order, item);
        var over = new ArrayList<MessageId>();
        if (file.own()) {
            if (length(OWN) > MAX_OWN) over.add(removeOldest(OWN, OWN));
            return over;
        }
        put(author, order, item); // under the same order, so that either is found from the other
        if (length(author) > MAX_OF_ONE) over.add(removeOldest(author, OTHERS));
        if (length(OTHERS) > MAX_OTHERS) over.add(removeOldest(OTHERS, OTHERS));
        return over;
    }

    /** Removes the oldest of a list, from {@code all} too. */
    private MessageId removeOldest(Bytes list, Bytes all) throws CommandException {
        var row = tx.ascending(SPACE, list, LENGTH + 1, 1).getFirst();
        var item = Item.decode(row.value());
        remove(all, row.order());
        if (all.equals(OTHERS)) remove(item.author.bytes(), row.order());
        return item.file;
    }

    private void put(Bytes list, long order, Bytes item) throws CommandException {
        tx.put(SPACE, list, order, item);
        putLength(list, length(list) + 1);
    }

    private void remove(Bytes list, long order) throws CommandException {
        tx.remove(SPACE, list, order);
        putLength(list, length(list) - 1);
    }

    private int length(Bytes list) throws CommandException {
        var bytes = tx.get(SPACE, list, LENGTH);
        if (bytes.isEmpty()) return 0;
        try {
            return WireReader.decode(bytes.get(), in -> (int) in.u32());
        } catch (MalformedException e) {
            throw Ledger.damaged(e);
        }
    }

    private void putLength(Bytes list, int length) {
        tx.put(SPACE, list, LENGTH, new WireWriter().u32(length).toBytes());
    }
}
