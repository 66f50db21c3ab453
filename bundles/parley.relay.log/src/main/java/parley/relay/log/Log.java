package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Entry;
import parley.relay.api.LogStore.State;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One log as it stands on disk. Changed by the writer when a batch is durable, and by readers' hints; so what anybody
 * sees here survives a power cut.
 *
 * <p>Everything is guarded by the object itself, but {@link #pending} and {@link #promised}.
 */
final class Log {

    /** How many of the last commit slots an append may name. */
    static final int SLOTS = 8;

    /** A filled commit slot: by author and hash the same commit is recognised when it comes again. */
    record Slot(long position, FollowerKey author, Hash body) {

        /** The place before a log's first commit, which an append may name too. */
        static final Slot BEFORE_ALL = new Slot(0, FollowerKey.NOBODY, Hash.ZERO);
    }

    private final LogKey key;

    /**
     * Whether the batch being written changes more of it than numbers: what follows waits for the next batch. Writer
     * only.
     */
    boolean pending;

    /** What the batch being written adds to an inbox, in bytes. Writer only. */
    long promised;

    private boolean inbox;
    private boolean open;
    private boolean anybodyAdds;
    private Followers followers = new Followers();
    private final Index index = new Index();
    private final ArrayDeque<Slot> slots = new ArrayDeque<>(2);
    private @Nullable Departed departed;
    private @Nullable ArrayDeque<Entry> recent;
    private @Nullable Door door;
    private long head;
    private long tail;
    private long lastRemoval;

    Log(LogKey key) {
        this.key = key;
        slots.add(Slot.BEFORE_ALL);
    }

    LogKey key() {
        return key;
    }

    boolean inbox() {
        return inbox;
    }

    /** False while recovery has met entries of it, but not yet the snapshot that says what it is. */
    boolean open() {
        return open;
    }

    void open(boolean asInbox) {
        open = true;
        inbox = asInbox;
    }

    /** Whether followers that are no admins may add others. */
    boolean anybodyAdds() {
        return anybodyAdds;
    }

    void anybodyAdds(boolean may) {
        anybodyAdds = may;
    }

    Followers followers() {
        return followers;
    }

    Index index() {
        return index;
    }

    long head() {
        return head;
    }

    long tail() {
        return tail;
    }

    Iterable<Slot> slots() {
        return slots;
    }

    long lastRemoval() {
        return lastRemoval;
    }

    /** Null while nobody was removed. */
    @Nullable Departed departed() {
        return departed;
    }

    /** What is known of a key that once followed, {@link Departed.Gone#NEVER} if nothing is. */
    Departed.Gone departed(FollowerKey key) {
        var gone = departed == null ? null : departed.find(key);
        return gone == null ? Departed.Gone.NEVER : gone;
    }

    /** Whether the key follows, or is known to have followed. */
    boolean knows(FollowerKey key) {
        return followers.find(key) >= 0 || departed != null && departed.find(key) != null;
    }

    /** Null while it never had a link. */
    @Nullable Door door() {
        return door;
    }

    Optional<Hash> link() {
        return door == null ? Optional.empty() : door.link();
    }

    void link(Optional<Hash> token) {
        if (door == null) door = new Door(token, Map.of());
        else door.link(token);
    }

    long lastCommit() {
        return slots.getLast().position();
    }

    @Nullable State state(FollowerKey follower) {
        var at = followers.find(follower);
        if (at >= 0) return new State(head, tail, lastCommit(), followers.admin(at), followers.last(at), true);
        var gone = departed(follower);
        if (gone.until() == 0) return null;
        // Nothing behind the commit that removed it is for it, not even how much there is.
        return new State(gone.until(), Math.min(tail, gone.until()), gone.until(), false, gone.last(), false);
    }

    /**
     * Whether an append may name {@code base}: among the last commit slots, and not before the last that removed
     * anybody.
     */
    boolean fresh(long base) {
        if (base < lastRemoval) return false;
        for (var slot : slots) if (slot.position() == base) return true;
        return false;
    }

    /** Whether this very commit fills one of the last slots. */
    boolean has(FollowerKey author, Hash body) {
        for (var slot : slots) if (slot.author().equals(author) && slot.body().equals(body)) return true;
        return false;
    }

    void stored(long position, long location, int size) {
        index.add(position, location, size);
        head = Math.max(head, position);
    }

    /** Fills the commit slot and changes the followers as the commit says. */
    void committed(long position, long base, FollowerKey author, Hash bodyHash, CommitBody body) {
        fill(new Slot(position, author, bodyHash));
        if (!body.removed().isEmpty()) lastRemoval = position;
        if (door != null) door.open().clear();
        var replaced = body.removed().contains(author) ? followers.find(author) : -1;
        // A device that takes a new key, the first one added, has read what it has read: entries before are still for
        // it.
        var joined = replaced >= 0 ? followers.joined(replaced) : position;
        var read = replaced >= 0 ? followers.reached(replaced) : base;
        for (var key : body.removed()) {
            // Whoever takes its place waits in its place, too.
            var waits = replaced < 0 || body.added().isEmpty() || !key.equals(author);
            leave(key, position, waits);
        }
        for (var follower : body.added()) {
            var at = followers.find(follower.key());
            if (at >= 0) followers.admin(at, follower.admin());
            else followers.add(follower.key(), follower.admin(), joined, numberOf(follower.key()), read);
            if (departed != null) departed.remove(follower.key());
            joined = position;
            read = base;
        }
    }

    void fill(Slot slot) {
        slots.add(slot);
        if (slots.size() > SLOTS) slots.removeFirst();
    }

    /** The devices of an inbox are these from now on: one that is not among them reads nothing any more. */
    void devices(List<FollowerKey> keys, long position) {
        for (var follower : followers.list()) {
            if (!keys.contains(follower.key())) followers.remove(followers.find(follower.key()));
        }
        for (var key : keys) if (followers.find(key) < 0) followers.add(key, false, position, 0, position);
    }

    private void leave(FollowerKey key, long position, boolean waits) {
        var at = followers.find(key);
        if (at < 0) return;
        if (departed == null) departed = new Departed();
        var reached = waits ? followers.reached(at) : position;
        departed.add(key, new Departed.Gone(followers.joined(at), followers.last(at), position, reached));
        followers.remove(at);
    }

    /** The last append of a key that once followed; 0 if none is known. */
    long numberOf(FollowerKey key) {
        return departed(key).last();
    }

    // ---- Retention ----

    /** Deletes the entries up to {@code position}; the bytes that they took. */
    long dropThrough(long position) {
        var count = index.after(position);
        if (count == 0) return 0;
        var before = index.bytes();
        tail = index.position(count - 1);
        index.drop(count);
        if (departed != null) departed.dropped(tail);
        while (recent != null && !recent.isEmpty() && recent.getFirst().position() <= tail) recent.removeFirst();
        if (recent != null && recent.isEmpty()) recent = null;
        return before - index.bytes();
    }

    /** Deletes the oldest entries beyond {@code quota} bytes, but never the newest. */
    long dropBeyond(long quota) {
        if (index.bytes() <= quota) return 0;
        var excess = index.bytes() - quota;
        var count = 0;
        while (excess > 0 && count < index.count() - 1) excess -= index.size(count++);
        return count == 0 ? 0 : dropThrough(index.position(count - 1));
    }

    /** Deletes what all have for whom it is kept. */
    long dropReached() {
        return dropThrough(reachedByAll());
    }

    long settled() {
        return Math.max(tail, Math.min(head, reachedByAll()));
    }

    private long reachedByAll() {
        var least = followers.reachedByAll();
        return departed == null ? least : Math.min(least, departed.reachedByAll());
    }

    // ---- In memory ----

    void remember(Entry entry) {
        if (recent == null) recent = new ArrayDeque<>(4);
        recent.add(entry);
    }

    /** Forgets the oldest remembered entry, if it is the one at {@code position}. */
    void forget(long position) {
        if (recent == null || recent.isEmpty() || recent.getFirst().position() != position) return;
        recent.removeFirst();
        if (recent.isEmpty()) recent = null;
    }

    /** Remembered entries in order: the newest ones of the log, without gaps. */
    List<Entry> recent() {
        return recent == null ? List.of() : new ArrayList<>(recent);
    }

    // ---- Recovery ----

    /** Takes over a snapshot; entries stay. */
    void restore(Snapshot snapshot) {
        open(snapshot.inbox());
        anybodyAdds = snapshot.anybodyAdds();
        followers = new Followers();
        for (var member : snapshot.members()) {
            followers.add(member.key(), member.admin(), member.joined(), member.last(), member.reached());
        }
        slots.clear();
        slots.addAll(snapshot.slots());
        head = Math.max(head, snapshot.head());
        tail = Math.max(tail, snapshot.tail());
        departed = snapshot.departed().isEmpty() ? null : new Departed();
        if (departed != null) snapshot.departed().forEach(departed::add);
        lastRemoval = snapshot.lastRemoval();
        var known = snapshot.link().isPresent() || !snapshot.requests().isEmpty();
        door = known ? new Door(snapshot.link(), snapshot.requests()) : null;
    }

    /** Called when recovery has replayed everything. */
    void settle() {
        index.settle();
        head = Math.max(head, index.newest());
        var kept = tail;
        dropThrough(tail);
        tail = kept;
        if (departed != null) departed.dropped(tail);
    }
}
