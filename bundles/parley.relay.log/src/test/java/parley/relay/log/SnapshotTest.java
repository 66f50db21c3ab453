package parley.relay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.relay.log.Fixture.account;
import static parley.relay.log.Fixture.follower;
import static parley.relay.log.Fixture.hash;
import static parley.relay.log.Fixture.log;

import org.junit.jupiter.api.Test;

import parley.protocol.FollowerKey;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.relay.log.Departed.Gone;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Logs as earlier relays wrote them down are read still. */
final class SnapshotTest {

    private static final Gone WAITS = new Gone(3, 4, 9, 5);
    private static final Gone SETTLED = new Gone(0, 7, 8, 8);

    private static Snapshot snapshot(Gone first, Gone second) {
        var departed = new LinkedHashMap<FollowerKey, Gone>();
        departed.put(follower(2), first);
        departed.put(follower(3), second);
        return new Snapshot(
                log(1),
                false,
                20,
                2,
                9,
                List.of(new Log.Slot(9, follower(1), hash(1))),
                List.of(new Snapshot.Member(follower(1), true, 0, 12, 6)),
                departed,
                Optional.of(hash(2)),
                Map.of(account(5), hash(3)),
                false);
    }

    private static Snapshot decode(byte[] bytes) throws MalformedException {
        return Snapshot.decode(new JournalRecord(RecordType.LOG_SNAPSHOT, 30, 1, 0, Bytes.wrap(bytes)));
    }

    private static byte[] without(byte[] bytes, int end) {
        return Arrays.copyOf(bytes, bytes.length - end);
    }

    /** The vector of two that are gone: a length, and three numbers each. */
    private static final int GONE = 1 + 2 * 24;

    /** The link, and the vector of one request: a length of two bytes. */
    private static final int DOOR = 1 + 32 + 2 + 32 + 32;

    @Test
    void comesBackAsItWas() throws Exception {
        var snapshot = snapshot(WAITS, SETTLED);
        assertEquals(snapshot, decode(snapshot.encode()));
        var log = new Log(LogKey.of(log(1)));
        log.restore(snapshot);
        assertEquals(WAITS, log.departed(follower(2)));
        assertEquals(SETTLED, log.departed(follower(3)));
        assertEquals(5, log.settled(), "the one who waits is waited for");
        var again = Snapshot.of(log);
        assertEquals(List.of(follower(3), follower(2)), List.copyOf(again.departed().keySet()), "who waits comes last");
        assertEquals(snapshot, again);
    }

    @Test
    void ofWhatHadOnlyNumbersOfTheGoneNothingIsRead() throws Exception {
        var numbers = snapshot(new Gone(0, 4, 0, 0), new Gone(0, 7, 0, 0));
        var old = decode(without(snapshot(WAITS, SETTLED).encode(), GONE));
        assertEquals(numbers, old);
        var log = new Log(LogKey.of(log(1)));
        log.restore(old);
        assertEquals(4, log.numberOf(follower(2)));
        assertEquals(null, log.state(follower(2)));
        assertEquals(6, log.settled(), "nobody is waited for but who follows");
    }

    @Test
    void ofWhatHadNoLinksAsWell() throws Exception {
        var old = decode(without(snapshot(WAITS, SETTLED).encode(), GONE + DOOR));
        assertEquals(Optional.empty(), old.link());
        assertEquals(Map.of(), old.requests());
        assertEquals(new Gone(0, 4, 0, 0), old.departed().get(follower(2)));
    }

    @Test
    void whetherAnybodyAddsIsSaidWhereItIsSo() throws Exception {
        var not = snapshot(WAITS, SETTLED);
        var log = new Log(LogKey.of(log(1)));
        log.restore(not);
        assertFalse(log.anybodyAdds(), "so it was before it could be said");
        log.anybodyAdds(true);
        var so = Snapshot.of(log);
        assertEquals(so, decode(so.encode()));
        var again = new Log(LogKey.of(log(1)));
        again.restore(decode(so.encode()));
        assertTrue(again.anybodyAdds());
        again.restore(not);
        assertFalse(again.anybodyAdds());
        for (var wrong : new int[] {0, 2}) {
            var bytes = so.encode();
            bytes[bytes.length - 1] = (byte) wrong;
            assertThrows(MalformedException.class, () -> decode(bytes));
        }
    }

    @Test
    void refusesOneThatSaysMoreOrLessOfTheGone() {
        var bytes = snapshot(WAITS, SETTLED).encode();
        var fewer = without(bytes, 24);
        fewer[bytes.length - GONE] = 24;
        assertThrows(MalformedException.class, () -> decode(fewer));
        var more = Arrays.copyOf(bytes, bytes.length + 8);
        more[bytes.length - GONE] = 56;
        assertThrows(MalformedException.class, () -> decode(more));
    }
}
