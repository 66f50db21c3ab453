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
 * too much of it waits here, so that the relay stops sending; except while a step itself waits for an answer of the
 * relay, which could not come then: what does not fit is then left out, and {@link Trouble#overflowed} asks for it
 * again.
 */
final class Steps implements AutoCloseable {

    private static final System.Logger log = System.getLogger(Steps.class.getName());

    /** Frames of items that may wait. */
    private static final int ROOM = 64;

    /** Steps that may wait when one is added that may as well be left out. */
    private static final int CROWD = 256;

    /** Steps that may wait when one is added that can be made good. */
    private static final int FLOOD = 4096;

    /** What it takes; an exception ends only the step. */
    @FunctionalInterface
    interface Step {
        void run() throws CommandException, SuiteMissingException;
    }

    /** Work that waits for an answer of the relay. */
    @FunctionalInterface
    interface Asking<T> {
        T ask() throws CommandException;
    }

    /** What becomes of a step's exception. Called on the thread. */
    interface Trouble {

        void suiteMissing(SuiteMissingException e);

        void failed(Exception e);

        /** Items were left out. */
        void overflowed();
    }

    private static final Step END = () -> {};

    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(ROOM);
    private final Trouble trouble;
    private final Thread thread;
    private volatile boolean asking;
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
            while (!room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                if (asking || overflow || !thread.isAlive()) {
                    overflow = true;
                    return false;
                }
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

    /** Runs what waits for an answer of the relay. On the thread. */
    <T> T ask(Asking<T> work) throws CommandException {
        asking = true;
        try {
            return work.ask();
        } finally {
            asking = false;
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
                try {
                    step.run();
                } catch (SuiteMissingException e) {
                    trouble.suiteMissing(e);
                } catch (CommandException e) {
                    trouble.failed(e);
                } catch (RuntimeException e) {
                    log.log(ERROR, "A step failed", e);
                    trouble.failed(e);
                }
                if (overflow) {
                    overflow = false;
                    trouble.overflowed();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }
}
