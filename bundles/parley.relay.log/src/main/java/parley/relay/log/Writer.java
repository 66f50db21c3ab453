package parley.relay.log;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import org.jspecify.annotations.Nullable;

import parley.protocol.relay.Problem;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The one thread that writes: takes what has been handed over, decides it in order, makes it durable with one sync,
 * tells. While a batch is being synced the next one gathers, so that its size follows the load.
 */
final class Writer {

    /** What a batch takes at most, so that the first of it does not wait for long. */
    private static final long MAX_BATCH_BYTES = 8 << 20;

    private static final long IDLE_MILLIS = 60_000;

    private static final System.Logger log = System.getLogger(Writer.class.getName());

    /** Called on the writer's thread where the time of things is due. */
    interface Chores {

        /** Before anything of a batch is decided. */
        void batchBegins();

        /** The batch's records are durable; before anything of it is published. */
        void batchDurable();

        /** The batch's records are not there. */
        void batchUndone();

        /** Now and then, when nothing is being written. */
        void idle();
    }

    private final Journal journal;
    private final Chores chores;
    private final long queueBytes;
    private final Thread thread;
    private final Object lock = new Object();

    private List<Op> waiting = new ArrayList<>();
    private long waitingBytes;
    private boolean parked;
    private boolean closing;

    /** Why nothing is taken any more; null while all is well. */
    private volatile @Nullable String broken;

    private long nextChores = System.nanoTime();

    Writer(Journal journal, Chores chores, long queueBytes) {
        this.journal = journal;
        this.chores = chores;
        this.queueBytes = queueBytes;
        thread = Thread.ofPlatform().name("journal-writer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Hands {@code op} over and returns at once. Where too much is waiting it is refused, in its turn. */
    void submit(Op op) {
        synchronized (lock) {
            if (!closing) {
                var full = waitingBytes + op.cost() > queueBytes && !waiting.isEmpty();
                waiting.add(full ? new Overflow(op) : op);
                waitingBytes += full ? 64 : op.cost();
                if (parked) lock.notifyAll();
                return;
            }
        }
        op.fail(Problem.LEAVING, "The relay is stopping. Try again in a moment.");
    }

    /** Why nothing is written any more; null while all is well. */
    @Nullable String broken() {
        return broken;
    }

    boolean onThread() {
        return Thread.currentThread() == thread;
    }

    /** Finishes what was handed over and closes the journal in order. Blocks. */
    void close() {
        synchronized (lock) {
            closing = true;
            lock.notifyAll();
        }
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // what was handed over is finished all the same
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void run() {
        for (var ops = take(); ops != null; ops = take()) {
            for (int from = 0; from < ops.size(); ) from = batch(ops, from);
            if (System.nanoTime() - nextChores >= 0) chores();
        }
        closed();
    }

    /** What waits, which may be nothing when the time for chores has come; null when closing and done. */
    private @Nullable List<Op> take() {
        synchronized (lock) {
            if (waiting.isEmpty() && !closing) {
                parked = true;
                try {
                    lock.wait(IDLE_MILLIS);
                } catch (InterruptedException e) {
                    log.log(WARNING, "Somebody interrupted the journal's writer; it goes on");
                }
                parked = false;
            }
            if (waiting.isEmpty()) return closing ? null : List.of();
            var taken = waiting;
            waiting = new ArrayList<>();
            waitingBytes = 0;
            return taken;
        }
    }

    private void chores() {
        nextChores = System.nanoTime() + IDLE_MILLIS * 1_000_000;
        try {
            chores.idle();
        } catch (RuntimeException e) {
            log.log(ERROR, "The journal's upkeep failed", e);
        }
    }

    /** Decides and writes one batch from {@code from} on; the index behind its last operation. */
    private int batch(List<Op> ops, int from) {
        var reason = broken;
        if (reason != null) {
            fail(ops, from, ops.size(), reason);
            return ops.size();
        }
        var to = from;
        try {
            journal.begin();
            chores.batchBegins();
            while (to < ops.size() && (to == from || journal.batchBytes() < MAX_BATCH_BYTES)) {
                if (ops.get(to).decide() == Op.Verdict.NEXT_BATCH) break;
                to++;
            }
            if (to == from) throw new IllegalStateException("an operation waits for a batch before the first");
            if (journal.hasRecords()) journal.write();
        } catch (IOException | RuntimeException | LinkageError e) {
            to = Math.min(to + 1, ops.size());
            undo(e);
            fail(ops, from, to, refusal());
            return to;
        }
        if (journal.hasRecords() && !sync()) {
            fail(ops, from, to, refusal());
            return to;
        }
        if (tell(ops, from, to)) return to;
        fail(ops, to, ops.size(), refusal());
        return ops.size();
    }

    private boolean sync() {
        try {
            journal.commit();
        } catch (IOException e) {
            // After a failed sync the system may have dropped the pages and report success next time: trust nothing
            // more.
            broken =
                    "The relay's disk failed while writing and nothing more is accepted. Check the disk, then restart"
                            + " the relay.";
            log.log(ERROR, broken, e);
            chores.batchUndone();
            return false;
        }
        return survives(chores::batchDurable);
    }

    /**
     * Runs what brings memory up to what is on disk now. Where that fails the two differ, and nothing more may be
     * decided: the next start reads the disk.
     */
    private boolean survives(Runnable publishing) {
        try {
            publishing.run();
            return true;
        } catch (RuntimeException | LinkageError e) {
            broken = "The relay failed inside and accepts nothing more; its log says why. Restart the relay.";
            log.log(ERROR, broken, e);
            return false;
        }
    }

    private void undo(Throwable cause) {
        log.log(ERROR, "The relay's journal could not be written; what was not acknowledged is taken back.", cause);
        chores.batchUndone();
        try {
            journal.rollback();
        } catch (IOException e) {
            broken =
                    "The relay's disk failed while writing and nothing more is accepted. Check the disk, then restart"
                            + " the relay.";
            log.log(ERROR, broken, e);
        }
    }

    private String refusal() {
        var reason = broken;
        return reason != null
                ? reason
                : "The relay's disk is full or does not answer. Nothing is lost; try again when its operator has made"
                        + " room.";
    }

    private static void fail(List<Op> ops, int from, int to, String text) {
        for (int i = from; i < to; i++) {
            try {
                ops.get(i).fail(Problem.NO_SPACE, text);
            } catch (RuntimeException e) {
                log.log(ERROR, "Somebody's handling of a refusal failed", e);
            }
        }
    }

    private boolean tell(List<Op> ops, int from, int to) {
        for (int i = from; i < to; i++) {
            if (survives(ops.get(i)::publish)) continue;
            fail(ops, from, to, refusal()); // they are durable; whoever sends them again is told so after the restart
            return false;
        }
        for (int i = from; i < to; i++) {
            try {
                ops.get(i).tell();
            } catch (RuntimeException | LinkageError e) {
                log.log(ERROR, "Somebody's handling of an outcome failed", e);
            }
        }
        return true;
    }

    private void closed() {
        if (broken != null) return;
        try {
            journal.finish();
        } catch (IOException e) {
            log.log(WARNING, "The journal was not closed in order; everything acknowledged is on disk.", e);
        }
    }

    /** Stands in the queue for an operation that found it full, so that refusals keep their order. */
    private static final class Overflow extends Op {

        private final Op refused;

        /** Keeps no more of {@code op} than it needs to answer. */
        Overflow(Op op) {
            refused = op.withoutContent();
        }

        @Override
        Verdict decide() {
            return Verdict.DECIDED;
        }

        @Override
        void tell() {
            refused.fail(Problem.TOO_MUCH, "The relay has more to write than its disk takes. Try again in a moment.");
        }

        @Override
        void fail(Problem problem, String text) {
            refused.fail(problem, text);
        }
    }
}
