package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.crypto.Identities;
import parley.protocol.ConversationId;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.InboxItem;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Devices that cannot follow a conversation any more, and are let in again. */
class RejoiningTest extends Town {

    private void aWeekGoesBy() {
        clock.set(clock.get().plus(Duration.ofDays(8)));
    }

    private void letIn(Client client, ConversationId id) {
        Eventually.until(
                client.name + " is let in again",
                () -> !client.state(id).lost && client.store.count("chat.rejoin") == 0);
        assertEquals(Optional.empty(), client.state(id).halted());
    }

    private void talk(Client one, Client other, ConversationId id, String text) throws Exception {
        var said = one.talk.say(id, text);
        other.hears(id, text);
        Eventually.until("sent", () -> one.state(said) != Message.State.WAITING);
        other.talk.say(id, "answer to " + text);
        one.hears(id, "answer to " + text);
    }

    // ---- Between two ----

    @Test
    void whoCannotFollowACommitIsLetInAgain() throws Exception {
        Client.befriend(alice, bob);
        var id = alice.with(bob);
        var before = bob.state(id).follower;
        bob.crypto.loses.set(true);
        aWeekGoesBy();
        alice.talk.say(id, "with a commit behind it");
        Eventually.until("asks", () -> bob.port.heard(Frame.Deliver.class).size() > 0);
        Eventually.until("a new leaf", () -> !bob.state(id).follower.equals(before));
        letIn(bob, id);
        talk(bob, alice, id, "here again");
        assertTrue(bob.texts(id).contains("to begin with")); // what was said stays
        assertTrue(bob.told(Event.Notice.class).stream().anyMatch(notice -> notice.text().contains("may be missing")));
        assertEquals(1, bob.conversation(alice).members().size());
        Eventually.until("done", () -> alice.store.count("chat.wish") == 0);
    }

    /** The hub has deleted what this device would need next. */
    @Test
    void whoMissedTooMuchIsLetInAgain() throws Exception {
        Client.befriend(alice, bob);
        var id = alice.with(bob);
        var gone = new AtomicBoolean(true);
        var before = bob.state(id).follower;
        bob.port.script =
                request ->
                        gone.get() && request instanceof Frame.Follow follow && follow.follower().equals(before)
                                ? new Frame.Gone(follow.request(), 1000)
                                : null;
        bob.port.cut();
        bob.talk.say(id, "said offline"); // goes out under the new leaf
        bob.port.connect();
        Eventually.until("a new leaf", () -> !bob.state(id).follower.equals(before));
        letIn(bob, id);
        alice.hears(id, "said offline");
        talk(alice, bob, id, "and on");
        assertEquals(1, alice.texts(id).stream().filter("said offline"::equals).count());
    }

    @Test
    void aProfileThatWasSetBackIsLetInUnderNewKeys() throws Exception {
        Client.befriend(alice, bob);
        var id = alice.with(bob);
        var before = bob.state(id).follower;
        bob.port.lie =
                frame ->
                        frame instanceof Frame.Following now && bob.state(id).follower.equals(before)
                                ? new Frame.Following(now.request(), now.head(), now.lastCommit(), 77)
                                : frame;
        bob.port.cut();
        bob.port.connect();
        Eventually.until("a new leaf", () -> !bob.state(id).follower.equals(before));
        letIn(bob, id);
        talk(bob, alice, id, "set back");
    }

    /** Nobody answers: it asks again later, not with every reconnect. */
    @Test
    void itAsksAgainLessAndLessOften() throws Exception {
        Client.befriend(alice, bob);
        var id = alice.with(bob);
        alice.port.cut();
        bob.crypto.loses.set(false);
        bob.port.script = request -> request instanceof Frame.Follow f && isLog(f, id) ? gone(f) : null;
        bob.port.cut();
        bob.port.connect();
        Eventually.until("asks", () -> asked() == 1);
        for (var minutes : List.of(1, 2, 4)) {
            var count = asked();
            bob.reconnects(id);
            assertEquals(count, asked());
            clock.set(clock.get().plus(Duration.ofMinutes(minutes)));
            bob.reconnects(id);
            assertEquals(count + 1, asked());
        }
        assertTrue(bob.state(id).halted().orElse("").contains("let in again"));
        bob.port.script = request -> null;
        alice.port.connect();
        letIn(bob, id);
    }

    private boolean isLog(Frame.Follow follow, ConversationId id) {
        return follow.log().equals(bob.state(id).log);
    }

    private static Frame.Gone gone(Frame.Follow follow) {
        return new Frame.Gone(follow.request(), 1000);
    }

    private int asked() {
        return bob.port.heard(Frame.Deliver.class).size();
    }

    // ---- In groups ----

    @Test
    void anAdminLetsADeviceInAgain() throws Exception {
        var carol = client("carol");
        Client.befriend(alice, bob);
        Client.befriend(alice, carol);
        var id = alice.groups.create("friends").id();
        alice.sees(id, "alice");
        alice.groups.add(id, "bob");
        bob.sees(id, "alice", "bob");
        talk(alice, bob, id, "before");
        bob.crypto.loses.set(true);
        alice.groups.add(id, "carol"); // which bob cannot follow
        bob.sees(id, "alice", "bob", "carol");
        letIn(bob, id);
        carol.sees(id, "alice", "bob", "carol");
        talk(bob, carol, id, "after");
        assertTrue(bob.texts(id).containsAll(List.of("before", "after")));
        assertFalse(
                carol.told(Event.MemberChanged.class).stream()
                        .anyMatch(event -> event.address().name().equals("bob"))); // neither came nor went
    }

    /**
     * The commit by which an admin answers shows every member the KeyPackage; the hub may deliver another's Welcome.
     */
    @Test
    void onlyAnAdminLetsADeviceInAgain() throws Exception {
        var carol = client("carol");
        Client.befriend(alice, bob);
        Client.befriend(alice, carol);
        Client.befriend(bob, carol);
        var id = alice.groups.create("friends").id();
        alice.sees(id, "alice");
        alice.groups.add(id, "carol");
        alice.groups.add(id, "bob");
        for (var one : List.of(alice, bob, carol)) one.sees(id, "alice", "bob", "carol");
        alice.port.cut();
        bob.crypto.loses.set(true);
        aWeekGoesBy();
        carol.talk.say(id, "with a commit before it"); // which bob cannot follow
        Eventually.until("asked", () -> bob.store.count("chat.rejoin") == 1);
        var state = bob.state(id);
        carol.welcome(bob, askedWith(bob, id), id, state.log, state.position);
        assertEquals(state.follower, bob.state(id).follower);
        assertTrue(bob.state(id).lost);
        alice.port.connect();
        letIn(bob, id);
        talk(alice, bob, id, "after");
    }

    /** A KeyPackage that went along with what {@code client} asked. */
    private static Bytes askedWith(Client client, ConversationId id) throws Exception {
        return client.store.transact(tx -> {
            for (var own : client.keys.unused()) {
                if (Rejoining.isAnswer(new Book(tx), id, own.reference())) return own.keyPackage();
            }
            throw new AssertionError("it has asked with none of them");
        });
    }

    // ---- Whoever asks wrongly ----

    /** A request that is served twice, or is somebody else's, changes nothing. */
    @Test
    void onlyMembersAreLetInAndEachRequestOnce() throws Exception {
        var mallory = client("mallory");
        Client.befriend(alice, bob);
        Client.befriend(alice, mallory);
        var id = alice.with(bob);
        var state = bob.state(id);
        var leaf =
                alice
                        .crypto
                        .groups
                        .view(alice.store.transact(tx -> new Book(tx).group(id).orElseThrow()))
                        .members()
                        .stream()
                        .filter(member -> member.account().equals(alice.account()))
                        .findFirst()
                        .orElseThrow();
        var own = mallory.keys.fresh().getFirst();
        Identities identities = mallory.crypto.identities;
        var request =
                identities.rejoinRequest(
                        mallory.identity,
                        id,
                        state.log,
                        bob.address(), // as bob
                        List.of(own.keyPackage()),
                        alice.account(),
                        leaf.data());
        var commits = commits(state.log);
        var letters = alice.store.count("chat.letter");
        hub.put(alice.account(), new InboxItem.Letter(identities.seal(request, alice.account(), leaf.data())));
        alice.hasReadInbox();
        assertEquals(letters, alice.store.count("chat.letter")); // no trace of it
        assertEquals(0, alice.store.count("chat.wish"));
        assertEquals(commits, commits(state.log));
        assertTrue(mallory.state(alice).halted().isEmpty());

        // bob's own, twice; he has not lost anything, and is not there
        bob.port.cut();
        var again =
                bob.crypto.identities.rejoinRequest(
                        bob.identity,
                        id,
                        state.log,
                        bob.address(),
                        List.of(bob.keys.published().getFirst().keyPackage()),
                        alice.account(),
                        leaf.data());
        var sealed = bob.crypto.identities.seal(again, alice.account(), leaf.data());
        hub.put(alice.account(), new InboxItem.Letter(sealed));
        Eventually.until("let in", () -> commits(state.log) == commits + 1 && alice.store.count("chat.wish") == 0);
        hub.put(alice.account(), new InboxItem.Letter(sealed));
        alice.hasReadInbox();
        assertEquals(0, alice.store.count("chat.wish"));
        assertEquals(commits + 1, commits(state.log));
    }

    private long commits(parley.protocol.LogId log) {
        return hub.entries(log).stream().filter(entry -> entry.kind() == Entry.Kind.COMMIT).count();
    }
}
