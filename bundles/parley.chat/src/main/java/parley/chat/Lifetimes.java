package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import parley.chat.GroupLog.Deed;
import parley.chat.Hearer.LifetimeWord;
import parley.client.api.CommandException;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Happening;
import parley.client.api.store.Transaction;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Content.Lifetime;
import parley.protocol.content.Policy;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How long messages last (docs/protocol.md, Lifetimes): what two have said of it or an admin has set, what is in force
 * where a message stands in the log, and the end of those whose time is over. A message counts down from when its
 * reader has read it, an own one from when it stands in the log. Methods may be called from any thread, inside a
 * transaction.
 */
final class Lifetimes {

    private static final System.Logger log = System.getLogger(Lifetimes.class.getName());

    /** When it is looked again for a file that was still moving. */
    private static final long LATER_MILLIS = Duration.ofMinutes(1).toMillis();

    private static final String LIFETIME = "chat.lifetime";

    /** By conversation and order: messages that last for some time from when they will have been read. */
    private static final String UNREAD = "chat.lifetime.unread";

    /** By the time at which it is over: messages, several where they were read at once. */
    private static final String DUE = "chat.lifetime.due";

    /** The most in one record. */
    static final int TOGETHER = 500;

    private static final Bytes ALL = Bytes.of((byte) 1);

    /** A message that is to be read first. */
    private record Waiting(MessageId message, long seconds) {

        Bytes encode() {
            var out = new WireWriter();
            message.write(out);
            return out.u32(seconds).toBytes();
        }

        static Waiting decode(Bytes bytes) throws MalformedException {
            return WireReader.decode(bytes, in -> new Waiting(MessageId.read(in), in.u32()));
        }
    }

    private final Chat chat;
    private final BelievedClock clock;

    /** Whether it is looked before the next tick what is over. Confined to the tasks' thread. */
    private boolean looking;

    Lifetimes(Chat chat) {
        this.chat = chat;
        this.clock = new BelievedClock(chat::now);
    }

    // ---- What is in force ----

    static StoredLifetime of(Transaction tx, ConversationId conversation) throws CommandException {
        var stored = tx.get(LIFETIME, conversation.bytes());
        return stored.isEmpty() ? StoredLifetime.NONE : Book.decode(stored.get(), StoredLifetime::decode);
    }

    private void put(Book book, ConversationId conversation, StoredLifetime lifetime) throws CommandException {
        var before = of(book.tx(), conversation);
        if (lifetime.equals(before)) return;
        book.tx().put(LIFETIME, conversation.bytes(), lifetime.encode());
        if (lifetime.toLifetime().equals(before.toLifetime())) return;
        var event = new Event.SettingsChanged(conversation, book.shownSettings(conversation));
        book.tx().afterCommit(() -> chat.store().publish(event));
    }

    /** What we say is on its way. */
    void asked(Book book, ConversationId conversation, long seconds) throws CommandException {
        put(book, conversation, of(book.tx(), conversation).asking(seconds));
    }

    /** One of two has said a word, where it stands in the log now. */
    void heard(Book book, ConversationState state, LifetimeWord word) throws CommandException {
        if (state.kind != Kind.DIRECT) return;
        var before = of(book.tx(), state.id);
        var now = before.heard(word.own(), word.lifetime().seconds());
        put(book, state.id, now);
        if (now.own() == before.own() && now.theirs() == before.theirs() || !word.told()) return;
        var deed =
                now.now() == before.now()
                        ? Deed.by(word.by(), Happening.Kind.LIFETIME_WANTED).with(word.lifetime().seconds())
                        : Deed.by(word.by(), Happening.Kind.LIFETIME).with(now.now());
        var own = chat.accounts().current().orElseThrow().key();
        new GroupLog(book).add(state, own, word.position(), chat.now(), deed);
    }

    /** This device has come into the log. */
    void entered(Book book, ConversationState state, Policy policy) throws CommandException {
        committed(book, state, true, policy);
    }

    /**
     * A commit was read.
     *
     * @param joined whether a device has come in by it
     */
    void committed(Book book, ConversationState state, boolean joined, Policy policy) throws CommandException {
        if (state.kind == Kind.GROUP) {
            put(book, state.id, StoredLifetime.governed(policy.lifetime()));
        } else if (joined) {
            put(book, state.id, of(book.tx(), state.id).anew());
            book.tx().afterCommit(() -> chat.worker(state.id).ifPresent(Worker::send));
        }
    }

    /** The word that is to be said anew, which it is not any more. */
    Optional<Lifetime> again(Book book, ConversationState state) throws CommandException {
        var lifetime = of(book.tx(), state.id);
        if (!lifetime.again()) return Optional.empty();
        put(book, state.id, lifetime.saidAgain());
        return Optional.of(new Lifetime(lifetime.asked()));
    }

    /** The messages that count down. */
    static Set<MessageId> passing(Transaction tx) throws CommandException {
        var passing = new HashSet<MessageId>();
        for (var row : tx.ascending(DUE, ALL, 0, Integer.MAX_VALUE)) {
            passing.addAll(Book.decode(row.value(), Lifetimes::messages));
        }
        return passing;
    }

    /** Whether the message of an order is to count down once it is read. */
    static boolean isPassing(Transaction tx, ConversationId conversation, long order) {
        return tx.get(UNREAD, conversation.bytes(), order).isPresent();
    }

    /**
     * What holds in a conversation that was restored: of a group what its policy says, between two nothing, until this
     * device is let in and says its word once more.
     *
     * @param asked what we have said last between two, in seconds
     */
    static void restore(Transaction tx, ConversationId conversation, Policy policy, long asked) {
        var group = policy.kind() == Policy.Kind.GROUP;
        var lifetime = group ? StoredLifetime.governed(policy.lifetime()) : StoredLifetime.NONE.asking(asked).anew();
        if (!lifetime.equals(StoredLifetime.NONE)) tx.put(LIFETIME, conversation.bytes(), lifetime.encode());
    }

    /** Nothing of a conversation is kept; what counts down of it ends by itself. */
    static void forget(Transaction tx, ConversationId conversation) {
        tx.remove(LIFETIME, conversation.bytes());
        for (var row : tx.ascending(UNREAD, conversation.bytes(), 0, Integer.MAX_VALUE)) {
            tx.remove(UNREAD, conversation.bytes(), row.order());
        }
    }

    // ---- Counting down ----

    /** A message has come: what is in force here is what it lasts, from when it will have been read. */
    void received(Book book, ConversationState state, StoredMessage message) throws CommandException {
        var seconds = of(book.tx(), state.id).now();
        if (seconds == 0) return;
        book.tx().put(UNREAD, state.id.bytes(), message.order(), new Waiting(message.id(), seconds).encode());
        book.put(state.id, message.with(message.words().lasting(seconds)));
    }

    /** An own message has its place in the log. */
    void placed(Book book, ConversationState state, StoredMessage message) throws CommandException {
        var seconds = of(book.tx(), state.id).now();
        if (seconds == 0) return;
        begin(book.tx(), List.of(message.id()), Duration.ofSeconds(seconds).toMillis());
        book.put(state.id, message.with(message.words().lasting(seconds)));
    }

    /** The person has read all of a conversation. */
    void read(Book book, ConversationId conversation) throws CommandException {
        var tx = book.tx();
        var bySeconds = new LinkedHashMap<Long, List<MessageId>>();
        for (var row : tx.ascending(UNREAD, conversation.bytes(), 0, Integer.MAX_VALUE)) {
            var waiting = Book.decode(row.value(), Waiting::decode);
            bySeconds.computeIfAbsent(waiting.seconds, _ -> new ArrayList<>()).add(waiting.message);
            tx.remove(UNREAD, conversation.bytes(), row.order());
        }
        for (var each : bySeconds.entrySet()) {
            begin(tx, each.getValue(), Duration.ofSeconds(each.getKey()).toMillis());
        }
    }

    private void begin(Transaction tx, List<MessageId> messages, long millis) throws CommandException {
        var due = clock.now(tx) + millis;
        for (var from = 0; from < messages.size(); from += TOGETHER) {
            while (tx.get(DUE, ALL, due).isPresent()) due++;
            var some = messages.subList(from, Math.min(from + TOGETHER, messages.size()));
            tx.put(DUE, ALL, due, new WireWriter().vector(some, (w, id) -> id.write(w)).toBytes());
        }
        clock.keep(tx);
    }

    // ---- The end ----

    /** Removes the messages whose time is over, and those of until the next tick when it is. On the tasks' thread. */
    void look() {
        try {
            var next =
                    chat.store()
                            .transact(tx -> {
                                var book = new Book(tx);
                                expire(book);
                                return next(tx);
                            });
            if (next.isEmpty() || next.get().compareTo(Chat.TICK) >= 0 || looking) return;
            looking = true;
            chat.after(
                    next.get(),
                    () -> {
                        looking = false;
                        look();
                    });
        } catch (CommandException e) {
            log.log(DEBUG, "Nothing is removed yet: {0}", e.getMessage()); // faces ask the store and say why
        }
    }

    /** Removes those whose time is over. */
    void expire(Book book) throws CommandException {
        var tx = book.tx();
        var next = tx.ascending(DUE, ALL, 0, 1);
        if (next.isEmpty()) return;
        var now = clock.now(tx);
        while (!next.isEmpty() && next.getFirst().order() <= now) {
            tx.remove(DUE, ALL, next.getFirst().order());
            for (var message : Book.decode(next.getFirst().value(), Lifetimes::messages)) {
                if (!expire(book, message)) begin(tx, List.of(message), LATER_MILLIS);
            }
            next = tx.ascending(DUE, ALL, 0, 1);
        }
        clock.keep(tx);
    }

    private static List<MessageId> messages(Bytes bytes) throws MalformedException {
        return WireReader.decode(bytes, in -> in.vector(TOGETHER, "messages", MessageId::read));
    }

    /** Whether it is gone; not a file while it moves, nor while the bundle is away that knows where it is. */
    private boolean expire(Book book, MessageId id) throws CommandException {
        var message = book.message(id);
        if (message.isEmpty() || message.get().gone() == StoredMessage.Gone.ERASED) return true;
        if (message.get().file()) {
            var handlers = chat.handlers;
            if (handlers.isEmpty()) return false;
            for (var handler : handlers) if (!handler.expired(book.tx(), id)) return false;
        }
        var conversation = Amendments.place(book, id).conversation();
        Amendments.erase(book, id);
        book.tx().tell(new Event.MessageExpired(conversation, id));
        return true;
    }

    /** How long until the next is over; empty if none counts down. */
    private Optional<Duration> next(Transaction tx) throws CommandException {
        var next = tx.ascending(DUE, ALL, 0, 1);
        if (next.isEmpty()) return Optional.empty();
        return Optional.of(Duration.ofMillis(Math.max(0, next.getFirst().order() - clock.now(tx))));
    }
}
