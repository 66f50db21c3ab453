package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.Event;
import parley.protocol.MessageId;
import parley.protocol.content.Content.Delete;
import parley.protocol.content.Content.Edit;
import parley.protocol.content.Content.Reaction;
import parley.protocol.content.Content.Text;
import parley.protocol.content.Salt;
import parley.testing.Eventually;

import java.util.List;
import java.util.Optional;

/** What a member tries whose client keeps no rules, and how bob's answers. */
class AmendmentAttacksTest extends Amending {

    private long amended() {
        return bob.store.published.stream()
                .filter(it ->
                        it instanceof Event.MessageEdited
                                || it instanceof Event.MessageDeleted
                                || it instanceof Event.ReactionChanged)
                .count();
    }

    @Test
    void whatAnotherSaidStays() throws Exception {
        var id = said(bob, alice, "bob's own words");
        posts(alice, new Edit(id, "alice's words"));
        posts(alice, new Delete(id));
        passes(alice, bob);
        assertEquals("bob's own words", message(bob, id).text());
        assertFalse(message(bob, id).deleted());
        assertEquals(0, amended());
        assertFalse(keeps(bob, "alice's words"));
    }

    @Test
    void inAGroupAThirdPersonChangesNothingEither() throws Exception {
        var carol = client("carol");
        Client.befriend(alice, carol);
        var group = alice.groups.create("friends").id();
        alice.groups.add(group, "bob");
        alice.groups.add(group, "carol");
        for (var one : List.of(alice, bob, carol)) one.sees(group, "alice", "bob", "carol");
        var id = carol.talk.say(group, "carol's words");
        for (var one : List.of(alice, bob)) one.hears(group, "carol's words");
        posts(alice, group, Salt.random(), new Delete(id));
        posts(alice, group, Salt.random(), new Edit(id, "alice's words"));
        posts(alice, group, Salt.random(), new Reaction(id, "🙄", true));
        sees(bob, id, "alice 🙄");
        sees(carol, id, "alice 🙄");
        for (var one : List.of(bob, carol)) assertEquals("carol's words", message(one, id).text());
        carol.talk.edit(id, "carol's own words");
        for (var one : List.of(alice, bob)) reads(one, id, "carol's own words");
    }

    @Test
    void whatWasDeletedDoesNotComeBack() throws Exception {
        var id = said(alice, bob, "said");
        alice.talk.delete(id);
        posts(alice, new Edit(id, "again"));
        posts(alice, new Reaction(id, "🧟", true));
        posts(alice, new Delete(id));
        passes(alice, bob);
        assertTrue(message(bob, id).deleted());
        assertFalse(keeps(bob, "again") || keeps(bob, "🧟"));
        assertEquals(1, amended());
    }

    /** Each text has an id of its own, which a deletion does not set free. */
    @Test
    void whatWasDeletedIsNotSaidAgainUnderItsId() throws Exception {
        var salt = Salt.random();
        var id = posts(alice, talk, salt, new Text("once"));
        bob.hears(talk, "once");
        posts(alice, new Delete(id));
        posts(alice, talk, salt, new Text("twice"));
        passes(alice, bob);
        assertTrue(message(bob, id).deleted());
        assertFalse(keeps(bob, "twice"));
    }

    @Test
    void aFloodOfReactionsEnds() throws Exception {
        var id = said(bob, alice, "look");
        for (var i = 0; i < 200; i++) posts(alice, new Reaction(id, "e" + i, true));
        passes(alice, bob);
        assertEquals(Reaction.OF_ONE, message(bob, id).reactions().size());
        assertEquals(Reaction.OF_ONE, amended());
        for (var i = 0; i < 50; i++) posts(alice, new Reaction(id, "e0", i % 2 == 1));
        passes(alice, bob);
        assertEquals(Reaction.OF_ONE, message(bob, id).reactions().size());
        posts(alice, new Reaction(id, "never set", false));
        passes(alice, bob);
        assertEquals(Reaction.OF_ONE + 50, amended());
        assertEquals(3, bob.store.count("chat.reaction") + bob.store.count("chat.reaction.row"));
    }

    /** What was said elsewhere is neither shown nor changed here by its id. */
    @Test
    void nothingReachesIntoAnotherConversation() throws Exception {
        var group = alice.groups.create("friends").id();
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
        var elsewhere = alice.talk.say(group, "said to friends");
        bob.hears(group, "said to friends");
        var reply = posts(alice, new Text("see there", Optional.of(elsewhere)));
        posts(alice, new Edit(elsewhere, "changed from here"));
        posts(alice, new Reaction(elsewhere, "👻", true));
        posts(alice, new Delete(elsewhere));
        passes(alice, bob);
        var shown = message(bob, reply);
        assertEquals(Optional.of(elsewhere), shown.replyTo());
        assertEquals(Optional.empty(), bob.talk.quoted(shown));
        assertEquals("said to friends", message(bob, elsewhere).text());
        assertEquals(List.of(), message(bob, elsewhere).reactions());
        assertEquals(0, amended());
    }

    /** Its author knows an id before it is said: what was done to it before is not done. */
    @Test
    void nothingWaitsForAMessageToCome() throws Exception {
        var salt = Salt.random();
        var id = salt.id(talk, alice.account());
        posts(alice, new Edit(id, "what it was not"));
        posts(alice, new Reaction(id, "👻", true));
        var reply = posts(alice, new Text("as was said", Optional.of(id)));
        posts(alice, new Delete(id));
        posts(alice, talk, salt, new Text("what it is"));
        bob.hears(talk, "what it is");
        assertEquals("what it is", message(bob, id).text());
        assertEquals(Optional.empty(), message(bob, id).edited());
        assertEquals(List.of(), message(bob, id).reactions());
        assertEquals(Optional.empty(), bob.talk.quoted(message(bob, reply)), "nothing quotes what came later");
        assertFalse(keeps(bob, "what it was not"));
    }

    @Test
    void aReplyToNothingIsShownAsThat() throws Exception {
        var never = MessageId.random();
        var reply = posts(alice, new Text("you said so", Optional.of(never)));
        bob.hears(talk, "you said so");
        assertEquals(Optional.of(never), message(bob, reply).replyTo());
        assertEquals(Optional.empty(), bob.talk.quoted(message(bob, reply)));
    }

    /** As a device does that was let in again and does not know what of it came. */
    @Test
    void whatIsSaidTwiceIsDoneOnce() throws Exception {
        var id = said(alice, bob, "one");
        var salt = Salt.random();
        posts(alice, talk, salt, new Edit(id, "two"));
        posts(alice, new Edit(id, "three"));
        posts(alice, talk, salt, new Edit(id, "two"));
        passes(alice, bob);
        assertEquals("three", message(bob, id).text());
        assertEquals(2, amended());
    }

    @Test
    void filesAreNotEditedAndOthersNotDeleted() throws Exception {
        for (var client : List.of(alice, bob)) client.chat.handlers = List.of(new Offers(List.of()));
        var id = posts(alice, AmendmentsTest.offer());
        bob.hears(talk, "notes.txt");
        posts(alice, new Edit(id, "invoice.exe"));
        var theirs = posts(bob, AmendmentsTest.offer());
        alice.hears(talk, "notes.txt");
        posts(alice, new Delete(theirs));
        posts(alice, new Delete(MessageId.random()));
        passes(alice, bob);
        assertEquals("notes.txt", message(bob, id).text());
        posts(bob, new Delete(id));
        passes(bob, alice);
        assertFalse(message(alice, theirs).deleted());
        assertEquals(0, amended());
    }

    @Test
    void whoIsBlockedAmendsNothingButTakesBackTheirOwn() throws Exception {
        var id = said(alice, bob, "said");
        var own = said(bob, alice, "bob's");
        bob.people().block("alice");
        posts(alice, new Edit(id, "edited"));
        posts(alice, new Delete(id));
        posts(alice, new Reaction(own, "😈", true));
        posts(alice, new Delete(own));
        sent(alice);
        var end = hub.entries(hub.log()).getLast().position();
        Eventually.until("read", () -> bob.state(alice).position >= end);
        assertTrue(message(bob, id).deleted());
        assertEquals("bob's", message(bob, own).text());
        assertEquals(List.of(), message(bob, own).reactions());
        assertEquals(1, amended());
    }

    /** Who joins knows nothing of what was said before, whatever is done to it then. */
    @Test
    void whoCameLaterHearsNothingOfWhatWasBefore() throws Exception {
        var group = alice.groups.create("friends").id();
        alice.sees(group, "alice");
        var before = alice.talk.say(group, "before bob");
        sent(alice);
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
        alice.talk.edit(before, "before bob came");
        alice.talk.react(before, "🤐", true);
        alice.talk.reply(group, before, "now");
        bob.hears(group, "now");
        assertEquals(List.of("now"), bob.texts(group));
        assertEquals(Optional.empty(), bob.talk.quoted(bob.talk.page(group, Long.MAX_VALUE, 1).getFirst()));
        assertFalse(keeps(bob, "before bob came") || keeps(bob, "🤐"));
        assertEquals(0, amended());
    }
}
