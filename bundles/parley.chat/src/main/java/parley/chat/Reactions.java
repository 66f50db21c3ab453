package parley.chat;

import parley.chat.Amendments.By;
import parley.client.api.CommandException;
import parley.client.api.Message;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.MessageId;
import parley.protocol.content.BackupItem;
import parley.protocol.content.Content.Reaction;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * What people think of one message, as one transaction sees it: a row for each person and one that counts, so that a
 * reaction in a group of thousands reads and writes two.
 *
 * <p>What others think is as the log has it. What we think is shown at once and counts once it is read in the log:
 * which reactions find room is for its order to say, so that all members have the same.
 */
final class Reactions {

    private static final String REACTION = "chat.reaction";
    private static final String ROW_OF = "chat.reaction.row";

    /** The order of the row that counts; people's begin above it. */
    private static final long TALLY = 0;

    /**
     * An emoji of somebody's; one that is neither in the log nor shown is none.
     *
     * @param order when it came, among all of the message
     * @param told the number of the event that told of it; 0 for none
     * @param inLog whether it is so by what was read of the log
     * @param shown whether it is so here; for others' the same
     */
    private record Mark(String emoji, long order, long told, boolean inLog, boolean shown) {

        boolean is() {
            return inLog || shown;
        }
    }

    /**
     * @param takenBack the numbers of the events that told of what is no more, of which some may not be shown yet
     */
    private record Row(AccountKey author, Address from, boolean own, List<Mark> marks, List<Long> takenBack) {

        Bytes encode() {
            var out = new WireWriter();
            author.write(out);
            return out.text(from.toString())
                    .bool(own)
                    .vector(marks, (w, mark) -> w.text(mark.emoji).u64(mark.order).u64(mark.told))
                    .vector(marks, (w, mark) -> w.bool(mark.inLog).bool(mark.shown))
                    .vector(takenBack, WireWriter::u64)
                    .toBytes();
        }

        static Row decode(Bytes bytes) throws MalformedException {
            return WireReader.decode(
                    bytes,
                    in -> {
                        var author = AccountKey.read(in);
                        var from = Address.parse(in.text());
                        var own = in.bool();
                        var marks = in.vector(item -> new Mark(item.text(), item.size(), item.size(), true, true));
                        // Rows from before what waits was told from what is in the log end here.
                        if (!in.hasMore()) return new Row(author, from, own, marks, List.of());
                        var states = in.inner();
                        var stated = new ArrayList<Mark>();
                        for (var mark : marks) {
                            stated.add(new Mark(mark.emoji, mark.order, mark.told, states.bool(), states.bool()));
                        }
                        states.end();
                        return new Row(author, from, own, stated, in.vector(WireReader::size));
                    });
        }
    }

    /** How many rows and reactions there ever were, and how many people have each emoji now, by the log. */
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

    /** All that are shown, in the order in which they came. */
    List<Message.Reaction> all() throws CommandException {
        return shown((row, mark) -> new Message.Reaction(row.from, mark.emoji, row.own)).toList();
    }

    /** The first {@code limit} that are shown, in the order in which they came, as a backup has them. */
    List<BackupItem.Reaction> saved(int limit) throws CommandException {
        return shown((row, mark) -> new BackupItem.Reaction(row.author, row.from, mark.emoji)).limit(limit).toList();
    }

    private <T> Stream<T> shown(BiFunction<Row, Mark, T> as) throws CommandException {
        record Placed<R>(long order, R reaction) {}
        var all = new ArrayList<Placed<T>>();
        for (var row : rows()) {
            for (var mark : row.marks) if (mark.shown) all.add(new Placed<>(mark.order, as.apply(row, mark)));
        }
        return all.stream().sorted(Comparator.comparingLong(Placed::order)).map(Placed::reaction);
    }

    /** Whether somebody has this one, as it is shown. */
    boolean has(AccountKey author, String emoji) throws CommandException {
        return mark(author, emoji).shown;
    }

    /** Whether somebody has as many as one may, as it is shown. */
    boolean isFull(AccountKey author) throws CommandException {
        return marks(author).stream().filter(Mark::shown).count() >= Reaction.OF_ONE;
    }

    /** Whether there are as many different ones as there may be, by the log and by what somebody adds to it. */
    boolean isFull(AccountKey author, String emoji) throws CommandException {
        var different = new TreeSet<>(tally().people.keySet());
        if (different.contains(emoji)) return false;
        for (var mark : marks(author)) if (mark.shown) different.add(mark.emoji);
        return different.size() >= Reaction.DIFFERENT;
    }

    /** Whether the log has no room for one more of somebody's. */
    private boolean isFullInLog(AccountKey author, String emoji) throws CommandException {
        var people = tally().people;
        return marks(author).stream().filter(Mark::inLog).count() >= Reaction.OF_ONE
                || people.size() >= Reaction.DIFFERENT && !people.containsKey(emoji);
    }

    /** Somebody else has one more, of which the event {@code told} tells. */
    void add(By by, String emoji, long told) throws CommandException {
        put(by, new Mark(emoji, next(), told, true, true));
    }

    /**
     * Somebody else has one less.
     *
     * @return whether somebody may have seen the event that told of it: else it is gone
     */
    boolean remove(By by, String emoji) throws CommandException {
        var mark = mark(by.account(), emoji);
        put(by, new Mark(emoji, mark.order, 0, false, false));
        return mark.told == 0 || !tx.untell(mark.told);
    }

    /** We think so, or do no more: shown at once. */
    void say(By by, String emoji, boolean set) throws CommandException {
        var mark = mark(by.account(), emoji);
        put(by, new Mark(emoji, set ? next() : mark.order, 0, mark.inLog, set));
    }

    /**
     * What we said is read in the log, where it counts if there is room for it.
     *
     * @param last whether nothing more waits that we say of this emoji
     * @return whether it is shown otherwise now
     */
    boolean readBack(By by, String emoji, boolean set, boolean last) throws CommandException {
        var mark = mark(by.account(), emoji);
        var inLog = set && (mark.inLog || !isFullInLog(by.account(), emoji));
        var shown = last ? inLog : mark.shown;
        // In the order in which everybody has them.
        put(by, new Mark(emoji, inLog && !mark.inLog ? next() : mark.order, 0, inLog, shown));
        return shown != mark.shown;
    }

    /** The event {@code told} tells that somebody has one less. */
    void takenBack(By by, long told) throws CommandException {
        var row = row(by);
        var events = new ArrayList<>(row.takenBack);
        events.add(told);
        // What was shown of one since then is taken back by no event: more of them cannot be unshown.
        while (events.size() > Reaction.OF_ONE) events.removeFirst();
        put(new Row(row.author, row.from, row.own, row.marks, events));
    }

    /** Removes all; no event tells of them any more. */
    void clear() throws CommandException {
        for (var row : rows()) {
            for (var mark : row.marks) if (mark.told != 0) tx.untell(mark.told);
            row.takenBack.forEach(tx::untell);
            tx.remove(REACTION, message.bytes(), place(row.author));
            tx.remove(ROW_OF, key(row.author));
        }
        tx.remove(REACTION, message.bytes(), TALLY);
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

    private Mark mark(AccountKey author, String emoji) throws CommandException {
        return marks(author).stream()
                .filter(mark -> mark.emoji.equals(emoji))
                .findFirst()
                .orElse(new Mark(emoji, 0, 0, false, false));
    }

    private Row row(By by) throws CommandException {
        var place = place(by.account());
        if (place == 0) return new Row(by.account(), by.address(), by.own(), List.of(), List.of());
        return Book.decode(tx.get(REACTION, message.bytes(), place).orElseThrow(), Row::decode);
    }

    /** In place of what there was of the same emoji. */
    private void put(By by, Mark mark) throws CommandException {
        var row = row(by);
        var was = mark(by.account(), mark.emoji);
        if (was.inLog != mark.inLog) count(mark.emoji, mark.inLog ? 1 : -1);
        var marks = new ArrayList<>(row.marks);
        marks.removeIf(other -> other.emoji.equals(mark.emoji));
        if (mark.is()) marks.add(mark);
        put(new Row(row.author, row.from, row.own, marks, row.takenBack));
    }

    private void put(Row row) throws CommandException {
        var place = place(row.author);
        if (row.marks.isEmpty() && row.takenBack.isEmpty()) {
            if (place != 0) tx.remove(REACTION, message.bytes(), place);
            tx.remove(ROW_OF, key(row.author));
            return;
        }
        if (place == 0) {
            var tally = tally();
            place = ++tally.rows;
            put(tally);
            tx.put(ROW_OF, key(row.author), new WireWriter().u64(place).toBytes());
        }
        tx.put(REACTION, message.bytes(), place, row.encode());
    }

    private void count(String emoji, int change) throws CommandException {
        var tally = tally();
        var people = tally.people.getOrDefault(emoji, 0L) + change;
        if (people > 0) tally.people.put(emoji, people);
        else tally.people.remove(emoji);
        put(tally);
    }

    /** The order of what comes now. */
    private long next() throws CommandException {
        var tally = tally();
        tally.reactions++;
        put(tally);
        return tally.reactions;
    }

    private void put(Tally tally) {
        tx.put(REACTION, message.bytes(), TALLY, tally.encode());
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
