package parley.desktop.spelling;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the words of a text that a dictionary can judge. Left out is what people do not spell: single letters, words
 * with digits or low lines in them, with a capital behind a small letter, of several scripts, of scripts that put no
 * spaces between words, and what is too long for any word. Takes time in proportion to the text.
 */
final class WordFinder {

    /** The longest word that is judged, in UTF-16. */
    static final int LONGEST = 60;

    /** Stand within words and join what is around them: apostrophes, the Catalan dot, what shapes Persian letters. */
    private static final String JOINS = "'’\u00B7\u200C\u200D\u00AD\u05F3\u05F4";

    private static final Set<UnicodeScript> WITHOUT_SPACES =
            EnumSet.of(
                    UnicodeScript.HAN,
                    UnicodeScript.HIRAGANA,
                    UnicodeScript.KATAKANA,
                    UnicodeScript.BOPOMOFO,
                    UnicodeScript.THAI,
                    UnicodeScript.LAO,
                    UnicodeScript.KHMER,
                    UnicodeScript.MYANMAR,
                    UnicodeScript.TIBETAN);

    /**
     * A word.
     *
     * @param start where it begins in the text, in UTF-16
     * @param plain as dictionaries write it
     * @param dotted whether a full stop follows, which may belong to it
     */
    record Word(int start, int end, String plain, UnicodeScript script, boolean dotted) {

        boolean capitals() {
            return plain.codePoints().noneMatch(Character::isLowerCase)
                    && plain.codePoints().anyMatch(Character::isUpperCase);
        }
    }

    private final String text;
    private final List<Word> found = new ArrayList<>();

    private WordFinder(String text) {
        this.text = text;
    }

    static List<Word> in(String text) {
        var finder = new WordFinder(text);
        finder.read();
        return finder.found;
    }

    /** {@code word} as dictionaries write it: composed letters, plain apostrophes, no places to break lines. */
    static String plain(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFC).replace('’', '\'').replace("\u00AD", "");
    }

    private void read() {
        int at = 0;
        while (at < text.length()) {
            int end = end(at);
            if (end > at) take(at, end);
            at = end > at ? end : at + Character.charCount(text.codePointAt(at));
        }
    }

    /** Where what begins at {@code start} and looks like a word ends; {@code start} itself if nothing does. */
    private int end(int start) {
        int end = start;
        while (end < text.length()) {
            int letter = text.codePointAt(end), after = end + Character.charCount(letter);
            boolean joins = end > start && JOINS.indexOf(letter) >= 0;
            boolean goesOn = isPart(letter) || joins && after < text.length() && isPart(text.codePointAt(after));
            if (!goesOn) return end;
            end = after;
        }
        return end;
    }

    private static boolean isPart(int letter) {
        return Character.isLetterOrDigit(letter) || letter == '_' || isMark(letter);
    }

    private static boolean isMark(int letter) {
        int type = Character.getType(letter);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private void take(int start, int end) {
        if (end - start > LONGEST) return;
        var plain = plain(text.substring(start, end));
        if (plain.codePointCount(0, plain.length()) < 2) return;
        var script = script(plain);
        if (script == UnicodeScript.COMMON || WITHOUT_SPACES.contains(script)) return;
        boolean dotted = end < text.length() && text.charAt(end) == '.';
        found.add(new Word(start, end, plain, script, dotted));
    }

    /** The script of {@code word}; COMMON if it is none that is judged. */
    private static UnicodeScript script(String word) {
        var script = UnicodeScript.COMMON;
        boolean small = false;
        for (int at = 0; at < word.length(); ) {
            int letter = word.codePointAt(at);
            at += Character.charCount(letter);
            if (Character.isDigit(letter) || letter == '_') return UnicodeScript.COMMON;
            if (small && Character.isUpperCase(letter)) return UnicodeScript.COMMON;
            small = Character.isLowerCase(letter);
            var own = UnicodeScript.of(letter);
            if (own == UnicodeScript.COMMON || own == UnicodeScript.INHERITED) continue;
            if (script != UnicodeScript.COMMON && script != own) return UnicodeScript.COMMON;
            script = own;
        }
        return script;
    }
}
