package parley.desktop;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Says how well a text answers what somebody has begun to type. */
final class Fuzzy {

    /** What cannot answer. */
    static final int NOT = -1;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int BEGINS = 100;
    private static final int WORD = 80;
    private static final int INSIDE = 50;
    private static final int SCATTERED = 20;

    private Fuzzy() {}

    /** Without case and accents, for {@link #score}: {@code Zoë} is {@code zoe}. */
    static String folded(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /**
     * How well {@code text} answers {@code query}, both {@link #folded}: each word of the query counts, most if the
     * text begins with it, less if a word does, if it stands within a word, or if its letters come one after the other.
     *
     * @return 0 for an empty query, {@link #NOT} if one word of the query is not there
     */
    static int score(String query, String text) {
        int all = 0;
        for (var word : SPACE.split(query.strip())) {
            int one = word.isEmpty() ? 0 : one(word, text);
            if (one == NOT) return NOT;
            all += one;
        }
        return all;
    }

    private static int one(String word, String text) {
        int at = text.indexOf(word);
        if (at == 0) return BEGINS;
        for (int next = at; next > 0; next = text.indexOf(word, next + 1)) {
            if (!Character.isLetterOrDigit(text.charAt(next - 1))) return WORD;
        }
        return at > 0 ? INSIDE : scattered(word, text);
    }

    private static int scattered(String word, String text) {
        int at = -1, gaps = 0;
        for (int letter = 0; letter < word.length(); letter++) {
            int next = text.indexOf(word.charAt(letter), at + 1);
            if (next < 0) return NOT;
            if (next > at + 1) gaps++;
            at = next;
        }
        return Math.max(1, SCATTERED - gaps);
    }
}
