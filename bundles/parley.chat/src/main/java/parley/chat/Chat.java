package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import parley.chat.ConversationState.Stage;
import parley.client.api.Accounts;
import parley.client.api.ClientListener;
import parley.client.api.CommandException;
import parley.client.api.Contacts;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.chat.Companion;
import parley.client.api.chat.ContentHandler;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.Committed;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.Identities;
import parley.client.api.session.KeyPackages;
import parley.client.api.session.Session;
import parley.client.api.session.SessionListener;
import parley.client.api.store.Store;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.LogId;
import parley.protocol.relay.Frame;
import parley.transport.api.Transport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Conversations: keeps a {@link Worker} for each, and brings frames and commands to them. */
@Component(service = {Chat.class, SessionListener.class, ClientListener.class})
public final class Chat implements SessionListener, ClientListener {

    private static final System.Logger log = System.getLogger(Chat.class.getName());
    static final Duration TICK = Duration.ofSeconds(30);

    /** Different warnings in an hour; a relay words some of them. */
    private static final int MAX_WARNED = 64;

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Store store;
    private final Session session;
    private final Accounts accounts;
    private final KeyPackages keyPackages;
    private final Identities identities;
    private final Groups groups;
    private final InstantSource clock;
    private final Hearer hearer;
    private final People people = new People(this);
    private final Memberships memberships = new Memberships(this);
    private final Governing governing = new Governing(this);
    private final GroupLinks groupLinks = new GroupLinks(this);
    private final LargeInvitations largeInvitations = new LargeInvitations(this);
    private final Duties duties;
    private final Succession succession = new Succession(this);
    private final Restarting restarting = new Restarting(this);
    private final Leading leading = new Leading(this);
    private final Letters letters = new Letters(this);
    private final Opening opening = new Opening(this);
    private final Signals signals = new Signals(this);
    private final Presences presences = new Presences(this);
    private final KeyChanges keyChanges = new KeyChanges(this);
    private final LiveChecks checks = new LiveChecks(this);
    private final Telling telling = new Telling(this);
    private final Typings typings = new Typings(this);
    private final Companions companions = new Companions(this);
    private final Preferences preferences;
    private final Lifetimes lifetimes = new Lifetimes(this);
    private final Map<ConversationId, Worker> workers = new ConcurrentHashMap<>();
    private final Map<LogId, Worker> byLog = new ConcurrentHashMap<>();
    private final ScheduledExecutorService tasks =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("chat").factory());
    private final Map<String, Instant> warned = new HashMap<>(); // when; guarded by itself
    private final Inbox inbox;

    /** One conversation is replaced at a time, and none while workers are made of what is stored. */
    private final ReentrantLock replacing = new ReentrantLock();

    private volatile boolean closed;

    /** For how long receipts are collected before they are told; in tests until they are asked for. */
    volatile Duration receiptDelay = Duration.ofSeconds(5);

    /** How long the others are waited for when we go; longer in tests, of which some are of what was told by then. */
    volatile Duration farewell = Duration.ofSeconds(1);

    /** Whether presence was said at the last tick. Confined to the tasks' thread. */
    private boolean presenceSaid;

    /** Those who take content that is not ours, as they come and go. */
    @Reference volatile List<ContentHandler> handlers = List.of();

    /** By which invitations travel that are too large for a letter. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Transport transport;

    @Activate
    public Chat(
            @Reference Store store,
            @Reference Session session,
            @Reference Accounts accounts,
            @Reference KeyPackages keyPackages,
            @Reference Identities identities,
            @Reference Groups groups) {
        this(store, session, accounts, keyPackages, identities, groups, InstantSource.system());
    }

    Chat(
            Store store,
            Session session,
            Accounts accounts,
            KeyPackages keyPackages,
            Identities identities,
            Groups groups,
            InstantSource clock) {
        this.store = store;
        this.session = session;
        this.accounts = accounts;
        this.keyPackages = keyPackages;
        this.identities = identities;
        this.groups = groups;
        this.clock = clock;
        this.duties = new Duties(identities, groups);
        this.preferences = new Preferences(store, clock);
        this.hearer =
                new Hearer(
                        () -> handlers,
                        clock::instant,
                        () -> accounts.current().orElseThrow(),
                        List.of(checks, telling),
                        new Sequel());
        this.inbox = new Inbox(this);
        perform(this::load);
        perform(lifetimes::look);
        tasks.scheduleWithFixedDelay(guarded(this::tick), TICK.toSeconds(), TICK.toSeconds(), TimeUnit.SECONDS);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCompanion(Companion companion) {
        companions.add(companion);
    }

    void removeCompanion(Companion companion) {
        companions.remove(companion);
    }

    private void load() {
        replacing.lock(); // what is read here is to be as it is when its worker begins
        try {
            var all = store.transact(tx -> new Book(tx).conversations());
            var own = accounts.current();
            if (own.isPresent()) store.run(tx -> OwnName.note(tx, own.get())); // before anybody is heard
            for (var state : all) {
                if (state.stage != Stage.CLOSED) add(state);
            }
            checks.expire();
        } catch (CommandException e) {
            log.log(DEBUG, "No conversations: {0}", e.getMessage()); // faces ask the store and say why
        } finally {
            replacing.unlock();
        }
    }

    /** Tells the others that we go, and waits until that has left, but not for long. */
    void farewell() {
        var all = List.copyOf(workers.values());
        var said = new CountDownLatch(all.size());
        for (var worker : all) {
            presences.sayGone(worker);
            worker.then(said::countDown);
        }
        try {
            if (!said.await(farewell.toMillis(), TimeUnit.MILLISECONDS)) log.log(DEBUG, "Not all know that we go");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Deactivate
    void close() throws InterruptedException {
        workers.values().forEach(presences::sayGone);
        closed = true;
        tasks.shutdownNow();
        tasks.awaitTermination(GRACE.toSeconds(), TimeUnit.SECONDS);
        inbox.close();
        inbox.join();
        for (var worker : workers.values()) worker.close();
        for (var worker : workers.values()) worker.join();
    }

    // ---- What the parts share ----

    Store store() {
        return store;
    }

    Session session() {
        return session;
    }

    Accounts accounts() {
        return accounts;
    }

    /** Our own, where there is a conversation, and so an account. */
    AccountKey ownKey() {
        return accounts.current().orElseThrow().key();
    }

    KeyPackages keyPackages() {
        return keyPackages;
    }

    Identities identities() {
        return identities;
    }

    Groups groups() {
        return groups;
    }

    Hearer hearer() {
        return hearer;
    }

    People people() {
        return people;
    }

    Governing governing() {
        return governing;
    }

    GroupLinks groupLinks() {
        return groupLinks;
    }

    @Nullable Transport transport() {
        return transport;
    }

    LargeInvitations largeInvitations() {
        return largeInvitations;
    }

    Duties duties() {
        return duties;
    }

    Succession succession() {
        return succession;
    }

    Restarting restarting() {
        return restarting;
    }

    Leading leading() {
        return leading;
    }

    Signals signals() {
        return signals;
    }

    Presences presences() {
        return presences;
    }

    KeyChanges keyChanges() {
        return keyChanges;
    }

    LiveChecks checks() {
        return checks;
    }

    Telling telling() {
        return telling;
    }

    Typings typings() {
        return typings;
    }

    Companions companions() {
        return companions;
    }

    Preferences preferences() {
        return preferences;
    }

    Lifetimes lifetimes() {
        return lifetimes;
    }

    Memberships memberships() {
        return memberships;
    }

    Instant now() {
        return clock.instant();
    }

    /** Does something short later, unless closed by then. */
    void after(Duration delay, Runnable action) {
        try {
            tasks.schedule(guarded(action), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.log(DEBUG, "Closed before something was to be done");
        }
    }

    private void perform(Runnable action) {
        after(Duration.ZERO, action);
    }

    private static Runnable guarded(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (RuntimeException | LinkageError e) {
                log.log(WARNING, "A task failed", e);
            }
        };
    }

    Optional<Worker> worker(ConversationId id) {
        return Optional.ofNullable(workers.get(id));
    }

    /**
     * The worker of a conversation of which a person wants something, which may be before all that is stored was taken
     * up. Blocks meanwhile; not called by a worker.
     */
    Optional<Worker> wantedWorker(ConversationId id) {
        if (!workers.containsKey(id)) load();
        return worker(id);
    }

    /** Tells the person what passes; several parts may meet the same, so that it is told again only after a while. */
    void warn(String sentence) {
        synchronized (warned) {
            var now = now();
            warned.values().removeIf(told -> told.plus(Faults.PATIENCE).isBefore(now));
            if (warned.size() >= MAX_WARNED || warned.putIfAbsent(sentence, now) != null) return;
        }
        store.publish(new Event.Warning(sentence));
    }

    /** Tells, once the transaction has committed, that the suite is another. */
    void tellSuite(Book book, ConversationState before, ConversationState now) {
        if (now.suite == before.suite) return;
        var changed = new Event.SuiteChanged(now.id, now.suite, Event.SuiteChanged.State.CHANGED);
        book.tx().afterCommit(() -> store.publish(changed));
    }

    Letters letters() {
        return letters;
    }

    Opening opening() {
        return opening;
    }

    Inbox inbox() {
        return inbox;
    }

    /** The other of a conversation is to know that we are here. */
    void greet(ConversationId id) {
        worker(id).ifPresent(presences::say);
    }

    /** All others are to know how we are. */
    void sayPresence() {
        if (session.up().isPresent()) workers.values().forEach(presences::say);
    }

    /** Nobody is to know any more that we are here, nor are we to know it of others. */
    void hidePresence() {
        workers.values().forEach(presences::sayGone);
        presences.down();
    }

    /** The worker of a conversation that is new in the store, or the one it has. */
    Worker add(ConversationState state) {
        var worker = workers.computeIfAbsent(state.id, id -> new Worker(this, id, state.log));
        byLog.put(worker.logId(), worker);
        if (closed) worker.close();
        return worker;
    }

    /** What changes a conversation as a whole. */
    interface Replacing {
        void in(Book book) throws CommandException;
    }

    /**
     * Changes a conversation, or begins it, while nothing else does: its worker ends before and a new one begins after.
     * Blocks for what the worker is at; not called by a worker.
     */
    void replacing(ConversationId id, Replacing work) throws CommandException {
        replacing.lock();
        try {
            replace(id, work);
        } finally {
            replacing.unlock();
        }
    }

    private void replace(ConversationId id, Replacing work) throws CommandException {
        var before = workers.get(id);
        if (before != null) {
            forget(before);
            try {
                before.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        try {
            store.run(tx -> work.in(new Book(tx)));
        } finally {
            var after = store.transact(tx -> new Book(tx).conversation(id));
            if (after.isPresent() && after.get().stage != Stage.CLOSED) add(after.get()).up();
            if (before != null && after.isPresent() && !after.get().log.equals(before.logId()))
                before.groupCommits().replaced(after.get().title);
        }
    }

    /** A conversation that never began: its steps end. */
    void forget(Worker worker) {
        workers.remove(worker.id(), worker);
        byLog.remove(worker.logId(), worker);
        worker.close();
    }

    /** What else becomes of what is said. */
    private final class Sequel implements Hearer.Sequel {

        @Override
        public void shown(Book book, ConversationState state, StoredMessage message, long at) throws CommandException {
            preferences.heard(book, state.id);
            lifetimes.received(book, state, message);
            var author = new Signals.Author(state.id, message.author());
            book.tx().afterCommit(() -> typings.heard(author, at));
        }

        @Override
        public void placed(Book book, ConversationState state, StoredMessage message) throws CommandException {
            lifetimes.placed(book, state, message);
        }

        @Override
        public void lifetime(Book book, ConversationState state, Hearer.LifetimeWord word) throws CommandException {
            lifetimes.heard(book, state, word);
        }

        @Override
        public void committed(Book book, ConversationState state, Committed committed, View after)
                throws CommandException {
            lifetimes.committed(book, state, !committed.joined().isEmpty(), after.policy());
        }
    }

    /** A conversation is open: tells so, and that the other is a contact. */
    void opened(Book book, ConversationState state) throws CommandException {
        if (state.kind == Kind.DIRECT) befriend(book, state);
        book.tx().tell(new Event.ConversationOpened(state.id, state.title, state.kind));
        if (state.kind == Kind.DIRECT) telling.tell(book, state);
        book.tx().afterCommit(() -> greet(state.id));
    }

    private static void befriend(Book book, ConversationState state) throws CommandException {
        for (var account : book.roll(state.id).members().keySet()) {
            var contact = book.contact(account);
            if (contact.isEmpty() || contact.get().state() == Contacts.State.APPROVED) continue;
            book.put(contact.get().in(state.id));
            book.tx().tell(new Event.ContactChanged(contact.get().address(), account, Contacts.State.APPROVED));
        }
    }

    /** Twice a minute: whatever was left undone is done. */
    void tick() {
        presences.expire();
        checks.expireNow();
        lifetimes.look();
        if (session.up().isEmpty()) return;
        presenceSaid = !presenceSaid; // each second time, as INTERVAL is twice TICK
        for (var worker : workers.values()) {
            worker.tick();
            if (presenceSaid) presences.say(worker);
        }
        inbox.tick();
    }

    // ---- The session's frames ----

    @Override
    public void up(Session.Up link) {
        perform(() -> {
            load(); // what could not be read at the start, the profile being in use, say
            inbox.up();
            inbox.letters();
            for (var worker : workers.values()) {
                worker.up();
                presences.say(worker);
            }
            telling.tellContacts();
        });
    }

    @Override
    public void down() {
        largeInvitations.down();
        inbox.down();
        workers.values().forEach(Worker::down);
        presences.down();
        typings.down();
        signals.down();
    }

    @Override
    public void received(Frame frame) {
        switch (frame) {
            case Frame.Items(var logId, var items) -> {
                var account = accounts.current();
                if (account.isPresent() && logId.equals(LogId.inboxOf(account.get().key()))) {
                    inbox.followed().items(items);
                } else {
                    worker(logId).ifPresent(worker -> worker.followed().items(items));
                }
            }
            case Frame.Following now -> {
                inbox.followed().answered(now.request());
                workers.values().forEach(worker -> worker.followed().answered(now.request()));
            }
            case Frame.Accepted(var logId, var follower, var number) ->
                    worker(logId).ifPresent(worker -> worker.accepted(follower, number));
            case Frame.AppendRefused refused -> worker(refused.log()).ifPresent(worker -> worker.refused(refused));
            case Frame.Signal signal -> worker(signal.log()).ifPresent(worker -> signals.heard(worker, signal));
            default -> log.log(DEBUG, "Ignored a {0}", frame.getClass().getSimpleName());
        }
    }

    private Optional<Worker> worker(LogId logId) {
        return Optional.ofNullable(byLog.get(logId));
    }

    /** Suites came or went. */
    @Override
    public void happened(Event event) {
        if (event instanceof Event.LinkChanged) companions.attend(); // there may be an account, or the profile be open
        if (!(event instanceof Event.SuitesPresent)) return;
        inbox.suitesChanged();
        workers.values().forEach(Worker::suitesChanged);
    }
}
