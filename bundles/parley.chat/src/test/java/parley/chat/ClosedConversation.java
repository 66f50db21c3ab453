package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.Change;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.SuiteMissingException;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.content.CommitClaims;
import parley.protocol.content.Content;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.LeafData;
import parley.protocol.content.Said;
import parley.protocol.content.Salt;
import parley.protocol.content.Seen;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Entry.Kind;
import parley.protocol.relay.LogItem;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** alice and bob have talked, and their clients are closed: what bob reads of alice is put before him. */
abstract class ClosedConversation extends Town {

    Groups groups;
    LogReading last;

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

    Group groupOf(Client client) throws CommandException {
        return client.store.transact(tx -> new Book(tx).group(alice.with(bob)).orElseThrow());
    }

    long next() {
        return bob.state(alice).position + 1;
    }

    long base() {
        return bob.state(alice).lastCommit();
    }

    /** The number of alice's next entry. */
    long number() {
        return bob.number(alice, alice.state(bob).follower).orElse(0L) + 1;
    }

    /** A claim that is true of what bob was served. */
    Seen seen() throws CommandException {
        var state = bob.state(alice);
        return new Seen(state.position, state.chain, alice.crypto.groups.view(groupOf(alice)).authenticator());
    }

    Bytes sealed(Said said) throws Exception {
        var before = groupOf(alice);
        var sealed = alice.crypto.groups.seal(before, said.encode());
        alice.store.run(tx -> new Book(tx).put(alice.with(bob), sealed.group(), before));
        return sealed.message();
    }

    Entry said(String text, Seen seen, long number) throws Exception {
        return said(new Said(Salt.random(), seen, Client.START.toEpochMilli(), new Content.Text(text)), number);
    }

    Entry said(Said said, long number) throws Exception {
        return new Entry(next(), Kind.APPLICATION, alice.state(bob).follower, number, base(), false, sealed(said));
    }

    record Commit(Entry entry, Groups.Pending pending, CommitBody body) {}

    /** What a commit of alice's is made of; each part can be made wrong. */
    final class Making {
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

    static Change leaf(LeafData leaf) {
        return new Change(List.of(), List.of(), Optional.of(leaf), Optional.empty());
    }

    /** Replaces alice's leaf. */
    Making replacing(LeafData leaf) throws CommandException {
        var making = new Making();
        making.change = leaf(leaf);
        making.added = List.of(new NewFollower(leaf.follower(), true));
        making.removed = List.of(alice.state(bob).follower);
        return making;
    }

    // ---- Reading them ----

    ConversationState take(LogItem... items) throws Exception {
        var missing = new ArrayList<SuiteMissingException>();
        bob.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(bob.with(alice));
            var before = book.group(state.id).orElseThrow();
            last = bob.reading(book, state, groups);
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

    void voided(Entry entry) throws Exception {
        assertNoStop(takeVoid(entry));
    }

    void cutOff(Entry entry) throws Exception {
        var after = takeVoid(entry);
        assertTrue(after.lost, "it asks to be let in again");
        assertFalse(after.cut, "and reads what still comes");
        assertStopped("cut this device off", false);
    }

    ConversationState takeVoid(Entry entry) throws Exception {
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

    static void assertNoStop(ConversationState state) {
        assertEquals(Optional.empty(), state.halted());
    }

    void assertStopped(String word, boolean resumable) {
        var state = bob.state(alice);
        assertTrue(state.halted().orElse("not at all").contains(word), () -> state.halted().toString());
        assertEquals(resumable, state.mayResume());
        assertEquals(1, bob.told(Event.SendingStopped.class).size());
    }
}
