package parley.relay.blobs;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which bytes are there: ranges that neither touch nor overlap. Not thread-safe. */
final class Ranges {

    private final NavigableMap<Long, Long> endOf = new TreeMap<>();
    private long total;

    /** How many ranges there are. */
    int count() {
        return endOf.size();
    }

    /** How many bytes they have. */
    long total() {
        return total;
    }

    /** Begin and end (exclusive) of each, in order. */
    Map<Long, Long> all() {
        return endOf;
    }

    void add(long from, long to) {
        var before = endOf.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            if (before.getValue() >= to) return;
            from = before.getKey();
        }
        for (var next = endOf.ceilingEntry(from);
                next != null && next.getKey() <= to;
                next = endOf.ceilingEntry(from)) {
            to = Math.max(to, next.getValue());
            total -= next.getValue() - next.getKey();
            endOf.remove(next.getKey());
        }
        endOf.put(from, to);
        total += to - from;
    }

    /** Whether all bytes from {@code from} up to {@code to} are there; no bytes always are. */
    boolean has(long from, long to) {
        if (from == to) return true;
        var range = endOf.floorEntry(from);
        return range != null && range.getValue() >= to;
    }

    /** Whether adding the range would leave more than {@code limit} ranges. */
    boolean wouldExceed(long from, long to, int limit) {
        return endOf.size() >= limit && !touches(from, to);
    }

    /** Whether any byte of the range, or one next to it, is there. */
    boolean touches(long from, long to) {
        var before = endOf.floorEntry(to);
        return before != null && before.getValue() >= from;
    }
}
