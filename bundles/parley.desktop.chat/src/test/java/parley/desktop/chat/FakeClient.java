package parley.desktop.chat;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Feed;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.desktop.PatientContributions;
import parley.desktop.UiQueue;
import parley.desktop.api.UiThread;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.InviteLink;
import parley.protocol.MessageId;
import parley.protocol.RelayAddress;
import parley.protocol.wire.Bytes;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A client in memory that plays a script: it keeps what it is told and tells the ear what happens. Each of its services
 * is a class of its own; all of them lock it.
 */
final class FakeClient implements Accounts, Feed {

    static final String RELAY = "relay.example";

    final Ear ear = new Ear();
    final FakeConversations conversations = new FakeConversations(this);
    final FakeSettings settings = new FakeSettings(this);
    final FakeContacts contacts = new FakeContacts(this);
    final FakeTransfers transfers = new FakeTransfers(this);
    final FakeMembership membership = new FakeMembership(this);
    final FakeProfiles profiles = new FakeProfiles(this);
    final FakePresences presences = new FakePresences(this);
    final FakeVerification verification = new FakeVerification(this);
    final FakeGovernance governance = new FakeGovernance(this);
    final FakeExports exports = new FakeExports(this);
    final FakePrivacy privacy = new FakePrivacy(this);
    Optional<Account> me = Optional.empty();
    final List<Feed.Item> feed = new ArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    long shownUpTo;

    /** Why nothing can be said, edited, deleted or reacted to, if so. */
    volatile Optional<CommandException> refusal = Optional.empty();

    /** Done once the window has been painted. */
    CompletableFuture<Void> painted = CompletableFuture.completedFuture(null);

    volatile URI movedTo;
    private volatile boolean offline;
    private long order;

    static Address address(String name) {
        return new Address(name, RELAY);
    }

    static AccountKey key(String name) {
        var bytes = new byte[AccountKey.LENGTH];
        var text = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        System.arraycopy(text, 0, bytes, 0, Math.min(text.length, bytes.length));
        return new AccountKey(Bytes.of(bytes));
    }

    static Instant ago(Duration time) {
        return Instant.now().minus(time);
    }

    synchronized void signIn(String name) {
        var relay = new RelayAddress(URI.create("wss://relay.example:7463"), "ab".repeat(32));
        me = Optional.of(new Account(address(name), key(name), new DeviceKey(Bytes.of(new byte[32])), relay));
    }

    Address mine() {
        return me.orElseThrow().address();
    }

    synchronized ConversationId talk(String title, Kind kind, Instant at, String... members) {
        var addresses = new ArrayList<Address>();
        me.ifPresent(account -> addresses.add(account.address()));
        for (var member : members) addresses.add(address(member));
        var id = conversations.open(kind, title, addresses, at);
        if (kind == Kind.DIRECT) contacts.put(address(members[0]), Contacts.State.APPROVED, Optional.of(id));
        return id;
    }

    void asks(String name) {
        contacts.put(address(name), Contacts.State.ASKS, Optional.empty());
    }

    void requested(String name) {
        contacts.put(address(name), Contacts.State.REQUESTED, Optional.empty());
    }

    /** The desk of this client's, to whose menus nobody adds anything. */
    Desk desk(CipherDesk ciphers, UiThread ui, Notices notices) {
        return desk(ciphers, ui, notices, new MenuEntries(new PatientContributions(new UiQueue()), notices));
    }

    /** The desk of this client's. */
    Desk desk(CipherDesk ciphers, UiThread ui, Notices notices, MenuEntries menus) {
        return new Desk(
                ear,
                this,
                conversations,
                settings,
                contacts,
                membership,
                transfers,
                this,
                ciphers,
                new PeopleDesk(profiles, presences, verification, governance, ui),
                menus,
                ui,
                notices,
                painted);
    }

    Message message(ConversationId talk, String from, String text, Instant at, Message.State state) {
        return conversations.keep(made(talk, from, text, at, state, Optional.empty()));
    }

    private synchronized Message made(
            ConversationId talk, String from, String text, Instant at, Message.State state, Optional<MessageId> file) {
        boolean own = me.isPresent() && me.get().address().name().equals(from);
        return new Message(
                file.orElseGet(MessageId::random),
                talk,
                nextOrder(),
                key(from),
                address(from),
                own,
                text,
                at,
                state,
                file,
                Optional.empty(),
                List.of(),
                false,
                Optional.empty(),
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The next place in the one count of messages and happenings. */
    synchronized long nextOrder() {
        return ++order;
    }

    Message file(
            ConversationId talk,
            String from,
            String name,
            long size,
            Transfers.State state,
            long bytes,
            Instant at,
            Message.State how) {
        var message = made(talk, from, name, at, how, Optional.of(MessageId.random()));
        transfers.add(message, name, size, state, bytes);
        return conversations.keep(message);
    }

    void stop(ConversationId id, String why, boolean resumable) {
        conversations.change(id, talk -> talk.stopped(Optional.of(why), resumable));
    }

    void goOn(ConversationId id) {
        conversations.change(id, talk -> talk.stopped(Optional.empty(), false));
    }

    /** Says something as {@code from} while the window is open. */
    Message hear(ConversationId talk, String from, String text) {
        return hear(talk, from, text, Optional.empty());
    }

    /** Answers {@code to} as {@code from} while the window is open. */
    Message hear(ConversationId talk, String from, String text, MessageId to) {
        return hear(talk, from, text, Optional.of(to));
    }

    private Message hear(ConversationId talk, String from, String text, Optional<MessageId> to) {
        var message = message(talk, from, text, Instant.now(), Message.State.RECEIVED);
        to.ifPresent(id -> conversations.answer(message.id(), id));
        ear.happened(
                new Event.MessageReceived(
                        message.id(), talk, message.from(), text, message.at(), to, List.of(), false));
        return message;
    }

    /** Edits, deletes or reacts as somebody else would, while the window is open; the rules are those of everybody. */
    void hear(FakeConversations.Deed deed) throws CommandException {
        conversations.does(deed).ifPresent(ear::happened);
    }

    @Override
    public synchronized Optional<Account> current() {
        return me;
    }

    @Override
    public synchronized Account create(String name, InviteLink invite) throws CommandException {
        if (name.equals("taken")) throw new CommandException(Code.REFUSED, "the name taken is taken: choose another");
        signIn(name);
        return me.orElseThrow();
    }

    @Override
    public Account create(String name, RelayAddress relay) {
        throw new AssertionError("not asked for");
    }

    @Override
    public void relayMoved(URI url) {
        movedTo = url;
    }

    @Override
    public void stayOffline(boolean wanted) {
        offline = wanted;
        ear.happened(new Event.LinkChanged(linkState(), Optional.empty(), Optional.empty()));
    }

    @Override
    public boolean staysOffline() {
        return offline;
    }

    @Override
    public Event.LinkChanged.State linkState() {
        return offline ? Event.LinkChanged.State.OFFLINE : Event.LinkChanged.State.CONNECTED;
    }

    @Override
    public synchronized List<Feed.Item> after(long sequence, int limit) {
        return feed.stream().filter(item -> item.sequence() > sequence).limit(limit).toList();
    }

    @Override
    public synchronized void shown(long sequence) {
        shownUpTo = sequence;
    }

    /** Remembers that {@code call} was made; waits for nobody. */
    void note(String call) {
        calls.add(call);
    }

    /** The calls so far. */
    List<String> calls() {
        return List.copyOf(calls);
    }
}
