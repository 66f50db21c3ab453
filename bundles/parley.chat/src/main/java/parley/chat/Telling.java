package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.store.Transaction;
import parley.protocol.ConversationId;
import parley.protocol.content.Content;
import parley.protocol.content.Said;
import parley.protocol.content.Salt;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says the own profile where it is not known yet, and hears those of others. An approved contact is told as soon as it
 * changes; a group when we speak there, so that who only listens in many costs nobody anything.
 */
final class Telling implements Hearer.Aside {

    private static final System.Logger log = System.getLogger(Telling.class.getName());

    /** The most members of a group in which profiles are said, and heard. */
    static final int MEMBERS = 100;

    /** Whoever has joined a group is told when we speak next, but all are told the same at most once in so long. */
    private static final Duration AGAIN = Duration.ofDays(1);

    private final Chat chat;

    Telling(Chat chat) {
        this.chat = chat;
    }

    /**
     * What a conversation was told last.
     *
     * @param joined whether somebody has come since, who was not
     */
    private record Told(long version, Instant at, boolean joined) {

        private static final String SPACE = "chat.profile.told";
        private static final int VERSION = 1;
        private static final Told NOTHING = new Told(0, Instant.EPOCH, false);

        static Told of(Transaction tx, ConversationId id) throws CommandException {
            var bytes = tx.get(SPACE, id.bytes());
            return bytes.isEmpty() ? NOTHING : Book.decode(bytes.get(), Told::decode);
        }

        void put(Transaction tx, ConversationId id) {
            var out = new WireWriter().u8(VERSION).u64(version).u64(at.toEpochMilli()).bool(joined);
            tx.put(SPACE, id.bytes(), out.toBytes());
        }

        private static Told decode(Bytes bytes) throws MalformedException {
            return WireReader.decode(
                    bytes,
                    in -> {
                        if (in.u8() != VERSION) throw new MalformedException("record of an unknown version");
                        return new Told(in.size(), Instant.ofEpochMilli(in.size()), in.bool());
                    });
        }

        boolean isDue(long current, Instant now) {
            return version < current || joined && !at.plus(AGAIN).isAfter(now);
        }
    }

    /** The own profile, if there is one. */
    Optional<StoredProfile> own(Book book) throws CommandException {
        return StoredProfile.of(book.tx(), chat.ownKey()).filter(profile -> profile.version() > 0);
    }

    /** Tells every contact who does not know. Blocks; called outside transactions. */
    void tellContacts() {
        if (chat.accounts().current().isEmpty()) return;
        try {
            for (var id : chat.store().transact(tx -> due(new Book(tx)))) {
                chat.store()
                        .run(tx -> {
                            var book = new Book(tx);
                            var state = book.conversation(id);
                            if (state.isPresent()) tell(book, state.get());
                        });
            }
        } catch (CommandException e) {
            log.log(DEBUG, "Contacts are told who we are later: {0}", e.getMessage());
        }
    }

    private List<ConversationId> due(Book book) throws CommandException {
        var own = own(book);
        var due = new ArrayList<ConversationId>();
        if (own.isEmpty()) return due;
        for (var state : book.conversations()) {
            if (state.kind == Kind.DIRECT && isDue(book, state, own.get())) due.add(state.id);
        }
        return due;
    }

    private boolean isDue(Book book, ConversationState state, StoredProfile own) throws CommandException {
        return state.stage != Stage.CLOSED
                && Told.of(book.tx(), state.id).isDue(own.version(), chat.now())
                && book.halted(state).isEmpty()
                && isFor(book, state);
    }

    private static boolean isFor(Book book, ConversationState state) throws CommandException {
        if (state.kind == Kind.GROUP) return !state.leaving && !book.roll(state.id).has(MEMBERS); // and we
        for (var account : book.roll(state.id).members().keySet()) {
            var contact = book.contact(account);
            if (contact.isPresent() && contact.get().state() == State.APPROVED) return true;
        }
        return false;
    }

    /** Before something is said in a conversation, or once one is open; stores the conversation if it tells. */
    void tell(Book book, ConversationState state) throws CommandException {
        var own = own(book);
        if (own.isEmpty() || !isDue(book, state, own.get())) return;
        var bio = state.kind == Kind.DIRECT ? own.get().bio() : "";
        var content = new Content.Profile(own.get().version(), own.get().name(), bio, own.get().picture());
        book.put(state.id, Outgoing.of(state, chat.ownKey(), Salt.random(), chat.now(), content));
        book.put(state);
        new Told(own.get().version(), chat.now(), false).put(book.tx(), state.id);
        book.tx().afterCommit(() -> chat.worker(state.id).ifPresent(Worker::send));
    }

    /** Somebody has come into a group who has not heard what was said before. */
    static void joined(Book book, ConversationState state) throws CommandException {
        var told = Told.of(book.tx(), state.id);
        if (told.version() > 0 && !told.joined()) new Told(told.version(), told.at(), true).put(book.tx(), state.id);
    }

    @Override
    public boolean heard(Book book, ConversationState state, Member sender, Said said) throws CommandException {
        if (!(said.content() instanceof Content.Profile profile)) return false;
        var account = sender.account();
        if (account.equals(chat.ownKey()) || state.kind == Kind.GROUP && book.roll(state.id).has(MEMBERS + 1))
            return true;
        var before = StoredProfile.of(book.tx(), account).orElse(StoredProfile.none(account));
        var after = before.after(profile, state.kind == Kind.DIRECT);
        if (after.equals(before)) return true;
        after.put(book.tx());
        var changed = new Event.ProfileChanged(Hearer.addressOf(book, state.id, sender), account);
        book.tx().afterCommit(() -> chat.store().publish(changed));
        return true;
    }
}
