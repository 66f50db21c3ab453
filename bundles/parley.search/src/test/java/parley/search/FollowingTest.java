package parley.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.search.FakeTalk.BOB;
import static parley.search.FakeTalk.ONE;
import static parley.search.FakeTalk.TWO;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Search.Query;
import parley.testing.MemoryStore;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What becomes of an index that somebody fills. */
class FollowingTest {

    private static final Instant NOON = Instant.parse("2024-11-20T12:00:00Z");

    /** Bytes: about 50 of the wordy messages. */
    private static final long MOST = 16 << 20;

    @TempDir Path home;
    private final MemoryStore store = new MemoryStore();
    private final FakeTalk talk = new FakeTalk();
    private final Random random = new Random(11);
    private Following following;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(home.resolve("client"));
        following = following(Long.MAX_VALUE);
    }

    @AfterEach
    void close() throws Exception {
        following.close();
    }

    private Following following(long mostSaved) throws Exception {
        return new Following(talk.conversations(), talk, new IndexFile(home, store, mostSaved), MOST);
    }

    private void reopen(long mostSaved) throws Exception {
        following.close();
        following = following(mostSaved);
        following.load();
    }

    private int found(String words) throws Exception {
        return following.find(Wanted.of(words), Query.of(words), Long.MAX_VALUE, 100).size();
    }

    private void sayMuch(int messages, String also) {
        for (var i = 0; i < messages; i++) {
            var text =
                    IntStream.range(0, 12_000)
                            .mapToObj(_ -> Integer.toString(random.nextInt(36 * 36 * 36 * 36), 36))
                            .collect(Collectors.joining(" "));
            talk.say(ONE, BOB, NOON, also + " " + text);
        }
    }

    private long size() throws Exception {
        following.save();
        return new IndexFile(home, store, Long.MAX_VALUE).load().orElseThrow().index().length;
    }

    @Test
    void whatFitsIsNotCut() throws Exception {
        talk.say(TWO, BOB, NOON, "elsewhere");
        sayMuch(5, "full");
        following.catchUp();
        assertFalse(following.isCut());
        assertEquals(5, found("full"));
        assertEquals(1, found("elsewhere"));
    }

    @Test
    void whoSaysTooMuchLeavesTheOthersTheirs() throws Exception {
        talk.say(ONE, BOB, NOON, "oldest");
        talk.say(TWO, BOB, NOON, "elsewhere");
        sayMuch(80, "full");
        talk.say(ONE, BOB, NOON, "newest");
        following.catchUp();
        assertTrue(following.isWhole() && following.isCut());
        assertEquals(1, found("newest"));
        assertEquals(1, found("elsewhere"));
        assertTrue(found("full") > 20, "as many as go in");
        assertEquals(0, found("oldest"));
        var size = size();
        assertTrue(size < MOST, size + " bytes");
        reopen(Long.MAX_VALUE);
        assertTrue(following.isWhole() && following.isCut(), "it still says so");
    }

    /** Message by message, as people hear them: what is new is always found, and what is oldest makes room. */
    @Test
    void whatIsNewFindsRoom() throws Exception {
        talk.say(ONE, BOB, NOON, "oldest");
        following.catchUp();
        for (var i = 0; i < 80; i++) {
            sayMuch(1, "full");
            talk.say(TWO, BOB, NOON, "number" + i);
            following.catchUp();
            assertEquals(1, found("number" + i));
        }
        assertTrue(following.isCut());
        assertEquals(0, found("oldest"));
        var size = size();
        assertTrue(size < MOST * 3 / 2, size + " bytes");
        assertTrue(talk.readings < 20, "made anew " + talk.readings + " times");
    }

    @Test
    void whatIsTooLargeToSaveStaysInMemory() throws Exception {
        sayMuch(3, "full");
        following.catchUp();
        var size = size();
        reopen(size);
        assertTrue(following.isWhole(), "as large as it may be");
        reopen(size - 1);
        assertFalse(following.isWhole(), "not believed");
        reopen(size / 2); // read anew it may be a page smaller, by chance
        following.catchUp();
        following.save();
        assertEquals(3, found("full"));
        assertFalse(following.isCut());
        assertFalse(Files.exists(home.resolve("client/search")), "no former one stays");
        assertTrue(new IndexFile(home, store).changes().isEmpty());
        reopen(Long.MAX_VALUE);
        following.catchUp();
        following.save();
        assertFalse(new IndexFile(home, store).changes().isEmpty());
    }
}
