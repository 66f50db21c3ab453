package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Membership.Restart;
import parley.client.api.SuiteChanges.Consent;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.content.Policy;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.LogItem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** Who tries to lead others away from a conversation, or to keep them from opening it anew. */
class RestartAttacksTest extends Restarts {

    private static List<AccountKey> admins(Client client, ConversationId id) throws Exception {
        var group = client.store.transact(tx -> new Book(tx).group(id).orElseThrow());
        return client.crypto.groups.view(group).policy().admins();
    }

    private static boolean isWarned(Client client, String words) {
        return client.told(Event.Warning.class).stream().anyMatch(warning -> warning.text().contains(words));
    }

    // ---- Who is an admin by name only ----

    private ConversationId withAHiddenAdmin(Client carol, Client dave) throws Exception {
        for (var other : List.of(bob, carol)) Client.befriend(alice, other);
        var id = alice.groups.create("the group").id();
        forgeRestart(alice, id, List.of(alice.account(), dave.account()), 1, bob, carol);
        for (var client : List.of(alice, bob, carol)) client.sees(id, "alice", "bob", "carol");
        talk(id, "before", alice, bob, carol);
        return id;
    }

    @Test
    void whoIsAnAdminByNameOnlyLeadsNobody() throws Exception {
        var carol = client("carol");
        var dave = client("dave");
        var id = withAHiddenAdmin(carol, dave);
        var log = alice.state(id).log;
        shutOut(log, alice, bob, carol);
        askInVain(id, log, alice, bob, carol);
        forgeRestart(dave, id, List.of(dave.account()), 2, alice, bob, carol);
        for (var client : List.of(alice, bob, carol)) {
            client.inboxIsDone();
            assertEquals(0, client.store.count("chat.restart"));
            assertEquals(log, client.state(id).log);
        }
        assertEquals(begun(), alice.groups.restart(id, false));
        isInNewLog(id, log, alice, bob, carol);
        for (var client : List.of(alice, bob, carol)) assertEquals(List.of(alice.account()), admins(client, id));
    }

    /** Nor into the log that there is, with the help of its hub. */
    @Test
    void whoIsAnAdminByNameOnlyLetsNobodyInAgain() throws Exception {
        var carol = client("carol");
        var dave = client("dave");
        var id = withAHiddenAdmin(carol, dave);
        var log = bob.state(id).log;
        var follower = bob.state(id).follower;
        alice.port.lie = without(inbox(alice)); // who would let bob in again
        shutOut(log, bob);
        var brought = new CountDownLatch(1);
        dave.port.script =
                request ->
                        switch (request) {
                            case Frame.OpenLog open -> new Frame.Done(open.request());
                            case Frame.Follow follow when follow.log().equals(log) ->
                                    new Frame.Following(follow.request(), 0, 0, 0);
                            case Frame.Commit commit -> {
                                for (var welcome : commit.welcomes()) {
                                    hub.put(welcome.to(), new InboxItem.Welcomed(log, 100_000, 0, welcome.sealed()));
                                }
                                brought.countDown();
                                yield new Frame.Done(commit.request());
                            }
                            default -> null;
                        };
        var leaf = dave.keys.newLeaf();
        dave.chat.replacing(
                id,
                book -> {
                    var policy =
                            new Policy(
                                    id,
                                    Policy.Kind.GROUP,
                                    1,
                                    "the group",
                                    List.of(dave.account()),
                                    false,
                                    100,
                                    Memberships.NO_LINK);
                    dave.groups.begin(book, policy, "the group", SUITE, leaf);
                    var state = book.need(id);
                    book.tx().put("chat.conversation", id.bytes(), with(state.encode(), state.log, log));
                    book.wishes(id).add(0, add(bob));
                });
        assertTrue(brought.await(30, TimeUnit.SECONDS));
        bob.inboxIsDone();
        assertEquals(follower, bob.state(id).follower);
        assertTrue(bob.state(id).refused != null);
    }

    private static Bytes with(Bytes record, LogId before, LogId after) {
        var bytes = record.toArray();
        var old = before.bytes().toArray();
        for (var at = 0; at <= bytes.length - old.length; at++) {
            if (java.util.Arrays.equals(bytes, at, at + old.length, old, 0, old.length))
                System.arraycopy(after.bytes().toArray(), 0, bytes, at, old.length);
        }
        return Bytes.wrap(bytes);
    }

    // ---- Identities that do not verify ----

    /** Its opener names somebody whose chain does not hold: neither followed nor kept. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyFollowsWhereSomebodyDoesNotVerify(boolean inVain) throws Exception {
        var carol = client("carol");
        var id = ofTwoAdmins(carol);
        var log = alice.state(id).log;
        carol.crypto.doubts.add(smaller.account());
        askInVain(id, log, larger);
        if (inVain) askInVain(id, log, carol);
        assertEquals(begun(), larger.groups.restart(id, false));
        Eventually.until("all are added", () -> larger.store.count("chat.wish") == 0);
        carol.inboxIsDone();
        assertEquals(0, carol.store.count("chat.restart"));
        assertEquals(log, carol.state(id).log);
    }

    @Test
    void nobodyJoinsWhereSomebodyDoesNotVerify() throws Exception {
        var carol = client("carol");
        carol.crypto.doubts.add(bob.account());
        Client.befriend(alice, bob);
        Client.befriend(alice, carol);
        var id = alice.groups.create("friends").id();
        alice.sees(id, "alice");
        alice.groups.add(id, "bob");
        alice.groups.add(id, "carol");
        alice.sees(id, "alice", "bob", "carol");
        carol.inboxIsDone();
        assertFalse(carol.isIn(id));
    }

    @Test
    void nobodyIsLetInAgainWhereSomebodyDoesNotVerify() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        var follower = carol.state(id).follower;
        carol.crypto.doubts.add(bob.account());
        carol.crypto.loses.set(true);
        clock.set(clock.get().plus(Duration.ofDays(8)));
        alice.talk.say(id, "with a commit before it");
        Eventually.until("added anew", () -> !followers(alice, id).contains(follower));
        alice.sees(id, "alice", "bob", "carol");
        carol.inboxIsDone();
        assertEquals(follower, carol.state(id).follower);
        assertTrue(carol.state(id).lost);
    }

    private static Set<FollowerKey> followers(Client of, ConversationId id) {
        try {
            var group = of.store.transact(tx -> new Book(tx).group(id).orElseThrow());
            return CommitRules.followers(of.crypto.groups.view(group).members());
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    // ---- Who is to blame ----

    /** The hub says of the next commit in the log that it removes {@code who}. */
    private static UnaryOperator<@Nullable Frame> cutting(LogId log, FollowerKey who) {
        return frame -> {
            if (!(frame instanceof Frame.Items(var of, var items)) || !of.equals(log)) return frame;
            return new Frame.Items(of, items.stream().map(item -> cutting(item, who)).toList());
        };
    }

    private static LogItem cutting(LogItem item, FollowerKey who) {
        if (!(item instanceof Entry entry) || entry.kind() != Entry.Kind.COMMIT) return item;
        try {
            var body = CommitBody.decode(entry.body());
            var removed = new ArrayList<>(body.removed());
            removed.add(who);
            var other = new CommitBody(body.commit(), body.added(), removed, body.tree());
            return new Entry(entry.position(), entry.kind(), entry.author(), 0, entry.base(), false, other.encode());
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** What the hub alone can do costs a question: the framed admin is followed once the person says so. */
    @Test
    void aHubMakesNobodyASpoiler() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        var log = alice.state(id).log;
        carol.port.lie = cutting(log, carol.state(id).follower);
        alice.port.lie = without(inbox(alice)); // does not hear that carol is lost
        clock.set(clock.get().plus(Duration.ofDays(8)));
        alice.talk.say(id, "with a commit before it");
        Eventually.until("lost", () -> carol.state(id).lost);
        assertEquals(List.of(), carol.state(id).spoilers);
        assertEquals(List.of(alice.account()), carol.state(id).suspects);
        bob.hears(id, "with a commit before it");
        shutOut(log, alice, bob);
        askInVain(id, log, alice, bob, carol);
        assertEquals(begun(), alice.groups.restart(id, false));
        isInNewLog(id, log, alice, bob);
        carol.inboxIsDone();
        timeGoesBy(Duration.ofHours(2), carol);
        carol.workerIsDone(id);
        carol.inboxIsDone();
        assertEquals(log, carol.state(id).log);
        assertTrue(isWarned(carol, "made it stop"));
        assertEquals(new Restart.Following(alice.address()), carol.groups.restart(id, false));
        isInNewLog(id, log, alice, bob, carol);
        assertEquals(List.of(alice.account()), carol.state(id).suspects);
        talk(id, "after", alice, bob, carol);
    }

    /** A Welcome that leads elsewhere may be the hub's own. */
    @Test
    void aWelcomeThatLeadsElsewhereMakesNobodyASpoiler() throws Exception {
        var carol = client("carol");
        carol.crypto.have(SUITE, EQUAL, STRONG);
        var id = group(bob, carol);
        carol.crypto.misled.set(true);
        alice.suites.use(id, EQUAL, Consent.NONE);
        isIn(id, EQUAL, 2, alice, bob, carol); // who has been let in again
        assertFalse(carol.crypto.misled.get());
        assertEquals(List.of(), carol.state(id).spoilers);
        assertEquals(List.of(alice.account()), carol.state(id).suspects);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoHasSpoiltItStaysKnown(boolean restarted) throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        var log = alice.state(id).log;
        var follower = carol.state(id).follower;
        carol.crypto.loses.set(true);
        alice.crypto.loses.set(restarted);
        clock.set(clock.get().plus(Duration.ofDays(8)));
        bob.talk.say(id, "with a commit before it");
        if (restarted) {
            askInVain(id, log, alice, carol);
            assertEquals(begun(bob), alice.groups.restart(id, false));
            isInNewLog(id, log, alice, carol);
            assertEquals(List.of(bob.account()), alice.state(id).spoilers);
        }
        Eventually.until("in again", () -> !carol.state(id).follower.equals(follower));
        assertEquals(List.of(bob.account()), carol.state(id).spoilers);
    }

    @Test
    void onlySoManyAreRemembered() throws Exception {
        var state = alice.state(between());
        for (var i = 0; i < ConversationState.BLAMED; i++) state.spoiltBy(somebody());
        assertEquals(List.of(), state.suspects);
        var another = somebody();
        state.spoiltBy(another);
        assertEquals(List.of(another), state.suspects);
        for (var i = 2; i < ConversationState.BLAMED; i++) state.suspect(somebody());
        assertFalse(state.isSuspect(bob.account()));
        state.suspect(somebody());
        assertTrue(state.isSuspect(bob.account()));
        state.suspect(somebody());
        assertEquals(ConversationState.BLAMED, state.spoilers.size());
        assertEquals(ConversationState.BLAMED, state.suspects.size());
    }

    private static AccountKey somebody() {
        return new AccountKey(Token.random().bytes());
    }

    /** Nobody has signed it: whoever gains by it is followed only by those who say so. */
    @Test
    void whoCutsAllOffWithoutASignatureLeadsNobody() throws Exception {
        var carol = client("carol");
        var id = withTwoAdmins(carol);
        var log = larger.state(id).log;
        larger.port.lie = without(log, inbox(larger));
        var removed = List.of(smaller.state(id).follower, carol.state(id).follower);
        var junk = new CommitBody(Bytes.wrap(new byte[40]), List.of(), removed, Optional.empty());
        var last = smaller.state(id).lastCommit();
        var answer =
                larger.port.ask(
                        number -> new Frame.Commit(number, log, larger.state(id).follower, last, junk, List.of()));
        assertInstanceOf(Frame.Done.class, answer);
        for (var client : List.of(smaller, carol)) {
            Eventually.until("lost", () -> client.state(id).lost);
            assertEquals(List.of(larger.account()), client.state(id).suspects);
        }
        forgeRestart(larger, id, List.of(larger.account()), 900, smaller, carol);
        for (var client : List.of(smaller, carol)) {
            Eventually.until("kept", () -> client.store.count("chat.restart") == 1);
        }
        askInVain(id, log, smaller);
        timeGoesBy(Duration.ofHours(2), smaller);
        smaller.workerIsDone(id);
        smaller.inboxIsDone();
        assertEquals(log, smaller.state(id).log);
        assertTrue(isWarned(smaller, "open it anew yourself"));
        carol.inboxIsDone();
        assertTrue(isWarned(carol, "Ask another admin"));
        assertTrue(notices(smaller).stream().anyMatch(text -> text.startsWith("Nobody lets this device into")));
        assertEquals(begun(), smaller.groups.restart(id, false));
        Eventually.until("all are added", () -> smaller.store.count("chat.wish") == 0);
        carol.inboxIsDone(); // where it takes the place of the other that is kept
        askInVain(id, log, carol);
        isInNewLog(id, log, smaller, carol);
        assertEquals(2, carol.state(id).generation);
    }

    // ---- Rivals ----

    /** An admin who was removed while others were away: what they have not read yet counts as well. */
    @Test
    void aRivalWhoWasRemovedMeanwhileLeadsNobody() throws Exception {
        var carol = client("carol");
        var id = ofTwoAdmins(carol);
        var log = alice.state(id).log;
        askInVain(id, log, alice, bob, carol);
        larger.groups.restart(id, false);
        isInNewLog(id, log, alice, bob, carol);
        var there = larger.state(id).log;
        carol.port.cut();
        larger.groups.remove(id, smaller.name);
        forgeRestart(smaller, id, List.of(smaller.account()), 2, carol);
        carol.port.lie = without(there); // what was said there is on its way
        carol.port.connect();
        carol.inboxIsDone();
        assertEquals(there, carol.state(id).log);
        carol.port.lie = frame -> frame;
        carol.port.cut();
        carol.port.connect();
        carol.sees(id, larger.name, "carol");
        talk(id, "still here", larger, carol);
        carol.workerIsDone(id);
        carol.inboxIsDone();
        assertEquals(there, carol.state(id).log);
        assertEquals(0, carol.store.count("chat.restart"));
    }

    // ---- What was in vain ----

    /** The cipher was away, and is there when the program starts again. */
    @Test
    void whoseSuiteIsBackAfterARestartHasNotAskedInVain() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
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
        bob.reconnects(id); // without it nothing goes on
        assertTrue(hasAsked(bob, id, Restarting.TRIES));
        bob.port.cut();
        bob.crypto.have(SUITE, EQUAL);
        bob.restart();
        bob.hears(id, "unread");
        Eventually.until("that was not in vain", () -> !hasAsked(bob, id, 0));
    }

    // ---- What comes between ----

    /** While the relay hands out KeyPackages, this device is let in, reads that one of them is out, and is shut out. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoIsRemovedWhileItIsOpenedAnewIsNotInIt(boolean inVainAgain) throws Exception {
        var carol = client("carol");
        var id = withTwoAdmins(carol);
        var log = alice.state(id).log;
        larger.port.lie = without(inbox(larger)); // who would let the smaller in again
        shutOut(log, smaller);
        askInVain(id, log, smaller);
        var refuses = smaller.port.script;
        var first = new AtomicBoolean(true);
        smaller.port.script =
                request -> {
                    if (!(request instanceof Frame.TakeKeyPackages) || !first.compareAndSet(true, false))
                        return refuses.apply(request);
                    smaller.port.script = one -> null;
                    smaller.port.cut();
                    smaller.port.connect();
                    remove(larger, id, "carol");
                    smaller.sees(id, "alice", "bob");
                    refuse(log, smaller);
                    if (inVainAgain) askInVain(id, log, smaller);
                    return null;
                };
        if (inVainAgain) {
            assertEquals(begun(), smaller.groups.restart(id, false));
            Eventually.until("done", () -> smaller.store.count("chat.wish") == 0);
            smaller.sees(id, "alice", "bob");
            assertFalse(smaller.state(id).log.equals(log));
        } else {
            var refused = refused(Code.REFUSED, () -> smaller.groups.restart(id, false));
            assertTrue(refused.getMessage().contains("goes on again"), refused.getMessage());
            assertEquals(log, smaller.state(id).log);
        }
    }

    private static void remove(Client admin, ConversationId id, String name) {
        try {
            admin.groups.remove(id, name);
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    // ---- What cannot be followed ----

    /** The larger account key has opened it, and the smaller keeps the Welcome. */
    private ConversationId keptByTheSmaller(Client carol) throws Exception {
        var id = ofTwoAdmins(carol);
        askInVain(id, alice.state(id).log, larger);
        larger.groups.restart(id, false);
        for (var client : List.of(smaller, carol)) {
            Eventually.until("kept", () -> client.store.count("chat.restart") == 1);
        }
        return id;
    }

    /** The process ends behind the person's yes, or the link is down when what was said yes to is fetched. */
    @Test
    void aYesOutlivesACrash() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        var log = alice.state(id).log;
        shutOut(log, alice);
        askInVain(id, log, alice);
        assertEquals(begun(), alice.groups.restart(id, false));
        Eventually.until("kept", () -> bob.store.count("chat.restart") == 1);
        bob.port.cut();
        bob.store.run(tx -> KeptRestart.of(new Book(tx), id).orElseThrow().want(new Book(tx), id));
        bob.restart();
        isInNewLog(id, log, alice, bob);
    }

    /** Without the cipher that accounts sign with nobody's identity holds: that is no reason to forget anything. */
    @Test
    void whatCannotBeJudgedNowIsKept() throws Exception {
        var carol = client("carol");
        var id = keptByTheSmaller(carol);
        for (var client : List.of(alice, bob, carol)) smaller.crypto.doubts.add(client.account());
        assertFalse(smaller.groups.group(id).mayRestart());
        smaller.crypto.doubts.clear();
        assertTrue(smaller.groups.group(id).mayRestart());
        smaller.crypto.doubts.add(larger.account());
        assertFalse(smaller.groups.group(id).mayRestart());
        smaller.crypto.doubts.clear();
        assertFalse(smaller.groups.group(id).mayRestart()); // who does not verify leads nobody
    }

    /** Its log has become another conversation's meanwhile. */
    @Test
    void whatCanNeverBeFollowedStandsInNobodysWay() throws Exception {
        var id = keptByTheSmaller(client("carol"));
        var log = smaller.state(id).log;
        var other =
                new ConversationState(
                        ConversationId.random(),
                        Kind.GROUP,
                        "another",
                        larger.state(id).log,
                        Hub.NAME,
                        SUITE,
                        ConversationState.Stage.CLOSED,
                        smaller.state(id).follower,
                        smaller.state(id).followerPrivate,
                        clock.get());
        smaller.store.run(tx -> new Book(tx).put(other));
        assertFalse(smaller.groups.group(id).mayRestart());
        askInVain(id, log, smaller);
        assertEquals(begun(), smaller.groups.restart(id, false));
    }

    /** The KeyPackage that it was for is gone: the person is told, and an admin opens it anew. */
    @Test
    void whatWasTriedAndNotFollowedIsForgotten() throws Exception {
        var id = keptByTheSmaller(client("carol"));
        var log = smaller.state(id).log;
        smaller.keys.lose();
        assertEquals(new Restart.Following(larger.address()), smaller.groups.restart(id, false));
        Eventually.until("forgotten", () -> smaller.store.count("chat.restart") == 0);
        assertTrue(notices(smaller).stream().anyMatch(text -> text.startsWith("This device cannot follow")));
        askInVain(id, log, smaller);
        assertEquals(begun(), smaller.groups.restart(id, false));
    }

    /** It is in a cipher that is gone: a member is told which, and an admin opens it anew in another. */
    @Test
    void whatIsInAMissingSuiteStandsInNoAdminsWay() throws Exception {
        var carol = client("carol");
        carol.crypto.have(SUITE, EQUAL, STRONG);
        var id = withTwoAdmins(carol);
        smaller.suites.use(id, EQUAL, Consent.NONE);
        isIn(id, EQUAL, 2, alice, bob, carol);
        var log = alice.state(id).log;
        shutOut(log, alice, bob, carol);
        askInVain(id, log, larger);
        larger.crypto.have(SUITE, STRONG);
        larger.suites.prefer(STRONG, false);
        assertEquals(begun(), larger.groups.restart(id, false));
        for (var client : List.of(smaller, carol)) {
            Eventually.until(client.name + " keeps it", () -> client.store.count("chat.restart") == 1);
            client.crypto.have(SUITE, EQUAL);
        }
        var refused = refused(Code.REFUSED, () -> carol.groups.restart(id, false));
        assertTrue(refused.getMessage().contains("is missing here"), refused.getMessage());
        askInVain(id, log, smaller, carol);
        larger.crypto.have(SUITE, EQUAL, STRONG);
        assertEquals(begun(), smaller.groups.restart(id, false));
        Eventually.until("in the smaller's", () -> larger.state(id).log.equals(smaller.state(id).log));
        isInNewLog(id, log, alice, bob, carol);
    }

    // ---- While the relay is asked ----

    /** Whatever the relay serves meanwhile, its answer is read. */
    @Test
    void whoOpensADirectConversationKeepsNoReaderWaiting() throws Exception {
        var id = between();
        var log = alice.state(id).log;
        var free = new CompletableFuture<Boolean>();
        smaller.keys.duringLeaf =
                () -> {
                    var heard = new CountDownLatch(1);
                    for (var i = 0; i < 100; i++) smaller.port.tell(new Frame.Items(inbox(smaller), List.of()));
                    smaller.port.afterAll(heard::countDown);
                    try {
                        free.complete(heard.await(30, TimeUnit.SECONDS));
                    } catch (InterruptedException e) {
                        free.complete(false);
                    }
                };
        shutOut(log, alice, bob);
        askInVain(id, log, alice, bob);
        isInNewLog(id, log, alice, bob);
        assertTrue(free.get(30, TimeUnit.SECONDS));
    }
}
