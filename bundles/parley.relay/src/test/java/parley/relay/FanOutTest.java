package parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import parley.protocol.AccountKey;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.LogItem;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.relay.FanOutEvent.Subscribe;
import parley.relay.api.GoneException;
import parley.relay.api.LogStore;
import parley.transport.api.Link;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Order, gaps and doubles, where announcing, reading and a full link meet. */
@Timeout(60)
final class FanOutTest {

    private final LogId log = LogId.random();
    private final FollowerKey alice = follower(1);
    private final FollowerKey bob = follower(2);
    private final Script logs = new Script();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final FanOut fanOut = new FanOut(logs, threads, 1 << 20);

    FanOutTest() {
        logs.followers.add(alice);
        logs.followers.add(bob);
        fanOut.start();
    }

    @AfterEach
    void stop() {
        fanOut.stop();
        threads.close();
    }

    private static FollowerKey follower(int number) {
        var key = new byte[32];
        key[0] = (byte) number;
        return new FollowerKey(Bytes.wrap(key));
    }

    private static Entry entry(long position) {
        return new Entry(position, Entry.Kind.APPLICATION, FollowerKey.NOBODY, 1, 0, false, Bytes.of((byte) position));
    }

    private Outlet outlet(Recorder link) {
        return new Outlet(link, new Window(link, new AtomicLong(), 1 << 30), () -> {});
    }

    private Outlet subscribe(Recorder link, FollowerKey follower, long after) {
        var outlet = outlet(link);
        fanOut.post(new Subscribe(outlet, log, follower, after, List.of(), 0));
        return outlet;
    }

    @Test
    void entriesStoredAroundTheMomentOfFollowingComeOnceAndInOrder() throws Exception {
        for (var round = 0; round < 200; round++) {
            logs.clear();
            var link = new Recorder(50);
            var writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                for (var position = 1; position <= 50; position++) logs.store(entry(position));
                            });
            var outlet = subscribe(link, alice, 0);
            link.awaitAll();
            assertEquals(range(1, 50), link.positions());
            writer.join(); // nothing of this round is announced in the next
            fanOut.post(new FanOutEvent.Closed(outlet));
        }
    }

    @Test
    void aFullLinkIsReadOnWhenItIsWritableAgain() {
        var link = new Recorder(30);
        var outlet = subscribe(link, alice, 0);
        for (var position = 1; position <= 10; position++) logs.store(entry(position));
        link.await(10);
        link.writable = false;
        for (var position = 11; position <= 20; position++) logs.store(entry(position));
        settle();
        assertTrue(link.positions().size() < 20, "a read that was under way may still bring some");
        link.writable = true;
        fanOut.post(new FanOutEvent.Writable(outlet));
        link.await(20);
        for (var position = 21; position <= 30; position++) logs.store(entry(position));
        link.awaitAll();
        assertEquals(range(1, 30), link.positions());
    }

    @Test
    void whoIsRemovedGetsTheCommitAndNothingElse() {
        var link = new Recorder(2);
        subscribe(link, bob, 0);
        var other = new Recorder(3);
        subscribe(other, alice, 0);
        logs.store(entry(1));
        link.await(1);
        logs.remove(bob, 2);
        logs.store(entry(3));
        other.awaitAll();
        link.awaitAll(); // perhaps by a read that was under way
        settle();
        assertEquals(range(1, 2), link.positions());
    }

    @Test
    void whoIsRemovedWhileBehindStillGetsTheCommitAndNothingAfterIt() {
        var link = new Recorder(5);
        var outlet = subscribe(link, bob, 0);
        logs.store(entry(1));
        link.await(1);
        link.writable = false;
        for (var position = 2; position <= 4; position++) logs.store(entry(position));
        logs.remove(bob, 5);
        for (var position = 6; position <= 9; position++) logs.store(entry(position));
        settle();
        link.writable = true;
        fanOut.post(new FanOutEvent.Writable(outlet));
        link.awaitAll();
        settle();
        assertEquals(range(1, 5), link.positions());
    }

    @Test
    void whoIsRemovedAroundTheMomentOfFollowingIsServedNothingBehindIt() throws Exception {
        for (var round = 0; round < 200; round++) {
            logs.clear();
            logs.followers.add(bob);
            var link = new Recorder(0);
            var witness = new Recorder(4);
            var last = subscribe(witness, alice, 0);
            var writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                logs.store(entry(1));
                                logs.remove(bob, 2);
                                logs.store(entry(3));
                                logs.store(entry(4));
                            });
            var outlet = subscribe(link, bob, 0);
            witness.awaitAll();
            link.await(2);
            writer.join();
            settle();
            assertEquals(range(1, 2), link.positions());
            fanOut.post(new FanOutEvent.Closed(outlet));
            fanOut.post(new FanOutEvent.Closed(last));
        }
    }

    @Test
    void whoWasRemovedBeforeItFollowsIsServedUpToThatAndHearsNothing() {
        for (var position = 1; position <= 7; position++) logs.store(entry(position));
        logs.remove(bob, 8);
        logs.store(entry(9));
        var link = new Recorder(8);
        var outlet = subscribe(link, bob, 0);
        fanOut.post(new FanOutEvent.Signalled(outlet(new Recorder(0)), signal())); // perhaps while it still reads
        link.awaitAll();
        logs.store(entry(10));
        fanOut.post(new FanOutEvent.Signalled(outlet(new Recorder(0)), signal()));
        settle();
        assertEquals(range(1, 8), link.positions());
        assertEquals(0, link.signals());
        for (var after : List.of(8L, 9L, 1000L)) {
            fanOut.post(new Subscribe(outlet, log, bob, after, List.of(), 0));
            logs.store(entry(10 + after));
            settle();
        }
        assertEquals(range(1, 8), link.positions());
    }

    @Test
    void aSecondKeyReadsOnWhereTheFirstWasRemovedBefore() {
        for (var position = 1; position <= 3; position++) logs.store(entry(position));
        logs.remove(bob, 4);
        var link = new Recorder(6);
        var outlet = subscribe(link, bob, 0);
        fanOut.post(new Subscribe(outlet, log, alice, 4, List.of(), 0));
        logs.store(entry(5));
        link.await(() -> link.positions().contains(5L));
        fanOut.post(new FanOutEvent.Signalled(outlet(new Recorder(0)), signal()));
        settle();
        assertEquals(5, link.positions().getLast());
        assertEquals(1, link.signals(), "it follows under the other key");
    }

    private Frame.Signal signal() {
        return new Frame.Signal(log, alice, 1, 1, 0, 1, Bytes.of((byte) 1));
    }

    @Test
    void aSecondKeyGoesOnWhereTheFirstIsRemoved() {
        var link = new Recorder(3);
        var outlet = subscribe(link, alice, 0);
        fanOut.post(new Subscribe(outlet, log, bob, 0, List.of(), 0));
        logs.store(entry(1));
        link.await(1);
        logs.remove(alice, 2);
        logs.store(entry(3));
        link.awaitAll();
        assertEquals(range(1, 3), link.positions());
    }

    @Test
    void aReaderThatTheTailHasOvertakenIsToldSo() {
        logs.tail = 5;
        var link = new Recorder(0);
        subscribe(link, alice, 0);
        link.awaitClosed();
        assertEquals(Problem.GONE, link.goodbye());
    }

    /** Waits until all that was posted so far has been handled and all reads have come back. */
    private void settle() {
        for (var i = 0; i < 3; i++) {
            var probe = new Recorder(1);
            var outlet = outlet(probe);
            fanOut.post(new FanOutEvent.Answered(outlet, new Frame.Done(1), 0));
            probe.awaitAll();
        }
    }

    private static List<Long> range(long from, long to) {
        var range = new ArrayList<Long>();
        for (var position = from; position <= to; position++) range.add(position);
        return range;
    }

    /** A log in memory whose entries are announced as the test says. */
    private final class Script implements LogStore {

        final TreeMap<Long, Entry> entries = new TreeMap<>();
        final Set<FollowerKey> followers = ConcurrentHashMap.newKeySet();
        final Map<FollowerKey, Long> removed = new ConcurrentHashMap<>();
        volatile long tail;

        void clear() {
            synchronized (entries) {
                entries.clear();
            }
        }

        void store(Entry entry) {
            synchronized (entries) {
                entries.put(entry.position(), entry);
            }
            fanOut.stored(log, entry);
        }

        void remove(FollowerKey follower, long position) {
            var body = new CommitBody(Bytes.EMPTY, List.of(), List.of(follower), Optional.empty());
            var commit = new Entry(position, Entry.Kind.COMMIT, alice, 0, 0, false, body.encode());
            synchronized (entries) {
                entries.put(position, commit);
                followers.remove(follower);
                removed.put(follower, position);
            }
            fanOut.stored(log, commit);
        }

        @Override
        public void listen(Listener listener) {}

        @Override
        public void open(LogId log, FollowerKey creator, Consumer<Outcome> done) {}

        @Override
        public void append(Frame.Append append, Consumer<Outcome> done) {}

        @Override
        public void commit(Frame.Commit commit, Consumer<Outcome> done) {}

        @Override
        public void deliver(LogId inbox, InboxItem.Letter letter, Consumer<Outcome> done) {}

        @Override
        public void setLink(Frame.SetLink link, Consumer<Outcome> done) {}

        @Override
        public void request(Frame.RequestJoin request, AccountKey sender, Consumer<Outcome> done) {}

        @Override
        public void reached(LogId log, FollowerKey follower, long position) {}

        @Override
        public Optional<State> state(LogId log, FollowerKey follower) {
            synchronized (entries) {
                if (followers.contains(follower)) return Optional.of(new State(0, 0, 0, false, 0, true));
                return Optional.ofNullable(removed.get(follower))
                        .map(until -> new State(until, 0, until, false, 0, false));
            }
        }

        @Override
        public List<LogItem> read(LogId log, FollowerKey follower, long after, int maxBytes) throws GoneException {
            if (after < tail) throw new GoneException(tail);
            synchronized (entries) {
                var until = followers.contains(follower) ? Long.MAX_VALUE : removed.getOrDefault(follower, 0L);
                return entries.tailMap(after, false).values().stream()
                        .filter(entry -> entry.position() <= until)
                        .limit(3)
                        .map(LogItem.class::cast)
                        .toList();
            }
        }

        @Override
        public List<CommitBody.NewFollower> followers(LogId log) {
            return followers.stream().map(key -> new CommitBody.NewFollower(key, true)).toList();
        }
    }

    /** A link that notes what is sent. */
    private static final class Recorder implements Link {

        private final List<Frame> frames = new ArrayList<>();
        private final CountDownLatch all;
        private final CountDownLatch closed = new CountDownLatch(1);
        volatile boolean writable = true;

        /**
         * @param expected items or other frames
         */
        Recorder(int expected) {
            all = new CountDownLatch(expected);
        }

        synchronized List<Long> positions() {
            return frames.stream()
                    .filter(Frame.Items.class::isInstance)
                    .flatMap(frame -> ((Frame.Items) frame).items().stream())
                    .map(LogItem::position)
                    .toList();
        }

        synchronized long signals() {
            return frames.stream().filter(Frame.Signal.class::isInstance).count();
        }

        synchronized Problem goodbye() {
            return ((Frame.Goodbye) frames.getLast()).problem();
        }

        void awaitAll() {
            await(all);
        }

        void awaitClosed() {
            await(closed);
        }

        void await(int items) {
            await(() -> positions().size() >= items);
        }

        synchronized void await(BooleanSupplier so) {
            var deadline = System.nanoTime() + 30_000_000_000L;
            try {
                while (!so.getAsBoolean()) {
                    assertTrue(System.nanoTime() < deadline, "only " + positions());
                    wait(100);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private static void await(CountDownLatch latch) {
            try {
                assertTrue(latch.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public synchronized boolean send(Bytes frame) {
            try {
                var decoded = FrameCodec.decode(frame);
                frames.add(decoded);
                var count = decoded instanceof Frame.Items(var _, var items) ? items.size() : 1;
                for (var i = 0; i < count; i++) all.countDown();
                notifyAll();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return writable;
        }

        @Override
        public boolean send(List<Bytes> some) {
            some.forEach(this::send);
            return writable;
        }

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public void setReading(boolean reading) {}

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
        public void close(String reason) {
            closed.countDown();
        }
    }
}
