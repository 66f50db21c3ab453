package parley.desktop.lock;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Listener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.AppLock;
import parley.desktop.api.UiThread;

/** Tells the app lock that a person is at the window: a key, a button of the pointer, its wheel. */
@Component(service = {})
public final class Touches {

    private static final long NANOS = 1_000_000_000L;

    private final AppLock lock;
    private final UiThread ui;
    private final Listener did = _ -> did();
    private long told = System.nanoTime() - NANOS;

    @Activate
    public Touches(@Reference AppLock lock, @Reference UiThread ui) {
        this.lock = lock;
        this.ui = ui;
        ui.execute(() -> {
            var display = Display.getCurrent();
            for (var kind : KINDS) display.addFilter(kind, did);
        });
    }

    private static final int[] KINDS = {SWT.KeyDown, SWT.MouseDown, SWT.MouseWheel};

    @Deactivate
    void close() {
        ui.execute(() -> {
            var display = Display.getCurrent();
            for (var kind : KINDS) display.removeFilter(kind, did);
        });
    }

    /** Called on the UI thread. */
    private void did() {
        var now = System.nanoTime();
        if (now - told < NANOS) return;
        told = now;
        lock.touched();
    }
}
