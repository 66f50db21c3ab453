package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.chat.ConversationState.Slot;
import parley.client.api.crypto.SuiteMissingException;
import parley.protocol.content.Content;
import parley.protocol.content.Salt;
import parley.protocol.relay.Frame.Append;

import java.util.List;
import java.util.stream.LongStream;

/** What leaves alice's outbox, and under which numbers. */
class SendingTest extends Town {

    /** Of the message they began with. */
    private long begun;

    @BeforeEach
    void theyHaveTalkedAndAlicesClientIsClosed() throws Exception {
        Client.befriend(alice, bob);
        parley.testing.Eventually.until("read back", () -> rows().isEmpty());
        alice.chat.close();
        begun = alice.state(bob).lastNumber;
    }

    private List<Outgoing> rows() {
        try {
            return alice.store.transact(tx -> new Book(tx).outbox(alice.with(bob), 1000));
        } catch (parley.client.api.CommandException e) {
            throw new AssertionError(e);
        }
    }

    private void fill(int count) throws Exception {
        alice.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(alice.with(bob));
            for (var i = 0; i < count; i++) {
                book.put(
                        state.id,
                        Outgoing.of(state, alice.account(), Salt.random(), clock.get(), new Content.Text("text " + i)));
            }
            book.put(state);
        });
    }

    private interface Work {
        List<Append> with(Sending sending) throws parley.client.api.CommandException, SuiteMissingException;
    }

    private List<Append> send(Work work) throws Exception {
        return alice.store.transact(tx -> {
            var book = new Book(tx);
            var state = book.need(alice.with(bob));
            var group = book.group(state.id).orElseThrow();
            try {
                var appends = work.with(new Sending(book, state, group, alice.crypto.groups));
                book.put(state);
                return appends;
            } catch (SuiteMissingException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void change(java.util.function.BiConsumer<Book, ConversationState> change) throws Exception {
        alice.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(alice.with(bob));
            change.accept(book, state);
            book.put(state);
        });
    }

    private void aCommitIsRead() throws Exception {
        change((_, state) -> {
            var last = state.slots.getLast();
            state.addSlot(new Slot(last.position() + 1, last.epoch(), false, last.authenticator()));
        });
    }

    private static List<Long> numbers(List<Append> appends) {
        return appends.stream().map(Append::number).toList();
    }

    private List<Long> from(long first, long last) {
        return LongStream.rangeClosed(begun + first, begun + last).boxed().toList();
    }

    @Test
    void sealsAsFarAsTheWindowGoesWithoutAGap() throws Exception {
        fill(Sending.WINDOW + 2);
        assertEquals(from(1, Sending.WINDOW), numbers(send(Sending::seal)));
        assertEquals(List.of(), send(Sending::seal));
        assertEquals(2, rows().stream().filter(row -> row.sealed().isEmpty()).count());
        var first = rows().getFirst();
        change((book, state) -> book.remove(state.id, first)); // it was read back
        assertEquals(from(Sending.WINDOW + 1, Sending.WINDOW + 1), numbers(send(Sending::seal)));
    }

    @Test
    void whatIsStaleIsSealedAnewUnderItsNumberFromThereOn() throws Exception {
        fill(5);
        var before = send(Sending::seal);
        var second = rows().get(1);
        change((book, state) -> book.put(state.id, second.acceptedNow()));
        aCommitIsRead();
        var anew = send(sending -> sending.sealAnew(begun + 3));
        assertEquals(from(3, 5), numbers(anew));
        assertTrue(anew.stream().allMatch(append -> append.base() == alice.state(bob).lastCommit()));
        assertNotEquals(before.get(2).body(), anew.getFirst().body());
        assertEquals(before.getFirst().body(), rows().getFirst().sealed().orElseThrow().body());
        assertEquals(begun + 5, alice.state(bob).lastNumber);

        // Asked again before another commit is read: the first has the last commit as its base already.
        assertEquals(List.of(), send(sending -> sending.sealAnew(begun + 3)));
        // From the first on: what was taken stays, what is current goes again as it is.
        var all = send(sending -> sending.sealAnew(begun + 1));
        assertEquals(List.of(begun + 1, begun + 3, begun + 4, begun + 5), numbers(all));
        assertEquals(anew, all.subList(1, 4));
    }

    @Test
    void whatTheHubDoesNotHaveGoesAgainAsItWas() throws Exception {
        fill(3);
        var sealed = send(Sending::seal);
        fill(1); // not sealed yet
        for (var last = 0; last <= 3; last++) {
            var had = begun + last;
            assertEquals(sealed.subList(last, 3), again(had));
        }
    }

    private List<Append> again(long last) throws parley.client.api.CommandException {
        return alice.store.transact(tx -> {
            var book = new Book(tx);
            return Sending.again(book, book.need(alice.with(bob)), last);
        });
    }

    @Test
    void underANewFollowerKeyAllIsCountedAnew() throws Exception {
        fill(3);
        var before = send(Sending::seal);
        var first = rows().getFirst();
        change((book, state) -> book.remove(state.id, first)); // it was read back
        change((book, state) -> {
            state.lastNumber = 0;
            try {
                Sending.unseal(book, state);
            } catch (parley.client.api.CommandException e) {
                throw new AssertionError(e);
            }
        });
        assertTrue(rows().stream().allMatch(row -> row.sealed().isEmpty() && !row.accepted()));
        var anew = send(Sending::seal);
        assertEquals(List.of(1L, 2L), numbers(anew));
        assertNotEquals(before.get(1).body(), anew.getFirst().body());
    }
}
