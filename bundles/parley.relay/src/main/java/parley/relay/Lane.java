package parley.relay;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs what blocks, one after another, on a virtual thread that is there only while there is work. Bounded by whoever
 * hands over ({@link Window}).
 */
final class Lane {

    private static final System.Logger log = System.getLogger(Lane.class.getName());

    private final ExecutorService threads;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /**
     * @param threads starts a virtual thread for each task
     */
    Lane(ExecutorService threads) {
        this.threads = threads;
    }

    synchronized void run(Runnable task) {
        tasks.add(task);
        if (running) return;
        running = true;
        try {
            threads.execute(this::drain);
        } catch (RejectedExecutionException e) { // the relay is stopping: nobody waits for an answer any more
            tasks.clear();
        }
    }

    /** Whether all that was handed over has been done. */
    synchronized boolean isIdle() {
        return !running;
    }

    /** Forgets what has not begun. */
    synchronized void clear() {
        tasks.clear();
    }

    private void drain() {
        for (var task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException | LinkageError e) { // the latter while a bundle is exchanged
                log.log(System.Logger.Level.ERROR, "A request failed in a way that its code did not foresee", e);
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        var task = tasks.poll();
        if (task == null) running = false;
        return task;
    }
}
