package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Event.MemberChanged;
import parley.client.api.Event.MemberChanged.Change;
import parley.client.api.Membership.JoinState;
import parley.protocol.ConversationId;
import parley.protocol.LogId;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Groups as their members make, change and leave them. */
class GroupTest extends Town {

    private Client carol;
    private ConversationId group;

    @BeforeEach
    void aliceHasFriendsAndAGroup() throws Exception {
        carol = client("carol");
        Client.befriend(alice, bob);
        Client.befriend(alice, carol);
        group = alice.groups.create("friends").id();
        alice.sees(group, "alice");
    }

    private static Code refused(org.junit.jupiter.api.function.Executable command) {
        return assertThrows(CommandException.class, command).code();
    }

    private static List<Change> changes(Client client, String of) {
        return client.told(MemberChanged.class).stream()
                .filter(event -> event.address().name().equals(of))
                .map(MemberChanged::change)
                .toList();
    }

    private void all() throws Exception {
        alice.groups.add(group, "bob");
        alice.groups.add(group, "carol");
        for (var one : List.of(alice, bob, carol)) one.sees(group, "alice", "bob", "carol");
    }

    // ---- Making ----

    @Test
    void oneAloneTalksToThemself() throws Exception {
        var made = alice.talk.find(group).orElseThrow();
        assertEquals(Kind.GROUP, made.kind());
        assertEquals("friends", made.title());
        assertEquals(List.of(), made.members());
        var id = alice.talk.say(group, "to myself");
        Eventually.until("sent", () -> alice.state(id) != parley.client.api.Message.State.WAITING);
        Eventually.until("read back", () -> alice.store.count("chat.outbox") == 0);
        assertEquals("friends", alice.talk.find("friends").title());
        var shown = alice.groups.group(group);
        assertTrue(shown.mayAdd() && shown.mayRemove() && shown.mayInvite() && shown.mayLeave());
        assertFalse(shown.link());
        assertTrue(shown.members().getFirst().own() && shown.members().getFirst().admin());
    }

    @Test
    void aTitleIsNeitherEmptyNorTooLong() throws Exception {
        assertEquals(Code.REFUSED, refused(() -> alice.groups.create(" ")));
        assertEquals(Code.REFUSED, refused(() -> alice.groups.create("é".repeat(128) + "x")));
        alice.groups.create("é".repeat(128));
    }

    @Test
    void withoutARelayNoGroupIsMade() throws Exception {
        alice.port.cut();
        assertEquals(Code.NOT_REACHABLE, refused(() -> alice.groups.create("offline")));
        assertEquals(3, alice.talk.all().size());
    }

    // ---- Adding ----

    @Test
    void threeTalk() throws Exception {
        all();
        alice.talk.say(group, "hello");
        bob.hears(group, "hello");
        carol.hears(group, "hello");
        carol.talk.say(group, "and back");
        alice.hears(group, "and back");
        bob.hears(group, "and back");
        assertEquals(List.of(Change.JOINED), changes(alice, "bob"));
        assertEquals(List.of(Change.JOINED), changes(bob, "carol"));
        assertEquals(List.of(), changes(carol, "bob")); // who was there before
        assertEquals(1, carol.told(Event.ConversationOpened.class).stream().filter(e -> e.id().equals(group)).count());
        var shown = bob.groups.group(group);
        assertFalse(shown.mayAdd() || shown.mayRemove() || shown.mayInvite());
        assertTrue(shown.mayLeave());
        assertEquals(2, bob.talk.find(group).orElseThrow().members().size());
    }

    @Test
    void whoIsAddedReadsOnlyWhatComesAfter() throws Exception {
        alice.talk.say(group, "before");
        Eventually.until("in the log", () -> alice.store.count("chat.outbox") == 0);
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
        alice.talk.say(group, "after");
        bob.hears(group, "after");
        assertEquals(List.of("after"), bob.texts(group));
        assertTrue(bob.state(group).halted().isEmpty());
    }

    @Test
    void receiptsGoRound() throws Exception {
        all();
        var id = alice.talk.say(group, "seen by all");
        bob.hears(group, "seen by all");
        bob.talk.markRead(group);
        bob.chat.worker(group).orElseThrow().receiptAtOnce();
        Eventually.until("read", () -> alice.state(id) == parley.client.api.Message.State.READ);
    }

    @Test
    void onlyAnAdminAddsAndRemoves() throws Exception {
        all();
        var dave = client("dave");
        Client.befriend(bob, dave);
        assertEquals(Code.REFUSED, refused(() -> bob.groups.add(group, "dave")));
        assertEquals(Code.REFUSED, refused(() -> bob.groups.remove(group, "carol")));
        assertEquals(Code.REFUSED, refused(() -> bob.groups.invite(group)));
    }

    @Test
    void onlyApprovedContactsAreAdded() throws Exception {
        var dave = client("dave");
        assertEquals(Code.NOT_FOUND, refused(() -> alice.groups.add(group, "dave")));
        alice.people().connect("dave");
        assertEquals(Code.NOT_APPROVED, refused(() -> alice.groups.add(group, "dave")));
        Eventually.until("asked", () -> dave.knows(alice, parley.client.api.Contacts.State.ASKS));
        alice.people().block("bob");
        assertEquals(Code.NOT_APPROVED, refused(() -> alice.groups.add(group, "bob")));
        assertEquals(Code.REFUSED, refused(() -> alice.groups.add(alice.with(carol), "bob"))); // no group
        alice.groups.add(group, "carol");
        assertEquals(Code.REFUSED, refused(() -> alice.groups.add(group, "carol")));
    }

    /** Whoever blocks us has ended the tokens that we hold. */
    @Test
    void whoHasBlockedUsIsNotAdded() throws Exception {
        bob.people().block("alice");
        Eventually.until("revoked", () -> hub.revoked.size() >= 2);
        assertEquals(Code.NOT_APPROVED, refused(() -> alice.groups.add(group, "bob")));
        alice.sees(group, "alice");
    }

    /** A contact that we denied since may not put us into groups. */
    @Test
    void aWelcomeIsTakenFromApprovedContactsOnly() throws Exception {
        bob.port.cut();
        bob.people().block("alice");
        bob.store.run(tx -> { // its tokens still stand
            var book = new Book(tx);
            book.put(book.contact(alice.account()).orElseThrow().revoking(List.of()));
        });
        bob.port.connect();
        alice.groups.add(group, "bob");
        bob.inboxIsDone();
        assertFalse(bob.isIn(group));
    }

    @Test
    void whoLacksTheSuiteIsNamed() throws Exception {
        hub.stock.put(bob.account(), List::of);
        var e = assertThrows(CommandException.class, () -> alice.groups.add(group, "bob"));
        assertEquals(Code.REFUSED, e.code());
        assertTrue(String.valueOf(e.getMessage()).contains("the cipher MLS_128_DHKEMX25519"), e::getMessage);
    }

    /** The relay hands out somebody else's KeyPackage for bob's. */
    @Test
    void aFalseKeyPackageIsNotAdded() throws Exception {
        hub.stock.put(bob.account(), carol.keys::published);
        assertEquals(Code.WRONG_KEY, refused(() -> alice.groups.add(group, "bob")));
        alice.sees(group, "alice");
    }

    @Test
    void whatIsWantedOfflineGoesOutLater() throws Exception {
        alice.groups.add(group, "carol");
        alice.groups.patience = Duration.ofMillis(300);
        alice.port.cut();
        assertEquals(Code.NOT_REACHABLE, refused(() -> alice.groups.remove(group, "carol")));
        alice.restart();
        alice.sees(group, "alice");
        Eventually.until("closed", () -> !carol.isIn(group));
    }

    @Test
    void anInboxThatDoesNotTakeTheWelcomeIsSaid() throws Exception {
        var calls = new java.util.concurrent.atomic.AtomicInteger();
        alice.port.script =
                request ->
                        request instanceof parley.protocol.relay.Frame.Commit commit
                                        && commit.welcomes().stream().anyMatch(w -> w.to().equals(bob.account()))
                                        && calls.incrementAndGet() > 0
                                ? Hub.refused(commit.request(), parley.protocol.relay.Problem.TOO_MUCH)
                                : null;
        var e = assertThrows(CommandException.class, () -> alice.groups.add(group, "bob"));
        assertEquals(Code.REFUSED, e.code());
        assertTrue(String.valueOf(e.getMessage()).contains("TOO_MUCH"), e::getMessage);
        alice.groups.add(group, "carol"); // the group is not stuck
        carol.sees(group, "alice", "carol");
    }

    /** What the KEM encapsulates, the secret, its tag, and their lengths, for each leaf; with some room left. */
    @ParameterizedTest
    @CsvSource({"1, 32, 32", "2, 65, 32", "3, 32, 32", "4, 56, 64", "5, 133, 64", "7, 97, 48", "61453, 1120, 64"})
    void aGroupHasNoMoreMembersThanACommitCanReach(int suite, long encapsulated, long secret) {
        assertTrue(Memberships.mostMembers(suite) * (encapsulated + secret + 16 + 8) < 900_000);
    }

    @Test
    void aCommitThatNoEntryHoldsIsRefused() throws Exception {
        alice.groups.add(group, "carol");
        alice.groups.commitRoom = 10;
        for (var change :
                List.<Executable>of(() -> alice.groups.add(group, "bob"), () -> alice.groups.remove(group, "carol"))) {
            var e = assertThrows(CommandException.class, change);
            assertTrue(String.valueOf(e.getMessage()).contains("renewed their keys"), e::getMessage);
        }
        alice.groups.commitRoom = new Memberships(alice.chat).commitRoom;
        alice.groups.remove(group, "carol"); // the group is not stuck
        alice.sees(group, "alice");
    }

    // ---- Removing ----

    @Test
    void whoIsRemovedReadsNoMore() throws Exception {
        all();
        alice.talk.say(group, "while you are here");
        carol.hears(group, "while you are here");
        alice.groups.remove(group, "carol");
        alice.sees(group, "alice", "bob");
        bob.sees(group, "alice", "bob");
        Eventually.until("closed", () -> !carol.isIn(group));
        alice.talk.say(group, "among us");
        bob.hears(group, "among us");
        assertFalse(carol.texts(group).contains("among us"));
        assertTrue(carol.texts(group).contains("while you are here"));
        assertEquals(List.of(Change.JOINED, Change.REMOVED), changes(alice, "carol"));
        assertEquals(List.of(Change.REMOVED), changes(carol, "carol"));
        assertTrue(carol.talk.find(group).orElseThrow().stopped().orElse("").contains("removed"));
        assertEquals(Code.REFUSED, refused(() -> carol.talk.say(group, "let me in")));
        assertEquals(Code.REFUSED, refused(() -> carol.groups.leave(group)));
        assertEquals(Code.REFUSED, refused(() -> alice.groups.remove(group, "alice")));
        assertEquals(Code.NOT_FOUND, refused(() -> alice.groups.remove(group, "carol")));
    }

    @Test
    void whoWasRemovedWhileAwayReadsThatAndNoMore() throws Exception {
        all();
        carol.port.cut();
        alice.talk.say(group, "while you were here");
        bob.hears(group, "while you were here");
        alice.groups.remove(group, "carol");
        alice.talk.say(group, "among us");
        bob.hears(group, "among us");
        carol.port.connect();
        Eventually.until("closed", () -> !carol.isIn(group));
        assertTrue(carol.texts(group).contains("while you were here"));
        assertFalse(carol.texts(group).contains("among us"));
        assertEquals(List.of(Change.REMOVED), changes(carol, "carol"));
        assertTrue(carol.talk.find(group).orElseThrow().stopped().orElse("").contains("you were removed"));
    }

    /** The hub keeps nothing for them any more, so that they are not told by the log. */
    @Test
    void whoWasRemovedWhileAwayIsNotLetIn() throws Exception {
        all();
        hub.forgets = true;
        carol.port.cut();
        alice.groups.remove(group, "carol");
        var letters = hub.entries(LogId.inboxOf(alice.account())).size();
        carol.port.connect();
        Eventually.until("refused", () -> carol.state(group).halted().isPresent());
        assertTrue(carol.state(group).halted().orElseThrow().contains("perhaps you were removed"));
        Eventually.until("asks", () -> hub.entries(LogId.inboxOf(alice.account())).size() > letters);
        alice.inboxIsDone();
        alice.talk.say(group, "among us");
        bob.hears(group, "among us");
        assertEquals(Set.of("alice", "bob"), alice.names(group)); // whose leaf is gone is not let in again
        assertEquals(0, alice.store.count("chat.wish"));
        alice.groups.add(group, "carol"); // but may be added
        Eventually.until("let in", () -> carol.state(group).halted().isEmpty());
        carol.talk.say(group, "back again");
        alice.hears(group, "back again");
    }

    /** They do not know that they were removed, nor whoever has become an admin since. */
    @Test
    void whoWasRemovedWhileAwayMayJoinByTheLink() throws Exception {
        all();
        hub.forgets = true;
        carol.port.cut();
        alice.groups.remove(group, "carol");
        alice.groups.leave(group);
        Eventually.until("bob is the admin", () -> bob.names(group).equals(Set.of("bob")));
        var link = bob.groups.invite(group);
        carol.port.connect();
        Eventually.until("refused", () -> carol.state(group).halted().isPresent());
        assertEquals(JoinState.JOINED, carol.groups.join(link).state());
        carol.sees(group, "bob", "carol");
        carol.talk.say(group, "back again");
        bob.hears(group, "back again");
        bob.talk.say(group, "and welcome");
        carol.hears(group, "and welcome");
    }

    /** The process ends between saying that we leave and its being read. */
    @Test
    void aLeaveThatWasNotSentIsSentLater() throws Exception {
        all();
        bob.groups.patience = Duration.ofMillis(200);
        bob.port.gate = frame -> !(frame instanceof parley.protocol.relay.Frame.Append);
        assertEquals(Code.NOT_REACHABLE, refused(() -> bob.groups.leave(group)));
        assertEquals(Code.REFUSED, refused(() -> bob.talk.say(group, "not any more")));
        assertTrue(bob.isIn(group));
        bob.port.gate = frame -> true;
        bob.restart();
        alice.sees(group, "alice", "carol");
        Eventually.until("left", () -> !bob.isIn(group));
        assertEquals(List.of(Change.JOINED, Change.LEFT), changes(alice, "bob"));
    }

    /** However many there are: what a message writes of the conversation does not grow with them. */
    @Test
    void theRecordOfAGroupDoesNotGrowWithItsMembers() throws Exception {
        var before = alice.state(group).encode().length();
        alice.store.run(tx -> {
            var roll = new Book(tx).roll(group);
            for (var leaf = 1; leaf <= 5000; leaf++) {
                var key = parley.protocol.Token.random().bytes();
                roll.put(leaf, new parley.protocol.AccountKey(key), bob.address());
                roll.putNumber(new parley.protocol.FollowerKey(key), leaf);
            }
        });
        assertEquals(before, alice.state(group).encode().length());
        assertTrue(before < 600, () -> before + " bytes");
    }

    @Test
    void whoWasRemovedCanBeAddedAgain() throws Exception {
        all();
        carol.talk.say(group, "first time");
        alice.hears(group, "first time");
        var follower = carol.state(group).follower;
        alice.groups.remove(group, "carol");
        Eventually.until("closed", () -> !carol.isIn(group));
        var end = carol.state(group);
        Eventually.until(
                "tells the hub that it waits for nothing more",
                () ->
                        carol.port.heard(parley.protocol.relay.Frame.Reached.class).stream()
                                .anyMatch(told -> told.follower().equals(follower) && told.position() == end.position));
        alice.groups.add(group, "carol");
        carol.sees(group, "alice", "bob", "carol");
        carol.talk.say(group, "second time");
        alice.hears(group, "second time");
        bob.hears(group, "second time");
        assertEquals(List.of("first time", "second time"), carol.texts(group));
        assertTrue(carol.state(group).halted().isEmpty());
    }

    /** Who is added again has not read what was said meanwhile, and misses nothing for it. */
    @Test
    void whoIsAddedAgainDoesNotMissWhatWasSaidMeanwhile() throws Exception {
        all();
        alice.talk.say(group, "first time");
        carol.hears(group, "first time");
        alice.groups.remove(group, "carol");
        Eventually.until("closed", () -> !carol.isIn(group));
        alice.talk.say(group, "among us");
        bob.hears(group, "among us");
        alice.groups.add(group, "carol");
        carol.sees(group, "alice", "bob", "carol");
        alice.talk.say(group, "second time");
        carol.hears(group, "second time");
        assertEquals(List.of("first time", "second time"), carol.texts(group));
        assertTrue(carol.state(group).halted().isEmpty(), () -> carol.state(group).halted().toString());
    }

    // ---- Leaving ----

    @Test
    void whoLeavesIsRemovedByAnAdmin() throws Exception {
        all();
        bob.groups.leave(group);
        assertFalse(bob.isIn(group));
        assertTrue(bob.state(group).halted().orElse("").contains("left"));
        alice.sees(group, "alice", "carol");
        carol.sees(group, "alice", "carol");
        assertEquals(List.of(Change.JOINED, Change.LEFT), changes(alice, "bob"));
        assertEquals(List.of(Change.LEFT), changes(carol, "bob"));
        assertEquals(Code.REFUSED, refused(() -> bob.talk.say(group, "one more thing")));
    }

    @Test
    void theLastAdminHandsOver() throws Exception {
        all();
        alice.groups.leave(group);
        bob.sees(group, "bob", "carol");
        carol.sees(group, "bob", "carol");
        assertTrue(bob.groups.group(group).mayRemove());
        assertFalse(carol.groups.group(group).mayRemove());
        bob.groups.remove(group, "carol"); // the hub knows of the new admin, too
        bob.sees(group, "bob");
    }

    @Test
    void theLastOneJustLeaves() throws Exception {
        alice.groups.leave(group);
        assertFalse(alice.isIn(group));
        assertTrue(alice.talk.find(group).isPresent());
        assertEquals(Code.REFUSED, refused(() -> alice.talk.say(group, "nobody is here")));
    }

    // ---- Commits that meet ----

    @Test
    void twoAdminsWantDifferentThingsAtOnce() throws Exception {
        all();
        alice.groups.leave(group); // so that bob is an admin …
        bob.sees(group, "bob", "carol");
        Client.befriend(bob, carol);
        var dave = client("dave");
        Client.befriend(bob, dave);
        bob.groups.add(group, "dave");
        bob.groups.leave(group); // … and carol after him
        dave.sees(group, "carol", "dave");
        carol.sees(group, "carol", "dave");
        assertEquals(Set.of("carol", "dave"), carol.names(group));
    }
}
