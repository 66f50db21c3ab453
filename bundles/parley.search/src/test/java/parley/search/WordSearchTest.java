package parley.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.search.FakeTalk.ALICE;
import static parley.search.FakeTalk.BOB;
import static parley.search.FakeTalk.ONE;
import static parley.search.FakeTalk.TWO;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.Search;
import parley.client.api.Search.Page;
import parley.client.api.Search.Query;
import parley.client.api.Search.Range;
import parley.testing.Eventually;
import parley.testing.MemoryStore;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** Looking for what was said, as faces do. */
class WordSearchTest {

    private static final Instant NOON = Instant.parse("2024-11-20T12:00:00Z");

    @TempDir Path home;
    private final MemoryStore store = new MemoryStore();
    private final FakeTalk talk = new FakeTalk();
    private WordSearch search;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(home.resolve("client"));
        search = new WordSearch(home, store, talk.conversations(), talk);
    }

    @AfterEach
    void close() throws Exception {
        search.close();
    }

    private void reopen() throws Exception {
        close();
        open();
    }

    private Page page(Query query) throws Exception {
        Eventually.until("all is read", () -> find(query).complete());
        return find(query);
    }

    private Page find(Query query) {
        try {
            return search.find(query, Long.MAX_VALUE, 50);
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    /** The texts that are found, newest first. */
    private List<String> texts(String words) throws Exception {
        return page(Query.of(words)).found().stream().map(found -> found.message().text()).toList();
    }

    private void said(String... texts) {
        for (var i = 0; i < texts.length; i++) talk.say(ONE, BOB, NOON.plusSeconds(i), texts[i]);
    }

    @Test
    void findsBeginningsOfWordsInAnyOrder() throws Exception {
        said("Wir treffen uns in München", "Muenchen ist schön", "treffpunkt: Straße 7");
        assertEquals(List.of("Wir treffen uns in München"), texts("munch tref"));
        assertEquals(List.of("treffpunkt: Straße 7", "Wir treffen uns in München"), texts("TREFF"));
        assertEquals(List.of("treffpunkt: Straße 7"), texts("strasse"));
        assertEquals(List.of(), texts("reffen"), "only beginnings");
        assertEquals(List.of(), texts("treffen nirgends"), "all of the words");
    }

    @Test
    void findsPhrasesAsTheyStand() throws Exception {
        said("the red house", "the house is red", "redhouse red houses");
        assertEquals(List.of("the red house"), texts("\"red house\""));
        assertEquals(List.of("redhouse red houses", "the red house"), texts("\"red house"), "not closed yet");
        assertEquals(List.of("the red house"), texts("\"RED house\" th"));
    }

    @Test
    void findsPartsWhereWordsHaveNoSpaces() throws Exception {
        said("今天下午三点开会", "明天开车", "می‌خواهم کتاب بخرم", "كتاب خوب");
        assertEquals(List.of("今天下午三点开会"), texts("开会"));
        assertEquals(List.of("明天开车", "今天下午三点开会"), texts("开"));
        assertEquals(List.of(), texts("会开"));
        assertEquals(List.of("كتاب خوب", "می‌خواهم کتاب بخرم"), texts("کتاب"));
        assertEquals(List.of("می‌خواهم کتاب بخرم"), texts("می‌خواهم"));
        assertEquals(List.of("می‌خواهم کتاب بخرم"), texts("خواهم"));
    }

    @Test
    void marksWhereItStands() throws Exception {
        var text = "x".repeat(300) + " Über uns: über alles " + "y".repeat(300);
        said(text);
        var found = page(Query.of("über all")).found().getFirst();
        assertEquals(
                List.of("Über", "über", "alles"),
                found.marks().stream().map(range -> text.substring(range.start(), range.end())).toList());
        assertEquals("Über uns", text.substring(found.excerpt().start(), found.excerpt().start() + 8));
        assertTrue(found.excerpt().end() - found.excerpt().start() <= 160);
        said("short");
        assertEquals(new Range(0, 5), page(Query.of("short")).found().getFirst().excerpt());
    }

    @Test
    void keepsToAConversationAPersonAndATime() throws Exception {
        talk.say(ONE, ALICE, NOON, "tea one alice");
        talk.say(ONE, BOB, NOON.plusSeconds(1), "tea one bob");
        talk.say(TWO, BOB, NOON.plusSeconds(2), "tea two bob");
        var all = Query.of("tea");
        assertEquals(3, page(all).found().size());
        record Case(Query query, List<String> texts) {}
        Optional<Instant> second = Optional.of(NOON.plusSeconds(1));
        for (var one :
                List.of(
                        new Case(
                                new Query(
                                        "tea", Optional.of(ONE), Optional.empty(), Optional.empty(), Optional.empty()),
                                List.of("tea one bob", "tea one alice")),
                        new Case(
                                new Query(
                                        "tea", Optional.empty(), Optional.of(BOB), Optional.empty(), Optional.empty()),
                                List.of("tea two bob", "tea one bob")),
                        new Case(
                                new Query(
                                        "tea",
                                        Optional.of(TWO),
                                        Optional.of(ALICE),
                                        Optional.empty(),
                                        Optional.empty()),
                                List.of()),
                        new Case(
                                new Query("tea", Optional.empty(), Optional.empty(), second, Optional.empty()),
                                List.of("tea two bob", "tea one bob")),
                        new Case(
                                new Query("tea", Optional.empty(), Optional.empty(), Optional.empty(), second),
                                List.of("tea one alice")))) {
            assertEquals(one.texts, page(one.query).found().stream().map(it -> it.message().text()).toList());
        }
        assertEquals(List.of(), texts(ONE.hex()), "what stands for places and people is no word");
    }

    /** Whose clock is ahead does not stand before what came later. */
    @Test
    void theNewestIsWhatCameLast() throws Exception {
        for (var i = 0; i < 50; i++) talk.say(ONE, BOB, Instant.now().plus(Duration.ofDays(1)), "tea of tomorrow");
        assertEquals(50, texts("tea").size());
        var taken = Instant.now();
        Eventually.until("a millisecond has passed", () -> Instant.now().isAfter(taken.plusMillis(1)));
        talk.say(ONE, BOB, Instant.now(), "tea of now");
        assertEquals("tea of now", texts("tea").getFirst());
    }

    @Test
    void saysThatNotAllIsSearched() throws Exception {
        said("word");
        assertFalse(page(Query.of("word")).cut());
        close();
        Files.delete(home.resolve("client/search"));
        var none = new Following(talk.conversations(), talk, new IndexFile(home, store), 0);
        search = new WordSearch(store, talk.conversations(), none);
        Eventually.until("all is read", () -> find(Query.of("word")).cut());
        var page = find(Query.of("word"));
        assertEquals(List.of(), page.found());
        assertFalse(page.complete());
    }

    @Test
    void readsOnPageByPage() throws Exception {
        for (var i = 0; i < 45; i++) talk.say(ONE, BOB, NOON, "same time " + i);
        page(Query.of("same"));
        var seen = new ArrayList<String>();
        var next = Long.MAX_VALUE;
        var pages = 0;
        while (true) {
            var page = search.find(Query.of("same"), next, 20);
            page.found().forEach(found -> seen.add(found.message().text()));
            pages++;
            if (page.next().isEmpty()) break;
            next = page.next().getAsLong();
        }
        assertEquals(3, pages);
        assertEquals(45, seen.stream().distinct().count());
        assertEquals(45, seen.size());
    }

    @Test
    void followsEditsAndDeletions() throws Exception {
        var id = talk.say(ONE, BOB, NOON, "frist");
        var gone = talk.say(ONE, BOB, NOON, "frist of all");
        assertEquals(2, texts("frist").size());
        talk.edit(id, "first");
        assertEquals(List.of("frist of all"), texts("frist"));
        assertEquals(List.of("first"), texts("first"));
        talk.delete(gone);
        assertEquals(List.of(), texts("frist"));
        talk.erase(id);
        assertEquals(List.of(), texts("first"));
        assertEquals(1, talk.readings, "it was read once and followed from then on");
    }

    @Test
    void noTextOfAPersonIsAnOperator() throws Exception {
        said("a AND b OR c NEAR d NOT e", "words: marks - ^ * ( ) { } +");
        var random = new Random(7);
        var pieces =
                "\" ' * ( ) AND OR NOT NEAR/2 : ^ - + { } words marks rank \0 ; -- % _ \\ a b \uD800 ﷽ \u202e é 好 \n"
                        .split(" ");
        page(Query.of("a"));
        for (var i = 0; i < 3000; i++) {
            var words =
                    random.ints(random.nextInt(8), 0, pieces.length)
                            .mapToObj(n -> pieces[n])
                            .collect(Collectors.joining(random.nextBoolean() ? " " : ""));
            find(Query.of(words)); // throws nothing
        }
        assertEquals(1, texts("and or not near").size());
        assertEquals(List.of(), texts("\"\" * ( -"), "nothing to look for finds nothing");
        find(Query.of("w".repeat(Search.MAX_WORDS)));
        find(Query.of("w ".repeat(Search.MAX_WORDS / 2)));
        var refused =
                assertThrows(
                        CommandException.class,
                        () -> search.find(Query.of("w".repeat(Search.MAX_WORDS + 1)), Long.MAX_VALUE, 10));
        assertEquals(CommandException.Code.USAGE, refused.code());
    }

    @Test
    void opensWhatItSavedAndTakesInWhatCameSince() throws Exception {
        said("before the end");
        texts("before");
        reopen();
        assertTrue(Files.exists(home.resolve("client/search")));
        assertEquals(List.of("before the end"), texts("before"));
        assertEquals(1, talk.readings, "it was not read anew");
        close();
        said("while nobody looked");
        open();
        assertEquals(1, texts("nobody").size());
        assertEquals(1, talk.readings);
        close();
        said("too much was changed");
        talk.forgotten = talk.last();
        open();
        assertEquals(1, texts("much").size());
        assertEquals(2, talk.readings);
    }

    @Test
    void makesAnewWhatIsMissingOrDamagedOrAnothers() throws Exception {
        var file = home.resolve("client/search");
        said("word");
        texts("word");
        reopen();
        texts("word");
        for (var position : List.of(0, 1000, -1)) {
            close();
            var bytes = Files.readAllBytes(file);
            bytes[Math.floorMod(position, bytes.length)] ^= 1;
            Files.write(file, bytes);
            var before = talk.readings;
            open();
            assertEquals(List.of("word"), texts("word"));
            assertEquals(before + 1, talk.readings, "at " + position);
        }
        reopen();
        texts("word");
        close();
        var before = talk.readings;
        var cut = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(cut, cut.length - 1));
        open();
        assertEquals(List.of("word"), texts("word"));
        assertEquals(before + 1, talk.readings);
        close();
        Files.delete(file);
        open();
        assertEquals(List.of("word"), texts("word"));
        assertEquals(before + 2, talk.readings);
        close();
        store.run(tx -> tx.remove("search.index", parley.protocol.wire.Bytes.EMPTY));
        open();
        assertEquals(List.of("word"), texts("word"));
        assertEquals(before + 3, talk.readings);
    }

    @Test
    void nothingThatWasDeletedStaysOnDisk() throws Exception {
        var kept = talk.say(ONE, BOB, NOON, "canaryword stays");
        var id = talk.say(ONE, BOB, NOON, "secretword goes");
        texts("secretword");
        reopen();
        texts("secretword");
        var old = Files.readAllBytes(home.resolve("client/search"));
        assertFalse(has(old, "canaryword") || has(old, "secretword"), "it is sealed");
        assertTrue(has(saved(), "secretword"));
        talk.delete(id);
        texts("canaryword"); // which takes the deletion in
        assertEquals(Optional.empty(), new IndexFile(home, store).load(), "the former key is gone at once");
        reopen();
        assertTrue(has(saved(), "canaryword"));
        assertFalse(has(saved(), "secretword"), "not even in what the index has freed");
        talk.edit(kept, "another");
        close(); // before anything was read: as a process that is one command
        assertEquals(Optional.empty(), new IndexFile(home, store).load());
        open();
        texts("another");
        reopen();
        assertFalse(has(saved(), "canaryword"));
        Files.write(home.resolve("client/search"), old);
        close();
        Files.write(home.resolve("client/search"), old);
        assertEquals(Optional.empty(), new IndexFile(home, store).load(), "a copy of the former file does not open");
        open();
    }

    private byte[] saved() throws Exception {
        return new IndexFile(home, store).load().orElseThrow().index();
    }

    private static boolean has(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
    }

    @Test
    void theFileIsNobodyElses() throws Exception {
        said("word");
        texts("word");
        reopen();
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(home.resolve("client/search"))));
    }
}
