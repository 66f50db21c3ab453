package parley.transfer;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The component's virtual threads, none of which outlives it. Thread-safe. */
final class Tasks implements AutoCloseable {

    private static final System.Logger log = System.getLogger(Tasks.class.getName());
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final Set<Thread> running = new HashSet<>(); // guarded by this
    private boolean closed; // guarded by this

    /**
     * Runs {@code work} on a thread of its own, which is interrupted when the component stops.
     *
     * @return false, and nothing is started, if the component has stopped
     */
    synchronized boolean start(String name, Runnable work) {
        if (closed) return false;
        var thread = Thread.ofVirtual().name(name).unstarted(() -> run(work));
        running.add(thread);
        thread.start();
        return true;
    }

    private void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.log(ERROR, "A task failed", e);
        } finally {
            synchronized (this) {
                running.remove(Thread.currentThread());
            }
        }
    }

    /** Starts no more, stops those there are, and waits for them. */
    @Override
    public void close() throws InterruptedException {
        List<Thread> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(running);
        }
        all.forEach(Thread::interrupt);
        var end = System.nanoTime() + LONGEST_STOP.toNanos();
        for (var thread : all) {
            if (thread == Thread.currentThread()) continue;
            if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                log.log(WARNING, "{0} does not stop", thread.getName());
            }
        }
    }
}
