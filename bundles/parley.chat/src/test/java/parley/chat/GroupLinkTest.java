package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Membership.JoinState;
import parley.protocol.ConversationId;
import parley.protocol.GroupLink;
import parley.protocol.RelayAddress;
import parley.protocol.Token;
import parley.protocol.relay.Frame;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.Optional;

/** Groups that are joined by a link. */
class GroupLinkTest extends Town {

    private Client carol;
    private ConversationId group;

    @BeforeEach
    void aliceHasAGroup() throws Exception {
        carol = client("carol"); // whom nobody knows
        Client.befriend(alice, bob);
        group = alice.groups.create("open house").id();
        alice.sees(group, "alice");
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
        for (var one : new Client[] {alice, bob, carol}) one.chat.groupLinks().patience = Duration.ofMillis(500);
    }

    private static Code refused(org.junit.jupiter.api.function.Executable command) {
        return assertThrows(CommandException.class, command).code();
    }

    @Test
    void whoHasTheLinkIsLetIn() throws Exception {
        var link = alice.groups.invite(group);
        assertEquals(link, alice.groups.invite(group)); // the one there is
        assertTrue(alice.groups.group(group).link());
        Eventually.until("bob knows it", () -> link(bob).isPresent());
        assertEquals(link, bob.groups.invite(group)); // a member passes it on
        carol.chat.groupLinks().patience = Client.PATIENCE;
        var joined = carol.groups.join(link);
        assertEquals(JoinState.JOINED, joined.state());
        assertEquals("open house", joined.conversation().orElseThrow().title());
        carol.sees(group, "alice", "bob", "carol");
        carol.talk.say(group, "hello");
        bob.hears(group, "hello");
        assertEquals(JoinState.JOINED, carol.groups.join(link).state()); // in already
        assertEquals(0, carol.store.count("chat.joining"));
    }

    private Optional<GroupLink> link(Client client) {
        try {
            return Optional.of(client.groups.invite(group));
        } catch (CommandException e) {
            return Optional.empty();
        }
    }

    @Test
    void whoAsksWhileNoAdminIsThereIsLetInLater() throws Exception {
        var link = alice.groups.invite(group);
        alice.port.cut();
        assertEquals(JoinState.REQUESTED, carol.groups.join(link).state());
        assertEquals(JoinState.REQUESTED, carol.groups.join(link).state()); // the same again
        assertEquals(1, hub.entries(alice.state(group).log).stream().filter(e -> e.kind() == kind()).count());
        carol.restart();
        alice.port.connect();
        carol.sees(group, "alice", "bob", "carol");
    }

    private static parley.protocol.relay.Entry.Kind kind() {
        return parley.protocol.relay.Entry.Kind.REQUEST;
    }

    @Test
    void whoIsRemovedTakesTheLinkAlong() throws Exception {
        var link = alice.groups.invite(group);
        alice.groups.remove(group, "bob");
        alice.sees(group, "alice");
        assertFalse(alice.groups.group(group).link());
        Eventually.until("the hub is told", () -> alice.port.heard(Frame.SetLink.class).getLast().token().isEmpty());
        assertEquals(Code.REFUSED, refused(() -> carol.groups.join(link)));
        assertEquals(0, carol.store.count("chat.joining"));
        assertNotEquals(link, alice.groups.invite(group));
    }

    /** A hub that keeps an ended link: what is sealed under it does not open any more. */
    @Test
    void anEndedLinkOpensNothing() throws Exception {
        var link = alice.groups.invite(group);
        alice.port.script =
                request ->
                        request instanceof Frame.SetLink set && set.token().isEmpty()
                                ? new Frame.Done(set.request())
                                : null;
        alice.groups.remove(group, "bob");
        alice.sees(group, "alice");
        assertEquals(JoinState.REQUESTED, carol.groups.join(link).state());
        read(alice);
        assertEquals(0, alice.store.count("chat.wish"));
        assertEquals(java.util.Set.of("alice"), alice.names(group));
    }

    private void read(Client client) {
        var log = client.state(group).log;
        Eventually.until(
                "read to the end", () -> client.state(group).position == hub.entries(log).getLast().position());
    }

    @Test
    void whoIsBlockedIsNotLetIn() throws Exception {
        Client.befriend(alice, carol);
        alice.people().block("carol");
        var link = alice.groups.invite(group);
        assertEquals(JoinState.REQUESTED, carol.groups.join(link).state());
        read(alice);
        assertEquals(0, alice.store.count("chat.wish"));
        assertFalse(carol.isIn(group));
    }

    @Test
    void aLinkOfNothingIsRefused() throws Exception {
        var link = alice.groups.invite(group);
        var other = new GroupLink(link.relay(), link.log(), Token.random());
        assertEquals(Code.REFUSED, refused(() -> carol.groups.join(other)));
        var elsewhere = new GroupLink(new RelayAddress(link.relay().url(), "ab".repeat(32)), link.log(), link.secret());
        assertEquals(Code.REFUSED, refused(() -> carol.groups.join(elsewhere)));
        carol.port.cut();
        assertEquals(Code.NOT_REACHABLE, refused(() -> carol.groups.join(link)));
    }

    /** The hub has not taken the link: it is told again with the next link to it. */
    @Test
    void aLinkThatTheHubLostHeals() throws Exception {
        alice.port.script =
                request -> {
                    if (!(request instanceof Frame.SetLink)) return null;
                    alice.port.cutSilently();
                    return null;
                };
        var link = alice.groups.invite(group);
        assertEquals(Code.REFUSED, refused(() -> carol.groups.join(link)));
        alice.port.script = request -> null;
        alice.restart();
        Eventually.until(
                "the hub has it",
                () -> !alice.port.heard(Frame.SetLink.class).isEmpty() && alice.state(group).linkTold.length() == 32);
        carol.chat.groupLinks().patience = Client.PATIENCE;
        assertEquals(JoinState.JOINED, carol.groups.join(link).state());
    }
}
