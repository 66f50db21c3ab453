package parley.bench;

import parley.protocol.FollowerKey;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Entry;
import parley.protocol.wire.MalformedException;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Follows a group's log and notes its commits, and how long what is said is. Heard on its link's event loop. */
final class Watch implements Device.Ears {

    /**
     * A commit.
     *
     * @param bytes of its entry's body
     * @param added how many followers it adds
     * @param at when it came, by {@link System#nanoTime}
     */
    record Seen(long position, int bytes, int added, long at) {}

    final List<Seen> commits = new CopyOnWriteArrayList<>();
    final Set<FollowerKey> added = ConcurrentHashMap.newKeySet();
    volatile int said;

    @Override
    public void entry(Entry entry) {
        if (entry.kind() == Entry.Kind.APPLICATION) said = entry.body().length();
        if (entry.kind() != Entry.Kind.COMMIT) return;
        try {
            var body = CommitBody.decode(entry.body());
            body.added().forEach(follower -> added.add(follower.key()));
            commits.add(new Seen(entry.position(), entry.body().length(), body.added().size(), System.nanoTime()));
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void accepted(long number) {}
}
