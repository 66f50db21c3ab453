package parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.relay.Digest;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.LogItem;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Right;
import parley.protocol.wire.Bytes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a client may do with logs, over a real link and a real journal. */
@Timeout(60)
final class LogsTest {

    @TempDir private Path home;

    private RelayFixture relay;
    private final Person alice = new Person("alice");
    private final Person bob = new Person("bob");
    private Client a;
    private Client b;
    private final LogId log = LogId.random();
    private final Person.Pair aliceHere = new Person.Pair();
    private final Person.Pair bobHere = new Person.Pair();

    @BeforeEach
    void start() throws IOException {
        relay = new RelayFixture(home);
        a = relay.signedUp(alice);
        b = relay.signedUp(bob);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    /** Alice opens the log and adds Bob; the position of that commit. */
    private long together() {
        a.done(n -> new Frame.OpenLog(n, log, aliceHere.follower()));
        a.following(log, aliceHere, 0);
        a.done(a.commit(log, aliceHere.follower(), 0, List.of(bobHere.follower()), List.of(), "add bob"));
        var commit = a.item(log).position();
        b.following(log, bobHere, 0);
        var seen = b.item(log);
        assertInstanceOf(Digest.class, seen); // his own Add is before his time
        assertEquals(commit, seen.position());
        return commit;
    }

    private static String text(LogItem item) {
        return new String(((Entry) item).body().shared(), StandardCharsets.UTF_8);
    }

    @Test
    void everyFollowerGetsEveryEntryInTheLogsOrderAndTheAuthorAnAnswer() {
        var base = together();
        a.append(log, aliceHere.follower(), 1, base, "hello");
        a.accepted(1);
        b.append(log, bobHere.follower(), 1, base, "hi");
        b.accepted(1);
        a.append(log, aliceHere.follower(), 2, base, "how are you?");
        a.accepted(2);
        var byAlice = a.items(log, 3);
        assertEquals(List.of("hello", "hi", "how are you?"), byAlice.stream().map(LogsTest::text).toList());
        assertEquals(byAlice, b.items(log, 3));
        assertEquals(0, b.waitingItems(log));
    }

    @Test
    void anAppendSentAgainIsAcceptedAgainAndStoredOnce() throws IOException {
        var base = together();
        a.append(log, aliceHere.follower(), 1, base, "once");
        a.accepted(1);
        a.close();
        var again = relay.signedIn(alice);
        var position = again.following(log, aliceHere, base);
        assertEquals(1, position.lastNumber());
        again.append(log, aliceHere.follower(), 1, base, "once");
        again.accepted(1);
        again.append(log, aliceHere.follower(), 2, base, "twice");
        again.accepted(2);
        assertEquals(List.of("once", "twice"), b.items(log, 2).stream().map(LogsTest::text).toList());
    }

    @Test
    void aGapInTheNumbersIsRefusedNamingTheNextOne() {
        var base = together();
        a.append(log, aliceHere.follower(), 5, base, "too far");
        var refused = assertInstanceOf(Frame.AppendRefused.class, a.other());
        assertEquals(Problem.WRONG_NUMBER, refused.problem());
        assertEquals(1, refused.expected());
    }

    @Test
    void aStaleBaseIsRefused() {
        var base = together();
        a.append(log, aliceHere.follower(), 1, base + 1_000_000, "from nowhere");
        assertEquals(Problem.STALE_BASE, assertInstanceOf(Frame.AppendRefused.class, a.other()).problem());
    }

    @Test
    void nobodyAppendsWithAKeyNotProvedOnThisLink() {
        var base = together();
        b.append(log, aliceHere.follower(), 1, base, "I am alice");
        var refused = assertInstanceOf(Frame.AppendRefused.class, b.other());
        assertEquals(Problem.DENIED, refused.problem());
        b.refused(Problem.DENIED, b.commit(log, aliceHere.follower(), base, List.of(), List.of(), "mine"));
    }

    @Test
    void aProofForAnotherLogOrLinkDoesNotHold() throws IOException {
        together();
        var elsewhere =
                new Frame.Follow(77, log, bobHere.follower(), 0, bobHere.sign(b.transcript().follow(LogId.random())));
        var mallory = relay.signedUp(new Person("mallory"));
        mallory.refused(Problem.DENIED, n -> new Frame.Follow(n, log, bobHere.follower(), 0, elsewhere.proof()));
        var replayed = bobHere.sign(b.transcript().follow(log));
        mallory.refused(Problem.DENIED, n -> new Frame.Follow(n, log, bobHere.follower(), 0, replayed));
        mallory.refused(Problem.NOT_FOUND, mallory.follow(log, new Person.Pair(), 0));
        mallory.refused(Problem.NOT_FOUND, mallory.follow(LogId.random(), new Person.Pair(), 0));
    }

    @Test
    void aCommitThatLostItsSlotIsToldWhichOneWon() {
        var base = together();
        a.done(a.commit(log, aliceHere.follower(), base, List.of(), List.of(), "first"));
        var won = a.item(log).position();
        b.item(log);
        var conflict =
                assertInstanceOf(
                        Frame.Conflict.class,
                        b.ask(b.commit(log, bobHere.follower(), base, List.of(), List.of(), "second")));
        assertEquals(won, conflict.lastCommit());
        b.done(b.commit(log, bobHere.follower(), won, List.of(), List.of(), "second"));
        b.done(b.commit(log, bobHere.follower(), won, List.of(), List.of(), "second")); // sent again: the same answer
        assertEquals(b.item(log), a.item(log));
        assertEquals(0, a.waitingItems(log));
    }

    @Test
    void whoIsRemovedGetsThatCommitAndNothingAfterIt() {
        var base = together();
        a.done(a.commit(log, aliceHere.follower(), base, List.of(), List.of(bobHere.follower()), "remove bob"));
        var removal = a.item(log).position();
        assertEquals(removal, b.item(log).position());
        a.append(log, aliceHere.follower(), 1, removal, "he is gone");
        a.accepted(1);
        a.item(log);
        b.append(log, bobHere.follower(), 1, removal, "am I?");
        assertEquals(Problem.STALE_BASE, assertInstanceOf(Frame.AppendRefused.class, b.other()).problem());
        var following = b.following(log, bobHere, removal);
        assertEquals(removal, following.head());
        assertEquals(removal, following.lastCommit());
        b.ask(n -> new Frame.Lookup(n, "alice")); // whatever else was on its way has come
        assertEquals(0, b.waitingItems(log));
    }

    @Test
    void whoWasRemovedWhileAwayReadsThatAndNothingAfterItAndDoesNothing() throws IOException {
        var base = together();
        b.close();
        a.append(log, aliceHere.follower(), 1, base, "one");
        a.accepted(1);
        a.done(a.commit(log, aliceHere.follower(), base, List.of(), List.of(bobHere.follower()), "remove bob"));
        var removal = a.items(log, 2).getLast().position();
        a.append(log, aliceHere.follower(), 2, removal, "he is gone");
        a.accepted(2);
        var back = relay.signedIn(bob);
        for (var round = 0; round < 2; round++) {
            assertEquals(removal, back.following(log, bobHere, base).head());
            var items = back.items(log, 2);
            assertEquals("one", text(items.getFirst()));
            assertEquals(removal, items.getLast().position());
        }
        back.following(log, bobHere, removal + 1_000_000);
        a.append(log, aliceHere.follower(), 3, removal, "he is still gone");
        a.accepted(3);
        a.items(log, 2);
        back.append(log, bobHere.follower(), 1, removal, "am I?");
        assertEquals(Problem.STALE_BASE, assertInstanceOf(Frame.AppendRefused.class, back.other()).problem());
        var lost = back.ask(back.commit(log, bobHere.follower(), removal, List.of(), List.of(), "x"));
        assertEquals(removal, assertInstanceOf(Frame.Conflict.class, lost).lastCommit());
        back.refused(
                Problem.DENIED, n -> new Frame.SetLink(n, log, bobHere.follower(), Optional.of(Token.random().hash())));
        back.send(new Frame.Signal(log, bobHere.follower(), 1, 1, 0, 1, Bytes.of((byte) 1)));
        a.send(new Frame.Signal(log, aliceHere.follower(), 1, 1, 0, 1, Bytes.of((byte) 1)));
        back.send(new Frame.Reached(log, bobHere.follower(), removal));
        back.ask(n -> new Frame.Lookup(n, "alice"));
        a.ask(n -> new Frame.Lookup(n, "bob"));
        assertEquals(0, back.waitingItems(log));
        assertTrue(back.others.isEmpty(), "no signal reaches it");
        assertTrue(a.others.isEmpty(), "and none of its own goes on");
        a.send(new Frame.Reached(log, aliceHere.follower(), removal));
        a.ask(n -> new Frame.Lookup(n, "bob"));
        var late = relay.signedIn(bob);
        var gone = assertInstanceOf(Frame.Gone.class, late.ask(late.follow(log, bobHere, base)));
        assertEquals(removal, gone.tail(), "nobody waits for it any more");
    }

    @Test
    void whoReplacedItsKeyUnseenReadsThatByTheOldOne() throws IOException {
        var base = together();
        var next = new Person.Pair();
        b.done(
                b.commit(
                        log,
                        bobHere.follower(),
                        base,
                        List.of(next.follower()),
                        List.of(bobHere.follower()),
                        "new leaf"));
        b.close(); // before it has read its own commit
        var replaced = a.item(log).position();
        a.append(log, aliceHere.follower(), 1, replaced, "to the new one");
        a.accepted(1);
        a.item(log);
        var back = relay.signedIn(bob);
        back.following(log, bobHere, base);
        assertEquals(replaced, back.item(log).position());
        back.following(log, next, replaced);
        assertEquals("to the new one", text(back.item(log)));
        back.append(log, next.follower(), 1, replaced, "here I am");
        back.accepted(1);
        assertEquals("here I am", text(back.item(log)));
        assertEquals(0, back.waitingItems(log));
    }

    @Test
    void whoReplacesItsKeyReadsOnOverBothAndOnce() {
        var base = together();
        var next = new Person.Pair();
        b.done(
                b.commit(
                        log,
                        bobHere.follower(),
                        base,
                        List.of(next.follower()),
                        List.of(bobHere.follower()),
                        "new leaf"));
        var replaced = b.item(log).position();
        a.item(log);
        b.following(log, next, replaced);
        a.append(log, aliceHere.follower(), 1, replaced, "one");
        b.append(log, next.follower(), 1, replaced, "two");
        a.accepted(1);
        b.accepted(1);
        var read = b.items(log, 2);
        assertEquals(read, a.items(log, 2));
        assertEquals(0, b.waitingItems(log));
    }

    @Test
    void twoKeysOnOneLinkAreServedOnce() {
        var base = together();
        a.following(log, bobHere, base); // Alice has both keys here, say after replacing one
        a.append(log, aliceHere.follower(), 1, base, "one");
        a.append(log, bobHere.follower(), 1, base, "two");
        a.accepted(1);
        a.accepted(1);
        assertEquals(List.of("one", "two"), a.items(log, 2).stream().map(LogsTest::text).toList());
        a.ask(n -> new Frame.Lookup(n, "bob")); // whatever else was on its way has come
        assertEquals(0, a.waitingItems(log));
    }

    @Test
    void readingOnMeetsWhatIsBeingWrittenWithoutGapsOrDoubles() throws IOException {
        var base = together();
        var count = 2000;
        var writer =
                Thread.ofVirtual()
                        .start(() -> {
                            for (var i = 1; i <= count; i++)
                                a.append(log, aliceHere.follower(), i, base, "message " + i);
                        });
        var readers = new ArrayList<Client>();
        for (var i = 0; i < 5; i++) {
            var reader = relay.signedIn(bob);
            reader.following(log, bobHere, base);
            readers.add(reader);
        }
        var expected = new ArrayList<String>();
        for (var i = 1; i <= count; i++) expected.add("message " + i);
        for (var reader : readers) {
            assertEquals(expected, reader.items(log, count).stream().map(LogsTest::text).toList());
            assertEquals(0, reader.waitingItems(log));
        }
        for (var i = 1; i <= count; i++) a.accepted(i);
        assertFalse(writer.isAlive() && a.closed.isDone());
    }

    @Test
    void anUnreadLinkFallsBehindAndReadsOnLater() throws IOException {
        var base = together();
        var body = Bytes.wrap(new byte[32 * 1024]);
        b.link.setReading(false);
        var count = 600; // 19 MB, far beyond what link and sockets hold
        for (var i = 1; i <= count; i++) {
            a.append(log, aliceHere.follower(), i, base, body);
            a.accepted(i);
        }
        assertTrue(b.waitingItems(log) < count);
        b.link.setReading(true);
        var positions = b.items(log, count).stream().map(LogItem::position).toList();
        assertEquals(a.items(log, count).stream().map(LogItem::position).toList(), positions);
        assertEquals(0, b.waitingItems(log));
    }

    @Test
    void signalsReachOtherFollowersAndAreStoredNowhere() throws IOException {
        var base = together();
        for (var i = 1; i <= 5; i++) {
            a.send(new Frame.Signal(log, aliceHere.follower(), 1, 1, 0, i, Bytes.of((byte) i)));
        }
        b.send(new Frame.Signal(log, aliceHere.follower(), 1, 1, 0, 9, Bytes.of((byte) 9))); // a forged sender
        a.append(log, aliceHere.follower(), 1, base, "after them");
        a.accepted(1);
        for (var i = 1; i <= 3; i++) {
            assertEquals(i, assertInstanceOf(Frame.Signal.class, b.other()).counter());
        }
        assertEquals("after them", text(b.item(log)));
        assertTrue(b.others.isEmpty(), "three at once, not five, and none that is forged");
        assertTrue(a.others.isEmpty(), "none comes back");
        var late = relay.signedIn(bob);
        late.following(log, bobHere, base);
        assertEquals("after them", text(late.item(log)));
        assertTrue(late.others.isEmpty());
    }

    @Test
    void aLetterComesByTokenOrIntoAStrangersOneSlot() {
        b.following(inbox(), bob.device, 0);
        a.done(n -> new Frame.Deliver(n, bob.accountKey(), Optional.empty(), Bytes.of((byte) 1)));
        a.refused(Problem.TOO_MUCH, n -> new Frame.Deliver(n, bob.accountKey(), Optional.empty(), Bytes.of((byte) 2)));
        var first = (Entry) b.item(inbox());
        assertEquals(new InboxItem.Letter(Bytes.of((byte) 1)).encode(), first.body());
        b.send(new Frame.Reached(inbox(), bob.device.follower(), first.position()));
        b.ask(n -> new Frame.Lookup(n, "alice")); // behind the hint
        a.done(n -> new Frame.Deliver(n, bob.accountKey(), Optional.empty(), Bytes.of((byte) 3)));
        b.item(inbox());
        var token = Token.random();
        a.refused(Problem.DENIED, n -> new Frame.Deliver(n, bob.accountKey(), Optional.of(token), Bytes.of((byte) 4)));
        b.done(n -> new Frame.Grant(n, token.hash(), Right.DELIVER, 2, 0));
        a.done(n -> new Frame.Deliver(n, bob.accountKey(), Optional.of(token), Bytes.of((byte) 5)));
        a.done(n -> new Frame.Deliver(n, bob.accountKey(), Optional.of(token), Bytes.of((byte) 6)));
        a.refused(Problem.DENIED, n -> new Frame.Deliver(n, bob.accountKey(), Optional.of(token), Bytes.of((byte) 7)));
        assertEquals(2, b.items(inbox(), 2).size());
        a.refused(
                Problem.TOO_LARGE,
                n ->
                        new Frame.Deliver(
                                n,
                                bob.accountKey(),
                                Optional.empty(),
                                Bytes.wrap(new byte[StrangerSlots.MAX_LETTER + 1])));
        var nobody = new Person("nobody");
        a.refused(
                Problem.NOT_FOUND,
                n -> new Frame.Deliver(n, nobody.accountKey(), Optional.empty(), Bytes.of((byte) 8)));
    }

    private LogId inbox() {
        return bob.inbox();
    }

    @Test
    void whatWasAcceptedIsThereAfterTheRelayHasStopped() throws IOException {
        var base = together();
        for (var i = 1; i <= 50; i++) a.append(log, aliceHere.follower(), i, base, "message " + i);
        for (var i = 1; i <= 50; i++) a.accepted(i);
        var key = relay.running.key();
        relay.close();
        a.goodbye(Problem.LEAVING);
        a.closedByRelay();
        relay = new RelayFixture(home);
        assertEquals(key, relay.running.key());
        var back = relay.signedIn(bob);
        var following = back.following(log, bobHere, base);
        assertEquals(base, following.lastCommit());
        assertEquals("message 50", text(back.items(log, 50).getLast()));
    }
}
