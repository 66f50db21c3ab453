package parley.history;

import parley.client.api.ClientListener;
import parley.client.api.Event;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Tells listeners of events, in order, on one thread of its own. Called from any thread. */
final class EventDispatcher implements AutoCloseable {

    /** From so many waiting events on, whoever stores more is slowed down. */
    private static final int MANY = 4096;

    private static final System.Logger log = System.getLogger(EventDispatcher.class.getName());

    private final Supplier<? extends Collection<ClientListener>> listeners;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Guarded by {@link #lock}. */
    private final Queue<Event> waiting = new ArrayDeque<>();

    /** Guarded by {@link #lock}. */
    private boolean closed;

    private final Thread thread;

    EventDispatcher(Supplier<? extends Collection<ClientListener>> listeners) {
        this.listeners = listeners;
        this.thread = Thread.ofVirtual().name("client-events").start(this::run);
    }

    /** Returns at once. */
    void add(Collection<? extends Event> events) {
        if (events.isEmpty()) return;
        lock.lock();
        try {
            if (closed) return;
            waiting.addAll(events);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells nothing of what waits but how the link stands: it may hold what is not to be seen any more. */
    void forget() {
        lock.lock();
        try {
            waiting.removeIf(event -> !(event instanceof Event.LinkChanged));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits while listeners lag far behind, a second at most: a flood is slowed to what they take, and a listener that
     * itself waits for the caller costs time, not everything.
     */
    void awaitRoom() {
        if (Thread.currentThread() == thread) return;
        lock.lock();
        try {
            var left = TimeUnit.SECONDS.toNanos(1);
            while (waiting.size() > MANY && !closed && left > 0) left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) tell(next());
        } catch (InterruptedException e) {
            log.log(System.Logger.Level.DEBUG, "No more events are told: the profile is being closed");
        }
    }

    private Event next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) changed.await();
            var event = waiting.remove();
            changed.signalAll();
            return event;
        } finally {
            lock.unlock();
        }
    }

    private void tell(Event event) {
        for (var listener : listeners.get()) {
            try {
                listener.happened(event);
            } catch (RuntimeException | LinkageError e) { // one listener's fault, or its bundle's going, is no other's
                log.log(System.Logger.Level.ERROR, "A listener failed", e);
            }
        }
    }

    /** Tells no more. Events that were stored are told when the profile is opened again. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        if (Thread.currentThread() == thread) return;
        try {
            thread.join(java.time.Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
