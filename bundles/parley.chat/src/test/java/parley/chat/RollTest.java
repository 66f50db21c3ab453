package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.wire.Bytes;
import parley.testing.MemoryStore;

import java.util.Set;

/** Who is in a conversation, within one transaction. */
class RollTest {

    private static final ConversationId ID = ConversationId.random();

    private static AccountKey account(int number) {
        var key = new byte[32];
        key[0] = (byte) number;
        return new AccountKey(Bytes.wrap(key));
    }

    private static void put(Book book, int leaf) {
        book.roll(ID).put(leaf, account(leaf), Address.parse("m" + leaf + "@relay.example"));
    }

    /** However many messages mention somebody. */
    @Test
    void membersAreReadOnceUntilTheyChange() throws Exception {
        new MemoryStore()
                .run(tx -> {
                    var book = new Book(tx);
                    put(book, 1);
                    put(book, 2);
                    var both = book.roll(ID).members();
                    assertEquals(Set.of(account(1), account(2)), both.keySet());
                    assertSame(both, book.roll(ID).members());
                    put(book, 3);
                    assertEquals(Set.of(account(1), account(2), account(3)), book.roll(ID).members().keySet());
                    book.roll(ID).remove(1);
                    assertEquals(Set.of(account(2), account(3)), book.roll(ID).members().keySet());
                    assertEquals(Set.of(), book.roll(ConversationId.random()).members().keySet());
                    book.roll(ID).clear();
                    assertEquals(Set.of(), book.roll(ID).members().keySet());
                });
    }
}
