package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.TrayItem;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.text.Phrases;

import java.util.Optional;

/**
 * Parley in the system's tray. There need not be one, and a system may have one that nobody sees: so nothing can be
 * done here alone, and the window is never hidden. For the UI thread.
 */
final class TrayIcon {

    private static final Phrases T = Phrases.of(TrayIcon.class);
    private static final int SIZE = 24;

    private final TrayItem item;
    private final Menu menu;
    private @Nullable Image image;

    private TrayIcon(TrayItem item, Shell shell, Runnable raise, Runnable quit) {
        this.item = item;
        menu = new Menu(shell, SWT.POP_UP);
        entry(T.get("tray.open"), raise);
        entry(T.get("tray.quit"), quit);
        item.addListener(SWT.Selection, _ -> raise.run());
        item.addListener(SWT.MenuDetect, _ -> menu.setVisible(true));
    }

    /** Puts Parley into the tray, if there is one. */
    static Optional<TrayIcon> in(Display display, Shell shell, Runnable raise, Runnable quit) {
        var tray = display.getSystemTray();
        if (tray == null) return Optional.empty();
        return Optional.of(new TrayIcon(new TrayItem(tray, SWT.NONE), shell, raise, quit));
    }

    private void entry(String text, Runnable chosen) {
        var entry = new MenuItem(menu, SWT.PUSH);
        entry.setText(text);
        entry.addListener(SWT.Selection, _ -> chosen.run());
    }

    /** Shows {@code count}, a few letters, and says {@code tip}. */
    void show(String count, String tip) {
        var before = image;
        image = Logo.image(item.getDisplay(), SIZE, count);
        item.setImage(image);
        item.setToolTipText(tip);
        if (before != null) before.dispose();
    }

    void close() {
        item.dispose();
        menu.dispose();
        if (image != null) image.dispose();
    }
}
