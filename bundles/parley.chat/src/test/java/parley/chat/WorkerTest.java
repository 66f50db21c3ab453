package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.State;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Frame.Append;
import parley.protocol.relay.Problem;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

class WorkerTest extends Town {

    private void reconnect(Client client) {
        client.port.cut();
        client.port.connect();
    }

    /** Old enough for the leaf to be replaced with the next message. */
    private void aWeekGoesBy() {
        clock.set(clock.get().plus(Duration.ofDays(8)));
    }

    private void sends(Client from, Client to, String text) throws Exception {
        var id = from.say(to, text);
        to.hears(from, text);
        Eventually.until("sent", () -> from.state(id) != Message.State.WAITING);
    }

    // ---- Exactly once ----

    @Test
    void whatDidNotArriveGoesAgainAsItWas() throws Exception {
        Client.befriend(alice, bob);
        alice.port.gate = frame -> !(frame instanceof Append); // lost on its way
        var id = alice.say(bob, "lost once");
        Eventually.until("sent", () -> alice.port.heard(Append.class).size() >= 2);
        var lost = alice.port.heard(Append.class).getLast();
        alice.port.gate = frame -> true;
        alice.restart();
        bob.hears(alice, "lost once");
        Eventually.until("taken", () -> alice.state(id) == Message.State.SENT);
        assertEquals(lost, alice.port.heard(Append.class).getLast());
        assertEquals(1, bob.texts(alice).stream().filter("lost once"::equals).count());
    }

    /** The hub took it, and the answer was lost: the same number is answered Accepted, and nothing is there twice. */
    @Test
    void whatArrivedIsNotSaidTwice() throws Exception {
        Client.befriend(alice, bob);
        alice.port.lie = frame -> frame instanceof Frame.Accepted || frame instanceof Frame.Items ? null : frame;
        var id = alice.say(bob, "answered by nothing");
        bob.hears(alice, "answered by nothing");
        assertEquals(Message.State.WAITING, alice.state(id));
        alice.port.lie = frame -> frame;
        alice.restart();
        Eventually.until("taken", () -> alice.state(id) == Message.State.SENT);
        sends(alice, bob, "and on");
        assertEquals(1, bob.texts(alice).stream().filter("answered by nothing"::equals).count());
    }

    @Test
    void aCrashBetweenCommitAndSendLosesNothing() throws Exception {
        Client.befriend(alice, bob);
        alice.port.cut();
        alice.say(bob, "said offline"); // in the outbox, not sealed
        alice.restart();
        bob.hears(alice, "said offline");
    }

    /** The hub takes nothing over a link that the log is not followed over: none of it goes there. */
    @Test
    void anotherLinkHasComeUnheard() throws Exception {
        Client.befriend(alice, bob);
        alice.port.replaceSilently();
        alice.say(bob, "into the gap");
        alice.port.tellReplaced();
        bob.hears(alice, "into the gap");
        sends(alice, bob, "and on");
        assertEquals(List.of(), alice.told(Event.SendingStopped.class));
    }

    @Test
    void aCommitThatIsStoredAndNotSentIsSentLater() throws Exception {
        Client.befriend(alice, bob);
        aWeekGoesBy();
        var dropped = new CountDownLatch(1);
        alice.port.script =
                request -> {
                    if (!(request instanceof Frame.Commit)) return null;
                    dropped.countDown();
                    alice.port.cut();
                    return null;
                };
        alice.say(bob, "a week later");
        dropped.await();
        alice.port.script = request -> null;
        var before = alice.state(bob).follower;
        alice.restart();
        Eventually.until("a new leaf", () -> !alice.state(bob).follower.equals(before));
        sends(alice, bob, "under the new key");
        sends(bob, alice, "and back");
        var now = alice.state(bob).follower;
        var under = alice.port.heard(Append.class).stream().filter(append -> append.follower().equals(now)).toList();
        assertEquals(1, under.getFirst().number()); // what was not taken before, or the first said after
    }

    /** The hub has replaced our leaf, and we have not heard of it: the log is read on under the new key. */
    @Test
    void ourLeafWasReplacedUnheard() throws Exception {
        Client.befriend(alice, bob);
        var committed = new CountDownLatch(1);
        alice.port.lie =
                frame -> {
                    if (committed.getCount() == 0 && frame instanceof Frame.Items) return null;
                    return frame;
                };
        alice.port.script =
                request -> {
                    if (request instanceof Frame.Commit) committed.countDown();
                    return null;
                };
        var before = alice.state(bob).follower;
        aWeekGoesBy(); // what was said before may bring the commit already
        alice.say(bob, "a week later");
        committed.await();
        Eventually.until(
                "taken", () -> hub.entries(alice.state(bob).log).stream().filter(e -> e.number() == 0).count() == 2);
        alice.port.lie = frame -> frame;
        alice.port.script = request -> null;
        alice.restart();
        Eventually.until("a new leaf", () -> !alice.state(bob).follower.equals(before));
        Eventually.until("let in", () -> alice.state(bob).halted().isEmpty()); // what was refused goes under that
        sends(alice, bob, "under the new key");
    }

    // ---- Stale bases ----

    @Test
    void whatIsStaleIsSealedAnewOnceTheCommitIsRead() throws Exception {
        Client.befriend(alice, bob);
        var held = new ArrayList<Frame>();
        var holding = new AtomicBoolean(true);
        bob.port.lie =
                frame -> {
                    if (!holding.get() || !(frame instanceof Frame.Items)) return frame;
                    synchronized (held) {
                        held.add(frame);
                    }
                    return null;
                };
        aWeekGoesBy();
        alice.say(bob, "with a commit behind it");
        Eventually.until(
                "committed",
                () -> hub.entries(alice.state(bob).log).stream().filter(e -> e.number() == 0).count() == 2);
        clock.set(Client.START);
        var id = bob.say(alice, "sealed in the old epoch");
        Eventually.until("refused", () -> bob.port.heard(Append.class).size() >= 1);
        assertFalse(alice.texts(bob).contains("sealed in the old epoch"));
        holding.set(false);
        synchronized (held) {
            held.forEach(bob.port::tell);
        }
        alice.hears(bob, "sealed in the old epoch");
        Eventually.until("sent", () -> bob.state(id) != Message.State.WAITING);
        var appends = bob.port.heard(Append.class);
        var said = appends.getLast();
        assertTrue(appends.stream().anyMatch(one -> one.number() == said.number() && one.base() < said.base()));
    }

    // ---- Suites ----

    @Test
    void aSuiteThatGoesInMidBatchLosesNothing() throws Exception {
        Client.befriend(alice, bob);
        bob.port.cut();
        var texts = new ArrayList<String>();
        for (var i = 0; i < 10; i++) {
            texts.add("message " + i);
            alice.say(bob, "message " + i);
        }
        Eventually.until(
                "all sent",
                () -> {
                    try {
                        return alice.talk.waiting() == 0;
                    } catch (CommandException e) {
                        throw new AssertionError(e);
                    }
                });
        bob.crypto.left.set(8); // signals use the suite too, few of them
        bob.port.connect();
        Eventually.until(
                "waits",
                () ->
                        bob.told(Event.SuiteChanged.class).stream()
                                .anyMatch(event -> event.state() == Event.SuiteChanged.State.WAITING));
        assertTrue(bob.texts(alice).contains("message 3"));
        assertFalse(bob.texts(alice).contains("message 9"));
        bob.crypto.left.set(-1);
        bob.chat.happened(new Event.SuitesPresent());
        bob.hears(alice, "message 9");
        assertEquals(texts, bob.texts(alice).subList(1, 11));
        assertTrue(bob.state(alice).halted().isEmpty());
        Eventually.until(
                "in use",
                () -> bob.told(Event.SuiteChanged.class).getLast().state() == Event.SuiteChanged.State.IN_USE);
        assertEquals(2, bob.told(Event.SuiteChanged.class).size());
    }

    // ---- Lies that show ----

    @Test
    void aLogShorterThanWhatWasReadStopsTheSending() throws Exception {
        Client.befriend(alice, bob);
        Eventually.until("read", () -> bob.state(alice).position > 0);
        alice.port.lie = Restarts.without(Restarts.inbox(alice)); // who would let him in anew
        bob.port.lie =
                frame ->
                        frame instanceof Frame.Following now
                                ? new Frame.Following(now.request(), 0, 0, now.lastNumber())
                                : frame;
        reconnect(bob);
        bob.stops(alice);
        assertFalse(bob.conversation(alice).resumable());
        var refused = assertThrows(CommandException.class, () -> bob.talk.resume(bob.with(alice)));
        assertEquals(Code.REFUSED, refused.code());
        bob.port.lie = frame -> frame;
        reconnect(bob);
        sends(alice, bob, "still read"); // reading goes on
        assertTrue(bob.state(alice).halted().isPresent());
        assertEquals(Code.REFUSED, assertThrows(CommandException.class, () -> bob.say(alice, "x")).code());
    }

    @Test
    void aNumberAboveOursStopsTheSending() throws Exception {
        Client.befriend(alice, bob);
        Eventually.until("sent", () -> alice.state(bob).lastNumber == 1);
        bob.port.lie = Restarts.without(Restarts.inbox(bob)); // who would let her in anew
        alice.port.lie =
                frame ->
                        frame instanceof Frame.Following now && now.lastCommit() > 0
                                ? new Frame.Following(now.request(), now.head(), now.lastCommit(), 1)
                                : frame;
        reconnect(alice);
        sends(alice, bob, "one is ours"); // the last that we know
        alice.port.lie =
                frame ->
                        frame instanceof Frame.Following now && now.lastCommit() > 0
                                ? new Frame.Following(
                                        now.request(), now.head(), now.lastCommit(), alice.state(bob).lastNumber + 1)
                                : frame;
        reconnect(alice);
        alice.stops(bob);
    }

    @Test
    void itemsOfAnEarlierFollowAreNotTaken() throws Exception {
        Client.befriend(alice, bob);
        var held = new ArrayList<Frame>();
        bob.port.lie =
                frame -> {
                    if (!(frame instanceof Frame.Items)) return frame;
                    held.add(frame);
                    return null;
                };
        alice.say(bob, "kept back");
        Eventually.until("kept back", () -> held.size() == 1);
        alice.say(bob, "kept back too");
        Eventually.until("kept back too", () -> held.size() == 2);
        bob.port.lie = frame -> frame instanceof Frame.Items ? null : frame;
        reconnect(bob);
        Eventually.until("followed", () -> bob.port.heard(Frame.Follow.class).size() >= 4);
        bob.port.lie = frame -> frame;
        // The second frame of before the reconnect alone would leave a gap.
        reconnect(bob);
        bob.port.tell(held.getLast());
        bob.hears(alice, "kept back");
        bob.hears(alice, "kept back too");
        sends(bob, alice, "all is well");
        sends(alice, bob, "and so it stays");
        assertTrue(bob.state(alice).halted().isEmpty() && alice.state(bob).halted().isEmpty());
    }

    // ---- Hubs that refuse ----

    @Test
    void aHubThatRefusesUsStopsTheSendingUntilItLetsUsIn() throws Exception {
        Client.befriend(alice, bob);
        Eventually.until("nothing is under way", () -> alice.store.count("chat.outbox") == 0); // which would let us in
        bob.port.lie = Restarts.without(Restarts.inbox(bob)); // who would let her in anew
        alice.port.script =
                request ->
                        request instanceof Frame.Follow follow && follow.log().equals(alice.state(bob).log)
                                ? Hub.refused(follow.request(), Problem.NOT_FOUND)
                                : null;
        reconnect(alice);
        alice.stops(bob);
        assertFalse(alice.conversation(bob).resumable());
        assertTrue(alice.told(Event.SendingStopped.class).getLast().why().isPresent());
        alice.chat.tick();
        alice.workerIsDone(alice.with(bob));
        alice.port.script = request -> null;
        alice.chat.tick();
        Eventually.until("let in", () -> alice.state(bob).halted().isEmpty());
        assertTrue(alice.told(Event.SendingStopped.class).getLast().why().isEmpty());
        assertEquals(2, alice.told(Event.SendingStopped.class).size());
        sends(alice, bob, "again");
    }

    @Test
    void aRefusedAppendStopsTheSendingUntilOneIsTaken() throws Exception {
        Client.befriend(alice, bob);
        var refused = new AtomicInteger();
        alice.port.gate =
                frame -> {
                    if (!(frame instanceof Append append)) return true;
                    refused.incrementAndGet();
                    alice.port.tell(
                            new Frame.AppendRefused(
                                    append.log(), append.follower(), append.number(), Problem.DENIED, 0, "No."));
                    return false;
                };
        var id = alice.say(bob, "refused at first");
        alice.stops(bob);
        for (var i = 0; i < 3; i++) {
            var before = refused.get();
            clock.set(clock.get().plusSeconds(60));
            alice.chat.tick();
            Eventually.until("tried again", () -> refused.get() > before);
        }
        assertEquals(1, alice.told(Event.SendingStopped.class).size()); // not with every try
        alice.port.gate = frame -> true;
        clock.set(clock.get().plusSeconds(60));
        alice.chat.tick();
        bob.hears(alice, "refused at first");
        Eventually.until("sent", () -> alice.state(id) == Message.State.SENT);
        assertTrue(alice.state(bob).halted().isEmpty());
        sends(alice, bob, "again");
    }

    // ---- Conversations that never begin ----

    @Test
    void whatIsSaidInAConversationThatNeverBeganGoesInTheNext() throws Exception {
        alice.people().connect("bob");
        Eventually.until("asked", () -> bob.knows(alice, State.ASKS));
        var commits = new CountDownLatch(1);
        bob.port.script =
                request -> {
                    if (!(request instanceof Frame.Commit)) return null;
                    try {
                        commits.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Hub.refused(request.request(), Problem.DENIED);
                };
        bob.people().approve("alice");
        var first = bob.say(alice, "said too early");
        var second = bob.say(alice, "and this");
        commits.countDown();
        Eventually.until("abandoned", () -> !bob.hasConversation(alice));
        var notice = bob.told(Event.Notice.class).getLast().text();
        assertTrue(notice.contains("alice@relay.example") && notice.contains("waits"), notice);
        assertEquals(Message.State.WAITING, bob.state(first));
        bob.port.script = request -> null;

        bob.people().connect("alice"); // she has asked: the smaller key opens
        Eventually.until(
                "either is approved",
                () -> {
                    return bob.hasConversation(alice) && bob.state(alice).stage == Stage.OPEN;
                });
        alice.hears(bob, "and this");
        assertEquals(List.of("said too early", "and this"), alice.texts(bob));
        Eventually.until("sent", () -> bob.state(second) != Message.State.WAITING);
        assertEquals(List.of("said too early", "and this"), bob.texts(alice));
        sends(alice, bob, "it begins");
        assertTrue(alice.state(bob).halted().isEmpty() && bob.state(alice).halted().isEmpty());
    }

    @Test
    void oneThatWasBlockedMeanwhileStaysBlocked() throws Exception {
        alice.people().connect("bob");
        Eventually.until("asked", () -> bob.knows(alice, State.ASKS));
        bob.port.script =
                request -> {
                    if (!(request instanceof Frame.Commit)) return null;
                    try {
                        bob.people().block("alice");
                    } catch (CommandException e) {
                        throw new AssertionError(e);
                    }
                    return Hub.refused(request.request(), Problem.DENIED);
                };
        bob.people().approve("alice");
        Eventually.until("abandoned", () -> !bob.hasConversation(alice));
        assertTrue(bob.knows(alice, State.BLOCKED));
    }

    // ---- Costs and stalls ----

    /** What is said does not wait for a leaf that cannot be replaced now; that is tried again later. */
    @Test
    void aLeafThatCannotBeReplacedHoldsNothingUp() throws Exception {
        Client.befriend(alice, bob);
        sends(alice, bob, "before");
        var commits = alice.port.heard(Frame.Commit.class).size();
        alice.groups.commitRoom = 10;
        aWeekGoesBy();
        sends(alice, bob, "too large to renew");
        sends(alice, bob, "and on");
        alice.groups.commitRoom = new Memberships(alice.chat).commitRoom;
        sends(alice, bob, "not yet again");
        assertEquals(commits, alice.port.heard(Frame.Commit.class).size());
        clock.set(clock.get().plus(Duration.ofHours(6)));
        sends(alice, bob, "later");
        Eventually.until("replaced", () -> alice.port.heard(Frame.Commit.class).size() == commits + 1);
    }

    @Test
    void whatChangesNothingIsNotWritten() throws Exception {
        Client.befriend(alice, bob);
        sends(bob, alice, "and back");
        Eventually.until("quiet", () -> alice.state(bob).position == hub.entries(hub.log()).getLast().position());
        alice.settles(alice.with(bob));
        var commits = alice.store.commits();
        var state = alice.state(bob);
        alice.chat.received(new Frame.Accepted(state.log, state.follower, state.lastNumber));
        alice.chat.received(new Frame.Accepted(state.log, bob.state(alice).follower, 1));
        for (var i = 0; i < 4; i++) alice.chat.tick();
        alice.settles(alice.with(bob));
        assertEquals(commits, alice.store.commits());
    }

    /** The link takes nothing more for a while: the session's reader is not kept waiting for that. */
    @Test
    void aSendThatBlocksKeepsNoReaderWaiting() throws Exception {
        Client.befriend(alice, bob);
        var blocked = new CountDownLatch(1);
        var room = new CountDownLatch(1);
        bob.port.gate =
                frame -> {
                    if (!(frame instanceof Append)) return true;
                    blocked.countDown();
                    try {
                        room.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return true;
                };
        bob.say(alice, "into a full link");
        blocked.await();
        for (var i = 0; i < 200; i++) alice.say(bob, "message " + i);
        Eventually.until(
                "all sent",
                () -> {
                    try {
                        return alice.talk.waiting() == 0;
                    } catch (CommandException e) {
                        throw new AssertionError(e);
                    }
                });
        var read = new CountDownLatch(1);
        bob.port.afterAll(read::countDown);
        read.await(); // the reader has handed over all there was
        room.countDown();
        bob.hears(alice, "message 199"); // what was left out was asked for again
        alice.hears(bob, "into a full link");
        var heard = bob.texts(alice);
        assertEquals(200, heard.stream().filter(text -> text.startsWith("message ")).distinct().count());
        assertEquals(202, heard.size());
        assertTrue(bob.state(alice).halted().isEmpty());
    }

    @Test
    void aFullDiskIsSaidOnce() throws Exception {
        Client.befriend(alice, bob);
        var full = new CommandException(Code.DISK_FULL, "the disk is full; make room");
        bob.settles(bob.with(alice));
        bob.store.broken = full;
        alice.say(bob, "for which there is no room");
        Eventually.until("told", () -> bob.told(Event.Warning.class).size() == 1);
        bob.chat.tick();
        bob.chat.tick();
        bob.store.broken = null;
        bob.chat.tick();
        bob.hears(alice, "for which there is no room");
        assertEquals(
                List.of("the disk is full; make room"),
                bob.told(Event.Warning.class).stream().map(Event.Warning::text).toList());
    }

    /** Whoever closes the client meets neither threads nor exceptions. */
    @Test
    void nothingIsDoneAfterTheEnd() throws Exception {
        Client.befriend(alice, bob);
        alice.chat.close();
        var late = new AtomicBoolean();
        alice.chat.after(Duration.ZERO, () -> late.set(true));
        alice.chat.up(alice.port.up().orElseThrow());
        alice.chat.tick();
        assertFalse(late.get());
        assertFalse(
                Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals("letters")));
    }
}
