package parley.chat;

import static java.lang.System.Logger.Level.ERROR;

import parley.client.api.CommandException;
import parley.client.api.crypto.SuiteMissingException;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A thread that takes steps in the order they were added. What a relay serves keeps the session's reader waiting when
 * too much of it waits here, so that the relay stops sending; except while a step itself waits for the relay (for an
 * answer, or for room on the link), which could not go on then: what does not fit is then left out, and {@link
 * Trouble#overflowed} asks for it again.
 */
final class Steps implements AutoCloseable {

    private static final System.Logger log = System.getLogger(Steps.class.getName());

    /** Frames of items that may wait. */
    private static final int ROOM = 64;

    /** Steps that may wait when one is added that may as well be left out. */
    private static final int CROWD = 256;

    /** Steps that may wait when one is added that can be made good. */
    private static final int FLOOD = 4096;

    /** How long a step may wait for the relay before the reader is not kept waiting for it any more. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    /** What it takes; an exception ends only the step. */
    @FunctionalInterface
    interface Step {
        void run() throws CommandException, SuiteMissingException;
    }

    /** Work that waits for the relay: for an answer, or for room on the link. */
    @FunctionalInterface
    interface Waiting<T> {
        T get() throws CommandException;
    }

    /** What becomes of a step's exception or linkage error. Called on the thread. */
    interface Trouble {

        void suiteMissing(SuiteMissingException e);

        void failed(Throwable e);

        /** Items were left out. */
        void overflowed();
    }

    private static final Step END = () -> {};

    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(ROOM);
    private final Trouble trouble;
    private final Thread thread;

    /** Since when a step waits for the relay, by {@link System#nanoTime} made odd; 0 while none does. */
    private volatile long waitsSince;

    private volatile boolean overflow;

    Steps(String name, Trouble trouble) {
        this.trouble = trouble;
        this.thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /** Adds a step that we ourselves cause, of which there are few. Returns at once. */
    void add(Step step) {
        steps.add(step);
    }

    /** Adds a step unless many wait already. Returns at once. */
    void offer(Step step) {
        if (steps.size() < CROWD) steps.add(step);
    }

    /** Adds a step that is made good by {@link Trouble#overflowed} if too many wait already. Returns at once. */
    void addOrOverflow(Step step) {
        if (steps.size() < FLOOD) steps.add(step);
        else overflow = true;
    }

    /**
     * Adds a step that takes items; keeps the caller waiting while many wait.
     *
     * @return false if it was left out
     */
    boolean addItems(Step step) {
        try {
            while (!room.tryAcquire()) {
                if (overflow || waitsForRelay() || !thread.isAlive()) {
                    overflow = true;
                    return false;
                }
                if (room.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) break;
            }
            steps.add(() -> {
                try {
                    step.run();
                } finally {
                    room.release();
                }
            });
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean waitsForRelay() {
        var since = waitsSince;
        return since != 0 && System.nanoTime() - since > PATIENCE.toNanos();
    }

    /** Runs what waits for the relay. On the thread. */
    <T> T withRelay(Waiting<T> work) throws CommandException {
        waitsSince = System.nanoTime() | 1;
        try {
            return work.get();
        } finally {
            waitsSince = 0;
        }
    }

    /** Ends the thread behind what waits now. */
    @Override
    public void close() {
        steps.add(END);
    }

    void join() throws InterruptedException {
        if (thread.join(Duration.ofSeconds(2))) return;
        thread.interrupt();
        thread.join();
    }

    private void run() {
        try {
            while (true) {
                var step = steps.take();
                if (step == END) return;
                take(step);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** A bundle's refresh shows as a linkage error: it ends the step, and the next may find what it needs. */
    private void take(Step step) {
        try {
            step.run();
        } catch (SuiteMissingException e) {
            tell(() -> trouble.suiteMissing(e));
        } catch (CommandException | RuntimeException | LinkageError e) {
            tell(() -> trouble.failed(e));
        }
        if (!overflow) return;
        overflow = false;
        tell(trouble::overflowed);
    }

    private static void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException | LinkageError e) {
            log.log(ERROR, "What follows a failed step failed as well", e);
        }
    }
}
