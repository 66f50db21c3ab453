package parley.desktop.api.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void takesInitialsFromNamesAndAddresses() {
        assertEquals("MO", Words.initials("Mira Okafor"));
        assertEquals("DV", Words.initials("dmitri.volkov"));
        assertEquals("A", Words.initials("alice@relay.example"));
        assertEquals("K", Words.initials("  kim  "));
        assertEquals("?", Words.initials(""));
        assertEquals("?", Words.initials("a" + "\u0301".repeat(50)));
    }

    @Test
    void tellsWhichWayATextRuns() {
        assertTrue(Words.rightToLeft("سلام hello"));
        assertTrue(Words.rightToLeft("12 שלום"));
        assertFalse(Words.rightToLeft("hello سلام"));
        assertFalse(Words.rightToLeft("123 👍"));
    }

    @Test
    void paintsOneToThreeEmojiLarge() {
        assertTrue(Words.emojiOnly("👍"));
        assertTrue(Words.emojiOnly(" 😂 👍 "));
        assertTrue(Words.emojiOnly("👨‍👩‍👧‍👦"));
        assertTrue(Words.emojiOnly("❤️"));
        assertFalse(Words.emojiOnly("👍👍👍👍"));
        assertFalse(Words.emojiOnly("ok 👍"));
        assertFalse(Words.emojiOnly("12"));
        assertFalse(Words.emojiOnly(""));
        assertFalse(Words.emojiOnly("👍".repeat(50_000)));
    }

    @Test
    void makesNamesHarmless() {
        assertEquals("photogpj.exe", Words.plain("photo\u202Egpj.exe"));
        assertEquals("a b", Words.plain("a\nb"));
        assertEquals("x", Words.plain("\u2066x\u2069\u200F"));
        assertEquals("e" + "\u0301".repeat(4), Words.plain("e" + "\u0301".repeat(400)));
        assertEquals("é", Words.plain("é"));
        assertEquals("", Words.plain("\uD800"));
    }

    @Test
    void takesOfAnEndlessTextWhatALineCouldShow() {
        assertEquals("a b", Words.line("a\nb "));
        assertEquals("x".repeat(200), Words.line("x".repeat(65_000)));
        assertEquals("x".repeat(199), Words.line("x".repeat(199) + "👍"), "no half of a letter");
        assertEquals("four", Words.excerpt("four", 4));
        assertEquals("four…", Words.excerpt("fours", 4));
    }
}
