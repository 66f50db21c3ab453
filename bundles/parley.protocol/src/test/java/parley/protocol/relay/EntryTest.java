package parley.protocol.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import static parley.protocol.Refusal.limit;
import static parley.protocol.Refusal.refused;
import static parley.protocol.samples.Fixed.*;

import org.junit.jupiter.api.Test;

import parley.protocol.Hash;
import parley.protocol.wire.Bytes;

import java.nio.ByteBuffer;
import java.util.List;

class EntryTest {

    private static Entry entry(long position, long number, long base, boolean detached, Bytes body) {
        return new Entry(position, Entry.Kind.APPLICATION, FOLLOWER, number, base, detached, body);
    }

    /** Built here by hand from what docs/protocol.md says. */
    @Test
    void digestIsOverTheHeadAndTheBodysHash() {
        var body = bytes(100, 3);
        var head = ByteBuffer.allocate(8 + 1 + 32 + 8 + 8 + 32);
        head.putLong(42).put((byte) 1).put(FOLLOWER.bytes().shared()).putLong(7).putLong(40);
        head.put(Hash.of(body).bytes().shared());
        assertEquals(Hash.of(head.array()), entry(42, 7, 40, false, body).digest());
    }

    @Test
    void detachedBodyCountsByItsHash() {
        var body = bytes(100, 3);
        assertEquals(entry(42, 7, 40, false, body).digest(), entry(42, 7, 40, true, Hash.of(body).bytes()).digest());
    }

    @Test
    void digestChangesWithEveryField() {
        var entry = entry(42, 7, 40, false, bytes(32, 3));
        for (var other :
                List.of(
                        entry(43, 7, 40, false, bytes(32, 3)),
                        entry(42, 8, 40, false, bytes(32, 3)),
                        entry(42, 7, 41, false, bytes(32, 3)),
                        entry(42, 7, 40, true, bytes(32, 3)),
                        entry(42, 7, 40, false, bytes(32, 4)),
                        new Entry(42, Entry.Kind.COMMIT, FOLLOWER, 7, 40, false, bytes(32, 3)),
                        new Entry(42, Entry.Kind.APPLICATION, OTHER_FOLLOWER, 7, 40, false, bytes(32, 3)))) {
            assertNotEquals(entry.digest(), other.digest(), other.toString());
        }
    }

    @Test
    void limits() {
        var max = Long.MAX_VALUE;
        limit(
                "1048577 bytes of entry: not within 0 and 1048576",
                () -> entry(max, max, max, false, bytes(1 << 20, 0)),
                () -> entry(1, 1, 1, false, bytes((1 << 20) + 1, 0)));
        refused("-1 as a position: not within 0 and " + max, () -> entry(-1, 1, 1, false, Bytes.EMPTY));
        refused("-1 as an append's number: not within 0 and " + max, () -> entry(1, -1, 1, false, Bytes.EMPTY));
        refused("-1 as a base: not within 0 and " + max, () -> entry(1, 1, -1, false, Bytes.EMPTY));
        refused("detached entry without a hash", () -> entry(1, 1, 1, true, bytes(31, 0)));
        refused("detached entry without a hash", () -> entry(1, 1, 1, true, bytes(33, 0)));
    }
}
