package parley.relay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.relay.log.Fixture.append;
import static parley.relay.log.Fixture.bytes;
import static parley.relay.log.Fixture.commit;
import static parley.relay.log.Fixture.follower;
import static parley.relay.log.Fixture.inboxFollower;
import static parley.relay.log.Fixture.log;
import static parley.relay.log.Fixture.refused;
import static parley.relay.log.Fixture.stored;
import static parley.relay.log.Fixture.text;
import static parley.relay.log.Fixture.token;
import static parley.relay.log.Fixture.with;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.AccountKey;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Digest;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Right;
import parley.relay.api.LogStore.Outcome;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

final class LogRulesTest {

    private static final LogId LOG = log(1);
    private static final FollowerKey ALICE = follower(1);
    private static final FollowerKey BOB = follower(2);
    private static final FollowerKey CAROL = follower(3);
    private static final FollowerKey MALLORY = follower(9);

    @TempDir Path home;

    private Fixture relay;

    @BeforeEach
    void openWithAlice() throws Exception {
        relay = new Fixture(home);
        stored(relay.open(LOG, ALICE));
    }

    @AfterEach
    void close() {
        relay.close();
    }

    /** Alice adds Bob (no admin); the commit's position. */
    private long addBob() {
        return stored(relay.commit(commit(LOG, ALICE, 0, "add bob", List.of(new NewFollower(BOB, false)), List.of())));
    }

    @Test
    void openingTwiceIsTheSameAndByAnotherRefused() {
        assertEquals(0, stored(relay.open(LOG, ALICE)));
        assertEquals(Problem.DENIED, refused(relay.open(LOG, MALLORY)).problem());
        assertTrue(relay.stores.logs().state(LOG, ALICE).orElseThrow().admin());
    }

    @Test
    void storesAppendsInOrderAndServesThemBack() throws Exception {
        var first = stored(relay.append(append(LOG, ALICE, 1, 0, "one")));
        var second = stored(relay.append(append(LOG, ALICE, 2, 0, "two")));
        assertTrue(second > first);
        var items = relay.read(LOG, ALICE, 0);
        assertEquals(List.of("one", "two"), items.stream().map(Fixture::text).toList());
        assertEquals(List.of("two"), relay.read(LOG, ALICE, first).stream().map(Fixture::text).toList());
        var state = relay.stores.logs().state(LOG, ALICE).orElseThrow();
        assertEquals(second, state.head());
        assertEquals(2, state.lastNumber());
    }

    @Test
    void answersANumberItHasBeforeAnyOtherCheck() {
        stored(relay.append(append(LOG, ALICE, 1, 0, "one")));
        assertEquals(0, stored(relay.append(append(LOG, ALICE, 1, 777, "one"))));
    }

    @Test
    void answersANumberItHasEvenAfterTheFollowerWasRemoved() throws Exception {
        var added = addBob();
        stored(relay.append(append(LOG, BOB, 1, added, "hello")));
        stored(relay.commit(commit(LOG, ALICE, added, "remove bob", List.of(), List.of(BOB))));
        assertEquals(0, stored(relay.append(append(LOG, BOB, 1, added, "hello"))));
        assertEquals(Problem.STALE_BASE, refused(relay.append(append(LOG, BOB, 2, added, "again"))).problem());
        relay.reopen();
        assertEquals(0, stored(relay.append(append(LOG, BOB, 1, added, "hello"))));
    }

    @Test
    void refusesANumberTooHighNamingTheOneExpected() {
        var refusal = refused(relay.append(append(LOG, ALICE, 2, 0, "two")));
        assertEquals(Problem.WRONG_NUMBER, refusal.problem());
        assertEquals(1, refusal.expected());
        assertEquals(Problem.WRONG_NUMBER, refused(relay.append(append(LOG, ALICE, 0, 0, "zero"))).problem());
    }

    @Test
    void refusesStrangersAndUnknownLogs() {
        assertEquals(Problem.DENIED, refused(relay.append(append(LOG, MALLORY, 1, 0, "x"))).problem());
        assertEquals(Problem.NOT_FOUND, refused(relay.append(append(log(2), ALICE, 1, 0, "x"))).problem());
        assertEquals(
                Problem.DENIED, refused(relay.commit(commit(LOG, MALLORY, 0, "x", List.of(), List.of()))).problem());
        assertEquals(
                Problem.NOT_FOUND,
                refused(relay.commit(commit(log(2), ALICE, 0, "x", List.of(), List.of()))).problem());
        assertTrue(relay.stores.logs().state(LOG, MALLORY).isEmpty());
    }

    @Test
    void servesAStrangerNothing() throws Exception {
        stored(relay.append(append(LOG, ALICE, 1, 0, "one")));
        assertEquals(List.of(), relay.stores.logs().read(LOG, MALLORY, 0, 4096));
        assertEquals(List.of(), relay.stores.logs().read(log(2), ALICE, 0, 4096));
    }

    @Test
    void takesAppendsThatNameOneOfTheLastEightSlotsAndNoOlderOne() {
        var slots = new ArrayList<Long>(List.of(0L));
        for (int i = 0; i < 7; i++) slots.add(empty(slots.getLast(), i));
        // 0 and seven commits: eight slots.
        stored(relay.append(append(LOG, ALICE, 1, 0, "from the start")));
        slots.add(empty(slots.getLast(), 7));
        assertEquals(Problem.STALE_BASE, refused(relay.append(append(LOG, ALICE, 2, 0, "too old"))).problem());
        stored(relay.append(append(LOG, ALICE, 2, slots.get(1), "the eighth last")));
        assertEquals(Problem.STALE_BASE, refused(relay.append(append(LOG, ALICE, 3, 12345, "no slot"))).problem());
    }

    private long empty(long base, int i) {
        return stored(relay.commit(commit(LOG, ALICE, base, "commit " + i, List.of(), List.of())));
    }

    @Test
    void takesNoAppendSealedBeforeSomebodyWasRemoved() {
        var added = addBob();
        var removed = stored(relay.commit(commit(LOG, ALICE, added, "remove bob", List.of(), List.of(BOB))));
        assertEquals(Problem.STALE_BASE, refused(relay.append(append(LOG, ALICE, 1, added, "old"))).problem());
        stored(relay.append(append(LOG, ALICE, 1, removed, "new")));
    }

    @Test
    void givesACommitSlotToOneAlone() {
        var won = stored(relay.commit(commit(LOG, ALICE, 0, "first", List.of(), List.of())));
        var lost = relay.commit(commit(LOG, ALICE, 0, "second", List.of(), List.of()));
        assertEquals(won, assertInstanceOf(Outcome.Lost.class, lost).lastCommit());
    }

    @Test
    void knowsTheSameCommitAgain() {
        var again = commit(LOG, ALICE, 0, "first", List.of(), List.of());
        var position = stored(relay.commit(again));
        assertEquals(0, stored(relay.commit(again)));
        stored(relay.commit(commit(LOG, ALICE, position, "second", List.of(), List.of())));
        assertEquals(0, stored(relay.commit(again)));
    }

    @Test
    void letsOnlyAnAdminAddAndRemoveOthers() {
        var last = addBob();
        var add = commit(LOG, BOB, last, "add carol", List.of(new NewFollower(CAROL, false)), List.of());
        assertEquals(Problem.DENIED, refused(relay.commit(add)).problem());
        var remove = commit(LOG, BOB, last, "remove alice", List.of(), List.of(ALICE));
        assertEquals(Problem.DENIED, refused(relay.commit(remove)).problem());
        var both = commit(LOG, BOB, last, "remove both", List.of(), List.of(BOB, ALICE));
        assertEquals(Problem.DENIED, refused(relay.commit(both)).problem());
        stored(relay.commit(commit(LOG, BOB, last, "update", List.of(), List.of())));
    }

    @Test
    void letsAnybodyReplaceItsKeyButNotRaiseItself() throws Exception {
        var last = addBob();
        var raised = commit(LOG, BOB, last, "raise", List.of(new NewFollower(CAROL, true)), List.of(BOB));
        assertEquals(Problem.DENIED, refused(relay.commit(raised)).problem());
        var said = stored(relay.append(append(LOG, ALICE, 1, last, "before bob's new key")));
        var replaced = commit(LOG, BOB, last, "replace", List.of(new NewFollower(CAROL, false)), List.of(BOB));
        var position = stored(relay.commit(replaced));
        assertEquals(Problem.STALE_BASE, refused(relay.append(append(LOG, BOB, 1, position, "old key"))).problem());
        stored(relay.append(append(LOG, CAROL, 1, position, "new key")));
        var items = relay.read(LOG, CAROL, last);
        assertEquals(said, assertInstanceOf(Entry.class, items.getFirst()).position(), "whole: it was Bob's to read");
        assertInstanceOf(Entry.class, items.get(1));
    }

    @Test
    void letsAnybodyLeave() {
        var last = addBob();
        stored(relay.commit(commit(LOG, BOB, last, "leave", List.of(), List.of(BOB))));
        assertEquals(List.of(new NewFollower(ALICE, true)), relay.stores.logs().followers(LOG));
    }

    @Test
    void refusesACommitThatNamesAFollowerTwice() {
        var twice = List.of(new NewFollower(BOB, false), new NewFollower(BOB, true));
        assertEquals(Problem.MALFORMED, refused(relay.commit(commit(LOG, ALICE, 0, "x", twice, List.of()))).problem());
        assertEquals(
                Problem.MALFORMED,
                refused(relay.commit(commit(LOG, ALICE, 0, "x", List.of(), List.of(BOB, BOB)))).problem());
    }

    @Test
    void keepsAtMostTenThousandFollowers() {
        var many = new ArrayList<NewFollower>();
        for (int i = 0; i < 8000; i++) many.add(new NewFollower(follower(100 + i), false));
        var first = stored(relay.commit(commit(LOG, ALICE, 0, "many", many, List.of())));
        var more = new ArrayList<NewFollower>();
        for (int i = 0; i < 1999; i++) more.add(new NewFollower(follower(10_000 + i), false));
        var second = stored(relay.commit(commit(LOG, ALICE, first, "more", more, List.of())));
        assertEquals(10_000, relay.stores.logs().followers(LOG).size());
        var one = List.of(new NewFollower(BOB, false));
        assertEquals(
                Problem.TOO_MUCH, refused(relay.commit(commit(LOG, ALICE, second, "x", one, List.of()))).problem());
        stored(relay.commit(commit(LOG, ALICE, second, "swap", one, List.of(follower(100)))));
        stored(relay.append(append(LOG, follower(11_998), 1, second + 1, "the last one speaks")));
    }

    @Test
    void servesAJoinerBareDigestsUpToItsAdd() throws Exception {
        stored(relay.append(append(LOG, ALICE, 1, 0, "before bob")));
        var added = addBob();
        stored(relay.append(append(LOG, ALICE, 2, added, "after")));
        var whole = relay.read(LOG, ALICE, 0);
        var items = relay.read(LOG, BOB, 0);
        assertInstanceOf(Digest.class, items.get(0));
        assertInstanceOf(Digest.class, items.get(1));
        assertEquals("after", text(items.get(2)));
        for (int i = 0; i < 3; i++) assertEquals(whole.get(i).digest(), items.get(i).digest());
    }

    @Test
    void deliversWelcomesWithTheCommitAndOnlyOnce() throws Exception {
        var bob = relay.person(7);
        relay.stores.directory().grant(token(1).hash(), Right.DELIVER, Optional.of(bob), 1, Duration.ZERO);
        var add = commit(LOG, ALICE, 0, "add bob", List.of(new NewFollower(BOB, false)), List.of());
        var welcoming = with(add, new Frame.Welcome(bob, token(1), bytes(50, 1)));
        var position = stored(relay.commit(welcoming));
        assertEquals(0, stored(relay.commit(welcoming)));
        var inbox = relay.read(LogId.inboxOf(bob), inboxFollower(7), 0);
        assertEquals(1, inbox.size());
        var entry = assertInstanceOf(Entry.class, inbox.getFirst());
        assertEquals(Entry.Kind.INBOX, entry.kind());
        assertEquals(new InboxItem.Welcomed(LOG, position, 0, bytes(50, 1)), InboxItem.decode(entry.body()));
        var second = commit(LOG, ALICE, position, "again", adding(1), List.of());
        var used = with(second, new Frame.Welcome(bob, token(1), bytes(50, 2)));
        assertEquals(Problem.DENIED, refused(relay.commit(used)).problem(), "its one use is used up");
    }

    @Test
    void refusesTheWholeCommitIfOneWelcomeCannotBeDelivered() throws Exception {
        var bob = relay.person(7);
        relay.stores.directory().grant(token(1).hash(), Right.DELIVER, Optional.of(bob), 1, Duration.ZERO);
        relay.stores.directory().grant(token(2).hash(), Right.TAKE_KEY_PACKAGE, Optional.of(bob), 0, Duration.ZERO);
        var add = commit(LOG, ALICE, 0, "add", List.of(new NewFollower(BOB, false)), List.of());
        var two = commit(LOG, ALICE, 0, "add two", adding(2), List.of());
        var good = new Frame.Welcome(bob, token(1), bytes(50, 1));
        var unknown = new Frame.Welcome(Fixture.account(99), token(1), bytes(50, 1));
        var otherRight = new Frame.Welcome(bob, token(2), bytes(50, 1));
        assertEquals(Problem.NOT_FOUND, refused(relay.commit(with(two, good, unknown))).problem());
        assertEquals(Problem.DENIED, refused(relay.commit(with(two, good, otherRight))).problem());
        assertEquals(Problem.DENIED, refused(relay.commit(with(two, good, good))).problem(), "one use, two Welcomes");
        assertEquals(List.of(), relay.read(LogId.inboxOf(bob), inboxFollower(7), 0));
        assertEquals(1, relay.stores.logs().followers(LOG).size());
        stored(relay.commit(with(add, good)));
    }

    @Test
    void nobodysInboxDropsItsOldestForAWelcome() throws Exception {
        var bob = relay.person(7);
        var inbox = LogId.inboxOf(bob);
        relay.stores.directory().grant(token(1).hash(), Right.DELIVER, Optional.of(bob), 0, Duration.ZERO);
        stored(relay.deliver(inbox, "hello"));
        var large = new Frame.Welcome(bob, token(1), bytes(200_000, 1)); // the quota is 1 MiB
        var base = 0L;
        for (int i = 0; i < 5; i++) {
            base = stored(relay.commit(with(commit(LOG, ALICE, base, "add " + i, adding(1), List.of()), large)));
        }
        var sixth = commit(LOG, ALICE, base, "add", adding(4), List.of());
        assertEquals(Problem.TOO_MUCH, refused(relay.commit(with(sixth, large))).problem());
        var small = new Frame.Welcome(bob, token(1), bytes(15_000, 1));
        assertEquals(
                Problem.TOO_MUCH,
                refused(relay.commit(with(sixth, small, small, small, small))).problem(),
                "together they do not fit");
        base = stored(relay.commit(with(sixth, small)));
        assertEquals(7, relay.read(inbox, inboxFollower(7), 0).size(), "the letter is still there");
        relay.stores
                .logs()
                .reached(
                        inbox,
                        inboxFollower(7),
                        relay.stores.logs().state(inbox, inboxFollower(7)).orElseThrow().head());
        stored(relay.commit(with(commit(LOG, ALICE, base, "on", adding(1), List.of()), large)));
    }

    @Test
    void aCommitHasSoManyWelcomesAndEachIsReadWhole() throws Exception {
        var bob = relay.person(7);
        var carol = relay.person(8);
        for (int i = 0; i < 2; i++) {
            var to = Optional.of(i == 0 ? bob : carol);
            relay.stores.directory().grant(token(i).hash(), Right.DELIVER, to, 0, Duration.ZERO);
        }
        var welcomes = new Frame.Welcome[CommitOp.MAX_WELCOMES + 1];
        for (int i = 0; i < welcomes.length; i++) {
            welcomes[i] = new Frame.Welcome(i % 2 == 0 ? bob : carol, token(i % 2), bytes(20, i));
        }
        var add = commit(LOG, ALICE, 0, "add", adding(welcomes.length), List.of());
        assertEquals(Problem.MALFORMED, refused(relay.commit(with(add, welcomes))).problem());
        var position = stored(relay.commit(with(add, Arrays.copyOf(welcomes, CommitOp.MAX_WELCOMES))));
        relay.reopen(); // so that nothing is in memory
        var items = relay.read(LogId.inboxOf(carol), inboxFollower(8), 0);
        assertEquals(CommitOp.MAX_WELCOMES / 2, items.size());
        for (int i = 0; i < items.size(); i++) {
            var expected = new InboxItem.Welcomed(LOG, position, 2 * i + 1, bytes(20, 2 * i + 1));
            assertEquals(expected, InboxItem.decode(((Entry) items.get(i)).body()));
        }
    }

    @Test
    void aCommitHasNoMoreWelcomesThanItAddsBesidesItsAuthor() throws Exception {
        var one = new Frame.Welcome(deliverable(7), token(7), bytes(50, 1));
        var two = new Frame.Welcome(deliverable(8), token(8), bytes(50, 2));
        var empty = with(commit(LOG, ALICE, 0, "empty", List.of(), List.of()), one);
        assertEquals(Problem.MALFORMED, refused(relay.commit(empty)).problem());
        var bob = new NewFollower(BOB, true);
        var add = commit(LOG, ALICE, 0, "add", List.of(bob), List.of());
        assertEquals(Problem.MALFORMED, refused(relay.commit(with(add, one, two))).problem());
        var added = stored(relay.commit(with(add, one)));
        // Bob lets Carol in and takes another key for himself: one is new to the conversation.
        var own = commit(LOG, BOB, added, "both", List.of(new NewFollower(MALLORY, true), follow(CAROL)), List.of(BOB));
        assertEquals(Problem.MALFORMED, refused(relay.commit(with(own, one, two))).problem());
        var kept = commit(LOG, BOB, added, "kept", List.of(bob, follow(CAROL)), List.of());
        assertEquals(Problem.MALFORMED, refused(relay.commit(with(kept, one, two))).problem());
        stored(relay.commit(with(own, two)));
        assertEquals(1, relay.read(LogId.inboxOf(one.to()), inboxFollower(7), 0).size(), "of five commits");
        assertEquals(1, relay.read(LogId.inboxOf(two.to()), inboxFollower(8), 0).size());
    }

    @Test
    void whoRejoinsOrIsInvitedAnewHasAWelcome() throws Exception {
        var one = new Frame.Welcome(deliverable(7), token(7), bytes(50, 1));
        var added = addBob();
        var anew = commit(LOG, ALICE, added, "rejoin", List.of(follow(CAROL)), List.of(BOB));
        var rejoined = stored(relay.commit(with(anew, one)));
        var again = commit(LOG, ALICE, rejoined, "after a void commit", List.of(follow(CAROL)), List.of());
        stored(relay.commit(with(again, one)));
        assertEquals(2, relay.read(LogId.inboxOf(one.to()), inboxFollower(7), 0).size());
    }

    @Test
    void whoIsNoAdminInvitesNobody() throws Exception {
        var one = new Frame.Welcome(deliverable(7), token(7), bytes(50, 1));
        var added = addBob();
        var own = List.of(follow(CAROL));
        for (var commit :
                List.of(
                        commit(LOG, BOB, added, "empty", List.of(), List.of()),
                        commit(LOG, BOB, added, "leave", List.of(), List.of(BOB)),
                        commit(LOG, BOB, added, "replace", own, List.of(BOB)))) {
            assertEquals(Problem.DENIED, refused(relay.commit(with(commit, one))).problem());
        }
        assertEquals(List.of(), relay.read(LogId.inboxOf(one.to()), inboxFollower(7), 0));
        stored(relay.commit(commit(LOG, BOB, added, "replace", own, List.of(BOB))));
    }

    /** A person who takes any number of Welcomes by the token of the same number. */
    private AccountKey deliverable(int seed) throws Exception {
        var person = relay.person(seed);
        relay.stores.directory().grant(token(seed).hash(), Right.DELIVER, Optional.of(person), 0, Duration.ZERO);
        return person;
    }

    private static NewFollower follow(FollowerKey key) {
        return new NewFollower(key, false);
    }

    /** As many followers as are to be invited; the same each time. */
    private static List<NewFollower> adding(int count) {
        return IntStream.range(0, count).mapToObj(i -> follow(follower(1000 + i))).toList();
    }

    @Test
    void whoIsNoAdminTakesNobodysKeyForItsOwn() throws Exception {
        var added = stored(relay.commit(commit(LOG, ALICE, 0, "add", List.of(new NewFollower(BOB, false)), List.of())));
        var demoting = commit(LOG, BOB, added, "take", List.of(new NewFollower(ALICE, false)), List.of(BOB));
        assertEquals(Problem.DENIED, refused(relay.commit(demoting)).problem());
        assertTrue(relay.stores.logs().state(LOG, ALICE).orElseThrow().admin());
        var fresh = new NewFollower(follower(77), false);
        stored(relay.commit(commit(LOG, BOB, added, "replace", List.of(fresh), List.of(BOB))));
    }

    @Test
    void onlyWhoIsThereMakesRoomByLeaving() throws Exception {
        var base = 0L;
        for (int part = 0; part < 2; part++) {
            var some = new ArrayList<NewFollower>();
            for (int i = part; i < Followers.MAX - 1; i += 2) some.add(new NewFollower(follower(1000 + i), false));
            base = stored(relay.commit(commit(LOG, ALICE, base, "part " + part, some, List.of())));
        }
        assertEquals(Followers.MAX, relay.stores.logs().followers(LOG).size());
        var one = List.of(follow(MALLORY));
        var nobody = List.of(follower(2));
        assertEquals(Problem.TOO_MUCH, refused(relay.commit(commit(LOG, ALICE, base, "x", one, nobody))).problem());
        base = stored(relay.commit(commit(LOG, ALICE, base, "x", one, List.of(follower(1000)))));
        var known = new NewFollower(follower(1001), true);
        var back = commit(LOG, ALICE, base, "y", List.of(known, follow(CAROL)), List.of(known.key()));
        assertEquals(Problem.TOO_MUCH, refused(relay.commit(back)).problem(), "it leaves and comes back");
        stored(relay.commit(commit(LOG, ALICE, base, "y", List.of(known), List.of())));
        assertTrue(relay.stores.logs().state(LOG, known.key()).orElseThrow().admin(), "who follows takes no more room");
        assertEquals(Followers.MAX, relay.stores.logs().followers(LOG).size());
    }

    @Test
    void deliversLettersToInboxesAlone() throws Exception {
        var bob = relay.person(7);
        stored(relay.deliver(LogId.inboxOf(bob), "hello"));
        assertEquals(Problem.NOT_FOUND, refused(relay.deliver(LOG, "hello")).problem());
        assertEquals(Problem.NOT_FOUND, refused(relay.deliver(LogId.inboxOf(Fixture.account(99)), "hello")).problem());
        var item = (Entry) relay.read(LogId.inboxOf(bob), inboxFollower(7), 0).getFirst();
        assertEquals(FollowerKey.NOBODY, item.author());
        var inbox = LogId.inboxOf(bob);
        assertEquals(Problem.DENIED, refused(relay.append(append(inbox, inboxFollower(7), 1, 0, "x"))).problem());
        assertEquals(
                Problem.DENIED,
                refused(relay.commit(commit(inbox, inboxFollower(7), 0, "x", List.of(), List.of()))).problem());
    }

    @Test
    void anInboxIsNotBlockedByALogThatTookItsId() throws Exception {
        var id = LogId.inboxOf(Fixture.account(7));
        stored(relay.open(id, MALLORY));
        relay.person(7);
        stored(relay.deliver(id, "hello"));
        assertTrue(relay.stores.logs().state(id, MALLORY).isEmpty());
        relay.reopen();
        assertTrue(relay.stores.logs().state(id, MALLORY).isEmpty());
        assertEquals(1, relay.read(id, inboxFollower(7), 0).size());
    }

    @Test
    void knowsHowFarALogIsSettled() throws Exception {
        var inbox = LogId.inboxOf(relay.person(7));
        var letter = stored(relay.deliver(inbox, "hello"));
        assertTrue(relay.stores.logs().settled(inbox) < letter);
        relay.stores.logs().reached(inbox, inboxFollower(7), letter);
        assertEquals(letter, relay.stores.logs().settled(inbox));
    }

    @Test
    void tellsTheListenerInOrderAndBeforeTheAuthor() throws Exception {
        var heard = Collections.synchronizedList(new ArrayList<String>());
        relay.stores.logs().listen((log, entry) -> heard.add(text(entry)));
        var done = new CompletableFuture<Outcome>();
        for (int i = 1; i <= 100; i++) {
            int number = i;
            relay.stores
                    .logs()
                    .append(
                            append(LOG, ALICE, i, 0, "m" + i),
                            outcome -> {
                                heard.add("ok" + number);
                                if (number == 100) done.complete(outcome);
                            });
        }
        Fixture.await(done);
        for (int i = 1; i <= 100; i++) {
            assertEquals("m" + i, heard.get(2 * i - 2));
            assertEquals("ok" + i, heard.get(2 * i - 1));
        }
    }

    @Test
    void goesOnAfterACallbackThatThrows() {
        relay.stores
                .logs()
                .append(
                        append(LOG, ALICE, 1, 0, "one"),
                        _ -> {
                            throw new IllegalStateException("a caller's mistake");
                        });
        assertEquals(0, stored(relay.append(append(LOG, ALICE, 1, 0, "one"))));
        stored(relay.append(append(LOG, ALICE, 2, 0, "two")));
    }

    @Test
    void refusesWhatComesAfterClosing() {
        relay.stores.close();
        assertEquals(Problem.LEAVING, refused(relay.append(append(LOG, ALICE, 1, 0, "x"))).problem());
    }
}
