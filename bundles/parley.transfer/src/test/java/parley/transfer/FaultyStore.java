package parley.transfer;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.wire.Bytes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A store without a disk, as that of parley.testing: what was committed outlives the components that use it, as it
 * would a process. It fails, looks and interferes where told, and undoes instead of copying, for tests with thousands
 * of files.
 */
final class FaultyStore implements Store {

    /** Of what was told; guarded as transactions are. */
    private long numbers;

    private record Key(String space, Bytes id) {}

    final List<Event> events = new CopyOnWriteArrayList<>();

    /** Fails commits: asked with what the transaction tells, and what it returns is thrown. */
    volatile Function<List<Event>, @Nullable CommandException> failing = _ -> null;

    /** Looks at what every transaction has made of the records, before it is committed. */
    volatile Step looking = _ -> {};

    /** Runs after the next transaction, before who made it goes on. */
    final AtomicReference<@Nullable Runnable> afterNext = new AtomicReference<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, TreeMap<Long, Bytes>> records = new HashMap<>(); // guarded by lock
    private final Map<String, Integer> puts = new HashMap<>(); // guarded by lock

    @Override
    public void check() {}

    @Override
    public <T extends @Nullable Object> T transact(Work<T> work) throws CommandException {
        if (lock.isHeldByCurrentThread()) throw new IllegalStateException("a transaction inside a transaction");
        var tx = new OpenTransaction();
        T result;
        lock.lock();
        try {
            var committed = false;
            try {
                result = work.in(tx);
                looking.in(tx);
                var failure = failing.apply(List.copyOf(tx.told));
                if (failure != null) throw failure;
                committed = true;
            } finally {
                tx.over = true;
                if (!committed) tx.undo.forEach(Runnable::run);
            }
            events.addAll(tx.told);
            tx.committed.forEach(Runnable::run);
        } finally {
            lock.unlock();
        }
        tx.actions.forEach(Runnable::run);
        var then = afterNext.getAndSet(null);
        if (then != null) then.run();
        return result;
    }

    @Override
    public void publish(Event.Passing event) {
        events.add(event);
    }

    /** How often a record of this space was put, rolled back or not. */
    int puts(String space) {
        lock.lock();
        try {
            return puts.getOrDefault(space, 0);
        } finally {
            lock.unlock();
        }
    }

    int count(String space) {
        lock.lock();
        try {
            return records.entrySet().stream()
                    .filter(entry -> entry.getKey().space.equals(space))
                    .mapToInt(entry -> entry.getValue().size())
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    final class OpenTransaction implements Transaction {

        private final Deque<Runnable> undo = new ArrayDeque<>();
        private final List<Event> told = new ArrayList<>();
        private final List<Runnable> actions = new ArrayList<>();
        private final List<Runnable> committed = new ArrayList<>();
        private boolean over;

        /** Runs {@code action} with the commit: nobody sees the one without the other. */
        void onCommit(Runnable action) {
            committed.add(action);
        }

        private TreeMap<Long, Bytes> rows(String space, Bytes id) {
            if (over || !lock.isHeldByCurrentThread()) throw new IllegalStateException("the transaction has ended");
            return records.computeIfAbsent(new Key(space, id), _ -> new TreeMap<>());
        }

        @Override
        public Optional<Bytes> get(String space, Bytes id, long order) {
            return Optional.ofNullable(rows(space, id).get(order));
        }

        @Override
        public void put(String space, Bytes id, long order, Bytes value) {
            puts.merge(space, 1, Integer::sum);
            var rows = rows(space, id);
            var old = rows.put(order, value);
            undo.push(() -> {
                if (old == null) rows.remove(order);
                else rows.put(order, old);
            });
        }

        @Override
        public void remove(String space, Bytes id, long order) {
            var rows = rows(space, id);
            var old = rows.remove(order);
            if (old != null) undo.push(() -> rows.put(order, old));
        }

        @Override
        public List<Row> ascending(String space, Bytes id, long from, int limit) {
            return rows(rows(space, id).tailMap(from, true), limit);
        }

        @Override
        public List<Row> descending(String space, Bytes id, long from, int limit) {
            return rows(rows(space, id).headMap(from, true).descendingMap(), limit);
        }

        private static List<Row> rows(Map<Long, Bytes> map, int limit) {
            return map.entrySet().stream()
                    .limit(limit)
                    .map(entry -> new Row(entry.getKey(), entry.getValue()))
                    .toList();
        }

        @Override
        public List<Bytes> all(String space) {
            return records.entrySet().stream()
                    .filter(entry -> entry.getKey().space.equals(space))
                    .flatMap(entry -> entry.getValue().values().stream())
                    .toList();
        }

        @Override
        public long tell(Event.Durable event) {
            told.add(event);
            return ++numbers;
        }

        @Override
        public boolean untell(long number) {
            return number <= numbers; // all that was told stays in the list
        }

        @Override
        public void afterCommit(Runnable action) {
            actions.add(action);
        }
    }
}
