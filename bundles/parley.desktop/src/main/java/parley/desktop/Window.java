package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Shell;

import parley.desktop.api.control.Mirror;

import java.util.function.Consumer;

/** The one window, at the place and of the size it had last time. */
final class Window {

    static final String TITLE = "Parley";

    /** How large it is at first, in points. */
    static final int WIDTH = 1180;

    static final int HEIGHT = 780;

    private static final int MIN_WIDTH = 640;
    private static final int MIN_HEIGHT = 440;

    private final Shell shell;
    private final Frame frame;
    private final Arrangement arrangement;

    Window(Display display, Themes themes, Arrangement arrangement, String title) {
        this.arrangement = arrangement;
        Mirror.keepPlaces(display);
        shell = new Shell(display, SWT.SHELL_TRIM | Mirror.style());
        shell.setText(title);
        shell.setMinimumSize(MIN_WIDTH, MIN_HEIGHT);
        shell.setData("test.id", "window");
        var icon = Logo.image(display, 64, "");
        shell.setImage(icon);
        shell.addListener(SWT.Dispose, _ -> icon.dispose());
        frame = new Frame(shell, themes, arrangement);
        shell.setBounds(
                arrangement
                        .window()
                        .map(wanted -> Screens.visible(display, wanted))
                        .orElseGet(() -> Screens.middle(display, WIDTH, HEIGHT)));
        shell.setMaximized(arrangement.maximized());
        shell.addListener(SWT.Close, _ -> remember());
    }

    Shell shell() {
        return shell;
    }

    Frame frame() {
        return frame;
    }

    void show() {
        shell.open();
        frame.focus();
    }

    /** Tells {@code inFront} whether a person works in this window or in one of a view, whenever that changes. */
    void watch(Consumer<Boolean> inFront) {
        Listener changed =
                event -> {
                    if (event.widget instanceof Shell each && frame.owns(each)) {
                        inFront.accept(event.type == SWT.Activate);
                    }
                };
        var display = shell.getDisplay();
        display.addFilter(SWT.Activate, changed);
        display.addFilter(SWT.Deactivate, changed);
        shell.addListener(SWT.Dispose, _ -> inFront.accept(false));
    }

    /** Has {@code ending} run when the window goes for whatever reason, while everything in it is still there. */
    void ending(Runnable ending) {
        shell.addListener(SWT.Dispose, _ -> ending.run());
    }

    /** Brings the window in front. */
    void raise() {
        if (shell.isDisposed()) return;
        shell.setMinimized(false);
        shell.forceActive();
    }

    boolean isDisposed() {
        return shell.isDisposed();
    }

    void close() {
        if (shell.isDisposed()) return;
        remember();
        shell.dispose();
    }

    private void remember() {
        arrangement.remember(shell.getBounds(), shell.getMaximized(), frame.sideWidth());
        frame.remember();
    }
}
