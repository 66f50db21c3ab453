package parley.desktop.api.control;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.LineAttributes;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Composite;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;

import java.util.List;

/**
 * Something that is so or not, with a word beside it and a sentence below: a box to tick, or one of several choices.
 */
public final class TogglePush extends Push {

    private static final int MARK = 20;
    private static final int INSET = 8;
    private static final int GAP = 12;
    private static final int MOST_LINES = 3;
    private static final int NAME_LINES = 3;

    /** What kind of thing is chosen. */
    public enum Kind {
        /** So or not so. */
        TICK,
        /** One of several, of which exactly one is so. */
        CHOICE
    }

    private final Kind kind;
    private final String detail;
    private boolean on;

    /**
     * @param detail a sentence below the name; may be empty
     * @param pressed changes what is so, and says so by {@link #set}
     */
    public TogglePush(
            Composite parent,
            Theme theme,
            Token ground,
            String id,
            String name,
            String detail,
            Kind kind,
            boolean on,
            Runnable pressed) {
        super(parent, theme, ground, id, name, pressed);
        this.detail = detail;
        this.kind = kind;
        this.on = on;
    }

    /** Whether it is so. */
    public boolean on() {
        return on;
    }

    /** Shows whether it is so. */
    public void set(boolean changed) {
        on = changed;
        redraw();
        getAccessible().sendEvent(ACC.EVENT_STATE_CHANGED, new int[] {ACC.STATE_CHECKED, changed ? 1 : 0});
    }

    @Override
    protected int role() {
        return kind == Kind.TICK ? ACC.ROLE_CHECKBUTTON : ACC.ROLE_RADIOBUTTON;
    }

    @Override
    protected int state() {
        return on ? ACC.STATE_CHECKED : ACC.STATE_NORMAL;
    }

    @Override
    protected String spoken() {
        return detail.isEmpty() ? name() : name() + ". " + detail;
    }

    @Override
    public Point computeSize(int width, int height, boolean changed) {
        int wide = width == SWT.DEFAULT ? 360 : width;
        var gc = new GC(this);
        gc.setFont(theme.font(TextStyle.BODY));
        int high = names(gc, wide).size() * gc.getFontMetrics().getHeight() + 2 * INSET;
        gc.setFont(theme.font(TextStyle.SMALL));
        high += details(gc, wide).size() * gc.getFontMetrics().getHeight();
        gc.dispose();
        return new Point(wide, high);
    }

    private List<String> names(GC gc, int width) {
        return Words.wrapped(gc, name(), room(width), NAME_LINES);
    }

    private List<String> details(GC gc, int width) {
        return detail.isEmpty() ? List.of() : Words.wrapped(gc, detail, room(width), MOST_LINES);
    }

    private static int room(int width) {
        return Math.max(40, width - MARK - GAP - 2 * INSET);
    }

    @Override
    protected void paint(GC gc) {
        var area = getClientArea();
        if (hovered()) Shapes.fill(gc, theme.color(Token.HOVER), 0, 0, area.width, area.height, 10);
        if (isFocusControl()) Shapes.stroke(gc, theme.color(Token.FOCUS), 2, 0, 0, area.width, area.height, 10);
        gc.setFont(theme.font(TextStyle.BODY));
        int line = gc.getFontMetrics().getHeight(), x = INSET + MARK + GAP, y = INSET;
        mark(gc, INSET, y + (line - MARK) / 2);
        gc.setForeground(theme.color(isEnabled() ? Token.TEXT : Token.MUTED));
        for (var part : names(gc, area.width)) {
            gc.drawText(part, x, y, SWT.DRAW_TRANSPARENT);
            y += line;
        }
        gc.setFont(theme.font(TextStyle.SMALL));
        gc.setForeground(theme.color(Token.MUTED));
        for (var part : details(gc, area.width)) {
            gc.drawText(part, x, y, SWT.DRAW_TRANSPARENT);
            y += gc.getFontMetrics().getHeight();
        }
    }

    private void mark(GC gc, int x, int y) {
        int radius = kind == Kind.TICK ? 5 : MARK;
        if (!on) {
            Shapes.stroke(gc, theme.color(Token.MUTED), 1.6f, x, y, MARK, MARK, radius);
            return;
        }
        Shapes.fill(gc, theme.color(isEnabled() ? Token.ACCENT : Token.MUTED), x, y, MARK, MARK, radius);
        if (kind == Kind.CHOICE) {
            Shapes.circle(gc, theme.color(Token.ON_ACCENT), x + 6, y + 6, MARK - 12);
            return;
        }
        gc.setForeground(theme.color(Token.ON_ACCENT));
        gc.setLineAttributes(new LineAttributes(2, SWT.CAP_ROUND, SWT.JOIN_ROUND));
        Shapes.line(gc, x, MARK, x + 5, y + 10, x + 9, y + 14, x + 15, y + 6);
    }
}
