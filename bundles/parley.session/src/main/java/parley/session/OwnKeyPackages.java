package parley.session;

import static parley.client.api.CommandException.Code.REFUSED;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import parley.client.api.Accounts;
import parley.client.api.ClientListener;
import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.Suites;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Identities;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.session.KeyPackages;
import parley.client.api.session.Session;
import parley.client.api.session.SessionListener;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.Address;
import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.Token;
import parley.protocol.content.LeafData;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Right;
import parley.protocol.wire.Bytes;
import parley.session.KeyPackageShelf.Shelved;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Makes this device's KeyPackages, keeps the relay stocked with them in the background, and deletes private halves in
 * time. A private half is on disk before its KeyPackage leaves.
 */
@Component
public final class OwnKeyPackages implements KeyPackages, SessionListener, ClientListener {

    /** How many the relay is to have for each suite, beside the one of last resort. */
    static final int STOCK = 20;

    /** How many are made and published at once; they share their tokens. */
    static final int BATCH = 10;

    /**
     * Above this many for one suite that were handed out and never used, no more are made until some expire: whoever
     * only takes them is given the one of last resort then.
     */
    static final int MOST = 500;

    /** How long tokens last: longer than any leaf should stand without being replaced. */
    private static final Duration TOKENS = Duration.ofDays(365);

    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofHours(12);

    private static final System.Logger log = System.getLogger(OwnKeyPackages.class.getName());

    private record Tokens(Token deliver, Token take) {

        static Tokens random() {
            return new Tokens(Token.random(), Token.random());
        }
    }

    /** What a KeyPackage is made for. */
    private enum Use {
        STOCK,
        LAST_RESORT,
        /** For a letter of our own; the relay never has it. */
        BY_HAND
    }

    /** Who we are, as a leaf says it. */
    private record Author(Bytes identity, Address address, DeviceList devices) {

        LeafData leaf(FollowerKey follower, Tokens tokens) {
            return new LeafData(
                    follower, address, devices.inboxKeyNumber(), devices.inboxKey(), tokens.deliver(), tokens.take());
        }
    }

    private final Store store;
    private final Session session;
    private final InstantSource clock;
    private final InboxKey inboxKey;
    private final Thread stocker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Guarded by the lock: whether there may be something to do. */
    private boolean wanted = true;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Identities identities;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Groups groups;

    private volatile @Nullable Suites suites;

    @Activate
    public OwnKeyPackages(@Reference Store store, @Reference Session session) {
        this(store, session, InstantSource.system());
    }

    OwnKeyPackages(Store store, Session session, InstantSource clock) {
        this.store = store;
        this.session = session;
        this.clock = clock;
        this.inboxKey = new InboxKey(store, session, clock);
        this.stocker = Thread.ofVirtual().name("key-packages").start(this::keepStocked);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSuites(Suites provided) {
        suites = provided;
        look();
    }

    void unbindSuites(Suites gone) {
        if (suites == gone) suites = null;
    }

    @Deactivate
    void close() throws InterruptedException {
        stocker.interrupt();
        stocker.join();
    }

    // ---- KeyPackages ----

    @Override
    public Optional<Bytes> identity(Transaction tx) throws CommandException {
        if (AccountRecords.account(tx).isEmpty()) return Optional.empty();
        return AccountRecords.identity(tx).map(identity -> completed(tx, identity));
    }

    /** Suites may have come since the identity was stored. */
    private Bytes completed(Transaction tx, Bytes identity) {
        var crypto = identities;
        if (crypto == null) return identity;
        try {
            var complete = crypto.complete(identity);
            if (!complete.equals(identity)) AccountRecords.putIdentity(tx, complete);
            return complete;
        } catch (SuiteMissingException e) { // then there is nothing to add
            return identity;
        }
    }

    @Override
    public List<Own> fresh() throws CommandException {
        var tokens = Tokens.random();
        var made = new ArrayList<Shelved>();
        for (var suite : present()) make(suite, 1, Use.BY_HAND, tokens).ifPresent(made::addAll);
        if (made.isEmpty()) throw noSuite();
        shelve(made);
        grant(tokens);
        return made.stream().map(Shelved::own).toList();
    }

    @Override
    public NewLeaf newLeaf() throws CommandException {
        var tokens = Tokens.random();
        try {
            var follower = crypto().newFollower();
            var leaf = author().leaf(follower.key(), tokens);
            grant(tokens);
            return new NewLeaf(leaf, follower.privateKey());
        } catch (SuiteMissingException e) {
            throw noSuite();
        }
    }

    @Override
    public Optional<Own> find(Transaction tx, Hash reference) throws CommandException {
        return KeyPackageShelf.find(tx, reference).map(Shelved::own);
    }

    @Override
    public void used(Transaction tx, Hash reference) throws CommandException {
        var found = KeyPackageShelf.find(tx, reference);
        if (found.isPresent() && !found.get().own().lastResort()) {
            KeyPackageShelf.remove(tx, reference);
        } else if (found.isPresent() && found.get().replaced().isEmpty()) {
            // Others may have it, too, so it is kept for them; but the next is added under another follower key.
            var used = found.get();
            KeyPackageShelf.put(
                    tx, new Shelved(used.own(), used.made(), used.published(), Optional.of(clock.instant())));
        }
        tx.afterCommit(this::look);
    }

    @Override
    public Token grantDelivery() throws CommandException {
        var token = Token.random();
        grant(token, Right.DELIVER);
        return token;
    }

    // ---- What is heard ----

    @Override
    public void up(Session.Up link) {
        look();
    }

    @Override
    public void down() {}

    @Override
    public void received(Frame frame) {}

    @Override
    public void happened(Event event) {
        if (event instanceof Event.SuitesPresent) look();
    }

    private void look() {
        lock.lock();
        try {
            wanted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- The stocker's ----

    private void keepStocked() {
        try {
            while (true) {
                await(stock() ? LOOK_AGAIN : RETRY);
            }
        } catch (InterruptedException e) {
            log.log(System.Logger.Level.DEBUG, "KeyPackages are published no more: the client is being closed");
        }
    }

    private void await(Duration duration) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = duration.toNanos();
            while (!wanted && left > 0) left = changed.awaitNanos(left);
            wanted = false;
        } finally {
            lock.unlock();
        }
    }

    /** Publishes what is missing, as long as there is a link; false if it is to be tried again soon. */
    private boolean stock() {
        if (session.up().isEmpty()) return true; // its coming up is heard
        try {
            var shelf =
                    store.transact(tx -> {
                        KeyPackageShelf.clear(tx, clock.instant());
                        return KeyPackageShelf.bySuite(tx); // once for all suites: a reading takes a moment
                    });
            inboxKey.look(crypto());
            var counts = counts();
            for (var suite : counts.isEmpty() ? present() : tested()) {
                var kept = shelf.getOrDefault(suite, List.of());
                if (!stockLastResort(suite, kept) || !stock(suite, kept, counts.getOrDefault(suite, 0L))) return true;
            }
            return true;
        } catch (CommandException e) {
            log.log(System.Logger.Level.DEBUG, "KeyPackages are published later: {0}", e.getMessage());
            return false;
        } catch (RuntimeException e) {
            log.log(System.Logger.Level.ERROR, "KeyPackages could not be made", e);
            return false;
        }
    }

    private Map<Integer, Long> counts() throws CommandException {
        return switch (session.ask(Frame.CountKeyPackages::new)) {
            case Frame.KeyPackageCounts(var number, var counts) ->
                    counts.stream()
                            .collect(Collectors.toMap(Frame.SuiteCount::suite, Frame.SuiteCount::count, Long::sum));
            case Frame.Answer other -> throw unexpected(other);
        };
    }

    /** False if the suite has gone meanwhile. */
    private boolean stock(int suite, List<Shelved> all, long atRelay) throws CommandException {
        var now = clock.instant();
        var kept = all.stream().filter(shelved -> !shelved.own().lastResort() && shelved.published()).toList();
        var isStale = kept.stream().noneMatch(shelved -> shelved.isFresh(now));
        var missing = Math.min(isStale ? STOCK : STOCK - atRelay, MOST - kept.size());
        while (missing > 0) {
            var tokens = Tokens.random();
            var made = make(suite, (int) Math.min(missing, BATCH), Use.STOCK, tokens);
            if (made.isEmpty()) return false;
            shelve(made.get());
            grant(tokens);
            publish(made.get());
            missing -= made.get().size();
        }
        return true;
    }

    /**
     * Publishes a new one of last resort where there is none or an old one, and one that may not have arrived again.
     */
    private boolean stockLastResort(int suite, List<Shelved> all) throws CommandException {
        var now = clock.instant();
        var newest =
                all.stream().filter(shelved -> shelved.own().lastResort() && shelved.replaced().isEmpty()).findFirst();
        if (newest.isPresent() && newest.get().published() && newest.get().isFresh(now)) return true;
        if (newest.isEmpty() || newest.get().published()) {
            var made = make(suite, 1, Use.LAST_RESORT, Tokens.random());
            if (made.isEmpty()) return false;
            shelve(made.get());
            newest = Optional.of(made.get().getFirst());
        }
        var next = newest.get();
        grant(new Tokens(next.own().leaf().deliver(), next.own().leaf().take()));
        publish(List.of(next));
        store.transact(tx -> {
            for (var earlier : KeyPackageShelf.bySuite(tx).getOrDefault(suite, List.of())) {
                if (!earlier.own().lastResort()) continue;
                if (earlier.own().reference().equals(next.own().reference())) {
                    KeyPackageShelf.put(tx, new Shelved(earlier.own(), earlier.made(), true, Optional.empty()));
                } else if (earlier.replaced().isEmpty()) {
                    KeyPackageShelf.put(
                            tx, new Shelved(earlier.own(), earlier.made(), earlier.published(), Optional.of(now)));
                }
            }
            return this;
        });
        return true;
    }

    private void publish(List<Shelved> made) throws CommandException {
        var device = crypto().view(author().identity()).device();
        var stored =
                made.stream()
                        .map(Shelved::own)
                        .map(own -> new Frame.StoredKeyPackage(device, own.suite(), own.lastResort(), own.keyPackage()))
                        .toList();
        expectDone(session.ask(number -> new Frame.PublishKeyPackages(number, stored)));
    }

    // ---- Making ----

    /** Empty if the suite has gone meanwhile. */
    private Optional<List<Shelved>> make(int suite, int count, Use use, Tokens tokens) throws CommandException {
        var maker = groups;
        if (maker == null) return Optional.empty();
        var author = author();
        var now = clock.instant();
        var lastResort = use == Use.LAST_RESORT;
        try {
            var made = new ArrayList<Shelved>();
            for (int i = 0; i < count; i++) {
                var follower = crypto().newFollower();
                var leaf = author.leaf(follower.key(), tokens);
                var fresh =
                        maker.newKeyPackage(author.identity(), suite, leaf, now, KeyPackageShelf.LIFETIME, lastResort);
                var own =
                        new Own(
                                fresh.reference(),
                                suite,
                                lastResort,
                                fresh.keyPackage(),
                                fresh.secret(),
                                follower.privateKey(),
                                leaf);
                made.add(new Shelved(own, now, use == Use.STOCK, Optional.empty()));
            }
            return Optional.of(made);
        } catch (SuiteMissingException e) {
            return Optional.empty();
        }
    }

    private void shelve(List<Shelved> made) throws CommandException {
        store.transact(tx -> {
            made.forEach(shelved -> KeyPackageShelf.put(tx, shelved));
            return this;
        });
    }

    private Author author() throws CommandException {
        var crypto = crypto();
        return store.transact(tx -> {
            var account = AccountRecords.account(tx).orElseThrow(Accounts::missing).account();
            var identity = identity(tx).orElseThrow(Accounts::missing);
            return new Author(identity, account.address(), crypto.view(identity).devices());
        });
    }

    private void grant(Tokens tokens) throws CommandException {
        grant(tokens.deliver(), Right.DELIVER);
        grant(tokens.take(), Right.TAKE_KEY_PACKAGE);
    }

    private void grant(Token token, Right right) throws CommandException {
        var hash = token.hash();
        expectDone(session.ask(number -> new Frame.Grant(number, hash, right, 0, TOKENS.toSeconds())));
    }

    private static void expectDone(Frame.Answer answer) throws CommandException {
        if (!(answer instanceof Frame.Done)) throw unexpected(answer);
    }

    private static CommandException unexpected(Frame.Answer answer) {
        return answer instanceof Frame.Refused refused
                ? Session.refusal(refused)
                : new CommandException(REFUSED, "the relay answered with something else; update Parley or the relay");
    }

    private Identities crypto() throws CommandException {
        var crypto = identities;
        if (crypto == null) throw noSuite();
        return crypto;
    }

    /** The suites present, the preferred first. Blocks until all are tested. */
    private List<Integer> present() {
        var known = suites;
        return known == null ? List.of() : ids(known.awaitPresent());
    }

    /** Those of them that are tested by now: of each that follows {@link Event.SuitesPresent} tells. */
    private List<Integer> tested() {
        var known = suites;
        return known == null ? List.of() : ids(known.present());
    }

    private static List<Integer> ids(List<Suites.Suite> suites) {
        return suites.stream().map(Suites.Suite::id).toList();
    }

    private static CommandException noSuite() {
        return new CommandException(REFUSED, "no cipher bundle is present; install or start one, then try again");
    }
}
