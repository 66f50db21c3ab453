package parley.desktop.chat.timeline;

import java.util.Arrays;

/**
 * The heights of many rows, and their sums: a Fenwick tree, so that neither a change nor a question takes longer than
 * the logarithm of their number.
 */
final class Heights {

    private int[] values = new int[64];
    private long[] tree = new long[65];
    private int size;

    int size() {
        return size;
    }

    int get(int row) {
        check(row);
        return values[row];
    }

    void add(int height) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            tree = Arrays.copyOf(tree, 2 * size + 1);
        }
        values[size++] = height;
        tree[size] = height + sum(size - 1) - sum(size - Integer.lowestOneBit(size));
    }

    void set(int row, int height) {
        check(row);
        int more = height - values[row];
        if (more == 0) return;
        values[row] = height;
        for (int node = row + 1; node <= size; node += Integer.lowestOneBit(node)) tree[node] += more;
    }

    /** Puts rows of {@code heights} before all others. */
    void prepend(int[] heights) {
        insert(0, heights);
    }

    /** Puts rows of {@code heights} before {@code row}. Takes as long as there are rows. */
    void insert(int row, int... heights) {
        var all = new int[heights.length + size];
        System.arraycopy(values, 0, all, 0, row);
        System.arraycopy(heights, 0, all, row, heights.length);
        System.arraycopy(values, row, all, row + heights.length, size - row);
        sumUp(all);
    }

    /** Takes {@code row} out. Takes as long as there are rows. */
    void remove(int row) {
        check(row);
        var all = new int[size - 1];
        System.arraycopy(values, 0, all, 0, row);
        System.arraycopy(values, row + 1, all, row, size - row - 1);
        sumUp(all);
    }

    /** Begins anew with {@code all}: each node hands what it has on to the next one above it. */
    private void sumUp(int[] all) {
        size = all.length;
        values = Arrays.copyOf(all, Math.max(64, size));
        tree = new long[values.length + 1];
        for (int node = 1; node <= size; node++) {
            tree[node] += values[node - 1];
            int above = node + Integer.lowestOneBit(node);
            if (above <= size) tree[above] += tree[node];
        }
    }

    void clear() {
        size = 0;
    }

    /** The height of the first {@code rows} rows together. */
    long sum(int rows) {
        long sum = 0;
        for (int node = rows; node > 0; node -= Integer.lowestOneBit(node)) sum += tree[node];
        return sum;
    }

    long total() {
        return sum(size);
    }

    /** The row that covers {@code y}; the last one for what lies below all, -1 if there are none. */
    int at(long y) {
        int row = 0;
        long left = y;
        for (int step = Integer.highestOneBit(Math.max(1, size)); step > 0; step /= 2) {
            if (row + step <= size && tree[row + step] <= left) {
                row += step;
                left -= tree[row];
            }
        }
        return Math.min(row, size - 1);
    }

    private void check(int row) {
        if (row < 0 || row >= size) throw new IndexOutOfBoundsException("row " + row + " of " + size);
    }
}
