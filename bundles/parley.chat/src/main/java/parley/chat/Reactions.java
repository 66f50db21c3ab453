package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.Message;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.MessageId;
import parley.protocol.content.Content.Reaction;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * What people think of one message, as one transaction sees it: a row for each person and one that counts, so that a
 * reaction in a group of thousands reads and writes two.
 */
final class Reactions {

    private static final String REACTION = "chat.reaction";
    private static final String ROW_OF = "chat.reaction.row";

    /** The order of the row that counts; people's begin above it. */
    private static final long TALLY = 0;

    /**
     * An emoji of somebody's.
     *
     * @param order when it came, among all of the message
     * @param told the number of the event that told of it; 0 for an own one
     */
    private record Mark(String emoji, long order, long told) {}

    private record Row(AccountKey author, Address from, boolean own, List<Mark> marks) {

        Bytes encode() {
            var out = new WireWriter();
            author.write(out);
            return out.text(from.toString())
                    .bool(own)
                    .vector(marks, (w, mark) -> w.text(mark.emoji).u64(mark.order).u64(mark.told))
                    .toBytes();
        }

        static Row decode(Bytes bytes) throws MalformedException {
            return WireReader.decode(
                    bytes,
                    in ->
                            new Row(
                                    AccountKey.read(in),
                                    Address.parse(in.text()),
                                    in.bool(),
                                    in.vector(item -> new Mark(item.text(), item.size(), item.size()))));
        }
    }

    /** How many rows and reactions there ever were, and how many people have each emoji now. */
    private static final class Tally {
        long rows;
        long reactions;
        final TreeMap<String, Long> people = new TreeMap<>();

        Bytes encode() {
            return new WireWriter()
                    .u64(rows)
                    .u64(reactions)
                    .vector(people.entrySet(), (w, of) -> w.text(of.getKey()).u64(of.getValue()))
                    .toBytes();
        }

        static Tally decode(Bytes bytes) throws MalformedException {
            return WireReader.decode(
                    bytes,
                    in -> {
                        var tally = new Tally();
                        tally.rows = in.size();
                        tally.reactions = in.size();
                        for (var of = in.inner(); of.hasMore(); ) tally.people.put(of.text(), of.size());
                        return tally;
                    });
        }
    }

    private final Transaction tx;
    private final MessageId message;

    Reactions(Transaction tx, MessageId message) {
        this.tx = tx;
        this.message = message;
    }

    /** All, in the order in which they came. */
    List<Message.Reaction> all() throws CommandException {
        record Placed(long order, Message.Reaction reaction) {}
        var all = new ArrayList<Placed>();
        for (var row : rows()) {
            for (var mark : row.marks) {
                all.add(new Placed(mark.order, new Message.Reaction(row.from, mark.emoji, row.own)));
            }
        }
        all.sort(Comparator.comparingLong(Placed::order));
        return all.stream().map(Placed::reaction).toList();
    }

    boolean has(AccountKey author, String emoji) throws CommandException {
        return marks(author).stream().anyMatch(mark -> mark.emoji.equals(emoji));
    }

    /** Whether somebody has as many as one may. */
    boolean isFull(AccountKey author) throws CommandException {
        return marks(author).size() >= Reaction.OF_ONE;
    }

    /** Whether there are as many different ones as there may be, and this is another. */
    boolean isFull(String emoji) throws CommandException {
        var people = tally().people;
        return people.size() >= Reaction.DIFFERENT && !people.containsKey(emoji);
    }

    /**
     * Adds one that is not there.
     *
     * @param told the number of the event that tells of it; 0 for an own one
     */
    void add(AccountKey author, Address from, boolean own, String emoji, long told) throws CommandException {
        var tally = tally();
        var marks = new ArrayList<>(marks(author));
        marks.add(new Mark(emoji, ++tally.reactions, told));
        var place = place(author);
        if (place == 0) {
            place = ++tally.rows;
            tx.put(ROW_OF, key(author), new WireWriter().u64(place).toBytes());
        }
        tx.put(REACTION, message.bytes(), place, new Row(author, from, own, marks).encode());
        tally.people.merge(emoji, 1L, Long::sum);
        tx.put(REACTION, message.bytes(), TALLY, tally.encode());
    }

    /** Removes one that is there; no event tells of it any more. */
    void remove(AccountKey author, String emoji) throws CommandException {
        var place = place(author);
        var row = Book.decode(tx.get(REACTION, message.bytes(), place).orElseThrow(), Row::decode);
        var left = new ArrayList<Mark>();
        for (var mark : row.marks) {
            if (mark.emoji.equals(emoji)) untell(mark);
            else left.add(mark);
        }
        if (left.isEmpty()) {
            tx.remove(REACTION, message.bytes(), place);
            tx.remove(ROW_OF, key(author));
        } else {
            tx.put(REACTION, message.bytes(), place, new Row(author, row.from, row.own, left).encode());
        }
        var tally = tally();
        tally.people.computeIfPresent(emoji, (_, people) -> people > 1 ? people - 1 : null);
        tx.put(REACTION, message.bytes(), TALLY, tally.encode());
    }

    /** Removes all; no event tells of them any more. */
    void clear() throws CommandException {
        for (var row : rows()) {
            row.marks.forEach(this::untell);
            tx.remove(REACTION, message.bytes(), place(row.author));
            tx.remove(ROW_OF, key(row.author));
        }
        tx.remove(REACTION, message.bytes(), TALLY);
    }

    private void untell(Mark mark) {
        if (mark.told != 0) tx.untell(mark.told);
    }

    private List<Row> rows() throws CommandException {
        var rows = new ArrayList<Row>();
        for (var row : tx.ascending(REACTION, message.bytes(), TALLY + 1, Integer.MAX_VALUE)) {
            rows.add(Book.decode(row.value(), Row::decode));
        }
        return rows;
    }

    private List<Mark> marks(AccountKey author) throws CommandException {
        var place = place(author);
        if (place == 0) return List.of();
        return Book.decode(tx.get(REACTION, message.bytes(), place).orElseThrow(), Row::decode).marks;
    }

    private Tally tally() throws CommandException {
        var stored = tx.get(REACTION, message.bytes(), TALLY);
        return stored.isEmpty() ? new Tally() : Book.decode(stored.get(), Tally::decode);
    }

    /** The order of somebody's row; 0 if they have none. */
    private long place(AccountKey author) {
        return tx.get(ROW_OF, key(author)).map(value -> value.view().getLong()).orElse(0L);
    }

    private Bytes key(AccountKey author) {
        return new WireWriter(48).fixed(message.bytes()).fixed(author.bytes()).toBytes();
    }
}
