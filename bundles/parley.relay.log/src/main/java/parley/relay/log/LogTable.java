package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.Entry;
import parley.relay.api.LogStore.Listener;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** All logs of a relay, and what their operations share. */
final class LogTable {

    private final ConcurrentMap<LogKey, Log> logs = new ConcurrentHashMap<>();
    private final Set<LogKey> opening = new HashSet<>();
    private final Recent recent;
    private final long quota;
    private final Headroom headroom;
    private final AtomicLong liveBytes = new AtomicLong();
    private volatile @Nullable Listener listener;

    LogTable(long quota, long cacheBytes, Headroom headroom) {
        this.quota = quota;
        this.headroom = headroom;
        this.recent = new Recent(cacheBytes);
    }

    @Nullable Log find(LogId id) {
        return logs.get(LogKey.of(id));
    }

    Collection<Log> all() {
        return logs.values();
    }

    /** About the bytes of journal that living entries take. */
    long liveBytes() {
        return liveBytes.get();
    }

    /** About the bytes that the logs take without their entries. */
    long stateBytes() {
        return 300L * logs.size();
    }

    void listen(Listener newListener) {
        listener = newListener;
    }

    void tell(LogId id, Entry entry) {
        var hearing = listener;
        if (hearing != null) hearing.stored(id, entry);
    }

    // ---- For the writer ----

    /** Whether the batch being written opens this log. */
    boolean isOpening(LogId id) {
        return opening.contains(LogKey.of(id));
    }

    void opening(LogId id, boolean is) {
        if (is) opening.add(LogKey.of(id));
        else opening.remove(LogKey.of(id));
    }

    /**
     * Adds a log, in place of any before: only an inbox may find its id taken, by somebody who knew the account key.
     */
    void put(Log log) {
        var before = logs.put(log.key(), log);
        if (before != null) {
            synchronized (before) {
                liveBytes.addAndGet(-before.index().bytes());
            }
        }
    }

    /** Whether the disk has no room for more entries. */
    boolean diskIsFull() {
        return headroom.isReached();
    }

    /** Whether an inbox has no room for {@code size} more bytes of letters: half of it is left to Welcomes. */
    boolean crowded(Log inbox, long size) {
        synchronized (inbox) {
            return inbox.index().bytes() + inbox.promised + size > quota / 2;
        }
    }

    /** Whether {@code size} more bytes would make an inbox drop what nobody has read yet. */
    boolean overflows(Log inbox, long size) {
        synchronized (inbox) {
            return inbox.index().bytes() + inbox.promised + size > quota;
        }
    }

    /** Makes a durable entry visible. The caller holds {@code log}. */
    void stored(Log log, Entry entry, long location, int size) {
        log.stored(entry.position(), location, size);
        recent.add(log, entry);
        liveBytes.addAndGet(size - log.dropBeyond(quota));
    }

    /** Called when all of a batch is visible. */
    void trimMemory() {
        recent.trim();
    }

    void moved(Log log, long position, long location, int size) {
        synchronized (log) {
            var before = log.index().bytes();
            if (log.index().move(position, location, size)) liveBytes.addAndGet(log.index().bytes() - before);
        }
    }

    // ---- Retention ----

    /** Deletes in every log what stands before {@code position}. */
    void expire(long position) {
        for (var log : logs.values()) {
            synchronized (log) {
                liveBytes.addAndGet(-log.dropThrough(position - 1));
            }
        }
    }

    void reached(Log log, int follower, long position) {
        if (log.followers().reached(follower, Math.min(position, log.head()))) {
            liveBytes.addAndGet(-log.dropReached());
        }
    }

    /** The same of one that was removed. */
    void reached(Log log, FollowerKey removed, long position) {
        var departed = log.departed();
        if (departed != null && departed.reached(removed, position)) liveBytes.addAndGet(-log.dropReached());
    }

    // ---- Recovery ----

    /** The log, which recovery may meet by an entry before it meets what it is. */
    Log recovered(LogId id) {
        return logs.computeIfAbsent(LogKey.of(id), Log::new);
    }

    /** Called when recovery has replayed everything; a log of which only entries were found, or null. */
    @Nullable Log settle() {
        for (var log : logs.values()) {
            if (!log.open()) return log;
            log.settle();
            log.dropReached();
            log.dropBeyond(quota);
            liveBytes.addAndGet(log.index().bytes());
        }
        return null;
    }
}
