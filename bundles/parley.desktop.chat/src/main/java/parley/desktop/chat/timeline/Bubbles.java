package parley.desktop.chat.timeline;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.graphics.Rectangle;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;
import parley.desktop.chat.image.Gallery;
import parley.desktop.chat.paint.Avatar;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Letters;
import parley.desktop.chat.paint.Mark;
import parley.desktop.chat.paint.Wording;

import java.nio.file.Path;
import java.time.LocalDate;

/** Paints rows that have been laid out. */
final class Bubbles {

    private static final int ROUND = 16;
    private static final int TAIL = 5;

    /** What the time of a picture stands on, and its ink: the same on any picture. */
    private static final RGB SHADE = new RGB(0, 0, 0);

    private static final RGB LIGHT = new RGB(255, 255, 255);

    private final Theme theme;
    private final Letters letters;
    private final Wording wording;
    private final Gallery pictures;

    Bubbles(Theme theme, Letters letters, Wording wording, Gallery pictures) {
        this.theme = theme;
        this.letters = letters;
        this.pictures = pictures;
        this.wording = wording;
    }

    /**
     * What is special about a row at this moment.
     *
     * @param marked what is selected in the list
     * @param current whether the keyboard is at it
     * @param hovered whether the pointer is on it
     * @param spot what of it the pointer is on
     * @param flashed whether the person was just led to it
     * @param bottom where the list ends
     */
    record Mood(
            @Nullable Marked marked,
            int row,
            boolean current,
            boolean hovered,
            Spot spot,
            boolean flashed,
            int bottom) {}

    /**
     * What stands above a row.
     *
     * @param day that begins with it
     * @param news says that what is new begins with it; empty if it does not
     */
    record Above(@Nullable LocalDate day, String news) {}

    /** Paints {@code said}, laid out as {@code laid}, with the row's top at {@code y}. */
    void paint(GC gc, Said said, Laid laid, int y, int width, Above above, Mood mood) {
        if (above.day() != null) dayLine(gc, wording.dayLine(above.day()), y, width);
        if (!above.news().isEmpty()) newsLine(gc, above.news(), y + (above.day() == null ? 0 : Laid.DAY), width);
        if (mood.flashed()) flash(gc, moved(laid.bubble, y), width);
        if (!said.mine() && laid.last && !said.quiet()) {
            int bottom = y + laid.bubble.y + laid.bubble.height;
            Avatar.paint(gc, theme, letters, Laid.EDGE, bottom - Laid.AVATAR, Laid.AVATAR, said.name(), said.author());
        }
        var bubble = moved(laid.bubble, y);
        if (said.deleted()) outline(gc, bubble);
        else if (!laid.bare) ground(gc, said, laid, bubble);
        if (mood.current()) ring(gc, bubble);
        if (laid.name != null) name(gc, said.author(), laid.name, laid.nameAt.x, y + laid.nameAt.y);
        var card = said.card();
        if (laid.picture && card != null) picture(gc, said, card, bubble, moved(laid.time, y));
        else if (laid.card != null) laid.card.paint(gc, theme, said.mine(), bubble.x, bubble.y, mood.spot());
        else words(gc, said, laid, y, mood);
        if (!said.quiet()) stamp(gc, said, laid, moved(laid.time, y));
        laid.chips.paint(gc, theme, letters, y, mood.spot().which(Spot.Kind.CHIP));
        if (!mood.hovered()) return;
        tools(gc, laid, y, mood.spot().which(Spot.Kind.TOOL));
        copies(gc, laid, y, mood.spot().which(Spot.Kind.COPY));
    }

    /** Marks the row that the person was led to. */
    private void flash(GC gc, Rectangle at, int width) {
        gc.setBackground(theme.color(Token.SELECTED));
        gc.fillRectangle(0, at.y - 6, width, at.height + 12);
    }

    private void tools(GC gc, Laid laid, int y, int hovered) {
        for (int which = 0; which < laid.tools.size(); which++) {
            laid.tools.get(which).paint(gc, theme, y, which == hovered);
        }
    }

    private void copies(GC gc, Laid laid, int y, int hovered) {
        for (int which = 0; which < laid.copies.size(); which++) {
            var at = moved(laid.copies.get(which), y);
            Shapes.fill(
                    gc, theme.color(which == hovered ? Token.HOVER : Token.RAISED), at.x, at.y, at.width, at.height, 7);
            theme.draw(gc, Icons.COPY, at.x + 5, at.y + 5, 14, theme.color(Token.TEXT));
        }
    }

    /** The picture, or what stands for it while it is read; and the ground of its time. */
    private void picture(GC gc, Said said, Card card, Rectangle at, Rectangle time) {
        var image = pictures.image(said.id(), Path.of(card.local()));
        if (image == null) {
            Shapes.fill(gc, theme.color(Token.RAISED), at.x, at.y, at.width, at.height, ROUND);
        } else {
            var size = image.getBounds();
            gc.setInterpolation(SWT.HIGH);
            gc.drawImage(image, 0, 0, size.width, size.height, at.x, at.y, at.width, at.height);
        }
        gc.setAlpha(150);
        Shapes.fill(gc, theme.color(SHADE), time.x - 7, time.y - 2, time.width + 14, time.height + 4, 9);
        gc.setAlpha(255);
    }

    private void name(GC gc, String author, String name, int x, int y) {
        gc.setForeground(Avatar.ink(theme, author));
        letters.draw(gc, TextStyle.SMALL_STRONG, name, x, y);
    }

    private void dayLine(GC gc, String text, int y, int width) {
        var extent = letters.size(TextStyle.SMALL_STRONG, text);
        int wide = extent.x + 24, high = extent.y + 10, x = (width - wide) / 2, top = y + (44 - high) / 2 + 2;
        Shapes.fill(gc, theme.color(Token.RAISED), x, top, wide, high, high / 2);
        gc.setForeground(theme.color(Token.MUTED));
        letters.draw(gc, TextStyle.SMALL_STRONG, text, x + 12, top + 5);
    }

    private void newsLine(GC gc, String text, int y, int width) {
        var extent = letters.size(TextStyle.SMALL_STRONG, text);
        int x = (width - extent.x) / 2, middle = y + Laid.NEWS / 2 + 2, side = Math.max(0, x - Laid.EDGE - 10);
        gc.setBackground(theme.color(Token.ACCENT));
        gc.fillRectangle(Laid.EDGE, middle, side, 1);
        gc.fillRectangle(width - Laid.EDGE - side, middle, side, 1);
        gc.setForeground(theme.color(Token.ACCENT_TEXT));
        letters.draw(gc, TextStyle.SMALL_STRONG, text, x, middle - extent.y / 2);
    }

    private void ground(GC gc, Said said, Laid laid, Rectangle at) {
        var color = theme.color(said.mine() ? Token.FILL : Token.RAISED);
        int above = laid.first ? ROUND : TAIL, below = TAIL;
        if (said.mine()) Shapes.fill(gc, color, at.x, at.y, at.width, at.height, ROUND, above, below, ROUND);
        else Shapes.fill(gc, color, at.x, at.y, at.width, at.height, above, ROUND, ROUND, below);
    }

    /** The edge of a bubble that has nothing in it any more. */
    private void outline(GC gc, Rectangle at) {
        Shapes.fill(gc, theme.color(Token.BACKGROUND), at.x, at.y, at.width, at.height, ROUND);
        Shapes.stroke(gc, theme.color(Token.LINE), 1.5f, at.x, at.y, at.width, at.height, ROUND);
    }

    private void ring(GC gc, Rectangle at) {
        Shapes.stroke(gc, theme.color(Token.FOCUS), 2, at.x - 3, at.y - 3, at.width + 6, at.height + 6, ROUND + 2);
    }

    private void words(GC gc, Said said, Laid laid, int y, Mood mood) {
        var text = laid.text;
        if (text == null) return;
        boolean filled = laid.filled;
        if (laid.quote != null) {
            laid.quote.paint(gc, theme, letters, moved(laid.quoteAt, y), filled, mood.spot().is(Spot.Kind.QUOTE));
        }
        boolean muted = said.quiet() || said.deleted();
        var ink = theme.color(filled ? Token.ON_FILL : muted ? Token.MUTED : Token.TEXT);
        gc.setForeground(ink);
        gc.setAlpha(255);
        var marked = mood.marked();
        int start = marked == null ? text.length() : marked.start(mood.row(), text.length());
        int end = marked == null ? 0 : marked.end(mood.row(), text.length());
        var mark = theme.color(filled ? Token.FILL_MARK : Token.MARK);
        text.paint(gc, laid.textAt.x, y + laid.textAt.y, 0, mood.bottom(), start, end, ink, mark);
    }

    private void stamp(GC gc, Said said, Laid laid, Rectangle at) {
        boolean filled = laid.filled;
        var light = theme.color(LIGHT);
        var quiet = laid.picture ? light : theme.color(filled ? Token.FILL_MUTED : Token.MUTED);
        gc.setForeground(quiet);
        int x = at.x;
        for (var sign : said.signs()) {
            theme.draw(gc, sign, x, at.y + (at.height - Laid.SIGN + 4) / 2, Laid.SIGN - 4, quiet);
            x += Laid.SIGN;
        }
        letters.draw(gc, TextStyle.SMALL, laid.stamp, x, at.y);
        if (said.mark() == Mark.NONE) return;
        boolean read = said.mark() == Mark.READ;
        var ink = laid.picture ? light : read ? theme.color(filled ? Token.ON_FILL : Token.ACCENT_TEXT) : quiet;
        gc.setAlpha(read || !filled ? 255 : 165); // so that the two ticks of "read" stand out
        said.mark().paint(gc, theme, at.x + at.width - Mark.WIDTH + 1, at.y, at.height, ink);
        gc.setAlpha(255);
    }

    private static Rectangle moved(Rectangle place, int down) {
        return new Rectangle(place.x, place.y + down, place.width, place.height);
    }
}
