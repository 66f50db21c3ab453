package parley.testing;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A store without a disk: what was committed outlives the components that use it, as it would a process. */
public final class MemoryStore implements Store {

    private record Place(String space, Bytes id, long order) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::space)
                    .thenComparing(Place::id)
                    .thenComparingLong(Place::order)
                    .compare(this, other);
        }
    }

    /** All that was published or told, in order. */
    public final List<Event> published = new CopyOnWriteArrayList<>();

    /** What was told and not taken back, by its number: nobody shows anything. */
    public final Map<Long, Event> unshown = new ConcurrentSkipListMap<>();

    /** What the next transactions throw instead of committing; null for nothing. */
    public volatile @Nullable CommandException broken;

    private TreeMap<Place, Bytes> records = new TreeMap<>();
    private long told;
    private int commits;
    private int last = Integer.MAX_VALUE;

    @Override
    public void check() {}

    @Override
    public synchronized <T extends @Nullable Object> T transact(Work<T> work) throws CommandException {
        var draft = new TreeMap<>(records);
        var actions = new ArrayList<Runnable>();
        var result = work.in(new MemoryTransaction(draft, actions));
        var failure = broken;
        if (failure != null) throw failure;
        if (!draft.equals(records)) {
            if (hasEnded()) throw new CommandException(CommandException.Code.INTERNAL, "the process has ended");
            commits++;
            if (last != Integer.MAX_VALUE) last--;
        }
        records = draft;
        actions.forEach(Runnable::run);
        return result;
    }

    @Override
    public void publish(Event.Passing event) {
        published.add(event);
    }

    /** How many records a space has. */
    public synchronized int count(String space) {
        return (int) records.keySet().stream().filter(place -> place.space().equals(space)).count();
    }

    /** Everything that is kept, as one text of hexadecimal digits: what is not in it is gone. */
    public synchronized String kept() {
        return records.values().stream().map(Bytes::hex).collect(Collectors.joining(" "));
    }

    /** How many transactions have changed something: each costs an fsync where there is a disk. */
    public synchronized int commits() {
        return commits;
    }

    /** After {@code more} transactions that change something none does: to those who read it the process was killed. */
    public synchronized void endAfter(int more) {
        last = more;
    }

    /** It keeps what was committed, and lasts. */
    public synchronized void beginAgain() {
        last = Integer.MAX_VALUE;
    }

    /** Whether nothing can be changed any more. */
    public synchronized boolean hasEnded() {
        return last == 0;
    }

    private final class MemoryTransaction implements Transaction {

        private final TreeMap<Place, Bytes> draft;
        private final List<Runnable> actions;
        private final Set<Long> numbers = new HashSet<>();
        private final Set<Long> untold = new HashSet<>();

        MemoryTransaction(TreeMap<Place, Bytes> draft, List<Runnable> actions) {
            this.draft = draft;
            this.actions = actions;
        }

        @Override
        public Optional<Bytes> get(String space, Bytes id, long order) {
            return Optional.ofNullable(draft.get(new Place(space, id, order)));
        }

        @Override
        public void put(String space, Bytes id, long order, Bytes value) {
            draft.put(new Place(space, id, order), value);
        }

        @Override
        public void remove(String space, Bytes id, long order) {
            draft.remove(new Place(space, id, order));
        }

        @Override
        public List<Row> ascending(String space, Bytes id, long from, int limit) {
            return rows(
                    draft.subMap(new Place(space, id, from), true, new Place(space, id, Long.MAX_VALUE), true), limit);
        }

        @Override
        public List<Row> descending(String space, Bytes id, long from, int limit) {
            return rows(
                    draft.subMap(new Place(space, id, Long.MIN_VALUE), true, new Place(space, id, from), true)
                            .descendingMap(),
                    limit);
        }

        private static List<Row> rows(NavigableMap<Place, Bytes> places, int limit) {
            return places.entrySet().stream()
                    .limit(limit)
                    .map(entry -> new Row(entry.getKey().order(), entry.getValue()))
                    .toList();
        }

        @Override
        public List<Bytes> all(String space) {
            return draft.entrySet().stream()
                    .filter(entry -> entry.getKey().space().equals(space))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        @Override
        public long tell(Event.Durable event) {
            var number = ++told;
            numbers.add(number);
            actions.add(() -> {
                published.add(event);
                unshown.put(number, event);
            });
            return number;
        }

        @Override
        public boolean untell(long number) {
            actions.add(() -> unshown.remove(number));
            return untold.add(number) && (numbers.contains(number) || unshown.containsKey(number));
        }

        @Override
        public void afterCommit(Runnable action) {
            actions.add(action);
        }
    }
}
