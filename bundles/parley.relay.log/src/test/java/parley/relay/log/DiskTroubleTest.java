package parley.relay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.relay.log.Fixture.append;
import static parley.relay.log.Fixture.follower;
import static parley.relay.log.Fixture.hash;
import static parley.relay.log.Fixture.log;
import static parley.relay.log.Fixture.refused;
import static parley.relay.log.Fixture.stored;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.Frame.StoredKeyPackage;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Right;
import parley.relay.api.Directory.Change;
import parley.relay.api.LogStore.Outcome;
import parley.relay.api.StoreException;
import parley.relay.api.StoreException.Kind;
import parley.testing.VolatileDisk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

final class DiskTroubleTest {

    private static final LogId LOG = log(1);
    private static final FollowerKey ALICE = follower(1);

    @TempDir Path home;

    private final VolatileDisk disk = new VolatileDisk(new Random(1));

    private Fixture relay() throws StoreException {
        return new Fixture(home, Fixture.settings(PowerCutLoad.over(disk), new Fixture.Clock()));
    }

    @Test
    void aFullDiskRefusesAndTakesUpAgainWhenThereIsRoom() throws Exception {
        try (var relay = relay()) {
            stored(relay.open(LOG, ALICE));
            var first = stored(relay.append(append(LOG, ALICE, 1, 0, "one")));
            disk.room(100);
            assertEquals(Problem.NO_SPACE, refused(relay.append(append(LOG, ALICE, 2, 0, "x".repeat(500)))).problem());
            assertEquals(Problem.NO_SPACE, refused(relay.open(log(2), ALICE)).problem());
            var failed = assertThrows(StoreException.class, () -> relay.person(1));
            assertEquals(Kind.DISK_FULL, failed.kind());
            assertEquals(1, relay.stores.logs().state(LOG, ALICE).orElseThrow().lastNumber());
            disk.room(Long.MAX_VALUE);
            relay.person(1);
            stored(relay.open(log(2), ALICE));
            var second = stored(relay.append(append(LOG, ALICE, 2, 0, "two")));
            assertEquals(List.of(first, second), positions(relay));
            relay.reopen();
            assertEquals(List.of(first, second), positions(relay));
            assertEquals(1, relay.stores.directory().accounts());
        }
    }

    private static List<Long> positions(Fixture relay) throws Exception {
        return relay.read(LOG, ALICE, 0).stream().map(item -> item.position()).toList();
    }

    @Test
    void afterAFailedSyncNothingMoreIsAcceptedUntilARestart() throws Exception {
        try (var relay = relay()) {
            stored(relay.open(LOG, ALICE));
            stored(relay.append(append(LOG, ALICE, 1, 0, "one")));
            disk.failNextSync();
            assertEquals(Problem.NO_SPACE, refused(relay.append(append(LOG, ALICE, 2, 0, "two"))).problem());
            var after = refused(relay.append(append(LOG, ALICE, 2, 0, "two")));
            assertEquals(Problem.NO_SPACE, after.problem());
            assertTrue(after.text().contains("restart the relay"), after.text());
            assertEquals(1, relay.read(LOG, ALICE, 0).size(), "reading goes on");
            relay.reopen();
            var last = relay.stores.logs().state(LOG, ALICE).orElseThrow().lastNumber();
            assertTrue(last == 1 || last == 2);
            stored(relay.append(append(LOG, ALICE, last + 1, 0, "on")));
        }
    }

    @Test
    void aRefusedTokenUseIsNotUsedUp() throws Exception {
        try (var relay = relay()) {
            var bob = Optional.of(relay.person(1));
            relay.stores.directory().grant(hash(1), Right.DELIVER, bob, 1, Duration.ZERO);
            disk.room(0);
            assertThrows(StoreException.class, () -> relay.stores.directory().use(hash(1), Right.DELIVER, bob));
            disk.room(Long.MAX_VALUE);
            assertTrue(relay.stores.directory().use(hash(1), Right.DELIVER, bob));
            assertFalse(relay.stores.directory().use(hash(1), Right.DELIVER, bob));
        }
    }

    @Test
    void whatIsLeftOfTheDiskIsKeptForMakingRoom() throws Exception {
        var nanos = new AtomicLong();
        var room = new AtomicReference<>(new Disk.Room(256 << 20, 1L << 40));
        var asked = new AtomicInteger();
        var headroom = new Headroom(saying(room, asked), home, nanos::get);
        assertFalse(headroom.isReached());
        room.set(new Disk.Room((256 << 20) - 1, 1L << 40));
        nanos.addAndGet(999_999_999);
        assertFalse(headroom.isReached(), "it is asked once a second");
        assertEquals(1, asked.get());
        nanos.addAndGet(1);
        assertTrue(headroom.isReached());
        nanos.addAndGet(1_000_000_000);
        room.set(new Disk.Room(8 << 20, 64 << 20));
        assertFalse(headroom.isReached(), "of a small disk an eighth");
        nanos.addAndGet(1_000_000_000);
        room.set(new Disk.Room((8 << 20) - 1, 64 << 20));
        assertTrue(headroom.isReached());
    }

    @Test
    void nothingIsAddedWhileTheDiskIsAlmostFull() throws Exception {
        var room = new AtomicReference<>(new Disk.Room(1L << 40, 1L << 40));
        var full = Fixture.settings(saying(room, new AtomicInteger()), new Fixture.Clock());
        var bob = Fixture.account(1);
        try (var relay = new Fixture(home, full)) {
            stored(relay.open(LOG, ALICE));
            relay.person(1);
            stored(relay.append(append(LOG, ALICE, 1, 0, "one")));
        }
        room.set(new Disk.Room(0, 1L << 40));
        try (var relay = new Fixture(home, full)) {
            var commit = Fixture.commit(LOG, ALICE, 0, "c", List.of(), List.of());
            for (var refused :
                    List.of(
                            relay.append(append(LOG, ALICE, 2, 0, "two")),
                            relay.open(log(2), ALICE),
                            relay.commit(commit),
                            relay.deliver(LogId.inboxOf(bob), "hello"))) {
                assertEquals(Problem.NO_SPACE, refused(refused).problem());
            }
            assertEquals(0, stored(relay.append(append(LOG, ALICE, 1, 0, "one"))), "it is there");
        }
    }

    @Test
    void noAccountWritesMoreWhileTheDiskIsAlmostFullButItsTokensEnd() throws Exception {
        var room = new AtomicReference<>(new Disk.Room(1L << 40, 1L << 40));
        var full = Fixture.settings(saying(room, new AtomicInteger()), new Fixture.Clock());
        var bob = Fixture.account(1);
        var one = List.of(new StoredKeyPackage(Fixture.device(1), 1, false, Fixture.bytes(50, 1)));
        try (var relay = new Fixture(home, full)) {
            relay.person(1);
            var directory = relay.stores.directory();
            assertEquals(Change.MADE, directory.addKeyPackages(bob, one));
            assertEquals(Change.MADE, directory.grant(hash(1), Right.DELIVER, Optional.of(bob), 2, Duration.ZERO));
        }
        room.set(new Disk.Room(0, 1L << 40));
        try (var relay = new Fixture(home, full)) {
            var directory = relay.stores.directory();
            var carol = Fixture.devices(Fixture.account(2), 1, Fixture.device(2));
            assertEquals(Change.NO_SPACE, directory.create("carol", carol, Optional.empty()));
            assertEquals(Change.NO_SPACE, directory.addKeyPackages(bob, one));
            var owner = Optional.of(bob);
            assertEquals(Change.NO_SPACE, directory.grant(hash(2), Right.DELIVER, owner, 1, Duration.ZERO));
            assertEquals(1, directory.accounts());
            assertEquals(1, directory.countKeyPackages(Fixture.device(1)).getFirst().count());

            var bobsList = Fixture.devices(bob, 1, Fixture.device(1));
            assertEquals(Change.MADE, directory.create("person1", bobsList, Optional.empty()), "it is there");
            assertEquals(Change.MADE, directory.addKeyPackages(bob, List.of()), "it adds nothing");
            assertEquals(one, directory.takeKeyPackages(bob, List.of(1)));
            assertTrue(directory.use(hash(1), Right.DELIVER, owner));
            assertEquals(Change.MADE, directory.revoke(hash(1), owner));
            var own = directory.grant(hash(3), Right.SIGN_UP, Optional.empty(), 1, Duration.ZERO);
            assertEquals(Change.MADE, own, "the operator's");
            var newer = Fixture.devices(bob, 2, Fixture.device(3));
            assertEquals(Change.MADE, directory.publish(newer), "a device that was stolen goes");
        }
    }

    private static Disk saying(AtomicReference<Disk.Room> room, AtomicInteger asked) {
        return new Disk() {
            @Override
            public FileChannel open(Path file, OpenOption... options) throws IOException {
                return Disk.REAL.open(file, options);
            }

            @Override
            public void delete(Path file) throws IOException {
                Disk.REAL.delete(file);
            }

            @Override
            public void syncDirectory(Path directory) throws IOException {
                Disk.REAL.syncDirectory(directory);
            }

            @Override
            public List<Path> list(Path directory) throws IOException {
                return Disk.REAL.list(directory);
            }

            @Override
            public Room room(Path directory) {
                asked.incrementAndGet();
                return room.get();
            }
        };
    }

    @Test
    void twoCannotOpenOneDirectory() throws Exception {
        try (var relay = relay()) {
            var refused = assertThrows(StoreException.class, () -> OpenStores.open(home, relay.settings));
            assertEquals(Kind.IN_USE, refused.kind());
        }
        relay().close();
    }

    @Test
    void aDirectoryThatIsAFileIsRefusedWithASentence() throws Exception {
        var file = Files.writeString(home.resolve("file"), "x");
        var refused =
                assertThrows(
                        StoreException.class,
                        () -> OpenStores.open(file, Fixture.settings(Disk.REAL, new Fixture.Clock())));
        assertEquals(Kind.FAILED, refused.kind());
        assertTrue(refused.getMessage().contains(file.toString()));
    }

    @Test
    void whenTooMuchWaitsItIsRefusedInItsTurn() throws Exception {
        var settings = Fixture.settings(Disk.REAL, new Fixture.Clock());
        var small =
                new Settings(
                        Disk.REAL,
                        settings.clock(),
                        settings.segmentBytes(),
                        settings.logQuota(),
                        settings.retention(),
                        1000,
                        10_000);
        try (var relay = new Fixture(home, small)) {
            stored(relay.open(LOG, ALICE));
            var held = new CountDownLatch(1);
            var holding = new CompletableFuture<Outcome>();
            relay.stores
                    .logs()
                    .append(
                            append(LOG, ALICE, 1, 0, "one"),
                            outcome -> {
                                holding.complete(outcome);
                                try {
                                    held.await();
                                } catch (InterruptedException e) {
                                    throw new AssertionError(e);
                                }
                            });
            stored(Fixture.await(holding));
            var outcomes = new ArrayList<CompletableFuture<Outcome>>();
            var order = new ArrayList<Integer>();
            for (int i = 0; i < 40; i++) {
                var outcome = new CompletableFuture<Outcome>();
                outcomes.add(outcome);
                int at = i;
                relay.stores
                        .logs()
                        .append(
                                append(LOG, ALICE, 2 + i, 0, "x".repeat(500)),
                                came -> {
                                    order.add(at);
                                    outcome.complete(came);
                                });
            }
            held.countDown();
            var taken = 0;
            for (var outcome : outcomes) {
                if (Fixture.await(outcome) instanceof Outcome.Stored) taken++;
                else assertEquals(Problem.TOO_MUCH, refused(outcome.join()).problem());
            }
            assertTrue(taken > 5 && taken < 40, taken + " taken");
            for (int i = 0; i < 40; i++) assertEquals(i, order.get(i));
        }
    }
}
