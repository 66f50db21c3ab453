package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.Message;
import parley.client.api.crypto.SuiteMissingException;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.content.Said;
import parley.protocol.content.Salt;
import parley.protocol.content.Seen;
import parley.protocol.relay.Digest;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Entry.Kind;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.util.List;

/** What bob makes of entries that alice, or a hub that lies, has put together. */
class LogReadingTest extends ClosedConversation {

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

    /** Content of a known kind that breaks a rule of its own. */
    @Test
    void aReactionThatIsNoneIsDropped() throws Exception {
        var message = bob.talk.page(bob.with(alice), Long.MAX_VALUE, 1).getFirst().id();
        for (var length : new int[] {0, 1, 64, 65, 100_000}) {
            var fields = new WireWriter().fixed(message.bytes()).text("x".repeat(length)).bool(true);
            var content = new Content.Unknown(10, fields.toBytes());
            var entry = said(new Said(Salt.random(), seen(), 0, content), number());
            assertEquals(entry.position(), take(entry).position);
        }
        assertEquals(
                List.of("x", "x".repeat(64)),
                bob.talk.message(message).orElseThrow().reactions().stream().map(it -> it.emoji()).toList());
        assertNoStop(bob.state(alice));
        take(said("and on", seen(), number()));
        assertEquals(List.of("to begin with", "and on"), bob.texts(alice));
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
        var oldest = bob.store.transact(tx -> new Book(tx).chain(bob.with(alice)).oldest());
        var none = seen.position() - 1;
        assertTrue(none > oldest);
        bob.store.run(tx -> tx.remove("chat.chain", bob.with(alice).bytes(), none));
        take(said("of nothing", new Seen(none, seen.chain(), seen.authenticator()), number()));
        assertStopped("another history", true);
    }

    @Test
    void aClaimOlderThanWhatIsKeptIsPassed() throws Exception {
        var seen = seen();
        var oldest = bob.store.transact(tx -> new Book(tx).chain(bob.with(alice)).oldest());
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
        var salt = Salt.random();
        take(said(new Said(salt, seen(), 1, new Content.Text("the first")), number()));
        take(said(new Said(salt, seen(), 1, new Content.Text("the second")), number()));
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
        var said = new Said(Salt.random(), seen(), 1, new Content.Text("under another name"));
        take(entry(other, 1, sealed(said)));
        assertFalse(bob.texts(alice).contains("under another name"));
        assertNoStop(bob.state(alice));
    }

    @Test
    void aBaseThatIsNoCommitIsDropped() throws Exception {
        var said = new Said(Salt.random(), seen(), 1, new Content.Text("of no base"));
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

    /** A hub can serve them for nothing, on either side of the place that it says a Welcome has. */
    @Test
    void howeverManyAreServedNothingIsKeptOfThem() throws Exception {
        var rows = bob.store.count("chat.chain");
        var first = next();
        joinedAt(Long.MAX_VALUE - 1);
        for (int i = 0; i < 100; i++) take(new Digest(first + i, Hash.of(new byte[] {(byte) i})));
        assertNoStop(bob.state(alice));
        assertEquals(first + 99, bob.state(alice).position);
        assertEquals(rows, bob.store.count("chat.chain"));
        joinedAt(first + 200);
        take(new Digest(first + 200, Hash.of(new byte[] {1})));
        assertEquals(rows + 1, bob.store.count("chat.chain"), "whoever is in claims our Add");
        for (int i = 1; i < 100; i++) take(new Digest(first + 200 + i, Hash.of(new byte[] {(byte) i})));
        assertTrue(bob.state(alice).lost);
        assertEquals(rows + 1, bob.store.count("chat.chain"));
    }

    private void joinedAt(long position) throws Exception {
        bob.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(bob.with(alice));
            state.joinedAt = position;
            book.put(state);
        });
    }

    @Test
    void aDigestBehindOurAddStops() throws Exception {
        take(new Digest(next(), Hash.of(new byte[] {1})));
        assertStopped("withholds", false);
    }

    @Test
    void aDigestUpToOurAddIsWhatAJoinerGets() throws Exception {
        var joined = next();
        joinedAt(joined);
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
        var salt = Salt.random();
        bob.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(bob.with(alice));
            var outgoing = Outgoing.of(state, bob.account(), salt, clock.get(), new Content.Text(text));
            book.put(state.id, outgoing);
            state.lastOrder++;
            book.put(
                    state.id,
                    new StoredMessage(
                            outgoing.id(),
                            state.lastOrder,
                            bob.account(),
                            bob.address(),
                            true,
                            new StoredMessage.Words(text),
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
        assertEquals("mine", own.words().text());
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
}
