package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;

/** Paints a key as people know it from their keyboards. */
final class Keycap {

    private Keycap() {}

    /** Paints {@code key} so that it ends at {@code end}, in the middle of a row, and says where it begins. */
    static int paint(GC gc, Theme theme, String key, int end, int y, int row) {
        if (key.isEmpty()) return end;
        gc.setFont(theme.font(TextStyle.SMALL));
        var extent = gc.textExtent(key);
        int wide = extent.x + 14, high = extent.y + 6, top = y + (row - high) / 2;
        Shapes.stroke(gc, theme.color(Token.MUTED), 1, end - wide, top, wide, high, 6);
        gc.setForeground(theme.color(Token.MUTED));
        gc.drawText(key, end - wide + 7, top + 3, SWT.DRAW_TRANSPARENT);
        return end - wide;
    }
}
