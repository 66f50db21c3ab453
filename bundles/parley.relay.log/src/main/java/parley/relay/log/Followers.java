package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.FollowerKey;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.wire.Bytes;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The followers of one log in plain arrays: 73 bytes each, for a relay keeps very many. Up to {@link #SCAN} are
 * searched one by one, more through a table.
 *
 * <p>Guarded by its log.
 */
final class Followers {

    /** The most followers of a log. */
    static final int MAX = 10_000;

    private static final int SCAN = 8;

    /** Keys are chosen by strangers: without it they could choose ones that all fall into one place. */
    private static final long SEED = new SecureRandom().nextLong() | 1;

    private long[] keys = new long[0];
    private long[] joined = new long[0];
    private long[] last = new long[0];
    private long[] tentative = new long[0];
    private long[] reached = new long[0];
    private boolean[] admin = new boolean[0];
    private int count;

    /** Open addressing: index + 1, 0 where free. Null while scanning. */
    private int @Nullable [] table;

    int count() {
        return count;
    }

    /** Its index, which holds until a follower is removed; -1 if it does not follow. */
    int find(FollowerKey key) {
        var bytes = ByteBuffer.wrap(key.bytes().shared());
        long a = bytes.getLong(), b = bytes.getLong(), c = bytes.getLong(), d = bytes.getLong();
        var places = table;
        if (places == null) {
            for (int i = 0; i < count; i++) if (is(i, a, b, c, d)) return i;
            return -1;
        }
        for (int place = hash(a, b, c, d) & places.length - 1; ; place = place + 1 & places.length - 1) {
            var found = places[place];
            if (found == 0) return -1;
            if (is(found - 1, a, b, c, d)) return found - 1;
        }
    }

    /**
     * Adds one that does not follow yet.
     *
     * @param position the commit that added it; 0 for a log's creator
     * @param number its last append so far
     * @param read how far it is taken to have read
     */
    int add(FollowerKey key, boolean isAdmin, long position, long number, long read) {
        if (count == joined.length) grow();
        var bytes = ByteBuffer.wrap(key.bytes().shared());
        for (int i = 0; i < 4; i++) keys[4 * count + i] = bytes.getLong();
        admin[count] = isAdmin;
        joined[count] = position;
        last[count] = number;
        tentative[count] = number;
        reached[count] = read;
        count++;
        index();
        return count - 1;
    }

    /** Removes the one at {@code index}; the last one takes its index. */
    void remove(int index) {
        count--;
        System.arraycopy(keys, 4 * count, keys, 4 * index, 4);
        admin[index] = admin[count];
        joined[index] = joined[count];
        last[index] = last[count];
        tentative[index] = tentative[count];
        reached[index] = reached[count];
        table = null;
        index();
    }

    FollowerKey key(int index) {
        var bytes = ByteBuffer.allocate(FollowerKey.LENGTH);
        for (int i = 0; i < 4; i++) bytes.putLong(keys[4 * index + i]);
        return new FollowerKey(Bytes.wrap(bytes.array()));
    }

    boolean admin(int index) {
        return admin[index];
    }

    void admin(int index, boolean is) {
        admin[index] = is;
    }

    /** The position of the commit that added it. */
    long joined(int index) {
        return joined[index];
    }

    /** Its last append that is durable. */
    long last(int index) {
        return last[index];
    }

    void last(int index, long number) {
        last[index] = number;
        tentative[index] = Math.max(tentative[index], number);
    }

    /** Its last append, the batch being written included. Only for the writer. */
    long tentative(int index) {
        return tentative[index];
    }

    void tentative(int index, long number) {
        tentative[index] = number;
    }

    long reached(int index) {
        return reached[index];
    }

    /** Whether that is news. */
    boolean reached(int index, long position) {
        if (position <= reached[index]) return false;
        reached[index] = position;
        return true;
    }

    /** The position that all have reached; the greatest there is if nobody follows. */
    long reachedByAll() {
        var least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) least = Math.min(least, reached[i]);
        return least;
    }

    List<NewFollower> list() {
        var list = new ArrayList<NewFollower>(count);
        for (int i = 0; i < count; i++) list.add(new NewFollower(key(i), admin[i]));
        return list;
    }

    private boolean is(int index, long a, long b, long c, long d) {
        var at = 4 * index;
        return keys[at] == a && keys[at + 1] == b && keys[at + 2] == c && keys[at + 3] == d;
    }

    private void grow() {
        var room = Math.max(2, count + (count >> 1) + 1);
        keys = Arrays.copyOf(keys, 4 * room);
        joined = Arrays.copyOf(joined, room);
        last = Arrays.copyOf(last, room);
        tentative = Arrays.copyOf(tentative, room);
        reached = Arrays.copyOf(reached, room);
        admin = Arrays.copyOf(admin, room);
    }

    /** Brings the table up to {@code count}; only the newest is missing in it if it is there and large enough. */
    private void index() {
        if (count <= SCAN) {
            table = null;
            return;
        }
        var places = table;
        if (places != null && 2 * count <= places.length) {
            put(places, count - 1);
            return;
        }
        places = new int[Integer.highestOneBit(2 * count) * 2];
        for (int i = 0; i < count; i++) put(places, i);
        table = places;
    }

    private void put(int[] places, int index) {
        var at = 4 * index;
        var place = hash(keys[at], keys[at + 1], keys[at + 2], keys[at + 3]) & places.length - 1;
        while (places[place] != 0) place = place + 1 & places.length - 1;
        places[place] = index + 1;
    }

    private static int hash(long a, long b, long c, long d) {
        var hash = SEED;
        for (var part : new long[] {a, b, c, d}) {
            hash = (hash ^ part) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 29;
        }
        return (int) (hash ^ hash >>> 32);
    }
}
