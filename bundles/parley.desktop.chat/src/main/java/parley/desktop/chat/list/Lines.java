package parley.desktop.chat.list;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.RowList;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Words;
import parley.desktop.chat.paint.Avatar;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Mark;
import parley.desktop.chat.paint.Wording;

import java.util.List;
import java.util.function.Consumer;

/** The list of conversations. Called on the UI thread. */
public final class Lines {

    private static final RowList.Size SIZE = new RowList.Size(70, 8, 8);
    private static final int PICTURE = 46;
    private static final int INSET = 10;

    private final Theme theme;
    private final Wording wording;
    private final RowList<Line> list;
    private String selected = "";

    public Lines(Composite parent, Theme theme, Wording wording, Consumer<Line> chosen) {
        this.theme = theme;
        this.wording = wording;
        list = new RowList<>(parent, theme, Token.SIDE, SIZE, "conversations", "Conversations", new Look(), chosen);
    }

    /** The widget itself, to be placed. */
    public Canvas control() {
        return list.control();
    }

    /** Shows {@code changed}, in this order; {@code open} is the id of the line that stands open, or empty. */
    public void show(List<Line> changed, String open) {
        selected = open;
        list.show(changed);
    }

    private final class Look implements RowList.Look<Line> {

        @Override
        public String id(Line line) {
            return line.id();
        }

        @Override
        public String spoken(Line line) {
            var at = line.at();
            return line.spoken(at == null ? "" : wording.when(at));
        }

        @Override
        public boolean pressable(Line line) {
            return true;
        }

        @Override
        public boolean chosen(Line line) {
            return line.id().equals(selected);
        }

        @Override
        public void paint(GC gc, Line line, int left, int y, int right, Token ground) {
            int top = y + (SIZE.row() - PICTURE) / 2;
            if (line.asks()) paintAsking(gc, left + INSET, top);
            else Avatar.paint(gc, theme, left + INSET, top, PICTURE, line.title(), line.key());
            if (line.online()) Avatar.paintOnline(gc, theme, left + INSET, top, PICTURE, theme.color(ground));
            int x = left + INSET + PICTURE + 12;
            int end = right - 12;
            paintTitle(gc, line, x, y + 12, end);
            paintPreview(gc, line, x, y + 37, end);
        }
    }

    /** The picture of those who are nobody yet. */
    private void paintAsking(GC gc, int x, int y) {
        Shapes.circle(gc, theme.color(Token.RAISED), x, y, PICTURE);
        theme.draw(gc, Icons.ADD_PERSON, x + 12, y + 12, PICTURE - 24, theme.color(Token.ACCENT_TEXT));
    }

    private void paintTitle(GC gc, Line line, int x, int y, int end) {
        int stop = end;
        var at = line.at();
        if (at != null) {
            gc.setFont(theme.font(line.unread() > 0 ? TextStyle.SMALL_STRONG : TextStyle.SMALL));
            gc.setForeground(theme.color(line.unread() > 0 ? Token.ACCENT_TEXT : Token.MUTED));
            var when = wording.when(at);
            stop -= gc.textExtent(when).x;
            gc.drawText(when, stop, y + 3, SWT.DRAW_TRANSPARENT);
            stop -= 8;
        }
        gc.setFont(theme.font(TextStyle.STRONG));
        gc.setForeground(theme.color(Token.TEXT));
        gc.drawText(Words.fitted(gc, line.title(), stop - x), x, y, SWT.DRAW_TRANSPARENT);
    }

    private void paintPreview(GC gc, Line line, int x, int y, int end) {
        int from = x, stop = end;
        if (line.unread() > 0 || line.asks()) stop = paintBadge(gc, line, y, end) - 8;
        if (line.mark() != Mark.NONE) {
            gc.setFont(theme.font(TextStyle.BODY));
            var ink = theme.color(line.mark() == Mark.READ ? Token.ACCENT_TEXT : Token.MUTED);
            line.mark().paint(gc, theme, from, y, gc.getFontMetrics().getHeight(), ink);
            from += Mark.WIDTH + 4;
        }
        gc.setFont(theme.font(TextStyle.BODY));
        gc.setForeground(theme.color(Token.MUTED));
        gc.drawText(Words.fitted(gc, line.preview(), stop - from), from, y, SWT.DRAW_TRANSPARENT);
    }

    /** Paints the count of what is unread, or the dot of a request, and says where it begins. */
    private int paintBadge(GC gc, Line line, int y, int end) {
        gc.setFont(theme.font(TextStyle.SMALL_STRONG));
        var count = line.unread() > 0 ? line.unread() > 999 ? "999+" : String.valueOf(line.unread()) : "!";
        var extent = gc.textExtent(count);
        int wide = Math.max(20, extent.x + 12), x = end - wide;
        Shapes.fill(gc, theme.color(Token.ACCENT), x, y - 1, wide, 20, 10);
        gc.setForeground(theme.color(Token.ON_ACCENT));
        gc.drawText(count, x + (wide - extent.x) / 2, y - 1 + (20 - extent.y) / 2, SWT.DRAW_TRANSPARENT);
        return x;
    }
}
