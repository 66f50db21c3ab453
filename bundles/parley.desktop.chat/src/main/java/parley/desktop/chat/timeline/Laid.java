package parley.desktop.chat.timeline;

import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.graphics.TextStyle;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.chat.paint.Mark;
import parley.desktop.chat.paint.Words;

import java.util.ArrayList;
import java.util.List;

/** One row, laid out for one width: where its bubble, its words and its time are, relative to the row's top left. */
final class Laid {

    static final int EDGE = 20;
    static final int AVATAR = 32;
    static final int PAD_X = 13;
    static final int PAD_Y = 8;

    private static final int AVATAR_GAP = 10;
    private static final int MAX_BUBBLE = 560;
    private static final int CARD_WIDTH = 340;
    private static final int CARD_HEIGHT = 76;
    private static final int CARD_BUTTONS = 42;
    private static final int CARD_LINES = 3;
    private static final int BADGE = 42;

    /** Where the last line of a card stands, below the card's top. */
    static final int CARD_DETAIL = 48;

    private static final int DAY = 44;
    private static final int GAP = 12;
    private static final int CLOSE_GAP = 3;
    private static final int TIME_GAP = 12;

    /** The longest text laid out in full unasked: more is too slow to lay out while somebody scrolls by. */
    static final int MAX_LETTERS = 2000;

    /** What the link leads to that shows the rest of a long text. */
    static final String SHOW_ALL = "parley:all";

    private static final String ALL = "Show all";

    final int height;
    final boolean day;
    final boolean first;
    final boolean last;
    final boolean bare;
    final Rectangle bubble;
    final @Nullable Pieces text;
    final Point textAt;
    final Rectangle time;
    final List<Links.Link> links;

    /** The lines below the name of a file. */
    final List<String> detail;

    /** Who speaks, as far as there is room; null where it is not said. */
    final @Nullable String name;

    final Point nameAt;

    private Laid(
            int height,
            boolean day,
            boolean first,
            boolean last,
            boolean bare,
            Rectangle bubble,
            @Nullable Pieces text,
            Point textAt,
            Rectangle time,
            List<Links.Link> links,
            List<String> detail,
            @Nullable String name,
            Point nameAt) {
        this.height = height;
        this.day = day;
        this.first = first;
        this.last = last;
        this.bare = bare;
        this.bubble = bubble;
        this.text = text;
        this.textAt = textAt;
        this.time = time;
        this.links = links;
        this.detail = detail;
        this.name = name;
        this.nameAt = nameAt;
    }

    void dispose() {
        if (text != null) text.dispose();
    }

    /**
     * Lays out {@code row} for a list of {@code width}; {@code gc} only measures.
     *
     * @param names whether others are named where they begin to speak
     */
    static Laid lay(GC gc, Theme theme, Rows rows, int row, int width, String time, boolean all, boolean names) {
        var said = rows.get(row);
        boolean day = rows.day(row) != null, first = rows.first(row), last = rows.last(row);
        int top = (day ? DAY : 0) + (day ? 4 : first ? GAP : CLOSE_GAP);
        if (said.quiet()) return quiet(theme, said, width, top, day, first, last);
        @Nullable Name name = names && first && !said.mine() ? Name.of(gc, theme, said.name(), room(width)) : null;
        gc.setFont(theme.font(parley.desktop.api.TextStyle.SMALL));
        var clock = gc.textExtent(time);
        int mark = said.mark() == Mark.NONE ? 0 : Mark.WIDTH + 4;
        var stamp = new Point(clock.x + mark, clock.y);
        var card = said.card();
        if (card != null) return card(gc, said, card, width, top, stamp, day, first, last, name);
        return text(theme, said, all, width, top, stamp, day, first, last, name);
    }

    /** A speaker's name as it fits. */
    private record Name(String text, Point size) {

        static Name of(GC gc, Theme theme, String name, int room) {
            gc.setFont(theme.font(parley.desktop.api.TextStyle.SMALL_STRONG));
            var text = Words.fitted(gc, name, room - 2 * PAD_X);
            var size = gc.textExtent(text);
            gc.setFont(theme.font(parley.desktop.api.TextStyle.SMALL));
            return new Name(text, new Point(size.x, size.y + 2));
        }
    }

    private static Laid quiet(Theme theme, Said said, int width, int top, boolean day, boolean first, boolean last) {
        var font = theme.font(parley.desktop.api.TextStyle.SMALL);
        var layout = new Pieces(font, said.text(), false, List.of(), linkStyle(theme, said), room(width));
        layout.centre();
        int x = Math.max(0, (width - layout.width()) / 2);
        var bubble = new Rectangle(x, top, layout.width(), layout.height());
        return new Laid(
                top + layout.height(),
                day,
                first,
                last,
                true,
                bubble,
                layout,
                new Point(x, top),
                new Rectangle(x, top, 0, 0),
                List.of(),
                List.of(),
                null,
                new Point(0, 0));
    }

    private static Laid card(
            GC gc,
            Said said,
            Card card,
            int width,
            int above,
            Point stamp,
            boolean day,
            boolean first,
            boolean last,
            @Nullable Name name) {
        int top = above + (name == null ? 0 : name.size().y);
        int wide = Math.min(CARD_WIDTH, room(width));
        var detail = Words.wrapped(gc, card.detail(), wide - 3 * PAD_X - BADGE - stamp.x - 8, CARD_LINES);
        int more = (detail.size() - 1) * stamp.y;
        int high = CARD_HEIGHT + more + (card.acts().size() > 1 ? CARD_BUTTONS : 0);
        int x = left(said, width, wide);
        var time =
                new Rectangle(
                        x + wide - PAD_X - stamp.x,
                        top + (card.moving() ? CARD_DETAIL : CARD_DETAIL - 9),
                        stamp.x,
                        stamp.y);
        var bubble = new Rectangle(x, top, wide, high);
        return new Laid(
                top + high,
                day,
                first,
                last,
                false,
                bubble,
                null,
                new Point(0, 0),
                time,
                List.of(),
                detail,
                name == null ? null : name.text(),
                new Point(x, above));
    }

    private static Laid text(
            Theme theme,
            Said said,
            boolean all,
            int width,
            int above,
            Point stamp,
            boolean day,
            boolean first,
            boolean last,
            @Nullable Name name) {
        boolean bare = Words.emojiOnly(said.text());
        int named = name == null ? 0 : name.size().y, top = above + (bare ? named : 0);
        var shown = all ? said.text() : shown(said.text());
        if (bare) shown = shown.strip();
        boolean rtl = Words.rightToLeft(shown);
        var links = links(shown, !all && said.text().length() > MAX_LETTERS);
        var font = theme.font(bare ? parley.desktop.api.TextStyle.LARGE_EMOJI : parley.desktop.api.TextStyle.BODY);
        int most = room(width) - 2 * PAD_X;
        var layout = new Pieces(font, shown, rtl, links, linkStyle(theme, said), most);
        int wide = layout.width(), high = layout.height();
        boolean inline = !rtl && !bare && layout.lastLine() + TIME_GAP + stamp.x <= most;
        int inner = Math.max(wide, inline ? Math.max(layout.lastLine() + TIME_GAP + stamp.x, 0) : stamp.x);
        if (name != null && !bare) inner = Math.max(inner, name.size().x);
        int padX = bare ? 0 : PAD_X, padY = bare ? 0 : PAD_Y;
        int bubbleWidth = inner + 2 * padX;
        int bubbleHeight = high + 2 * padY + (inline ? 0 : stamp.y + 1) + (bare ? 0 : named);
        int x = left(said, width, bubbleWidth);
        int textX = x + padX + (rtl || (bare && said.mine()) ? inner - wide : 0);
        var time =
                new Rectangle(
                        x + bubbleWidth - padX - stamp.x,
                        top + bubbleHeight - padY - stamp.y + (inline ? 1 : 2),
                        stamp.x,
                        stamp.y);
        if (bare && !said.mine()) time.x = x;
        var bubble = new Rectangle(x, top, bubbleWidth, bubbleHeight);
        return new Laid(
                top + bubbleHeight,
                day,
                first,
                last,
                bare,
                bubble,
                layout,
                new Point(textX, top + padY + (bare ? 0 : named)),
                time,
                links,
                List.of(),
                name == null ? null : name.text(),
                new Point(x + padX, above + padY));
    }

    private static TextStyle linkStyle(Theme theme, Said said) {
        var color = theme.color(said.mine() ? Token.ON_FILL : Token.ACCENT_TEXT);
        var style = new TextStyle(null, color, null);
        style.underline = true;
        return style;
    }

    /** What of {@code text} is laid out unasked: all, or the beginning of something endless and a way to the rest. */
    static String shown(String text) {
        if (text.length() <= MAX_LETTERS) return text;
        int end = Character.isHighSurrogate(text.charAt(MAX_LETTERS - 1)) ? MAX_LETTERS - 1 : MAX_LETTERS;
        return text.substring(0, end) + "… " + ALL;
    }

    private static List<Links.Link> links(String shown, boolean cut) {
        if (!cut) return Links.in(shown);
        var links = new ArrayList<>(Links.in(shown.substring(0, shown.length() - ALL.length() - 2)));
        links.add(new Links.Link(shown.length() - ALL.length(), shown.length(), SHOW_ALL));
        return links;
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
        if (said.card() != null) return CARD_HEIGHT + GAP;
        int letters = Math.max(16, (room(width) - 2 * PAD_X) / 8);
        int length = Math.min(said.text().length(), MAX_LETTERS);
        return 40 + length / letters * 20;
    }

    /** The round mark at the left of a file's card. */
    Rectangle badge() {
        return new Rectangle(bubble.x + PAD_X, bubble.y + PAD_X, BADGE, BADGE);
    }

    /** The button number {@code at} of {@code count} below a file's card. */
    Rectangle button(int at, int count) {
        int wide = (bubble.width - 2 * PAD_X - 8 * (count - 1)) / count;
        return new Rectangle(bubble.x + PAD_X + at * (wide + 8), bubble.y + CARD_HEIGHT - 4, wide, 34);
    }
}
