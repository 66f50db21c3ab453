package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.LogId;
import parley.protocol.MessageId;
import parley.protocol.content.Content;
import parley.protocol.content.Salt;
import parley.testing.Eventually;

import java.util.List;
import java.util.Optional;

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

    @Test
    void aContactMayInvite() throws Exception {
        var id = ConversationId.random();
        carol.welcome(bob, id, LogId.random(), 1);
        Eventually.until("in", () -> bob.isIn(id));
    }

    @Test
    void aGroupThatIsOverGoesOnAsTheSameOnly() throws Exception {
        var log = bob.state(group).log;
        alice.groups.remove(group, "bob");
        Eventually.until("closed", () -> !bob.isIn(group));
        carol.welcome(bob, group, LogId.random(), 1_000_000); // somebody else's, under its id
        assertFalse(bob.isIn(group));
        alice.welcome(bob, group, log, bob.state(group).position - 1); // from before the removal
        assertFalse(bob.isIn(group));
        assertEquals("friends", bob.state(group).title);
        alice.welcome(bob, group, log, bob.state(group).position);
        Eventually.until("in again", () -> bob.isIn(group));
    }

    /** Bob says something offline, is removed meanwhile, and {@code inviter} lets him into what has the group's id. */
    private MessageId saysAndIsLetInBy(Client inviter) throws Exception {
        var log = bob.state(group).log;
        bob.port.cut();
        bob.workerIsDone(group);
        var waiting = bob.talk.say(group, "for my friends");
        alice.groups.remove(group, "bob");
        bob.port.connect();
        Eventually.until("closed", () -> !bob.isIn(group));
        assertEquals(Message.State.WAITING, bob.state(waiting));
        inviter.welcome(bob, group, log, bob.state(group).position);
        Eventually.until("in again", () -> bob.isIn(group));
        return waiting;
    }

    /** Whoever knows the id and the log can make such a group; what waited is not for those whom they put in it. */
    @Test
    void whatWaitedGoesNowhereByTheWordOfWhoWasNoAdmin() throws Exception {
        var waiting = saysAndIsLetInBy(carol);
        assertEquals(Message.State.FAILED, bob.state(waiting));
        assertEquals(0, bob.talk.waiting());
        var notices = bob.told(Event.Notice.class).stream().map(Event.Notice::text).toList();
        assertEquals(1, notices.stream().filter(text -> text.contains("was not sent: look who is in it")).count());
        assertTrue(notices.stream().anyMatch(text -> text.startsWith(carol.address() + " has let you in to friends")));
        assertEquals(
                List.of(new Event.ReceiptChanged(group, waiting, Message.State.FAILED, Optional.empty())),
                bob.told(Event.ReceiptChanged.class).stream().filter(one -> one.message().equals(waiting)).toList());
        bob.restart();
        assertEquals(Message.State.FAILED, bob.state(waiting));
    }

    @Test
    void whatWaitedGoesOnByTheWordOfAnAdmin() throws Exception {
        var waiting = saysAndIsLetInBy(alice);
        assertNotEquals(Message.State.FAILED, bob.state(waiting));
        assertTrue(bob.told(Event.Notice.class).stream().noneMatch(notice -> notice.text().contains("was not sent")));
    }

    /** Opened anew, perhaps, in the same generation as another whom we had followed. */
    @Test
    void anAdminInvitesIntoAnotherLogOfAGroupThatIsOver() throws Exception {
        alice.groups.remove(group, "bob");
        Eventually.until("closed", () -> !bob.isIn(group));
        var log = LogId.random();
        alice.welcome(bob, group, log, 1);
        Eventually.until("in again", () -> bob.isIn(group));
        assertEquals(log, bob.state(group).log);
    }

    @Test
    void aLogIsOneConversations() throws Exception {
        var id = ConversationId.random();
        carol.welcome(bob, id, bob.state(group).log, 1_000_000);
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
        carol.welcome(bob, id, LogId.random(), 1);
        assertFalse(bob.isIn(id));
    }

    /** Nothing told a group's id from that of a conversation with somebody unknown: it makes way. */
    @Test
    void aGroupMakesWayForAConversationBetweenTwo() throws Exception {
        var dave = client("dave");
        var id = direct(dave.account());
        carol.welcome(bob, id, LogId.random(), 1);
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
        carol.welcome(bob, id, LogId.random(), 1);
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
