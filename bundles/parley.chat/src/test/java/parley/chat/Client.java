package parley.chat;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.Contact;
import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.session.KeyPackages;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.InviteLink;
import parley.protocol.LogId;
import parley.protocol.MessageId;
import parley.protocol.RelayAddress;
import parley.protocol.RelayKey;
import parley.protocol.Token;
import parley.protocol.content.BackupItem;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.LeafData;
import parley.protocol.content.Letter;
import parley.protocol.content.Policy;
import parley.protocol.relay.Frame.StoredKeyPackage;
import parley.protocol.relay.InboxItem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.Parts;
import parley.testing.Eventually;
import parley.testing.MemoryStore;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A person's client but for the session, which the hub plays. */
final class Client implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    /** What commands wait for comes sooner, but on a busy machine. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    final String name;
    final Hub hub;
    final Hub.Port port;
    final MemoryStore store = new MemoryStore();
    final Cryptography crypto = new Cryptography();
    final Bytes identity;
    final Keys keys = new Keys();
    final AtomicReference<Instant> clock;

    /** What its leaves say that it is called; null for the truth. */
    volatile @Nullable Address claims;

    Chat chat;
    Talk talk;
    OwnSettings settings;
    Memberships groups;
    SuiteBook suites;

    Client(String name, Hub hub, AtomicReference<Instant> clock) throws Exception {
        this.name = name;
        this.hub = hub;
        this.clock = clock;
        this.identity = crypto.identities.create();
        this.port = hub.join(name, crypto.identities.view(identity).devices());
        hub.stock.put(account(), keys::published);
        start();
        port.connect();
    }

    /** A new device of an account whose former one is gone. */
    private Client(Client former, Bytes identity) {
        this.name = former.name;
        this.hub = former.hub;
        this.clock = former.clock;
        this.identity = identity;
        this.port = hub.recover(name, crypto.identities.view(identity).devices());
        hub.stock.put(account(), keys::published);
        start();
    }

    /** All that a backup of this client holds, but for what the session puts in. */
    List<BackupItem> backup() throws Exception {
        var items = new ArrayList<BackupItem>();
        var view = crypto.identities.view(identity);
        items.add(
                new BackupItem.Account(
                        account(),
                        crypto.identities.accountSecret(identity).orElseThrow(),
                        address(),
                        "ws://127.0.0.1:7463",
                        new RelayKey(Bytes.wrap(new byte[32])),
                        view.devices(),
                        clock.get().toEpochMilli(),
                        Parts.NONE));
        new ChatBackup(chat).save(items::add);
        return items;
    }

    /** Makes a new device out of a backup; it is not connected yet. The former one has ended. */
    static Client restored(Client former, List<BackupItem> backup) throws Exception {
        var account = (BackupItem.Account) backup.getFirst();
        var identity = former.crypto.identities.restore(account.secret(), account.devices());
        var client = new Client(former, identity);
        client.take(backup);
        return client;
    }

    /** Restores into this client, all or nothing. */
    void take(List<BackupItem> backup) throws CommandException {
        store.run(tx -> {
            var taker = new ChatBackup(chat).restore(tx);
            for (var item : backup) taker.take(item);
            taker.end();
        });
    }

    private void start() {
        chat = new Chat(store, port, new Self(), keys, crypto.identities, crypto.groups, clock::get);
        chat.transport = hub.blobs;
        chat.receiptDelay = Duration.ofDays(1); // none that counts as sent, or waits, for a test that takes its time
        chat.farewell = PATIENCE;
        talk = new Talk(chat);
        settings = new OwnSettings(chat, talk);
        groups = chat.memberships();
        suites = new SuiteBook(chat);
        groups.patience = PATIENCE;
        chat.groupLinks().patience = PATIENCE;
        groups.jitter = Duration.ofMillis(20);
        groups.turn = Duration.ofMillis(200);
        port.listener = chat;
    }

    /** Ends the client as a crash would, as far as the store knows, and starts it again. */
    void restart() throws Exception {
        port.cut();
        chat.close();
        start();
        for (var conversation : talk.all()) hasBegun(conversation.id());
        port.connect();
    }

    /** What is stored is read by another thread. */
    private void hasBegun(ConversationId id) throws CommandException {
        var stage = store.transact(tx -> new Book(tx).need(id).stage);
        if (stage != ConversationState.Stage.CLOSED) Eventually.until("begun", () -> chat.worker(id).isPresent());
    }

    @Override
    public void close() {
        try {
            chat.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        port.close();
    }

    Address address() {
        return new Address(name, Hub.NAME);
    }

    AccountKey account() {
        return crypto.identities.view(identity).account();
    }

    People people() {
        return chat.people();
    }

    Optional<Contact> contact(Client other) {
        try {
            return people().all().stream().filter(one -> one.account().equals(other.account())).findFirst();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    boolean knows(Client other, State state) {
        return contact(other).filter(contact -> contact.state() == state).isPresent();
    }

    ConversationId with(Client other) {
        return ConversationId.direct(account(), other.account());
    }

    Conversation conversation(Client other) throws CommandException {
        return talk.find(with(other)).orElseThrow();
    }

    boolean hasConversation(Client other) {
        try {
            return talk.find(with(other)).isPresent();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    ConversationState state(Client other) {
        try {
            return store.transact(tx -> new Book(tx).need(with(other)));
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads what is put before this client, whose own is closed, in the transaction of {@code book}. */
    LogReading reading(Book book, ConversationState state) throws CommandException {
        return reading(book, state, crypto.groups);
    }

    LogReading reading(Book book, ConversationState state, Groups with) throws CommandException {
        var before = book.group(state.id).orElseThrow();
        var duties = new Duties(crypto.identities, crypto.groups);
        var hearer = new Hearer(List::of, clock::get, () -> new Self().current().orElseThrow());
        return new LogReading(book, state, before, with, hearer, duties, chat.succession(), clock.get());
    }

    // ---- Groups ----

    ConversationState state(ConversationId id) {
        try {
            return store.transact(tx -> new Book(tx).need(id));
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    boolean isIn(ConversationId id) {
        try {
            var state = store.transact(tx -> new Book(tx).conversation(id));
            return state.isPresent() && state.get().stage == ConversationState.Stage.OPEN;
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    /** The names of a group's members, as this client has them. */
    Set<String> names(ConversationId id) {
        try {
            return groups.group(id).members().stream()
                    .map(member -> member.address().name())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    /** Has read the group's log to where its members are these. */
    void sees(ConversationId id, String... names) {
        Eventually.until(
                name + " sees " + List.of(names) + " in the group",
                () -> isIn(id) && names(id).equals(new TreeSet<>(List.of(names))));
    }

    List<String> texts(ConversationId id) {
        try {
            return talk.page(id, Long.MAX_VALUE, 1000).stream().map(Message::text).toList();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    void hears(ConversationId id, String text) {
        Eventually.until(name + " hears " + text, () -> texts(id).contains(text));
    }

    /** What stands in the conversation's roll. */
    <T> T roll(Client other, Function<Roll, T> ask) {
        try {
            return store.transact(tx -> ask.apply(new Book(tx).roll(with(other))));
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    Optional<Long> number(Client other, FollowerKey follower) {
        return roll(other, roll -> roll.number(follower));
    }

    Set<AccountKey> members(Client other) {
        return roll(
                other,
                roll -> {
                    try {
                        return roll.members().keySet();
                    } catch (CommandException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    MessageId say(Client to, String text) throws CommandException {
        return talk.say(with(to), text);
    }

    /** The texts of a conversation, oldest first. */
    List<String> texts(Client other) {
        try {
            return talk.page(with(other), Long.MAX_VALUE, 1000).stream().map(Message::text).toList();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    Message.State state(MessageId id) {
        try {
            return talk.message(id).orElseThrow().state();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    void hears(Client from, String text) {
        Eventually.until(name + " hears " + text, () -> texts(from).contains(text));
    }

    void stops(Client other) {
        Eventually.until(name + " stops sending", () -> state(other).halted().isPresent());
    }

    <T extends Event> List<T> told(Class<T> type) {
        return store.published.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** A Welcome into a group of this client's own, for another's inbox; waits until that is done with it. */
    void welcome(Client to, ConversationId id, LogId log, long position) throws Exception {
        welcome(to, to.keys.fresh().getFirst().keyPackage(), id, log, position);
    }

    void welcome(Client to, Bytes keyPackage, ConversationId id, LogId log, long position) throws Exception {
        var policy =
                new Policy(id, Policy.Kind.GROUP, 1, "a trap", List.of(account()), false, 64, Bytes.wrap(new byte[32]));
        var made =
                crypto.groups.commit(
                        identity,
                        crypto.groups.create(identity, Cryptography.SUITE, keys.newLeaf().leaf(), policy),
                        new Groups.Change(List.of(keyPackage), List.of(), Optional.empty(), Optional.empty()),
                        Bytes.EMPTY,
                        new JoinPoint(Hub.NAME, log, position, Hash.ZERO));
        var invitation = new Letter.Invitation(made.welcome().orElseThrow(), Optional.empty());
        var sealed = crypto.identities.seal(invitation, to.crypto.identities.view(to.identity).devices());
        hub.put(to.account(), new InboxItem.Welcomed(log, position + 1, 0, sealed));
        to.inboxIsDone();
    }

    /** All is passed that the hub has for it; what was begun for the last of it may be under way. */
    void hasReadInbox() {
        var entries = hub.entries(LogId.inboxOf(account()));
        if (entries.isEmpty()) return;
        var end = entries.getLast().position();
        Eventually.until(name + " has read its inbox", () -> inboxPosition() >= end);
    }

    /** Dealt with, not only read: the position is stored before a Welcome is followed. */
    void inboxIsDone() throws InterruptedException {
        hasReadInbox();
        inboxIsAtRest();
    }

    /** What the inbox was at is done, or has failed. */
    void inboxIsAtRest() throws InterruptedException {
        done(last -> chat.inbox().then(last::run));
    }

    /** All is done that the conversation's worker had to do; where another has taken its place meanwhile, that one. */
    void workerIsDone(ConversationId id) {
        var done = new AtomicBoolean();
        var asked = new AtomicReference<Worker>();
        Eventually.until(
                name + " has begun with it, and is done",
                () -> {
                    chat.worker(id)
                            .filter(worker -> asked.getAndSet(worker) != worker)
                            .ifPresent(worker -> worker.then(() -> done.set(true)));
                    return done.get();
                });
    }

    /** All is done that was to be done at once, but not where it was asked for. */
    void tasksAreDone() throws InterruptedException {
        done(last -> chat.after(Duration.ZERO, last));
    }

    /** All is done that the hub has told, as far as it is the conversation's, and that was to be done at once. */
    void settles(ConversationId id) throws InterruptedException {
        done(port::afterAll);
        tasksAreDone();
        inboxIsAtRest();
        workerIsDone(id);
    }

    /** The link is another, and what the hub serves of the conversation over it is dealt with. */
    void reconnects(ConversationId id) throws InterruptedException {
        port.cut();
        port.connect();
        settles(id); // it has asked
        settles(id); // and taken what was served for it
    }

    /** Waits until a thread has done what was put before it. */
    private static void done(Consumer<Runnable> thread) throws InterruptedException {
        var done = new CountDownLatch(1);
        thread.accept(done::countDown);
        assertTrue(done.await(30, TimeUnit.SECONDS));
    }

    private long inboxPosition() {
        try {
            return store.transact(tx -> new Book(tx).inbox().position());
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    /** Each has the other as a contact, and the conversation open. */
    static void befriend(Client one, Client other) throws CommandException {
        one.people().connect(other.name);
        Eventually.until(other.name + " is asked", () -> other.knows(one, State.ASKS));
        other.people().approve(one.name);
        Eventually.until(one.name + " is approved", () -> one.knows(other, State.APPROVED));
        one.say(other, "to begin with");
        other.hears(one, "to begin with");
    }

    private final class Self implements Accounts {

        @Override
        public Optional<Account> current() {
            var view = crypto.identities.view(identity);
            var fingerprint = RelayAddress.fingerprint(new RelayKey(Bytes.wrap(new byte[32])));
            return Optional.of(
                    new Account(
                            address(),
                            view.account(),
                            view.device(),
                            new RelayAddress(URI.create("ws://127.0.0.1:7463"), fingerprint)));
        }

        @Override
        public Account create(String name, InviteLink invite) {
            throw new AssertionError("not asked for");
        }

        @Override
        public Account create(String name, RelayAddress relay) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void relayMoved(URI url) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void stayOffline(boolean wanted) {
            throw new AssertionError("not asked for");
        }

        @Override
        public boolean staysOffline() {
            return false;
        }

        @Override
        public Event.LinkChanged.State linkState() {
            return Event.LinkChanged.State.CONNECTED;
        }
    }

    /** KeyPackages of the suites that are there; what was made outlives a crash. */
    final class Keys implements KeyPackages {

        private final Map<Hash, Own> made = new ConcurrentHashMap<>();

        /** What happens while the relay is asked for a leaf's tokens. */
        volatile Runnable duringLeaf = () -> {};

        /** How many of each suite are fresh. */
        volatile int copies = 1;

        @Override
        public Optional<Bytes> identity(Transaction tx) {
            return Optional.of(identity);
        }

        private record Leaf(LeafData data, Bytes followerPrivate) {}

        private Leaf leaf() throws SuiteMissingException {
            var follower = crypto.identities.newFollower();
            var devices = crypto.identities.view(identity).devices();
            var deliver = Token.random();
            var take = Token.random();
            hub.grant(deliver);
            hub.grant(take);
            var claimed = claims;
            var data =
                    new LeafData(
                            follower.key(),
                            claimed == null ? address() : claimed,
                            devices.inboxKeyNumber(),
                            devices.inboxKey(),
                            deliver,
                            take);
            return new Leaf(data, follower.privateKey());
        }

        private Own make(int suite, Leaf leaf) throws SuiteMissingException {
            var one = crypto.groups.newKeyPackage(identity, suite, leaf.data, clock.get(), Duration.ofDays(30), false);
            var own =
                    new Own(
                            one.reference(),
                            suite,
                            false,
                            one.keyPackage(),
                            one.secret(),
                            leaf.followerPrivate,
                            leaf.data);
            made.put(one.reference(), own);
            return own;
        }

        private Leaf granted() throws CommandException, SuiteMissingException {
            if (port.up().isEmpty()) throw new CommandException(Code.NOT_REACHABLE, "no link; try again");
            return leaf();
        }

        /** What the relay hands out of this device. */
        List<StoredKeyPackage> published() {
            try {
                var device = crypto.identities.view(identity).device();
                var published = new ArrayList<StoredKeyPackage>();
                for (int suite : crypto.suites()) {
                    var own = make(suite, leaf());
                    published.add(new StoredKeyPackage(device, own.suite(), false, own.keyPackage()));
                }
                return published;
            } catch (SuiteMissingException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public List<Own> fresh() throws CommandException {
            try {
                var fresh = new ArrayList<Own>();
                for (int copy = 0; copy < copies; copy++)
                    for (int suite : crypto.suites()) fresh.add(make(suite, granted()));
                return fresh;
            } catch (SuiteMissingException e) {
                throw new CommandException(Code.REFUSED, "no suite", e);
            }
        }

        @Override
        public NewLeaf newLeaf() throws CommandException {
            duringLeaf.run();
            try {
                var leaf = granted();
                return new NewLeaf(leaf.data, leaf.followerPrivate);
            } catch (SuiteMissingException e) {
                throw new CommandException(Code.REFUSED, "no suite", e);
            }
        }

        @Override
        public Optional<Own> find(Transaction tx, Hash reference) {
            return Optional.ofNullable(made.get(reference));
        }

        @Override
        public void used(Transaction tx, Hash reference) {
            tx.afterCommit(() -> made.remove(reference));
        }

        @Override
        public Token grantDelivery() {
            var token = Token.random();
            hub.grant(token);
            return token;
        }

        /** Those that nobody has used yet. */
        List<Own> unused() {
            return List.copyOf(made.values());
        }

        /** Forgets the private halves: a Welcome for one of them is lost. */
        void lose() {
            made.clear();
        }
    }
}
