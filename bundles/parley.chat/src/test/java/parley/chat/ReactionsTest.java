package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.Event;
import parley.client.api.Message;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.content.Content.Delete;
import parley.protocol.content.Content.Reaction;
import parley.testing.MemoryStore;

import java.time.Instant;
import java.util.Optional;

/** Limits of what a message keeps, of many people. */
class ReactionsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final ConversationId TALK = ConversationId.random();
    private static final MessageId MESSAGE = MessageId.random();

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
                                        "look",
                                        NOW,
                                        Message.State.RECEIVED,
                                        1,
                                        false,
                                        Optional.empty())));
    }

    private boolean react(Amendments.By by, String emoji, boolean set) throws Exception {
        return store.transact(tx -> new Amendments(new Book(tx)).heard(TALK, by, new Reaction(MESSAGE, emoji, set)));
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
        store.transact(tx -> new Amendments(new Book(tx)).heard(TALK, author, new Delete(MESSAGE)));
        assertEquals(0, store.count("chat.reaction") + store.count("chat.reaction.row"));
        assertTrue(store.unshown.values().stream().noneMatch(Event.ReactionChanged.class::isInstance));
    }
}
