package parley.history;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.AppLock;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.store.Transaction;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Locks the profile by a passphrase, when somebody says so or nobody does anything for a while.
 *
 * <p>Immediate, because the while passes whether or not anybody asks.
 */
@Component(immediate = true)
public final class PassphraseLock implements AppLock {

    private static final System.Logger log = System.getLogger(PassphraseLock.class.getName());

    private static final String SPACE = "history.lock";
    private static final Duration SHORTEST_IDLE = Duration.ofMinutes(1);

    private final SealedHistory history;
    private final LongSupplier nanos;

    /** One change of the state at a time, with all that hear of it. */
    private final ReentrantLock changing = new ReentrantLock();

    private final Guesses guesses = new Guesses();
    private final Admission admission;

    /** Guards what follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition news = lock.newCondition();
    private Optional<Duration> idle = Optional.empty();
    private long touched;
    private final Thread thread;

    @Reference volatile List<AppLock.Listener> listeners = List.of();

    @Activate
    public PassphraseLock(@Reference SealedHistory history, BundleContext context) {
        this(history, Admission.in(context), new WakingClock());
    }

    PassphraseLock(SealedHistory history, Admission admission, LongSupplier nanos) {
        this.history = history;
        this.admission = admission;
        this.nanos = nanos;
        this.touched = nanos.getAsLong();
        if (!history.hasPassphrase()) admission.begin(); // nobody waits for the database to open
        this.thread = Thread.ofVirtual().name("app-lock").start(this::watch);
    }

    @Deactivate
    void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
        admission.end();
    }

    @Override
    public State state() throws CommandException {
        return history.state();
    }

    @Override
    public Duration pause() {
        return guesses.pause();
    }

    @Override
    public void unlock(char[] passphrase) throws CommandException {
        tryPassphrase(() -> {
            if (state() != State.LOCKED) return false;
            tried(history.unlock(passphrase));
            return true;
        });
        loadIdle();
    }

    @Override
    public void lock() throws CommandException {
        change(() -> {
            var state = state();
            if (state == State.OPEN) throw noPassphrase();
            if (state == State.LOCKED) return false;
            each(AppLock.Listener::locking);
            history.lockNow();
            return true;
        });
    }

    @Override
    public void change(char[] current, char[] wanted) throws CommandException {
        if (Character.codePointCount(wanted, 0, wanted.length) < SHORTEST) {
            throw new CommandException(
                    Code.USAGE,
                    "a passphrase has at least "
                            + SHORTEST
                            + " characters; four words that nobody would put together are good");
        }
        tryPassphrase(() -> {
            var state = needOpen();
            if (state == State.OPEN && current.length > 0) throw noPassphrase();
            tried(history.rewrap(current, Optional.of(wanted)));
            return state == State.OPEN;
        });
    }

    @Override
    public void remove(char[] current) throws CommandException {
        tryPassphrase(() -> {
            if (needOpen() == State.OPEN) throw noPassphrase();
            tried(history.rewrap(current, Optional.empty()));
            return true;
        });
        setIdle(Optional.empty());
    }

    private State needOpen() throws CommandException {
        var state = state();
        if (state == State.LOCKED) throw Trouble.locked();
        return state;
    }

    private static CommandException noPassphrase() {
        return new CommandException(Code.REFUSED, "this profile has no passphrase; give it one first");
    }

    private interface Change {
        /** Returns whether the state has changed. */
        boolean make() throws CommandException;
    }

    private void change(Change change) throws CommandException {
        changing.lock();
        try {
            if (change.make()) tell(state());
            touched();
        } finally {
            changing.unlock();
        }
    }

    /** Waits for its turn without keeping anybody from locking. */
    private void tryPassphrase(Change change) throws CommandException {
        while (true) {
            guesses.await();
            changing.lock();
            try {
                if (guesses.pause().isPositive()) continue; // somebody else has tried and failed meanwhile
                change(change);
                return;
            } finally {
                changing.unlock();
            }
        }
    }

    private void tried(boolean right) throws CommandException {
        if (right) guesses.right();
        else throw guesses.wrong();
    }

    /** What is locked is shut before anybody is told, and open before. */
    private void tell(State state) {
        if (state == State.LOCKED) admission.end();
        each(listener -> listener.lockChanged(state));
        if (state != State.LOCKED) admission.begin();
    }

    private void each(Consumer<AppLock.Listener> told) {
        for (var listener : listeners) {
            try {
                told.accept(listener);
            } catch (RuntimeException | LinkageError e) { // one listener's fault is no other's
                log.log(System.Logger.Level.ERROR, "A listener failed", e);
            }
        }
    }

    // ---- After a while ----

    @Override
    public Optional<Duration> lockAfter() throws CommandException {
        return history.transact(PassphraseLock::stored);
    }

    @Override
    public void lockAfter(Optional<Duration> wanted) throws CommandException {
        if (wanted.isPresent()
                && (wanted.get().compareTo(SHORTEST_IDLE) < 0 || wanted.get().compareTo(LONGEST_IDLE) > 0)) {
            throw new CommandException(Code.USAGE, "the profile is locked after 1 minute at least, and 1 day at most");
        }
        if (wanted.isPresent() && needOpen() == State.OPEN) throw noPassphrase();
        setIdle(wanted);
    }

    private void setIdle(Optional<Duration> wanted) throws CommandException {
        history.run(tx -> {
            if (wanted.isEmpty()) tx.remove(SPACE, Bytes.EMPTY);
            else tx.put(SPACE, Bytes.EMPTY, new WireWriter().u64(wanted.get().toSeconds()).toBytes());
        });
        take(wanted);
    }

    private static Optional<Duration> stored(Transaction tx) throws CommandException {
        var stored = tx.get(SPACE, Bytes.EMPTY);
        if (stored.isEmpty()) return Optional.empty();
        try {
            return Optional.of(Duration.ofSeconds(WireReader.decode(stored.get(), WireReader::size)));
        } catch (MalformedException e) {
            throw new CommandException(Code.DAMAGED, "when to lock the profile cannot be read; set it anew", e);
        }
    }

    private void loadIdle() throws CommandException {
        take(lockAfter());
    }

    private void take(Optional<Duration> wanted) {
        lock.lock();
        try {
            idle = wanted;
            touched = nanos.getAsLong();
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void touched() {
        lock.lock();
        try {
            // Who wakes a computer that slept so long is not let in by the key that woke it.
            if (left() <= 0) news.signalAll();
            else touched = nanos.getAsLong(); // who waits finds that the time has not come, and waits on
        } finally {
            lock.unlock();
        }
    }

    /** For tests, whose clock is another. */
    void timePassed() {
        lock.lock();
        try {
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        admit();
        try {
            while (true) {
                awaitIdle();
                lockIdle();
            }
        } catch (InterruptedException e) {
            log.log(System.Logger.Level.DEBUG, "Nothing is locked any more: Parley ends");
        }
    }

    /** Begins with the profile as it is; one that cannot be used for another reason says so to whoever comes. */
    private void admit() {
        changing.lock();
        try {
            var state = state();
            if (state != State.LOCKED) admission.begin();
            if (state == State.UNLOCKED) loadIdle();
        } catch (CommandException e) {
            log.log(System.Logger.Level.DEBUG, "Nothing to lock: {0}", e.getMessage());
            admission.begin();
        } finally {
            changing.unlock();
        }
    }

    private void awaitIdle() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (var left = left(); left > 0; left = left()) {
                var unused = news.await(left, TimeUnit.NANOSECONDS);
            }
            touched = nanos.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /** Nanoseconds until the profile is to be locked. */
    private long left() {
        return idle.map(time -> touched + time.toNanos() - nanos.getAsLong()).orElse(Long.MAX_VALUE);
    }

    private void lockIdle() {
        try {
            if (state() == State.UNLOCKED) lock();
        } catch (CommandException e) {
            log.log(System.Logger.Level.WARNING, "The profile was not locked: {0}", e.getMessage());
        }
    }
}
