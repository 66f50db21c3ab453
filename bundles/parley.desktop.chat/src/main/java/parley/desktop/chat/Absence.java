package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Listener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.AppLock;
import parley.client.api.Presences;
import parley.desktop.api.UiThread;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Tells others that the person is away once they have not touched the window for ten minutes, and back at the next key
 * or move of the pointer. Between touches nothing runs: one timer is set, and looks only when it is due how long ago
 * the last one was.
 *
 * <p>It is there only while the profile is not locked: who has locked it has no link either.
 */
@Component(
        service = {},
        reference = @Reference(name = "access", service = AppLock.Access.class))
public final class Absence {

    static final Duration AFTER = Duration.ofMinutes(10);

    private static final int[] KINDS = {SWT.KeyDown, SWT.MouseDown, SWT.MouseWheel, SWT.MouseMove};

    /** Runs something on the UI thread, some time later. */
    @FunctionalInterface
    interface Timer {
        void in(int milliseconds, Runnable task);
    }

    private final Presences presences;
    private final Consumer<Boolean> shown;
    private final UiThread ui;
    private final LongSupplier millis;
    private final Timer timer;
    private final Listener touch = _ -> touched();

    private boolean ended; // all that follows is of the UI thread
    private boolean idle;
    private long last;

    @Activate
    public Absence(@Reference Presences presences, @Reference Desk desk, @Reference UiThread ui) {
        this(
                presences,
                desk.scene()::idle,
                ui,
                () -> System.nanoTime() / 1_000_000,
                (milliseconds, task) -> Display.getCurrent().timerExec(milliseconds, task));
    }

    /**
     * @param shown hears on the UI thread whether the person is away so
     */
    Absence(Presences presences, Consumer<Boolean> shown, UiThread ui, LongSupplier millis, Timer timer) {
        this.presences = presences;
        this.shown = shown;
        this.ui = ui;
        this.millis = millis;
        this.timer = timer;
        presences.idle(false); // whoever has just unlocked is there
        ui.execute(this::begin);
    }

    @Deactivate
    void close() {
        ui.execute(() -> {
            ended = true;
            var display = Display.getCurrent();
            for (var kind : KINDS) display.removeFilter(kind, touch);
        });
    }

    private void begin() {
        var display = Display.getCurrent();
        for (var kind : KINDS) display.addFilter(kind, touch);
        last = millis.getAsLong();
        look();
    }

    private void touched() {
        last = millis.getAsLong();
        if (!idle) return;
        tell(false);
        look();
    }

    /** Sets the timer for when the last touch will be so long ago, unless it is. */
    private void look() {
        if (ended) return;
        var left = last + AFTER.toMillis() - millis.getAsLong();
        if (left > 0) {
            timer.in((int) left, this::look);
            return;
        }
        tell(true);
    }

    private void tell(boolean away) {
        idle = away;
        presences.idle(away);
        shown.accept(away);
    }
}
