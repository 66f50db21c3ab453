package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import static parley.chat.Cryptography.STRONG;
import static parley.chat.Cryptography.SUITE;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.crypto.Groups.Change;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.content.Content;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.Letter;
import parley.protocol.content.Policy;
import parley.protocol.content.Salt;
import parley.protocol.relay.InboxItem;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Groups that contacts make to get at other conversations of the one they invite. */
class WelcomesTest extends Town {

    private Client carol;
    private ConversationId group;

    @BeforeEach
    void bobIsInAGroupAndHasAFalseFriend() throws Exception {
        carol = client("carol");
        Client.befriend(alice, bob);
        Client.befriend(carol, bob);
        group = alice.groups.create("friends").id();
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
    }

    /** Killed before, between or after any two transactions: the Welcome is read again until the group is there. */
    @Test
    void noWelcomeIsLostWhenTheProcessIsKilled() throws Exception {
        var killed = true;
        for (var last = 0; killed; last++) {
            var id = alice.groups.create("friends " + last).id();
            bob.store.endAfter(last);
            alice.groups.add(id, "bob");
            Eventually.until("killed, or in it", () -> bob.store.hasEnded() || bob.isIn(id));
            killed = bob.store.hasEnded();
            bob.port.cut();
            bob.chat.close();
            bob.store.beginAgain();
            bob.restart();
            bob.sees(id, "alice", "bob");
        }
    }

    /** The inbox is read before the log: it says that bob was added while he knows of no removal yet. */
    @Test
    void whoWasRemovedAndAddedAgainWhileAwayIsInIt() throws Exception {
        var log = bob.state(group).log;
        bob.port.cut();
        for (var times = 0; times < 2; times++) {
            alice.groups.remove(group, "bob");
            alice.groups.add(group, "bob");
        }
        bob.port.lie = Restarts.without(log);
        bob.port.connect();
        var end = hub.entries(LogId.inboxOf(bob.account())).getLast().position();
        Eventually.until("the Welcome is read", () -> inboxPosition() >= end);
        bob.restart();
        bob.port.cut();
        bob.port.lie = UnaryOperator.identity();
        bob.port.connect();
        Eventually.until(
                "in it anew",
                () ->
                        bob.told(Event.MemberChanged.class).stream()
                                        .anyMatch(it -> it.change() == Event.MemberChanged.Change.REMOVED)
                                && bob.isIn(group));
        bob.sees(group, "alice", "bob");
        alice.talk.say(group, "here again");
        bob.hears(group, "here again");
        Eventually.until("nothing waits", () -> bob.store.count("chat.welcome") == 0);
    }

    /** The cipher of one is gone: it waits, over a crash as well, and holds up nothing behind it. */
    @Test
    void aWelcomeWaitsForItsSuiteAlone() throws Exception {
        for (var client : List.of(alice, bob)) client.crypto.have(SUITE, STRONG);
        alice.suites.prefer(STRONG, true);
        var id = alice.groups.create("in the strong one").id();
        assertEquals(STRONG, alice.state(id).suite);
        bob.port.cut();
        alice.groups.add(id, "bob");
        bob.crypto.have(SUITE);
        bob.port.connect();
        var other = ConversationId.random();
        welcome(carol, other, LogId.random(), 1);
        Eventually.until("in what came later", () -> bob.isIn(other));
        assertFalse(bob.isIn(id));
        Eventually.until(
                "told",
                () ->
                        bob.told(Event.Notice.class).stream()
                                .anyMatch(notice -> notice.text().contains("waits for the cipher")));
        bob.restart();
        bob.crypto.have(SUITE, STRONG);
        bob.chat.happened(new Event.SuitesPresent());
        bob.sees(id, "alice", "bob");
        Eventually.until("nothing waits", () -> bob.store.count("chat.welcome") == 0);
        alice.talk.say(id, "at last");
        bob.hears(id, "at last");
    }

    /** A Welcome of {@code from} into a group of its own, for bob's inbox; waits until it was passed. */
    private void welcome(Client from, ConversationId id, LogId log, long position) throws Exception {
        var policy =
                new Policy(
                        id,
                        Policy.Kind.GROUP,
                        1,
                        "a trap",
                        List.of(from.account()),
                        false,
                        64,
                        Bytes.wrap(new byte[32]));
        var made =
                from.crypto.groups.commit(
                        from.identity,
                        from.crypto.groups.create(
                                from.identity, Cryptography.SUITE, from.keys.newLeaf().leaf(), policy),
                        new Change(
                                List.of(bob.keys.fresh().getFirst().keyPackage()),
                                List.of(),
                                Optional.empty(),
                                Optional.empty()),
                        Bytes.EMPTY,
                        new JoinPoint(Hub.NAME, log, position, Hash.ZERO));
        var invitation = new Letter.Invitation(made.welcome().orElseThrow(), Optional.empty());
        var sealed = from.crypto.identities.seal(invitation, bob.crypto.identities.view(bob.identity).devices());
        hub.put(bob.account(), new InboxItem.Welcomed(log, position + 1, 0, sealed));
        var end = hub.entries(LogId.inboxOf(bob.account())).getLast().position();
        Eventually.until("read", () -> inboxPosition() >= end);
    }

    private long inboxPosition() {
        try {
            return bob.store.transact(tx -> new Book(tx).inboxPosition());
        } catch (parley.client.api.CommandException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aContactMayInvite() throws Exception {
        var id = ConversationId.random();
        welcome(carol, id, LogId.random(), 1);
        Eventually.until("in", () -> bob.isIn(id));
    }

    @Test
    void aGroupThatIsOverGoesOnAsTheSameOnly() throws Exception {
        var log = bob.state(group).log;
        alice.groups.remove(group, "bob");
        Eventually.until("closed", () -> !bob.isIn(group));
        welcome(carol, group, LogId.random(), 1_000_000); // somebody else's, under its id
        assertFalse(bob.isIn(group));
        welcome(alice, group, log, bob.state(group).position - 1); // from before the removal
        assertFalse(bob.isIn(group));
        assertEquals("friends", bob.state(group).title);
        welcome(alice, group, log, bob.state(group).position);
        Eventually.until("in again", () -> bob.isIn(group));
    }

    /** Opened anew, perhaps, in the same generation as another whom we had followed. */
    @Test
    void anAdminInvitesIntoAnotherLogOfAGroupThatIsOver() throws Exception {
        alice.groups.remove(group, "bob");
        Eventually.until("closed", () -> !bob.isIn(group));
        var log = LogId.random();
        welcome(alice, group, log, 1);
        Eventually.until("in again", () -> bob.isIn(group));
        assertEquals(log, bob.state(group).log);
    }

    @Test
    void aLogIsOneConversations() throws Exception {
        var id = ConversationId.random();
        welcome(carol, id, bob.state(group).log, 1_000_000);
        assertFalse(bob.isIn(id));
        alice.talk.say(group, "still here");
        bob.hears(group, "still here");
    }

    @Test
    void noGroupHasTheIdOfAConversationWithSomebodyWeKnow() throws Exception {
        var dave = client("dave");
        var id = direct(dave.account());
        dave.people().connect("bob");
        Eventually.until("asked", () -> bob.knows(dave, State.ASKS));
        welcome(carol, id, LogId.random(), 1);
        assertFalse(bob.isIn(id));
    }

    /** Nothing told a group's id from that of a conversation with somebody unknown: it makes way. */
    @Test
    void aGroupMakesWayForAConversationBetweenTwo() throws Exception {
        var dave = client("dave");
        var id = direct(dave.account());
        welcome(carol, id, LogId.random(), 1);
        Eventually.until("in", () -> bob.isIn(id));
        assertEquals(Kind.GROUP, bob.state(id).kind);
        bob.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(id);
            book.put(
                    id,
                    Outgoing.of(state, bob.account(), Salt.random(), clock.get(), new Content.Text("for the group")));
            book.put(state);
        });
        Client.befriend(dave, bob);
        assertEquals(Kind.DIRECT, bob.state(id).kind);
        bob.say(dave, "for dave");
        dave.hears(bob, "for dave");
        assertFalse(dave.texts(bob).contains("for the group"));
    }

    @Test
    void aGroupMakesWayForAConversationThatWeAskedFor() throws Exception {
        var dave = client("dave");
        var id = direct(dave.account());
        welcome(carol, id, LogId.random(), 1);
        Eventually.until("in", () -> bob.isIn(id));
        Client.befriend(bob, dave);
        assertEquals(Kind.DIRECT, bob.state(id).kind);
    }

    private ConversationId direct(AccountKey other) {
        return ConversationId.direct(bob.account(), other);
    }

    /** Blocking somebody drops what they say wherever that is. */
    @Test
    void whoIsBlockedIsNotHeardInGroups() throws Exception {
        Client.befriend(alice, carol);
        alice.groups.add(group, "carol");
        for (var one : List.of(alice, bob, carol)) one.sees(group, "alice", "bob", "carol");
        bob.people().block("carol");
        carol.talk.say(group, "can you hear me");
        alice.hears(group, "can you hear me");
        alice.talk.say(group, "I do");
        bob.hears(group, "I do");
        assertFalse(bob.texts(group).contains("can you hear me"));
    }
}
