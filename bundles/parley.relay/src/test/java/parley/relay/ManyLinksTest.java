package parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.LogId;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Many at once, some of whom do not behave. */
@Timeout(120)
final class ManyLinksTest {

    @TempDir private Path home;

    @Test
    void oneMessageReachesAThousandLinksOnceEach() throws IOException {
        try (var relay = new RelayFixture(home)) {
            var alice = new Person("alice");
            var author = relay.signedUp(alice);
            var key = new Person.Pair();
            var log = LogId.random();
            author.done(n -> new Frame.OpenLog(n, log, key.follower()));
            author.following(log, key, 0);
            var links = new ArrayList<Client>();
            for (var i = 0; i < 1000; i++) {
                var link = relay.signedIn(alice);
                link.following(log, key, 0);
                links.add(link);
            }
            for (var i = 1; i <= 3; i++) author.append(log, key.follower(), i, 0, "message " + i);
            for (var link : links) {
                assertEquals(
                        List.of(1L, 2L, 3L), link.items(log, 3).stream().map(item -> ((Entry) item).number()).toList());
                assertEquals(0, link.waitingItems(log));
            }
        }
    }

    /**
     * 40 links that follow a log of 32 MB and read nothing; everybody else is served, and memory stays where it was.
     */
    @Test
    void slowReadersCostLittleAndKeepNobodyWaiting() throws IOException {
        try (var relay = new RelayFixture(home)) {
            var alice = new Person("alice");
            var author = relay.signedUp(alice);
            var key = new Person.Pair();
            var log = LogId.random();
            author.done(n -> new Frame.OpenLog(n, log, key.follower()));
            author.following(log, key, 0);
            var slow = new ArrayList<Client>();
            for (var i = 0; i < 40; i++) {
                var link = relay.signedIn(alice);
                link.following(log, key, 0);
                link.link.setReading(false);
                slow.add(link);
            }
            var before = used();
            var body = Bytes.wrap(new byte[64 * 1024]);
            for (var i = 1; i <= 500; i++) {
                author.append(log, key.follower(), i, 0, body);
                author.accepted(i);
                author.item(log);
            }
            var grown = used() - before;
            assertTrue(grown < 200L << 20, "grown by " + (grown >> 20) + " MB"); // 40 * 32 MB = 1.3 GB were to be sent
            slow.getFirst().link.setReading(true);
            assertEquals(500, ((Entry) slow.getFirst().items(log, 500).getLast()).number());
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Somebody sends requests and reads no answer: his link is not read any more, and others are served. */
    @Test
    void whoReadsNoAnswersIsNotListenedTo() throws IOException {
        try (var relay = new RelayFixture(home)) {
            var mallory = relay.signedUp(new Person("mallory"));
            var alice = relay.signedUp(new Person("alice"));
            mallory.link.setReading(false);
            var frame = parley.protocol.relay.FrameCodec.encode(new Frame.Lookup(7, "alice"));
            var sent = 0;
            while (mallory.link.isWritable() && sent < 2_000_000) {
                mallory.link.send(frame);
                sent++;
            }
            assertTrue(sent < 2_000_000, "the relay stopped reading");
            assertInstanceOf(Frame.Person.class, alice.ask(n -> new Frame.Lookup(n, "mallory")));
        }
    }
}
