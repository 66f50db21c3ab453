package parley.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.stream.Collectors;

/** What counts as a word, and as the same one. */
class WordsTest {

    private static String words(String text) {
        return Words.of(text).stream().map(Words.Word::folded).collect(Collectors.joining(" "));
    }

    @Test
    void caseAccentsAndFormsFallAway() {
        assertEquals("uber strasse strasse", words("Über STRASSE, Straße"));
        assertEquals("cafe cafe", words("café cafe\u0301"));
        assertEquals("οδοσ οδοσ", words("ΟΔΟΣ οδός"));
        assertEquals("istanbul isik", words("İstanbul ışık"));
        assertEquals("office 2 fi", words("ofﬁce ² ﬁ"));
        assertEquals("fullwidth", words("ｆｕｌｌｗｉｄｔｈ"));
        assertEquals("ёжик".replace("ё", "е"), words("ЁЖИК"));
    }

    @Test
    void persianAndArabicKeyboardsWriteTheSame() {
        assertEquals(words("كتاب علي"), words("کتاب علی"));
        assertEquals(words("سلام"), words("سَلَام"));
        assertEquals(words("سلام"), words("ســلام"));
        assertEquals(2, Words.of("می\u200Cخواهم").size());
        assertEquals("1402 1402", words("۱۴۰۲ ١٤٠٢"));
    }

    @Test
    void scriptsWithoutSpacesAreReadCharacterByCharacter() {
        assertEquals("今 天 开 会 at 10", words("今天开会at 10"));
        assertEquals("は や い", words("はやい"));
        assertEquals(1, Words.of("한국어").size());
        assertEquals("👍 x", words("👍🏽 x"));
    }

    @Test
    void wordsStandWhereTheySay() {
        var text = "  Ein «Größenwahn»! 好👍";
        var seen = Words.of(text).stream().map(word -> text.substring(word.start(), word.end())).toList();
        assertEquals(java.util.List.of("Ein", "Größenwahn", "好", "👍"), seen);
        var combined = "cafe\u0301!";
        assertEquals(5, Words.of(combined).getFirst().end());
    }

    /** U+FDFA is spelled out as 15 letters: a text of nothing else would be five times as long. */
    @Test
    void whatIsSpelledOutAsASentenceStaysAsItIs() {
        assertEquals("ﷺ", words("ﷺ"));
        assertEquals("محمد ﷺ", words("محمّد ﷺ"));
        assertEquals("جلجلاله", words("ﷻ"), "seven letters");
        assertEquals("キロメトル".length(), words("㌖").length() - 1, "six");
        for (var c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
            var folded = Words.of(Character.toString(c)).stream().mapToInt(word -> word.folded().length()).sum();
            assertTrue(folded <= 8, Integer.toHexString(c) + " becomes " + folded);
        }
    }

    /** What FTS5's tokenizer reads behind it splits only at ASCII that is neither letter nor digit. */
    @Test
    void noTextMakesAWordThatTheIndexWouldReadOtherwise() {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++) {
            var text =
                    random.ints(random.nextInt(12), 0, 0x30000)
                            .mapToObj(Character::toString)
                            .collect(Collectors.joining());
            for (var word : Words.of(text)) {
                assertTrue(word.start() < word.end() && word.end() <= text.length(), text);
                assertTrue(
                        word.folded().chars().allMatch(c -> c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z'),
                        word.folded());
            }
        }
    }
}
