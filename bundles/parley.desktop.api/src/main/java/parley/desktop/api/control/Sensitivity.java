package parley.desktop.api.control;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;

/**
 * Whether a painted control can be used, as GTK tells it to screen readers. SWT does not say it to GTK for a canvas,
 * and lets whoever listens for accessible states add some to those that GTK knows of, but take none away.
 */
final class Sensitivity {

    private static final System.Logger log = System.getLogger(Sensitivity.class.getName());

    private Sensitivity() {}

    /**
     * Says that {@code canvas} can be used, or cannot. By reflection, since only SWT for GTK has this, in an internal
     * class; where it has moved, a screen reader takes the control for one that can be used.
     */
    static void tell(Canvas canvas, boolean usable) {
        if (!SWT.getPlatform().equals("gtk")) return;
        try {
            long handle = Control.class.getField("handle").getLong(canvas);
            Control.class
                    .getClassLoader()
                    .loadClass("org.eclipse.swt.internal.gtk.GTK")
                    .getMethod("gtk_widget_set_sensitive", long.class, boolean.class)
                    .invoke(null, handle, usable);
        } catch (ReflectiveOperationException e) {
            log.log(System.Logger.Level.DEBUG, "screen readers are not told what cannot be used", e);
        }
    }
}
