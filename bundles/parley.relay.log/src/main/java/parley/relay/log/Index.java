package parley.relay.log;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Where the entries of one log are in the journal: 20 bytes each, in order of position. Guarded by its log.
 *
 * <p>During recovery copies come out of order and twice; {@link #settle} puts them right, the later of two staying.
 */
final class Index {

    private long[] positions = new long[0];
    private long[] locations = new long[0];
    private int[] sizes = new int[0];
    private int from;
    private int to;
    private long bytes;
    private boolean settled = true;

    int count() {
        return to - from;
    }

    /** The journal's bytes that the entries take. */
    long bytes() {
        return bytes;
    }

    long position(int i) {
        return positions[from + i];
    }

    long location(int i) {
        return locations[from + i];
    }

    int size(int i) {
        return sizes[from + i];
    }

    /** The greatest position; 0 if there is none. */
    long newest() {
        return from == to ? 0 : positions[to - 1];
    }

    /** Adds an entry, above all others unless this is recovery. */
    void add(long position, long location, int size) {
        if (to == positions.length) makeRoom();
        if (to > from && position <= positions[to - 1]) settled = false;
        positions[to] = position;
        locations[to] = location;
        sizes[to] = size;
        to++;
        bytes += size;
    }

    /** Says that the entry has been copied elsewhere. False if it is not here any more. */
    boolean move(long position, long location, int size) {
        var at = Arrays.binarySearch(positions, from, to, position);
        if (at < 0) return false;
        bytes += size - sizes[at];
        locations[at] = location;
        sizes[at] = size;
        return true;
    }

    /** The first one behind {@code position}; {@link #count()} if there is none. */
    int after(long position) {
        var at = Arrays.binarySearch(positions, from, to, position);
        return (at >= 0 ? at + 1 : -at - 1) - from;
    }

    /** Forgets the first {@code count}. */
    void drop(int count) {
        for (int i = 0; i < count; i++) bytes -= sizes[from + i];
        from += count;
        if (from == to) {
            from = 0;
            to = 0;
            if (positions.length > 64) resize(0);
        } else if (to - from < positions.length / 4 && positions.length > 16) {
            resize(2 * (to - from));
        }
    }

    /** Sorts by position and keeps the last of those that were added twice. */
    void settle() {
        if (settled) return;
        var order =
                IntStream.range(from, to)
                        .boxed()
                        .sorted(
                                Comparator.comparingLong((Integer i) -> positions[i])
                                        .thenComparing(Comparator.naturalOrder()))
                        .toList();
        var old = new long[][] {positions, locations};
        var oldSizes = sizes;
        positions = new long[order.size()];
        locations = new long[order.size()];
        sizes = new int[order.size()];
        from = 0;
        to = 0;
        bytes = 0;
        settled = true;
        for (int i = 0; i < order.size(); i++) {
            int at = order.get(i);
            if (i + 1 < order.size() && old[0][order.get(i + 1)] == old[0][at]) continue;
            add(old[0][at], old[1][at], oldSizes[at]);
        }
    }

    private void makeRoom() {
        if (from > positions.length / 2) resize(positions.length);
        else resize(Math.max(4, count() + (count() >> 1) + 1));
    }

    private void resize(int room) {
        var count = count();
        var newPositions = new long[room];
        var newLocations = new long[room];
        var newSizes = new int[room];
        System.arraycopy(positions, from, newPositions, 0, count);
        System.arraycopy(locations, from, newLocations, 0, count);
        System.arraycopy(sizes, from, newSizes, 0, count);
        positions = newPositions;
        locations = newLocations;
        sizes = newSizes;
        from = 0;
        to = count;
    }
}
