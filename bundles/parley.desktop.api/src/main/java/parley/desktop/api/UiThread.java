package parley.desktop.api;

import org.eclipse.swt.widgets.Widget;
import org.osgi.annotation.versioning.ProviderType;

import java.util.concurrent.Executor;

/**
 * The way to the UI thread, for everybody else. Never blocks the caller, and never the UI thread for long: tasks run in
 * order, and between them the window paints and listens to the person.
 *
 * <p>Tasks handed over before there is a window wait for it; those handed over after it has closed are dropped.
 */
@ProviderType
public interface UiThread extends Executor {

    /** Runs {@code task} on the UI thread, soon. */
    @Override
    void execute(Runnable task);

    /** Runs {@code task} on the UI thread, soon, unless {@code widget} has been disposed by then. */
    void update(Widget widget, Runnable task);

    /**
     * Runs {@code task} on the UI thread, soon, in place of one with an equal {@code key} that still waits. For what
     * changes faster than it can be shown: only the newest state is painted.
     */
    void latest(Object key, Runnable task);

    /** Whether the caller is on the UI thread. */
    boolean here();
}
