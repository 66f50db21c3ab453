package parley.relay.log;

import parley.protocol.AccountKey;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Entry.Kind;
import parley.protocol.relay.Frame;
import parley.protocol.relay.InboxItem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The payloads of records that hold entries. */
final class Entries {

    static final byte[] NONE = new byte[0];

    /** Bytes of an {@code APPENDED} payload before the body. */
    static final int APPENDED_HEAD = LogId.LENGTH + FollowerKey.LENGTH + 8 + 8 + 1;

    private Entries() {}

    // ---- OPENED ----

    record Opened(LogId log, FollowerKey creator) {}

    static byte[] opened(LogId log, FollowerKey creator) {
        var out = new WireWriter(LogId.LENGTH + FollowerKey.LENGTH);
        log.write(out);
        creator.write(out);
        return out.toArray();
    }

    static Opened opened(JournalRecord record) throws MalformedException {
        return WireReader.decode(record.payload(), in -> new Opened(LogId.read(in), FollowerKey.read(in)));
    }

    // ---- APPENDED: the hot path, written without an object in between ----

    static void appendedHead(Frame.Append append, byte[] into) {
        var out = ByteBuffer.wrap(into);
        out.put(append.log().bytes().shared())
                .put(append.follower().bytes().shared())
                .putLong(append.number())
                .putLong(append.base())
                .put((byte) (append.detached() ? 1 : 0));
    }

    static Entry entry(Frame.Append append, long position) {
        return new Entry(
                position,
                Kind.APPLICATION,
                append.follower(),
                append.number(),
                append.base(),
                append.detached(),
                append.body());
    }

    /** An entry and its log. */
    record Placed(LogId log, Entry entry) {}

    static Placed appended(JournalRecord record) throws MalformedException {
        return WireReader.decode(
                record.payload(),
                in -> {
                    var log = LogId.read(in);
                    return new Placed(
                            log,
                            new Entry(
                                    record.sequence(),
                                    Kind.APPLICATION,
                                    FollowerKey.read(in),
                                    in.size(),
                                    in.size(),
                                    in.bool(),
                                    Bytes.wrap(in.rest())));
                });
    }

    // ---- COMMITTED ----

    /** A Welcome on its way into an inbox, and the token it used. */
    record Sent(AccountKey to, Hash token, Bytes sealed) {

        static Sent read(WireReader in) throws MalformedException {
            return new Sent(AccountKey.read(in), Hash.read(in), in.opaqueBytes());
        }

        void write(WireWriter out) {
            to.write(out);
            token.write(out);
            out.opaque(sealed);
        }
    }

    /**
     * A commit as it is kept.
     *
     * @param body the encoding of {@link CommitBody}
     * @param anybodyAdds whether followers that are no admins may add others from now on; empty if it stays so
     */
    record Committed(
            LogId log, FollowerKey author, long base, Bytes body, List<Sent> welcomes, Optional<Boolean> anybodyAdds) {

        Entry entry(long position) {
            return new Entry(position, Kind.COMMIT, author, 0, base, false, body);
        }

        /**
         * The inbox entry of the welcome {@code index} of the commit at {@code position}: the place behind the ones
         * before.
         */
        Placed welcome(long position, int index) {
            var sent = welcomes.get(index);
            var item = new InboxItem.Welcomed(log, position, index, sent.sealed());
            return new Placed(LogId.inboxOf(sent.to()), inboxEntry(position + 1 + index, item.encode()));
        }
    }

    static Entry inboxEntry(long position, Bytes item) {
        return new Entry(position, Kind.INBOX, FollowerKey.NOBODY, 0, 0, false, item);
    }

    static byte[] committed(Committed commit) {
        var out = new WireWriter(512 + commit.body().length());
        out.u16(commit.welcomes().size());
        commit.log().write(out);
        commit.author().write(out);
        out.u64(commit.base()).opaque(commit.body()).vector(commit.welcomes(), (w, sent) -> sent.write(w));
        commit.anybodyAdds().ifPresent(out::bool);
        return out.toArray();
    }

    static Committed committed(JournalRecord record) throws MalformedException {
        return WireReader.decode(
                record.payload(),
                in -> {
                    var count = in.u16();
                    var commit =
                            new Committed(
                                    LogId.read(in),
                                    FollowerKey.read(in),
                                    in.size(),
                                    in.opaqueBytes(),
                                    in.vector(Sent::read),
                                    in.hasMore() ? Optional.of(in.bool()) : Optional.empty());
                    if (commit.welcomes().size() != count)
                        throw new MalformedException("another number of welcomes than stated");
                    return commit;
                });
    }

    // ---- LETTER, ENTRY_COPY ----

    static byte[] letter(LogId inbox, Bytes item) {
        var out = new WireWriter(LogId.LENGTH + item.length());
        inbox.write(out);
        return out.fixed(item).toArray();
    }

    static Placed letter(JournalRecord record) throws MalformedException {
        return WireReader.decode(
                record.payload(),
                in -> new Placed(LogId.read(in), inboxEntry(record.sequence(), Bytes.wrap(in.rest()))));
    }

    static byte[] copy(LogId log, Entry entry) {
        var out = new WireWriter(128 + entry.body().length());
        log.write(out);
        entry.write(out);
        return out.toArray();
    }

    static Placed copy(JournalRecord record) throws MalformedException {
        return WireReader.decode(record.payload(), in -> new Placed(LogId.read(in), Entry.read(in)));
    }

    // ---- LINKED, REQUESTED ----

    record Linked(LogId log, Optional<Hash> token) {}

    static byte[] linked(LogId log, Optional<Hash> token) {
        var out = new WireWriter(LogId.LENGTH + 1 + Hash.LENGTH);
        log.write(out);
        return out.optional(token, (w, hash) -> hash.write(w)).toArray();
    }

    static Linked linked(JournalRecord record) throws MalformedException {
        return WireReader.decode(record.payload(), in -> new Linked(LogId.read(in), in.optional(Hash::read)));
    }

    /** Who asked, besides what: members are to learn it from what is sealed. */
    record Requested(LogId log, AccountKey sender, Entry entry) {}

    static Entry requestEntry(long position, Bytes sealed) {
        return new Entry(position, Kind.REQUEST, FollowerKey.NOBODY, 0, 0, false, sealed);
    }

    static byte[] requested(LogId log, AccountKey sender, Bytes sealed) {
        var out = new WireWriter(LogId.LENGTH + AccountKey.LENGTH + sealed.length());
        log.write(out);
        sender.write(out);
        return out.fixed(sealed).toArray();
    }

    static Requested requested(JournalRecord record) throws MalformedException {
        return WireReader.decode(
                record.payload(),
                in ->
                        new Requested(
                                LogId.read(in),
                                AccountKey.read(in),
                                requestEntry(record.sequence(), Bytes.wrap(in.rest()))));
    }

    /** The bytes of the record that {@code request} stands in. */
    static int requestedSize(Entry request) {
        return JournalRecord.HEADER + LogId.LENGTH + AccountKey.LENGTH + request.body().length();
    }

    // ---- Others ----

    static byte[] number(long value) {
        return new WireWriter(8).u64(value).toArray();
    }

    static long number(JournalRecord record) throws MalformedException {
        return WireReader.decode(record.payload(), WireReader::size);
    }

    /** The first segment still needed. */
    static long compacted(JournalRecord record) throws MalformedException {
        return number(record);
    }

    /** How many sequences the record takes. */
    static int places(JournalRecord record) throws MalformedException {
        return record.type() == RecordType.COMMITTED ? 1 + new WireReader(record.payload()).u16() : 1;
    }

    /** All entries that a record holds. */
    static List<Placed> all(JournalRecord record) throws MalformedException {
        return switch (record.type()) {
            case APPENDED -> List.of(appended(record));
            case LETTER -> List.of(letter(record));
            case ENTRY_COPY -> List.of(copy(record));
            case REQUESTED -> {
                var request = requested(record);
                yield List.of(new Placed(request.log(), request.entry()));
            }
            case COMMITTED -> {
                var commit = committed(record);
                var placed = new ArrayList<Placed>(1 + commit.welcomes().size());
                placed.add(new Placed(commit.log(), commit.entry(record.sequence())));
                for (int i = 0; i < commit.welcomes().size(); i++) placed.add(commit.welcome(record.sequence(), i));
                yield placed;
            }
            default -> List.of();
        };
    }

    /** Those of its entries that stand at {@code positions}; parses a record once, however many it holds. */
    static List<Entry> at(JournalRecord record, long[] positions) throws MalformedException {
        var entries = new ArrayList<Entry>(positions.length);
        var commit = record.type() == RecordType.COMMITTED ? committed(record) : null;
        for (var position : positions) {
            entries.add(commit == null ? at(record, position) : at(commit, record, position));
        }
        return entries;
    }

    private static Entry at(Committed commit, JournalRecord record, long position) throws MalformedException {
        var place = position - record.sequence();
        if (place == 0) return commit.entry(position);
        if (place < 0 || place > commit.welcomes().size()) throw new MalformedException("no entry " + position);
        return commit.welcome(record.sequence(), (int) place - 1).entry();
    }

    /** The one of its entries that stands at {@code position} of its log. */
    static Entry at(JournalRecord record, long position) throws MalformedException {
        if (record.type() == RecordType.COMMITTED) return at(committed(record), record, position);
        for (var placed : all(record)) if (placed.entry().position() == position) return placed.entry();
        throw new MalformedException("no entry " + position);
    }
}
