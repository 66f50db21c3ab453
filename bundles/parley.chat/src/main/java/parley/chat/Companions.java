package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.chat.Companion;
import parley.client.api.crypto.Groups.Member;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.content.LeafData;
import parley.protocol.content.Said;
import parley.protocol.content.Salt;
import parley.protocol.content.Seen;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The conversations with companions: they have no worker, since there is no log. What the outbox of one holds is taken
 * out of it, read back and answered in one transaction, on the thread of chat's tasks. Thread-safe.
 */
final class Companions {

    private static final System.Logger log = System.getLogger(Companions.class.getName());

    /** Rows of an outbox taken in one transaction. */
    private static final int BATCH = 16;

    /** More answers than this to one thing are not heard. */
    private static final int MOST = 4;

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Bytes NOBODY = Bytes.wrap(new byte[32]);
    private static final Seen NOTHING = new Seen(0, Hash.ZERO, Bytes.wrap(new byte[Seen.AUTHENTICATOR]));

    /** A companion as a member: whoever reads what they say asks for nothing of it but account and address. */
    private record Resident(Companion companion, ConversationId id, Member member) {

        static Resident of(Companion companion) {
            var address = new Address(companion.name(), Companion.RELAY);
            var account = account(companion.name());
            var follower = new FollowerKey(NOBODY);
            var leaf = new LeafData(follower, address, 0, NOBODY, new Token(NOBODY), new Token(NOBODY));
            return new Resident(
                    companion,
                    conversation(companion.name()),
                    new Member(1, account, new DeviceKey(NOBODY), true, leaf));
        }

        Address address() {
            return member.data().address();
        }
    }

    private final Chat chat;
    private final Map<ConversationId, Resident> residents = new ConcurrentHashMap<>();

    Companions(Chat chat) {
        this.chat = chat;
    }

    private static Bytes hash(String label, String name) {
        return Hash.of(new WireWriter().text(label).text(name).toBytes()).bytes();
    }

    /** Of the companion who is called so. */
    static ConversationId conversation(String name) {
        return new ConversationId(hash("Parley companion's conversation 1", name).slice(0, ConversationId.LENGTH));
    }

    /** Whether an account is the companion of that name: nobody has the private half of its key. */
    static boolean is(AccountKey account, Address address) {
        return address.relay().equals(Companion.RELAY) && account.equals(account(address.name()));
    }

    private static AccountKey account(String name) {
        return new AccountKey(hash("Parley companion 1", name));
    }

    /** Whether a conversation is, or would be, with a companion who is here. */
    boolean isWithOne(ConversationId id) {
        return residents.containsKey(id);
    }

    /** They are here from now on; whoever is not called as people are is not. */
    void add(Companion companion) {
        if (!Address.isName(companion.name())) {
            log.log(ERROR, "A companion is called {0}, which is no name", companion.name());
            return;
        }
        var resident = Resident.of(companion);
        residents.put(resident.id, resident);
        soon(resident.id, Duration.ZERO);
    }

    void remove(Companion companion) {
        residents.values().removeIf(resident -> resident.companion == companion);
    }

    /** Whether a conversation is with somebody who is not here now. */
    boolean isAway(ConversationState state) {
        return state.kind == Kind.LOCAL && !residents.containsKey(state.id);
    }

    /** Something may stand in the outbox, or there is an account now. Returns at once. */
    void attend() {
        for (var id : residents.keySet()) soon(id, Duration.ZERO);
    }

    /** Something stands in the outbox of this one, if it is one of ours. Returns at once. */
    void attend(ConversationId id) {
        if (residents.containsKey(id)) soon(id, Duration.ZERO);
    }

    private void soon(ConversationId id, Duration delay) {
        chat.after(delay, () -> attendNow(id));
    }

    private void attendNow(ConversationId id) {
        var resident = residents.get(id);
        if (resident == null || chat.accounts().current().isEmpty()) return;
        try {
            while (chat.store().<Boolean>transact(tx -> attend(new Book(tx), resident))) {
                log.log(DEBUG, "{0} has more to hear", resident.address());
            }
        } catch (CommandException e) {
            log.log(DEBUG, "{0} hears nothing: {1}", resident.address(), e.getMessage());
            if (e.code() != Code.PASSPHRASE_NEEDED) soon(id, RETRY); // else the link tells when it is open
        }
    }

    /**
     * @return whether there may be more
     */
    private boolean attend(Book book, Resident resident) throws CommandException {
        var state = book.conversation(resident.id).orElse(null);
        if (state == null) {
            begin(book, resident);
            return false;
        }
        if (state.kind != Kind.LOCAL) return false; // somebody's group of that id, from before the companion was here
        var waiting = book.outbox(state.id, BATCH);
        for (var outgoing : waiting) {
            chat.hearer().accepted(book, state, outgoing);
            chat.hearer().readBack(book, state, ++state.position, outgoing);
            book.remove(state.id, outgoing);
            read(book, state, resident, outgoing.id());
            answer(book, state, resident, outgoing);
        }
        if (!waiting.isEmpty()) book.put(state);
        return waiting.size() == BATCH;
    }

    /** The conversation is there from the first time that an account and its companion meet; nobody is disturbed. */
    private static void begin(Book book, Resident resident) {
        var state =
                new ConversationState(
                        resident.id,
                        Kind.LOCAL,
                        resident.address().toString(),
                        new LogId(hash("Parley companion's log 1", resident.companion.name()).slice(0, LogId.LENGTH)),
                        Companion.RELAY,
                        0,
                        Stage.OPEN,
                        new FollowerKey(NOBODY),
                        Bytes.EMPTY,
                        Instant.EPOCH);
        book.roll(state.id).put(1, resident.member.account(), resident.address());
        book.put(state);
    }

    private static void read(Book book, ConversationState state, Resident resident, MessageId id)
            throws CommandException {
        var message = book.message(id).filter(StoredMessage::own);
        if (message.isEmpty()) return;
        book.put(state.id, message.get().with(Message.State.READ));
        book.tx().tell(new Event.ReceiptChanged(state.id, id, Message.State.READ, Optional.of(resident.address())));
    }

    private void answer(Book book, ConversationState state, Resident resident, Outgoing outgoing)
            throws CommandException {
        for (var content : answers(resident.companion, outgoing)) {
            var salt = Salt.random();
            var said = new Said(salt, NOTHING, chat.now().toEpochMilli(), content);
            var id = salt.id(state.id, resident.member.account());
            chat.hearer().heard(book, state, ++state.position, id, resident.member, said);
        }
    }

    /** One companion's mistake is not everybody's. */
    private static List<Content> answers(Companion companion, Outgoing outgoing) {
        try {
            var answers = companion.answers(outgoing.id(), outgoing.content());
            return List.copyOf(answers.subList(0, Math.min(MOST, answers.size())));
        } catch (RuntimeException | LinkageError e) {
            log.log(ERROR, "A companion failed", e);
            return List.of();
        }
    }
}
