package parley.desktop.chat.list;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;

import parley.desktop.api.Icon;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Mirror;
import parley.desktop.api.control.RowList;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Language;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.Line.Lead;
import parley.desktop.chat.paint.Avatar;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Mark;
import parley.desktop.chat.paint.Wording;

/** Paints a conversation, or a shelf of them, as a row of the list. */
final class LineFace {

    private static final Phrases T = Phrases.of(LineFace.class);
    private static final int PICTURE = 46;
    private static final int INSET = 10;
    private static final int BADGE = 20;
    private static final int DOT = 12;
    private static final int SIGN = 15;

    /** Where there is less room behind a title, no status is shown: one word of it says nothing. */
    private static final int STATUS = 60;

    private final Theme theme;
    private final Wording wording;
    private final RowList.Size size;

    LineFace(Theme theme, Wording wording, RowList.Size size) {
        this.theme = theme;
        this.wording = wording;
        this.size = size;
    }

    private int high() {
        return size.row(theme);
    }

    /** Where the first line stands in a row. */
    private int upper() {
        return theme.scaled(12);
    }

    private int lower() {
        return theme.scaled(37);
    }

    private int badge() {
        return theme.scaled(BADGE);
    }

    void paint(GC gc, Line line, int left, int y, int right, Token ground) {
        int top = y + (high() - PICTURE) / 2;
        if (line.asks()) paintAsking(gc, left + INSET, top, ground);
        else Avatar.paint(gc, theme, left + INSET, top, PICTURE, line.title(), line.key());
        if (line.online()) Avatar.paintOnline(gc, theme, left + INSET, top, PICTURE, theme.color(ground));
        if (line.signs().away()) Avatar.paintAway(gc, theme, left + INSET, top, PICTURE, theme.color(ground));
        int x = left + INSET + PICTURE + 12;
        int end = right - 12;
        paintTitle(gc, line, x, y + upper(), end);
        paintPreview(gc, line, x, y + lower(), end);
    }

    void paint(GC gc, Shelf shelf, int left, int y, int right, Token ground) {
        int x = left + INSET, top = y + (high() - PICTURE) / 2;
        paintIcon(gc, shelf.icon(), x, top, ground, Token.MUTED);
        x += PICTURE + 12;
        int end = right - 12;
        if (shelf.unread() > 0)
            end = badge(gc, count(shelf.unread()), Token.MUTED, y + (high() - badge()) / 2, end) - 8;
        Titled.paint(gc, theme, shelf.title(), shelf.detail(), "", x, y, end, high());
    }

    /** The picture of those who are nobody yet. */
    private void paintAsking(GC gc, int x, int y, Token ground) {
        paintIcon(gc, Icons.ADD_PERSON, x, y, ground, Token.ACCENT_TEXT);
    }

    private void paintIcon(GC gc, Icon icon, int x, int y, Token ground, Token ink) {
        Shapes.circle(gc, theme.color(ground == Token.SIDE ? Token.RAISED : Token.SIDE), x, y, PICTURE);
        theme.draw(gc, icon, x + 12, y + 12, PICTURE - 24, theme.color(ink));
    }

    void paint(GC gc, Hit hit, int left, int y, int right) {
        Avatar.paint(gc, theme, left + INSET, y + (high() - PICTURE) / 2, PICTURE, hit.title(), hit.key());
        int x = left + INSET + PICTURE + 12, end = right - 12;
        gc.setFont(theme.font(TextStyle.SMALL));
        gc.setForeground(theme.color(Token.MUTED));
        var when = wording.when(hit.at());
        int stop = end - gc.textExtent(when).x;
        gc.drawText(when, stop, y + upper() + 3, SWT.DRAW_TRANSPARENT);
        gc.setFont(theme.font(TextStyle.STRONG));
        words(gc, hit.title(), Token.TEXT, x, y + upper(), stop - 8);
        paintFound(gc, hit, x, y + lower(), end);
    }

    /** Paints what was looked for among the words around it; where those run against the window, all alike. */
    private void paintFound(GC gc, Hit hit, int x, int y, int end) {
        gc.setFont(theme.font(TextStyle.BODY));
        int from = x + words(gc, T.get("list.who", "who", hit.who()) + " ", Token.MUTED, x, y, end);
        if (Words.rightToLeft(hit.text()) != Mirror.of(gc)) {
            words(gc, hit.text(), Token.MUTED, from, y, end);
            return;
        }
        for (var part : hit.parts()) {
            if (end - from < BADGE) return;
            gc.setFont(theme.font(part.marked() ? TextStyle.STRONG : TextStyle.BODY));
            from += words(gc, part.text(), part.marked() ? Token.ACCENT_TEXT : Token.MUTED, from, y, end);
        }
    }

    private void paintTitle(GC gc, Line line, int x, int y, int end) {
        int stop = end;
        boolean calls = line.waits() && !line.signs().muted();
        var at = line.at();
        if (at != null) {
            gc.setFont(theme.font(calls ? TextStyle.SMALL_STRONG : TextStyle.SMALL));
            gc.setForeground(theme.color(calls ? Token.ACCENT_TEXT : Token.MUTED));
            var when = wording.when(at);
            stop -= gc.textExtent(when).x;
            gc.drawText(when, stop, y + 3, SWT.DRAW_TRANSPARENT);
            stop -= 8;
        }
        if (line.signs().muted()) stop -= SIGN + 4;
        gc.setFont(theme.font(TextStyle.STRONG));
        gc.setForeground(theme.color(Token.TEXT));
        var title = Words.fitted(gc, line.title(), stop - x);
        gc.drawText(title, x, y, SWT.DRAW_TRANSPARENT);
        int from = x + gc.textExtent(title).x;
        if (line.signs().muted()) {
            sign(gc, Icons.BELL_OFF, from + 5, y + 3);
            from += SIGN + 4;
            stop += SIGN + 4;
        }
        if (line.signs().status().isEmpty() || stop - from < STATUS) return;
        gc.setFont(theme.font(TextStyle.SMALL));
        words(gc, T.get("list.status", "status", line.signs().status()), Token.MUTED, from + 8, y + 3, stop);
    }

    private void sign(GC gc, Icon icon, int x, int y) {
        theme.draw(gc, icon, x, y, SIGN, theme.color(Token.MUTED));
    }

    private void paintPreview(GC gc, Line line, int x, int y, int end) {
        int from = x, stop = end;
        if (line.waits()) stop = paintBadge(gc, line, y, end) - 8;
        if (line.signs().mentioned()) stop = badge(gc, "@", Token.ACCENT, y - 1, stop) - 6;
        if (line.signs().pinned()) {
            stop -= SIGN;
            sign(gc, Icons.PIN, stop, y + 2);
            stop -= 6;
        }
        if (line.mark() != Mark.NONE) {
            gc.setFont(theme.font(TextStyle.BODY));
            var ink = theme.color(line.mark() == Mark.READ ? Token.ACCENT_TEXT : Token.MUTED);
            line.mark().paint(gc, theme, from, y, gc.getFontMetrics().getHeight(), ink);
            from += Mark.WIDTH + 4;
        }
        gc.setFont(theme.font(TextStyle.BODY));
        if (!line.lead().isEmpty()) from += words(gc, line.lead(), Token.ACCENT_TEXT, from, y, stop);
        var ink = line.signs().lead() == Lead.TYPING ? Token.ACCENT_TEXT : Token.MUTED;
        words(gc, line.preview(), ink, from, y, stop);
    }

    /** Paints as much of {@code text} as there is room for, and says how wide that is. */
    private int words(GC gc, String text, Token ink, int from, int y, int stop) {
        gc.setForeground(theme.color(ink));
        var fitted = Words.fitted(gc, text, stop - from);
        gc.drawText(fitted, from, y, SWT.DRAW_TRANSPARENT);
        return gc.textExtent(fitted).x;
    }

    /** Paints the count of what is unread, or that something is to be looked at, and says where it begins. */
    private int paintBadge(GC gc, Line line, int y, int end) {
        var ground = line.signs().muted() ? Token.MUTED : Token.ACCENT;
        if (line.unread() > 0) return badge(gc, count(line.unread()), ground, y - 1, end);
        if (line.asks()) return badge(gc, "!", ground, y - 1, end);
        int inset = (badge() - DOT) / 2;
        Shapes.circle(gc, theme.color(ground), end - DOT - inset, y - 1 + inset, DOT);
        return end - badge();
    }

    private static String count(int unread) {
        return unread > 999 ? T.get("list.more", "count", 999) : Language.number(unread);
    }

    private int badge(GC gc, String text, Token ground, int y, int end) {
        gc.setFont(theme.font(TextStyle.SMALL_STRONG));
        var extent = gc.textExtent(text);
        int high = badge(), wide = Math.max(high, extent.x + 12), x = end - wide;
        Shapes.fill(gc, theme.color(ground), x, y, wide, high, high / 2);
        gc.setForeground(theme.color(ground == Token.ACCENT ? Token.ON_ACCENT : Token.SIDE));
        gc.drawText(text, x + (wide - extent.x) / 2, y + (high - extent.y) / 2, SWT.DRAW_TRANSPARENT);
        return x;
    }
}
