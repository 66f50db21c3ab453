package parley.history;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.store.Transaction;
import parley.protocol.wire.Bytes;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.crypto.AEADBadTagException;

/** One transaction while its work runs; refuses to be used after that, or by another thread. */
final class OpenTransaction implements Transaction {

    private interface Step<T> {
        T run() throws SQLException, AEADBadTagException;
    }

    private final Database database;
    private final Thread thread = Thread.currentThread();
    private final List<Event.Durable> events = new ArrayList<>();
    private final List<Runnable> actions = new ArrayList<>();
    private boolean ended;

    /** The first step that failed: whatever the work makes of the exception, nothing of it may be committed. */
    private @Nullable CommandException failed;

    OpenTransaction(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Bytes> get(String space, Bytes id, long order) {
        return step(() -> database.records().get(space, id, order));
    }

    @Override
    public void put(String space, Bytes id, long order, Bytes value) {
        step(() -> {
            database.records().put(space, id, order, value);
            return this;
        });
    }

    @Override
    public void remove(String space, Bytes id, long order) {
        step(() -> {
            database.records().remove(space, id, order);
            return this;
        });
    }

    @Override
    public List<Row> ascending(String space, Bytes id, long from, int limit) {
        return step(() -> database.records().ascending(space, id, from, limit));
    }

    @Override
    public List<Row> descending(String space, Bytes id, long from, int limit) {
        return step(() -> database.records().descending(space, id, from, limit));
    }

    @Override
    public List<Bytes> all(String space) {
        return step(() -> database.records().all(space));
    }

    @Override
    public long tell(Event.Durable event) {
        return step(() -> {
            var number = database.unshown().add(event);
            events.add(event);
            return number;
        });
    }

    @Override
    public boolean untell(long number) {
        return step(() -> database.unshown().removeOne(number));
    }

    @Override
    public void afterCommit(Runnable action) {
        usable();
        actions.add(action);
    }

    /** Ends the work. @throws CommandException if a step failed, even if the work went on */
    void end() throws CommandException {
        ended = true;
        if (failed != null) throw failed;
    }

    void abandon() {
        ended = true;
    }

    List<Event.Durable> events() {
        return events;
    }

    List<Runnable> actions() {
        return actions;
    }

    private <T> T step(Step<T> step) {
        usable();
        try {
            return step.run();
        } catch (SQLException e) {
            throw fail(Trouble.with(database.profile(), e));
        } catch (AEADBadTagException e) {
            throw fail(Trouble.damaged(database.profile(), e));
        }
    }

    private StoreFailure fail(CommandException why) {
        if (failed == null) failed = why;
        return new StoreFailure(why);
    }

    private void usable() {
        if (ended) throw new IllegalStateException("the transaction has ended");
        if (Thread.currentThread() != thread) throw new IllegalStateException("a transaction belongs to its thread");
    }
}
