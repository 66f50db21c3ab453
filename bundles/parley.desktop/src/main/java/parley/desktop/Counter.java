package parley.desktop;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.Attention;
import parley.desktop.api.text.Language;
import parley.desktop.api.text.Phrases;

import java.util.function.Supplier;

/**
 * Shows how much waits for the person wherever a system shows that. Called on the UI thread, but for {@link #waiting}.
 */
@Component(service = {Attention.class, Counter.class})
public final class Counter implements Attention {

    private static final Phrases T = Phrases.of(Counter.class);

    /** Whether Parley is in the tray: {@code yes} or {@code no}. */
    static final String TRAY = "tray";

    private static final int MOST = 999;

    /** The same for an icon, on which there is room for two digits. */
    private static final int MOST_IN_TRAY = 99;

    private final UiQueue ui;
    private final Preferences preferences;
    private final String title;
    private @Nullable Window window;
    private @Nullable TrayIcon tray;
    private volatile int count;
    private volatile Supplier<String> words = () -> "";

    @Activate
    public Counter(@Reference UiQueue ui, @Reference Preferences preferences) {
        this.ui = ui;
        this.preferences = preferences;
        this.title = preferences.title();
    }

    @Override
    public void waiting(int changed, Supplier<String> said) {
        if (changed < 0) throw new IllegalArgumentException("fewer than nothing: " + changed);
        if (changed == count) return;
        words = said;
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
        var shown = now == 0 ? "" : now > MOST ? T.get("counter.more", "count", MOST) : Language.number(now);
        var shell = opened.shell();
        shell.setText(shown.isEmpty() ? title : T.get("counter.title", "count", shown, "title", title));
        var bar = shell.getDisplay().getSystemTaskBar();
        var item = bar == null ? null : bar.getItem(shell);
        if (bar != null && item == null) item = bar.getItem(null); // of the program and not of a window
        if (item != null) item.setOverlayText(shown);
        if (tray != null) tray.show(badge(now), now == 0 ? title : tip(words.get()));
    }

    private static String badge(int now) {
        if (now == 0) return "";
        return now > MOST_IN_TRAY ? T.get("counter.more", "count", MOST_IN_TRAY) : Language.number(now);
    }

    private String tip(String said) {
        return said.isEmpty() ? title : T.get("counter.tip", "title", title, "words", said);
    }
}
