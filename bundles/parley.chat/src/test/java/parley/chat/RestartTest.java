package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.SuiteChanges.Consent;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.LogId;
import parley.protocol.content.Policy;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Conversations that nobody can commit in any more, and that are opened anew. */
class RestartTest extends SeveralSuites {

    // ---- What stops a conversation ----

    /** The hub has deleted what these would need next in the log. */
    private static void gone(LogId log, Client... clients) {
        for (var client : clients) client.port.cut();
        for (var client : clients) {
            client.port.script =
                    request ->
                            request instanceof Frame.Follow follow && follow.log().equals(log)
                                    ? new Frame.Gone(follow.request(), Long.MAX_VALUE - 1)
                                    : null;
        }
        for (var client : clients) client.port.connect();
    }

    /** The hub has lost the log, or shuts these out of it. */
    private static void shutOut(LogId log, Client... clients) {
        for (var client : clients) client.port.cut();
        for (var client : clients) {
            client.port.script =
                    request ->
                            request instanceof Frame.Follow follow && follow.log().equals(log)
                                    ? Hub.refused(follow.request(), Problem.NOT_FOUND)
                                    : null;
        }
        for (var client : clients) client.port.connect();
        for (var client : clients) {
            Eventually.until(
                    client.name + " is shut out",
                    () ->
                            client.store.count("chat.conversation") > 0
                                    && client.told(Event.SendingStopped.class).stream()
                                            .anyMatch(event -> event.why().isPresent()));
        }
    }

    private void timeGoesBy(Duration duration, Client... clients) {
        clock.set(clock.get().plus(duration));
        for (var client : clients) client.chat.tick();
    }

    private static void isInNewLog(ConversationId id, LogId before, Client... clients) {
        for (var client : clients) {
            Eventually.until(client.name + " is in the new log", () -> !client.state(id).log.equals(before));
            Eventually.until(client.name + " is open", () -> client.isIn(id) && client.state(id).halted().isEmpty());
            for (var space : List.of("chat.wish", "chat.pending", "chat.rejoin", "chat.restart")) {
                Eventually.until(client.name + " is done with " + space, () -> client.store.count(space) == 0);
            }
        }
        var first = clients[0].state(id);
        for (var client : clients) {
            assertEquals(first.log, client.state(id).log);
            assertEquals(first.generation, client.state(id).generation);
        }
    }

    // ---- Between two ----

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoHaveBothLostADirectConversationBeginAnew(boolean deleted) throws Exception {
        var id = between();
        talk(id, "before", alice, bob);
        var log = alice.state(id).log;
        for (var client : List.of(alice, bob)) client.port.cut();
        var waiting = alice.talk.say(id, "said in between");
        if (deleted) gone(log, alice, bob);
        else shutOut(log, alice, bob);
        for (var minutes = 1; minutes < 4 && smaller.state(id).log.equals(log); minutes++) {
            timeGoesBy(
                    Duration.ofMinutes(minutes), alice, bob); // whose request came before the other's loss asks again
        }
        isInNewLog(id, log, alice, bob);
        bob.hears(id, "said in between");
        Eventually.until("sent", () -> alice.state(waiting) != Message.State.WAITING);
        talk(id, "after", alice, bob);
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
        for (var minutes = 1; minutes < 8 && smaller.state(id).log.equals(log); minutes *= 2) {
            timeGoesBy(Duration.ofMinutes(minutes), alice, bob);
        }
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
        assertEquals(List.of(), smaller.groups.restart(id, false));
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
        var group = alice.groups.group(id);
        assertTrue(group.mayRestart());
        assertFalse(carol.groups.group(id).mayRestart()); // no admin
        refused(Code.REFUSED, () -> carol.groups.restart(id, false));
        assertEquals(List.of(bob.address()), alice.groups.restart(id, false));
        timeGoesBy(Duration.ofMinutes(2), alice, carol);
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
        assertEquals(List.of(), alice.groups.restart(id, false));
        Eventually.until("kept", () -> bob.store.count("chat.restart") == 1);
        Eventually.until("kept", () -> carol.store.count("chat.restart") == 1);
        talk(id, "still here", bob, carol);
        timeGoesBy(Duration.ofMinutes(10), bob, carol);
        talk(id, "and here", bob, carol);
        assertEquals(log, bob.state(id).log);

        shutOut(log, bob, carol);
        assertEquals(log, bob.state(id).log); // it has asked once
        for (var client : List.of(bob, carol)) Eventually.until("asked", () -> client.store.count("chat.rejoin") == 1);
        timeGoesBy(Duration.ofMinutes(2), bob, carol);
        isInNewLog(id, log, alice, bob, carol);
        talk(id, "together", alice, bob, carol);
    }

    /** As a member's changed client would. */
    private static void forgeRestart(
            Client author, ConversationId id, List<AccountKey> admins, long generation, Client... others)
            throws Exception {
        var leaf = author.keys.newLeaf();
        author.chat.replacing(
                id,
                book -> {
                    var policy =
                            new Policy(
                                    id,
                                    Policy.Kind.GROUP,
                                    generation,
                                    "the group",
                                    admins,
                                    false,
                                    100,
                                    Memberships.NO_LINK);
                    book.removePending(id);
                    author.groups.begin(book, policy, "the group", SUITE, leaf);
                    for (var other : others) {
                        var keyPackage =
                                other.keys.published().stream().filter(one -> one.suite() == SUITE).findFirst();
                        book.wishes(id)
                                .add(
                                        0,
                                        new Wish.Add(
                                                other.account(),
                                                other.address(),
                                                List.of(keyPackage.orElseThrow().keyPackage())));
                    }
                });
        Eventually.until("done", () -> author.store.count("chat.wish") == 0);
    }

    @Test
    void aMemberWhoIsNoAdminLeadsNobodyAway() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        var log = alice.state(id).log;
        shutOut(log, alice, carol);
        timeGoesBy(Duration.ofMinutes(2), alice, carol);
        timeGoesBy(Duration.ofMinutes(4), alice, carol);
        forgeRestart(bob, id, List.of(bob.account()), 2, alice, carol);
        for (var client : List.of(alice, carol)) {
            Eventually.until("read", () -> inboxRead(client));
            assertEquals(0, client.store.count("chat.restart"));
            assertEquals(log, client.state(id).log);
        }
    }

    private boolean inboxRead(Client client) {
        try {
            var last = hub.entries(LogId.inboxOf(client.account())).getLast().position();
            return client.store.transact(tx -> new Book(tx).inboxPosition()) == last;
        } catch (parley.client.api.CommandException e) {
            throw new AssertionError(e);
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
        shutOut(log, carol);
        timeGoesBy(Duration.ofMinutes(2), carol);
        forgeRestart(alice, id, List.of(alice.account()), 2, carol);
        Eventually.until("read", () -> inboxRead(carol));
        assertEquals(0, carol.store.count("chat.restart"));
        assertEquals(log, carol.state(id).log);
    }

    /** All end up with the smaller account key's, in whatever order they hear of it. */
    @Test
    void ofTwoRestartsTheSmallerAccountKeysIsFollowed() throws Exception {
        var carol = client("carol");
        for (var other : List.of(bob, carol)) Client.befriend(alice, other);
        Client.befriend(bob, carol);
        var id = alice.groups.create("the group").id();
        forgeRestart(alice, id, List.of(alice.account(), bob.account()), 1, bob, carol);
        for (var client : List.of(alice, bob, carol)) client.sees(id, "alice", "bob", "carol");
        talk(id, "before", alice, bob, carol);
        var log = alice.state(id).log;
        shutOut(log, alice, bob, carol);
        larger.groups.restart(id, false);
        timeGoesBy(Duration.ofMinutes(2), carol);
        timeGoesBy(Duration.ofMinutes(4), carol);
        Eventually.until("carol follows", () -> !carol.state(id).log.equals(log));
        smaller.groups.restart(id, false);
        for (var client : List.of(larger, carol)) {
            Eventually.until("the smaller", () -> client.state(id).log.equals(smaller.state(id).log));
        }
        isInNewLog(id, log, smaller, larger, carol);
        assertEquals(Optional.of(smaller.account()), Optional.ofNullable(carol.state(id).opener));
        talk(id, "after", alice, bob, carol);
        assertEquals(
                List.of(2L, 2L, 2L),
                Arrays.asList(alice.state(id).generation, bob.state(id).generation, carol.state(id).generation));
    }

    /** A member without a KeyPackage of the suite is named, and the group opened without them. */
    @Test
    void whoCannotBeLetInIsNamed() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        var log = alice.state(id).log;
        shutOut(log, alice, bob, carol);
        hub.stock.put(carol.account(), List::of);
        assertEquals(List.of(carol.address()), alice.groups.restart(id, false));
        timeGoesBy(Duration.ofMinutes(2), bob, carol);
        timeGoesBy(Duration.ofMinutes(4), bob, carol);
        isInNewLog(id, log, alice, bob);
        assertEquals(log, carol.state(id).log);
        hub.stock.put(carol.account(), carol.keys::published);
        alice.groups.add(id, "carol");
        isInNewLog(id, log, alice, bob, carol);
        talk(id, "all", alice, bob, carol);
    }
}
