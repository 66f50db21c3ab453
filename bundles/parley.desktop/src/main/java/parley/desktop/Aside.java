package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Shell;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Mirror;

/** A window of its own for a view that is used to stand in the one of Parley. For the UI thread. */
final class Aside {

    private static final int WIDE = 760;
    private static final int HIGH = 620;

    private final Shell shell;
    private boolean open = true;

    /** Where it stood when it was seen last: of a window that is hidden not every system says where it was moved to. */
    private Rectangle stood;

    /**
     * Takes {@code part} out of the window; what is written or chosen in it stays.
     *
     * @param wanted where it stood last; null if it never did
     * @param back hears that the person has closed the window
     */
    Aside(Part part, Shell window, Theme theme, @Nullable Rectangle wanted, Runnable back) {
        var display = window.getDisplay();
        shell = new Shell(display, SWT.SHELL_TRIM | Mirror.style());
        shell.setData("test.id", "aside." + part.spec().id());
        shell.setText(part.title() + " — " + Window.TITLE);
        Image icon = window.getImage();
        if (icon != null) shell.setImage(icon);
        shell.setLayout(new FillLayout());
        shell.setMinimumSize(Arrangement.LEAST, Arrangement.LEAST);
        theme.follow(shell, () -> shell.setBackground(theme.color(Token.BACKGROUND)));
        move(part.control(), shell);
        shell.setBounds(wanted == null ? Screens.middle(display, WIDE, HIGH) : Screens.visible(display, wanted));
        stood = shell.getBounds();
        shell.addListener(
                SWT.Close,
                event -> {
                    event.doit = false; // it goes once its view has moved
                    if (open) back.run();
                });
    }

    /** Whether this system can move widgets from window to window. */
    static boolean possible(Part part) {
        return part.control().isReparentable();
    }

    void show(Part part) {
        shell.open();
        part.focus();
    }

    void visible(boolean wanted) {
        stood = bounds();
        shell.setVisible(wanted);
    }

    /** Brings it in front. */
    void raise() {
        shell.setMinimized(false);
        shell.forceActive();
    }

    boolean is(Shell other) {
        return shell == other;
    }

    /** Where it stands. */
    Rectangle bounds() {
        return !shell.isDisposed() && shell.isVisible() ? shell.getBounds() : stood;
    }

    /** Gives the part back to {@code window} and goes. */
    void close(Part part, Composite window) {
        open = false;
        if (!part.control().isDisposed() && !window.isDisposed()) move(part.control(), window);
        if (!shell.isDisposed()) shell.dispose();
    }

    private static void move(Composite control, Composite parent) {
        control.setParent(parent);
        control.setVisible(true);
    }
}
