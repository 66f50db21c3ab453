package parley.relay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.relay.log.Fixture.append;
import static parley.relay.log.Fixture.commit;
import static parley.relay.log.Fixture.device;
import static parley.relay.log.Fixture.devices;
import static parley.relay.log.Fixture.follower;
import static parley.relay.log.Fixture.inboxFollower;
import static parley.relay.log.Fixture.log;
import static parley.relay.log.Fixture.refused;
import static parley.relay.log.Fixture.stored;
import static parley.relay.log.Fixture.token;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Digest;
import parley.protocol.relay.Entry;
import parley.protocol.relay.LogItem;
import parley.protocol.relay.Problem;
import parley.relay.api.GoneException;
import parley.relay.api.LogStore.Outcome;
import parley.relay.api.LogStore.State;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a follower that was removed still gets, and for how long it is kept. */
final class RemovedTest {

    private static final LogId LOG = log(1);
    private static final FollowerKey ALICE = follower(1);
    private static final FollowerKey BOB = follower(2);
    private static final FollowerKey CAROL = follower(3);

    @TempDir Path home;

    private Fixture relay;
    private long last;
    private long number;

    @BeforeEach
    void open() throws Exception {
        relay = new Fixture(home);
        stored(relay.open(LOG, ALICE));
    }

    @AfterEach
    void close() {
        relay.close();
    }

    private long change(FollowerKey author, List<FollowerKey> added, List<FollowerKey> removed) {
        var followers = added.stream().map(key -> new NewFollower(key, false)).toList();
        last = stored(relay.commit(commit(LOG, author, last, "commit behind " + last, followers, removed)));
        return last;
    }

    private long add(FollowerKey... keys) {
        return change(ALICE, List.of(keys), List.of());
    }

    private long remove(FollowerKey... keys) {
        return change(ALICE, List.of(), List.of(keys));
    }

    private long say(String text) {
        return stored(relay.append(append(LOG, ALICE, ++number, last, text)));
    }

    private Optional<State> state(FollowerKey key) {
        return relay.stores.logs().state(LOG, key);
    }

    private List<Long> read(FollowerKey key, long after) throws Exception {
        return relay.read(LOG, key, after).stream().map(LogItem::position).toList();
    }

    @Test
    void readsUpToTheCommitThatRemovedItAndNothingAfter() throws Exception {
        var added = add(BOB);
        var said = say("to bob");
        var removed = remove(BOB);
        say("about bob");
        say("more about bob");
        for (var round = 0; round < 2; round++) {
            var items = relay.read(LOG, BOB, 0);
            assertEquals(List.of(added, said, removed), items.stream().map(LogItem::position).toList());
            assertInstanceOf(Digest.class, items.getFirst());
            assertInstanceOf(Entry.class, items.get(1));
            assertInstanceOf(Entry.class, items.get(2));
            assertEquals(List.of(removed), read(BOB, removed - 1));
            assertEquals(List.of(), read(BOB, removed));
            assertEquals(List.of(), read(BOB, removed + 1));
            assertEquals(List.of(), read(BOB, Long.MAX_VALUE));
            assertEquals(new State(removed, 0, removed, false, 0, false), state(BOB).orElseThrow());
            relay.reopen(); // it is journal state
        }
    }

    @Test
    void neitherAppendsNorCommitsNorSetsTheLinkNorFollows() {
        add(BOB);
        stored(relay.commit(commit(LOG, ALICE, last, "admin", List.of(new NewFollower(BOB, true)), List.of())));
        last = state(ALICE).orElseThrow().lastCommit();
        stored(relay.append(append(LOG, BOB, 1, last, "hello")));
        remove(BOB);
        assertEquals(0, stored(relay.append(append(LOG, BOB, 1, last, "hello"))), "known still");
        // It may not have read its removal: what it sends is too old, however new the base.
        assertEquals(Problem.STALE_BASE, refused(relay.append(append(LOG, BOB, 2, last, "me again"))).problem());
        var removed = state(ALICE).orElseThrow().lastCommit();
        say("behind it");
        assertEquals(new Outcome.Lost(removed), relay.commit(commit(LOG, BOB, last, "x", List.of(), List.of())));
        assertEquals(new Outcome.Lost(removed), relay.commit(commit(LOG, BOB, removed, "x", List.of(), List.of())));
        assertEquals(Problem.DENIED, refused(relay.setLink(LOG, BOB, Optional.of(token(1)))).problem());
        assertEquals(List.of(new NewFollower(ALICE, true)), relay.stores.logs().followers(LOG));
        assertEquals(1, state(BOB).orElseThrow().lastNumber());
        assertTrue(state(ALICE).orElseThrow().follows());
    }

    @Test
    void whatItHasNotReadIsKeptUntilItHas() throws Exception {
        var added = add(BOB);
        var said = say("to bob");
        var removed = remove(BOB);
        var after = say("about bob");
        relay.stores.logs().reached(LOG, ALICE, after);
        assertEquals(List.of(added, said, removed), read(BOB, 0));
        relay.stores.logs().reached(LOG, BOB, said);
        assertThrows(GoneException.class, () -> relay.read(LOG, BOB, 0));
        assertEquals(List.of(removed), read(BOB, said));
        relay.stores.logs().reached(LOG, BOB, removed - 1);
        assertEquals(List.of(removed), read(BOB, said));
        relay.stores.logs().reached(LOG, BOB, Long.MAX_VALUE); // more than it may read
        assertEquals(after, state(ALICE).orElseThrow().tail(), "nobody waits any more");
        var gone = assertThrows(GoneException.class, () -> relay.read(LOG, BOB, said));
        assertEquals(removed, gone.tail(), "it does not learn how much came after it");
        assertEquals(List.of(), read(BOB, removed));
        assertEquals(removed, state(BOB).orElseThrow().tail());
    }

    @Test
    void isWaitedForAsLongAsAnybodyIsAndNoLonger() throws Exception {
        add(BOB);
        var removed = remove(BOB);
        relay.clock.pass(Duration.ofHours(1));
        relay.stores.sweep();
        relay.clock.pass(Duration.ofDays(29));
        relay.stores.sweep();
        var kept = say("thirty days later");
        relay.stores.logs().reached(LOG, ALICE, kept);
        assertEquals(2, read(BOB, 0).size());
        relay.clock.pass(Duration.ofDays(3));
        relay.stores.sweep();
        relay.stores.sweep();
        assertTrue(state(ALICE).orElseThrow().tail() >= removed);
        var next = say("nobody holds this back");
        relay.stores.logs().reached(LOG, ALICE, next);
        assertEquals(next, state(ALICE).orElseThrow().tail());
        assertThrows(GoneException.class, () -> relay.read(LOG, BOB, 0));
    }

    @Test
    void whoReplacesItsKeyReadsThatByTheOldOneAndIsNotWaitedForTwice() throws Exception {
        var added = add(BOB);
        var said = say("to bob");
        var replaced = change(BOB, List.of(CAROL), List.of(BOB));
        var after = say("to his new key");
        assertEquals(List.of(added, said, replaced), read(BOB, 0));
        assertInstanceOf(Entry.class, relay.read(LOG, BOB, said).getFirst());
        relay.stores.logs().reached(LOG, ALICE, after);
        relay.stores.logs().reached(LOG, CAROL, said);
        assertEquals(List.of(replaced), read(BOB, said));
        assertEquals(List.of(replaced, after), read(CAROL, said));
        relay.stores.logs().reached(LOG, CAROL, after);
        assertEquals(after, state(ALICE).orElseThrow().tail(), "the old key holds nothing back");
    }

    @Test
    void whoLeavesReadsItsOwnCommit() throws Exception {
        add(BOB);
        var left = change(BOB, List.of(), List.of(BOB));
        relay.stores.logs().reached(LOG, ALICE, say("gone"));
        assertEquals(List.of(left), read(BOB, left - 1));
    }

    @Test
    void whoIsAddedAgainFollowsAsAnybody() throws Exception {
        add(BOB);
        stored(relay.append(append(LOG, BOB, 1, last, "hello")));
        var removed = remove(BOB);
        var between = say("without bob");
        var again = add(BOB);
        var after = say("with bob");
        assertTrue(state(BOB).orElseThrow().follows());
        assertEquals(1, state(BOB).orElseThrow().lastNumber());
        var items = relay.read(LOG, BOB, removed);
        assertEquals(List.of(between, again, after), items.stream().map(LogItem::position).toList());
        assertInstanceOf(Digest.class, items.getFirst());
        stored(relay.append(append(LOG, BOB, 2, last, "back")));
        var once = remove(BOB);
        assertEquals(once, state(BOB).orElseThrow().head());
        assertEquals(2, state(BOB).orElseThrow().lastNumber());
        relay.stores.logs().reached(LOG, ALICE, once);
        relay.stores.logs().reached(LOG, BOB, once);
        assertEquals(once, state(ALICE).orElseThrow().tail(), "its first removal waits for nothing");
        relay.reopen();
        assertEquals(new State(once, 0, once, false, 2, false), state(BOB).orElseThrow());
    }

    @Test
    void beingRemovedManyTimesTakesOnePlace() throws Exception {
        add(BOB);
        remove(BOB);
        for (var i = 0; i < 1100; i++) {
            add(CAROL);
            remove(CAROL);
            remove(CAROL); // it does not follow: no removal
        }
        assertEquals(last - 1, state(CAROL).orElseThrow().head());
        assertTrue(state(BOB).isPresent(), "pushed out by one key");
    }

    @Test
    void ofTenThousandThatAreRemovedTheLatestAreKnown() throws Exception {
        var all = new ArrayList<FollowerKey>();
        for (var i = 0; i < 9_999; i++) all.add(follower(1000 + i));
        change(ALICE, all.subList(0, 5000), List.of());
        change(ALICE, all.subList(5000, 9_999), List.of());
        change(ALICE, List.of(), all.subList(0, 5000));
        var removed = change(ALICE, List.of(), all.subList(5000, 9_999));
        for (var round = 0; round < 2; round++) {
            var known = 0;
            for (var key : all) if (state(key).isPresent()) known++;
            assertEquals(Departed.MAX_WAITING, known);
            assertTrue(state(all.get(9_998 - Departed.MAX_WAITING)).isEmpty());
            assertEquals(removed, state(all.get(9_999 - Departed.MAX_WAITING)).orElseThrow().head());
            assertEquals(List.of(removed), read(all.getLast(), removed - 1));
            assertEquals(List.of(), read(all.getFirst(), 0));
            relay.stores.compaction().start();
            relay.stores.compaction().await();
            relay.reopen();
        }
        stored(relay.append(append(LOG, ALICE, 1, last, "alone")));
    }

    @Test
    void thoseWhoReplaceTheirKeysPushOutNobodyWhoWaits() throws Exception {
        add(BOB, CAROL, follower(100));
        var removed = remove(CAROL);
        for (var i = 0; i <= Departed.MAX_SETTLED; i++) {
            change(follower(100 + i), List.of(follower(101 + i)), List.of(follower(100 + i)));
        }
        assertEquals(removed, state(CAROL).orElseThrow().head());
        assertTrue(state(follower(100)).isEmpty(), "one too many");
        assertTrue(state(follower(101)).isPresent());
    }

    @Test
    void compactionKeepsWhatTheyMayRead() throws Exception {
        add(BOB, CAROL);
        stored(relay.append(append(LOG, CAROL, 1, last, "hello")));
        var said = say("to both");
        var removed = remove(BOB);
        var later = remove(CAROL);
        relay.stores.logs().reached(LOG, BOB, removed);
        relay.stores.logs().reached(LOG, CAROL, said);
        relay.stores.logs().reached(LOG, ALICE, say("alone"));
        var items = relay.read(LOG, CAROL, said);
        assertEquals(List.of(removed, later), items.stream().map(LogItem::position).toList());
        for (var i = 0; i < 2; i++) {
            relay.stores.compaction().start();
            relay.stores.compaction().await();
            relay.reopen();
            assertEquals(items, relay.read(LOG, CAROL, said));
            assertEquals(new State(later, said, later, false, 1, false), state(CAROL).orElseThrow());
            assertEquals(removed, state(BOB).orElseThrow().head());
            relay.stores.logs().reached(LOG, ALICE, Long.MAX_VALUE);
            assertEquals(said, state(ALICE).orElseThrow().tail(), "carol is still waited for");
        }
    }

    @Test
    void aDeviceThatWasRevokedReadsNothingOfItsInbox() throws Exception {
        var person = relay.person(7);
        var inbox = LogId.inboxOf(person);
        stored(relay.deliver(inbox, "before"));
        assertEquals(1, relay.read(inbox, inboxFollower(7), 0).size());
        relay.stores.directory().publish(devices(person, 2, device(8)));
        var letter = stored(relay.deliver(inbox, "after"));
        for (var round = 0; round < 2; round++) {
            assertEquals(List.of(), relay.read(inbox, inboxFollower(7), 0));
            assertEquals(Optional.empty(), relay.stores.logs().state(inbox, inboxFollower(7)));
            relay.reopen();
        }
        relay.stores.logs().reached(inbox, inboxFollower(8), letter);
        assertEquals(letter, relay.stores.logs().settled(inbox), "nobody else is waited for");
    }
}
