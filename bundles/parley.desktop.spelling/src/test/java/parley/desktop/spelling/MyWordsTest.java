package parley.desktop.spelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.store.Store;
import parley.protocol.wire.Bytes;
import parley.testing.MemoryStore;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** A person's own words are kept within bounds, and survive what is damaged. */
class MyWordsTest {

    /** A store that is asked once the test says so, and fails at first. */
    private static final class LateStore implements Store {

        private final MemoryStore there;
        private final CountDownLatch open = new CountDownLatch(1);
        private int failures;

        LateStore(MemoryStore there, int failures) {
            this.there = there;
            this.failures = failures;
        }

        @Override
        public void check() {}

        @Override
        public synchronized <T extends @Nullable Object> T transact(Work<T> work) throws CommandException {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (failures-- > 0) throw new CommandException(Code.DISK_FULL, "not this time");
            return there.transact(work);
        }

        @Override
        public void publish(Event.Passing event) {}
    }

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
    void whatIsLearnedBeforeTheProfileWasReadIsKeptBesideTheRest() {
        for (int failures = 0; failures < 3; failures++) {
            var store = new MemoryStore();
            kept(store, "both", "old");
            var late = new LateStore(store, failures);
            var mine = new MyWords(late);
            mine.set("both", true);
            mine.set("new", true);
            late.open.countDown();
            mine.close();
            assertEquals(List.of("new", "both", "old"), mine.all());
            assertEquals(List.of("new", "both", "old"), kept(store).all(), failures + " failed");
        }
    }

    @Test
    void whatIsMergedKeepsWithinBounds() {
        var store = new MemoryStore();
        kept(store, IntStream.range(0, MyWords.MOST).mapToObj(number -> "word" + number).toArray(String[]::new));
        var late = new LateStore(store, 0);
        var mine = new MyWords(late);
        mine.set("new", true);
        late.open.countDown();
        mine.close();
        var all = kept(store).all();
        assertEquals(MyWords.MOST, all.size());
        assertEquals("new", all.getFirst());
        assertEquals("word1", all.getLast());
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
