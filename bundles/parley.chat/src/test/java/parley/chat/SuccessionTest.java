package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.chat.ConversationState.Slot;
import parley.chat.GroupPlan.Outcome;
import parley.client.api.CommandException.Yes;
import parley.client.api.Conversations;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.Groups.Pending;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.KeyPackages.NewLeaf;
import parley.client.api.session.KeyPackages.Own;
import parley.protocol.ConversationId;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.content.CommitClaims;
import parley.protocol.content.Content;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.Letter;
import parley.protocol.content.Policy;
import parley.protocol.content.Said;
import parley.protocol.content.Salt;
import parley.protocol.content.Seen;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Entry.Kind;
import parley.protocol.relay.InboxItem;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What carol makes of commits that close her group; alice is its admin, bob another member. */
class SuccessionTest extends Town {

    private static final int STRONG = Cryptography.STRONG;

    private Client carol;
    private ConversationId group;
    private LogReading last;

    @BeforeEach
    void threeInAGroup() throws Exception {
        carol = client("carol");
        for (var one : List.of(alice, bob, carol)) one.crypto.have(Cryptography.SUITE, STRONG);
        group = alice.groups.create("friends").id();
        for (var other : List.of(bob, carol)) {
            Client.befriend(alice, other);
            alice.groups.add(group, other.name);
        }
        for (var one : List.of(alice, bob, carol)) one.sees(group, "alice", "bob", "carol");
        var end = hub.entries(alice.state(group).log).getLast().position();
        for (var one : List.of(alice, bob, carol)) {
            Eventually.until("read", () -> one.state(group).position == end);
            one.chat.close();
        }
    }

    private Group groupOf(Client client) throws Exception {
        return client.store.transact(tx -> new Book(tx).group(group).orElseThrow());
    }

    /** A commit that closes the group; each part can be made wrong. */
    private final class Closing {
        final Client by;
        final List<NewFollower> added = new ArrayList<>();
        final List<FollowerKey> removed = new ArrayList<>();
        final List<Own> taken = new ArrayList<>();
        final NewLeaf leaf;
        UnaryOperator<Policy> policy = CommitRules::next;
        Pending made;

        Closing(Client by) throws Exception {
            this.by = by;
            for (var one : List.of(alice, bob, carol)) removed.add(one.state(group).follower);
            this.leaf = by.keys.newLeaf();
            added.add(new NewFollower(leaf.leaf().follower(), by == alice));
            for (var other : List.of(alice, bob, carol)) {
                if (other == by) continue;
                var own = other.keys.fresh().stream().filter(one -> one.suite() == STRONG).findFirst().orElseThrow();
                taken.add(own);
                added.add(new NewFollower(own.leaf().follower(), other == alice));
            }
        }

        Own carols() {
            return taken.getLast();
        }

        Entry entry() throws Exception {
            var state = carol.state(group);
            var groups = by.crypto.groups;
            var view = groups.view(groupOf(by));
            var seen = new Seen(state.position, state.chain, view.authenticator());
            var claims = new CommitClaims(CommitBody.binding(state.lastCommit(), added, removed), seen);
            made =
                    groups.succeed(
                            by.identity,
                            groupOf(by),
                            STRONG,
                            leaf.leaf(),
                            policy.apply(view.policy()),
                            taken.stream().map(Own::keyPackage).toList(),
                            claims.encode(),
                            new JoinPoint(Hub.NAME, state.log, state.position, state.chain));
            var body = new CommitBody(made.commit(), added, removed, Optional.empty());
            return new Entry(
                    state.position + 1,
                    Kind.COMMIT,
                    by.state(group).follower,
                    0,
                    state.lastCommit(),
                    false,
                    body.encode());
        }
    }

    private void keep(Entry entry, Closing closing) throws Exception {
        keep(carol.state(group).log, entry.position(), closing);
    }

    private void keep(LogId log, long position, Closing closing) throws Exception {
        var welcomed = new InboxItem.Welcomed(log, position, 0, Bytes.EMPTY);
        var invitation = new Letter.Invitation(closing.made.welcome().orElseThrow(), Optional.empty());
        carol.chat.succession().keep(1, welcomed, invitation, closing.carols());
    }

    /** Whether the entry was passed. */
    private boolean take(Entry entry) throws Exception {
        return carol.store.transact(tx -> {
            var book = new Book(tx);
            var state = book.need(group);
            var before = book.group(group).orElseThrow();
            last = carol.reading(book, state);
            try {
                last.take(entry);
            } catch (SuiteMissingException e) {
                throw new AssertionError(e);
            } catch (WelcomeAwaitedException e) {
                return false;
            }
            if (last.group() != before) book.put(group, last.group(), before);
            book.put(state);
            return true;
        });
    }

    private void isVoid(Closing closing) throws Exception {
        var before = carol.state(group);
        var entry = closing.entry();
        keep(entry, closing);
        assertTrue(take(entry));
        var after = carol.state(group);
        assertEquals(entry.position(), after.lastCommit());
        assertEquals(before.slots.getLast().epoch(), after.slots.getLast().epoch());
        assertEquals(1, after.generation);
        assertEquals(before.follower, after.follower);
        // The hub serves those nothing more whom it removed, also by a commit that is void.
        assertEquals(closing.removed.contains(before.follower), after.lost);
        carol.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(group);
            state.lost = false;
            state.stopped = null;
            book.put(state);
        });
    }

    private void isFollowed(Closing closing) throws Exception {
        var entry = closing.entry();
        keep(entry, closing);
        assertTrue(take(entry));
        assertEquals(2, carol.state(group).generation);
    }

    // ---- Who may, and what ----

    @Test
    void itGoesOnInTheNextGeneration() throws Exception {
        var closing = new Closing(alice);
        var entry = closing.entry();
        assertFalse(take(entry)); // before its Welcome
        assertEquals(entry.position() - 1, carol.state(group).position);
        keep(entry, closing);
        assertTrue(take(entry));
        var state = carol.state(group);
        assertEquals(2, state.generation);
        assertEquals(STRONG, state.suite);
        assertEquals(closing.carols().leaf().follower(), state.follower);
        assertEquals(0, state.lastNumber);
        var authenticator = carol.crypto.groups.view(groupOf(carol)).authenticator();
        assertEquals(List.of(new Slot(entry.position(), 1, true, authenticator)), state.slots);
        assertEquals(0, carol.store.count("chat.successor"));
        assertEquals(0, carol.store.count("chat.past"));
        assertTrue(last.followerChanged());
        assertFalse(carol.store.transact(tx -> carol.keys.find(tx, closing.carols().reference())).isPresent());
        assertTrue(take(entry)); // served again after a reconnect
        assertEquals(state.slots, carol.state(group).slots);
    }

    @Test
    void onlyAnAdminClosesAGroup() throws Exception {
        isVoid(new Closing(bob));
        isFollowed(new Closing(alice));
    }

    @Test
    void itIsTheSameConversation() throws Exception {
        for (var policy :
                List.<UnaryOperator<Policy>>of(
                        before -> before,
                        before -> before.withGeneration(3),
                        before -> ClosedGroup.titled(before.withGeneration(2), "another"))) {
            var closing = new Closing(alice);
            closing.policy = policy;
            isVoid(closing);
        }
        isFollowed(new Closing(alice));
    }

    @Test
    void theHubIsToldOfAFollowerForEachLeaf() throws Exception {
        var extra = new Closing(alice);
        extra.added.add(new NewFollower(new FollowerKey(Token.random().bytes()), false));
        isVoid(extra);
        var missing = new Closing(alice);
        missing.added.removeLast();
        isVoid(missing);
        var twice = new Closing(alice);
        twice.added.set(2, twice.added.get(1));
        isVoid(twice);
        var old = new Closing(alice);
        old.added.set(2, new NewFollower(carol.state(group).follower, false));
        isVoid(old);
        var admins = new Closing(alice);
        admins.added.set(2, new NewFollower(admins.added.get(2).key(), true));
        isVoid(admins);
        var keeping = new Closing(alice);
        keeping.removed.remove(bob.state(group).follower);
        isVoid(keeping);
        var doubled = new Closing(alice);
        doubled.removed.add(bob.state(group).follower);
        isVoid(doubled);
        isFollowed(new Closing(alice));
    }

    /** As many as there should be, and others: who does not join cannot see that. */
    @Test
    void otherFollowersAreFoundByWhoJoins() throws Exception {
        var closing = new Closing(alice);
        closing.added.set(1, new NewFollower(new FollowerKey(Token.random().bytes()), false));
        var entry = closing.entry();
        keep(entry, closing);
        assertTrue(take(entry));
        assertTrue(carol.state(group).lost);
        assertTrue(carol.state(group).cut);
        assertEquals(1, carol.state(group).generation);
    }

    @Test
    void aWelcomeOfAnotherCommitIsNone() throws Exception {
        var other = new Closing(alice);
        other.entry();
        var closing = new Closing(alice);
        var entry = closing.entry();
        keep(carol.state(group).log, entry.position(), other);
        assertTrue(take(entry));
        assertTrue(carol.state(group).lost);
    }

    @Test
    void whoseKeyPackageIsGoneIsLost() throws Exception {
        var closing = new Closing(alice);
        var entry = closing.entry();
        keep(entry, closing);
        carol.keys.lose();
        assertTrue(take(entry));
        assertTrue(carol.state(group).lost);
    }

    // ---- Behind it ----

    private Entry says(Client by, Group in, String text, long base) throws Exception {
        var state = carol.state(group);
        var groups = by.crypto.groups;
        var seen = new Seen(state.position, state.chain, groups.view(in).authenticator());
        var said = new Said(Salt.random(), seen, 1, new Content.Text(text));
        var sealed = groups.seal(in, said.encode());
        return new Entry(
                state.position + 1, Kind.APPLICATION, by.state(group).follower, 1, base, false, sealed.message());
    }

    @Test
    void nothingOfTheClosedGroupIsTakenBehindIt() throws Exception {
        var base = carol.state(group).lastCommit();
        assertTrue(take(says(bob, groupOf(bob), "in time", base)));
        var closing = new Closing(alice);
        isFollowed(closing);
        assertTrue(take(says(bob, groupOf(bob), "late", base)));
        assertTrue(take(says(bob, groupOf(bob), "with a new base", carol.state(group).lastCommit())));
        assertTrue(carol.texts(group).contains("in time"));
        assertFalse(carol.texts(group).contains("late"));
        assertFalse(carol.texts(group).contains("with a new base"));
        assertEquals(Optional.empty(), carol.state(group).halted());
        // The author of the closing commit speaks in the successor
        var next = alice.crypto.groups.begun(closing.made);
        var said = says(alice, next, "in the successor", carol.state(group).lastCommit());
        var own = closing.leaf.leaf().follower();
        assertTrue(take(new Entry(said.position(), said.kind(), own, 1, said.base(), false, said.body())));
        assertTrue(carol.texts(group).contains("in the successor"));
    }

    @Test
    void whoHasSaidThatTheyLeaveStillLeaves() throws Exception {
        carol.store.run(tx -> new Book(tx).roll(group).leaving(bob.account()));
        isFollowed(new Closing(alice));
        assertTrue(leaves(bob));
        assertFalse(leaves(alice));
    }

    private boolean leaves(Client client) throws Exception {
        return carol.store.transact(tx -> new Book(tx).roll(group).leaves(client.account()));
    }

    // ---- What was wanted ----

    private GroupPlan.Judged judge(Client by, Wish.Want want) throws Exception {
        var groups = by.crypto.groups;
        return new GroupPlan(groups, Conversations.Kind.GROUP, groups.view(groupOf(by)), clock.get())
                .judge(new Wish(1, 0, false, want));
    }

    private void judged(GroupPlan.Outcome outcome, String why, Client by, Wish.Want want) throws Exception {
        var judged = judge(by, want);
        assertEquals(outcome, judged.outcome(), judged.why());
        assertTrue(judged.why().contains(why), judged.why());
    }

    @Test
    void whatWasWantedInAnotherSuiteIsOver() throws Exception {
        var dave = client("dave");
        var old = dave.keys.fresh().getFirst().keyPackage();
        dave.crypto.have(STRONG);
        var other = dave.keys.fresh().getFirst().keyPackage();
        judged(Outcome.OPEN, "", alice, new Wish.Add(dave.account(), dave.address(), List.of(old)));
        judged(
                Outcome.REFUSED,
                "add dave@relay.example again",
                alice,
                new Wish.Add(dave.account(), dave.address(), List.of(old, other)));
        var device = bob.crypto.identities.view(bob.identity).device();
        bob.crypto.have(STRONG);
        var bobs = bob.keys.fresh().getFirst().keyPackage();
        judged(Outcome.DONE, "", alice, new Wish.Rejoin(bob.account(), device, bob.address(), bobs));
    }

    @Test
    void aChangeIsWantedOfAGeneration() throws Exception {
        judged(Outcome.OPEN, "", alice, Wish.Move.of(STRONG, 1, false, false));
        judged(Outcome.DONE, "", alice, Wish.Move.of(Cryptography.SUITE, 1, false, false));
        judged(Outcome.DONE, "", bob, Wish.Move.of(Cryptography.SUITE, 7, false, false));
        judged(Outcome.REFUSED, "changed meanwhile", alice, Wish.Move.of(STRONG, 2, true, true));
        var weaker = Wish.Move.of(0x0A0A, 1, false, true);
        judged(Outcome.REFUSED, "weaker", alice, weaker);
        assertEquals(Optional.of(Yes.WEAKER), judge(alice, weaker).refusal().lacks());
        assertEquals(Optional.empty(), judge(alice, Wish.Move.of(STRONG, 2, true, true)).refusal().lacks());
        judged(Outcome.OPEN, "", alice, Wish.Move.of(0x0A0A, 1, true, false));
        judged(Outcome.REFUSED, "admin", bob, Wish.Move.of(STRONG, 1, true, true));
    }

    // ---- What is kept ----

    @Test
    void noMoreWelcomesAreKeptThanCount() throws Exception {
        var closing = new Closing(alice);
        var entry = closing.entry();
        keep(carol.state(group).log, carol.state(group).position, closing); // read already
        keep(LogId.random(), entry.position(), closing); // of a log that we do not read
        assertEquals(0, carol.store.count("chat.successor"));
        for (var i = 0; i < Succession.KEPT + 3; i++) keep(carol.state(group).log, entry.position() + i, closing);
        assertEquals(Succession.KEPT, carol.store.count("chat.successor"));
        assertFalse(take(entry)); // the newest are kept
    }

    /** A hub names positions far ahead, so that there is no room for the one that counts. */
    @Test
    void inventedWelcomesPushNoneOut() throws Exception {
        var closing = new Closing(alice);
        var entry = closing.entry();
        for (var i = 0; i < Succession.KEPT; i++) keep(carol.state(group).log, (1L << 60) + i, closing);
        keep(entry, closing);
        assertEquals(Succession.KEPT, carol.store.count("chat.successor"));
        assertTrue(take(entry));
        assertEquals(2, carol.state(group).generation);
    }

    /** Only a reader of the log goes on by it: it is no invitation. */
    @Test
    void aWelcomeIntoASuccessorIsNoInvitation() throws Exception {
        var closing = new Closing(alice);
        closing.entry();
        var secret = closing.carols().secret();
        var welcome = closing.made.welcome().orElseThrow();
        assertTrue(carol.crypto.groups.succeeds(secret, welcome));
        assertThrows(
                UntrustedException.class,
                () -> carol.crypto.groups.join(carol.identity, secret, welcome, Optional.empty()));
    }
}
