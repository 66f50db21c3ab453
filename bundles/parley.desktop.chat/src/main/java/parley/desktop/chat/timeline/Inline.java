package parley.desktop.chat.timeline;

import parley.desktop.chat.timeline.Rich.Span;
import parley.desktop.chat.timeline.Rich.Style;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Reads what is styled within a line: {@code **bold**}, {@code *italic*} or {@code _italic_}, {@code ~~struck~~}, code
 * between ticks, addresses, and words that lead to one: {@code [words](https://…)}. Each sign is looked at once: one
 * place is remembered for each kind, and what was open inside of a pair that closes is open no more.
 */
final class Inline {

    /** The longest words that lead somewhere. */
    private static final int MOST_WORDS = 200;

    private static final String ESCAPED = "\\*_~`[";

    /** A pair of signs that styles what stands between them. */
    private enum Pair {
        BOLD("**", Style.BOLD),
        BOLD_LINE("__", Style.BOLD),
        STRUCK("~~", Style.STRIKE),
        ITALIC("*", Style.ITALIC),
        ITALIC_LINE("_", Style.ITALIC);

        private static final Pair[] ALL = values();
        private final String sign;
        private final Style style;

        Pair(String sign, Style style) {
            this.sign = sign;
            this.style = style;
        }
    }

    private final String text;
    private final BitSet cut;
    private final List<Span> spans;
    private final List<Links.Link> links;
    private int nextLink;

    /** Where the sign of each pair stands that is open; -1 if none is. */
    private final int[] open = new int[Pair.ALL.length];

    /** Where the next of these stands, at or after the place last asked about; the length of the text if nowhere. */
    private int tick = -1;

    private int bracket = -1;

    /**
     * @param cut takes the letters that are not shown
     * @param spans takes what is found, in places of {@code text}
     */
    Inline(String text, BitSet cut, List<Span> spans) {
        this.text = text;
        this.cut = cut;
        this.spans = spans;
        links = Links.in(text);
    }

    /** Reads the line from {@code from} to {@code to}. Lines are read in order. */
    void read(int from, int to) {
        Arrays.fill(open, -1);
        int at = from;
        while (at < to) at = step(at, from, to);
    }

    /** Reads what begins at {@code at} and says where it ends. */
    private int step(int at, int from, int to) {
        while (nextLink < links.size() && links.get(nextLink).start() < at) nextLink++;
        if (nextLink < links.size() && links.get(nextLink).start() == at && links.get(nextLink).end() <= to) {
            var link = links.get(nextLink);
            spans.add(new Span(at, link.end(), Style.LINK, link.target()));
            return link.end();
        }
        return switch (text.charAt(at)) {
            case '\\' -> escape(at, to);
            case '`' -> code(at, to);
            case '[' -> words(at, to);
            case '*', '_', '~' -> sign(at, from, to);
            default -> at + 1;
        };
    }

    private int escape(int at, int to) {
        if (at + 1 >= to || ESCAPED.indexOf(text.charAt(at + 1)) < 0) return at + 1;
        cut.set(at);
        return at + 2;
    }

    private int code(int at, int to) {
        if (tick <= at) tick = next('`', at + 1);
        if (tick >= to || tick == at + 1) return at + 1;
        spans.add(new Span(at + 1, tick, Style.CODE, ""));
        cut.set(at);
        cut.set(tick);
        return tick + 1;
    }

    private int words(int at, int to) {
        if (bracket <= at) bracket = next(']', at + 1);
        int end = bracket;
        boolean leads = end < to && end > at + 1 && end - at <= MOST_WORDS && text.startsWith("](http", end);
        if (!leads || text.lastIndexOf('[', end) != at) return at + 1;
        int link = nextLink;
        while (link < links.size() && links.get(link).start() < end + 2) link++;
        if (link == links.size() || links.get(link).start() != end + 2) return at + 1;
        int closing = text.indexOf(')', end + 2, Math.min(to, links.get(link).end() + 1));
        if (closing < 0) return at + 1;
        var target = text.substring(end + 2, closing);
        if (Links.host(target).isEmpty()) return at + 1;
        spans.add(new Span(at + 1, end, Style.LINK, target));
        cut.set(at);
        cut.set(end, closing + 1);
        return closing + 1;
    }

    private int next(char sign, int from) {
        int found = text.indexOf(sign, from);
        return found < 0 ? text.length() : found;
    }

    private int sign(int at, int from, int to) {
        for (var pair : Pair.ALL) {
            if (!text.startsWith(pair.sign, at) || at + pair.sign.length() > to) continue;
            int after = at + pair.sign.length();
            if (closes(pair, at, from, to)) {
                close(pair, at);
                return after;
            }
            if (opens(pair, at, from, to)) {
                open[pair.ordinal()] = at;
                return after;
            }
        }
        int end = at;
        while (end < to && text.charAt(end) == text.charAt(at)) end++; // a row of signs that styles nothing
        return end;
    }

    private void close(Pair pair, int at) {
        int start = open[pair.ordinal()];
        int length = pair.sign.length();
        spans.add(new Span(start + length, at, pair.style, ""));
        cut.set(start, start + length);
        cut.set(at, at + length);
        for (int each = 0; each < open.length; each++) if (open[each] >= start) open[each] = -1;
    }

    /** Before a word, and not within one: what is counted in {@code 2*3*4} or named {@code a_b_c} is not meant. */
    private boolean opens(Pair pair, int at, int from, int to) {
        int after = at + pair.sign.length();
        if (after >= to || Character.isWhitespace(text.charAt(after)) || text.charAt(after) == text.charAt(at))
            return false;
        return open[pair.ordinal()] < 0 && (at == from || !Character.isLetterOrDigit(text.codePointBefore(at)));
    }

    private boolean closes(Pair pair, int at, int from, int to) {
        int start = open[pair.ordinal()], after = at + pair.sign.length();
        if (start < from || start < 0 || at <= start + pair.sign.length()) return false;
        if (Character.isWhitespace(text.charAt(at - 1))) return false;
        return after >= to || !Character.isLetterOrDigit(text.codePointAt(after));
    }
}
