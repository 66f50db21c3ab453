package parley.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.BackupPhrase;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Phrases as people type them. */
class BackupPhraseTest {

    private static final List<String> WORDS =
            List.of("abandon", "zoo", "act", "absurd", "legal", "winner", "thank", "year");

    private static List<String> parsed(String typed) throws CommandException {
        return BackupPhrase.parse(typed).words();
    }

    @Test
    void itIsReadHoweverItIsTyped() throws Exception {
        assertEquals(WORDS, parsed("abandon zoo act absurd legal winner thank year"));
        assertEquals(WORDS, parsed("  ABANDON Zoo,act\tabsurd-legal\n\nwinner thank.year "));
        assertEquals(WORDS, parsed("1 abandon 2 zoo 3. act 4) absurd 5 legal 6 winner 7 thank 8 year"));
        assertEquals(WORDS, parsed("aban zoo act absu lega winn than year"));
        var phrase = BackupPhrase.random();
        assertEquals(phrase, BackupPhrase.parse(String.join(" ", phrase.words())));
        assertEquals(BackupPhrase.COUNT, phrase.words().size());
        assertNotEquals(phrase, BackupPhrase.random());
    }

    @Test
    void whatIsWrongIsNamedByItsNumberAndNotRepeated() {
        wrong("", "these are 0");
        wrong("abandon zoo act absurd legal winner thank", "these are 7");
        wrong("abandon zoo act absurd legal winner thank year year", "these are 9");
        wrong("abandon zoo act secret1y legal winner thank year", "word 5");
        wrong("abandon zoo act absurdd legal winner thank year", "word 4");
        wrong("aba zoo act absurd legal winner thank year", "word 1");
        wrong("аbandon zoo act absurd legal winner thank year", "word 1"); // a Cyrillic a
        wrong("abandon ".repeat(1000), "much longer");
    }

    private static void wrong(String typed, String what) {
        var failure = assertThrows(CommandException.class, () -> BackupPhrase.parse(typed));
        assertEquals(Code.USAGE, failure.code());
        var text = String.valueOf(failure.getMessage());
        assertTrue(text.contains(what), text);
        assertFalse(text.contains("abandon") || text.contains("absurd"), text);
    }

    /** The list's first letters are lower-case Latin in whatever language the computer speaks. */
    @Test
    void theLanguageOfTheComputerChangesNothing() throws Exception {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.of("tr"));
        try {
            assertEquals(List.of("ice"), parsed("ICE ".repeat(8)).stream().distinct().collect(Collectors.toList()));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void itIsPrintedNowhere() {
        assertEquals("BackupPhrase", BackupPhrase.random().toString());
    }
}
