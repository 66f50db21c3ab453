package parley.history;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.AppLock;
import parley.client.api.ClientListener;
import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.Feed;
import parley.client.api.store.Store;
import parley.protocol.wire.MalformedException;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import javax.crypto.AEADBadTagException;

/**
 * Keeps the profile in one SQLite database whose values are sealed.
 *
 * <p>Immediate, because opening takes a moment that others can start in, and because listeners come from bundles that
 * use the store themselves.
 */
@Component(
        immediate = true,
        service = {SealedHistory.class, Store.class, Feed.class})
public final class SealedHistory implements Store, Feed {

    private static final System.Logger log = System.getLogger(SealedHistory.class.getName());

    private static final String VARIABLE = "PARLEY_PASSPHRASE";

    private final EventDispatcher dispatcher;

    /** Held through every transaction: there is one at a time. Guards the profile. */
    private final ReentrantLock lock = new ReentrantLock();

    private final OpenProfile profile;

    @Reference volatile List<ClientListener> listeners = List.of();

    @Activate
    public SealedHistory(
            BundleContext context,
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launcher) {
        this(
                Path.of(String.valueOf(launcher.get("launcher.home"))),
                () -> Optional.ofNullable(System.getenv(VARIABLE)).map(String::toCharArray));
        Thread.ofVirtual()
                .name("history-open")
                .start(() -> {
                    var cache = context.getDataFile("");
                    if (cache != null) NativeLibrary.provide(cache.toPath());
                    openSoon();
                });
    }

    /** Opens nothing before it is asked to. */
    SealedHistory(Path home) {
        this(home, Optional::empty);
    }

    SealedHistory(Path home, Supplier<Optional<char[]>> atHand) {
        this.profile = new OpenProfile(home, atHand);
        this.dispatcher = new EventDispatcher(() -> listeners);
    }

    @Deactivate
    void close() {
        dispatcher.close();
        lock.lock();
        try {
            profile.close();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void check() throws CommandException {
        if (profile.isOpen()) return;
        lock.lock();
        try {
            profile.opened();
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
            var open = profile.opened();
            tx = new OpenTransaction(open);
            result = run(open, tx, work);
            dispatcher.add(tx.events()); // under the lock: in the order of the commits
        } catch (CommandException e) {
            if (e.getCause() instanceof SQLException) profile.recover(e);
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
        if (profile.isLocked() && !(event instanceof Event.LinkChanged)) return;
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
            var open = profile.opened();
            try {
                return step.on(open.unshown());
            } catch (SQLException e) {
                var why = Trouble.with(open.profile(), e);
                profile.recover(why);
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

    // ---- For the app lock ----

    /** Whether a passphrase is needed, by a look at the key's file alone. */
    boolean hasPassphrase() {
        return profile.hasPassphrase();
    }

    AppLock.State state() throws CommandException {
        return locking(profile::state);
    }

    /** Returns false if that is not the passphrase. */
    boolean unlock(char[] passphrase) throws CommandException {
        return locking(() -> profile.unlock(passphrase));
    }

    /** Closes the database; the profile stays ours. */
    void lockNow() throws CommandException {
        locking(() -> {
            profile.lock();
            dispatcher.forget();
            return true;
        });
    }

    /** {@link OpenProfile#rewrap}. */
    boolean rewrap(char[] current, Optional<char[]> wanted) throws CommandException {
        return locking(() -> profile.rewrap(current, wanted));
    }

    private <T> T locking(Change<T> change) throws CommandException {
        lock.lock();
        try {
            return change.make();
        } finally {
            lock.unlock();
        }
    }

    private interface Change<T> {
        T make() throws CommandException;
    }

    /** For tests of what a full disk does. */
    void limitPages(int pages) throws CommandException, SQLException {
        lock.lock();
        try {
            profile.opened().limitPages(pages);
        } finally {
            lock.unlock();
        }
    }
}
