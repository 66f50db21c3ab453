package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageGcDrawer;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;

import java.util.function.Consumer;

/** The one window, at the place and of the size it had last time. */
final class Window {

    static final String TITLE = "Parley";

    private static final int MIN_WIDTH = 640;
    private static final int MIN_HEIGHT = 440;

    private final Shell shell;
    private final Frame frame;
    private final Preferences preferences;

    Window(Display display, Themes themes, Preferences preferences) {
        this.preferences = preferences;
        shell = new Shell(display, SWT.SHELL_TRIM);
        shell.setText(TITLE);
        shell.setMinimumSize(MIN_WIDTH, MIN_HEIGHT);
        shell.setData("test.id", "window");
        var icon = new Image(display, drawer(), 64, 64);
        shell.setImage(icon);
        shell.addListener(SWT.Dispose, _ -> icon.dispose());
        int side = preferences.get("window.side", Frame.MIN_SIDE, Frame.MAX_SIDE, 336);
        frame = new Frame(shell, themes, side);
        shell.setBounds(remembered(display));
        shell.setMaximized(Boolean.parseBoolean(preferences.get("window.maximized", "false")));
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

    /** Tells {@code inFront} whether the window is the one that a person works in, whenever that changes. */
    void watch(Consumer<Boolean> inFront) {
        shell.addListener(SWT.Activate, _ -> inFront.accept(true));
        shell.addListener(SWT.Deactivate, _ -> inFront.accept(false));
        shell.addListener(SWT.Dispose, _ -> inFront.accept(false));
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
        preferences.put("window.maximized", String.valueOf(shell.getMaximized()));
        preferences.put("window.side", String.valueOf(frame.sideWidth()));
        if (shell.getMaximized()) return;
        var bounds = shell.getBounds();
        preferences.put("window.x", String.valueOf(bounds.x));
        preferences.put("window.y", String.valueOf(bounds.y));
        preferences.put("window.width", String.valueOf(bounds.width));
        preferences.put("window.height", String.valueOf(bounds.height));
    }

    /** Where the window stood, unless that lies off every screen of today: then the middle of the first one. */
    private Rectangle remembered(Display display) {
        var screen = display.getPrimaryMonitor().getClientArea();
        int width = preferences.get("window.width", MIN_WIDTH, 20_000, Math.min(1180, screen.width));
        int height = preferences.get("window.height", MIN_HEIGHT, 20_000, Math.min(780, screen.height));
        var bounds =
                new Rectangle(
                        preferences.get("window.x", -20_000, 20_000, screen.x + (screen.width - width) / 2),
                        preferences.get("window.y", -20_000, 20_000, screen.y + (screen.height - height) / 2),
                        width,
                        height);
        for (var monitor : display.getMonitors()) {
            var visible = monitor.getClientArea().intersection(bounds);
            if (visible.width >= 100 && visible.height >= 100) return bounds;
        }
        return new Rectangle(screen.x, screen.y, Math.min(width, screen.width), Math.min(height, screen.height));
    }

    /** Two speech bubbles, one answering the other. */
    private static ImageGcDrawer drawer() {
        return new ImageGcDrawer() {
            @Override
            public void drawOn(GC gc, int width, int height) {
                gc.setAntialias(SWT.ON);
                gc.setBackground(gc.getDevice().getSystemColor(SWT.COLOR_TRANSPARENT));
                gc.setBackground(new org.eclipse.swt.graphics.Color(Colors.rgb(0x2F5FE8)));
                gc.fillRoundRectangle(0, 0, width, height, width / 2, height / 2);
                gc.setBackground(new org.eclipse.swt.graphics.Color(Colors.rgb(0xFFFFFF)));
                gc.fillRoundRectangle(width * 12 / 64, height * 16 / 64, width * 32 / 64, height * 18 / 64, 18, 18);
                gc.setBackground(new org.eclipse.swt.graphics.Color(Colors.rgb(0xB9CDFF)));
                gc.fillRoundRectangle(width * 22 / 64, height * 36 / 64, width * 30 / 64, height * 14 / 64, 14, 14);
            }

            @Override
            public int getGcStyle() {
                return SWT.TRANSPARENT;
            }
        };
    }
}
