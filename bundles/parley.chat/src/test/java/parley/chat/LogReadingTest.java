package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.Change;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.LostException;
import parley.client.api.crypto.SuiteMissingException;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.content.CommitClaims;
import parley.protocol.content.Content;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.LeafData;
import parley.protocol.content.Policy;
import parley.protocol.content.Said;
import parley.protocol.content.Seen;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Digest;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Entry.Kind;
import parley.protocol.relay.LogItem;
import parley.protocol.wire.Bytes;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What bob makes of entries that alice, or a hub that lies, has put together. */
class LogReadingTest extends Town {

    private Groups groups;
    private LogReading last;

    @BeforeEach
    void theyHaveTalkedAndTheirClientsAreClosed() throws Exception {
        Client.befriend(alice, bob);
        parley.testing.Eventually.until(
                "read", () -> bob.state(alice).position == hub.entries(hub.log()).getLast().position());
        alice.chat.close();
        bob.chat.close();
        groups = bob.crypto.groups;
    }

    // ---- Putting entries together ----

    private Group groupOf(Client client) throws CommandException {
        return client.store.transact(tx -> new Book(tx).group(alice.with(bob)).orElseThrow());
    }

    private long next() {
        return bob.state(alice).position + 1;
    }

    private long base() {
        return bob.state(alice).lastCommit();
    }

    /** The number of alice's next entry. */
    private long number() {
        return bob.number(alice, alice.state(bob).follower).orElse(0L) + 1;
    }

    /** A claim that is true of what bob was served. */
    private Seen seen() throws CommandException {
        var state = bob.state(alice);
        return new Seen(state.position, state.chain, alice.crypto.groups.view(groupOf(alice)).authenticator());
    }

    private Bytes sealed(Said said) throws Exception {
        var before = groupOf(alice);
        var sealed = alice.crypto.groups.seal(before, said.encode());
        alice.store.run(tx -> new Book(tx).put(alice.with(bob), sealed.group(), before));
        return sealed.message();
    }

    private Entry said(String text, Seen seen, long number) throws Exception {
        return said(new Said(MessageId.random(), seen, Client.START.toEpochMilli(), new Content.Text(text)), number);
    }

    private Entry said(Said said, long number) throws Exception {
        return new Entry(next(), Kind.APPLICATION, alice.state(bob).follower, number, base(), false, sealed(said));
    }

    private record Commit(Entry entry, Groups.Pending pending, CommitBody body) {}

    /** What a commit of alice's is made of; each part can be made wrong. */
    private final class Making {
        Change change = Change.NONE;
        List<NewFollower> added = List.of();
        List<FollowerKey> removed = List.of();
        Seen seen = seen();
        long base = base();
        Optional<Hash> binding = Optional.empty();
        Bytes identity = alice.identity;
        FollowerKey author = alice.state(bob).follower;

        Making() throws CommandException {}

        Commit make() throws Exception {
            var state = bob.state(alice);
            var claims = new CommitClaims(binding.orElseGet(() -> CommitBody.binding(base, added, removed)), seen);
            var made =
                    alice.crypto.groups.commit(
                            identity,
                            groupOf(alice),
                            change,
                            claims.encode(),
                            new JoinPoint(Hub.NAME, state.log, state.position, state.chain));
            var body = new CommitBody(made.commit(), added, removed, Optional.empty());
            return new Commit(new Entry(next(), Kind.COMMIT, author, 0, base, false, body.encode()), made, body);
        }
    }

    private static Change leaf(LeafData leaf) {
        return new Change(List.of(), List.of(), Optional.of(leaf), Optional.empty());
    }

    /** Replaces alice's leaf. */
    private Making replacing(LeafData leaf) throws CommandException {
        var making = new Making();
        making.change = leaf(leaf);
        making.added = List.of(new NewFollower(leaf.follower(), true));
        making.removed = List.of(alice.state(bob).follower);
        return making;
    }

    // ---- Reading them ----

    private ConversationState take(LogItem... items) throws Exception {
        var missing = new ArrayList<SuiteMissingException>();
        bob.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(bob.with(alice));
            var before = book.group(state.id).orElseThrow();
            var duties = new Duties(bob.crypto.identities, groups);
            last =
                    new LogReading(
                            book,
                            state,
                            before,
                            groups,
                            new Hearer(List::of, clock::get),
                            duties,
                            bob.chat.succession(),
                            clock.get());
            try {
                for (var item : items) last.take(item);
            } catch (SuiteMissingException e) {
                missing.add(e);
            } catch (WelcomeAwaitedException e) {
                throw new AssertionError(e);
            }
            if (last.group() != before) book.put(state.id, last.group(), before);
            book.put(state);
        });
        if (!missing.isEmpty()) throw missing.getFirst();
        return bob.state(alice);
    }

    private void voided(Entry entry) throws Exception {
        assertNoStop(takeVoid(entry));
    }

    private void cutOff(Entry entry) throws Exception {
        var after = takeVoid(entry);
        assertTrue(after.lost, "it asks to be let in again");
        assertFalse(after.cut, "and reads what still comes");
        assertStopped("cut this device off", false);
    }

    private ConversationState takeVoid(Entry entry) throws Exception {
        var before = bob.state(alice);
        var numbers = bob.store.count("chat.number");
        var epoch = groups.view(groupOf(bob)).epoch();
        var after = take(entry);
        assertEquals(epoch, groups.view(groupOf(bob)).epoch());
        assertEquals(entry.position(), after.position);
        assertEquals(entry.position(), after.lastCommit());
        assertEquals(before.slots.getLast().epoch(), after.slots.getLast().epoch());
        assertEquals(numbers, bob.store.count("chat.number"));
        assertTrue(last.epochChanged());
        return after;
    }

    private static void assertNoStop(ConversationState state) {
        assertEquals(Optional.empty(), state.halted());
    }

    private void assertStopped(String word, boolean resumable) {
        var state = bob.state(alice);
        assertTrue(state.halted().orElse("not at all").contains(word), () -> state.halted().toString());
        assertEquals(resumable, state.mayResume());
        assertEquals(1, bob.told(Event.SendingStopped.class).size());
    }

    // ---- What others say ----

    @Test
    void takesWhatFollowsTheRules() throws Exception {
        var before = bob.state(alice);
        var one = said("one", seen(), number());
        var state = take(one);
        assertNoStop(state);
        assertEquals(one.position(), state.position);
        assertEquals(LogReading.next(before.chain, one.digest()), state.chain);
        take(said("two", seen(), number()));
        assertEquals(List.of("to begin with", "one", "two"), bob.texts(alice));
        take(one); // served again
        assertEquals(3, bob.texts(alice).size());
        assertNoStop(bob.state(alice));
    }

    @Test
    void aGapInAnAuthorsNumbersStops() throws Exception {
        take(said("behind a gap", seen(), number() + 1));
        assertStopped("left out", true);
        assertTrue(bob.texts(alice).contains("behind a gap")); // reading goes on
    }

    @Test
    void aNumberServedTwiceStops() throws Exception {
        var number = number();
        take(said("first", seen(), number));
        take(said("second", seen(), number));
        assertStopped("second place", true);
    }

    @Test
    void aClaimOfAnotherHistoryStopsAndNamesItsAuthor() throws Exception {
        var seen = seen();
        take(said("lied to", new Seen(seen.position(), Hash.of(new byte[] {1}), seen.authenticator()), number()));
        assertStopped("alice@relay.example was shown another history", true);
        assertTrue(bob.texts(alice).contains("lied to"));
    }

    @Test
    void aClaimOfWhatComesLaterStops() throws Exception {
        var seen = seen();
        take(said("too far", new Seen(next(), seen.chain(), seen.authenticator()), number()));
        assertStopped("another history", true);
    }

    @Test
    void aClaimOfAPositionThatIsNoneStops() throws Exception {
        var seen = seen();
        var oldest = bob.store.transact(tx -> new Book(tx).oldestChain(bob.with(alice)));
        var none = seen.position() - 1;
        assertTrue(none > oldest);
        bob.store.run(tx -> tx.remove("chat.chain", bob.with(alice).bytes(), none));
        take(said("of nothing", new Seen(none, seen.chain(), seen.authenticator()), number()));
        assertStopped("another history", true);
    }

    @Test
    void aClaimOlderThanWhatIsKeptIsPassed() throws Exception {
        var seen = seen();
        var oldest = bob.store.transact(tx -> new Book(tx).oldestChain(bob.with(alice)));
        bob.store.run(tx -> tx.remove("chat.chain", bob.with(alice).bytes(), oldest));
        take(said("long ago", new Seen(oldest, Hash.of(new byte[] {1}), seen.authenticator()), number()));
        assertNoStop(bob.state(alice));
    }

    @Test
    void aClaimOfAnotherEpochSecretStops() throws Exception {
        var seen = seen();
        take(said("forked", new Seen(seen.position(), seen.chain(), Bytes.wrap(new byte[8])), number()));
        assertStopped("another history", true);
    }

    @Test
    void oneWhoIsIgnoredClaimsWhatTheyLike() throws Exception {
        bob.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(bob.with(alice));
            state.ignored.add(alice.account());
            book.put(state);
        });
        take(said("behind a gap", seen(), number() + 1));
        var seen = seen();
        take(said("ignored", new Seen(seen.position(), Hash.of(new byte[] {1}), Bytes.wrap(new byte[8])), number()));
        assertNoStop(bob.state(alice));
        assertTrue(bob.texts(alice).contains("ignored"));
    }

    @Test
    void anIdIsTakenOnce() throws Exception {
        var id = MessageId.random();
        take(said(new Said(id, seen(), 1, new Content.Text("the first")), number()));
        take(said(new Said(id, seen(), 1, new Content.Text("the second")), number()));
        assertTrue(bob.texts(alice).contains("the first"));
        assertFalse(bob.texts(alice).contains("the second"));
        assertNoStop(bob.state(alice));
    }

    @Test
    void whatDoesNotOpenIsDropped() throws Exception {
        var state = take(entry(alice.state(bob).follower, number(), Bytes.wrap(new byte[300])));
        assertNoStop(state);
        take(said("and on", seen(), number()));
        assertTrue(bob.texts(alice).contains("and on"));
    }

    private Entry entry(FollowerKey author, long number, Bytes body) {
        return new Entry(next(), Kind.APPLICATION, author, number, base(), false, body);
    }

    /** However many authors the hub invents, nothing is remembered of them. */
    @Test
    void authorsThatFollowNothingLeaveNoTrace() throws Exception {
        var before = bob.store.count("chat.number");
        for (var i = 0; i < 50; i++) {
            take(entry(new FollowerKey(Token.random().bytes()), 1000 + i, Bytes.wrap(new byte[10])));
        }
        var state = bob.state(alice);
        assertEquals(before, bob.store.count("chat.number"));
        assertNoStop(state);
    }

    /** The number counts before the message is opened, so that a hub cannot hide a gap behind rubbish. */
    @Test
    void anotherFollowersNameOnAnEntryShows() throws Exception {
        var other = new FollowerKey(Token.random().bytes());
        bob.store.run(tx -> new Book(tx).roll(bob.with(alice)).putNumber(other, 0));
        var said = new Said(MessageId.random(), seen(), 1, new Content.Text("under another name"));
        take(entry(other, 1, sealed(said)));
        assertFalse(bob.texts(alice).contains("under another name"));
        assertNoStop(bob.state(alice));
    }

    @Test
    void aBaseThatIsNoCommitIsDropped() throws Exception {
        var said = new Said(MessageId.random(), seen(), 1, new Content.Text("of no base"));
        var body = sealed(said);
        take(new Entry(next(), Kind.APPLICATION, alice.state(bob).follower, number(), base() + 1, false, body));
        assertFalse(bob.texts(alice).contains("of no base"));
        assertEquals(number(), number());
        assertNoStop(bob.state(alice));
    }

    @Test
    void anInboxEntryIsNoneOfALog() throws Exception {
        assertNoStop(take(new Entry(next(), Kind.INBOX, FollowerKey.NOBODY, 0, 0, false, Bytes.EMPTY)));
    }

    @Test
    void aMissingSuiteTakesNothingOfTheItem() throws Exception {
        var before = bob.state(alice);
        var entry = said("waits", seen(), number());
        bob.crypto.left.set(0);
        org.junit.jupiter.api.Assertions.assertThrows(SuiteMissingException.class, () -> take(entry));
        assertEquals(before.position, bob.state(alice).position);
        bob.crypto.left.set(-1);
        groups = bob.crypto.groups;
        bob.store.run(tx -> new Book(tx).put(before)); // as the transaction's end would
        take(entry);
        assertTrue(bob.texts(alice).contains("waits"));
        assertNoStop(bob.state(alice));
    }

    // ---- Digests ----

    @Test
    void aDigestBehindOurAddStops() throws Exception {
        take(new Digest(next(), Hash.of(new byte[] {1})));
        assertStopped("withholds", false);
    }

    @Test
    void aDigestUpToOurAddIsWhatAJoinerGets() throws Exception {
        var joined = next();
        bob.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(bob.with(alice));
            state.joinedAt = joined;
            book.put(state);
        });
        var before = bob.state(alice).chain;
        var digest = Hash.of(new byte[] {1});
        var state = take(new Digest(joined, digest));
        assertNoStop(state);
        assertEquals(LogReading.next(before, digest), state.chain);
        take(new Digest(joined + 1, digest));
        assertStopped("withholds", false);
    }

    // ---- Our own ----

    private Outgoing.Sealed sealOwn(String text) throws Exception {
        var id = MessageId.random();
        bob.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(bob.with(alice));
            book.put(state.id, Outgoing.of(state, id, clock.get(), new Content.Text(text)));
            state.lastOrder++;
            book.put(
                    state.id,
                    new StoredMessage(
                            id,
                            state.lastOrder,
                            bob.account(),
                            bob.address(),
                            true,
                            text,
                            clock.get(),
                            Message.State.WAITING,
                            0,
                            false));
            var group = book.group(state.id).orElseThrow();
            var sending = new Sending(book, state, group, bob.crypto.groups);
            try {
                sending.seal();
            } catch (SuiteMissingException e) {
                throw new AssertionError(e);
            }
            book.put(state);
        });
        return bob.store.transact(tx -> new Book(tx).outbox(bob.with(alice), 10)).getLast().sealed().orElseThrow();
    }

    private int outbox() throws CommandException {
        return bob.store.transact(tx -> new Book(tx).outbox(bob.with(alice), 10)).size();
    }

    private Entry own(Outgoing.Sealed sealed, Bytes body) {
        return new Entry(
                next(), Kind.APPLICATION, bob.state(alice).follower, sealed.number(), sealed.base(), false, body);
    }

    @Test
    void anOwnEntryLeavesTheOutboxAndGetsItsPlace() throws Exception {
        var sealed = sealOwn("mine");
        var entry = own(sealed, sealed.body());
        assertNoStop(take(entry));
        assertEquals(0, outbox());
        var own = bob.store.transact(tx -> new Book(tx).own(bob.with(alice), 0, Long.MAX_VALUE)).getLast();
        assertEquals("mine", own.text());
        assertEquals(entry.position(), own.position());
        assertEquals(Message.State.SENT, own.state());
    }

    @Test
    void anOwnEntryThatWasChangedStops() throws Exception {
        var sealed = sealOwn("mine");
        take(own(sealed, Bytes.wrap(new byte[300])));
        assertStopped("changed something", false);
        assertEquals(1, outbox());
    }

    @Test
    void anOwnEntryThatWeDoNotKnowStops() throws Exception {
        var number = bob.number(alice, bob.state(alice).follower).orElse(0L) + 1;
        take(own(new Outgoing.Sealed(number, base(), Bytes.EMPTY), Bytes.wrap(new byte[300])));
        assertStopped("restored from a copy", false);
    }

    // ---- Commits ----

    @Test
    void followsAnothersCommit() throws Exception {
        var before = bob.state(alice);
        var leaf = alice.keys.newLeaf();
        var old = alice.state(bob).follower;
        var commit = replacing(leaf.leaf()).make();
        var state = take(commit.entry);
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
        var state = take(making.make().entry);
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
        voided(making.make().entry);
    }

    @Test
    void aCommitWhoseListsWereChangedIsVoid() throws Exception {
        var making = replacing(alice.keys.newLeaf().leaf());
        making.binding = Optional.of(CommitBody.binding(making.base, making.added, List.of()));
        voided(making.make().entry);
    }

    @Test
    void aCommitThatAddsAnUnlistedFollowerIsVoid() throws Exception {
        var making = replacing(alice.keys.newLeaf().leaf());
        making.added = List.of();
        voided(making.make().entry);
    }

    /** Nor does the hub serve us anything behind it. */
    @Test
    void aCommitThatListsARemovalItDoesNotMakeIsVoid() throws Exception {
        var making = replacing(alice.keys.newLeaf().leaf());
        making.removed = List.of(alice.state(bob).follower, bob.state(alice).follower);
        cutOff(making.make().entry);
    }

    @Test
    void aCommitThatAnotherAppendedIsVoid() throws Exception {
        var making = replacing(alice.keys.newLeaf().leaf());
        making.author = new FollowerKey(Token.random().bytes());
        voided(making.make().entry);
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
        voided(making.make().entry);
    }

    @Test
    void aCommitThatAddsAThirdIsVoid() throws Exception {
        var carol = client("carol");
        var own = carol.keys.fresh().getFirst();
        var making = new Making();
        making.change = new Change(List.of(own.keyPackage()), List.of(), Optional.empty(), Optional.empty());
        making.added = List.of(new NewFollower(own.leaf().follower(), false));
        voided(making.make().entry);
    }

    /** MLS takes any credential in a leaf's place, and this one's chain holds. */
    @Test
    void aCommitThatMakesAMemberAnotherIsVoid() throws Exception {
        var making = replacing(alice.keys.newLeaf().leaf());
        making.identity = client("carol").identity;
        voided(making.make().entry);
        assertEquals(Set.of(alice.account()), bob.members(alice));
    }

    @Test
    void whatIsSaidUnderAnIdentityThatDoesNotVerifyIsNotTaken() throws Exception {
        var real = groups;
        groups = distrusting(real);
        take(said("as if alice", seen(), number()));
        assertFalse(bob.texts(alice).contains("as if alice"));
        assertStopped("does not verify", false);
        take(said("and again", seen(), number()));
        assertStopped("does not verify", false); // told once
        groups = real;
        take(said("herself", seen(), number()));
        assertTrue(bob.texts(alice).contains("herself"));
    }

    /** What the person may overrule must not hide what they may not. */
    @Test
    void aClaimThatDiffersHidesNoUnverifiedIdentity() throws Exception {
        var seen = seen();
        take(said("lied to", new Seen(seen.position(), Hash.of(new byte[] {1}), seen.authenticator()), number()));
        assertTrue(bob.state(alice).mayResume());
        groups = distrusting(groups);
        take(said("as if alice", seen(), number()));
        assertFalse(bob.state(alice).mayResume());
        assertTrue(bob.state(alice).halted().orElseThrow().contains("does not verify"));
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
        assertNoStop(take(replacing(alice.keys.newLeaf().leaf()).make().entry));
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
                                        throw new LostException("our path secret does not open", null);
                                    try {
                                        return method.invoke(real, args);
                                    } catch (InvocationTargetException e) {
                                        throw e.getCause();
                                    }
                                });
        var entry = replacing(alice.keys.newLeaf().leaf()).make().entry;
        take(entry);
        assertStopped("no longer follow", false);
        assertEquals(entry.position(), bob.state(alice).position);
    }

    @Test
    void whoIsRemovedReadsNoFurther() throws Exception {
        assertEquals(Stage.CLOSED, take(removingBob().make().entry).stage);
        assertStopped("removed", false);
    }

    /** Who is removed finds what all others find. */
    @Test
    void aRemovalThatBreaksTheRulesIsVoidForWhoItRemovesToo() throws Exception {
        var unlisted = removingBob();
        unlisted.removed = List.of();
        voided(unlisted.make().entry);
        var unbound = removingBob();
        unbound.binding = Optional.of(Hash.of(new byte[] {1}));
        cutOff(unbound.make().entry);
        var another = removingBob();
        another.author = new FollowerKey(Token.random().bytes());
        cutOff(another.make().entry);
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
        var state = take(replacing(alice.keys.newLeaf().leaf()).make().entry);
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
        assertNoStop(take(replacing(alice.keys.newLeaf().leaf()).make().entry));
        take(moved(message));
        assertFalse(bob.texts(alice).contains("before the removal"));
        assertNoStop(bob.state(alice));
    }

    private Entry moved(Entry entry) {
        return new Entry(next(), entry.kind(), entry.author(), entry.number(), entry.base(), false, entry.body());
    }
}
