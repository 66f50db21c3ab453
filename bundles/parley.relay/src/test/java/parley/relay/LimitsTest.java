package parley.relay;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.protocol.LogId;
import parley.protocol.wire.Bytes;
import parley.relay.api.Relay;
import parley.transport.api.Link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Both sides of each limit. */
final class LimitsTest {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aBucketGivesItsBurstAndThenAsMuchAsTimeFillsIn() {
        var bucket = new TokenBucket(3, 0.5, nanos::get);
        assertTrue(bucket.isFull());
        for (var i = 0; i < 3; i++) assertTrue(bucket.take());
        assertFalse(bucket.take());
        assertFalse(bucket.open());
        nanos.addAndGet(1_999_000_000L);
        assertFalse(bucket.take());
        nanos.addAndGet(1_100_000);
        assertTrue(bucket.take());
        assertFalse(bucket.take());
        nanos.addAndGet(3600_000_000_000L);
        for (var i = 0; i < 3; i++) assertTrue(bucket.take());
        assertFalse(bucket.take());
    }

    @Test
    void oneAccountUsesUpItsOwnAllowanceOnly() throws UnknownHostException {
        var allowances = new Allowances(nanos::get);
        var burst = (int) Allowances.Cost.STRANGER.burst();
        for (var i = 0; i < burst; i++) assertTrue(allowances.take("alice", Allowances.Cost.STRANGER));
        assertFalse(allowances.take("alice", Allowances.Cost.STRANGER));
        assertTrue(allowances.take("bob", Allowances.Cost.STRANGER));
        assertTrue(allowances.take("alice", Allowances.Cost.LOOKUP));
        var one = Allowances.network(InetAddress.getByName("2001:db8:1:2::1"));
        assertEquals(one, Allowances.network(InetAddress.getByName("2001:db8:1:2:ffff::2")), "one household");
        assertFalse(one.equals(Allowances.network(InetAddress.getByName("2001:db8:1:3::1"))));
    }

    @Test
    void followersAndBytesAreTakenManyAtOnceOrNotAtAll() {
        var allowances = new Allowances(nanos::get);
        var burst = (int) Allowances.Cost.FOLLOWER.burst();
        assertFalse(allowances.take("alice", Allowances.Cost.FOLLOWER, burst + 1));
        assertTrue(allowances.take("alice", Allowances.Cost.FOLLOWER, burst), "what was refused took nothing");
        assertTrue(allowances.take("alice", Allowances.Cost.FOLLOWER, 0), "most commits add nobody");
        assertFalse(allowances.take("alice", Allowances.Cost.FOLLOWER, 1));
        nanos.addAndGet(10_001_000_000L);
        assertFalse(allowances.take("alice", Allowances.Cost.FOLLOWER, 11));
        assertTrue(allowances.take("alice", Allowances.Cost.FOLLOWER, 10));
        for (var i = 0; i < 1024; i++) assertTrue(allowances.take("alice", Allowances.Cost.BYTES, 1 << 20));
        assertFalse(allowances.take("alice", Allowances.Cost.BYTES, 1));
        nanos.addAndGet(1_001_000_000L);
        assertTrue(allowances.take("alice", Allowances.Cost.BYTES, 1 << 20));
    }

    @Test
    void whoIsNoAdminCommitsAHundredTimesAtOnceAndThenEveryTenSeconds() {
        var allowances = new Allowances(nanos::get);
        assertTrue(allowances.take("mallory", Allowances.Cost.MEMBER_COMMIT, 100));
        assertFalse(allowances.take("mallory", Allowances.Cost.MEMBER_COMMIT));
        assertTrue(allowances.take("mallory", Allowances.Cost.COMMIT), "as an admin elsewhere");
        nanos.addAndGet(9_999_000_000L);
        assertFalse(allowances.take("mallory", Allowances.Cost.MEMBER_COMMIT));
        nanos.addAndGet(2_000_000);
        assertTrue(allowances.take("mallory", Allowances.Cost.MEMBER_COMMIT));
        assertFalse(allowances.take("mallory", Allowances.Cost.MEMBER_COMMIT));
    }

    @Test
    void aLaneRunsNothingWhileItsGateIsClosedAndThenAllInOrder() {
        var open = new AtomicBoolean(true);
        var done = new ArrayList<Integer>();
        var lane = new Lane(new SameThread(), open::get);
        lane.run(() -> {
            done.add(1);
            open.set(false);
        });
        lane.run(() -> done.add(2));
        lane.run(() -> done.add(3));
        lane.goOn();
        assertEquals(List.of(1), done);
        assertFalse(lane.isIdle(), "what comes next queues behind");
        open.set(true);
        lane.goOn();
        assertEquals(List.of(1, 2, 3), done);
        assertTrue(lane.isIdle());
    }

    private static final class SameThread extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }

    @Test
    void aStrangerHasOneSlotInAnInboxUntilItIsRead() {
        var slots = new StrangerSlots();
        var inbox = LogId.random();
        var mallory = new Person("mallory").accountKey();
        assertTrue(slots.take(mallory, inbox));
        slots.reached(inbox, 100);
        assertFalse(slots.take(mallory, inbox), "it is still on its way to the disk");
        slots.stored(mallory, inbox, 101);
        slots.reached(inbox, 100);
        assertFalse(slots.take(mallory, inbox));
        assertTrue(slots.take(mallory, LogId.random()), "another inbox is another matter");
        slots.reached(inbox, 101);
        assertTrue(slots.take(mallory, inbox));
        slots.release(mallory, inbox);
        assertTrue(slots.take(mallory, inbox));
        for (var i = 1; i < StrangerSlots.MAX_PER_INBOX; i++) {
            assertTrue(slots.take(new parley.protocol.AccountKey(Bytes.wrap(key(i))), inbox));
        }
        assertFalse(slots.take(new parley.protocol.AccountKey(Bytes.wrap(key(1000))), inbox));
    }

    private static byte[] key(int number) {
        var key = new byte[32];
        key[0] = (byte) number;
        key[1] = (byte) (number >> 8);
        return key;
    }

    @Test
    void aLinkIsNotReadWhileTooMuchIsUnanswered() {
        var link = new Reading();
        var all = new AtomicLong();
        var window = new Window(link, all, 1000_000_000);
        for (var i = 0; i < Window.MAX_FRAMES - 1; i++) window.begin(10);
        assertTrue(link.reading);
        window.begin(10);
        assertFalse(link.reading);
        for (var i = 0; i < Window.MAX_FRAMES / 2 - 1; i++) window.end(10);
        assertFalse(link.reading);
        window.end(10);
        assertTrue(link.reading);
        window.begin(Window.MAX_BYTES);
        assertFalse(link.reading);
        window.end(Window.MAX_BYTES);
        assertTrue(link.reading);
        link.writable = false;
        window.full();
        assertFalse(link.reading);
        for (var i = 0; i < Window.MAX_FRAMES / 2; i++) window.end(10);
        assertFalse(link.reading, "it still takes no answers");
        link.writable = true;
        window.writable();
        assertTrue(link.reading);
        assertEquals(0, all.get());
    }

    @Test
    void whenAllLinksTogetherHoldTooMuchEachHasOneFrameAtATime() {
        var all = new AtomicLong();
        var first = new Reading();
        var second = new Reading();
        var big = new Window(first, all, 1000);
        var small = new Window(second, all, 1000);
        big.begin(1001);
        assertFalse(first.reading);
        small.begin(1);
        assertFalse(second.reading);
        small.end(1);
        assertTrue(second.reading, "nobody starves");
        big.close();
        assertEquals(0, all.get());
        big.end(1001);
        assertEquals(0, all.get(), "what a closed link left counts no more, and once");
    }

    @Test
    void settingsThatContradictOneAnotherAreRefusedWithASentence() {
        assertDoesNotThrow(() -> SettingsCheck.check(settings("127.0.0.1", 0, null, true, false, false)));
        assertDoesNotThrow(() -> SettingsCheck.check(settings("::1", 65535, null, true, false, false)));
        assertDoesNotThrow(() -> SettingsCheck.check(settings("0.0.0.0", 1, "relay.example", true, true, false)));
        assertDoesNotThrow(() -> SettingsCheck.check(settings("0.0.0.0", 1, "relay.example:443", false, false, true)));
        for (var wrong :
                List.of(
                        settings("0.0.0.0", 1, null, true, false, false),
                        settings("192.0.2.1", 1, null, true, false, false),
                        settings("127.0.0.1", 1, null, true, false, true),
                        settings("127.0.0.1", -1, null, false, false, false),
                        settings("127.0.0.1", 65536, null, false, false, false),
                        settings("127.0.0.1", 1, "Relay.example", false, false, false),
                        settings("127.0.0.1", 1, "", false, false, false),
                        settings("127.0.0.1", 1, "a b", false, false, false))) {
            var refused = assertThrows(IllegalArgumentException.class, () -> SettingsCheck.check(wrong));
            assertTrue(String.valueOf(refused.getMessage()).endsWith("."), refused.getMessage());
        }
    }

    private static Relay.Settings settings(
            String host,
            int port,
            @org.jspecify.annotations.Nullable String name,
            boolean plain,
            boolean proxy,
            boolean pem) {
        var certificate = new Relay.Certificate(Path.of("chain.pem"), Path.of("key.pem"));
        return new Relay.Settings(
                Path.of("relay"),
                host,
                port,
                Optional.ofNullable(name),
                Relay.Registration.INVITE,
                pem ? Optional.of(certificate) : Optional.empty(),
                plain,
                proxy);
    }

    /** A link that only knows whether it is read. */
    private static final class Reading implements Link {
        boolean reading = true;
        boolean writable = true;

        @Override
        public boolean send(Bytes frame) {
            return writable;
        }

        @Override
        public boolean send(List<Bytes> frames) {
            return writable;
        }

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public void setReading(boolean reading) {
            this.reading = reading;
        }

        @Override
        public void setMaxFrame(int bytes) {}

        @Override
        public Bytes certificateHash() {
            return Bytes.EMPTY;
        }

        @Override
        public InetSocketAddress remote() {
            return new InetSocketAddress(0);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close(String reason) {}
    }
}
