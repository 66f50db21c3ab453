package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;

/**
 * Lets the UI thread sleep while nothing happens. SWT on GTK wakes it 20 times a second as long as no timer runs, for
 * it doubts that GLib tells it of what other threads ask for. GLib does, and SWT looks for that itself before it sleeps
 * on, so a timer that ends once in a while does as well.
 */
final class Slumber implements Runnable {

    /** The longest, in milliseconds: so late something would be done that GLib did not tell of. */
    static final int LONGEST = 1000;

    private final Display display;

    private Slumber(Display display) {
        this.display = display;
    }

    /** From now on, for as long as {@code display} is there. */
    static void begin(Display display) {
        if (SWT.getPlatform().equals("gtk")) new Slumber(display).run();
    }

    @Override
    public void run() {
        display.timerExec(LONGEST, this);
    }
}
