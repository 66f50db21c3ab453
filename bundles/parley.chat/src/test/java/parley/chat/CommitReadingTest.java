package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.Change;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.LostException;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.Token;
import parley.protocol.content.CommitClaims;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.LeafData;
import parley.protocol.content.Policy;
import parley.protocol.content.Seen;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Entry.Kind;
import parley.protocol.wire.Bytes;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a client makes of another's commits, and of its own. */
class CommitReadingTest extends ClosedConversation {

    // ---- Commits ----

    @Test
    void followsAnothersCommit() throws Exception {
        var before = bob.state(alice);
        var leaf = alice.keys.newLeaf();
        var old = alice.state(bob).follower;
        var commit = replacing(leaf.leaf()).make();
        var state = take(commit.entry());
        assertNoStop(state);
        assertEquals(before.slots.getLast().epoch() + 1, state.slots.getLast().epoch());
        assertTrue(state.slots.getLast().barrier());
        assertTrue(bob.number(alice, leaf.leaf().follower()).isPresent());
        assertFalse(bob.number(alice, old).isPresent());
        assertTrue(last.epochChanged());
        assertFalse(last.followerChanged());
        assertEquals(Set.of(alice.account()), bob.members(alice)); // never ourselves
    }

    @Test
    void aCommitWhoseClaimDiffersIsFollowedAndStops() throws Exception {
        var making = replacing(alice.keys.newLeaf().leaf());
        making.seen = new Seen(making.seen.position(), Hash.of(new byte[] {1}), making.seen.authenticator());
        var before = bob.state(alice);
        var state = take(making.make().entry());
        assertStopped("another history", true);
        assertEquals(before.slots.getLast().epoch() + 1, state.slots.getLast().epoch());
    }

    @Test
    void aCommitThatIsNoneIsVoid() throws Exception {
        voided(new Entry(next(), Kind.COMMIT, alice.state(bob).follower, 0, base(), false, Bytes.wrap(new byte[9])));
    }

    @Test
    void aCommitOfAnotherBaseIsVoid() throws Exception {
        var making = replacing(alice.keys.newLeaf().leaf());
        making.base = base() - 1;
        voided(making.make().entry());
    }

    @Test
    void aCommitWhoseListsWereChangedIsVoid() throws Exception {
        var making = replacing(alice.keys.newLeaf().leaf());
        making.binding = Optional.of(CommitBody.binding(making.base, making.added, List.of()));
        voided(making.make().entry());
    }

    @Test
    void aCommitThatAddsAnUnlistedFollowerIsVoid() throws Exception {
        var making = replacing(alice.keys.newLeaf().leaf());
        making.added = List.of();
        voided(making.make().entry());
    }

    /** Nor does the hub serve us anything behind it. */
    @Test
    void aCommitThatListsARemovalItDoesNotMakeIsVoid() throws Exception {
        var making = replacing(alice.keys.newLeaf().leaf());
        making.removed = List.of(alice.state(bob).follower, bob.state(alice).follower);
        cutOff(making.make().entry());
    }

    @Test
    void aCommitThatAnotherAppendedIsVoid() throws Exception {
        var making = replacing(alice.keys.newLeaf().leaf());
        making.author = new FollowerKey(Token.random().bytes());
        voided(making.make().entry());
    }

    @Test
    void aCommitThatChangesTheRulesIsVoid() throws Exception {
        var making = new Making();
        var policy = groups.view(groupOf(bob)).policy();
        making.change =
                new Change(
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(
                                new Policy(
                                        policy.conversation(),
                                        policy.kind(),
                                        policy.generation(),
                                        policy.title(),
                                        policy.admins(),
                                        true,
                                        policy.maxMembers(),
                                        policy.link())));
        voided(making.make().entry());
    }

    @Test
    void aCommitThatAddsAThirdIsVoid() throws Exception {
        var carol = client("carol");
        var own = carol.keys.fresh().getFirst();
        var making = new Making();
        making.change = new Change(List.of(own.keyPackage()), List.of(), Optional.empty(), Optional.empty());
        making.added = List.of(new NewFollower(own.leaf().follower(), false));
        voided(making.make().entry());
    }

    /** MLS takes any credential in a leaf's place, and this one's chain holds. */
    @Test
    void aCommitThatMakesAMemberAnotherIsVoid() throws Exception {
        var making = replacing(alice.keys.newLeaf().leaf());
        making.identity = client("carol").identity;
        voided(making.make().entry());
        assertEquals(Set.of(alice.account()), bob.members(alice));
    }

    @Test
    void whatIsSaidUnderAnIdentityThatDoesNotVerifyIsNotTaken() throws Exception {
        var real = groups;
        groups = distrusting(real);
        assertNoStop(take(said("as if alice", seen(), number())));
        assertFalse(bob.texts(alice).contains("as if alice"));
        groups = real;
        take(said("herself", seen(), number()));
        assertTrue(bob.texts(alice).contains("herself"));
    }

    /** Finds that nobody's chain holds whose message is opened. */
    private static Groups distrusting(Groups real) {
        return (Groups)
                Proxy.newProxyInstance(
                        Groups.class.getClassLoader(),
                        new Class<?>[] {Groups.class},
                        (proxy, method, args) -> {
                            try {
                                var result = method.invoke(real, args);
                                if (!(result instanceof Groups.Opened(var group, var past, var by, var content))) {
                                    return result;
                                }
                                var untrusted = new Member(by.leaf(), by.account(), by.device(), false, by.data());
                                return new Groups.Opened(group, past, untrusted, content);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    /** The next valid commit goes on from a void one, and what was said before it is still read. */
    @Test
    void aVoidCommitCountsAsASlot() throws Exception {
        var message = said("before", seen(), number());
        voided(new Entry(next(), Kind.COMMIT, alice.state(bob).follower, 0, base(), false, Bytes.wrap(new byte[9])));
        take(
                new Entry(
                        next(),
                        Kind.APPLICATION,
                        message.author(),
                        message.number(),
                        message.base(),
                        false,
                        message.body()));
        assertTrue(bob.texts(alice).contains("before"));
        assertNoStop(take(replacing(alice.keys.newLeaf().leaf()).make().entry()));
    }

    @Test
    void aCommitThatOnlyWeCannotFollowStops() throws Exception {
        var real = groups;
        groups =
                (Groups)
                        Proxy.newProxyInstance(
                                Groups.class.getClassLoader(),
                                new Class<?>[] {Groups.class},
                                (proxy, method, args) -> {
                                    if (method.getName().equals("process"))
                                        throw new LostException("our path secret does not open", null, new Exception());
                                    try {
                                        return method.invoke(real, args);
                                    } catch (InvocationTargetException e) {
                                        throw e.getCause();
                                    }
                                });
        var entry = replacing(alice.keys.newLeaf().leaf()).make().entry();
        take(entry);
        assertStopped("no longer follow", false);
        assertEquals(entry.position(), bob.state(alice).position);
    }

    @Test
    void whoIsRemovedReadsNoFurther() throws Exception {
        assertEquals(Stage.CLOSED, take(removingBob().make().entry()).stage);
        assertStopped("removed", false);
    }

    /** Who is removed finds what all others find. */
    @Test
    void aRemovalThatBreaksTheRulesIsVoidForWhoItRemovesToo() throws Exception {
        var unlisted = removingBob();
        unlisted.removed = List.of();
        voided(unlisted.make().entry());
        var unbound = removingBob();
        unbound.binding = Optional.of(Hash.of(new byte[] {1}));
        cutOff(unbound.make().entry());
        var another = removingBob();
        another.author = new FollowerKey(Token.random().bytes());
        cutOff(another.make().entry());
        assertEquals(Stage.OPEN, bob.state(alice).stage);
        take(said("and on", seen(), number()));
        assertTrue(bob.texts(alice).contains("and on"));
    }

    private Making removingBob() throws CommandException {
        var making = new Making();
        var leaf =
                groups.view(groupOf(bob)).members().stream()
                        .filter(member -> member.account().equals(bob.account()))
                        .findFirst()
                        .orElseThrow();
        making.change = new Change(List.of(), List.of(leaf.leaf()), Optional.empty(), Optional.empty());
        making.removed = List.of(bob.state(alice).follower);
        return making;
    }

    private PendingCommit replaceOwn(LeafData leaf, Bytes privateKey) throws Exception {
        var added = List.of(new NewFollower(leaf.follower(), true));
        var removed = List.of(bob.state(alice).follower);
        var claims = new CommitClaims(CommitBody.binding(base(), added, removed), seen());
        var state = bob.state(alice);
        var made =
                bob.crypto.groups.commit(
                        bob.identity,
                        groupOf(bob),
                        leaf(leaf),
                        claims.encode(),
                        new JoinPoint(Hub.NAME, state.log, state.position, state.chain));
        var pending =
                new PendingCommit(
                        base(),
                        new CommitBody(made.commit(), added, removed, Optional.empty()),
                        List.of(),
                        made.next(),
                        Optional.of(new PendingCommit.NewFollower(leaf.follower(), privateKey)),
                        Optional.empty(),
                        Optional.empty());
        bob.store.run(tx -> {
            var book = new Book(tx);
            var group = book.group(bob.with(alice)).orElseThrow();
            book.put(bob.with(alice), bob.crypto.groups.spent(group, made), group);
            book.put(bob.with(alice), pending);
        });
        return pending;
    }

    @Test
    void anOwnCommitMakesTheNewFollowerOurs() throws Exception {
        var leaf = bob.keys.newLeaf();
        var pending = replaceOwn(leaf.leaf(), leaf.followerPrivate());
        clock.set(clock.get().plusSeconds(1000));
        var state =
                take(
                        new Entry(
                                next(),
                                Kind.COMMIT,
                                bob.state(alice).follower,
                                0,
                                pending.base(),
                                false,
                                pending.body().encode()));
        assertNoStop(state);
        assertTrue(last.followerChanged());
        assertEquals(leaf.leaf().follower(), state.follower);
        assertEquals(leaf.followerPrivate(), state.followerPrivate);
        assertEquals(0, state.lastNumber);
        assertEquals(clock.get(), state.leafSince);
        assertEquals(Optional.empty(), bob.store.transact(tx -> new Book(tx).pending(bob.with(alice))));
    }

    @Test
    void anOwnCommitThatLostItsSlotIsForgotten() throws Exception {
        var leaf = bob.keys.newLeaf();
        replaceOwn(leaf.leaf(), leaf.followerPrivate());
        var before = bob.state(alice).follower;
        var state = take(replacing(alice.keys.newLeaf().leaf()).make().entry());
        assertNoStop(state);
        assertFalse(last.followerChanged());
        assertEquals(before, state.follower);
        assertNotEquals(leaf.leaf().follower(), state.follower);
        assertEquals(Optional.empty(), bob.store.transact(tx -> new Book(tx).pending(bob.with(alice))));
    }

    // ---- The rule of the base ----

    @Test
    void anEpochIsReadAslongAsItsSlotIsAmongTheLastEight() throws Exception {
        var message = said("late", seen(), number());
        for (var i = 0; i < ConversationState.SLOTS - 1; i++) {
            voided(new Entry(next(), Kind.COMMIT, alice.state(bob).follower, 0, base(), false, Bytes.EMPTY));
        }
        take(moved(message));
        assertTrue(bob.texts(alice).contains("late"));
        var later = said("too late", seen(), number());
        var older =
                new Entry(
                        next(), Kind.APPLICATION, later.author(), later.number(), message.base(), false, later.body());
        voided(new Entry(next(), Kind.COMMIT, alice.state(bob).follower, 0, base(), false, Bytes.EMPTY));
        take(moved(older));
        assertFalse(bob.texts(alice).contains("too late"));
    }

    @Test
    void nothingIsReadFromBeforeARemoval() throws Exception {
        var message = said("before the removal", seen(), number());
        assertNoStop(take(replacing(alice.keys.newLeaf().leaf()).make().entry()));
        take(moved(message));
        assertFalse(bob.texts(alice).contains("before the removal"));
        assertNoStop(bob.state(alice));
    }

    private Entry moved(Entry entry) {
        return new Entry(next(), entry.kind(), entry.author(), entry.number(), entry.base(), false, entry.body());
    }
}
