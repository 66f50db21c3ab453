package parley.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a text as the index has them: without case, accents and the marks of vowels, digits as ASCII's. A
 * character of a script that puts no spaces between words is a word of its own, and so is a symbol such as an emoji:
 * what is looked for there is found as a row of such words.
 */
final class Words {

    /**
     * A word and where it stands.
     *
     * @param folded letters and digits only, of ASCII those in lower case
     * @param start of it in the text, in code units
     * @param end behind it
     */
    record Word(String folded, int start, int end) {}

    /**
     * Code points that one may be spelled out into. All but one keep within them, among them the squares that hold a
     * Japanese word; the one that becomes a sentence stays as it is, and is found by itself.
     */
    private static final int SPELLED_OUT = 8;

    private final String text;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder folded = new StringBuilder();
    private int start;

    private Words(String text) {
        this.text = text;
    }

    static List<Word> of(String text) {
        return new Words(text).read();
    }

    private List<Word> read() {
        for (var at = 0; at < text.length(); ) {
            var c = text.codePointAt(at);
            var behind = at + Character.charCount(c);
            if (standsAlone(c)) {
                end(at);
                start = at;
                fold(c);
                while (behind < text.length() && isMark(text.codePointAt(behind))) {
                    behind += Character.charCount(text.codePointAt(behind));
                }
                end(behind);
            } else if (Character.isLetterOrDigit(c) || isNumber(c)) {
                if (folded.isEmpty()) start = at;
                fold(c);
            } else if (!isMark(c)) {
                end(at);
            }
            at = behind;
        }
        end(text.length());
        return words;
    }

    private void end(int behind) {
        if (folded.isEmpty()) return;
        words.add(new Word(folded.toString(), start, behind));
        folded.setLength(0);
    }

    private static boolean isNumber(int c) {
        var type = Character.getType(c);
        return type == Character.OTHER_NUMBER || type == Character.LETTER_NUMBER;
    }

    /** What belongs to the character before it, the line that stretches Arabic letters, and skin tones. */
    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> c == 0x0640 || c >= 0x1F3FB && c <= 0x1F3FF;
        };
    }

    private static boolean standsAlone(int c) {
        if (Character.getType(c) == Character.OTHER_SYMBOL) return true;
        if (c < 0x0E00 || !Character.isLetter(c)) return false;
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, BOPOMOFO, THAI, LAO, KHMER, MYANMAR, TIBETAN, YI -> true;
            default -> false;
        };
    }

    private void fold(int c) {
        if (c < 0x80) {
            folded.append((char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c));
            return;
        }
        var digit = Character.digit(c, 10);
        if (digit >= 0) {
            folded.append((char) ('0' + digit));
            return;
        }
        var plain = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD);
        // Upper case first: it spells out ß and such, and knows one form of letters that have two small ones.
        var small = plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        var kept = small.codePoints().map(Words::same).filter(Words::isKept).toArray();
        if (kept.length > SPELLED_OUT) folded.appendCodePoint(c);
        else for (var one : kept) folded.appendCodePoint(one);
    }

    private static boolean isKept(int c) {
        return c < 0x80 ? Character.isLetterOrDigit(c) : !isMark(c);
    }

    /** Letters that Arabic and Persian keyboards write differently, and that people take for one. */
    private static int same(int c) {
        return switch (c) {
            case 0x064A, 0x0649 -> 0x06CC; // yeh
            case 0x0643 -> 0x06A9; // kaf
            case 0x0629 -> 0x0647; // teh marbuta
            case 0x03C2 -> 0x03C3; // final sigma
            case 0x0131 -> 'i'; // dotless
            default -> c;
        };
    }
}
