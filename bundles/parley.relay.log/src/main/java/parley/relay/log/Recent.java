package parley.relay.log;

import parley.protocol.relay.Entry;

import java.util.ArrayDeque;

/**
 * The newest entries of all logs, as many as fit the memory given: what has just been said is read without the disk.
 * Only for the writer; the entries themselves stand in their logs.
 */
final class Recent {

    private static final int OVERHEAD = 256;

    private record Remembered(Log log, long position, int cost) {}

    private final long capacity;
    private final ArrayDeque<Remembered> queue = new ArrayDeque<>();
    private long used;

    Recent(long capacity) {
        this.capacity = capacity;
    }

    /** The caller holds {@code log}. */
    void add(Log log, Entry entry) {
        var cost = entry.body().length() + OVERHEAD;
        log.remember(entry);
        queue.add(new Remembered(log, entry.position(), cost));
        used += cost;
    }

    /** Forgets the oldest until the rest fits. The caller holds no log. */
    void trim() {
        while (used > capacity) {
            var oldest = queue.remove();
            used -= oldest.cost();
            synchronized (oldest.log()) {
                oldest.log().forget(oldest.position());
            }
        }
    }
}
