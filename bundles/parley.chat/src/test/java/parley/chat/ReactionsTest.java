package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.MessageId;
import parley.protocol.RelayAddress;
import parley.protocol.Token;
import parley.protocol.content.Content.Delete;
import parley.protocol.content.Content.Reaction;
import parley.protocol.content.Salt;
import parley.protocol.wire.Bytes;
import parley.testing.MemoryStore;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Limits of what a message keeps, of many people. */
class ReactionsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final ConversationId TALK = ConversationId.random();
    private static final MessageId MESSAGE = MessageId.random();

    private static final Accounts.Account OWN =
            new Accounts.Account(
                    new Address("us", "relay.example"),
                    new AccountKey(Token.random().bytes()),
                    new DeviceKey(Token.random().bytes()),
                    new RelayAddress(URI.create("ws://127.0.0.1:1"), "00".repeat(32)));
    private static final Amendments.By US = new Amendments.By(OWN.key(), OWN.address(), true, NOW);
    private static final ConversationState STATE =
            new ConversationState(
                    TALK,
                    Kind.GROUP,
                    "friends",
                    LogId.random(),
                    "relay.example",
                    1,
                    ConversationState.Stage.OPEN,
                    new FollowerKey(Token.random().bytes()),
                    Bytes.EMPTY,
                    NOW);

    private final MemoryStore store = new MemoryStore();

    private static Amendments.By person(int number) {
        var key = new AccountKey(Token.random().bytes());
        return new Amendments.By(key, new Address("p" + number, "relay.example"), false, NOW);
    }

    private final Amendments.By author = person(0);

    private void aMessage() throws Exception {
        store.run(tx ->
                new Book(tx)
                        .put(
                                TALK,
                                new StoredMessage(
                                        MESSAGE,
                                        1,
                                        author.account(),
                                        author.address(),
                                        false,
                                        new StoredMessage.Words("look"),
                                        NOW,
                                        Message.State.RECEIVED,
                                        1,
                                        false)));
    }

    private boolean react(Amendments.By by, String emoji, boolean set) throws Exception {
        return store.transact(tx -> amendments(tx).heard(TALK, by, new Reaction(MESSAGE, emoji, set)));
    }

    private static Amendments amendments(Transaction tx) {
        var book = new Book(tx);
        return new Amendments(book, new Mentioned(book, STATE, OWN), List.of());
    }

    /** We say it; it waits in the outbox until {@link #readBack}. */
    private Outgoing say(String emoji, boolean set) throws Exception {
        return store.transact(tx -> {
            var said = new Reaction(MESSAGE, emoji, set);
            assertTrue(amendments(tx).say(TALK, US, said));
            var row = Outgoing.of(STATE, OWN.key(), Salt.random(), NOW, said);
            new Book(tx).put(TALK, row);
            return row;
        });
    }

    private void readBack(Outgoing row) throws Exception {
        store.run(tx -> {
            amendments(tx).readBack(TALK, US, row.id(), (Reaction) row.content());
            new Book(tx).remove(TALK, row);
        });
    }

    private List<String> shown() throws Exception {
        return store.transact(tx -> new Book(tx).reactions(MESSAGE).all()).stream()
                .map(reaction -> reaction.by().name() + " " + reaction.emoji())
                .toList();
    }

    /** As members whose reactions are on their way at once: the log's order decides, for who sent them too. */
    @Test
    void whichFindRoomIsForTheLogToSay() throws Exception {
        aMessage();
        for (var i = 0; i < 63; i++) assertTrue(react(person(i), "e" + i, true));
        var ours = say("ours", true);
        assertTrue(shown().contains("us ours"), "at once");
        var refused = assertThrows(CommandException.class, () -> say("one more", true));
        assertEquals(Code.REFUSED, refused.code());
        assertTrue(react(person(100), "theirs", true), "it came before ours");
        assertFalse(react(person(101), "late", true));
        readBack(ours);
        assertFalse(shown().contains("us ours"), "nobody has it");
        assertEquals(64, shown().size());
        var told = (Event.ReactionChanged) store.published.getLast();
        assertEquals(new Event.ReactionChanged(TALK, MESSAGE, OWN.address(), "ours", false), told);
        assertTrue(react(person(102), "theirs", true));
        var same = say("theirs", true);
        readBack(same);
        assertEquals("us theirs", shown().getLast());
    }

    /** What we take back stands for the others until they read it, and holds its place. */
    @Test
    void whatIsTakenBackHoldsItsPlaceUntilItIsReadInTheLog() throws Exception {
        aMessage();
        for (var i = 0; i < 63; i++) assertTrue(react(person(i), "e" + i, true));
        readBack(say("ours", true));
        var off = say("ours", false);
        assertFalse(shown().contains("us ours"), "at once");
        assertFalse(react(person(100), "theirs", true), "it came before ours went");
        readBack(off);
        assertTrue(react(person(100), "theirs", true));
        assertEquals(64, shown().size());
    }

    @Test
    void whatWaitsIsShownAsItWillBe() throws Exception {
        aMessage();
        var rows = List.of(say("a", true), say("a", false), say("a", true));
        for (var row : rows) {
            assertEquals(List.of("us a"), shown());
            readBack(row);
        }
        var back = List.of(say("a", false), say("a", true), say("a", false));
        assertTrue(react(person(1), "b", true));
        for (var row : back) {
            assertEquals(List.of("p1 b"), shown());
            readBack(row);
        }
        assertEquals(List.of("p1 b"), shown());
        var again = say("a", true);
        assertTrue(react(person(2), "c", true));
        readBack(again);
        assertEquals(List.of("p1 b", "p2 c", "us a"), shown(), "in the order in which all have them");
    }

    /** Nobody is told that something is no more which nobody was told of; who watches sees both. */
    @Test
    void whatWasNeverShownIsNotTakenBack() throws Exception {
        aMessage();
        var by = person(1);
        react(by, "👍", true);
        react(by, "👍", false);
        assertEquals(Map.of(), store.unshown);
        assertEquals(2, store.published.size());
        react(by, "🎉", true);
        store.unshown.clear(); // a face has shown it
        react(by, "🎉", false);
        react(by, "🎈", true);
        assertEquals(2, store.unshown.size());
        store.transact(tx -> amendments(tx).heard(TALK, author, new Delete(MESSAGE)));
        assertTrue(
                store.unshown.values().stream().allMatch(Event.MessageDeleted.class::isInstance),
                store.unshown::toString);
    }

    /** However often it is set and taken back, shown or not. */
    @Test
    void deletionTakesBackAllThatWasTold() throws Exception {
        aMessage();
        var by = person(1);
        for (var round = 0; round < 5; round++) {
            for (var i = 0; i < 8; i++) react(by, "e" + round + i, true);
            store.unshown.clear();
            for (var i = 0; i < 8; i++) react(by, "e" + round + i, false);
            for (var i = 0; i < 8; i++) react(by, "f" + i, true);
            for (var i = 0; i < 8; i++) react(by, "f" + i, false);
        }
        assertEquals(8, store.unshown.size());
        store.transact(tx -> amendments(tx).heard(TALK, author, new Delete(MESSAGE)));
        assertEquals(1, store.unshown.size());
        assertEquals(0, store.count("chat.reaction") + store.count("chat.reaction.row"));
    }

    /** A row as it was while nothing told what waits from what is in the log. */
    @Test
    void anOlderRowIsRead() throws Exception {
        aMessage();
        var by = person(1);
        react(by, "👍", true);
        store.run(tx -> {
            var row = tx.get("chat.reaction", MESSAGE.bytes(), 1).orElseThrow();
            var older = row.slice(0, row.length() - 1 - 2 - 1);
            tx.put("chat.reaction", MESSAGE.bytes(), 1, older);
        });
        assertEquals(List.of("p1 👍"), shown());
        assertFalse(react(by, "👍", true));
        assertTrue(react(by, "👍", false));
        assertEquals(List.of(), shown());
    }

    @Test
    void nothingIsLeftOfADiscardedConversation() throws Exception {
        aMessage();
        react(person(1), "👍", true);
        store.run(tx -> {
            var book = new Book(tx);
            book.put(STATE);
            var message = book.message(MESSAGE).orElseThrow();
            var told =
                    tx.tell(
                            new Event.MessageReceived(
                                    MESSAGE, TALK, author.address(), "look", NOW, Optional.empty(), List.of(), false));
            book.put(TALK, message.told(new StoredMessage.Told(told, 0)));
            book.discard(STATE);
        });
        assertEquals(Map.of(), store.unshown);
        assertEquals(0, store.count("chat.reaction") + store.count("chat.reaction.row") + store.count("chat.message"));
    }

    /** Rows of an older profile that were erased are passed, wherever they stand. */
    @Test
    void aPageIsFullBehindManyErasedRows() throws Exception {
        store.run(tx -> {
            var book = new Book(tx);
            for (var order = 1; order <= 300; order++) {
                var row =
                        new StoredMessage(
                                MessageId.random(),
                                order,
                                author.account(),
                                author.address(),
                                false,
                                new StoredMessage.Words("text " + order),
                                NOW,
                                Message.State.RECEIVED,
                                order,
                                false);
                var erased =
                        new StoredMessage(
                                row.id(),
                                order,
                                row.author(),
                                row.from(),
                                false,
                                NOW,
                                row.state(),
                                order,
                                false,
                                StoredMessage.Words.NONE,
                                StoredMessage.Gone.ERASED,
                                StoredMessage.Told.NOTHING);
                book.put(TALK, order > 50 ? erased : row);
            }
        });
        for (var limit : List.of(1, 2, 31, 32, 33, 50, 60)) {
            var page = store.transact(tx -> new Book(tx).page(TALK, Long.MAX_VALUE, limit));
            assertEquals(Math.min(limit, 50), page.size());
            assertEquals("text 50", page.getLast().words().text());
        }
    }

    @Test
    void sixtyFourDifferentOnesAreKept() throws Exception {
        aMessage();
        Amendments.By first = person(1);
        for (var i = 0; i < 64; i++) {
            var by = i < 8 ? first : person(i);
            assertTrue(react(by, "e" + i, true), "e" + i);
        }
        assertFalse(react(person(100), "another", true));
        assertTrue(react(person(101), "e63", true), "one of those there are");
        assertTrue(react(first, "e0", false));
        assertTrue(react(person(102), "another", true), "there is room again");
        assertFalse(react(person(103), "e0", true));
        assertEquals(65, store.transact(tx -> new Book(tx).reactions(MESSAGE).all()).size());
    }

    @Test
    void thousandsOfPeopleThinkTheSame() throws Exception {
        aMessage();
        for (var i = 0; i < 300; i++) assertTrue(react(person(i), "👍", true));
        var all = store.transact(tx -> new Book(tx).reactions(MESSAGE).all());
        assertEquals(300, all.size());
        for (var i = 0; i < 300; i++) assertEquals("p" + i, all.get(i).by().name());
        store.transact(tx -> amendments(tx).heard(TALK, author, new Delete(MESSAGE)));
        assertEquals(0, store.count("chat.reaction") + store.count("chat.reaction.row"));
        assertTrue(store.unshown.values().stream().noneMatch(Event.ReactionChanged.class::isInstance));
    }
}
