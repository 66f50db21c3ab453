package parley.search;

import parley.client.api.Search.Range;

import java.text.BreakIterator;
import java.util.Locale;

/** Cuts the part out of a long text that shows what was found in it. */
final class Excerpt {

    /** Code units before what was found, and altogether. */
    private static final int BEFORE = 40;

    private static final int LENGTH = 160;

    private Excerpt() {}

    /** At most about {@value #LENGTH} code units, unless what was found is longer; it begins at a word where it can. */
    static Range around(String text, Range mark) {
        if (text.length() <= LENGTH) return new Range(0, text.length());
        var start = Math.max(0, Math.min(mark.start() - BEFORE, text.length() - LENGTH));
        if (start > 0) start = Math.min(wordAfter(text, start, mark.start()), mark.start());
        var end = Math.min(text.length(), Math.max(start + LENGTH, mark.end()));
        return new Range(start, whole(text, end));
    }

    private static int wordAfter(String text, int at, int limit) {
        for (var i = at; i < limit; i++) if (Character.isWhitespace(text.charAt(i))) return i + 1;
        return whole(text, at);
    }

    /** The end of the character, as people count them, that {@code at} may be inside of. */
    private static int whole(String text, int at) {
        if (at >= text.length()) return text.length();
        var characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        return characters.isBoundary(at) ? at : characters.following(at);
    }
}
