package parley.desktop.chat.timeline;

import parley.desktop.api.text.Phrases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A text as the list shows it: without the signs that only style it, and where each of its letters stands in what was
 * said. Whoever copies gets what was said.
 */
final class Rich {

    private static final Phrases T = Phrases.of(Rich.class);

    /** How letters look. */
    enum Style {
        BOLD,
        ITALIC,
        STRIKE,
        CODE,
        LINK,
        MENTION,

        /** As a mention, of the person at this window. */
        OWN;

        int bit() {
            return 1 << ordinal();
        }
    }

    /** The letters from {@code start} up to {@code end} look so; a link leads to {@code target}. */
    record Span(int start, int end, Style style, String target) {}

    /** What paragraphs are. */
    enum Kind {
        PLAIN,
        QUOTE,
        ITEM,
        CODE
    }

    /**
     * Lines that belong together.
     *
     * @param depth how far an item of a list is indented, in steps
     * @param hang letters of an item's mark, below which its further lines begin
     */
    record Block(Kind kind, int start, int end, int depth, int hang) {}

    /** Leads nowhere: shows the rest of a long text. */
    static final String SHOW_ALL = "parley:all";

    final String shown;
    final List<Span> spans;
    final List<Block> blocks;
    private final String said;

    /** Where each shown letter stands in what was said. */
    private final int[] places;

    private Rich(String said, String shown, List<Span> spans, List<Block> blocks, int[] places) {
        this.said = said;
        this.shown = shown;
        this.spans = spans;
        this.blocks = blocks;
        this.places = places;
    }

    /** {@code text} as it is, with nothing in it that means more. */
    static Rich plain(String text) {
        var all = List.of(new Block(Kind.PLAIN, 0, text.length(), 0, 0));
        return new Rich(text, text, List.of(), all, same(text.length()));
    }

    /**
     * What {@code said} looks like.
     *
     * @param most letters of it that are shown; a link to the rest stands behind them
     */
    static Rich of(String said, int most) {
        return of(said, most, List.of());
    }

    /** The same, in which some words are {@code names}. */
    static Rich of(String said, int most, List<Said.Name> names) {
        if (said.length() <= most) {
            var rich = new RichParser(said, said, names).parse();
            return rich.shown.isBlank() ? plain(said) : rich; // nothing but signs: they are meant
        }
        int end = Character.isHighSurrogate(said.charAt(most - 1)) ? most - 1 : most;
        return new RichParser(said, said.substring(0, end), names).parse().withRest();
    }

    /**
     * Puts together what a parser has found, all of it in places of {@code read}.
     *
     * @param said what a copy of everything is
     * @param read what of it was read, with other letters in the place of some
     * @param cut letters that are not shown
     */
    static Rich of(String said, CharSequence read, BitSet cut, List<Span> spans, List<Block> blocks) {
        int length = read.length(), at = 0;
        var shown = new StringBuilder(length);
        var now = new int[length + 1];
        var places = new int[length + 1];
        for (int letter = 0; letter < length; letter++) {
            now[letter] = at;
            if (cut.get(letter)) continue;
            shown.append(read.charAt(letter));
            places[at++] = letter;
        }
        now[length] = at;
        places[at] = length;
        var moved = new ArrayList<Span>(spans.size());
        for (var span : spans) moved.add(new Span(now[span.start()], now[span.end()], span.style(), span.target()));
        var stand = new ArrayList<Block>(blocks.size());
        for (var block : blocks) {
            stand.add(new Block(block.kind(), now[block.start()], now[block.end()], block.depth(), block.hang()));
        }
        return new Rich(said, shown.toString(), moved, stand, Arrays.copyOf(places, at + 1));
    }

    private Rich withRest() {
        var rest = "… ";
        var showAll = T.get("rich.all");
        int start = shown.length() + rest.length();
        var more = new ArrayList<>(spans);
        more.add(new Span(start, start + showAll.length(), Style.LINK, SHOW_ALL));
        var all = new ArrayList<>(blocks);
        var last = all.removeLast();
        int end = start + showAll.length();
        if (last.kind() == Kind.CODE) { // the link is no code
            all.add(last);
            last = new Block(Kind.PLAIN, shown.length(), shown.length(), 0, 0);
        }
        all.add(new Block(last.kind(), last.start(), end, last.depth(), last.hang()));
        return new Rich(said, shown + rest + showAll, more, all, places);
    }

    private static int[] same(int length) {
        var places = new int[length + 1];
        for (int at = 0; at <= length; at++) places[at] = at;
        return places;
    }

    /** What was said that is shown from {@code start} up to {@code end}: all of it for all that is shown. */
    String source(int start, int end) {
        if (start >= end) return "";
        if (start <= 0 && end >= shown.length()) return said;
        int last = places.length - 1; // behind it stands nothing that was said
        int from = Math.min(start, last), to = Math.min(end, last);
        if (from >= to) return "";
        return said.substring(places[from], Math.min(said.length(), places[to - 1] + 1));
    }
}
