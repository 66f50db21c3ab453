package parley.desktop.spelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import parley.desktop.spelling.HunspellSpellingTest.Chosen;
import parley.testing.MemoryStore;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The dictionaries of Debian (hunspell-en-us, hunspell-de-de), where they are installed, as launcher/check does. */
class SystemDictionariesTest {

    private static final Path FOLDER = Path.of(System.getProperty("parley.dictionaries", "/usr/share/hunspell"));

    @Test
    void knowsTwoLanguagesAsPeopleWriteThem() throws Exception {
        boolean there = Files.exists(FOLDER.resolve("en_US.aff")) && Files.exists(FOLDER.resolve("de_DE.aff"));
        Assumptions.assumeTrue(there, "no hunspell-en-us and hunspell-de-de in " + FOLDER);
        var spelling = new HunspellSpelling(List.of(FOLDER), Locale.GERMANY, new MemoryStore(), new Chosen());
        long before = System.nanoTime();
        var text =
                "I couldn’t believe it: the neighbor’s cats were sleeping. Dampfschifffahrtsgesellschaften gibt es,"
                        + " schöne Grüße aus München! Straße, STRASSE, Äpfel. Teh sleping Katzne, Strase.";
        var wrong = spelling.misspelt(text).stream().map(it -> text.substring(it.start(), it.end())).toList();
        System.out.printf("two languages read and asked in %d ms%n", (System.nanoTime() - before) / 1_000_000);
        assertEquals(List.of("Teh", "sleping", "Katzne", "Strase"), wrong);
        assertTrue(spelling.suggestions("sleping", 5).contains("sleeping"), "" + spelling.suggestions("sleping", 5));
        assertTrue(spelling.suggestions("Strase", 5).contains("Straße"), "" + spelling.suggestions("Strase", 5));
        assertTrue(spelling.suggestions("Katzne", 5).contains("Katzen"), "" + spelling.suggestions("Katzne", 5));
        spelling.close();
    }
}
