package parley.desktop;

import org.eclipse.swt.SWTException;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Widget;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

import parley.desktop.api.UiThread;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/** Holds what other threads want done on the UI thread, and does it there a few milliseconds at a time. */
@Component(service = {UiThread.class, UiQueue.class})
public final class UiQueue implements UiThread {

    /** For how long tasks may run before the window gets a turn to paint and to listen, in nanoseconds. */
    private static final long SLICE = 6_000_000;

    private static final System.Logger log = System.getLogger(UiQueue.class.getName());

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Map<Object, Runnable> latest = new LinkedHashMap<>();
    private @Nullable Display display;
    private boolean scheduled;
    private boolean closed;

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            if (closed) return;
            tasks.add(task);
            schedule();
        }
    }

    @Override
    public void update(Widget widget, Runnable task) {
        execute(() -> {
            if (!widget.isDisposed()) task.run();
        });
    }

    @Override
    public void latest(Object key, Runnable task) {
        synchronized (tasks) {
            if (closed) return;
            if (latest.put(key, task) == null) tasks.add(() -> newest(key).run());
            schedule();
        }
    }

    @Override
    public boolean here() {
        synchronized (tasks) {
            return display != null && display.getThread() == Thread.currentThread();
        }
    }

    /** Whether tasks are run: there is a window. */
    boolean running() {
        synchronized (tasks) {
            return display != null;
        }
    }

    /** Begins to run tasks, on the thread of {@code opened}. */
    void open(Display opened) {
        synchronized (tasks) {
            display = opened;
            closed = false;
            if (!tasks.isEmpty()) schedule();
        }
    }

    /** Drops what waits, and whatever comes from now on. */
    void close() {
        synchronized (tasks) {
            display = null;
            closed = true;
            scheduled = false;
            tasks.clear();
            latest.clear();
        }
    }

    private Runnable newest(Object key) {
        synchronized (tasks) {
            var task = latest.remove(key);
            return task == null ? () -> {} : task;
        }
    }

    /** Called with the lock held. */
    private void schedule() {
        if (scheduled || display == null) return;
        try {
            display.asyncExec(this::drain);
            scheduled = true;
        } catch (SWTException e) { // disposed: the window has just closed
            log.log(System.Logger.Level.DEBUG, "nothing runs any more", e);
        }
    }

    private void drain() {
        var end = System.nanoTime() + SLICE;
        try {
            do {
                var task = next();
                if (task == null) return;
                run(task);
            } while (System.nanoTime() <= end);
        } finally {
            synchronized (tasks) {
                scheduled = false;
                if (!tasks.isEmpty()) schedule();
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            return tasks.poll();
        }
    }

    /** Runs {@code task}: one contribution's mistake is not everybody's, nor is one that was made for another API. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            log.log(System.Logger.Level.ERROR, "a task on the UI thread failed", e);
        }
    }
}
