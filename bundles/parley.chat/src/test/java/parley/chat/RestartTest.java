package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.CommandException.Yes;
import parley.client.api.Event;
import parley.client.api.Membership.Restart;
import parley.client.api.Message;
import parley.client.api.SuiteChanges.Consent;
import parley.protocol.ConversationId;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Conversations that nobody can commit in any more, and that are opened anew. */
class RestartTest extends Restarts {

    // ---- Between two ----

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoHaveBothLostADirectConversationBeginAnew(boolean deleted) throws Exception {
        var id = between();
        talk(id, "before", alice, bob);
        var log = alice.state(id).log;
        for (var client : List.of(alice, bob)) {
            Eventually.until("nothing is under way", () -> client.store.count("chat.outbox") == 0);
            client.port.cut();
        }
        var waiting = alice.talk.say(id, "said in between");
        if (deleted) gone(log, alice, bob);
        else refuse(log, alice, bob);
        askUntilOpened(id, log); // whose request came before the other's loss asks again
        isInNewLog(id, log, alice, bob);
        bob.hears(id, "said in between");
        Eventually.until("sent", () -> alice.state(waiting) != Message.State.WAITING);
        talk(id, "after", alice, bob);
        bob.talk.markRead(id);
        bob.chat.worker(id).orElseThrow().receiptAtOnce();
        var read = alice.talk.page(id, Long.MAX_VALUE, 1000).stream().filter(Message::own).toList().getLast().id();
        Eventually.until("read", () -> alice.state(read) == Message.State.READ); // receipts count anew
        assertEquals(2, alice.state(id).generation);
        for (var client : List.of(alice, bob)) {
            assertTrue(client.texts(id).containsAll(List.of("to begin with", "before of alice", "before of bob")));
            assertEquals(1, client.texts(id).stream().filter("said in between"::equals).count());
            assertEquals(1, client.conversation(client == alice ? bob : alice).members().size());
            assertTrue(notices(client).stream().anyMatch(text -> text.contains("anew")), "told");
        }
        // and goes on like any other: over a restart of the client, and into another suite
        bob.restart();
        talk(id, "after a restart", alice, bob);
        alice.suites.use(id, STRONG, Consent.NONE);
        isIn(id, STRONG, 3, alice, bob);
        talk(id, "in another suite", alice, bob);
    }

    /** A crash after it was stored: the hub hears of it then. */
    @Test
    void aRestartOutlivesACrash() throws Exception {
        var id = between();
        var log = alice.state(id).log;
        shutOut(log, alice, bob);
        var there = smaller.port.script;
        smaller.port.script =
                request -> {
                    if (request instanceof Frame.OpenLog) smaller.port.cutSilently();
                    return there.apply(request);
                };
        askUntilOpened(id, log);
        Eventually.until("stored", () -> !smaller.state(id).log.equals(log));
        smaller.port.script = there;
        smaller.restart();
        isInNewLog(id, log, alice, bob);
        talk(id, "after", alice, bob);
    }

    @Test
    void itIsForTheSmallerKeyToDoWhereBothLackTheSuite() throws Exception {
        var id = between();
        alice.suites.use(id, EQUAL, Consent.NONE);
        isIn(id, EQUAL, 2, alice, bob);
        var log = alice.state(id).log;
        var goesOn = refused(Code.REFUSED, () -> smaller.groups.restart(id, true));
        assertTrue(goesOn.getMessage().contains("goes on as it is"), goesOn.getMessage());
        for (var client : List.of(alice, bob)) client.crypto.have(SUITE, STRONG);
        var refused = refused(Code.REFUSED, () -> larger.groups.restart(id, false));
        assertTrue(refused.getMessage().contains("only " + smaller.address()), refused.getMessage());
        assertEquals(begun(), smaller.groups.restart(id, false));
        isInNewLog(id, log, alice, bob);
        assertEquals(SUITE, larger.state(id).suite);
        assertEquals(3, larger.state(id).generation);
        talk(id, "after", alice, bob);
        assertTrue(notices(larger).stream().anyMatch(text -> text.contains("Its cipher is ")));
        assertTrue(notices(larger).stream().noneMatch(text -> text.contains("weaker")));
    }

    @Test
    void neverInAWeakerSuiteWithoutAYes() throws Exception {
        var id = between();
        alice.suites.use(id, STRONG, Consent.NONE);
        isIn(id, STRONG, 2, alice, bob);
        var log = alice.state(id).log;
        for (var client : List.of(alice, bob)) client.crypto.have(SUITE);
        var refused = refused(Code.REFUSED, () -> smaller.groups.restart(id, false));
        assertTrue(refused.getMessage().contains("weaker"), refused.getMessage());
        assertEquals(Optional.of(Yes.WEAKER), refused.lacks());
        assertEquals(log, smaller.state(id).log);
        smaller.groups.restart(id, true);
        isInNewLog(id, log, alice, bob);
        assertEquals(SUITE, larger.state(id).suite);
        assertTrue(notices(larger).stream().anyMatch(text -> text.contains(", which is weaker")));
    }

    // ---- In groups ----

    /** A commit that none but its author can follow: of those none can let the others in. */
    @Test
    void aGroupGoesOnWithoutWhoeverHasSpoiltIt() throws Exception {
        var carol = client("carol");
        carol.crypto.have(SUITE, EQUAL, STRONG);
        var id = group(bob, carol);
        talk(id, "before", alice, bob, carol);
        var log = alice.state(id).log;
        alice.crypto.loses.set(true);
        carol.crypto.loses.set(true);
        clock.set(clock.get().plus(Duration.ofDays(8)));
        bob.talk.say(id, "with a commit before it");
        for (var client : List.of(alice, carol)) Eventually.until("lost", () -> client.state(id).lost);
        assertFalse(alice.groups.group(id).mayRestart());
        refused(Code.REFUSED, () -> alice.groups.restart(id, false)); // it may be only this device
        askInVain(id, log, alice);
        assertTrue(alice.groups.group(id).mayRestart());
        assertFalse(carol.groups.group(id).mayRestart()); // no admin
        refused(Code.REFUSED, () -> carol.groups.restart(id, false));
        assertEquals(begun(bob), alice.groups.restart(id, false));
        askInVain(id, log, carol);
        isInNewLog(id, log, alice, carol);
        talk(id, "after", alice, carol);
        carol.sees(id, "alice", "carol");
        assertTrue(carol.texts(id).contains("before of bob"));
        assertTrue(notices(carol).stream().anyMatch(text -> text.contains("alice@") && text.contains("anew")));
        assertFalse(bob.texts(id).contains("after of alice"));
        assertEquals(log, bob.state(id).log);
        assertFalse(alice.groups.group(id).mayRestart());
    }

    /** Whoever goes on in the former log stays there, until that is lost to them as well. */
    @Test
    void whoGoesOnDoesNotFollow() throws Exception {
        var carol = client("carol");
        carol.crypto.have(SUITE, EQUAL, STRONG);
        var id = group(bob, carol);
        var log = alice.state(id).log;
        shutOut(log, alice);
        askInVain(id, log, alice);
        assertEquals(begun(), alice.groups.restart(id, false));
        Eventually.until("kept", () -> bob.store.count("chat.restart") == 1);
        Eventually.until("kept", () -> carol.store.count("chat.restart") == 1);
        talk(id, "still here", bob, carol);
        timeGoesBy(Duration.ofMinutes(10), bob, carol);
        talk(id, "and here", bob, carol);
        assertEquals(log, bob.state(id).log);

        shutOut(log, bob, carol);
        for (var client : List.of(bob, carol)) Eventually.until("asked", () -> client.store.count("chat.rejoin") == 1);
        bob.inboxIsDone();
        assertEquals(log, bob.state(id).log); // once is not in vain
        askInVain(id, log, bob, carol);
        isInNewLog(id, log, alice, bob, carol);
        talk(id, "together", alice, bob, carol);
    }

    @Test
    void aMemberWhoIsNoAdminLeadsNobodyAway() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        var log = alice.state(id).log;
        shutOut(log, alice, carol);
        askInVain(id, log, alice, carol);
        forgeRestart(bob, id, List.of(bob.account()), 2, alice, carol);
        for (var client : List.of(alice, carol)) {
            client.inboxIsDone();
            assertEquals(0, client.store.count("chat.restart"));
            assertEquals(log, client.state(id).log);
        }
    }

    /** What is over does not come back: not by an admin either. */
    @Test
    void anAdminLeadsNobodyBack() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        for (var client : List.of(alice, bob, carol)) client.crypto.have(SUITE, EQUAL, STRONG);
        alice.suites.use(id, STRONG, Consent.NONE);
        isIn(id, STRONG, 2, alice, bob, carol);
        var log = carol.state(id).log;
        alice.port.cut(); // who would let carol in again
        shutOut(log, carol);
        askInVain(id, log, carol);
        alice.port.connect();
        forgeRestart(alice, id, List.of(alice.account()), 2, carol);
        carol.inboxIsDone();
        assertEquals(0, carol.store.count("chat.restart"));
        assertEquals(log, carol.state(id).log);
    }

    /** Who has asked in vain follows whichever comes first, and opens none of their own. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAdminFollowsAnother(boolean smallerFirst) throws Exception {
        var carol = client("carol");
        var id = ofTwoAdmins(carol);
        var log = alice.state(id).log;
        askInVain(id, log, alice, bob, carol);
        var first = smallerFirst ? smaller : larger;
        assertTrue(first.groups.group(id).mayRestart());
        first.groups.restart(id, false);
        isInNewLog(id, log, alice, bob, carol);
        talk(id, "after", alice, bob, carol);
    }

    /** Who says so without having waited follows as well, if somebody has opened it already. */
    @Test
    void aYesIsToWhatIsThereAlready() throws Exception {
        var carol = client("carol");
        var id = ofTwoAdmins(carol);
        var log = alice.state(id).log;
        askInVain(id, log, larger);
        larger.groups.restart(id, false);
        Eventually.until("kept", () -> smaller.store.count("chat.restart") == 1);
        assertEquals(new Restart.Following(larger.address()), smaller.groups.restart(id, false));
        isInNewLog(id, log, alice, bob);
        talk(id, "after", alice, bob);
    }

    /** Both at once: all end up with the smaller account key's. */
    @Test
    void ofTwoRestartsTheSmallerAccountKeysIsFollowed() throws Exception {
        var carol = client("carol");
        var id = ofTwoAdmins(carol);
        var log = alice.state(id).log;
        askInVain(id, log, alice, bob, carol);
        for (var client : List.of(smaller, carol)) {
            client.port.lie = frame -> frame instanceof Frame.Items ? null : frame; // nothing comes to them
        }
        larger.groups.restart(id, false);
        Eventually.until("all are added", () -> larger.store.count("chat.wish") == 0);
        smaller.groups.restart(id, false);
        for (var client : List.of(smaller, carol)) {
            client.port.lie = frame -> frame;
            client.port.cut();
            client.port.connect();
        }
        for (var client : List.of(larger, carol)) {
            Eventually.until("the smaller", () -> client.state(id).log.equals(smaller.state(id).log));
        }
        isInNewLog(id, log, smaller, larger, carol);
        talk(id, "after", alice, bob, carol);
        for (var client : List.of(alice, bob, carol)) assertEquals(2, client.state(id).generation);
    }

    /** Who is away for longer than others wait reads of the smaller when they are back. */
    @Test
    void ofTwoRestartsTheSmallerAccountKeysIsFollowedAfterDaysAway() throws Exception {
        var carol = client("carol");
        var id = ofTwoAdmins(carol);
        var log = alice.state(id).log;
        askInVain(id, log, alice, bob, carol);
        smaller.port.lie = frame -> frame instanceof Frame.Items ? null : frame; // nothing comes to them
        larger.groups.restart(id, false);
        isInNewLog(id, log, larger, carol);
        timeGoesBy(Duration.ofMinutes(10), carol);
        carol.inboxIsDone();
        carol.port.cut();
        smaller.groups.restart(id, false);
        smaller.port.lie = frame -> frame;
        smaller.port.cut();
        smaller.port.connect();
        Eventually.until("the smaller", () -> larger.state(id).log.equals(smaller.state(id).log));
        isInNewLog(id, log, smaller, larger);
        clock.set(clock.get().plus(Duration.ofDays(3)));
        carol.port.connect();
        Eventually.until("the smaller", () -> carol.state(id).log.equals(smaller.state(id).log));
        isInNewLog(id, log, smaller, larger, carol);
        talk(id, "after", alice, bob, carol);
    }

    /** An admin who was away when it was opened anew, and opens it anew as it was then, is left alone with that. */
    @Test
    void nobodyIsLedAwayFromWhatGoesOn() throws Exception {
        var carol = client("carol");
        var id = ofTwoAdmins(carol);
        var log = alice.state(id).log;
        askInVain(id, log, larger);
        smaller.port.cut();
        larger.groups.restart(id, false);
        askInVain(id, log, carol);
        isInNewLog(id, log, larger, carol);
        talk(id, "here", larger, carol);
        timeGoesBy(Duration.ofDays(8), larger, carol);
        talk(id, "under new leaves", larger, carol); // which make nothing of it newer than it is
        var there = larger.state(id).log;
        smaller.port.connect();
        forgeRestart(smaller, id, List.of(alice.account(), bob.account()), 2, larger, carol);
        for (var client : List.of(larger, carol)) {
            client.inboxIsDone();
            assertEquals(there, client.state(id).log);
        }
        talk(id, "still here", larger, carol);
        for (var client : List.of(larger, carol)) assertEquals(there, client.state(id).log);
    }

    /** Who was to be removed when the group stopped is not in it; nor who has said that they leave. */
    @Test
    void whoWasToGoDoesNotComeBack() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        var log = alice.state(id).log;
        shutOut(log, alice, bob, carol);
        alice.groups.patience = Duration.ofMillis(1);
        refused(Code.NOT_REACHABLE, () -> alice.groups.remove(id, "bob"));
        askInVain(id, log, alice, bob, carol);
        assertEquals(begun(bob), alice.groups.restart(id, false));
        isInNewLog(id, log, alice, carol);
        carol.sees(id, "alice", "carol");
        bob.inboxIsDone();
        assertEquals(log, bob.state(id).log);
    }

    /** One refusal in a lifetime is no reason to follow somebody years later. */
    @Test
    void whatGoesOnAgainWasNotAskedInVain() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        var log = alice.state(id).log;
        alice.port.cut(); // who would let bob in again
        shutOut(log, bob);
        askInVain(id, log, bob);
        shutOut(log, alice);
        askInVain(id, log, alice);
        bob.port.script = request -> null;
        bob.port.cut();
        bob.port.connect();
        Eventually.until("let in", () -> bob.state(id).halted().isEmpty());
        alice.groups.restart(id, false);
        Eventually.until("kept", () -> bob.store.count("chat.restart") == 1);
        shutOut(log, bob);
        timeGoesBy(Duration.ofMinutes(5), bob);
        Eventually.until("asks once", () -> hasAsked(bob, id, 0));
        bob.inboxIsDone();
        assertEquals(log, bob.state(id).log);
    }

    private static boolean isAlone(Client client) throws Exception {
        return client.store.count("chat.wish") == 0 && client.store.count("chat.member") == 0;
    }

    /** The commit that lets the other in is refused: nothing is said to nobody, and they ask again. */
    @Test
    void aDirectConversationWaitsForTheOther() throws Exception {
        var id = between();
        var log = alice.state(id).log;
        shutOut(log, alice, bob);
        var there = smaller.port.script;
        smaller.port.script =
                request ->
                        request instanceof Frame.Commit commit
                                ? Hub.refused(commit.request(), Problem.DENIED)
                                : there.apply(request);
        askInVain(id, log, alice, bob);
        Eventually.until("opened", () -> !smaller.state(id).log.equals(log));
        smaller.inboxIsDone(); // no request is under way
        Eventually.until("refused", () -> smaller.store.count("chat.wish") == 0);
        var said = smaller.talk.say(id, "is anybody there");
        timeGoesBy(Duration.ofMinutes(1), smaller);
        smaller.workerIsDone(id);
        assertEquals(Message.State.WAITING, smaller.state(said));
        smaller.port.script = there;
        for (var tries = 0;
                tries < 2 && isAlone(smaller);
                tries++) { // the first may only begin the wait for the second
            var asked = larger.port.heard(Frame.Deliver.class).size();
            timeGoesBy(Duration.ofHours(1), larger);
            Eventually.until("asks again", () -> larger.port.heard(Frame.Deliver.class).size() > asked);
            smaller.inboxIsDone();
        }
        isInNewLog(id, log, alice, bob);
        larger.hears(id, "is anybody there");
        talk(id, "after", alice, bob);
    }

    /** A member without a KeyPackage of the suite is named, and the group opened without them. */
    @Test
    void whoCannotBeLetInIsNamed() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        var log = alice.state(id).log;
        shutOut(log, alice, bob, carol);
        hub.stock.put(carol.account(), List::of);
        askInVain(id, log, alice, bob, carol);
        assertEquals(begun(carol), alice.groups.restart(id, false));
        isInNewLog(id, log, alice, bob);
        assertEquals(log, carol.state(id).log);
        hub.stock.put(carol.account(), carol.keys::published);
        alice.groups.add(id, "carol");
        isInNewLog(id, log, alice, bob, carol);
        for (var client : List.of(alice, bob, carol)) client.sees(id, "alice", "bob", "carol");
        talk(id, "all", alice, bob, carol);
    }

    @Test
    void aGroupOfOneIsNotMute() throws Exception {
        var id = alice.groups.create("the group").id();
        var log = alice.state(id).log;
        shutOut(log, alice);
        askInVain(id, log, alice);
        assertEquals(begun(), alice.groups.restart(id, false));
        isInNewLog(id, log, alice);
        var said = alice.talk.say(id, "to myself");
        Eventually.until("sent", () -> alice.state(said) != Message.State.WAITING);
    }

    /** Who has lost the former log may ask to be let in; not for ever. */
    @Test
    void whoStaysAloneInAGroupIsNotMute() throws Exception {
        var id = group(bob);
        var log = alice.state(id).log;
        shutOut(log, alice, bob);
        hub.stock.put(bob.account(), List::of);
        askInVain(id, log, alice);
        assertEquals(begun(bob), alice.groups.restart(id, false));
        isInNewLog(id, log, alice);
        var said = alice.talk.say(id, "to whoever comes");
        timeGoesBy(Duration.ofMinutes(30), alice);
        alice.workerIsDone(id);
        assertEquals(Message.State.WAITING, alice.state(said));
        timeGoesBy(Duration.ofMinutes(31), alice);
        Eventually.until("sent", () -> alice.state(said) != Message.State.WAITING);
    }

    // ---- What others do meanwhile ----

    /** The Welcome there is leads to all that was said since: no second one takes its place. */
    @Test
    void whoComesLateReadsWhatWasSaidThere() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        var log = alice.state(id).log;
        bob.port.cut();
        shutOut(log, alice, carol);
        askInVain(id, log, alice, carol);
        assertEquals(begun(), alice.groups.restart(id, false));
        isInNewLog(id, log, alice, carol);
        alice.talk.say(id, "while you were away");
        carol.hears(id, "while you were away");
        clock.set(clock.get().plus(Duration.ofHours(3)));
        refuse(log, bob);
        askInVain(id, log, bob);
        isInNewLog(id, log, alice, bob, carol);
        bob.hears(id, "while you were away");
        talk(id, "together", alice, bob, carol);
    }

    /** The hub is busy, and then loses the new log as well, before anybody was let in. */
    @Test
    void whatNobodyElseHasComeIntoIsOpenedOnceMore() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        var log = alice.state(id).log;
        shutOut(log, alice, bob, carol);
        askInVain(id, log, alice, bob, carol);
        var there = alice.port.script;
        alice.port.script =
                request ->
                        request instanceof Frame.Commit commit
                                ? Hub.refused(commit.request(), Problem.TOO_MUCH)
                                : there.apply(request);
        assertEquals(begun(), alice.groups.restart(id, false));
        Eventually.until(
                "tried", () -> alice.port.heard(Frame.Commit.class).getLast().log().equals(alice.state(id).log));
        var second = alice.state(id).log;
        var said = alice.talk.say(id, "not to nobody");
        alice.port.cut();
        alice.port.script =
                request ->
                        request instanceof Frame.Follow follow && follow.log().equals(second)
                                ? Hub.refused(follow.request(), Problem.NOT_FOUND)
                                : there.apply(request);
        alice.port.connect();
        Eventually.until("shut out", () -> alice.state(id).refused != null);
        askInVain(id, second, alice);
        assertEquals(Message.State.WAITING, alice.state(said));
        assertEquals(begun(), alice.groups.restart(id, false));
        isInNewLog(id, log, alice, bob, carol);
        assertEquals(3, bob.state(id).generation);
        for (var client : List.of(bob, carol)) client.hears(id, "not to nobody");
        talk(id, "together", alice, bob, carol);
    }

    @Test
    void whoWasRemovedBeforeCanBeAddedAgain() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        var log = alice.state(id).log;
        alice.groups.remove(id, "bob");
        Eventually.until("out", () -> bob.state(id).stage == ConversationState.Stage.CLOSED);
        carol.sees(id, "alice", "carol");
        shutOut(log, alice, carol);
        askInVain(id, log, alice, carol);
        assertEquals(begun(), alice.groups.restart(id, false));
        isInNewLog(id, log, alice, carol);
        alice.groups.add(id, "bob");
        isInNewLog(id, log, alice, bob, carol);
        for (var client : List.of(alice, bob, carol)) client.sees(id, "alice", "bob", "carol");
        talk(id, "all", alice, bob, carol);
    }

    /** An admin has opened for nobody what goes on for all others, and leaves that. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoHasLeftALaterGenerationComesBackIntoWhatGoesOn(boolean withoutOtherAdmins) throws Exception {
        var carol = client("carol");
        var id = withTwoAdmins(carol);
        var log = larger.state(id).log;
        smaller.port.lie = without(inbox(smaller)); // who would let the larger in again
        if (withoutOtherAdmins) { // whose commit the larger cannot follow
            larger.crypto.loses.set(true);
            clock.set(clock.get().plus(Duration.ofDays(8)));
            smaller.talk.say(id, "with a commit before it");
            Eventually.until("lost", () -> larger.state(id).lost);
        } else {
            shutOut(log, larger);
        }
        askInVain(id, log, larger);
        for (var other : List.of(smaller, carol)) hub.stock.put(other.account(), List::of);
        assertEquals(begun(smaller, carol), larger.groups.restart(id, false));
        larger.groups.leave(id);
        assertEquals(2, larger.state(id).generation);
        larger.port.script = request -> null;
        smaller.groups.remove(id, larger.name);
        smaller.groups.add(id, larger.name);
        Eventually.until("back", () -> larger.state(id).log.equals(log));
        for (var client : List.of(alice, bob, carol)) client.sees(id, "alice", "bob", "carol");
        talk(id, "together", alice, bob, carol);
        assertEquals(1, larger.state(id).generation);
    }

    @Test
    void aYesFollowsFromWhatGoesOn() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        var log = alice.state(id).log;
        shutOut(log, alice);
        askInVain(id, log, alice);
        assertEquals(begun(), alice.groups.restart(id, false));
        Eventually.until("kept", () -> bob.store.count("chat.restart") == 1);
        Eventually.until(
                "told",
                () ->
                        bob.told(Event.Warning.class).stream()
                                .anyMatch(warning -> warning.text().startsWith(alice.address() + " has opened")));
        assertTrue(bob.groups.group(id).mayRestart());
        assertEquals(new Restart.Following(alice.address()), bob.groups.restart(id, false));
        isInNewLog(id, log, alice, bob);
        talk(id, "after", alice, bob);
        assertEquals(log, carol.state(id).log);
    }

    /** Who is to go is to go in the new one as well, whoever has opened it. */
    @Test
    void whatAFollowerWantedIsDoneThere() throws Exception {
        var carol = client("carol");
        var id = ofTwoAdmins(carol);
        var log = alice.state(id).log;
        smaller.groups.patience = Duration.ofMillis(1);
        refused(Code.NOT_REACHABLE, () -> smaller.groups.remove(id, "carol"));
        askInVain(id, log, alice, bob, carol);
        assertEquals(begun(), larger.groups.restart(id, false));
        for (var client : List.of(alice, bob)) client.sees(id, "alice", "bob");
        isInNewLog(id, log, alice, bob);
    }

    /** Who was to come is not: the person is told, and so is the command that waits for it. */
    @Test
    void whoWasToBeAddedByAFollowerIsNamed() throws Exception {
        var carol = client("carol");
        var dave = client("dave");
        Client.befriend(smaller, dave);
        var id = ofTwoAdmins(carol);
        var log = alice.state(id).log;
        var adding =
                start(() -> {
                    smaller.groups.add(id, "dave");
                    return true;
                });
        Eventually.until("wanted", () -> wantsToAdd(smaller, id)); // and perhaps to let others in again
        askInVain(id, log, alice, bob, carol);
        assertEquals(begun(), larger.groups.restart(id, false));
        isInNewLog(id, log, alice, bob, carol);
        var failed = assertThrows(ExecutionException.class, () -> adding.get(30, TimeUnit.SECONDS));
        var refused = assertInstanceOf(CommandException.class, failed.getCause());
        assertEquals(Code.REFUSED, refused.code(), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains("opened anew"), refused.getMessage());
        var told = dave.address() + " was not added to the group, which was opened anew";
        assertTrue(notices(smaller).stream().anyMatch(text -> text.startsWith(told)));
        smaller.groups.add(id, "dave");
        for (var client : List.of(alice, bob, carol, dave)) client.sees(id, "alice", "bob", "carol", "dave");
    }

    private static boolean wantsToAdd(Client client, ConversationId id) {
        try {
            return client.store.transact(
                    tx -> new Book(tx).wishes(id).all().stream().anyMatch(wish -> wish.want() instanceof Wish.Add));
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    // ---- Who leads ----

    /** A later one of theirs would never be followed, and stands in nobody's way. */
    @Test
    void whoWasRemovedLeadsNobody() throws Exception {
        var carol = client("carol");
        var id = withTwoAdmins(carol);
        var log = alice.state(id).log;
        var gone = larger == alice ? "alice" : "bob";
        forgeRestart(larger, id, List.of(larger.account()), 900, smaller, carol);
        for (var client : List.of(smaller, carol)) {
            Eventually.until("kept", () -> client.store.count("chat.restart") == 1);
        }
        smaller.groups.remove(id, gone);
        carol.sees(id, smaller == alice ? "alice" : "bob", "carol");
        shutOut(log, smaller, carol);
        askInVain(id, log, smaller, carol);
        assertEquals(log, carol.state(id).log);
        assertEquals(begun(), smaller.groups.restart(id, false));
        isInNewLog(id, log, smaller, carol);
        talk(id, "after", smaller, carol);
    }

    @Test
    void whoHasSpoiltItLeadsNobody() throws Exception {
        var carol = client("carol");
        var id = withTwoAdmins(carol);
        var log = alice.state(id).log;
        larger.port.lie = without(inbox(larger)); // who would let them in again
        for (var client : List.of(smaller, carol)) client.crypto.loses.set(true);
        clock.set(clock.get().plus(Duration.ofDays(8)));
        larger.talk.say(id, "with a commit before it");
        for (var client : List.of(smaller, carol)) Eventually.until("lost", () -> client.state(id).lost);
        forgeRestart(larger, id, List.of(larger.account()), 900, smaller, carol);
        for (var client : List.of(smaller, carol)) client.inboxIsDone();
        askInVain(id, log, smaller, carol);
        for (var client : List.of(smaller, carol)) {
            client.inboxIsDone();
            assertEquals(log, client.state(id).log);
            assertEquals(0, client.store.count("chat.restart"));
        }
        assertEquals(begun(larger), smaller.groups.restart(id, false));
        isInNewLog(id, log, smaller, carol);
    }

    /** Nothing is said, so nothing waits for the cipher. */
    @Test
    void aQuietGroupWhoseSuiteNobodyHasBeginsAnew() throws Exception {
        var carol = client("carol");
        var clients = List.of(alice, bob, carol);
        for (var client : clients) client.crypto.have(SUITE, EQUAL, STRONG);
        var id = group(bob, carol);
        alice.suites.use(id, EQUAL, Consent.NONE);
        isIn(id, EQUAL, 2, alice, bob, carol);
        var log = alice.state(id).log;
        for (var client : clients) client.crypto.have(SUITE, STRONG);
        timeGoesBy(Duration.ofMinutes(5), alice, bob, carol); // from here on it counts
        for (var client : clients) client.workerIsDone(id);
        askInVain(id, log, alice, bob, carol);
        assertTrue(alice.groups.group(id).mayRestart());
        for (var client : clients) {
            var told = client.told(Event.SuiteChanged.class);
            assertTrue(told.stream().noneMatch(change -> change.state() == Event.SuiteChanged.State.WAITING));
        }
        assertEquals(begun(), alice.groups.restart(id, false));
        isInNewLog(id, log, alice, bob, carol);
        talk(id, "after", alice, bob, carol);
    }

    /** Nor has it asked in vain where the cipher comes back before anything was said. */
    @Test
    void aQuietGroupWhoseSuiteIsBackGoesOn() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        alice.crypto.have(EQUAL, STRONG);
        timeGoesBy(Duration.ofMinutes(5), alice);
        alice.workerIsDone(id);
        askInVain(id, alice.state(id).log, alice);
        alice.crypto.have(SUITE, EQUAL, STRONG);
        alice.chat.happened(new Event.SuitesPresent());
        Eventually.until("that was not in vain", () -> !hasAsked(alice, id, 0));
        assertFalse(alice.groups.group(id).mayRestart());
        talk(id, "after", alice, bob, carol);
    }

    /** A cipher that was away for a while is no reason to follow somebody later. */
    @Test
    void whoseSuiteIsBackHasNotAskedInVain() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        alice.crypto.have(SUITE, EQUAL, STRONG);
        carol.crypto.have(SUITE, EQUAL, STRONG);
        alice.suites.use(id, EQUAL, Consent.NONE);
        isIn(id, EQUAL, 2, alice, bob, carol);
        bob.crypto.have(SUITE);
        alice.talk.say(id, "unread");
        carol.hears(id, "unread");
        Eventually.until(
                "bob waits",
                () ->
                        bob.told(Event.SuiteChanged.class).stream()
                                .anyMatch(change -> change.state() == Event.SuiteChanged.State.WAITING));
        askInVain(id, bob.state(id).log, bob);
        assertTrue(hasAsked(bob, id, Restarting.TRIES));
        bob.crypto.have(SUITE, EQUAL);
        bob.chat.happened(new Event.SuitesPresent());
        bob.hears(id, "unread");
        Eventually.until("that was not in vain", () -> !hasAsked(bob, id, 0));
    }
}
