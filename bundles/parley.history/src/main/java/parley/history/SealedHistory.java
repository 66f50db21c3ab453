package parley.history;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.ClientListener;
import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.Feed;
import parley.client.api.store.Store;
import parley.protocol.wire.MalformedException;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import javax.crypto.AEADBadTagException;

/**
 * Keeps the profile in one SQLite database whose values are sealed.
 *
 * <p>Immediate, because opening takes a moment that others can start in, and because listeners come from bundles that
 * use the store themselves.
 */
@Component(immediate = true)
public final class SealedHistory implements Store, Feed {

    private static final System.Logger log = System.getLogger(SealedHistory.class.getName());

    private final Path home;
    private final EventDispatcher dispatcher;

    /** Held through every transaction: there is one at a time. Guards all below. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Profile profile;

    /** Set under the lock; read without it only to see whether it is there. */
    private volatile @Nullable Database database;

    /** Once the file is known to be damaged it is not touched again. */
    private @Nullable CommandException damaged;

    private boolean closed;

    @Reference volatile List<ClientListener> listeners = List.of();

    @Activate
    public SealedHistory(
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launcher) {
        this(Path.of(String.valueOf(launcher.get("launcher.home"))));
        Thread.ofVirtual().name("history-open").start(this::openSoon);
    }

    /** Opens nothing before it is asked to. */
    SealedHistory(Path home) {
        this.home = home;
        this.dispatcher = new EventDispatcher(() -> listeners);
    }

    @Deactivate
    void close() {
        dispatcher.close();
        lock.lock();
        try {
            closed = true;
            shut();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void check() throws CommandException {
        if (database != null) return;
        lock.lock();
        try {
            opened();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <T extends @Nullable Object> T transact(Work<T> work) throws CommandException {
        if (lock.isHeldByCurrentThread()) throw new IllegalStateException("a transaction inside a transaction");
        OpenTransaction tx;
        T result;
        lock.lock();
        try {
            var open = opened();
            tx = new OpenTransaction(open);
            result = run(open, tx, work);
            dispatcher.add(tx.events()); // under the lock: in the order of the commits
        } catch (CommandException e) {
            if (e.getCause() instanceof SQLException) recover(e);
            throw e;
        } finally {
            lock.unlock();
        }
        tx.actions().forEach(SealedHistory::runCommitted);
        if (!tx.events().isEmpty()) dispatcher.awaitRoom();
        return result;
    }

    private static <T extends @Nullable Object> T run(Database database, OpenTransaction tx, Work<T> work)
            throws CommandException {
        var committed = false;
        try {
            database.begin();
            var result = work.in(tx);
            tx.end();
            database.commit();
            committed = true;
            return result;
        } catch (SQLException e) {
            throw Trouble.with(database.profile(), e);
        } catch (StoreFailure e) {
            throw e.why();
        } finally {
            tx.abandon();
            if (!committed) database.rollback();
        }
    }

    /** What was committed is committed: an action's fault must not look like a transaction's. */
    private static void runCommitted(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.log(System.Logger.Level.ERROR, "What was to follow a transaction failed", e);
        }
    }

    @Override
    public void publish(Event.Passing event) {
        dispatcher.add(List.of(event));
    }

    @Override
    public List<Item> after(long sequence, int limit) throws CommandException {
        return unshown(table -> table.after(sequence, limit));
    }

    @Override
    public void shown(long sequence) throws CommandException {
        unshown(table -> {
            table.remove(sequence);
            return sequence;
        });
    }

    private interface Step<T> {
        T on(Unshown table) throws SQLException, AEADBadTagException, MalformedException;
    }

    private <T> T unshown(Step<T> step) throws CommandException {
        lock.lock();
        try {
            var open = opened();
            try {
                return step.on(open.unshown());
            } catch (SQLException e) {
                var why = Trouble.with(open.profile(), e);
                recover(why);
                throw why;
            } catch (AEADBadTagException | MalformedException e) {
                throw Trouble.damaged(open.profile(), e);
            }
        } finally {
            lock.unlock();
        }
    }

    private void openSoon() {
        try {
            check();
        } catch (CommandException e) { // whoever needs the profile asks, and hears it then
            log.log(System.Logger.Level.DEBUG, "The profile cannot be opened: {0}", e.getMessage());
        }
    }

    /** The database, opened if it is not yet; tries anew each time unless it is damaged. */
    private Database opened() throws CommandException {
        var open = database;
        if (open != null) return open;
        if (closed) throw Trouble.stopped();
        if (damaged != null) throw damaged;
        try {
            var taken = Profile.take(home);
            profile = taken;
            open = Database.open(taken);
            database = open;
            return open;
        } catch (CommandException e) {
            shut();
            if (e.code() == CommandException.Code.DAMAGED) damaged = e;
            throw e;
        }
    }

    /**
     * After SQLite has failed. A single value that does not open costs its readers; a broken file costs everybody, and
     * is left alone from then on.
     */
    private void recover(CommandException e) {
        if (e.code() == CommandException.Code.DAMAGED) {
            damaged = e;
            shut();
            return;
        }
        var open = database;
        if (open == null) return;
        try {
            open.renew();
        } catch (SQLException second) {
            log.log(System.Logger.Level.WARNING, "The profile is opened anew: {0}", second.getMessage());
            shut();
        }
    }

    private void shut() {
        var open = database;
        database = null;
        try {
            if (open != null) open.close();
        } catch (SQLException e) {
            log.log(System.Logger.Level.WARNING, "The profile was not closed cleanly: {0}", e.getMessage());
        }
        var taken = profile;
        profile = null;
        try {
            if (taken != null) taken.close();
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "The profile was not given up cleanly: {0}", e.getMessage());
        }
    }

    /** For tests of what a full disk does. */
    void limitPages(int pages) throws CommandException, SQLException {
        lock.lock();
        try {
            opened().limitPages(pages);
        } finally {
            lock.unlock();
        }
    }
}
