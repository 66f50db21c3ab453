package parley.desktop;

import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Display;

/** Finds a place for a window that can be seen: screens come and go. */
final class Screens {

    /** How much of a window must be on a screen for a person to take hold of it, in points. */
    private static final int ENOUGH = 100;

    private Screens() {}

    /** The middle of the first screen, for a window of this size, or as much of it as there is room for. */
    static Rectangle middle(Display display, int width, int height) {
        var screen = display.getPrimaryMonitor().getClientArea();
        int wide = Math.min(width, screen.width), high = Math.min(height, screen.height);
        return new Rectangle(screen.x + (screen.width - wide) / 2, screen.y + (screen.height - high) / 2, wide, high);
    }

    /** {@code wanted}, unless that lies off every screen of today: then of its size, on the first. */
    static Rectangle visible(Display display, Rectangle wanted) {
        for (var monitor : display.getMonitors()) {
            var seen = monitor.getClientArea().intersection(wanted);
            if (seen.width >= ENOUGH && seen.height >= ENOUGH) return wanted;
        }
        return middle(display, wanted.width, wanted.height);
    }
}
