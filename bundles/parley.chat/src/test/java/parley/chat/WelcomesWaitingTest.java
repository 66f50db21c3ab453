package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.chat.Cryptography.EQUAL;
import static parley.chat.Cryptography.STRONG;
import static parley.chat.Cryptography.SUITE;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.State;
import parley.client.api.Event;
import parley.protocol.ConversationId;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.Frame;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;
import parley.testing.MemoryStore;
import parley.transport.api.HttpReply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Invitations that cannot be taken when they come. */
class WelcomesWaitingTest extends Town {

    private static final InboxItem.Welcomed WELCOMED = new InboxItem.Welcomed(LogId.random(), 1, 0, Bytes.of((byte) 1));

    private Client carol;
    private ConversationId group;

    @BeforeEach
    void bobIsInAGroup() throws Exception {
        carol = client("carol");
        Client.befriend(alice, bob);
        Client.befriend(carol, bob);
        group = alice.groups.create("friends").id();
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
    }

    private void nothingWaits() {
        Eventually.until("nothing waits", () -> waiting() == 0);
    }

    private int waiting() {
        return bob.store.count("chat.welcome");
    }

    // ---- Removed and added again ----

    /** Bob is removed and added again while he is away; back, he is served his inbox only. */
    private void bobReadsThatHeIsAddedAgain(int times) throws Exception {
        var log = bob.state(group).log;
        bob.port.cut();
        for (var time = 0; time < times; time++) {
            alice.groups.remove(group, "bob");
            alice.groups.add(group, "bob");
        }
        bob.port.lie = Restarts.without(log);
        bob.port.connect();
        bob.inboxIsDone();
        assertEquals(times, waiting());
    }

    private void bobIsServedAll() {
        bob.port.cut();
        bob.port.lie = UnaryOperator.identity();
        bob.port.connect();
    }

    private void talkOn(ConversationId id) throws Exception {
        bob.sees(id, "alice", "bob");
        alice.talk.say(id, "here again");
        bob.hears(id, "here again");
        nothingWaits();
    }

    @Test
    void whoWasRemovedAndAddedAgainWhileAwayIsInIt() throws Exception {
        bobReadsThatHeIsAddedAgain(2);
        bob.restart();
        bobIsServedAll();
        Eventually.until(
                "in it anew",
                () ->
                        bob.told(Event.MemberChanged.class).stream()
                                        .anyMatch(it -> it.change() == Event.MemberChanged.Change.REMOVED)
                                && bob.isIn(group));
        talkOn(group);
    }

    /** The log up to the removal is deleted: the hub only says that bob is no follower. */
    @Test
    void whoIsShutOutForItIsInIt() throws Exception {
        bobReadsThatHeIsAddedAgain(1);
        var before = bob.state(group).follower;
        bob.port.script = refusing(before);
        bobIsServedAll();
        Eventually.until("a new leaf", () -> !bob.state(group).follower.equals(before));
        talkOn(group);
    }

    private static Function<Frame.Request, Frame.@Nullable Answer> refusing(FollowerKey follower) {
        return request ->
                request instanceof Frame.Follow follow && follow.follower().equals(follower)
                        ? Hub.refused(follow.request(), Problem.NOT_FOUND)
                        : null;
    }

    /** What was shown to be of no use now may be later. */
    @Test
    void oneThatIsTriedInVainWaitsOn() throws Exception {
        var log = bob.state(group).log;
        carol.welcome(bob, group, log, 1_000_000);
        assertEquals(1, waiting());
        alice.port.lie = Restarts.without(Restarts.inbox(alice)); // who could let him in; carol is no admin
        Restarts.refuse(log, bob);
        bob.workerIsDone(group);
        bob.inboxIsDone();
        assertEquals(1, waiting());
    }

    private void bobRestartsAndTakesWhatWaits() throws Exception {
        var before = inboxFollows();
        bob.restart();
        Eventually.until("reads the inbox", () -> inboxFollows() > before);
        bob.inboxIsDone(); // the step that asked for it takes what waits
    }

    private long inboxFollows() {
        var inbox = Restarts.inbox(bob);
        return bob.port.heard(Frame.Follow.class).stream().filter(follow -> follow.log().equals(inbox)).count();
    }

    /** They had lost the group, and leave it: what had come before does not put them back. */
    @Test
    void whoLeavesIsNotPutBack() throws Exception {
        var log = bob.state(group).log;
        bob.port.script =
                request ->
                        switch (request) {
                            case Frame.Follow follow when follow.log().equals(log) ->
                                    new Frame.Gone(follow.request(), 1_000_000);
                            case Frame.Deliver deliver -> Hub.refused(deliver.request(), Problem.TOO_MUCH);
                            default -> null;
                        };
        bob.port.cut();
        bob.port.connect();
        Eventually.until("lost", () -> bob.state(group).lost);
        alice.groups.remove(group, "bob");
        alice.groups.add(group, "bob");
        bob.inboxIsDone();
        assertEquals(1, waiting());
        bob.groups.leave(group);
        assertFalse(bob.isIn(group));
        bobRestartsAndTakesWhatWaits();
        assertEquals(0, waiting());
        assertFalse(bob.isIn(group));
    }

    /** They say that they leave, which the hub does not take of whom it has removed. */
    private void bobIsLeavingAndAddedAgain() throws Exception {
        bobReadsThatHeIsAddedAgain(1);
        bob.groups.patience = Duration.ofMillis(200);
        assertEquals(Code.NOT_REACHABLE, assertThrows(CommandException.class, () -> bob.groups.leave(group)).code());
        alice.groups.remove(group, "bob");
        alice.groups.add(group, "bob");
        bob.inboxIsDone();
        assertEquals(1, waiting(), "the one from before");
    }

    @Test
    void whoIsLeavingIsNotPutBack() throws Exception {
        bobIsLeavingAndAddedAgain();
        assertEquals(1, bob.store.count("chat.outbox"));
        bobIsServedAll();
        Eventually.until("out", () -> !bob.isIn(group));
        bob.inboxIsDone();
        assertFalse(bob.isIn(group));
        nothingWaits();
        // who asks them back later has them back: the Leave that was never said is not said then
        alice.groups.remove(group, "bob");
        alice.groups.add(group, "bob");
        talkOn(group);
        assertEquals(0, bob.store.count("chat.outbox"));
    }

    /** The log is not there to be read: their device asks to be let in, and leaves. */
    @Test
    void whoIsLeavingAndShutOutLeaves() throws Exception {
        bobIsLeavingAndAddedAgain();
        bob.port.script = refusing(bob.state(group).follower);
        bobIsServedAll();
        alice.sees(group, "alice");
        Eventually.until("out", () -> !bob.isIn(group));
    }

    // ---- A suite that is not here ----

    /** Alice invites bob, who is away and comes back without the suite, into groups of it. */
    private List<ConversationId> bobLacksTheSuiteOf(int groups) throws Exception {
        for (var client : List.of(alice, bob)) client.crypto.have(SUITE, STRONG);
        alice.suites.prefer(STRONG, true);
        bob.port.cut();
        var made = new ArrayList<ConversationId>();
        for (var number = 0; number < groups; number++) {
            var id = alice.groups.create("in the strong one, " + number).id();
            assertEquals(STRONG, alice.state(id).suite);
            alice.groups.add(id, "bob");
            made.add(id);
        }
        bob.crypto.have(SUITE);
        bob.port.connect();
        bob.inboxIsDone();
        return made;
    }

    private void bobHas(Integer... suites) {
        bob.crypto.have(suites);
        bob.chat.happened(new Event.SuitesPresent());
    }

    /** It waits, over a crash as well, and holds up nothing behind it. */
    @Test
    void aWelcomeWaitsForItsSuiteAlone() throws Exception {
        var ids = bobLacksTheSuiteOf(2);
        var other = ConversationId.random();
        carol.welcome(bob, other, LogId.random(), 1);
        Eventually.until("in what came later", () -> bob.isIn(other));
        for (var id : ids) assertFalse(bob.isIn(id));
        Eventually.until("told", () -> toldToWait() > 0);
        assertEquals(1, toldToWait(), "once for all that wait for it");
        bob.restart();
        bobHas(SUITE, STRONG);
        for (var id : ids) talkOn(id);
    }

    private long toldToWait() {
        return bob.told(Event.Notice.class).stream()
                .filter(notice -> notice.text().contains("waits for the cipher"))
                .count();
    }

    /** The disk fails while it is tried: it is not taken for tried. */
    @Test
    void aFaultOfTheStoreLeavesItDue() throws Exception {
        var id = bobLacksTheSuiteOf(1).getFirst();
        bob.inboxIsDone();
        bob.store.broken = new CommandException(Code.DISK_FULL, "the disk is full");
        bobHas(SUITE, STRONG);
        Eventually.until("it fails", () -> !bob.told(Event.Warning.class).isEmpty());
        bob.store.broken = null;
        bobIsServedAll();
        talkOn(id);
    }

    /** A large one is fetched when its suite is here, and no sooner, whatever else comes and goes. */
    @Test
    void oneWhoseSuiteIsStillMissingIsNotFetchedAgain() throws Exception {
        alice.groups.letterRoom = 100;
        var fetched = new AtomicInteger();
        hub.blobs.script =
                call -> {
                    if (call.method().equals("GET")) fetched.incrementAndGet();
                    return null;
                };
        var id = bobLacksTheSuiteOf(1).getFirst();
        assertEquals(1, fetched.get());
        bobHas(SUITE, EQUAL);
        bob.inboxIsDone();
        assertEquals(1, fetched.get());
        bobRestartsAndTakesWhatWaits();
        assertEquals(1, fetched.get());
        bobHas(SUITE, STRONG);
        talkOn(id);
        assertEquals(2, fetched.get());
    }

    /** The relay has no blob to give at the moment: what waits beside that one, and all that comes, is taken. */
    @Test
    void oneThatIsNotServedHoldsUpNoOther() throws Exception {
        alice.groups.letterRoom = 100;
        var ids = bobLacksTheSuiteOf(2);
        var asked = ConcurrentHashMap.<String>newKeySet();
        hub.blobs.script =
                call -> {
                    if (!call.method().equals("GET")) return null;
                    if (asked.isEmpty()) asked.add(call.path());
                    return asked.contains(call.path()) ? HttpReply.of(503) : null;
                };
        bobHas(SUITE, STRONG);
        Eventually.until("in the one that is served", () -> ids.stream().anyMatch(bob::isIn));
        Eventually.until("one waits on", () -> waiting() == 1);
        var dave = client("dave");
        dave.people().connect("bob");
        Eventually.until("what came later is read", () -> bob.knows(dave, State.ASKS));
        hub.blobs.script = call -> null;
        bob.chat.tick(); // it is not asked for at every tick
        bob.inboxIsDone();
        assertEquals(1, waiting());
        clock.set(clock.get().plusSeconds(30));
        bob.chat.tick();
        for (var id : ids) talkOn(id);
    }

    // ---- How many wait ----

    @Test
    void noMoreWaitThanMay() throws Exception {
        var store = new MemoryStore();
        store.run(tx -> {
            var book = new Book(tx);
            for (var position = 1; position <= WelcomesWaiting.MAX_FOR_SUITE; position++)
                assertTrue(WelcomesWaiting.keepForSuite(book, STRONG, position, WELCOMED, "it"));
            assertFalse(WelcomesWaiting.keepForSuite(book, STRONG, 1000, WELCOMED, "it"));
            assertEquals(WelcomesWaiting.MAX_FOR_SUITE, book.inbox().position());
            assertTrue(WelcomesWaiting.keepForSuite(book, EQUAL, 1000, WELCOMED, "another"));
            assertEquals(1000, book.inbox().position());

            var id = ConversationId.random();
            for (var position = 1; position <= WelcomesWaiting.MAX_FOR_REMOVAL + 1; position++)
                WelcomesWaiting.keepForRemoval(book, id, position, WELCOMED);
            var kept = WelcomesWaiting.forRemoval(id).all(book).keySet();
            assertEquals(WelcomesWaiting.MAX_FOR_REMOVAL, kept.size());
            assertFalse(kept.contains(1L), "the earliest makes room");
            assertEquals(WelcomesWaiting.MAX_FOR_REMOVAL + 1, kept.iterator().next(), "the latest is first");
        });
    }
}
