package parley.relay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.relay.log.Fixture.account;
import static parley.relay.log.Fixture.append;
import static parley.relay.log.Fixture.commit;
import static parley.relay.log.Fixture.device;
import static parley.relay.log.Fixture.follower;
import static parley.relay.log.Fixture.log;
import static parley.relay.log.Fixture.stored;
import static parley.relay.log.Fixture.text;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Digest;
import parley.protocol.relay.Frame.StoredKeyPackage;
import parley.protocol.relay.Right;
import parley.relay.api.GoneException;
import parley.relay.api.LogStore.Outcome;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

final class RetentionTest {

    private static final LogId LOG = log(1);
    private static final FollowerKey ALICE = follower(1);
    private static final FollowerKey BOB = follower(2);

    @TempDir Path home;

    private Fixture relay;

    @BeforeEach
    void open() throws Exception {
        relay = new Fixture(home);
        stored(relay.open(LOG, ALICE));
    }

    @AfterEach
    void close() {
        relay.close();
    }

    private void say(LogId log, FollowerKey follower, long first, long count, int length) {
        var last = new CompletableFuture<Outcome>();
        for (long i = first; i < first + count; i++) {
            var number = i;
            relay.stores
                    .logs()
                    .append(
                            append(log, follower, i, 0, "m" + i + " ".repeat(length)),
                            outcome -> {
                                if (number == first + count - 1) last.complete(outcome);
                            });
        }
        stored(Fixture.await(last));
    }

    @Test
    void deletesWhatAllFollowersHaveAndNothingBefore() throws Exception {
        var added = stored(relay.commit(commit(LOG, ALICE, 0, "add", List.of(new NewFollower(BOB, false)), List.of())));
        var one = stored(relay.append(append(LOG, ALICE, 1, added, "one")));
        var two = stored(relay.append(append(LOG, ALICE, 2, added, "two")));
        relay.stores.logs().reached(LOG, ALICE, two);
        assertEquals(3, relay.read(LOG, ALICE, 0).size(), "Bob has it not");
        relay.stores.logs().reached(LOG, BOB, one);
        assertEquals(one, assertThrows(GoneException.class, () -> relay.read(LOG, ALICE, 0)).tail());
        assertEquals(List.of("two"), relay.read(LOG, BOB, one).stream().map(Fixture::text).toList());
        assertEquals(one, relay.stores.logs().state(LOG, BOB).orElseThrow().tail());
    }

    @Test
    void believesNobodyToHaveReadWhatIsNotThereYet() throws Exception {
        relay.stores.logs().reached(LOG, ALICE, Long.MAX_VALUE);
        stored(relay.append(append(LOG, ALICE, 1, 0, "one")));
        assertEquals(1, relay.read(LOG, ALICE, 0).size());
    }

    @Test
    void deletesAfterThirtyDays() throws Exception {
        stored(relay.append(append(LOG, ALICE, 1, 0, "one")));
        relay.clock.pass(Duration.ofHours(1));
        relay.stores.sweep();
        relay.clock.pass(Duration.ofDays(15));
        var two = stored(relay.append(append(LOG, ALICE, 2, 0, "two")));
        relay.clock.pass(Duration.ofDays(15).minusHours(2));
        relay.stores.sweep();
        assertEquals(2, relay.read(LOG, ALICE, 0).size());
        relay.clock.pass(Duration.ofHours(3));
        relay.stores.sweep();
        assertTrue(assertThrows(GoneException.class, () -> relay.read(LOG, ALICE, 0)).tail() < two);
        assertEquals("two", text(relay.read(LOG, ALICE, two - 1).getFirst()));
    }

    @Test
    void entriesAgeWhileTheRelayIsOff() throws Exception {
        stored(relay.append(append(LOG, ALICE, 1, 0, "one")));
        relay.clock.pass(Duration.ofHours(2));
        relay.stores.close();
        relay.clock.pass(Duration.ofDays(31));
        relay.stores = OpenStores.open(home, relay.settings);
        relay.stores.sweep();
        assertThrows(GoneException.class, () -> relay.read(LOG, ALICE, 0));
    }

    @Test
    void deletesTheOldestBeyondALogsQuotaAndOfThatLogAlone() throws Exception {
        stored(relay.open(log(2), BOB));
        stored(relay.append(append(log(2), BOB, 1, 0, "of another log")));
        say(LOG, ALICE, 1, 300, 10_000);
        var gone = assertThrows(GoneException.class, () -> relay.read(LOG, ALICE, 0));
        var kept = relay.read(LOG, ALICE, gone.tail());
        assertTrue(kept.size() > 90 && kept.size() <= 104, "1 MiB of them: " + kept.size());
        assertTrue(text(kept.getLast()).startsWith("m300"));
        assertEquals(1, relay.read(log(2), BOB, 0).size());
    }

    @Test
    void servesFromTheDiskWhatMemoryHasNot() throws Exception {
        say(LOG, ALICE, 1, 1000, 700);
        var items = relay.read(LOG, ALICE, 0);
        assertEquals(1000, items.size());
        for (int i = 0; i < 1000; i++) assertTrue(text(items.get(i)).startsWith("m" + (i + 1) + " "));
        relay.reopen();
        assertEquals(items, relay.read(LOG, ALICE, 0));
    }

    @Test
    void compactsToWhatIsStillNeeded() throws Exception {
        var alice = relay.person(1);
        relay.stores.directory().grant(Fixture.hash(1), Right.DELIVER, Optional.of(alice), 5, Duration.ZERO);
        relay.stores
                .directory()
                .addKeyPackages(alice, List.of(new StoredKeyPackage(device(1), 1, false, Fixture.bytes(50, 1))));
        var letter = stored(relay.deliver(LogId.inboxOf(alice), "unread"));
        stored(relay.open(log(2), BOB));
        say(log(2), BOB, 1, 50, 500);
        say(LOG, ALICE, 1, 900, 900);
        var head = relay.stores.logs().state(LOG, ALICE).orElseThrow().head();
        relay.stores.logs().reached(LOG, ALICE, head - 5);
        var kept = relay.read(LOG, ALICE, head - 5);
        var others = relay.read(log(2), BOB, 0);
        var before = relay.stores.journal().totalBytes();
        relay.stores.compaction().start();
        relay.stores.compaction().await();
        assertTrue(relay.stores.journal().totalBytes() < before / 4, "smaller");
        for (int i = 0; i < 2; i++) {
            assertEquals(kept, relay.read(LOG, ALICE, head - 5));
            assertThrows(GoneException.class, () -> relay.read(LOG, ALICE, 0));
            assertEquals(others, relay.read(log(2), BOB, 0));
            assertEquals(letter, relay.read(LogId.inboxOf(alice), Fixture.inboxFollower(1), 0).getFirst().position());
            assertEquals(900, relay.stores.logs().state(LOG, ALICE).orElseThrow().lastNumber());
            assertEquals(
                    5, relay.stores.projection().read(tables -> tables.token(Fixture.hash(1))).orElseThrow().uses());
            relay.stores.close();
            java.nio.file.Files.delete(home.resolve("directory.sqlite"));
            relay.stores = OpenStores.open(home, relay.settings);
        }
        assertEquals("person1", relay.stores.directory().byKey(account(1)).orElseThrow().name());
        stored(relay.append(append(LOG, ALICE, 901, 0, "and on")));
    }

    @Test
    void compactsByItselfWhenMostIsGarbage() throws Exception {
        for (int i = 0; i < 40; i++) {
            say(LOG, ALICE, 100L * i + 1, 100, 500);
            relay.stores.logs().reached(LOG, ALICE, relay.stores.logs().state(LOG, ALICE).orElseThrow().head());
            if (i % 5 == 4) relay.stores.compaction().await();
        }
        assertTrue(relay.stores.journal().firstSegment() > 1, "old segments are gone");
        assertTrue(relay.stores.journal().totalBytes() < 40 * 100 * 500 / 2);
    }

    @Test
    void readsAndAppendsGoOnWhileItCompacts() throws Exception {
        say(LOG, ALICE, 1, 1500, 500);
        var all = relay.read(LOG, ALICE, 0);
        for (int round = 0; round < 5; round++) {
            relay.stores.compaction().start();
            say(LOG, ALICE, 1501 + 20L * round, 20, 10);
            assertEquals(all, relay.read(LOG, ALICE, 0).subList(0, all.size()));
            relay.stores.compaction().await();
        }
        relay.reopen();
        assertEquals(1600, relay.read(LOG, ALICE, 0).size());
    }

    @Test
    void keepsForAJoinerTheDigestsThatItNeeds() throws Exception {
        var base = stored(relay.commit(commit(LOG, ALICE, 0, "first", List.of(), List.of())));
        var said = stored(relay.append(append(LOG, ALICE, 1, base, "one")));
        var add =
                stored(relay.commit(commit(LOG, ALICE, base, "add", List.of(new NewFollower(BOB, false)), List.of())));
        relay.stores.logs().reached(LOG, ALICE, add);
        var items = relay.read(LOG, BOB, base);
        assertEquals(List.of(said, add), items.stream().map(item -> item.position()).toList());
        items.forEach(item -> assertInstanceOf(Digest.class, item));
        relay.stores.logs().reached(LOG, BOB, add);
        assertThrows(GoneException.class, () -> relay.read(LOG, BOB, base));
    }

    @Test
    void anInterruptedReaderHurtsNobodyElse() throws Exception {
        say(LOG, ALICE, 1, 1000, 700);
        var thread =
                Thread.ofPlatform()
                        .unstarted(() -> {
                            Thread.currentThread().interrupt();
                            try {
                                relay.stores.logs().read(LOG, ALICE, 0, 4096);
                            } catch (parley.relay.api.StoreException | GoneException e) {
                                assertTrue(Thread.currentThread().isInterrupted());
                            }
                        });
        thread.start();
        thread.join();
        assertEquals(1000, relay.read(LOG, ALICE, 0).size());
        say(LOG, ALICE, 1001, 1, 1);
    }
}
