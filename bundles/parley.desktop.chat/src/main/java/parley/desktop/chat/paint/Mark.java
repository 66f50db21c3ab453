package parley.desktop.chat.paint;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.LineAttributes;

import parley.desktop.api.Theme;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.text.Phrases;

/** How far a message of ours has come, as the mark beside its time. */
public enum Mark {
    /** Not ours: no mark. */
    NONE,
    /** Written, not yet with the relay. */
    WAITING,
    /** The relay has it. */
    SENT,
    /** Their device has it. */
    DELIVERED,
    /** They have seen it. */
    READ,
    /** It will not go out. */
    FAILED;

    private static final Phrases T = Phrases.of(Mark.class);

    /** The room a mark takes, in points. */
    public static final int WIDTH = 16;

    private static final int HEIGHT = 12;

    /** What a screen reader says. */
    public String spoken() {
        return switch (this) {
            case NONE -> "";
            case WAITING -> T.get("mark.waiting");
            case SENT -> T.get("mark.sent");
            case DELIVERED -> T.get("mark.delivered");
            case READ -> T.get("mark.read");
            case FAILED -> T.get("mark.failed");
        };
    }

    /** Paints this mark with its left edge at x, in the middle of the line of {@code height} at y. */
    public void paint(GC gc, Theme theme, int x, int y, int height, Color color) {
        int top = y + (height - HEIGHT) / 2;
        switch (this) {
            case NONE -> {}
            case WAITING -> theme.draw(gc, Icons.CLOCK, x + 2, top, HEIGHT, color);
            case FAILED -> theme.draw(gc, Icons.WARNING, x + 2, top, HEIGHT, color);
            case SENT -> tick(gc, x + 3, top, color);
            case DELIVERED, READ -> {
                tick(gc, x, top, color);
                half(gc, x + 5, top, color);
            }
        }
    }

    private static void tick(GC gc, int x, int y, Color color) {
        pen(gc, color);
        Shapes.line(gc, x, 10, x, y + 7, x + 3, y + 10, x + 10, y + 3);
    }

    /** The second tick of two, without the stroke that the first one crosses. */
    private static void half(GC gc, int x, int y, Color color) {
        pen(gc, color);
        Shapes.line(gc, x, 10, x + 2, y + 9, x + 3, y + 10, x + 10, y + 3);
    }

    private static void pen(GC gc, Color color) {
        gc.setAntialias(SWT.ON);
        gc.setForeground(color);
        gc.setLineAttributes(new LineAttributes(1.5f, SWT.CAP_ROUND, SWT.JOIN_ROUND));
    }
}
