package parley.session;

import org.jspecify.annotations.Nullable;

import parley.client.api.session.Session;
import parley.client.api.session.SessionListener;
import parley.protocol.relay.Frame;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Tells session listeners what comes, in order, on the one reader thread. Frames wait in a queue of bounded size: when
 * it is full the link stops reading, and so the relay stops sending.
 */
final class Deliveries implements AutoCloseable {

    /** Bytes of waiting frames from which on the link does not read. */
    static final int HIGH = 4 << 20;

    /** Bytes of waiting frames at which it reads again. */
    static final int LOW = 1 << 20;

    /** What a frame weighs beside its bytes, as objects. */
    static final int OVERHEAD = 256;

    private static final System.Logger log = System.getLogger(Deliveries.class.getName());

    private sealed interface Delivery {
        record Began(Session.Up up) implements Delivery {}

        record Ended() implements Delivery {}

        record Came(RelayLink link, Frame frame, int weight) implements Delivery {}

        record Joined(SessionListener listener) implements Delivery {}

        record Left(SessionListener listener) implements Delivery {}
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private final Queue<Delivery> waiting = new ArrayDeque<>();
    private int weight;
    private @Nullable RelayLink paused;
    private boolean busy;

    /** Those that have not left yet: one that has is not called again, even if its leaving is still in the queue. */
    private final Set<SessionListener> present = ConcurrentHashMap.newKeySet();

    private final Thread reader = Thread.ofVirtual().name("session-reader").unstarted(this::run);

    // The reader's own.
    private final List<SessionListener> listeners = new ArrayList<>();
    private Session.@Nullable Up current;

    void start() {
        reader.start();
    }

    void join(SessionListener listener) {
        present.add(listener);
        add(new Delivery.Joined(listener));
    }

    void leave(SessionListener listener) {
        present.remove(listener);
        add(new Delivery.Left(listener));
    }

    void began(Session.Up up) {
        add(new Delivery.Began(up));
    }

    void ended() {
        add(new Delivery.Ended());
    }

    /** Called on an event loop; returns at once. */
    void came(RelayLink link, Frame frame, int bytes) {
        var stop = false;
        lock.lock();
        try {
            waiting.add(new Delivery.Came(link, frame, bytes + OVERHEAD));
            weight += bytes + OVERHEAD;
            if (weight > HIGH && paused != link) {
                paused = link;
                stop = true;
            }
            changed.signalAll();
            if (stop) link.setReading(false);
        } finally {
            lock.unlock();
        }
    }

    private void add(Delivery delivery) {
        lock.lock();
        try {
            waiting.add(delivery);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until listeners have taken all that came: what a link brought is told before the next link brings more. */
    void awaitTaken() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (busy || !waiting.isEmpty()) changed.await();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) tell(next());
        } catch (InterruptedException e) {
            log.log(System.Logger.Level.DEBUG, "The session is being closed");
        }
    }

    private Delivery next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            busy = false;
            changed.signalAll();
            while (waiting.isEmpty()) changed.await();
            var next = waiting.remove();
            busy = true;
            if (next instanceof Delivery.Came came) {
                weight -= came.weight();
                var link = paused;
                if (link != null && weight <= LOW) {
                    paused = null;
                    link.setReading(true);
                }
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void tell(Delivery delivery) {
        switch (delivery) {
            case Delivery.Joined(var listener) -> {
                listeners.add(listener);
                var up = current;
                if (up != null) tell(listener, one -> one.up(up));
            }
            case Delivery.Left(var listener) -> listeners.remove(listener);
            case Delivery.Began(var up) -> {
                current = up;
                tellAll(one -> one.up(up));
            }
            case Delivery.Ended() -> {
                current = null;
                tellAll(SessionListener::down);
            }
            case Delivery.Came(var link, var frame, var bytes) -> tellAll(one -> one.received(frame));
        }
    }

    private void tellAll(Consumer<SessionListener> news) {
        for (var listener : listeners) tell(listener, news);
    }

    private void tell(SessionListener listener, Consumer<SessionListener> news) {
        if (!present.contains(listener)) return;
        try {
            news.accept(listener);
        } catch (RuntimeException | LinkageError e) { // one listener's fault, or its bundle's going, is no other's
            log.log(System.Logger.Level.ERROR, "A session listener failed", e);
        }
    }

    @Override
    public void close() {
        reader.interrupt();
        if (Thread.currentThread() == reader) return;
        try {
            reader.join(java.time.Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
