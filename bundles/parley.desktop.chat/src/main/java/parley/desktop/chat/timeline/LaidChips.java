package parley.desktop.chat.timeline;

import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Language;
import parley.desktop.chat.paint.Letters;

import java.util.ArrayList;
import java.util.List;

/** What people think of an entry, laid out below its bubble in as many lines as it takes. */
final class LaidChips {

    static final LaidChips NONE = new LaidChips(List.of());

    private static final int ABOVE = 4;
    private static final int BELOW = 4;
    private static final int HEIGHT = 26;
    private static final int GAP = 4;
    private static final int PAD = 8;

    /** The most room for an emoji, which may be any text. */
    private static final int WIDEST = 140;

    private record Placed(String emoji, int wide, String count, boolean mine, Rectangle at) {

        Placed moved(int by) {
            return new Placed(emoji, wide, count, mine, new Rectangle(at.x + by, at.y, at.width, at.height));
        }
    }

    private final List<Placed> all;

    private LaidChips(List<Placed> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Lays out {@code chips} below {@code bubble}; {@code gc} only measures.
     *
     * @param right whether they end where the bubble ends, instead of beginning where it begins
     * @param room the widest a line may be
     */
    static LaidChips lay(GC gc, Theme theme, List<Chip> chips, Rectangle bubble, boolean right, int room) {
        if (chips.isEmpty()) return NONE;
        var placed = new ArrayList<Placed>();
        var line = new ArrayList<Placed>();
        int high = theme.scaled(HEIGHT), x = 0, y = bubble.y + bubble.height + ABOVE;
        for (var chip : chips) {
            gc.setFont(theme.font(TextStyle.BODY));
            var emoji = Words.fitted(gc, shown(chip.emoji()), WIDEST);
            int wide = gc.textExtent(emoji).x;
            gc.setFont(theme.font(TextStyle.SMALL_STRONG));
            var count = chip.count() > 1 ? Language.number(chip.count()) : "";
            int width = Math.max(high + 8, 2 * PAD + wide + (count.isEmpty() ? 0 : 5 + gc.textExtent(count).x));
            if (x > 0 && x + width > room) {
                finish(line, bubble, x - GAP, right, placed);
                x = 0;
                y += high + GAP;
            }
            line.add(new Placed(emoji, wide, count, chip.mine(), new Rectangle(x, y, width, high)));
            x += width + GAP;
        }
        finish(line, bubble, x - GAP, right, placed);
        return new LaidChips(placed);
    }

    private static void finish(List<Placed> line, Rectangle bubble, int wide, boolean right, List<Placed> placed) {
        int from = right ? bubble.x + bubble.width - wide : bubble.x;
        for (var chip : line) placed.add(chip.moved(from));
        line.clear();
    }

    private static String shown(String emoji) {
        var plain = Words.plain(emoji);
        return plain.isEmpty() ? "?" : plain;
    }

    /** A guess at how high {@code chips} are, unseen. */
    static int guess(List<Chip> chips) {
        return chips.isEmpty() ? 0 : ABOVE + HEIGHT + BELOW;
    }

    /** How much they add to the height of a row that ends at {@code bottom} without them. */
    int below(int bottom) {
        if (all.isEmpty()) return 0;
        var last = all.getLast().at();
        return last.y + last.height + BELOW - bottom;
    }

    /** Which of them is at (x, y), relative to the row; -1 if none. */
    int at(int x, int y) {
        for (int which = 0; which < all.size(); which++) if (all.get(which).at().contains(x, y)) return which;
        return -1;
    }

    /** Where number {@code which} of them is, relative to the row. */
    Rectangle place(int which) {
        return all.get(which).at();
    }

    /** Paints them in a row whose top is at {@code y}; {@code hovered} is the one under the pointer, or -1. */
    void paint(GC gc, Theme theme, Letters letters, int y, int hovered) {
        for (int which = 0; which < all.size(); which++) paint(gc, theme, letters, all.get(which), y, which == hovered);
    }

    private static void paint(GC gc, Theme theme, Letters letters, Placed chip, int y, boolean hovered) {
        var at = chip.at();
        int top = y + at.y;
        var ground = chip.mine() ? Token.SELECTED : hovered ? Token.HOVER : Token.RAISED;
        Shapes.fill(gc, theme.color(ground), at.x, top, at.width, at.height, at.height / 2);
        if (chip.mine() || hovered) {
            var edge = theme.color(chip.mine() ? Token.ACCENT : Token.LINE);
            Shapes.stroke(gc, edge, 1.5f, at.x, top, at.width, at.height, at.height / 2);
        }
        var count = letters.size(TextStyle.SMALL_STRONG, chip.count());
        int wide = chip.wide() + (chip.count().isEmpty() ? 0 : 5 + count.x), x = at.x + (at.width - wide) / 2;
        gc.setForeground(theme.color(chip.mine() ? Token.ACCENT_TEXT : Token.MUTED));
        int right = x + chip.wide() + 5;
        letters.draw(gc, TextStyle.SMALL_STRONG, chip.count(), right, top + (at.height - count.y) / 2);
        gc.setForeground(theme.color(Token.TEXT));
        int high = letters.size(TextStyle.BODY, chip.emoji()).y;
        letters.draw(gc, TextStyle.BODY, chip.emoji(), x, top + (at.height - high) / 2);
    }
}
