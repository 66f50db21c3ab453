package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.Happening;
import parley.client.api.Happening.Kind;
import parley.client.api.Happening.Person;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was done with conversations, as one transaction sees it; in one count with their messages. */
final class GroupLog {

    private static final String SPACE = "chat.happened";

    /** The most that are kept of a conversation: each costs whoever does it a commit that all read. */
    static final int KEPT = 10_000;

    /** Lines read at once where somebody is looked for. */
    private static final int AT_ONCE = 256;

    /** Whom a record names, with the address that they claimed then. */
    record Who(AccountKey account, Address claimed) {

        static Who of(parley.client.api.crypto.Groups.Member member) {
            return new Who(member.account(), member.data().address());
        }

        private void write(WireWriter out) {
            account.write(out);
            out.text(claimed.toString());
        }

        private static Who read(WireReader in) throws MalformedException {
            return new Who(AccountKey.read(in), Address.parse(in.text()));
        }
    }

    /**
     * What happened.
     *
     * @param by who did it
     * @param who whom it concerns
     */
    record Deed(Kind kind, Optional<Who> by, Optional<Who> who, String text, long number) {

        static Deed by(Who by, Kind kind) {
            return new Deed(kind, Optional.of(by), Optional.empty(), "", 0);
        }

        static Deed to(Who by, Kind kind, Who who) {
            return new Deed(kind, Optional.of(by), Optional.of(who), "", 0);
        }

        static Deed of(Kind kind, Who who) {
            return new Deed(kind, Optional.empty(), Optional.of(who), "", 0);
        }

        Deed with(String other) {
            return new Deed(kind, by, who, other, number);
        }

        Deed with(long other) {
            return new Deed(kind, by, who, text, other);
        }
    }

    /**
     * A deed as it is stored.
     *
     * @param sequence counts the deeds of a conversation without a gap
     */
    record Row(long sequence, long position, Instant at, Deed deed) {

        Bytes encode() {
            var out = new WireWriter().u8(1).u8(deed.kind.code()).u64(sequence).u64(position).u64(at.toEpochMilli());
            out.optional(deed.by, (w, by) -> by.write(w)).optional(deed.who, (w, who) -> who.write(w));
            return out.text(deed.text).u64(deed.number).toBytes();
        }

        static Row decode(Bytes bytes) throws MalformedException {
            return WireReader.decode(
                    bytes,
                    in -> {
                        if (in.u8() != 1) throw new MalformedException("deed of an unknown version");
                        var code = in.u8();
                        var kind = Kind.of(code).orElseThrow(() -> new MalformedException("deed of kind " + code));
                        var sequence = in.size();
                        var position = in.size();
                        var at = Instant.ofEpochMilli(in.size());
                        var by = in.optional(Who::read);
                        var who = in.optional(Who::read);
                        return new Row(sequence, position, at, new Deed(kind, by, who, in.text(), in.size()));
                    });
        }
    }

    private final Book book;
    private final Transaction tx;

    GroupLog(Book book) {
        this.book = book;
        this.tx = book.tx();
    }

    /** Writes it down behind what was said, and tells of it unless {@link Event.MemberChanged} does. */
    void add(ConversationState state, AccountKey own, long position, Instant now, Deed deed) throws CommandException {
        var id = state.id.bytes();
        var last = tx.descending(SPACE, id, Long.MAX_VALUE, 1);
        var sequence = last.isEmpty() ? 1 : Book.decode(last.getFirst().value(), Row::decode).sequence() + 1;
        state.lastOrder++;
        var row = new Row(sequence, position, now, deed);
        tx.put(SPACE, id, state.lastOrder, row.encode());
        if (!deed.kind.isOfMembers()) tx.tell(new Event.GroupChanged(shown(state.id, own, state.lastOrder, row)));
        var first = tx.ascending(SPACE, id, 0, 1).getFirst();
        if (Book.decode(first.value(), Row::decode).sequence() <= sequence - KEPT) tx.remove(SPACE, id, first.order());
    }

    /** The newest {@code limit} before {@code beforeOrder}, oldest first. */
    List<Happening> page(ConversationId id, AccountKey own, long beforeOrder, int limit) throws CommandException {
        var page = new ArrayList<Happening>();
        for (var row : tx.descending(SPACE, id.bytes(), beforeOrder - 1, limit)) {
            page.add(shown(id, own, row.order(), Book.decode(row.value(), Row::decode)));
        }
        return page.reversed();
    }

    /** When this device made the group, by its clock then; empty if others did, or it is too long ago to be known. */
    Optional<Instant> made(ConversationId id) throws CommandException {
        var first = tx.ascending(SPACE, id.bytes(), 0, 1);
        if (first.isEmpty()) return Optional.empty();
        var row = Book.decode(first.getFirst().value(), Row::decode);
        return row.deed.kind == Kind.CREATED ? Optional.of(row.at) : Optional.empty();
    }

    /** The order of the last; 0 if there is none. */
    static long last(Transaction tx, ConversationId id) {
        var last = tx.descending(SPACE, id.bytes(), Long.MAX_VALUE, 1);
        return last.isEmpty() ? 0 : last.getFirst().order();
    }

    /** The addresses that accounts claimed when they were last spoken of, of those that were. Reads each line once. */
    Map<AccountKey, Address> claimed(ConversationId id, Set<AccountKey> accounts) throws CommandException {
        var claimed = new HashMap<AccountKey, Address>();
        var last = Long.MAX_VALUE;
        while (claimed.size() < accounts.size()) {
            var rows = tx.descending(SPACE, id.bytes(), last, AT_ONCE);
            for (var row : rows) {
                var who = Book.decode(row.value(), Row::decode).deed().who();
                if (who.filter(one -> accounts.contains(one.account())).isPresent())
                    claimed.putIfAbsent(who.get().account(), who.get().claimed());
            }
            if (rows.size() < AT_ONCE) break;
            last = rows.getLast().order() - 1;
        }
        return claimed;
    }

    void clear(ConversationId id) {
        Book.clear(tx, SPACE, id.bytes());
    }

    private Happening shown(ConversationId id, AccountKey own, long order, Row row) throws CommandException {
        var deed = row.deed;
        return new Happening(
                id,
                order,
                row.position,
                row.at,
                deed.kind,
                person(id, own, deed.by),
                person(id, own, deed.who),
                deed.text,
                deed.number);
    }

    private Optional<Person> person(ConversationId id, AccountKey own, Optional<Who> who) throws CommandException {
        if (who.isEmpty()) return Optional.empty();
        var account = who.get().account();
        return Optional.of(new Person(account, book.names().of(id, account, who.get().claimed()), account.equals(own)));
    }
}
