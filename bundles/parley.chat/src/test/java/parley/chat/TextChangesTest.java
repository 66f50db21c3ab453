package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.chat.Texts;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.testing.MemoryStore;

import java.util.List;
import java.util.Optional;

/** Which messages' texts changed, as whoever keeps an index of them hears it. */
class TextChangesTest extends Amending {

    private TextChanges texts;
    private long from;

    @BeforeEach
    void begin() throws Exception {
        texts = new TextChanges(bob.store);
        from = texts.last();
    }

    private List<MessageId> changed() throws Exception {
        return texts.since(from, 100).orElseThrow().stream().map(Texts.Change::message).toList();
    }

    @Test
    void everyTextThatChangesIsNotedOnceAndInOrder() throws Exception {
        var theirs = said(alice, bob, "hello");
        var ours = said(bob, alice, "hi");
        assertEquals(List.of(theirs, ours), changed());
        from = texts.last();
        alice.talk.react(theirs, "👍", true);
        bob.talk.markRead(talk);
        passes(bob, alice); // one message, whose receipts change its row, too
        assertEquals(1, changed().size(), "how far it has come is no text");
        from = texts.last();
        alice.talk.edit(theirs, "hello!");
        reads(bob, theirs, "hello!");
        bob.talk.edit(ours, "hi!");
        bob.talk.edit(ours, "hi!");
        bob.talk.delete(ours);
        bob.talk.erase(theirs);
        assertEquals(List.of(theirs, ours, ours, theirs), changed());
        bob.restart();
        assertEquals(4, new TextChanges(bob.store).since(from, 100).orElseThrow().size());
    }

    @Test
    void aDiscardedConversationIsReadAnew() throws Exception {
        said(alice, bob, "hello");
        bob.store.run(tx -> {
            var book = new Book(tx);
            book.discard(book.need(talk));
        });
        assertEquals(Optional.empty(), texts.since(from, 100));
        assertEquals(Optional.of(List.of()), texts.since(texts.last(), 100));
    }

    @Test
    void whatIsTakenBackBeforeItLeftIsNoted() throws Exception {
        bob.port.cut();
        bob.workerIsDone(talk);
        var id = bob.say(alice, "never mind");
        from = texts.last();
        assertEquals(Optional.empty(), bob.talk.delete(id));
        assertEquals(List.of(id), changed());
    }

    @Test
    void onlySoManyAreKept() throws Exception {
        var store = new MemoryStore();
        var changes = new TextChanges(store);
        assertEquals(Optional.of(List.of()), changes.since(0, 10));
        assertEquals(Optional.empty(), changes.since(1, 10), "there was no such change");
        var id = new MessageId(Token.random().bytes().slice(0, 16));
        store.run(tx -> {
            for (var i = 0; i < TextChanges.KNOWN; i++) TextChanges.note(tx, id);
        });
        assertEquals(7, changes.since(0, 7).orElseThrow().size());
        assertEquals(1, changes.since(0, 7).orElseThrow().getFirst().number());
        store.run(tx -> TextChanges.note(tx, id));
        assertEquals(Optional.empty(), changes.since(0, 7));
        assertEquals(7, changes.since(1, 7).orElseThrow().size());
        assertEquals(TextChanges.KNOWN, store.count("chat.text.change"));
        store.run(TextChanges::noteMany);
        assertEquals(Optional.empty(), changes.since(TextChanges.KNOWN + 1L, 7));
    }
}
