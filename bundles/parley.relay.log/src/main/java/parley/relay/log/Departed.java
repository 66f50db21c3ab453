package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.FollowerKey;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Those who followed a log until a commit removed them: what each may still read, and the number of its last append.
 * Made with a log's first removal; about 200 bytes each.
 *
 * <p>Who may not have read the commit that removed it waits: for it entries are kept like for those who follow. The
 * others are kept so that an append or a Follow that comes again is known. A group's members replace their own keys all
 * the time: those never push out somebody who waits.
 *
 * <p>Guarded by its log.
 */
final class Departed {

    /** The most of a log that wait; the longest removed gives way. */
    static final int MAX_WAITING = 1024;

    /** The most of a log that do not wait; the longest removed gives way. */
    static final int MAX_SETTLED = 256;

    /**
     * One that is gone.
     *
     * @param joined the commit that added it
     * @param last its last append
     * @param until the commit that removed it; 0 if it is not known any more, then it reads nothing
     * @param reached how far it has read
     */
    record Gone(long joined, long last, long until, long reached) {

        static final Gone NEVER = new Gone(0, 0, 0, 0);

        boolean waits() {
            return reached < until;
        }

        Gone reached(long position) {
            return new Gone(joined, last, until, Math.max(reached, Math.min(position, until)));
        }
    }

    private final LinkedHashMap<FollowerKey, Gone> waiting = new LinkedHashMap<>();
    private final LinkedHashMap<FollowerKey, Gone> settled = new LinkedHashMap<>();

    int count() {
        return waiting.size() + settled.size();
    }

    @Nullable Gone find(FollowerKey key) {
        var found = waiting.get(key);
        return found != null ? found : settled.get(key);
    }

    /** The newest of them. */
    void add(FollowerKey key, Gone gone) {
        remove(key);
        if (gone.waits()) put(waiting, MAX_WAITING, key, gone);
        else put(settled, MAX_SETTLED, key, gone);
    }

    private static void put(LinkedHashMap<FollowerKey, Gone> into, int max, FollowerKey key, Gone gone) {
        into.putLast(key, gone);
        if (into.size() > max) into.pollFirstEntry();
    }

    /** It follows again, or its log is another. */
    void remove(FollowerKey key) {
        waiting.remove(key);
        settled.remove(key);
    }

    /** Whether that is news. */
    boolean reached(FollowerKey key, long position) {
        var gone = waiting.get(key);
        if (gone == null || position <= gone.reached()) return false;
        var now = gone.reached(position);
        if (now.waits()) waiting.put(key, now);
        else add(key, now);
        return true;
    }

    /** The position that all who wait have reached; the greatest there is if nobody waits. */
    long reachedByAll() {
        var least = Long.MAX_VALUE;
        for (var gone : waiting.values()) least = Math.min(least, gone.reached());
        return least;
    }

    /** Entries up to {@code tail} are deleted: who was removed by one of them waits for nothing any more. */
    void dropped(long tail) {
        for (Map.Entry<FollowerKey, Gone> eldest; (eldest = waiting.firstEntry()) != null; ) {
            if (eldest.getValue().until() > tail) return; // they were removed in the order of the log
            waiting.pollFirstEntry();
            put(settled, MAX_SETTLED, eldest.getKey(), eldest.getValue().reached(tail));
        }
    }

    /** All of them, in an order that {@link #add} makes the same again. */
    void forEach(BiConsumer<FollowerKey, Gone> action) {
        settled.forEach(action);
        waiting.forEach(action);
    }
}
