package parley.desktop.api.control;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;

import parley.desktop.api.text.Language;

/**
 * What is different where the window runs from right to left. SWT itself counts x from the right there, for bounds, the
 * pointer and whatever is painted, and keeps letters and images as they are; so a view is laid out once, as if from
 * left to right. What is left is here: keys that mean a direction, and shapes that have only one right way round.
 */
public final class Mirror {

    /** So long, in milliseconds, GTK may take to place what was shown. */
    private static final int FRAMES = 50;

    private Mirror() {}

    /** The style for a new shell, so that it and all that is in it run as the language does. */
    public static int style() {
        return Language.current().rightToLeft() ? SWT.RIGHT_TO_LEFT : SWT.LEFT_TO_RIGHT;
    }

    /**
     * Has everything that was hidden stand where it was placed when it is shown again. GTK moves it as far as what it
     * stands in has changed its width meanwhile, once it is shown, though it has been placed anew since.
     */
    public static void keepPlaces(Display display) {
        if (!Language.current().rightToLeft()) return;
        display.addFilter(
                SWT.Show,
                event -> {
                    if (event.widget instanceof Control shown && !(shown instanceof Shell) && of(shown)) keep(shown);
                });
    }

    private static void keep(Control shown) {
        var placed = shown.getBounds();
        Runnable look =
                () -> {
                    if (shown.isDisposed()) return;
                    var now = shown.getBounds();
                    if (now.x != placed.x && now.width == placed.width) shown.setLocation(placed.x, now.y);
                };
        shown.getDisplay().asyncExec(look);
        shown.getDisplay().timerExec(FRAMES, look);
    }

    /** Whether {@code control} runs from right to left. */
    public static boolean of(Control control) {
        return (control.getStyle() & SWT.RIGHT_TO_LEFT) != 0;
    }

    /** Whether what {@code gc} paints is turned around. */
    public static boolean of(GC gc) {
        return (gc.getStyle() & SWT.RIGHT_TO_LEFT) != 0;
    }

    /** 1 if the arrow {@code keyCode} leads on along a line of {@code control}, -1 if back, 0 if it is none of both. */
    public static int step(Control control, int keyCode) {
        int right = of(control) ? -1 : 1;
        return keyCode == SWT.ARROW_RIGHT ? right : keyCode == SWT.ARROW_LEFT ? -right : 0;
    }

    /** Where {@code x}, of a shape {@code wide} from {@code left} on that must not turn, is for {@code gc}. */
    public static int upright(GC gc, int x, int left, int wide) {
        return of(gc) ? 2 * left + wide - x : x;
    }
}
