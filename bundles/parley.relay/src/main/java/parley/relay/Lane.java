package parley.relay;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/**
 * Runs what blocks, one after another, on a virtual thread that is there only while there is work, and only while a
 * gate is open. Bounded by whoever hands over ({@link Window}).
 */
final class Lane {

    private static final System.Logger log = System.getLogger(Lane.class.getName());

    private final ExecutorService threads;
    private final BooleanSupplier gate;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /**
     * @param threads starts a virtual thread for each task
     * @param gate asked before each task; whoever opens it calls {@link #goOn}
     */
    Lane(ExecutorService threads, BooleanSupplier gate) {
        this.threads = threads;
        this.gate = gate;
    }

    synchronized void run(Runnable task) {
        tasks.add(task);
        goOn();
    }

    /** Goes on with what waits, if the gate is open now. */
    synchronized void goOn() {
        if (running || tasks.isEmpty() || !gate.getAsBoolean()) return;
        running = true;
        try {
            threads.execute(this::drain);
        } catch (RejectedExecutionException e) { // the relay is stopping: nobody waits for an answer any more
            tasks.clear();
        }
    }

    /** Whether all that was handed over has been done. */
    synchronized boolean isIdle() {
        return !running && tasks.isEmpty();
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
        var task = gate.getAsBoolean() ? tasks.poll() : null;
        if (task == null) running = false;
        return task;
    }
}
