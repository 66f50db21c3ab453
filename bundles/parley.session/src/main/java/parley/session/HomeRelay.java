package parley.session;

import static parley.client.api.CommandException.Code.NOT_REACHABLE;
import static parley.client.api.CommandException.Code.REFUSED;
import static parley.client.api.CommandException.Code.USAGE;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import parley.client.api.Accounts;
import parley.client.api.AppLock;
import parley.client.api.CommandException;
import parley.client.api.Event.LinkChanged;
import parley.client.api.Event.LinkChanged.State;
import parley.client.api.Event.Notice;
import parley.client.api.crypto.Identities;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.session.Session;
import parley.client.api.session.SessionListener;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.Address;
import parley.protocol.InviteLink;
import parley.protocol.RelayAddress;
import parley.protocol.Token;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;
import parley.session.AccountRecords.Kept;
import parley.transport.api.Transport;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * Signs the account up, and keeps its link to the home relay up.
 *
 * <p>Immediate, because the link is to come up whether or not anybody asks yet, and because its listeners use it
 * themselves. Cryptography may come and go: without it the link waits. Where there is a window, the link waits until it
 * has been painted, whose start it would slow.
 */
@Component(immediate = true)
public final class HomeRelay implements Accounts, Session, AppLock.Listener {

    /** After so many failures in a row the link counts as offline, though it is tried on. */
    private static final int MANY_FAILURES = 5;

    private static final String CLOSING = "the client is being closed";

    private static final String LOCKED = "the profile is locked";

    private static final String OFFLINE = "you have gone offline; go online to be connected again";

    private static final System.Logger log = System.getLogger(HomeRelay.class.getName());

    private final Store store;
    private final Transport transport;
    private final CompletableFuture<?> shown;
    private final Timing timing;
    private final Backoff backoff;
    private final Recovery recovery;
    private final Deliveries deliveries = new Deliveries();
    private final LateListeners listeners = new LateListeners(deliveries);
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final Thread keeper;

    /** One sign-up at a time. */
    private final ReentrantLock signingUp = new ReentrantLock();

    /** Guards the fields from here on; held for moments only. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private @Nullable Kept kept;
    private @Nullable Identities identities;

    /** A link that a sign-up has left signed in, for the keeper to go on with. */
    private @Nullable RelayLink ready;

    /** The link that the keeper has begun to make last. */
    private @Nullable RelayLink begun;

    /** The link while it is up and signed in. */
    private @Nullable RelayLink current;

    private State state = State.OFFLINE;
    private Optional<String> reason = Optional.empty();

    /** What the last attempt ended with, if it did not reach the relay. */
    private @Nullable CommandException unreached;

    /** Why only somebody's doing can help, if so. */
    private @Nullable CommandException stopped;

    /** Whether the next attempt is to be made at once. */
    private boolean kicked;

    /** Whether the profile is locked: there is no link then. */
    private boolean locked;

    /** Whether somebody wants no link. */
    private boolean offline;

    private long lastAttempt = System.nanoTime();
    private boolean closed;

    @Activate
    public HomeRelay(
            @Reference Store store,
            @Reference Transport transport,
            @Reference(target = "(launcher.shown=*)") CompletableFuture<?> shown) {
        this(store, transport, shown, Timing.DEFAULT);
    }

    HomeRelay(Store store, Transport transport, CompletableFuture<?> shown, Timing timing) {
        this.store = store;
        this.transport = transport;
        this.shown = shown;
        this.timing = timing;
        this.recovery = new Recovery(store);
        this.backoff = new Backoff(timing.first(), timing.longest(), new SecureRandom());
        deliveries.start();
        this.keeper = Thread.ofVirtual().name("session").start(this::keep);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindIdentities(Identities provided) {
        change(() -> identities = provided);
    }

    void unbindIdentities(Identities gone) {
        change(() -> identities = identities == gone ? null : identities);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindListener(ComponentServiceObjects<SessionListener> listener) {
        listeners.bind(listener);
    }

    void unbindListener(ComponentServiceObjects<SessionListener> listener) {
        listeners.unbind(listener);
    }

    void bindListener(SessionListener listener) {
        deliveries.join(listener);
    }

    void unbindListener(SessionListener listener) {
        deliveries.leave(listener);
    }

    @Deactivate
    void close() throws InterruptedException {
        lock.lock();
        @Nullable RelayLink open;
        try {
            closed = true;
            open = standing();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (open != null) open.close(CLOSING);
        keeper.interrupt();
        keeper.join();
        deliveries.close();
    }

    /**
     * The link that is up, is being made, or was left by a sign-up, which the keeper is not to find then. Under the
     * lock.
     */
    private @Nullable RelayLink standing() {
        var left = ready;
        ready = null;
        return current != null ? current : left != null ? left : begun;
    }

    // ---- Accounts ----

    @Override
    public Optional<Account> current() {
        try {
            loaded.await(); // the profile takes a moment to open when Parley starts
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lock.lock();
        try {
            return Optional.ofNullable(kept).map(Kept::account);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public State linkState() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Account create(String name, InviteLink invite) throws CommandException {
        return create(name, invite.relay(), Optional.of(invite.secret()));
    }

    @Override
    public Account create(String name, RelayAddress relay) throws CommandException {
        return create(name, relay, Optional.empty());
    }

    private Account create(String name, RelayAddress relay, Optional<Token> invite) throws CommandException {
        if (!Address.isName(name)) {
            throw new CommandException(USAGE, "a name has 1 to 32 of a-z 0-9 . _ -; choose another");
        }
        signingUp.lock();
        try {
            var crypto = crypto();
            var identity = store.transact(tx -> identityFor(tx, crypto));
            var link = RelayLink.open(transport, relay, crypto, timing, deliveries::came, _ -> {});
            try {
                var taken = link.signUp(crypto, identity, name, invite, timing);
                var view = crypto.view(identity);
                var address = new Address(taken, link.up().name());
                var account = new Kept(new Account(address, view.account(), view.device(), relay), link.up().relay());
                store.transact(tx -> {
                    AccountRecords.putAccount(tx, account);
                    AccountRecords.putOffline(tx, false);
                    return account;
                });
                goOnWith(account, link);
                return account.account();
            } catch (CommandException | RuntimeException e) {
                link.close("the sign-up did not succeed");
                throw e;
            }
        } finally {
            signingUp.unlock();
        }
    }

    private Identities crypto() throws CommandException {
        lock.lock();
        try {
            if (identities != null) return identities;
            throw new CommandException(
                    REFUSED, "no cipher bundle that can sign is present; install or start one, then try again");
        } finally {
            lock.unlock();
        }
    }

    /** The identity of an earlier try, or a new one: in either case on disk before a relay hears of it. */
    private static Bytes identityFor(Transaction tx, Identities crypto) throws CommandException {
        var account = AccountRecords.account(tx);
        if (account.isPresent()) {
            throw new CommandException(
                    REFUSED,
                    "this profile has an account already, "
                            + account.get().account().address()
                            + "; choose another profile with --home for a second one");
        }
        var begun = AccountRecords.identity(tx);
        if (begun.isPresent()) return begun.get();
        try {
            var identity = crypto.create();
            AccountRecords.putIdentity(tx, identity);
            return identity;
        } catch (SuiteMissingException e) {
            throw RelayLink.suiteMissing(e);
        }
    }

    /** Leaves the signed-in link to the keeper, and gives it a moment to say so. */
    private void goOnWith(Kept account, RelayLink link) {
        lock.lock();
        try {
            kept = account;
            ready = link;
            offline = false;
            stopped = null;
            kicked = true;
            changed.signalAll();
            var left = timing.handshake().toNanos();
            while (current != link && !link.isClosed() && !closed && left > 0) left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void relayMoved(URI url) throws CommandException {
        signingUp.lock();
        try {
            var moved =
                    store.transact(tx -> {
                        var before = AccountRecords.account(tx).orElseThrow(Accounts::missing);
                        var account = before.account();
                        try {
                            var relay = new RelayAddress(url, account.relay().fingerprint());
                            var after =
                                    new Kept(
                                            new Account(account.address(), account.key(), account.device(), relay),
                                            before.relay());
                            if (!after.equals(before)) AccountRecords.putAccount(tx, after);
                            return after;
                        } catch (IllegalArgumentException e) {
                            throw new CommandException(USAGE, String.valueOf(e.getMessage()), e);
                        }
                    });
            RelayLink old;
            lock.lock();
            try {
                old = moved.equals(kept) ? null : standing();
                kept = moved;
                stopped = null;
                kicked = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            if (old != null) old.close("the relay has moved");
        } finally {
            signingUp.unlock();
        }
    }

    @Override
    public void stayOffline(boolean wanted) throws CommandException {
        current(); // what the profile says is read before
        signingUp.lock(); // disk and memory change together
        try {
            store.transact(tx -> {
                AccountRecords.putOffline(tx, wanted);
                return wanted;
            });
            boolean isDown;
            @Nullable RelayLink open;
            lock.lock();
            try {
                offline = wanted;
                open = wanted ? standing() : null;
                isDown = current == null && kept != null;
            } finally {
                lock.unlock();
            }
            if (open != null) open.close(CLOSING); // the relay need not know why
            if (isDown) say(State.RECONNECTING, Optional.empty());
            change(() -> kicked |= !wanted); // last: the keeper finds it said
        } finally {
            signingUp.unlock();
        }
    }

    @Override
    public boolean staysOffline() {
        current(); // what the profile says is known from then on
        lock.lock();
        try {
            return offline;
        } finally {
            lock.unlock();
        }
    }

    /** The link goes down with the profile, and comes up again with it. */
    @Override
    public void lockChanged(AppLock.State now) {
        var isLocked = now == AppLock.State.LOCKED;
        if (!isLocked) loadAnew();
        @Nullable RelayLink open;
        lock.lock();
        try {
            locked = isLocked;
            kicked |= !isLocked;
            open = isLocked ? standing() : null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (open != null) open.close(CLOSING); // the relay need not know why
    }

    /** Why there is to be no link; empty if there is. */
    private Optional<String> unwanted() {
        lock.lock();
        try {
            return locked ? Optional.of(LOCKED) : offline ? Optional.of(OFFLINE) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Whoever has unlocked the profile finds its account. */
    private void loadAnew() {
        try {
            read();
        } catch (CommandException e) {
            log.log(System.Logger.Level.DEBUG, "The profile cannot be read: {0}", e.getMessage());
        }
    }

    // ---- Session ----

    @Override
    public Optional<Up> up() {
        lock.lock();
        try {
            return Optional.ofNullable(current).map(RelayLink::up);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean offers(String capability) {
        lock.lock();
        try {
            return current != null && current.offers(capability);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Frame.Answer ask(LongFunction<? extends Frame.Request> request) throws CommandException {
        var end = System.nanoTime() + timing.answer().toNanos();
        return awaitLink(end).ask(request, end - System.nanoTime());
    }

    @Override
    public Frame.Answer ask(Up link, LongFunction<? extends Frame.Request> request) throws CommandException {
        var found = find(link);
        if (found.isPresent()) return found.get().ask(request, timing.answer().toNanos());
        throw new CommandException(NOT_REACHABLE, "the link to the relay went down; this is tried again over the next");
    }

    @Override
    public boolean send(Up link, Frame frame) {
        var found = find(link);
        return found.isPresent() && found.get().send(frame);
    }

    /** The link, if it is this one. */
    private Optional<RelayLink> find(Up link) {
        lock.lock();
        try {
            return Optional.ofNullable(current).filter(now -> now.up().equals(link));
        } finally {
            lock.unlock();
        }
    }

    /** There was no link for as long as somebody waits. Called with the lock held. */
    private CommandException inVain(Kept account) {
        var failed = unreached;
        return failed == null
                ? RelayLink.notReachable(account.account().relay(), reason.orElse(null), null)
                : new CommandException(NOT_REACHABLE, String.valueOf(failed.getMessage()), failed);
    }

    private RelayLink awaitLink(long end) throws CommandException {
        current(); // whether there is an account is known from then on
        lock.lock();
        try {
            while (true) {
                // The link is down a moment before its keeper has heard of it; nobody is to be given it meanwhile.
                if (current != null && !current.isClosed()) return current;
                if (closed) throw new CommandException(NOT_REACHABLE, "Parley is being closed; start it again");
                if (kept == null) throw Accounts.missing();
                if (offline) throw new CommandException(NOT_REACHABLE, OFFLINE);
                if (stopped != null)
                    throw new CommandException(stopped.code(), String.valueOf(stopped.getMessage()), stopped);
                // Somebody waits: try now, but not in a storm however many wait.
                if (System.nanoTime() - lastAttempt > timing.steady().toNanos() && !kicked) {
                    kicked = true;
                    changed.signalAll();
                }
                var left = end - System.nanoTime();
                if (left <= 0) throw inVain(kept);
                changed.awaitNanos(Math.min(left, timing.steady().toNanos()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(NOT_REACHABLE, "Parley is being closed; start it again", e);
        } finally {
            lock.unlock();
        }
    }

    // ---- The keeper's ----

    private void keep() {
        try {
            load();
            awaitWindow();
            while (true) {
                awaitReadiness();
                once();
            }
        } catch (InterruptedException e) {
            log.log(System.Logger.Level.DEBUG, "The session is being closed");
        } finally {
            loaded.countDown();
        }
    }

    /**
     * Reads the account; whoever asks for it meanwhile waits. A profile that cannot be opened has none until it can.
     */
    private void load() throws InterruptedException {
        while (true) {
            try {
                read();
                return;
            } catch (CommandException e) {
                log.log(System.Logger.Level.DEBUG, "The profile cannot be read yet: {0}", e.getMessage());
            } finally {
                loaded.countDown();
            }
            pause(timing.longest());
            change(() -> kicked = false);
        }
    }

    private void read() throws CommandException {
        record Found(Optional<Kept> account, boolean offline) {}
        var found = store.transact(tx -> new Found(AccountRecords.account(tx), AccountRecords.offline(tx)));
        change(() -> {
            if (kept != null) return;
            kept = found.account().orElse(null);
            offline = found.offline();
        });
        if (found.offline()) say(State.OFFLINE, Optional.empty());
    }

    /** Whoever looks meanwhile sees that the link is about to be made. */
    private void awaitWindow() throws InterruptedException {
        if (!shown.isDone() && hasAccount()) say(State.RECONNECTING, Optional.empty());
        try {
            shown.get();
        } catch (ExecutionException | CancellationException e) {
            log.log(System.Logger.Level.DEBUG, "Nobody says whether there is a window", e);
        }
    }

    private boolean hasAccount() {
        lock.lock();
        try {
            return kept != null && !locked;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an account and for cryptography. */
    private void awaitReadiness() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (kept == null || identities == null || locked || offline) changed.await();
        } finally {
            lock.unlock();
        }
    }

    /** Connects, keeps the link while it lasts, and waits as long as is fit after it. */
    private void once() throws InterruptedException {
        var start = System.nanoTime();
        try {
            var link = connect();
            try {
                start = System.nanoTime();
                change(() -> unreached = null);
                var why = live(link);
                log.log(System.Logger.Level.DEBUG, "The link to the relay is down: {0}", why);
                if (System.nanoTime() - start > timing.steady().toNanos()) backoff.reset();
                say(State.RECONNECTING, Optional.of(why));
            } finally {
                link.close(CLOSING);
            }
            deliveries.awaitTaken();
            pause(backoff.next());
        } catch (CommandException e) {
            failed(e);
        } catch (RuntimeException e) {
            log.log(System.Logger.Level.WARNING, "The link to the relay failed", e);
            pause(backoff.next());
        }
    }

    /** Has others use the link until it is down, and returns why it is; at once if nobody wants it any more. */
    private String live(RelayLink link) throws InterruptedException {
        var meanwhile = unwanted();
        if (meanwhile.isPresent()) return meanwhile.get();
        say(State.CONNECTED, Optional.empty()); // first: whoever finds the link finds this state
        // At once: listeners that are told of it find it, and nothing that somebody asks for comes before it.
        change(() -> {
            if (locked || offline) return;
            current = link;
            deliveries.began(link.up());
        });
        if (find(link.up()).isEmpty()) return unwanted().orElse(CLOSING);
        try {
            return link.awaitClosed();
        } finally {
            change(() -> current = null);
            link.close(CLOSING);
            deliveries.ended();
        }
    }

    private void failed(CommandException e) throws InterruptedException {
        var why = Optional.of(String.valueOf(e.getMessage()));
        if (e.code() == NOT_REACHABLE || e.getCause() instanceof SuiteMissingException) { // both may pass by themselves
            var wait = backoff.next();
            change(() -> unreached = e);
            say(backoff.failures() >= MANY_FAILURES ? State.OFFLINE : State.RECONNECTING, why);
            pause(wait);
        } else {
            change(() -> stopped = e);
            say(State.OFFLINE, why);
            pause(timing.stopped());
            change(() -> stopped = null);
        }
    }

    private RelayLink connect() throws CommandException {
        Identities crypto;
        Kept account;
        RelayLink left;
        lock.lock();
        try {
            lastAttempt = System.nanoTime();
            kicked = false;
            left = ready;
            ready = null;
            crypto = identities;
            account = kept;
        } finally {
            lock.unlock();
        }
        if (left != null && !left.isClosed()) return left;
        if (crypto == null || account == null) throw new CommandException(NOT_REACHABLE, "no cipher bundle is present");
        if (backoff.failures() == 0) say(State.RECONNECTING, Optional.empty());
        var identity = store.transact(AccountRecords::identity).orElseThrow(Accounts::missing);
        var link = RelayLink.open(transport, account.account().relay(), crypto, timing, deliveries::came, this::begins);
        try {
            var name = recovery.signIn(link, crypto, identity, timing);
            called(account, new Address(name, link.up().name()));
            return link;
        } catch (CommandException | RuntimeException e) {
            link.close("the sign-in did not succeed");
            throw e;
        }
    }

    /** The keeper makes a link, and whoever wants none any more finds it from now on. */
    private void begins(RelayLink link) {
        lock.lock();
        try {
            begun = link;
            if (locked || offline || closed) link.close(CLOSING);
        } finally {
            lock.unlock();
        }
    }

    /** A relay may be renamed, or an account at it; the person is told what the account is addressed by now. */
    private void called(Kept account, Address address) throws CommandException {
        var before = account.account();
        if (before.address().equals(address)) return;
        var after = new Kept(new Account(address, before.key(), before.device(), before.relay()), account.relay());
        store.transact(tx -> {
            AccountRecords.putAccount(tx, after);
            tx.tell(
                    new Notice(
                            "The relay now calls you "
                                    + address
                                    + ", before it was "
                                    + before.address()
                                    + "; it has the same key. If nobody told you of this, ask whoever runs it."));
            return after;
        });
        change(() -> kept = after);
    }

    /** While no link is wanted, that is why there is none, whatever the last one ended by. */
    private void say(State found, Optional<String> cause) {
        State now;
        Optional<String> why;
        lock.lock();
        try {
            var up = found == State.CONNECTED;
            now = up || !offline ? found : State.OFFLINE;
            why = up ? cause : offline ? Optional.of(OFFLINE) : locked ? Optional.of(LOCKED) : cause;
            if (state == now && reason.equals(why)) return;
            state = now;
            reason = why;
        } finally {
            lock.unlock();
        }
        store.publish(new LinkChanged(now, now == State.CONNECTED ? Optional.of("relay") : Optional.empty(), why));
    }

    private void pause(Duration duration) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = duration.toNanos();
            while (!kicked && !closed && left > 0) left = changed.awaitNanos(left);
            if (closed) throw new InterruptedException();
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
