package parley.relay.log;

import java.util.Arrays;

/** Where the records of the directory are, noted during recovery. */
final class Trail {

    private long[] sequences = new long[64];
    private long[] locations = new long[64];
    private int[] sizes = new int[64];
    private int count;

    void add(JournalRecord record) {
        if (count == sequences.length) {
            sequences = Arrays.copyOf(sequences, 2 * count);
            locations = Arrays.copyOf(locations, 2 * count);
            sizes = Arrays.copyOf(sizes, 2 * count);
        }
        sequences[count] = record.sequence();
        locations[count] = Journal.location(record.segment(), record.offset());
        sizes[count] = record.size();
        count++;
    }

    int count() {
        return count;
    }

    long sequence(int i) {
        return sequences[i];
    }

    long location(int i) {
        return locations[i];
    }

    int size(int i) {
        return sizes[i];
    }
}
