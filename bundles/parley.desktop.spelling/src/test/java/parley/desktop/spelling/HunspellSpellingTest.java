package parley.desktop.spelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.api.Settings;
import parley.desktop.api.Spelling;
import parley.testing.Eventually;
import parley.testing.MemoryStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Words are right in any of the chosen languages, or by a person's own word. */
class HunspellSpellingTest {

    /** What a person has chosen, in the memory. */
    static final class Chosen implements Settings {

        private final Map<String, String> values = new ConcurrentHashMap<>();

        @Override
        public String get(String key, String otherwise) {
            return values.getOrDefault(key, otherwise);
        }

        @Override
        public void set(String key, String value) {
            values.put(key, value);
        }
    }

    @TempDir Path folder;

    private final MemoryStore store = new MemoryStore();
    private final Chosen settings = new Chosen();
    private HunspellSpelling spelling;

    @BeforeEach
    void open() throws IOException {
        Lexica.english(folder);
        Lexica.german(folder);
        spelling = new HunspellSpelling(List.of(folder), Locale.GERMANY, store, settings);
    }

    @AfterEach
    void close() {
        spelling.close();
    }

    /** The words of {@code text} that are marked. */
    private String wrong(String text) throws InterruptedException {
        var words = spelling.misspelt(text).stream().map(it -> text.substring(it.start(), it.end())).toList();
        return String.join(" ", words);
    }

    @Test
    void takesAWordForRightIfAnyLanguageDoes() throws Exception {
        assertEquals("", wrong("The house is grün, das Haus ist green. Schön!"));
        assertEquals("", wrong("houses grüner words"), "by the rules of each");
        assertEquals("hous Huas", wrong("the hous ist das Huas"));
        assertEquals("houseer", wrong("houseer"), "no rule of one for words of the other");
        settings.set("spelling.languages", "en_US");
        assertEquals("das ist", wrong("the house das ist"), "now one alone");
        settings.set("spelling.languages", "");
        assertEquals("", wrong("hous"), "none");
    }

    @Test
    void marksNothingIfThePersonDoesNotWantIt() throws Exception {
        assertEquals("hous", wrong("hous"));
        settings.set("spelling.on", "no");
        assertEquals("", wrong("hous"));
        assertEquals(List.of(), spelling.suggestions("hous", 5));
        settings.set("spelling.on", "yes");
        assertEquals("hous", wrong("hous"));
    }

    @Test
    void leavesAloneWhatNobodySpells() throws Exception {
        assertEquals("", wrong("x y z 4711 a1b2 abc123 snake_case iPhone camelCase NASA UNO"));
        assertEquals("", wrong("家は緑です 房子是绿色的 дом Дом σπίτι خانه בית"), "no dictionary is of these scripts");
        assertEquals("", wrong("дoм"), "letters of two scripts");
        assertEquals("", wrong("q".repeat(WordFinder.LONGEST + 1)), "too long for a word");
        assertEquals("q".repeat(WordFinder.LONGEST), wrong("q".repeat(WordFinder.LONGEST)));
        settings.set("spelling.capitals", "yes");
        assertEquals("NASA", wrong("NASA HOUSE"));
    }

    @Test
    void knowsApostrophesDotsAndWhatBreaksLines() throws Exception {
        assertEquals("", wrong("don't don’t ’don't’ 'house'"));
        assertEquals("", wrong("etc. and".replace("and", "the")));
        assertEquals("etc", wrong("etc the"), "the dot belongs to it");
        assertEquals("", wrong("hou\u00ADse gru\u0308n"), "a soft hyphen, and a letter in two parts");
        assertEquals("hou", wrong("the-house-hou"));
    }

    @Test
    void judgesAScriptOnceADictionaryHasIt() throws Exception {
        Lexica.write(folder, "ru_RU", "SET UTF-8\n", "дом", "зелёный", "это");
        settings.set("spelling.languages", "en_US,ru_RU");
        spelling.look();
        assertEquals("дмо", wrong("это дом house дмо"));
    }

    @Test
    void suggestsFromTheLanguageThatIsWritten() throws Exception {
        assertEquals("house", spelling.suggestions("hosue", 5).getFirst());
        assertEquals("Haus", spelling.suggestions("Hasu", 5).getFirst());
        assertEquals("don’t", spelling.suggestions("dno’t", 5).getFirst(), "in the apostrophes of the writer");
        assertTrue(spelling.suggestions("wrd", 1).size() <= 1);
        assertEquals(List.of(), spelling.suggestions("家", 5));
        assertEquals(List.of(), spelling.suggestions("", 5));
        assertEquals(List.of(), spelling.suggestions("q".repeat(5_000), 5));
    }

    @Test
    void offersNoMoreThanLetters() throws Exception {
        Lexica.write(
                folder, "en_US", "SET UTF-8\nREP 2\nREP tt \u202Ett\nREP tt t\u001B[2Jt\n", "\u202Eotto", "a\u001Bb");
        spelling.look();
        for (var word : List.of("otto", "ottto", "ab", "aab"))
            for (var each : spelling.suggestions(word, 5))
                assertTrue(each.codePoints().noneMatch(it -> it < 32 || it == 0x202E), each);
    }

    @Test
    void learnsWordsForGood() throws Exception {
        assertEquals("Parley plonk", wrong("Parley plonk"));
        spelling.learn("Parley");
        spelling.learn("plonk");
        assertEquals("", wrong("Parley plonk Plonk"));
        assertEquals("parley", wrong("parley"), "it was learned with a capital");
        settings.set("spelling.capitals", "yes");
        assertEquals("", wrong("PARLEY PLONK"));
        spelling.close();
        spelling = new HunspellSpelling(List.of(folder), Locale.GERMANY, store, settings);
        Eventually.until("what was learned is read", () -> !spelling.words().all().isEmpty());
        assertEquals(List.of("plonk", "Parley"), spelling.words().all(), "the newest first");
        assertEquals("", wrong("Parley plonk"));
        spelling.words().set("plonk", false);
        assertEquals("plonk", wrong("Parley plonk"));
    }

    @Test
    void looksAtTheBeginningOfALongText() throws Exception {
        var text = "the ".repeat(Spelling.MOST_LETTERS / 4);
        assertEquals("", wrong(text + "hous"));
        assertEquals("hous", wrong("hous " + text));
        assertEquals("", wrong("😀".repeat(100_000)));
        assertEquals("", wrong("a\u0336".repeat(60_000)));
    }

    @Test
    void stopsWhenNobodyWaits() throws Exception {
        assertEquals("", wrong("the"));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> spelling.misspelt("the house is green"));
        assertFalse(Thread.interrupted());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> spelling.suggestions("hosue", 5));
        assertEquals("hosue", wrong("hosue"), "the next question is answered");
    }

    @Test
    void goesOnWithTheOthersIfOneIsDamaged() throws Exception {
        Files.write(folder.resolve("de_DE.aff"), new byte[] {'A', 'F', ' ', '9', '9', '9', '\n'});
        assertEquals("das hous", wrong("das house hous"));
        var german = spelling.look().stream().filter(it -> it.id().equals("de_DE")).findFirst().orElseThrow();
        assertEquals("a table of it is longer than its file", spelling.trouble(german).orElseThrow().getMessage());
        var english = spelling.look().stream().filter(it -> it.id().equals("en_US")).findFirst().orElseThrow();
        assertTrue(spelling.trouble(english).isEmpty());
    }

    @Test
    void marksNothingWithoutADictionary() throws Exception {
        spelling.close();
        spelling = new HunspellSpelling(List.of(folder.resolve("none")), Locale.GERMANY, store, settings);
        assertEquals("", wrong("hous"));
        assertEquals(List.of(), spelling.suggestions("hous", 5));
        assertTrue(SpellingPage.missing("Linux").contains("apt install hunspell-en-us"), SpellingPage.missing("Linux"));
        assertTrue(SpellingPage.missing("Windows 11").contains("LibreOffice"));
    }
}
