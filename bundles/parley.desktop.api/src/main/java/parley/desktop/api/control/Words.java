package parley.desktop.api.control;

import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Display;

import parley.desktop.api.text.Language;
import parley.protocol.text.Inert;

import java.text.Bidi;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What views do with texts: what to show of them, which way they run, where a person pastes them from. */
public final class Words {

    /** How many emoji may stand alone and still be painted large. */
    private static final int LARGE_EMOJI = 3;

    /** The most letters of a line: measuring an endless text takes too long. */
    private static final int LINE = 200;

    private Words() {}

    /**
     * As much of {@code text} as {@code width} takes in the font of {@code gc}, with an ellipsis if that is not all.
     * Where the window runs from right to left, a text that has nothing to do with that keeps its full stop at its end.
     */
    public static String fitted(GC gc, String text, int width) {
        return directed(cut(gc, text, width), Mirror.of(gc));
    }

    /**
     * {@code text} so that it runs as it should in a window that runs from right to left if {@code turned}. Pango goes
     * by its first letter, even one that is isolated: a sentence that begins with a name would run as the name does.
     */
    static String directed(String text, boolean turned) {
        if (text.indexOf('\u2068') >= 0) return (turned ? '\u200F' : '\u200E') + text;
        boolean apart = turned && isLeftToRight(text);
        return apart ? "\u2068" + text + "\u2069" : text;
    }

    /**
     * {@code text} for a label: where the window runs from right to left, one that has nothing to do with that keeps
     * its full stop at its end.
     */
    public static String apart(String text) {
        boolean apart = Language.current().rightToLeft() && isLeftToRight(text);
        return apart && !text.isEmpty() ? "\u2068" + text + "\u2069" : text;
    }

    private static boolean isLeftToRight(String text) {
        return !Bidi.requiresBidi(text.toCharArray(), 0, text.length());
    }

    private static String cut(GC gc, String text, int width) {
        if (gc.textExtent(text).x <= width) return text;
        int low = 0, high = text.length();
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (gc.textExtent(head(text, middle) + "…").x <= width) low = middle;
            else high = middle - 1;
        }
        return head(text, low) + "…";
    }

    /** As {@link #fitted}, but leaves out the middle: the end of a file's name says what it is. */
    public static String fittedAround(GC gc, String text, int width) {
        if (gc.textExtent(text).x <= width) return text;
        int tail = Math.min(8, text.length() / 2);
        var end = text.substring(text.length() - tail);
        if (Character.isLowSurrogate(end.charAt(0))) end = end.substring(1);
        return cut(gc, text, Math.max(0, width - gc.textExtent(end).x)).replaceFirst("…?$", "…") + end;
    }

    /**
     * {@code text} in lines of at most {@code width}, broken between words; the last of {@code most} takes an ellipsis.
     */
    public static List<String> wrapped(GC gc, String text, int width, int most) {
        return wrapped(gc, text, width, most, Mirror.of(gc));
    }

    /** As {@link #wrapped(GC, String, int, int)}, of a text that runs from right to left if {@code turned}. */
    public static List<String> wrapped(GC gc, String text, int width, int most, boolean turned) {
        var lines = new ArrayList<String>();
        var rest = text;
        while (lines.size() < most - 1 && gc.textExtent(rest).x > width) {
            int cut = fits(gc, rest, width);
            int end = lineEnd(rest, cut);
            lines.add(head(rest, end));
            rest = rest.substring(end).strip();
        }
        lines.add(directed(cut(gc, rest, width), turned));
        return lines;
    }

    /**
     * Where the first line of {@code text} ends of which {@code most} letters fit: Chinese is written without spaces.
     */
    static int lineEnd(String text, int most) {
        if (most >= text.length()) return text.length(); // spaces at its end did not fit
        boolean spaced =
                !Character.isIdeographic(text.codePointAt(most))
                        && (most == 0 || !Character.isIdeographic(text.codePointBefore(most)));
        int end = spaced ? text.lastIndexOf(' ', most) : between(text, most);
        return end > 0 ? end : whole(text, most);
    }

    /** How many letters are the signs of which at most {@code most} letters fit: one at least, none in parts. */
    private static int whole(String text, int most) {
        var signs = BreakIterator.getCharacterInstance(Locale.ROOT);
        signs.setText(text);
        int end = signs.preceding(most + 1);
        return end > 0 ? end : signs.following(0);
    }

    /** The last place up to {@code most} at which {@code text} may be broken: no full stop begins a line. */
    private static int between(String text, int most) {
        var lines = BreakIterator.getLineInstance(Locale.ROOT);
        lines.setText(text);
        return lines.preceding(most + 1);
    }

    private static int fits(GC gc, String text, int width) {
        int low = 0, high = text.length();
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (gc.textExtent(head(text, middle)).x <= width) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private static String head(String text, int length) {
        int end =
                length > 0 && length < text.length() && Character.isHighSurrogate(text.charAt(length - 1))
                        ? length - 1
                        : length;
        return text.substring(0, end).stripTrailing();
    }

    /** The one or two letters that stand for {@code name} on a picture. */
    public static String initials(String name) {
        var words = name.strip().split("[\\s._@-]+");
        var first = words.length == 0 ? "" : letter(words[0]);
        var last = words.length < 2 || name.indexOf('@') >= 0 ? "" : letter(words[words.length - 1]);
        var both = (first + last).toUpperCase(Locale.ROOT);
        return both.isEmpty() ? "?" : both;
    }

    private static String letter(String word) {
        if (word.isEmpty()) return "";
        var graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
        graphemes.setText(word);
        int end = graphemes.next();
        return end == BreakIterator.DONE || end > 12 ? "" : word.substring(0, end);
    }

    /** Whether the first letter of {@code text} that has a direction runs from right to left (UAX #9, rule P2). */
    public static boolean rightToLeft(String text) {
        return rightToLeft(text, 0, text.length());
    }

    /** As {@link #rightToLeft(String)}, of what stands from {@code start} up to {@code end}. */
    public static boolean rightToLeft(String text, int start, int end) {
        int apart = 0; // what is isolated has no say, such as a name within a sentence
        for (int at = start; at < end; at += Character.charCount(text.codePointAt(at))) {
            switch (Character.getDirectionality(text.codePointAt(at))) {
                case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> {
                    if (apart == 0) return false;
                }
                case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> {
                    if (apart == 0) return true;
                }
                case Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
                        Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
                        Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE ->
                        apart++;
                case Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE -> apart = Math.max(0, apart - 1);
                default -> {} // has none of its own
            }
        }
        return false;
    }

    /** Whether {@code text} is nothing but one to three emoji. */
    public static boolean emojiOnly(String text) {
        var stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > 48) return false;
        var graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
        graphemes.setText(stripped);
        int count = 0;
        int start = graphemes.first();
        for (int end = graphemes.next(); end != BreakIterator.DONE; start = end, end = graphemes.next()) {
            var one = stripped.substring(start, end);
            if (one.isBlank()) continue;
            if (!emoji(one) || ++count > LARGE_EMOJI) return false;
        }
        return count > 0;
    }

    private static boolean emoji(String grapheme) {
        int first = grapheme.codePointAt(0);
        boolean shown = Character.isEmojiPresentation(first) || grapheme.indexOf('\uFE0F') > 0;
        return shown && Character.isEmoji(first) && first > 0x2000;
    }

    /**
     * {@code text} on one line and harmless: without controls, without what turns the direction of what follows or
     * hides, and with at most a few marks on each letter. For names, which others choose.
     */
    public static String plain(String text) {
        return Inert.plain(text).strip();
    }

    /** Puts {@code text} where the person can paste it from. */
    public static void copy(Display display, String text) {
        var clipboard = new Clipboard(display);
        clipboard.setContents(new Object[] {text}, new Transfer[] {TextTransfer.getInstance()});
        clipboard.dispose();
    }

    /** {@code text}, or as many letters of it as {@code most} and an ellipsis. */
    public static String excerpt(String text, int most) {
        return text.length() <= most ? text : head(text, most) + "…";
    }

    /** The beginning of {@code text}, {@link #plain} and as long as a line could ever show. */
    public static String line(String text) {
        return plain(text.length() <= LINE ? text : head(text, LINE));
    }
}
