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
        assertTrue(Words.rightToLeft("\u2068mira\u2069 پیوست"), "what is isolated has no say");
        assertFalse(Words.rightToLeft("\u2068علی\u2069 joined"));
        assertTrue(Words.rightToLeft("\u2068\u2067a\u2069 b\u2069 پیوست"), "nor what is isolated within that");
        assertTrue(Words.rightToLeft("\u2069پیوست mira"), "an end without a beginning is none");
        assertFalse(Words.rightToLeft("\u2068سلام"), "and without an end it has none up to the end");
        assertTrue(Words.rightToLeft("hello سلام", 6, 10));
    }

    @Test
    void aSentenceRunsAsItsLanguageDoesWhoeverItNamesFirst() {
        assertEquals("hello", Words.directed("hello", false));
        assertEquals("\u2068hello.\u2069", Words.directed("hello.", true));
        assertEquals("سلام", Words.directed("سلام", true));
        assertEquals("سلام", Words.directed("سلام", false), "what somebody says runs as they say it");
        assertEquals("\u200E\u2068علی\u2069 writes", Words.directed("\u2068علی\u2069 writes", false));
        assertEquals("\u200F\u2068mira\u2069 نوشت", Words.directed("\u2068mira\u2069 نوشت", true));
    }

    @Test
    void breaksChineseBetweenLettersAndBeforeNoFullStop() {
        assertEquals(5, Words.lineEnd("hello world", 8));
        assertEquals(8, Words.lineEnd("helloworld", 8));
        assertEquals(3, Words.lineEnd("你好吗再见", 3));
        assertEquals(2, Words.lineEnd("你好吗。再见", 3), "the stop would begin a line");
        assertEquals(1, Words.lineEnd("你好", 0), "one letter at least");
        assertEquals(4, Words.lineEnd("😀😀😀", 5), "no sign in parts");
        assertEquals(2, Words.lineEnd("😀😀😀", 1), "one sign at least");
        assertEquals(4, Words.lineEnd("a b 你好吗", 4));
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
