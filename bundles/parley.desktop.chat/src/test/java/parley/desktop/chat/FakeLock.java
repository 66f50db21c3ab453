package parley.desktop.chat;

import org.jspecify.annotations.Nullable;

import parley.client.api.AppLock;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The app lock without a profile. */
final class FakeLock implements AppLock {

    final List<Listener> listeners = new CopyOnWriteArrayList<>();
    final AtomicInteger touches = new AtomicInteger();

    /** What the next try to unlock throws; null for nothing. */
    volatile @Nullable Throwable fault;

    volatile String passphrase = "";
    volatile State state = State.OPEN;
    volatile Optional<Duration> idle = Optional.empty();
    private volatile long notBefore = System.nanoTime();
    volatile Duration nextPause = Duration.ofMillis(1500);

    @Override
    public State state() {
        return state;
    }

    @Override
    public Duration pause() {
        var left = Duration.ofNanos(notBefore - System.nanoTime());
        return left.isPositive() ? left : Duration.ZERO;
    }

    void endPause() {
        notBefore = System.nanoTime();
    }

    @Override
    public void unlock(char[] tried) throws CommandException {
        var failing = fault;
        fault = null;
        if (failing instanceof Error e) throw e;
        if (failing instanceof RuntimeException e) throw e;
        compare(tried);
        become(State.UNLOCKED);
    }

    private void compare(char[] tried) throws CommandException {
        if (Arrays.equals(tried, passphrase.toCharArray())) return;
        notBefore = System.nanoTime() + nextPause.toNanos();
        throw new CommandException(Code.REFUSED, "that is not the passphrase of this profile");
    }

    private void become(State now) {
        state = now;
        listeners.forEach(listener -> listener.lockChanged(now));
    }

    @Override
    public void lock() throws CommandException {
        if (state == State.OPEN) throw new CommandException(Code.REFUSED, "this profile has no passphrase");
        listeners.forEach(Listener::locking);
        become(State.LOCKED);
    }

    @Override
    public void change(char[] current, char[] wanted) throws CommandException {
        if (state != State.OPEN) compare(current);
        if (wanted.length < SHORTEST) throw new CommandException(Code.USAGE, "a passphrase has at least 8 characters");
        passphrase = new String(wanted);
        become(State.UNLOCKED);
    }

    @Override
    public void remove(char[] current) throws CommandException {
        compare(current);
        passphrase = "";
        become(State.OPEN);
    }

    @Override
    public Optional<Duration> lockAfter() {
        return idle;
    }

    @Override
    public void lockAfter(Optional<Duration> wanted) {
        idle = wanted;
    }

    @Override
    public void touched() {
        touches.incrementAndGet();
    }
}
