package parley.relay;

import org.jspecify.annotations.Nullable;

import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.LogItem;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.relay.FanOutEvent.Answered;
import parley.relay.FanOutEvent.Closed;
import parley.relay.FanOutEvent.Read;
import parley.relay.FanOutEvent.ReadFailed;
import parley.relay.FanOutEvent.Recheck;
import parley.relay.FanOutEvent.Signalled;
import parley.relay.FanOutEvent.Stored;
import parley.relay.FanOutEvent.Subscribe;
import parley.relay.FanOutEvent.Tick;
import parley.relay.FanOutEvent.Writable;
import parley.relay.api.GoneException;
import parley.relay.api.LogStore;
import parley.relay.api.StoreException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** About how many bytes are read from the store at once. */
    static final int CHUNK = 64 * 1024;

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
    private final ExecutorService threads;
    private final long stalledBytesMax;
    private final Thread thread = Thread.ofPlatform().daemon().name("relay-fan-out").unstarted(this::run);

    private final Object lock = new Object();
    private ArrayList<FanOutEvent> queue = new ArrayList<>();
    private boolean stopping;

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
            if (queue.size() == 1) lock.notifyAll();
        }
    }

    private void run() {
        var round = new ArrayList<FanOutEvent>();
        while (true) {
            synchronized (lock) {
                while (queue.isEmpty() && !stopping) {
                    try {
                        lock.wait();
                    } catch (InterruptedException e) {
                        log.log(System.Logger.Level.DEBUG, "The fan-out ends by stop() only", e);
                    }
                }
                if (queue.isEmpty()) return;
                var next = queue;
                queue = round;
                round = next;
            }
            for (var event : round) {
                try {
                    handle(event);
                } catch (RuntimeException e) { // one event must not end the service of all others
                    log.log(System.Logger.Level.ERROR, "The fan-out failed at one event", e);
                }
            }
            round.clear();
            flush();
            readOn();
        }
    }

    private void handle(FanOutEvent event) {
        switch (event) {
            case Stored(var id, var entry) -> stored(audiences.get(id), id, entry);
            case Answered(var outlet, var frame, var weight) -> {
                add(outlet, FrameCodec.encode(frame));
                outlet.window.end(weight);
            }
            case Subscribe subscribe -> subscribe(subscribe);
            case Read(var subscription, var frames, var last) -> read(subscription, frames, last);
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

    /** Ends the reading of those that a commit has removed; who is behind reads up to it first. */
    private void removed(List<Subscription> audience, Entry commit) {
        Set<FollowerKey> removed;
        try {
            removed = new HashSet<>(CommitBody.decode(commit.body()).removed());
        } catch (MalformedException e) {
            throw new IllegalStateException("the store announced a commit that is none", e);
        }
        if (removed.isEmpty()) return;
        for (var subscription : List.copyOf(audience)) {
            if (!subscription.keys.removeAll(removed) || !subscription.keys.isEmpty()) continue;
            if (subscription.mode == Subscription.Mode.LIVE) {
                endIfKeyless(subscription);
            } else {
                subscription.until = commit.position();
                anyFollower(subscription.log, commit.author()).ifPresent(subscription.keys::add);
            }
        }
    }

    /** Somebody who still follows, {@code preferred} if possible. */
    private Optional<FollowerKey> anyFollower(LogId id, FollowerKey preferred) {
        if (logs.state(id, preferred).isPresent()) return Optional.of(preferred);
        return logs.followers(id).stream().map(CommitBody.NewFollower::key).findFirst();
    }

    private void subscribe(Subscribe event) {
        var outlet = event.outlet();
        if (outlet.closed) return;
        for (var frame : event.frames()) add(outlet, frame);
        outlet.window.end(event.weight());
        var known = outlet.subscriptions.get(event.log());
        if (known != null) {
            if (!known.keys.contains(event.follower())) known.keys.add(event.follower());
            return;
        }
        var subscription = new Subscription(outlet, event.log(), event.follower(), event.cursor());
        outlet.subscriptions.put(event.log(), subscription);
        audiences.computeIfAbsent(event.log(), _ -> new ArrayList<>(2)).add(subscription);
        enqueue(subscription); // reads at least once more: what was stored since the first read was announced to nobody
    }

    private void enqueue(Subscription subscription) {
        subscription.mode = Subscription.Mode.WAITING;
        waiting.add(subscription);
    }

    private void read(Subscription subscription, List<Bytes> frames, long last) {
        reads--;
        if (subscription.mode == Subscription.Mode.ENDED) return;
        if (!frames.isEmpty()) {
            for (var frame : frames) add(subscription.outlet, frame);
            subscription.cursor = Math.max(subscription.cursor, last);
            subscription.empty = 0;
            if (subscription.until == 0 || subscription.cursor < subscription.until) {
                enqueue(subscription);
            } else {
                subscription.keys.clear();
                endIfKeyless(subscription);
            }
            return;
        }
        if (subscription.until != 0) {
            if (!subscription.keys.isEmpty()
                    && subscription.empty++ < 2) { // that read may have begun before the removal
                enqueue(subscription);
            } else {
                subscription.keys.clear();
                endIfKeyless(subscription);
                hangUp(subscription.outlet, new Frame.Goodbye(Problem.NOT_FOUND, Sentences.REMOVED));
            }
            return;
        }
        var before = subscription.keys.size();
        subscription.keys.removeIf(key -> logs.state(subscription.log, key).isEmpty());
        if (endIfKeyless(subscription)) return;
        if (subscription.announced <= subscription.cursor) {
            subscription.mode = Subscription.Mode.LIVE;
        } else if (subscription.keys.size() < before || subscription.empty++ < 3) {
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
            if (outlet != from && subscription.until == 0 && outlet.link.isWritable()) add(outlet, frame);
        }
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
            if (subscription.keys.isEmpty()) { // removed, and the last of its log
                subscription.mode = Subscription.Mode.READING;
                reads++;
                read(subscription, List.of(), 0);
                continue;
            }
            var key = subscription.keys.getFirst();
            var after = subscription.cursor;
            var until = subscription.until;
            try {
                threads.execute(() -> post(readNext(subscription, key, after, until)));
            } catch (RejectedExecutionException e) { // the relay is stopping
                reads--;
            }
        }
    }

    /** Blocks; runs on a virtual thread. */
    private FanOutEvent readNext(Subscription subscription, FollowerKey key, long after, long until) {
        try {
            if (logs.state(subscription.log, key).isEmpty()) return new Read(subscription, List.of(), 0);
            var items = logs.read(subscription.log, key, after, CHUNK);
            if (until != 0) items = items.stream().filter(item -> item.position() <= until).toList();
            return new Read(
                    subscription, frames(subscription.log, items), items.isEmpty() ? 0 : items.getLast().position());
        } catch (GoneException e) {
            return new ReadFailed(subscription, new Frame.Goodbye(Problem.GONE, Sentences.GONE));
        } catch (StoreException | RuntimeException e) {
            log.log(System.Logger.Level.ERROR, "Log " + subscription.log + " cannot be read", e);
            return new ReadFailed(subscription, new Frame.Goodbye(Problem.NO_SPACE, Sentences.STORE_FAILS));
        }
    }

    /** Items as frames, each within the limits of a frame. */
    static List<Bytes> frames(LogId id, List<LogItem> items) {
        var frames = new ArrayList<Bytes>(1);
        var from = 0;
        var bytes = 0L;
        for (var i = 0; i < items.size(); i++) {
            var size = items.get(i) instanceof Entry entry ? entry.body().length() : 0;
            if (i > from && (bytes + size > Frame.MAX_FRAME / 2 || i - from == Frame.Items.MAX_ITEMS)) {
                frames.add(FrameCodec.encode(new Frame.Items(id, items.subList(from, i))));
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        if (from < items.size()) frames.add(FrameCodec.encode(new Frame.Items(id, items.subList(from, items.size()))));
        return frames;
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
