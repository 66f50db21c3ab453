package parley.desktop.chat.timeline;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;
import parley.desktop.chat.paint.Icons;

/**
 * What lies over the list: a button to the newest entry, one back to what was not in view yet, and, for a moment after
 * the list was scrolled, the day of what is at its top.
 */
final class Floats {

    private static final int JUMP = 42;
    private static final int PILL = 28;
    private static final int TOP = 8;

    /** For how long the day stands after the list was scrolled, in milliseconds. */
    private static final int WHILE = 1500;

    /** What there is to press. */
    enum Kind {
        NONE,
        END,
        NEWS,
        /** The day of what is at the top. */
        DAY
    }

    private final Timeline timeline;
    private boolean scrolled;

    /** How many were passed over when that was said last, and the words for it. */
    private int counted;

    private String above = "";
    private final Runnable end = this::fade;

    Floats(Timeline timeline) {
        this.timeline = timeline;
    }

    private int pill() {
        return timeline.theme.scaled(PILL);
    }

    /** The list was scrolled: the day is shown for a while. */
    void scrolled() {
        scrolled = true;
        timeline.canvas.getDisplay().timerExec(WHILE, end); // a later one takes the place of this
    }

    private void fade() {
        scrolled = false;
        if (!timeline.canvas.isDisposed()) timeline.canvas.redraw();
    }

    Kind at(int x, int y) {
        var jump = jump();
        if (jump != null && jump.contains(x, y)) return Kind.END;
        var news = news();
        if (news != null && news.contains(x, y)) return Kind.NEWS;
        var day = day();
        boolean above = !day.isEmpty() && y >= TOP && y < TOP + pill();
        return above && timeline.onDay(day, x) ? Kind.DAY : Kind.NONE;
    }

    /** Where the button is that leads to the newest entry; it is there while that is out of view. */
    private @Nullable Rectangle jump() {
        if (timeline.view.stuck() || timeline.rows.size() == 0) return null;
        return new Rectangle(timeline.width() - JUMP - 18, timeline.height() - JUMP - 14, JUMP, JUMP);
    }

    /** Where the button is that leads back to what was passed over. */
    private @Nullable Rectangle news() {
        if (passed() == 0) return null;
        int wide = Math.min(timeline.width() - 20, timeline.letters.size(TextStyle.SMALL_STRONG, above()).x + 36);
        return new Rectangle((timeline.width() - wide) / 2, TOP + (day().isEmpty() ? 0 : pill() + 6), wide, pill() + 4);
    }

    /** Says how many were passed over. */
    private String above() {
        int passed = passed();
        if (passed != counted) {
            counted = passed;
            above = News.above(passed);
        }
        return above;
    }

    /** How many of others were passed over above what is in view. */
    private int passed() {
        return timeline.news.unseen(timeline.rows, 0, Math.min(timeline.view.first(), timeline.rows.size()));
    }

    /** The day at the top of the list, if it is to be shown; empty while its own line is in view. */
    private String day() {
        int row = timeline.view.first();
        if (!scrolled || row >= timeline.rows.size()) return "";
        boolean own = timeline.rows.day(row) != null && timeline.view.firstTop() > -pill();
        return own ? "" : timeline.wording.dayLine(timeline.wording.day(timeline.rows.get(row).at()));
    }

    void paint(GC gc, int lastSeen) {
        var day = day();
        if (!day.isEmpty()) paintDay(gc, day);
        paintNews(gc);
        paintJump(gc, lastSeen);
    }

    private void paintDay(GC gc, String day) {
        var extent = timeline.letters.size(TextStyle.SMALL_STRONG, day);
        int wide = extent.x + 24, x = (timeline.width() - wide) / 2;
        pill(gc, Token.RAISED, new Rectangle(x, TOP, wide, pill()));
        gc.setForeground(timeline.theme.color(Token.MUTED));
        timeline.letters.draw(gc, TextStyle.SMALL_STRONG, day, x + 12, TOP + (pill() - extent.y) / 2);
    }

    private void paintNews(GC gc) {
        var at = news();
        if (at == null) return;
        pill(gc, Token.ACCENT, at);
        gc.setForeground(timeline.theme.color(Token.ON_ACCENT));
        timeline.letters.centre(gc, TextStyle.SMALL_STRONG, above(), at.x, at.y, at.width, at.height);
    }

    private void paintJump(GC gc, int lastSeen) {
        var at = jump();
        if (at == null) return;
        var theme = timeline.theme;
        Shapes.circle(gc, theme.color(Token.LINE), at.x - 1, at.y - 1, at.width + 2);
        Shapes.circle(gc, theme.color(Token.RAISED), at.x, at.y, at.width);
        theme.draw(gc, Icons.DOWN, at.x + 11, at.y + 12, 20, theme.color(Token.TEXT));
        int unseen = timeline.news.unseen(timeline.rows, lastSeen + 1, timeline.rows.size());
        if (unseen == 0) return;
        gc.setFont(theme.font(TextStyle.SMALL_STRONG));
        var count = News.badge(unseen);
        var extent = gc.textExtent(count);
        int wide = Math.max(20, extent.x + 12), x = at.x + (at.width - wide) / 2;
        Shapes.fill(gc, theme.color(Token.BACKGROUND), x - 2, at.y - 12, wide + 4, 24, 12); // apart from any bubble
        Shapes.fill(gc, theme.color(Token.ACCENT), x, at.y - 10, wide, 20, 10);
        gc.setForeground(theme.color(Token.ON_ACCENT));
        gc.drawText(count, x + (wide - extent.x) / 2, at.y - 10 + (20 - extent.y) / 2, SWT.DRAW_TRANSPARENT);
    }

    private void pill(GC gc, Token ground, Rectangle at) {
        var line = timeline.theme.color(Token.LINE);
        Shapes.fill(gc, line, at.x - 1, at.y - 1, at.width + 2, at.height + 2, at.height / 2 + 1);
        Shapes.fill(gc, timeline.theme.color(ground), at.x, at.y, at.width, at.height, at.height / 2);
    }
}
