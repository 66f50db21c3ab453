package parley.desktop.chat.timeline;

import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Letters;

import java.util.List;

/** A quote, laid out for one width: a bar, a name, and one or two lines. */
final class LaidQuote {

    private static final Phrases T = Phrases.of(LaidQuote.class);

    private static final int BAR = 4;
    private static final int PAD_X = 10;
    private static final int PAD_Y = 5;
    private static final int ROUND = 9;
    private static final int LINES = 2;
    private static final int GAP = 6;

    final int width;
    final int height;
    private final boolean plain;
    private final String name;

    /** Stands behind the name, in a style that no name has. */
    private final String mark;

    private final int nameWidth;
    private final List<String> lines;
    private final int nameHeight;
    private final int lineHeight;

    /** Lays out {@code quote} in at most {@code room}; {@code gc} only measures. */
    LaidQuote(GC gc, Theme theme, Quote quote, int room) {
        int most = room - BAR - 2 * PAD_X;
        boolean edited = quote.state() == Quote.State.EDITED;
        plain = edited || quote.state() == Quote.State.HERE;
        mark = edited ? T.get("quote.edited") : "";
        gc.setFont(theme.font(TextStyle.SMALL_ITALIC));
        int markWidth = edited ? GAP + gc.textExtent(mark).x : 0;
        gc.setFont(theme.font(TextStyle.SMALL_STRONG));
        name = quote.name().isEmpty() ? "" : Words.fitted(gc, quote.name(), Math.max(0, most - markWidth));
        var nameSize = gc.textExtent(name);
        nameWidth = nameSize.x;
        gc.setFont(theme.font(style()));
        lines = Words.wrapped(gc, quote.text(), most, LINES);
        int wide = nameWidth + markWidth;
        for (var line : lines) wide = Math.max(wide, gc.textExtent(line).x);
        nameHeight = name.isEmpty() ? 0 : nameSize.y + 1;
        lineHeight = gc.getFontMetrics().getHeight();
        width = Math.min(room, wide + BAR + 2 * PAD_X);
        height = 2 * PAD_Y + nameHeight + lines.size() * lineHeight;
    }

    private TextStyle style() {
        return plain ? TextStyle.SMALL : TextStyle.SMALL_ITALIC;
    }

    /** Paints it at {@code at}, which is as wide as its bubble allows; on the person's own colour if {@code filled}. */
    void paint(GC gc, Theme theme, Letters letters, Rectangle at, boolean filled, boolean hovered) {
        var ground = filled ? Token.FILL_MARK : hovered ? Token.HOVER : Token.BACKGROUND;
        Shapes.fill(gc, theme.color(ground), at.x, at.y, at.width, at.height, ROUND);
        var bar = theme.color(filled ? Token.ON_FILL : Token.ACCENT);
        Shapes.fill(gc, bar, at.x, at.y, BAR, at.height, ROUND, 0, 0, ROUND);
        int left = at.x + BAR + PAD_X, right = at.x + at.width - PAD_X, y = at.y + PAD_Y;
        if (!name.isEmpty()) {
            gc.setForeground(theme.color(filled ? Token.ON_FILL : Token.ACCENT_TEXT));
            letters.draw(gc, TextStyle.SMALL_STRONG, name, left, y);
            gc.setForeground(theme.color(filled ? Token.FILL_MUTED : Token.MUTED));
            letters.draw(gc, TextStyle.SMALL_ITALIC, mark, left + nameWidth + GAP, y);
        }
        y += nameHeight;
        gc.setForeground(theme.color(filled ? Token.FILL_MUTED : plain ? Token.TEXT : Token.MUTED));
        boolean fromRight = Words.rightToLeft(lines.getFirst());
        for (var line : lines) {
            int x = fromRight ? right - letters.size(style(), line).x : left;
            letters.draw(gc, style(), line, x, y);
            y += lineHeight;
        }
    }
}
