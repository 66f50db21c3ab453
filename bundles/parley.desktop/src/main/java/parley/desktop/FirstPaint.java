package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;

/**
 * Says when the window has shown something for the first time: in the log, and to what waits until then. For the UI
 * thread.
 */
final class FirstPaint implements Listener {

    private static final System.Logger log = System.getLogger(FirstPaint.class.getName());

    private final Display display;
    private final CompletableFuture<Void> shown;
    private boolean contributed;
    private boolean painted;
    private boolean noted;

    /**
     * @param shown is completed then
     */
    FirstPaint(Display display, CompletableFuture<Void> shown) {
        this.display = display;
        this.shown = shown;
        display.addFilter(SWT.Paint, this);
    }

    /** A view has been opened: what is painted from now on is worth seeing. */
    void contributed() {
        contributed = true;
    }

    @Override
    public void handleEvent(Event event) {
        painted |= contributed;
    }

    /** Nothing more waits to be done. */
    void idle() {
        if (!painted || noted) return;
        noted = true;
        display.removeFilter(SWT.Paint, this);
        var since = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
        log.log(System.Logger.Level.DEBUG, "The window is painted, {0} ms after the JVM began", since);
        shown.complete(null);
    }
}
