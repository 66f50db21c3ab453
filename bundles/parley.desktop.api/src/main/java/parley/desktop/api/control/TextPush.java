package parley.desktop.api.control;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Composite;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;

import java.util.List;

/** A button with a word on it. */
public final class TextPush extends Push {

    private static final int HEIGHT = 40;
    private static final int INSET = 8;
    private static final int MOST_LINES = 2;

    /** How much a button asks to be pressed. */
    public enum Rank {
        /** The thing to do. */
        MAIN,
        /** Another thing to do. */
        PLAIN,
        /** Something that cannot be taken back. */
        DANGER
    }

    private Rank rank;

    public TextPush(Composite parent, Theme theme, Token ground, String id, String name, Rank rank, Runnable pressed) {
        super(parent, theme, ground, id, name, pressed);
        this.rank = rank;
    }

    /** Changes how much it asks to be pressed. */
    public void rank(Rank changed) {
        rank = changed;
        redraw();
    }

    /** Whether it is the button of these: all that tells one from another but what pressing does. */
    public boolean is(String id, String name, Rank rank) {
        return id.equals(getData("test.id")) && name.equals(name()) && rank == this.rank;
    }

    @Override
    public Point computeSize(int width, int height, boolean changed) {
        var gc = new GC(this);
        gc.setFont(theme.font(TextStyle.STRONG));
        int wide = width == SWT.DEFAULT ? gc.textExtent(name()).x + 36 : width;
        int high = theme.scaled(HEIGHT) + (lines(gc, wide).size() - 1) * gc.getFontMetrics().getHeight();
        gc.dispose();
        return new Point(wide, high);
    }

    /** What is on it where it is {@code width} wide: more than a line only if it is too narrow for one. */
    private List<String> lines(GC gc, int width) {
        return Words.wrapped(gc, name(), Math.max(1, width - 2 * INSET), MOST_LINES);
    }

    @Override
    protected void paint(GC gc) {
        var area = getClientArea();
        var fill =
                switch (rank) {
                    case MAIN -> isEnabled() ? Token.ACCENT : Token.RAISED;
                    case PLAIN, DANGER ->
                            hovered() ? Token.SELECTED : ground == Token.RAISED ? Token.BACKGROUND : Token.RAISED;
                };
        var ink =
                switch (rank) {
                    case MAIN -> isEnabled() ? Token.ON_ACCENT : Token.MUTED;
                    case PLAIN -> isEnabled() ? Token.TEXT : Token.MUTED;
                    case DANGER -> isEnabled() ? Token.BAD : Token.MUTED;
                };
        Shapes.fill(gc, theme.color(fill), 0, 0, area.width, area.height, 12);
        if (fill != Token.ACCENT) Shapes.stroke(gc, theme.color(Token.LINE), 1, 0, 0, area.width, area.height, 12);
        if (isFocusControl()) {
            var ring = rank == Rank.MAIN ? Token.TEXT : Token.FOCUS;
            Shapes.stroke(gc, theme.color(ring), 2, 0, 0, area.width, area.height, 12);
        }
        gc.setFont(theme.font(TextStyle.STRONG));
        gc.setForeground(theme.color(ink));
        var lines = lines(gc, area.width);
        int line = gc.getFontMetrics().getHeight(), y = (area.height - lines.size() * line) / 2;
        for (var shown : lines) {
            gc.drawText(shown, (area.width - gc.textExtent(shown).x) / 2, y, SWT.DRAW_TRANSPARENT);
            y += line;
        }
    }
}
