package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.chat.ConversationState.Stage;
import parley.client.api.Accounts;
import parley.client.api.ClientListener;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.Conversations;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.chat.ContentHandler;
import parley.client.api.chat.Outbox;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Identities;
import parley.client.api.session.KeyPackages;
import parley.client.api.session.Session;
import parley.client.api.session.SessionListener;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.ConversationId;
import parley.protocol.LogId;
import parley.protocol.MessageId;
import parley.protocol.content.Content;
import parley.protocol.content.SignalContent;
import parley.protocol.relay.Frame;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Conversations: keeps a {@link Worker} for each, and brings frames and commands to them. */
@Component(service = {Chat.class, Conversations.class, Outbox.class, SessionListener.class, ClientListener.class})
public final class Chat implements Conversations, Outbox, SessionListener, ClientListener {

    private static final System.Logger log = System.getLogger(Chat.class.getName());
    private static final Duration TICK = Duration.ofSeconds(30);
    private static final Duration REACHED_EVERY = Duration.ofSeconds(10);

    private final Store store;
    private final Session session;
    private final Accounts accounts;
    private final KeyPackages keyPackages;
    private final Identities identities;
    private final Groups groups;
    private final InstantSource clock;
    private final Hearer hearer;
    private final People people = new People(this);
    private final Presences presences = new Presences(this);
    private final Map<ConversationId, Worker> workers = new ConcurrentHashMap<>();
    private final Map<LogId, Worker> byLog = new ConcurrentHashMap<>();
    private final Map<ConversationId, Instant> reached = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("chat-timer").factory());
    private final Inbox inbox;
    private volatile boolean closed;

    /** Those who take content that is not ours, as they come and go. */
    @Reference volatile List<ContentHandler> handlers = List.of();

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
        this.hearer = new Hearer(() -> handlers, clock::instant);
        this.inbox = new Inbox(this);
        load();
        timer.scheduleWithFixedDelay(this::tick, TICK.toSeconds(), TICK.toSeconds(), TimeUnit.SECONDS);
    }

    private void load() {
        try {
            for (var state : store.transact(tx -> new Book(tx).conversations())) {
                if (state.stage != Stage.CLOSED) add(state);
            }
        } catch (CommandException e) {
            log.log(DEBUG, "No conversations: {0}", e.getMessage()); // faces ask the store and say why
        }
    }

    @Deactivate
    void close() throws InterruptedException {
        for (var worker : workers.values()) presences.say(worker, SignalContent.Presence.OFFLINE);
        closed = true;
        timer.shutdownNow();
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

    Instant now() {
        return clock.instant();
    }

    void after(Duration delay, Runnable action) {
        if (!closed) timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The worker of a conversation that is new in the store, or the one it has. */
    Worker add(ConversationState state) {
        var worker = workers.computeIfAbsent(state.id, id -> new Worker(this, id, state.log));
        byLog.put(worker.logId(), worker);
        return worker;
    }

    /** A conversation that never began: its steps end. */
    void forget(Worker worker) {
        workers.remove(worker.id(), worker);
        byLog.remove(worker.logId(), worker);
        worker.close();
    }

    /** A conversation is open: tells so, and that the other is a contact. */
    void opened(Book book, ConversationState state) throws CommandException {
        for (var account : List.copyOf(state.members.keySet())) {
            var contact = book.contact(account);
            if (contact.isEmpty() || contact.get().state() == Contacts.State.APPROVED) continue;
            book.put(contact.get().in(state.id));
            book.tx().tell(new Event.ContactChanged(contact.get().address(), account, Contacts.State.APPROVED));
        }
        book.tx().tell(new Event.ConversationOpened(state.id, state.title, state.kind));
        book.tx()
                .afterCommit(() -> {
                    var worker = workers.get(state.id);
                    if (worker != null) presences.say(worker, SignalContent.Presence.ONLINE);
                });
    }

    /** Tells the hub now and then how far we are. */
    void reached(Worker worker) throws CommandException {
        var last = reached.get(worker.id());
        if (last != null && last.plus(REACHED_EVERY).isAfter(now())) return;
        reached.put(worker.id(), now());
        var state = store.transact(tx -> new Book(tx).need(worker.id()));
        session.send(new Frame.Reached(state.log, state.follower, state.position));
    }

    private void tick() {
        try {
            presences.expire();
            if (session.up().isEmpty()) return;
            var minute = now().getEpochSecond() / Presences.INTERVAL.toSeconds() % 2 == 0;
            for (var worker : workers.values()) {
                worker.tick();
                if (minute) presences.say(worker, SignalContent.Presence.ONLINE);
            }
            people.deliverWaiting();
        } catch (RuntimeException e) {
            log.log(WARNING, "A tick failed", e);
        }
    }

    // ---- The session's frames ----

    @Override
    public void up(Session.Up link) {
        load(); // what could not be read at the start, the profile being in use, say
        inbox.up();
        for (var worker : workers.values()) {
            worker.up();
            presences.say(worker, SignalContent.Presence.ONLINE);
        }
        Thread.ofVirtual().name("letters").start(people::deliverWaiting);
    }

    @Override
    public void down() {
        inbox.down();
        workers.values().forEach(Worker::down);
        presences.down();
    }

    @Override
    public void received(Frame frame) {
        switch (frame) {
            case Frame.Items(var logId, var items) -> {
                var account = accounts.current();
                if (account.isPresent() && logId.equals(LogId.inboxOf(account.get().key()))) {
                    inbox.items(items);
                } else {
                    worker(logId).ifPresent(worker -> worker.items(items));
                }
            }
            case Frame.Following now -> {
                inbox.following(now.request());
                workers.values().forEach(worker -> worker.following(now.request()));
            }
            case Frame.Accepted(var logId, var follower, var number) ->
                    worker(logId).ifPresent(worker -> worker.accepted(follower, number));
            case Frame.AppendRefused refused -> worker(refused.log()).ifPresent(worker -> worker.refused(refused));
            case Frame.Signal signal -> worker(signal.log()).ifPresent(worker -> presences.heard(worker, signal));
            default -> log.log(DEBUG, "Ignored a {0}", frame.getClass().getSimpleName());
        }
    }

    private Optional<Worker> worker(LogId logId) {
        return Optional.ofNullable(byLog.get(logId));
    }

    /** Suites came or went. */
    @Override
    public void happened(Event event) {
        if (!(event instanceof Event.SuitesPresent)) return;
        inbox.suitesChanged();
        workers.values().forEach(Worker::suitesChanged);
    }

    // ---- Conversations ----

    @Override
    public List<Conversation> all() throws CommandException {
        return store.transact(tx -> {
            var book = new Book(tx);
            var all = new ArrayList<Conversation>();
            for (var state : book.conversations()) all.add(show(book, state));
            all.sort(Comparator.comparing(Conversation::lastActivity).reversed());
            return all;
        });
    }

    @Override
    public Optional<Conversation> find(ConversationId id) throws CommandException {
        return store.transact(tx -> {
            var book = new Book(tx);
            var state = book.conversation(id);
            return state.isEmpty() ? Optional.empty() : Optional.of(show(book, state.get()));
        });
    }

    private static Conversation show(Book book, ConversationState state) throws CommandException {
        var last = book.page(state.id, Long.MAX_VALUE, 1);
        return new Conversation(
                state.id,
                state.kind,
                state.title,
                List.copyOf(state.members.values()),
                state.unread,
                last.isEmpty() ? Optional.empty() : Optional.of(last.getFirst().toMessage(state.id)),
                Optional.ofNullable(state.stopped),
                state.suite,
                state.activity);
    }

    @Override
    public Conversation find(String text) throws CommandException {
        return store.transact(tx -> {
            var book = new Book(tx);
            var found = new HashMap<ConversationId, ConversationState>();
            for (var state : book.conversations()) if (names(text, state)) found.put(state.id, state);
            if (found.size() == 1) return show(book, found.values().iterator().next());
            if (found.size() > 1) {
                throw new CommandException(
                        Code.AMBIGUOUS, "more than one conversation is called " + text + "; use its id from list");
            }
            for (var contact : book.contacts())
                if (names(text, contact.address().toString())) throw unanswered(contact);
            throw new CommandException(
                    Code.NOT_FOUND, "there is no conversation " + text + "; list shows those there are");
        });
    }

    private static CommandException unanswered(StoredContact contact) {
        return new CommandException(
                Code.NOT_APPROVED,
                switch (contact.state()) {
                    case ASKS -> contact.address() + " asks for a conversation; approve them first";
                    case REQUESTED -> contact.address() + " has not answered your request yet";
                    case APPROVED, DENIED, BLOCKED ->
                            "there is no conversation with " + contact.address() + "; connect anew";
                });
    }

    private static boolean names(String text, ConversationState state) {
        return text.equals(state.id.hex()) || names(text, state.title);
    }

    private static boolean names(String text, String title) {
        return title.equals(text) || !text.isEmpty() && title.startsWith(text + "@");
    }

    @Override
    public MessageId say(ConversationId conversation, String text) throws CommandException {
        var size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > Content.Text.MAX_BODY) {
            throw new CommandException(
                    Code.TOO_LARGE, "a message has at most 65536 bytes, this one " + size + "; send it as a file");
        }
        var id = MessageId.random();
        store.run(tx -> {
            post(tx, conversation, id, new Content.Text(text), text);
        });
        return id;
    }

    @Override
    public void post(
            Transaction tx, ConversationId conversation, MessageId id, Content content, @Nullable String shownAs)
            throws CommandException {
        var book = new Book(tx);
        var state = book.need(conversation);
        if (state.stage == Stage.CLOSED) {
            throw new CommandException(Code.REFUSED, "the conversation with " + state.title + " has ended");
        }
        if (state.stopped != null) {
            throw new CommandException(Code.REFUSED, "sending to " + state.title + " is stopped: " + state.stopped);
        }
        refuseBlocked(book, state);
        book.put(conversation, Outgoing.of(state, id, now(), content));
        if (shownAs != null) {
            var own = accounts.current().orElseThrow();
            state.lastOrder++;
            state.activity = now();
            book.put(
                    conversation,
                    new StoredMessage(
                            id,
                            state.lastOrder,
                            own.key(),
                            own.address(),
                            true,
                            shownAs,
                            now(),
                            Message.State.WAITING,
                            0,
                            !(content instanceof Content.Text)));
        }
        book.put(state);
        tx.afterCommit(() -> {
            var worker = workers.get(conversation);
            if (worker != null) worker.send();
        });
    }

    private static void refuseBlocked(Book book, ConversationState state) throws CommandException {
        if (state.kind != Kind.DIRECT) return;
        for (var account : state.members.keySet()) {
            var contact = book.contact(account);
            if (contact.isPresent() && contact.get().state() == Contacts.State.BLOCKED) {
                throw new CommandException(Code.REFUSED, "you have blocked " + state.title + "; approve them first");
            }
        }
    }

    @Override
    public List<Message> page(ConversationId conversation, long beforeOrder, int limit) throws CommandException {
        return store.transact(tx ->
                new Book(tx)
                        .page(conversation, beforeOrder, limit).stream()
                                .map(message -> message.toMessage(conversation))
                                .toList());
    }

    @Override
    public Optional<Message> message(MessageId id) throws CommandException {
        return store.transact(tx -> {
            var book = new Book(tx);
            var place = book.place(id);
            if (place.isEmpty()) return Optional.empty();
            return book.message(id).map(message -> message.toMessage(place.get().conversation()));
        });
    }

    @Override
    public void markRead(ConversationId conversation) throws CommandException {
        var changed =
                store.transact(tx -> {
                    var book = new Book(tx);
                    var state = book.need(conversation);
                    if (state.unread == 0 && state.read == state.delivered) return false;
                    state.unread = 0;
                    state.read = state.delivered;
                    book.put(state);
                    return true;
                });
        var worker = workers.get(conversation);
        if (changed && worker != null) worker.receipt();
    }

    @Override
    public void resume(ConversationId conversation) throws CommandException {
        store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(conversation);
            if (state.stopped == null) return;
            if (state.claimant == null) {
                throw new CommandException(Code.REFUSED, "sending cannot go on: " + state.stopped);
            }
            state.ignored.add(state.claimant);
            state.stopped = null;
            state.claimant = null;
            book.put(state);
            tx.tell(new Event.SendingStopped(conversation, Optional.empty()));
        });
        var worker = workers.get(conversation);
        if (worker != null) worker.send();
    }

    @Override
    public int waiting() throws CommandException {
        return store.transact(tx -> {
            var book = new Book(tx);
            var waiting = 0;
            for (var state : book.conversations()) {
                if (state.stage == Stage.CLOSED || state.stopped != null) continue;
                for (var outgoing : book.outbox(state.id, 10_000)) {
                    if (!outgoing.accepted() && !(outgoing.content() instanceof Content.Receipt)) waiting++;
                }
            }
            return waiting;
        });
    }
}
