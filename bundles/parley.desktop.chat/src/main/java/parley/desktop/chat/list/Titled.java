package parley.desktop.chat.list;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Words;

/** The words of a row: a title, perhaps a second line under it, perhaps a word at the end. */
final class Titled {

    private Titled() {}

    /** Paints them between {@code x} and {@code end} into the row of {@code height} at {@code y}. */
    static void paint(GC gc, Theme theme, String title, String detail, String mark, int x, int y, int end, int height) {
        int stop = end;
        if (!mark.isEmpty()) {
            gc.setFont(theme.font(TextStyle.SMALL));
            gc.setForeground(theme.color(Token.MUTED));
            var shown = Words.fitted(gc, mark, (end - x) * 2 / 5); // the title says more
            var extent = gc.textExtent(shown);
            stop -= extent.x;
            gc.drawText(shown, stop, y + (height - extent.y) / 2, SWT.DRAW_TRANSPARENT);
            stop -= 10;
        }
        gc.setFont(theme.font(TextStyle.STRONG));
        gc.setForeground(theme.color(Token.TEXT));
        int middle = y + (height - gc.getFontMetrics().getHeight()) / 2;
        gc.drawText(
                Words.fitted(gc, title, stop - x),
                x,
                detail.isEmpty() ? middle : middle - theme.scaled(10),
                SWT.DRAW_TRANSPARENT);
        if (detail.isEmpty()) return;
        gc.setFont(theme.font(TextStyle.SMALL));
        gc.setForeground(theme.color(Token.MUTED));
        gc.drawText(Words.fitted(gc, detail, stop - x), x, middle + theme.scaled(11), SWT.DRAW_TRANSPARENT);
    }
}
