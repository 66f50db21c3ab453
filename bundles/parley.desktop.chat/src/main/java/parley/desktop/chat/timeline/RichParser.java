package parley.desktop.chat.timeline;

import parley.desktop.chat.timeline.Rich.Block;
import parley.desktop.chat.timeline.Rich.Kind;
import parley.desktop.chat.timeline.Rich.Span;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the paragraphs of a text: quotes ({@code >}), items ({@code -}, {@code 1.}), code between two lines of three
 * ticks. A small part of Markdown, for what people write by hand; nothing of it can nest deeper than this, and the time
 * it takes grows with the length of the text alone.
 */
final class RichParser {

    /** The most paragraphs that are told apart: each is laid out by itself. */
    private static final int MOST = 120;

    private static final int DEEPEST = 4;
    private static final String FENCE = "```";

    /** The mark of an item: what stands before it, the mark, and the space behind. */
    private static final Pattern ITEM = Pattern.compile("( {0,8})([-*+•]|\\d{1,9}[.)]) +(?=\\S)");

    private final String said;
    private final String read;
    private final StringBuilder shown;
    private final BitSet cut = new BitSet();
    private final List<Span> spans = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final Inline inline;

    /** Where plain lines began that no paragraph has been made of yet; -1 if there are none. */
    private int plain = -1;

    private boolean unclosed;

    private final List<Said.Name> names;

    /**
     * @param said the whole text
     * @param read the beginning of it that is looked at
     * @param names words of it that name somebody
     */
    RichParser(String said, String read, List<Said.Name> names) {
        this.names = names;
        this.said = said;
        this.read = read;
        shown = new StringBuilder(read);
        inline = new Inline(read, cut, spans);
    }

    Rich parse() {
        int at = 0;
        while (at <= read.length()) at = line(at, end(at)) + 1;
        plainUntil(read.length());
        if (blocks.isEmpty()) blocks.add(new Block(Kind.PLAIN, 0, read.length(), 0, 0));
        names.forEach(this::name);
        return Rich.of(said, shown, cut, spans, blocks);
    }

    /** What styles words leaves a name whole. */
    private void name(Said.Name name) {
        if (name.start() < 0 || name.end() > read.length() || name.start() >= name.end()) return;
        if (cut.get(name.start(), name.end()).cardinality() > 0) return;
        spans.add(new Span(name.start(), name.end(), name.mine() ? Rich.Style.OWN : Rich.Style.MENTION, ""));
    }

    private int end(int start) {
        int end = read.indexOf('\n', start);
        return end < 0 ? read.length() : end;
    }

    /** Reads the line from {@code start} to {@code end}, or the paragraph that begins with it; says where that ends. */
    private int line(int start, int end) {
        if (blocks.size() < MOST) {
            if (read.startsWith(FENCE, start) && !unclosed) {
                int closed = code(start, end);
                if (closed >= 0) return closed;
            }
            if (quoted(start, end)) return quote(start);
            if (item(start, end)) return end;
        }
        if (plain < 0 && start == end && !blocks.isEmpty()) { // what stands apart already needs no empty line
            cut.set(end);
            return end;
        }
        if (plain < 0) plain = start;
        inline.read(start, end);
        return end;
    }

    /** Makes a paragraph of the plain lines before {@code next}. */
    private void plainUntil(int next) {
        if (plain < 0) return;
        int end = next;
        while (next < read.length() && end > plain && read.charAt(end - 1) == '\n') end--;
        blocks.add(new Block(Kind.PLAIN, plain, end, 0, 0));
        plain = -1;
    }

    private int code(int start, int end) {
        int inside = start + FENCE.length();
        int sameLine = end - FENCE.length();
        if (sameLine > inside && read.startsWith(FENCE, sameLine)) { // all on one line
            return code(start, inside, sameLine, end);
        }
        if (end == read.length() || read.indexOf('`', inside, end) >= 0) return -1;
        int closing = closing(end);
        if (closing < 0) {
            unclosed = true; // then no other one is closed either: looking again would take ever longer
            return -1;
        }
        return code(start, end + 1, Math.max(end + 1, closing - 1), end(closing));
    }

    /** Takes what stands between {@code from} and {@code to} as code, and hides the rest of it. */
    private int code(int start, int from, int to, int end) {
        plainUntil(start);
        cut.set(start, from);
        cut.set(to, end);
        blocks.add(new Block(Kind.CODE, from, to, 0, 0));
        return end;
    }

    /** Where the line begins that closes a code which begins after {@code from}; -1 if none does. */
    private int closing(int from) {
        for (int line = from + 1; line <= read.length(); line = end(line) + 1) {
            if (read.startsWith(FENCE, line) && read.substring(line + FENCE.length(), end(line)).isBlank()) return line;
        }
        return -1;
    }

    /** Whether the line is a quote; {@code >:(} is none. */
    private boolean quoted(int start, int end) {
        return start < end && read.charAt(start) == '>' && (start + 1 == end || read.charAt(start + 1) == ' ');
    }

    private int quote(int start) {
        plainUntil(start);
        int line = start, end = start;
        while (line < read.length() && quoted(line, end(line))) {
            end = end(line);
            int words = line + 1;
            if (words < end && read.charAt(words) == ' ') words++;
            cut.set(line, words);
            inline.read(words, end);
            line = end + 1;
        }
        blocks.add(new Block(Kind.QUOTE, start, end, 0, 0));
        return end;
    }

    private boolean item(int start, int end) {
        var matcher = ITEM.matcher(read).region(start, end).useTransparentBounds(true);
        if (!matcher.lookingAt() || matcher.end() >= end) return false;
        plainUntil(start);
        cut.set(start, matcher.start(2));
        boolean bullet = matcher.end(2) - matcher.start(2) == 1;
        if (bullet) shown.setCharAt(matcher.start(2), '•');
        cut.set(matcher.end(2) + 1, matcher.end()); // one space is enough
        inline.read(matcher.end(), end);
        int depth = Math.min(DEEPEST, matcher.group(1).length() / 2);
        blocks.add(new Block(Kind.ITEM, start, end, depth, matcher.end(2) - matcher.start(2) + 1));
        return true;
    }
}
