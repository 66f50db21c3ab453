package parley.transfer;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.Transfers.State;
import parley.client.api.session.Session;
import parley.protocol.BlobId;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.relay.Frame;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Moves one file on a thread of its own, beginning again after every trouble that may pass: each try looks first at
 * what is there already.
 */
abstract class Mover implements Runnable, AutoCloseable {

    private static final System.Logger log = System.getLogger(Mover.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** It cannot go on; the message says why, to a person. */
    static final class HopelessException extends Exception {

        private static final long serialVersionUID = 1;

        HopelessException(String message) {
            super(message);
        }

        HopelessException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    final Movers movers;
    final MessageId id;
    private final Semaphore slots;
    private final Semaphore news = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private volatile @Nullable Blobs blobs;
    private volatile boolean stopped;
    private volatile boolean goesOn;
    private long progressTold;

    Mover(Movers movers, MessageId id, Semaphore slots) {
        this.movers = movers;
        this.id = id;
        this.slots = slots;
    }

    /** Something it may wait for has come: the link, leaf hashes. Called from any thread; returns at once. */
    void wake() {
        news.release();
    }

    /** The link went down: what is under way fails, and is tried again. Called from any thread; returns at once. */
    void down() {
        var current = blobs;
        if (current != null) current.close();
    }

    /** Stops it where it is; returns at once. */
    @Override
    public void close() {
        stopped = true;
        var running = thread;
        if (running != null && running != Thread.currentThread()) running.interrupt();
    }

    /** Another mover is to follow this one, if this one is stopping. */
    void goOn() {
        goesOn = true;
    }

    boolean goesOn() {
        return goesOn;
    }

    /**
     * One try.
     *
     * @return whether the file has ended; else it is tried again after {@link #wake}
     */
    abstract boolean move() throws IOException, CommandException, HopelessException, InterruptedException;

    /** Whether it can move without a link. */
    boolean staysHere() {
        return false;
    }

    /** The link there is. */
    final Session.Up link() throws IOException {
        return movers.session.up().orElseThrow(() -> new IOException("the link is down"));
    }

    /** What one try moves the file by, while that link is up. */
    final Blobs blobs(Session.Up relay, BlobId blob, Token token) {
        var current = new Blobs(movers.transport, movers.session, relay, blob, token);
        blobs = current;
        return current;
    }

    private void awaitNews() throws InterruptedException {
        news.acquire();
        news.drainPermits();
    }

    /** Tells how far it has come, at most four times a second. */
    final void progress(FileRecord file, long bytes) {
        var now = System.nanoTime();
        if (now - progressTold < PROGRESS_NANOS) return;
        progressTold = now;
        movers.store.publish(
                new Event.FileProgress(file.with(State.RUNNING).toTransfer(Math.min(bytes, file.offer().size()))));
    }

    /** The answer, or an exception that fits it. */
    final Frame.Answer ask(LongFunction<? extends Frame.Request> request) throws CommandException, HopelessException {
        var answer = movers.session.ask(request);
        if (!(answer instanceof Frame.Refused refused)) return answer;
        switch (refused.problem()) {
            case LEAVING -> throw Session.refusal(refused);
            case MALFORMED -> throw new CommandException(Code.NOT_REACHABLE, refused.text());
            default -> throw new HopelessException(refused.text());
        }
    }

    @Override
    public final void run() {
        thread = Thread.currentThread();
        var pause = FIRST_PAUSE;
        try {
            while (!stopped) {
                var waits = false;
                if (staysHere() || movers.session.up().isPresent()) {
                    slots.acquire();
                    try {
                        if (move()) return;
                        waits = true;
                    } catch (IOException e) {
                        log.log(DEBUG, "File {0} pauses: {1}", id, e.getMessage());
                    } catch (CommandException e) {
                        switch (e.code()) {
                            case DISK_FULL, DAMAGED, NOT_FOUND ->
                                    throw new HopelessException(String.valueOf(e.getMessage()), e);
                            default -> {} // no link, or sending is stopped in its conversation: it may pass
                        }
                        log.log(DEBUG, "File {0} pauses: {1}", id, e.getMessage());
                    } finally {
                        slots.release();
                    }
                }
                if (waits) {
                    awaitNews(); // others may have the slot meanwhile
                    continue;
                }
                if (news.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                    pause = FIRST_PAUSE;
                } else {
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (HopelessException e) {
            movers.failed(id, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopped; the next start goes on from here
        } catch (RuntimeException e) {
            log.log(ERROR, "Moving a file failed", e);
            movers.failed(id, "something failed inside; the log has the details");
        } finally {
            movers.moved(this);
        }
    }
}
