package parley.session;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store without a disk: what was committed outlives the components that use it, as it would a process. */
final class MemoryStore implements Store {

    record Place(String space, Bytes id, long order) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::space)
                    .thenComparing(Place::id)
                    .thenComparingLong(Place::order)
                    .compare(this, other);
        }
    }

    final List<Event> published = new CopyOnWriteArrayList<>();

    private TreeMap<Place, Bytes> records = new TreeMap<>();

    @Override
    public void check() {}

    @Override
    public synchronized <T extends @Nullable Object> T transact(Work<T> work) throws CommandException {
        var draft = new TreeMap<>(records);
        var actions = new ArrayList<Runnable>();
        var result = work.in(new MemoryTransaction(draft, actions));
        records = draft;
        actions.forEach(Runnable::run);
        return result;
    }

    @Override
    public void publish(Event.Passing event) {
        published.add(event);
    }

    synchronized int count(String space) {
        return (int) records.keySet().stream().filter(place -> place.space().equals(space)).count();
    }

    private final class MemoryTransaction implements Transaction {

        private final TreeMap<Place, Bytes> draft;
        private final List<Runnable> actions;

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
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Row> descending(String space, Bytes id, long from, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Bytes> all(String space) {
            return draft.entrySet().stream()
                    .filter(entry -> entry.getKey().space().equals(space))
                    .map(java.util.Map.Entry::getValue)
                    .toList();
        }

        @Override
        public void tell(Event.Durable event) {
            actions.add(() -> published.add(event));
        }

        @Override
        public void afterCommit(Runnable action) {
            actions.add(action);
        }
    }
}
