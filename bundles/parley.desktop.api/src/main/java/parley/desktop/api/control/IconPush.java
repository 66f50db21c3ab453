package parley.desktop.api.control;

import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Composite;

import parley.desktop.api.Icon;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;

/** A round button with an icon. */
public final class IconPush extends Push {

    private final int size;
    private final boolean filled;
    private Icon icon;

    private IconPush(
            Composite parent,
            Theme theme,
            Token ground,
            String id,
            String name,
            Icon icon,
            int size,
            boolean filled,
            Runnable pressed) {
        super(parent, theme, ground, id, name, pressed);
        this.icon = icon;
        this.size = size;
        this.filled = filled;
        setToolTipText(name);
    }

    /** A button that shows only its icon until the pointer comes. */
    public static IconPush quiet(
            Composite parent, Theme theme, Token ground, String id, String name, Icon icon, Runnable pressed) {
        return new IconPush(parent, theme, ground, id, name, icon, 38, false, pressed);
    }

    /** A button filled with the accent colour: the one thing to do here. */
    public static IconPush filled(
            Composite parent, Theme theme, Token ground, String id, String name, Icon icon, Runnable pressed) {
        return new IconPush(parent, theme, ground, id, name, icon, 46, true, pressed);
    }

    /** Shows another icon. */
    public void icon(Icon changed) {
        icon = changed;
        redraw();
    }

    @Override
    protected void renamed(String changed) {
        setToolTipText(changed);
    }

    @Override
    public Point computeSize(int width, int height, boolean changed) {
        return new Point(size, size);
    }

    @Override
    protected void paint(GC gc) {
        var area = getClientArea();
        int x = (area.width - size) / 2, y = (area.height - size) / 2;
        boolean off = filled && !isEnabled();
        if (filled) {
            Shapes.circle(gc, theme.color(off ? Token.RAISED : Token.ACCENT), x, y, size);
        } else if (hovered()) {
            Shapes.circle(gc, theme.color(Token.HOVER), x, y, size);
        }
        if (isFocusControl()) {
            Shapes.stroke(gc, theme.color(filled ? Token.TEXT : Token.FOCUS), 2, x, y, size, size, size);
        }
        var ink = filled && !off ? Token.ON_ACCENT : hovered() ? Token.TEXT : Token.MUTED;
        theme.draw(gc, icon, x + (size - 21) / 2, y + (size - 21) / 2, 21, theme.color(ink));
    }
}
