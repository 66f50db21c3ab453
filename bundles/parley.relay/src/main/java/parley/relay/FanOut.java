package parley.relay;

import org.jspecify.annotations.Nullable;

import parley.protocol.LogId;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.relay.FanOutEvent.Answered;
import parley.relay.FanOutEvent.Closed;
import parley.relay.FanOutEvent.Read;
import parley.relay.FanOutEvent.ReadFailed;
import parley.relay.FanOutEvent.Recheck;
import parley.relay.FanOutEvent.Replied;
import parley.relay.FanOutEvent.Signalled;
import parley.relay.FanOutEvent.Stored;
import parley.relay.FanOutEvent.Subscribe;
import parley.relay.FanOutEvent.Tick;
import parley.relay.FanOutEvent.Writable;
import parley.relay.api.LogStore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends what was stored to the links that read it, each log exactly in its order, without gaps and without doubles.
 *
 * <p>All of its state belongs to one thread, which takes what has happened from a queue, a round at a time, and ends
 * each round by sending every link its frames at once. It never blocks: a link that is full falls behind, and is read
 * on from the store by a virtual thread when it is writable again. Announcement and reading may overlap: an entry
 * counts as sent by its position, so it is sent once however often it turns up.
 */
final class FanOut implements LogStore.Listener {

    /** A link that has this many bytes to send in one round falls behind. */
    private static final int MAX_PENDING = 256 * 1024;

    /** Reads at once, over all links. */
    private static final int MAX_READS = 16;

    /** A link that has taken nothing for so long is closed; its device reads on when it comes back. */
    private static final long STALLED_TOO_LONG = 60_000_000_000L;

    /** The same while stalled links hold more memory than they may. */
    private static final long STALLED_WHEN_SHORT = 2_000_000_000L;

    private static final System.Logger log = System.getLogger(FanOut.class.getName());

    private final LogStore logs;
    private final CatchUp catchUp;
    private final ExecutorService threads;
    private final long stalledBytesMax;
    private final Thread thread = Thread.ofPlatform().daemon().name("relay-fan-out").unstarted(this::run);

    private final Object lock = new Object();
    private ArrayList<FanOutEvent> queue = new ArrayList<>();
    private boolean stopping;
    private boolean idle;

    // The rest belongs to the thread.
    private final Map<LogId, List<Subscription>> audiences = new HashMap<>();
    private final ArrayDeque<Subscription> waiting = new ArrayDeque<>();
    private final LinkedHashSet<Outlet> stalled = new LinkedHashSet<>();
    private final ArrayList<Outlet> dirty = new ArrayList<>();
    private long stalledBytes;
    private int reads;

    /**
     * @param threads starts a virtual thread for each read
     * @param stalledBytesMax the bytes that links which do not take them may hold before nothing more is read for any
     *     link
     */
    FanOut(LogStore logs, ExecutorService threads, long stalledBytesMax) {
        this.logs = logs;
        this.catchUp = new CatchUp(logs);
        this.threads = threads;
        this.stalledBytesMax = stalledBytesMax;
    }

    void start() {
        thread.start();
    }

    /** Handles what has happened so far and ends. Blocks. */
    void stop() {
        synchronized (lock) {
            stopping = true;
            lock.notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stored(LogId log, Entry entry) {
        post(new Stored(log, entry));
    }

    /** Says that something has happened. Returns at once; from any thread. */
    void post(FanOutEvent event) {
        synchronized (lock) {
            queue.add(event);
            if (idle) lock.notifyAll();
        }
    }

    private void run() {
        var round = new ArrayList<FanOutEvent>();
        while (true) {
            synchronized (lock) {
                while (queue.isEmpty() && !stopping) {
                    idle = true;
                    try {
                        lock.wait();
                    } catch (InterruptedException e) {
                        log.log(System.Logger.Level.DEBUG, "The fan-out ends by stop() only", e);
                    }
                }
                idle = false;
                if (queue.isEmpty()) return;
                var next = queue;
                queue = round;
                round = next;
            }
            for (var event : round) {
                try {
                    handle(event);
                } catch (RuntimeException | LinkageError e) { // one event must not end the service of all others
                    log.log(System.Logger.Level.ERROR, "The fan-out failed at one event", e);
                }
            }
            round.clear();
            try {
                flush();
                readOn();
            } catch (RuntimeException | LinkageError e) {
                log.log(System.Logger.Level.ERROR, "The fan-out failed between events", e);
            }
        }
    }

    private void handle(FanOutEvent event) {
        switch (event) {
            case Stored(var id, var entry) -> stored(audiences.get(id), id, entry);
            case Answered(var outlet, var frame, var weight) -> {
                add(outlet, FrameCodec.encode(frame));
                outlet.window.end(weight);
            }
            case Replied(var outlet, var frame, var weight) -> {
                add(outlet, frame);
                outlet.handedOver += frame.length();
                outlet.window.end(weight);
            }
            case Subscribe subscribe -> subscribe(subscribe);
            case Read read -> read(read);
            case ReadFailed(var subscription, var goodbye) -> {
                reads--;
                if (subscription.mode != Subscription.Mode.ENDED) hangUp(subscription.outlet, goodbye);
            }
            case Writable(var outlet) -> writable(outlet);
            case Signalled(var from, var signal) -> signal(from, signal);
            case Recheck(var id) -> recheck(id);
            case Closed(var outlet) -> closed(outlet);
            case Tick _ -> closeStalled();
        }
    }

    private void stored(@Nullable List<Subscription> audience, LogId id, Entry entry) {
        if (audience == null) return;
        Bytes frame = null;
        for (var subscription : audience) {
            if (subscription.mode != Subscription.Mode.LIVE) {
                subscription.announced = Math.max(subscription.announced, entry.position());
            } else if (entry.position() > subscription.cursor) {
                var outlet = subscription.outlet;
                if (outlet.pendingBytes < MAX_PENDING && outlet.link.isWritable()) {
                    if (frame == null) frame = FrameCodec.encode(new Frame.Items(id, List.of(entry)));
                    add(outlet, frame);
                    subscription.cursor = entry.position();
                } else {
                    subscription.announced = entry.position();
                    enqueue(subscription);
                }
            }
        }
        if (entry.kind() == Entry.Kind.COMMIT) removed(audience, entry);
    }

    /** Ends the reading of those that a commit has removed; who is behind is read up to it first ({@link CatchUp}). */
    private void removed(List<Subscription> audience, Entry commit) {
        var removed = CatchUp.removedBy(commit);
        if (removed.isEmpty()) return;
        for (var subscription : List.copyOf(audience)) {
            if (subscription.mode == Subscription.Mode.LIVE && subscription.keys.removeAll(removed)) {
                endIfKeyless(subscription);
            }
        }
    }

    private void subscribe(Subscribe event) {
        var outlet = event.outlet();
        if (outlet.closed) return;
        for (var frame : event.frames()) {
            add(outlet, frame);
            outlet.handedOver += frame.length();
        }
        outlet.window.end(event.weight());
        var subscription = new Subscription(outlet, event.log(), event.follower(), event.cursor());
        var known = outlet.subscriptions.get(event.log());
        if (known != null) { // begins anew where this one asks; what was under way for the earlier one is dropped
            end(known);
            for (var key : known.keys) if (!subscription.keys.contains(key)) subscription.keys.add(key);
        }
        outlet.subscriptions.put(event.log(), subscription);
        audiences.computeIfAbsent(event.log(), _ -> new ArrayList<>(2)).add(subscription);
        enqueue(subscription); // reads at least once more: what was stored since the first read was announced to nobody
    }

    private void enqueue(Subscription subscription) {
        subscription.mode = Subscription.Mode.WAITING;
        waiting.add(subscription);
    }

    private void read(Read event) {
        reads--;
        var subscription = event.subscription();
        if (subscription.mode == Subscription.Mode.ENDED) return;
        for (var frame : event.frames()) add(subscription.outlet, frame);
        subscription.cursor = Math.max(subscription.cursor, event.last());
        subscription.keys.removeAll(event.gone());
        if (endIfKeyless(subscription)) return;
        if (!event.frames().isEmpty()) {
            subscription.empty = 0;
            enqueue(subscription);
        } else if (subscription.announced <= subscription.cursor) {
            subscription.mode = Subscription.Mode.LIVE;
        } else if (subscription.empty++ < 3) {
            enqueue(subscription);
        } else {
            log.log(System.Logger.Level.ERROR, "Log {0} was announced beyond what can be read", subscription.log);
            hangUp(subscription.outlet, new Frame.Goodbye(Problem.NO_SPACE, Sentences.STORE_FAILS));
        }
    }

    private boolean endIfKeyless(Subscription subscription) {
        if (!subscription.keys.isEmpty()) return false;
        subscription.outlet.subscriptions.remove(subscription.log);
        end(subscription);
        return true;
    }

    private void end(Subscription subscription) {
        subscription.mode = Subscription.Mode.ENDED;
        var audience = audiences.get(subscription.log);
        if (audience == null) return;
        audience.remove(subscription);
        if (audience.isEmpty()) audiences.remove(subscription.log);
    }

    private void signal(Outlet from, Frame.Signal signal) {
        var audience = audiences.get(signal.log());
        if (audience == null) return;
        var frame = FrameCodec.encode(signal);
        for (var subscription : audience) {
            var outlet = subscription.outlet;
            if (outlet != from && outlet.link.isWritable() && hears(subscription)) add(outlet, frame);
        }
    }

    /** Who was removed, and has not read so yet, hears nothing any more. */
    private boolean hears(Subscription subscription) {
        if (subscription.mode == Subscription.Mode.LIVE) return true;
        for (var key : subscription.keys) {
            if (logs.state(subscription.log, key).filter(LogStore.State::follows).isPresent()) return true;
        }
        return false;
    }

    /** Ends the reading of followers that a log has no longer, where no commit says so: an inbox. */
    private void recheck(LogId id) {
        for (var subscription : List.copyOf(audiences.getOrDefault(id, List.of()))) {
            subscription.keys.removeIf(key -> logs.state(id, key).isEmpty());
            endIfKeyless(subscription);
        }
    }

    private void add(Outlet outlet, Bytes frame) {
        if (outlet.closed) return;
        if (outlet.pending.isEmpty()) dirty.add(outlet);
        outlet.pending.add(frame);
        outlet.pendingBytes += frame.length();
    }

    private void flush() {
        for (var outlet : dirty) {
            if (outlet.closed) continue;
            var frames = outlet.pending;
            var writable = frames.size() == 1 ? outlet.link.send(frames.getFirst()) : outlet.link.send(frames);
            if (!writable) {
                if (outlet.unsent == 0) outlet.stalledAt = System.nanoTime();
                outlet.unsent += outlet.pendingBytes;
                stalledBytes += outlet.pendingBytes;
                stalled.add(outlet);
            }
            outlet.pending = new ArrayList<>(4);
            outlet.pendingBytes = 0;
            outlet.sent();
        }
        dirty.clear();
    }

    /** Starts as many reads as there may be at once. */
    private void readOn() {
        while (reads < MAX_READS && stalledBytes <= stalledBytesMax) {
            var subscription = waiting.poll();
            if (subscription == null) return;
            if (subscription.mode != Subscription.Mode.WAITING) continue;
            if (!subscription.outlet.link.isWritable()) {
                subscription.outlet.parked.add(subscription);
                continue;
            }
            subscription.mode = Subscription.Mode.READING;
            reads++;
            var keys = List.copyOf(subscription.keys);
            var after = subscription.cursor;
            try {
                threads.execute(() -> post(catchUp.next(subscription, keys, after)));
            } catch (RejectedExecutionException e) { // the relay is stopping
                reads--;
            }
        }
    }

    private void writable(Outlet outlet) {
        relieve(outlet);
        waiting.addAll(outlet.parked);
        outlet.parked.clear();
    }

    private void relieve(Outlet outlet) {
        stalledBytes -= outlet.unsent;
        outlet.unsent = 0;
        stalled.remove(outlet);
    }

    private void hangUp(Outlet outlet, Frame.Goodbye goodbye) {
        if (outlet.closed) return;
        outlet.link.send(FrameCodec.encode(goodbye));
        outlet.link.close(goodbye.text());
    }

    private void closed(Outlet outlet) {
        if (outlet.closed) return;
        outlet.closed = true;
        relieve(outlet);
        outlet.subscriptions.values().forEach(this::end);
        outlet.subscriptions.clear();
        outlet.parked.clear();
        outlet.pending.clear();
    }

    private void closeStalled() {
        var now = System.nanoTime();
        for (var outlet : List.copyOf(stalled)) { // the longest stalled first
            if (outlet.link.isWritable()) { // its event is under way, or was overtaken by the frame that filled it
                writable(outlet);
                continue;
            }
            var tooLong = stalledBytes > stalledBytesMax ? STALLED_WHEN_SHORT : STALLED_TOO_LONG;
            if (now - outlet.stalledAt < tooLong) return;
            log.log(System.Logger.Level.INFO, "Closed a link that took nothing of {0} bytes", outlet.unsent);
            outlet.link.close("the link takes nothing; connect again to read on");
            closed(outlet);
        }
    }
}
