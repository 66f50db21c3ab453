package parley.desktop.spelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.protocol.wire.Bytes;
import parley.testing.MemoryStore;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A person's own words are kept within bounds, and survive what is damaged. */
class MyWordsTest {

    private static MyWords kept(MemoryStore store, String... words) {
        var mine = new MyWords(store);
        for (var word : words) mine.set(word, true);
        mine.close();
        var again = new MyWords(store);
        again.close();
        return again;
    }

    @Test
    void keepsTheNewestWithinBounds() {
        var store = new MemoryStore();
        var mine = new MyWords(store);
        for (int word = 0; word <= MyWords.MOST; word++) mine.set("word" + word, true);
        assertFalse(mine.has("word0"));
        assertTrue(mine.has("word1"));
        mine.set("word1", true);
        assertEquals("word1", mine.all().getFirst(), "it is the newest again");
        assertEquals(MyWords.MOST, mine.all().size());
        mine.close();
        var again = new MyWords(store);
        again.close();
        assertEquals(MyWords.MOST, again.all().size());
        assertTrue(again.has("word" + MyWords.MOST));
    }

    @Test
    void takesWordsAndNothingElse() {
        var mine =
                kept(new MemoryStore(), "", "  ", "two\nlines", "q".repeat(WordFinder.LONGEST + 1), " good ", "don’t");
        assertEquals(List.of("don't", "good"), mine.all());
        assertTrue(mine.has("don't"));
    }

    @Test
    void readsWhatItWroteAndNothingOfAnotherVersion() {
        var words = new LinkedHashSet<>(List.of("eins", "zwei", "سلام"));
        assertEquals(words, MyWords.decoded(MyWords.encoded(words)));
        assertEquals(
                Bytes.of("\u0001eins\nzwei".getBytes(StandardCharsets.UTF_8)),
                MyWords.encoded(new LinkedHashSet<>(List.of("eins", "zwei"))),
                "the first form");
        assertEquals(Set.of(), MyWords.decoded(Bytes.of(new byte[] {2, 'a'})));
        assertEquals(Set.of(), MyWords.decoded(Bytes.of(new byte[0])));
        assertEquals(Set.of(), MyWords.decoded(Bytes.of(new byte[] {1})));
        assertEquals(
                1, MyWords.decoded(Bytes.of(new byte[] {1, (byte) 0xC3, '\n', '\n', ' '})).size(), "damaged letters");
    }

    @Test
    void remembersWhileItRunsIfTheProfileCannotBeUsed() {
        var store = new MemoryStore();
        store.broken = new CommandException(Code.DISK_FULL, "the disk is full");
        var mine = new MyWords(store);
        mine.set("word", true);
        mine.close();
        assertTrue(mine.has("word"));
    }
}
