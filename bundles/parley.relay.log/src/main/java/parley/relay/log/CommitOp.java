package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.relay.api.LogStore.Outcome;
import parley.relay.api.LogStore.Outcome.Refused;
import parley.relay.api.StoreException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A commit with its Welcomes: one record, so all or nothing. */
final class CommitOp extends LogOp {

    /** The most Welcomes of one commit: whoever reads one of them reads the record of all. */
    static final int MAX_WELCOMES = 512;

    /** At least what an inbox is charged for a Welcome beyond its sealed bytes. */
    private static final int WELCOME = 128;

    private final LogTable logs;
    private final Journal journal;
    private final Projection projection;
    private final Frame.Commit commit;
    private final Bytes body;
    private final Hash bodyHash;

    private @Nullable Log log;
    private long position;
    private long location;
    private int size;
    private List<Entries.Placed> welcomes = List.of();

    /** The inboxes of the Welcomes, and what each is to be charged. */
    private final Map<Log, Long> inboxes = new HashMap<>();

    /** Encodes and hashes on the caller's thread. */
    CommitOp(LogTable logs, Journal journal, Projection projection, Frame.Commit commit, Consumer<Outcome> done) {
        super(done);
        this.logs = logs;
        this.journal = journal;
        this.projection = projection;
        this.commit = commit;
        this.body = commit.body().encode();
        this.bodyHash = Hash.of(body);
    }

    @Override
    int cost() {
        var cost = 1024 + body.length();
        for (var welcome : commit.welcomes()) cost += WELCOME + welcome.sealed().length();
        return cost;
    }

    @Override
    Verdict decide() throws IOException {
        var found = logs.find(commit.log());
        if (logs.isOpening(commit.log()) || found != null && found.pending) return Verdict.NEXT_BATCH;
        if (found == null) return refuse(Problem.NOT_FOUND, "This relay has no such conversation.");
        synchronized (found) {
            if (!found.inbox() && found.has(commit.follower(), bodyHash)) return answer(THERE_ALREADY);
            var refused = judge(found);
            if (refused != null) return answer(refused);
        }
        return write(found);
    }

    /** What stands in the commit's way; null if nothing does. */
    private @Nullable Outcome judge(Log found) {
        var author = found.followers().find(commit.follower());
        var gone = found.departed(commit.follower());
        // Who was removed has lost the slot to what removed it, and reads so next.
        if (author < 0 && !found.inbox() && gone.until() > 0) return new Outcome.Lost(gone.until());
        if (author < 0 || found.inbox()) {
            return no(Problem.DENIED, "This device does not follow the conversation (any more).");
        }
        if (commit.base() != found.lastCommit()) return new Outcome.Lost(found.lastCommit());
        if (commit.welcomes().size() > MAX_WELCOMES) {
            return no(Problem.MALFORMED, "A commit invites at most " + MAX_WELCOMES + " at once: invite fewer.");
        }
        if (body.length() > Entry.MAX_BODY) return no(Problem.TOO_LARGE, "The commit is larger than an entry may be.");
        if (cost() > JournalRecord.MAX_PAYLOAD)
            return no(Problem.TOO_LARGE, "Commit and Welcomes are too large together.");
        var added = commit.body().added();
        var removed = commit.body().removed();
        if (!distinct(added, removed)) return no(Problem.MALFORMED, "The commit names a follower twice.");
        var own = List.of(commit.follower());
        var admin = found.followers().admin(author);
        var ofOthers =
                !(removed.isEmpty() || removed.equals(own))
                        || !added.isEmpty()
                                && !(removed.equals(own) && added.size() == 1 && isNew(found, added.getFirst()));
        if (ofOthers && !admin && !(found.anybodyAdds() && onlyAdds(found))) {
            return no(
                    Problem.DENIED,
                    found.anybodyAdds()
                            ? "Only an admin of the conversation does more here than add others."
                            : "Only an admin of the conversation adds or removes others.");
        }
        if (commit.anybodyAdds().isPresent() && !admin) {
            return no(Problem.DENIED, "Only an admin of the conversation says who may add others.");
        }
        if (commit.welcomes().size() > invited()) {
            return admin
                    ? no(Problem.MALFORMED, "The commit invites more devices than it adds: update the client.")
                    : no(Problem.DENIED, "Who is no admin of the conversation invites only whom they add.");
        }
        // Only those that are there make room by leaving, and those that stay need no more.
        var leaving = new HashSet<>(removed);
        leaving.removeIf(key -> found.followers().find(key) < 0);
        var coming =
                added.stream()
                        .filter(follower ->
                                found.followers().find(follower.key()) < 0 || leaving.contains(follower.key()))
                        .count();
        if (found.followers().count() + coming - leaving.size() > Followers.MAX) {
            return no(Problem.TOO_MUCH, "A conversation has at most " + Followers.MAX + " devices here.");
        }
        return logs.diskIsFull() ? no(Problem.NO_SPACE, Headroom.TEXT) : null;
    }

    /**
     * How many it adds besides its author's own: each may have a Welcome, else anybody could fill inboxes with what no
     * conversation stands behind. Keys that follow already count: a void commit leaves them behind, and its author
     * invites the same devices again.
     */
    private int invited() {
        var added = commit.body().added();
        var own =
                commit.body().removed().contains(commit.follower())
                        || added.stream().anyMatch(follower -> follower.key().equals(commit.follower()));
        return Math.max(0, added.size() - (own ? 1 : 0));
    }

    /**
     * Whether it does nothing but add followers that are none and were none, and no admins: whoever is away reads on up
     * to where its key was removed.
     */
    private boolean onlyAdds(Log found) {
        return commit.body().removed().isEmpty()
                && commit.body().added().stream()
                        .allMatch(follower -> isNew(found, follower) && !found.knows(follower.key()));
    }

    /**
     * Whether it may stand for its author's own key, or come besides: a key that follows already is somebody's, an
     * admin's perhaps.
     */
    private static boolean isNew(Log found, NewFollower follower) {
        return !follower.admin() && found.followers().find(follower.key()) < 0;
    }

    private Verdict write(Log found) throws IOException {
        Outcome refused;
        try {
            refused = judgeWelcomes();
        } catch (StoreException e) {
            return refuse(Problem.NO_SPACE, String.valueOf(e.getMessage()));
        }
        if (refused != null) return answer(refused);
        var sent = new ArrayList<Entries.Sent>(commit.welcomes().size());
        for (var welcome : commit.welcomes()) {
            sent.add(new Entries.Sent(welcome.to(), welcome.token().hash(), welcome.sealed()));
        }
        var adds = commit.anybodyAdds().filter(may -> may != found.anybodyAdds());
        var committed = new Entries.Committed(commit.log(), commit.follower(), commit.base(), body, sent, adds);
        var payload = Entries.committed(committed);
        location = journal.location();
        position = journal.add(RecordType.COMMITTED, 1 + sent.size(), payload, payload.length, Entries.NONE);
        size = size(JournalRecord.HEADER + payload.length, sent);
        for (var welcome : sent) projection.useToken(welcome.token());
        var placed = new ArrayList<Entries.Placed>(sent.size());
        for (int i = 0; i < sent.size(); i++) placed.add(committed.welcome(position, i));
        welcomes = placed;
        inboxes.forEach((inbox, bytes) -> inbox.promised += bytes);
        log = found;
        found.pending = true;
        return answer(new Outcome.Stored(position));
    }

    /** What the log is charged of the record: its Welcomes are charged to their inboxes. */
    static int size(int record, List<Entries.Sent> welcomes) {
        for (var welcome : welcomes) record -= welcome.sealed().length();
        return record;
    }

    /**
     * Each Welcome must have its inbox here with room for it, and a token for it with as many uses as the commit makes
     * of it.
     */
    private @Nullable Outcome judgeWelcomes() throws StoreException {
        inboxes.clear();
        var uses = new HashMap<Hash, Long>();
        for (var welcome : commit.welcomes()) {
            var inbox = logs.find(LogId.inboxOf(welcome.to()));
            if (inbox == null || !inbox.inbox()) {
                return no(
                        Problem.NOT_FOUND,
                        "A person invited has no inbox at this relay. Ask them for a new address, then invite them"
                                + " again.");
            }
            var token = welcome.token().hash();
            if (!projection.mayDeliver(token, welcome.to(), uses.merge(token, 1L, Long::sum))) {
                return no(
                        Problem.DENIED,
                        "A person invited has withdrawn their permission, or it has been used up. Ask them to connect"
                                + " again.");
            }
            long size = WELCOME + welcome.sealed().length();
            if (logs.overflows(inbox, inboxes.merge(inbox, size, Long::sum))) {
                return no(
                        Problem.TOO_MUCH,
                        "The inbox of a person invited is full. Invite them again when they have read it.");
            }
        }
        return null;
    }

    private static boolean distinct(List<NewFollower> added, List<FollowerKey> removed) {
        var keys = new HashSet<FollowerKey>();
        for (var follower : added) if (!keys.add(follower.key())) return false;
        return new HashSet<>(removed).size() == removed.size() && !keys.contains(FollowerKey.NOBODY);
    }

    private static Outcome no(Problem problem, String text) {
        return new Refused(problem, 0, text);
    }

    @Override
    void publish() {
        var stored = log;
        if (stored == null) return;
        synchronized (stored) {
            stored.committed(position, commit.base(), commit.follower(), bodyHash, commit.body());
            commit.anybodyAdds().ifPresent(stored::anybodyAdds);
            logs.stored(stored, entry(), location, size);
        }
        stored.pending = false;
        inboxes.forEach((inbox, bytes) -> inbox.promised -= bytes);
        for (var welcome : welcomes) {
            var inbox = logs.find(welcome.log());
            if (inbox == null) continue;
            synchronized (inbox) {
                logs.stored(inbox, welcome.entry(), location, JournalRecord.HEADER + welcome.entry().body().length());
            }
        }
    }

    private Entry entry() {
        return new Entry(position, Entry.Kind.COMMIT, commit.follower(), 0, commit.base(), false, body);
    }

    @Override
    void tell() {
        if (log != null) {
            logs.tell(commit.log(), entry());
            for (var welcome : welcomes) logs.tell(welcome.log(), welcome.entry());
        }
        super.tell();
    }

    @Override
    void fail(Problem problem, String text) {
        if (log != null) {
            log.pending = false;
            inboxes.forEach((inbox, bytes) -> inbox.promised -= bytes);
        }
        super.fail(problem, text);
    }
}
