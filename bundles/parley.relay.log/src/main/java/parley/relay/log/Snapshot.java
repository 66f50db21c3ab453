package parley.relay.log;

import parley.protocol.AccountKey;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A log without its entries, as compaction writes it down. */
record Snapshot(
        LogId log,
        boolean inbox,
        long head,
        long tail,
        long lastRemoval,
        List<Log.Slot> slots,
        List<Member> members,
        Map<FollowerKey, Departed.Gone> departed,
        Optional<Hash> link,
        Map<AccountKey, Hash> requests,
        boolean anybodyAdds) {

    /** A follower with all that the hub knows of it. */
    record Member(FollowerKey key, boolean admin, long joined, long last, long reached) {

        static Member read(WireReader in) throws MalformedException {
            return new Member(FollowerKey.read(in), in.bool(), in.size(), in.size(), in.size());
        }

        void write(WireWriter out) {
            key.write(out);
            out.bool(admin).u64(joined).u64(last).u64(reached);
        }
    }

    Snapshot {
        if (slots.isEmpty()) throw new IllegalArgumentException("log without a commit slot");
    }

    /** The caller holds the log, and no batch is being written. */
    static Snapshot of(Log log) {
        var slots = new ArrayList<Log.Slot>();
        log.slots().forEach(slots::add);
        var followers = log.followers();
        var members = new ArrayList<Member>(followers.count());
        for (int i = 0; i < followers.count(); i++) {
            members.add(
                    new Member(
                            followers.key(i),
                            followers.admin(i),
                            followers.joined(i),
                            followers.last(i),
                            followers.reached(i)));
        }
        var departed = new LinkedHashMap<FollowerKey, Departed.Gone>();
        if (log.departed() != null) log.departed().forEach(departed::put);
        var door = log.door();
        return new Snapshot(
                log.key().id(),
                log.inbox(),
                log.head(),
                log.tail(),
                log.lastRemoval(),
                slots,
                members,
                departed,
                log.link(),
                door == null ? Map.of() : new LinkedHashMap<>(door.open()),
                log.anybodyAdds());
    }

    byte[] encode() {
        var out = new WireWriter(128 + 64 * members.size());
        log.write(out);
        out.bool(inbox).u64(head).u64(tail).u64(lastRemoval);
        out.vector(
                slots,
                (w, slot) -> {
                    slot.author().write(w.u64(slot.position()));
                    slot.body().write(w);
                });
        out.vector(members, (w, member) -> member.write(w));
        out.vector(
                departed.entrySet(),
                (w, gone) -> {
                    gone.getKey().write(w);
                    w.u64(gone.getValue().last());
                });
        out.optional(link, (w, token) -> token.write(w));
        out.vector(
                requests.entrySet(),
                (w, request) -> {
                    request.getKey().write(w);
                    request.getValue().write(w);
                });
        out.vector( // of each above, in the same order
                departed.values(), (w, gone) -> w.u64(gone.joined()).u64(gone.until()).u64(gone.reached()));
        if (anybodyAdds) out.bool(true);
        return out.toArray();
    }

    static Snapshot decode(JournalRecord record) throws MalformedException {
        return WireReader.decode(
                record.payload(),
                in -> {
                    var log = LogId.read(in);
                    var inbox = in.bool();
                    var head = in.size();
                    var tail = in.size();
                    var removal = in.size();
                    var slots = in.vector(item -> new Log.Slot(item.size(), FollowerKey.read(item), Hash.read(item)));
                    var members = in.vector(Member::read);
                    var departed = new LinkedHashMap<FollowerKey, Departed.Gone>();
                    for (var inner = in.inner(); inner.hasMore(); )
                        departed.put(FollowerKey.read(inner), new Departed.Gone(0, inner.size(), 0, 0));
                    Optional<Hash> link = Optional.empty();
                    var requests = new LinkedHashMap<AccountKey, Hash>();
                    if (in.hasMore()) { // what was written before there were links ends here
                        link = in.optional(Hash::read);
                        for (var inner = in.inner(); inner.hasMore(); )
                            requests.put(AccountKey.read(inner), Hash.read(inner));
                    }
                    if (in.hasMore()) { // what was written when only their numbers were kept ends here
                        var inner = in.inner();
                        for (var gone : departed.entrySet())
                            gone.setValue(
                                    new Departed.Gone(
                                            inner.size(), gone.getValue().last(), inner.size(), inner.size()));
                        if (inner.hasMore()) throw new MalformedException("more that are gone than were named");
                    }
                    var adds = in.hasMore();
                    if (adds && !in.bool()) throw new MalformedException("that nobody else adds is said by nothing");
                    return new Snapshot(
                            log, inbox, head, tail, removal, slots, members, departed, link, requests, adds);
                });
    }
}
