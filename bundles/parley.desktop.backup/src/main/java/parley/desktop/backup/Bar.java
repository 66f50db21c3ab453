package parley.desktop.backup;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.text.Phrases;

/** How far something is. */
final class Bar extends Canvas {

    private static final Phrases T = Phrases.of(Bar.class);
    private static final int HIGH = 8;
    private static final int ALL = 100;

    private final Theme theme;
    private int percent;

    Bar(Composite parent, Theme theme, String id) {
        super(parent, SWT.DOUBLE_BUFFERED | SWT.NO_FOCUS);
        this.theme = theme;
        setData("test.id", id);
        addListener(SWT.Paint, this::paint);
        theme.follow(this, this::redraw);
        Spoken.as(this, () -> T.heard("running.percent", "percent", percent));
    }

    void show(int changed) {
        percent = changed;
        redraw();
    }

    @Override
    public Point computeSize(int width, int height, boolean changed) {
        return new Point(width == SWT.DEFAULT ? 320 : width, HIGH);
    }

    private void paint(Event event) {
        var area = getClientArea();
        event.gc.setBackground(theme.color(Token.BACKGROUND));
        event.gc.fillRectangle(area);
        Shapes.fill(event.gc, theme.color(Token.RAISED), 0, 0, area.width, HIGH, HIGH);
        int done = area.width * percent / ALL;
        if (done > 0) Shapes.fill(event.gc, theme.color(Token.ACCENT), 0, 0, Math.max(HIGH, done), HIGH, HIGH);
    }
}
