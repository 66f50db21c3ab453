package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.Membership.Member;
import parley.client.api.Message;
import parley.client.api.chat.Companion;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.content.Mention;
import parley.testing.Eventually;

import java.util.List;
import java.util.TreeSet;

/** Members who claim what others are called: in carol's group, of whom alice knows nobody else. */
class NamesTest extends Town {

    private static final int LIMIT = 1000;

    private Client carol;
    private Client mallory;
    private ConversationId group;

    @BeforeEach
    void carolHasAGroup() throws Exception {
        carol = client("carol");
        mallory = client("mallory");
        for (var friend : List.of(alice, bob, mallory)) Client.befriend(carol, friend);
        group = carol.groups.create("friends").id();
    }

    /** Has carol add these, one after the other, and all of the members read it. */
    private void add(Client... friends) throws Exception {
        for (var friend : friends) {
            carol.groups.add(group, friend.name);
            Eventually.until(friend.name + " is in", () -> friend.isIn(group));
        }
    }

    private static String key(Client who) {
        return Names.ofKey(who.account(), Hub.NAME).name();
    }

    private void claims(Client who, String name) {
        who.claims = new Address(name, Hub.NAME);
    }

    private String called(Client reader, Client who) throws CommandException {
        return reader.groups.group(group).members().stream()
                .filter(member -> member.account().equals(who.account()))
                .map(member -> member.address().toString())
                .findFirst()
                .orElse("");
    }

    private Message from(Client reader, Client who, String text) throws Exception {
        who.talk.say(group, text);
        reader.hears(group, text);
        return reader.talk.page(group, Long.MAX_VALUE, LIMIT).getLast();
    }

    private String notice(Client client) {
        return client.told(Event.Notice.class).stream().map(Event.Notice::text).reduce("", (_, last) -> last);
    }

    /** However they come: what faces show of each, in all places, is one name that nobody else has. */
    private void allAreToldApart(Client reader) throws Exception {
        var members = reader.groups.group(group).members();
        assertEquals(members.size(), members.stream().map(Member::address).distinct().count());
        var listed = reader.talk.find(group).orElseThrow().members().stream().map(Address::toString).toList();
        assertEquals(
                new TreeSet<>(listed),
                new TreeSet<>(
                        members.stream()
                                .filter(member -> !member.own())
                                .map(one -> one.address().toString())
                                .toList()));
    }

    @Test
    void nobodyIsCalledAsWeAre() throws Exception {
        add(alice, bob);
        claims(mallory, "alice");
        add(mallory);
        alice.sees(group, "alice", "bob", "carol", key(mallory));
        allAreToldApart(alice);
        assertEquals(key(mallory), from(alice, mallory, "as alice").from().name());
        assertTrue(notice(alice).contains("as you are"), notice(alice));
        alice.restart();
        assertEquals(key(mallory), from(alice, mallory, "as alice again").from().name());
        var happened = alice.chat.governing().log(group, Long.MAX_VALUE, LIMIT).getLast();
        assertEquals(key(mallory), happened.who().orElseThrow().address().name());
    }

    @Test
    void nobodyIsCalledAsWeAreWhereWeComeLater() throws Exception {
        claims(mallory, "alice");
        add(mallory, alice);
        alice.sees(group, "alice", "carol", key(mallory));
        assertTrue(notice(alice).contains("as you are"), notice(alice));
        assertEquals(key(mallory), from(alice, mallory, "as alice").from().name());
    }

    @Test
    void whoCameFirstBearsTheName() throws Exception {
        add(alice, bob);
        claims(mallory, "bob");
        add(mallory);
        alice.sees(group, "alice", "bob", "carol", key(mallory));
        allAreToldApart(alice);
        assertEquals("bob", from(alice, bob, "bob himself").from().name());
        assertEquals(key(mallory), from(alice, mallory, "as bob").from().name());
        assertTrue(notice(alice).contains("called so there first"), notice(alice));
        carol.groups.remove(group, bob.address().toString());
        alice.sees(group, "alice", "carol", key(mallory));
        assertEquals(key(mallory), from(alice, mallory, "now that he has gone").from().name());
        add(bob);
        alice.sees(group, "alice", "bob", "carol", key(mallory));
    }

    @Test
    void ofTwoWhomOneFindsThereNobodyBearsTheName() throws Exception {
        claims(mallory, "bob");
        add(bob, mallory, alice);
        alice.sees(group, "alice", "carol", key(bob), key(mallory));
        allAreToldApart(alice);
        Client.befriend(alice, bob); // now she knows whose it is
        alice.sees(group, "alice", "bob", "carol", key(mallory));
        assertEquals(key(mallory), from(alice, mallory, "as bob").from().name());
    }

    @Test
    void aMentionReachesWhoIsMeant() throws Exception {
        add(alice, bob);
        claims(mallory, "bob");
        add(mallory);
        alice.sees(group, "alice", "bob", "carol", key(mallory));
        var text = "@bob";
        alice.talk.say(group, text, List.of(new Mention(0, 4, mallory.account())));
        bob.hears(group, text);
        var meant = bob.talk.page(group, Long.MAX_VALUE, LIMIT).getLast().mentions().getFirst();
        assertEquals(key(mallory), meant.address().name()); // and no face shows it as bob's name
        assertEquals(false, meant.own());
        assertEquals(
                key(mallory),
                alice.talk.page(group, Long.MAX_VALUE, LIMIT).getLast().mentions().getFirst().address().name());
    }

    /** What commands take names one only. */
    @Test
    void anAdminRemovesWhoIsMeant() throws Exception {
        add(alice, bob);
        claims(mallory, "bob");
        add(mallory);
        alice.sees(group, "alice", "bob", "carol", key(mallory));
        carol.chat.governing().appoint(group, "alice", true);
        Eventually.until("alice is an admin", () -> mayRemove(alice));
        alice.groups.remove(group, "bob");
        alice.sees(group, "alice", "carol", key(mallory));
        assertThrows(CommandException.class, () -> alice.groups.remove(group, "bob"));
        alice.groups.remove(group, key(mallory));
        alice.sees(group, "alice", "carol");
    }

    private boolean mayRemove(Client client) {
        try {
            return client.groups.group(group).mayRemove();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nobodyIsCalledByAnothersKeyNorLikeACompanion() throws Exception {
        add(alice);
        claims(mallory, key(bob));
        add(mallory);
        alice.sees(group, "alice", "carol", key(mallory));
        var other = client("other");
        Client.befriend(carol, other);
        other.claims = new Address("echo", Companion.RELAY);
        add(other);
        alice.sees(group, "alice", "carol", key(mallory), key(other));
        assertNotEquals(Companion.RELAY, called(alice, other).split("@")[1]);
    }

    /** What the relay calls itself tells nobody apart. */
    @Test
    void theSameNameAtAnotherRelayIsTaken() throws Exception {
        add(alice, bob);
        mallory.claims = new Address("bob", "renamed.example");
        add(mallory);
        alice.sees(group, "alice", "bob", "carol", key(mallory));
        assertEquals("bob@" + Hub.NAME, called(alice, bob));
    }

    /** Whoever asks us under the name of somebody we know is not called so, wherever we meet them. */
    @Test
    void aStrangersRequestTakesNobodysName() throws Exception {
        Client.befriend(alice, bob);
        var second = client("bob");
        second.people().connect("alice");
        Eventually.until("asked", () -> alice.knows(second, parley.client.api.Contacts.State.ASKS));
        assertEquals("bob", name(bob));
        assertEquals(key(second), name(second));
    }

    private String name(Client who) throws CommandException {
        return alice.store.transact(tx -> new Book(tx).names().of(group, who.account(), who.address())).name();
    }
}
