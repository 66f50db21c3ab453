package parley.desktop;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.Attention;

/**
 * Shows how much waits for the person wherever a system shows that. Called on the UI thread, but for {@link #waiting}.
 */
@Component(service = {Attention.class, Counter.class})
public final class Counter implements Attention {

    /** Whether Parley is in the tray: {@code yes} or {@code no}. */
    static final String TRAY = "tray";

    private static final int MOST = 999;

    /** The same for an icon, on which there is room for two digits. */
    private static final int MOST_IN_TRAY = 99;

    private final UiQueue ui;
    private final Preferences preferences;
    private @Nullable Window window;
    private @Nullable TrayIcon tray;
    private volatile int count;

    @Activate
    public Counter(@Reference UiQueue ui, @Reference Preferences preferences) {
        this.ui = ui;
        this.preferences = preferences;
    }

    @Override
    public void waiting(int changed) {
        if (changed < 0) throw new IllegalArgumentException("fewer than nothing: " + changed);
        if (changed == count) return;
        count = changed;
        ui.latest(this, this::show);
    }

    /** Counts on {@code opened} from now on. */
    void on(Window opened) {
        window = opened;
        tray(wanted());
        show();
    }

    /** Whether the person wants Parley in the tray. */
    boolean wanted() {
        return !preferences.get(TRAY, "yes").equals("no");
    }

    /** Puts Parley into the tray, or takes it out. */
    void tray(boolean in) {
        var opened = window;
        if (!in || opened == null) {
            out();
        } else if (tray == null) {
            var shell = opened.shell();
            tray = TrayIcon.in(shell.getDisplay(), shell, opened::raise, opened::close).orElse(null);
            show();
        }
    }

    /** The window is gone. */
    void close() {
        window = null;
        out();
    }

    private void out() {
        if (tray != null) tray.close();
        tray = null;
    }

    private void show() {
        var opened = window;
        if (opened == null || opened.isDisposed()) return;
        int now = count;
        var shown = now == 0 ? "" : now > MOST ? MOST + "+" : String.valueOf(now);
        var shell = opened.shell();
        shell.setText(shown.isEmpty() ? Window.TITLE : "(" + shown + ") " + Window.TITLE);
        var bar = shell.getDisplay().getSystemTaskBar();
        var item = bar == null ? null : bar.getItem(shell);
        if (bar != null && item == null) item = bar.getItem(null); // of the program and not of a window
        if (item != null) item.setOverlayText(shown);
        if (tray != null) tray.show(now > MOST_IN_TRAY ? MOST_IN_TRAY + "+" : shown, tip(shown, now));
    }

    private static String tip(String shown, int now) {
        return switch (now) {
            case 0 -> Window.TITLE;
            case 1 -> Window.TITLE + ": 1 new message";
            default -> Window.TITLE + ": " + shown + " new messages";
        };
    }
}
