package parley.desktop.chat;

import parley.protocol.content.Mention;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What people spell of a text that they write: not code, addresses, paths, names of people and of emoji, nor what only
 * programs read. Takes time in proportion to the text.
 */
final class Prose {

    private static final Pattern SHORT_CODE = Pattern.compile(":[A-Za-z0-9_+-]{2,60}:");
    private static final int FENCE = 3;

    private final String text;
    private final char[] prose;
    private int line = -1;

    private Prose(String text) {
        this.text = text;
        prose = text.toCharArray();
    }

    /** {@code text}, as long as it is, with spaces in the place of what nobody spells. */
    static String of(String text, List<Mention> mentions) {
        var prose = new Prose(text);
        mentions.forEach(prose::name);
        prose.code();
        prose.tokens();
        return new String(prose.prose);
    }

    private void blank(int start, int end) {
        Arrays.fill(prose, start, end, ' ');
    }

    private void name(Mention mention) {
        int start = text.offsetByCodePoints(0, mention.start());
        blank(start, text.offsetByCodePoints(start, mention.length()));
    }

    /** Between two rows of as many ticks: on one line, or from a row of three on anywhere. */
    private void code() {
        boolean unclosed = false;
        int at = text.indexOf('`');
        while (at >= 0) {
            int inside = at;
            while (inside < text.length() && text.charAt(inside) == '`') inside++;
            var ticks = text.substring(at, inside);
            boolean fence = ticks.length() >= FENCE;
            int closing = fence && unclosed ? -1 : text.indexOf(ticks, inside, fence ? text.length() : line(inside));
            if (fence && closing < 0) unclosed = true; // then no other is closed: looking again would take ever longer
            int end = closing < 0 ? inside : closing + ticks.length();
            if (closing >= 0) blank(at, end);
            at = text.indexOf('`', end);
        }
    }

    /** Where the line that {@code from} is in ends; looked for once for each line. */
    private int line(int from) {
        if (from <= line) return line;
        int end = text.indexOf('\n', from);
        line = end < 0 ? text.length() : end;
        return line;
    }

    private void tokens() {
        int start = 0;
        for (int at = 0; at <= prose.length; at++) {
            boolean inside = at < prose.length && !Character.isWhitespace(prose[at]);
            if (inside) continue;
            if (at > start) token(start, at);
            start = at + 1;
        }
    }

    private void token(int start, int end) {
        if (isAddress(start, end)) {
            blank(start, end);
            return;
        }
        var codes = SHORT_CODE.matcher(text).region(start, end);
        while (codes.find()) blank(codes.start(), codes.end());
    }

    /** Whether it is an address, a path, a file, a name or a tag. */
    private boolean isAddress(int start, int end) {
        if (prose[start] == '#') return true;
        for (int at = start; at < end; at++) {
            if ("@/\\_".indexOf(prose[at]) >= 0) return true;
            boolean dotWithin = prose[at] == '.' && at > start && at + 1 < end;
            if (dotWithin && Character.isLetterOrDigit(prose[at - 1]) && Character.isLetterOrDigit(prose[at + 1]))
                return true;
        }
        return false;
    }
}
