package parley.desktop.chat.timeline;

import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.Theme;
import parley.desktop.api.control.Words;
import parley.desktop.chat.paint.Mark;

import java.util.List;

/** One row, laid out for one width: where its bubble, its words and its time are, relative to the row's top left. */
final class Laid {

    static final int EDGE = 20;
    static final int AVATAR = 32;
    static final int PAD_X = 13;
    static final int PAD_Y = 8;

    private static final int AVATAR_GAP = 10;
    private static final int MAX_BUBBLE = 560;

    /** How high the line of a day is, and the line above what is new. */
    static final int DAY = 44;

    static final int NEWS = 36;

    /** The room that a small picture before the time takes. */
    static final int SIGN = 16;

    private static final int GAP = 12;
    private static final int CLOSE_GAP = 3;
    private static final int TIME_GAP = 12;

    /** How far a quote is from the edges of its bubble, and from the words below it. */
    private static final int QUOTE = 6;

    private static final int COPY = 24;

    /** How far the time of a picture is from its edge. */
    private static final int STAMP = 8;

    /** About how high a quote is. */
    private static final int QUOTED = 54;

    private static final Rectangle NOWHERE = new Rectangle(0, 0, 0, 0);

    /** The longest text laid out in full unasked: more is too slow to lay out while somebody scrolls by. */
    static final int MAX_LETTERS = 2000;

    final int height;
    final boolean day;
    final boolean first;
    final boolean last;
    final boolean bare;

    /** Whether its bubble is a picture. */
    final boolean picture;

    /** Whether it lies on the person's own colour. */
    final boolean filled;

    final Rectangle bubble;
    final @Nullable Pieces text;
    final Point textAt;
    final Rectangle time;

    /** When it was said, and what became of it. */
    final String stamp;

    /** The card of its file; null where it has none, or shows it as a picture. */
    final @Nullable LaidCard card;

    /** Who speaks, as far as there is room; null where it is not said. */
    final @Nullable String name;

    final Point nameAt;

    /** What it answers; null where it answers nothing. */
    final @Nullable LaidQuote quote;

    final Rectangle quoteAt;
    final LaidChips chips;

    /** Where the button is of each code that copies it. */
    final List<Rectangle> copies;

    final List<Tool> tools;

    /**
     * Where a row stands, and what stands around its words or its file.
     *
     * @param top where it begins, below the day line and the gap
     * @param stamp how large its time is
     */
    private record Around(
            Said said,
            int width,
            int top,
            boolean day,
            boolean first,
            boolean last,
            String clock,
            Point stamp,
            @Nullable Name name) {

        /** How high the name is. */
        int named() {
            return name == null ? 0 : name.size().y;
        }
    }

    /** What is particular to a kind of row. */
    private record Inside(
            boolean bare,
            boolean picture,
            Rectangle bubble,
            @Nullable Pieces text,
            Point textAt,
            Rectangle time,
            @Nullable LaidCard card,
            Point nameAt,
            @Nullable LaidQuote quote,
            Rectangle quoteAt) {}

    private Laid(GC gc, Theme theme, Around around, Inside inside) {
        var said = around.said();
        day = around.day();
        first = around.first();
        last = around.last();
        bare = inside.bare();
        picture = inside.picture();
        filled = said.mine() && !bare && !said.deleted();
        bubble = inside.bubble();
        text = inside.text();
        textAt = inside.textAt();
        time = inside.time();
        stamp = around.clock();
        card = inside.card();
        name = around.name() == null ? null : around.name().text();
        nameAt = inside.nameAt();
        quote = inside.quote();
        quoteAt = inside.quoteAt();
        chips = LaidChips.lay(gc, theme, said.fate().chips(), bubble, said.mine(), room(around.width()));
        copies = text == null ? List.of() : text.codes().stream().map(this::copy).toList();
        tools = Tool.beside(said, bubble, around.width());
        int bottom = bubble.y + bubble.height;
        height = bottom + chips.below(bottom);
    }

    private Rectangle copy(Rectangle code) {
        int x = textAt.x + code.x + code.width - COPY - 3, y = textAt.y + code.y + 3;
        return new Rectangle(x, y, COPY, Math.min(COPY, code.height));
    }

    void dispose() {
        if (text != null) text.dispose();
    }

    /**
     * Lays out {@code row} for a list of {@code width}; {@code gc} only measures.
     *
     * @param stamp what stands at its end: when it was said
     * @param names whether others are named where they begin to speak
     * @param shown how large the picture of its file is, if there is one to show
     */
    static Laid lay(
            GC gc,
            Theme theme,
            Rows rows,
            int row,
            int width,
            String stamp,
            boolean all,
            boolean names,
            @Nullable Point shown) {
        var said = rows.get(row);
        boolean day = rows.day(row) != null, first = rows.first(row), last = rows.last(row);
        boolean fresh = rows.fresh(row);
        int lines = (day ? DAY : 0) + (fresh ? NEWS : 0), top = lines + (lines > 0 ? 4 : first ? GAP : CLOSE_GAP);
        @Nullable Name name = names && first && !said.mine() && !said.quiet() ? Name.of(gc, theme, said, width) : null;
        gc.setFont(theme.font(parley.desktop.api.TextStyle.SMALL));
        var clock = gc.textExtent(stamp);
        int mark = (said.mark() == Mark.NONE ? 0 : Mark.WIDTH + 4) + said.signs().size() * SIGN;
        var around = new Around(said, width, top, day, first, last, stamp, new Point(clock.x + mark, clock.y), name);
        var card = said.card();
        var inside =
                said.quiet()
                        ? quiet(theme, around)
                        : card != null && shown != null
                                ? picture(shown, around)
                                : card != null ? card(gc, theme, card, around) : text(gc, theme, around, all);
        return new Laid(gc, theme, around, inside);
    }

    /** A speaker's name as it fits. */
    private record Name(String text, Point size) {

        static Name of(GC gc, Theme theme, Said said, int width) {
            gc.setFont(theme.font(parley.desktop.api.TextStyle.SMALL_STRONG));
            var text = Words.fitted(gc, said.name(), room(width) - 2 * PAD_X);
            var size = gc.textExtent(text);
            return new Name(text, new Point(size.x, size.y + 2));
        }
    }

    private static Inside quiet(Theme theme, Around around) {
        var said = around.said();
        var font = theme.font(parley.desktop.api.TextStyle.SMALL);
        var layout = new Pieces(Rich.plain(said.text()), Look.of(theme, font, false), room(around.width()));
        layout.centre();
        int x = Math.max(0, (around.width() - layout.width()) / 2), top = around.top();
        return new Inside(
                true,
                false,
                new Rectangle(x, top, layout.width(), layout.height()),
                layout,
                new Point(x, top),
                new Rectangle(x, top, 0, 0),
                null,
                new Point(0, 0),
                null,
                NOWHERE);
    }

    private static Inside picture(Point shown, Around around) {
        var stamp = around.stamp();
        int top = around.top() + around.named(), most = room(around.width());
        int wide = Math.min(shown.x, most), high = Math.max(1, shown.y * wide / shown.x);
        wide = Math.max(wide, Math.min(most, stamp.x + 4 * STAMP)); // so that its time finds room
        high = Math.max(high, stamp.y + 3 * STAMP);
        int x = left(around.said(), around.width(), wide);
        int timeX = x + wide - stamp.x - 2 * STAMP, timeY = top + high - stamp.y - 3 * STAMP / 2;
        return new Inside(
                true,
                true,
                new Rectangle(x, top, wide, high),
                null,
                new Point(0, 0),
                new Rectangle(timeX, timeY, stamp.x, stamp.y),
                null,
                new Point(x, around.top()),
                null,
                NOWHERE);
    }

    private static Inside card(GC gc, Theme theme, Card card, Around around) {
        int top = around.top() + around.named();
        var laid = new LaidCard(gc, theme, card, around.stamp(), room(around.width()));
        int x = left(around.said(), around.width(), laid.width);
        return new Inside(
                false,
                false,
                new Rectangle(x, top, laid.width, laid.height),
                null,
                new Point(0, 0),
                new Rectangle(x + laid.time.x, top + laid.time.y, laid.time.width, laid.time.height),
                laid,
                new Point(x, around.top()),
                null,
                NOWHERE);
    }

    private static Inside text(GC gc, Theme theme, Around around, boolean all) {
        var said = around.said();
        var stamp = around.stamp();
        var quoted = said.quote();
        boolean bare = quoted == null && !said.deleted() && Words.emojiOnly(said.text());
        int named = around.named(), top = around.top() + (bare ? named : 0), most = room(around.width()) - 2 * PAD_X;
        var quote = quoted == null ? null : new LaidQuote(gc, theme, quoted, most + 2 * (PAD_X - QUOTE));
        boolean filled = said.mine() && !bare && !said.deleted();
        var layout = new Pieces(rich(said, bare, all), Look.of(theme, font(theme, said, bare), filled), most);
        int wide = layout.width(), high = layout.height();
        boolean inline = !bare && layout.endsOpen() && layout.lastLine() + TIME_GAP + stamp.x <= most;
        int inner = Math.max(wide, inline ? layout.lastLine() + TIME_GAP + stamp.x : stamp.x);
        if (around.name() != null && !bare) inner = Math.max(inner, around.name().size().x);
        if (quote != null) inner = Math.max(inner, quote.width - 2 * (PAD_X - QUOTE));
        if (!bare) layout.stretch(inner);
        int padX = bare ? 0 : PAD_X, padY = bare ? 0 : PAD_Y;
        int head = padY + (bare ? 0 : named), quoteY = named > 0 ? head + 1 : QUOTE;
        int textY = quote == null ? head : quoteY + quote.height + QUOTE;
        int bubbleWidth = inner + 2 * padX;
        int bubbleHeight = textY + high + padY + (inline ? 0 : stamp.y + 1);
        int x = left(said, around.width(), bubbleWidth);
        int textX = x + padX + (bare && said.mine() ? inner - wide : 0);
        var time =
                new Rectangle(
                        x + bubbleWidth - padX - stamp.x,
                        top + bubbleHeight - padY - stamp.y + (inline ? 1 : 2),
                        stamp.x,
                        stamp.y);
        if (bare && !said.mine()) time.x = x;
        return new Inside(
                bare,
                false,
                new Rectangle(x, top, bubbleWidth, bubbleHeight),
                layout,
                new Point(textX, top + textY),
                time,
                null,
                new Point(x + padX, around.top() + padY),
                quote,
                quote == null
                        ? NOWHERE
                        : new Rectangle(x + QUOTE, top + quoteY, bubbleWidth - 2 * QUOTE, quote.height));
    }

    private static Font font(Theme theme, Said said, boolean bare) {
        if (said.deleted()) return theme.font(parley.desktop.api.TextStyle.ITALIC);
        return theme.font(bare ? parley.desktop.api.TextStyle.LARGE_EMOJI : parley.desktop.api.TextStyle.BODY);
    }

    private static Rich rich(Said said, boolean bare, boolean all) {
        if (bare) return Rich.plain(said.text().strip());
        if (said.deleted()) return Rich.plain(said.shown());
        return Rich.of(said.text(), all ? Integer.MAX_VALUE : MAX_LETTERS, said.besides().names());
    }

    /** The widest a bubble may be. */
    private static int room(int width) {
        int most = width - 2 * EDGE - AVATAR - AVATAR_GAP;
        return Math.max(80, Math.min(MAX_BUBBLE, most * 85 / 100));
    }

    private static int left(Said said, int width, int bubble) {
        return said.mine() ? width - EDGE - bubble : EDGE + AVATAR + AVATAR_GAP;
    }

    /** A guess at the height of {@code said}, for a row nobody has seen yet. */
    static int guess(Said said, int width) {
        int chips = LaidChips.guess(said.fate().chips());
        if (said.card() != null) return LaidCard.HEIGHT + GAP + chips;
        int letters = Math.max(16, (room(width) - 2 * PAD_X) / 8);
        int length = Math.min(said.text().length(), MAX_LETTERS);
        return 40 + length / letters * 20 + (said.quote() == null ? 0 : QUOTED) + chips;
    }
}
