package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.util.List;

/** Words that two people compare, large, in the order in which they are read. */
final class WordTiles extends Canvas {

    private static final Phrases T = Phrases.of(WordTiles.class);

    private static final int HIGH = 64;
    private static final int GAP = 10;
    private static final int NARROW = 420;

    private final Theme theme;
    private List<String> words = List.of();

    WordTiles(Composite parent, Theme theme, String id) {
        super(parent, SWT.DOUBLE_BUFFERED | SWT.NO_FOCUS);
        this.theme = theme;
        setData("test.id", id);
        addListener(SWT.Paint, this::paint);
        theme.follow(this, this::redraw);
        Spoken.as(this, () -> T.heard("proofs.words", "words", String.join(", ", words)));
    }

    void show(List<String> changed) {
        words = List.copyOf(changed);
        redraw();
    }

    @Override
    public Point computeSize(int width, int height, boolean changed) {
        int rows = width != SWT.DEFAULT && width < NARROW ? words.size() : 1;
        return new Point(width == SWT.DEFAULT ? 480 : width, Math.max(1, rows) * (HIGH + GAP) - GAP);
    }

    private void paint(Event event) {
        var gc = event.gc;
        var area = getClientArea();
        gc.setAdvanced(true);
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.fillRectangle(area);
        boolean narrow = area.width < NARROW;
        int count = Math.max(1, words.size());
        int wide = narrow ? area.width : (area.width - (count - 1) * GAP) / count;
        for (int at = 0; at < words.size(); at++) {
            int x = narrow ? 0 : at * (wide + GAP), y = narrow ? at * (HIGH + GAP) : 0;
            tile(gc, words.get(at), x, y, wide);
        }
    }

    private void tile(GC gc, String word, int x, int y, int wide) {
        Shapes.fill(gc, theme.color(Token.RAISED), x, y, wide, HIGH, 14);
        gc.setFont(theme.font(TextStyle.TITLE));
        gc.setForeground(theme.color(Token.TEXT));
        var shown = Words.fitted(gc, word, wide - 16);
        var size = gc.textExtent(shown);
        gc.drawText(shown, x + (wide - size.x) / 2, y + (HIGH - size.y) / 2, SWT.DRAW_TRANSPARENT);
    }
}
