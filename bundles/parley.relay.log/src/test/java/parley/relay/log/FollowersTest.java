package parley.relay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.relay.log.Fixture.follower;

import org.junit.jupiter.api.Test;

import parley.protocol.FollowerKey;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Random;

final class FollowersTest {

    @Test
    void isAMapWhateverIsAddedAndRemoved() {
        var random = new Random(7);
        var followers = new Followers();
        var expected = new HashMap<FollowerKey, Long>();
        for (int i = 0; i < 20_000; i++) {
            var key = follower(random.nextInt(300));
            var at = followers.find(key);
            assertEquals(expected.containsKey(key), at >= 0);
            if (at < 0) {
                followers.add(key, i % 2 == 0, i, i, i);
                expected.put(key, (long) i);
            } else {
                assertEquals(expected.get(key), followers.last(at));
                assertEquals(expected.get(key), followers.joined(at));
                if (random.nextInt(3) > 0) {
                    followers.remove(at);
                    expected.remove(key);
                }
            }
            assertEquals(expected.size(), followers.count());
        }
        var listed = new HashSet<FollowerKey>();
        followers.list().forEach(each -> listed.add(each.key()));
        assertEquals(expected.keySet(), listed);
    }

    @Test
    void theIndexPutsCopiesRightWhateverTheirOrder() {
        var random = new Random(8);
        var index = new Index();
        var expected = new java.util.TreeMap<Long, Long>();
        for (int i = 0; i < 3000; i++) {
            long position = 1 + random.nextInt(500);
            index.add(position, i, 10);
            expected.put(position, (long) i);
        }
        index.settle();
        assertEquals(expected.size(), index.count());
        assertEquals(10L * expected.size(), index.bytes());
        var i = 0;
        for (var entry : expected.entrySet()) {
            assertEquals(entry.getKey(), index.position(i));
            assertEquals(entry.getValue(), index.location(i++));
        }
        index.drop(index.count() - 1);
        assertEquals(1, index.count());
        assertTrue(index.move(index.position(0), 77, 20));
        assertEquals(20, index.bytes());
        assertEquals(0, index.after(0));
        assertEquals(1, index.after(index.position(0)));
    }
}
