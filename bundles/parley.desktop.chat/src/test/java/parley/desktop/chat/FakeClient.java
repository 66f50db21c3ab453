package parley.desktop.chat;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.Conversations;
import parley.client.api.Event;
import parley.client.api.Feed;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.InviteLink;
import parley.protocol.MessageId;
import parley.protocol.RelayAddress;
import parley.protocol.wire.Bytes;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client in memory that plays a script: it keeps what it is told and tells the ear what happens. */
final class FakeClient implements Accounts, Conversations, Feed {

    static final String RELAY = "relay.example";

    final Ear ear = new Ear();
    final FakeMembership membership = new FakeMembership(this);
    Optional<Account> me = Optional.empty();
    final Map<ConversationId, Conversation> talks = new LinkedHashMap<>();
    private final FakeTalks said = new FakeTalks();
    final Map<MessageId, Transfers.Transfer> files = new LinkedHashMap<>();
    final Map<Address, Contacts.Contact> people = new LinkedHashMap<>();
    final List<Feed.Item> feed = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    long shownUpTo;

    /** Why nothing can be edited, deleted or reacted to, if so. */
    volatile Optional<CommandException> refusal = Optional.empty();

    volatile URI movedTo;
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

    synchronized void signIn(String name) {
        var relay = new RelayAddress(URI.create("wss://relay.example:7463"), "ab".repeat(32));
        me = Optional.of(new Account(address(name), key(name), new DeviceKey(Bytes.of(new byte[32])), relay));
    }

    synchronized ConversationId talk(String title, Kind kind, Instant at, String... members) {
        var id = ConversationId.random();
        var addresses = new ArrayList<Address>();
        me.ifPresent(account -> addresses.add(account.address()));
        for (var member : members) addresses.add(address(member));
        talks.put(
                id, new Conversation(id, kind, title, addresses, 0, Optional.empty(), Optional.empty(), false, 1, at));
        said.open(id);
        if (kind == Kind.DIRECT) {
            people.put(
                    address(members[0]),
                    new Contacts.Contact(
                            address(members[0]), key(members[0]), Contacts.State.APPROVED, Optional.of(id)));
        }
        return id;
    }

    synchronized void asks(String name) {
        people.put(
                address(name), new Contacts.Contact(address(name), key(name), Contacts.State.ASKS, Optional.empty()));
    }

    synchronized void requested(String name) {
        people.put(
                address(name),
                new Contacts.Contact(address(name), key(name), Contacts.State.REQUESTED, Optional.empty()));
    }

    synchronized Message message(ConversationId talk, String from, String text, Instant at, Message.State state) {
        return keep(made(talk, from, text, at, state, Optional.empty()));
    }

    private Message made(
            ConversationId talk, String from, String text, Instant at, Message.State state, Optional<MessageId> file) {
        boolean own = me.isPresent() && me.get().address().name().equals(from);
        return new Message(
                file.orElseGet(MessageId::random),
                talk,
                ++order,
                key(from),
                address(from),
                own,
                text,
                at,
                state,
                file,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of());
    }

    synchronized Message file(
            ConversationId talk,
            String from,
            String name,
            long size,
            Transfers.State state,
            long bytes,
            Instant at,
            Message.State how) {
        var message = made(talk, from, name, at, how, Optional.of(MessageId.random()));
        var path = state == Transfers.State.DONE ? Optional.of(Path.of("/tmp/files", name)) : Optional.<Path>empty();
        files.put(
                message.id(),
                new Transfers.Transfer(
                        message.id(),
                        talk,
                        message.author(),
                        message.from(),
                        message.own(),
                        name,
                        size,
                        state,
                        bytes,
                        path,
                        Optional.empty(),
                        Optional.empty()));
        return keep(message);
    }

    private Message keep(Message message) {
        said.add(message);
        var talk = talks.get(message.conversation());
        int unread = talk.unread() + (!message.own() && message.state() == Message.State.RECEIVED ? 1 : 0);
        talks.put(talk.id(), copy(talk, unread, Optional.of(message), message.at()));
        return message;
    }

    private static Conversation copy(Conversation talk, int unread, Optional<Message> last, Instant at) {
        return new Conversation(
                talk.id(),
                talk.kind(),
                talk.title(),
                talk.members(),
                unread,
                last,
                talk.stopped(),
                talk.resumable(),
                talk.suite(),
                at);
    }

    synchronized void stop(ConversationId id, String why, boolean resumable) {
        stop(id, Optional.of(why), resumable);
    }

    synchronized void goOn(ConversationId id) {
        stop(id, Optional.empty(), false);
    }

    private void stop(ConversationId id, Optional<String> why, boolean resumable) {
        var talk = talks.get(id);
        talks.put(
                id,
                new Conversation(
                        talk.id(),
                        talk.kind(),
                        talk.title(),
                        talk.members(),
                        talk.unread(),
                        talk.last(),
                        why,
                        resumable,
                        talk.suite(),
                        talk.lastActivity()));
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
        to.ifPresent(id -> answer(message.id(), id));
        ear.happened(new Event.MessageReceived(message.id(), talk, message.from(), text, message.at(), to));
        return message;
    }

    /** Has the message {@code id} answer {@code to}, as if it always had. */
    synchronized void answer(MessageId id, MessageId to) {
        keepLast(said.answer(id, to).conversation());
    }

    /** Something that somebody does to a message. */
    @FunctionalInterface
    interface Deed {
        Optional<Event> does(FakeTalks talks) throws CommandException;
    }

    /** Edits, deletes or reacts as somebody else would, while the window is open; the rules are those of everybody. */
    void hear(Deed deed) throws CommandException {
        does(deed).ifPresent(ear::happened);
    }

    private synchronized Optional<Event> does(Deed deed) throws CommandException {
        if (refusal.isPresent()) throw refusal.get();
        var event = deed.does(said);
        talks.keySet().forEach(this::keepLast);
        return event;
    }

    private Optional<MessageId> own(Deed deed) throws CommandException {
        return does(deed).map(_ -> MessageId.random());
    }

    private Address mine() {
        return me.orElseThrow().address();
    }

    /** Has the list show what is by now the newest of what was said. */
    private void keepLast(ConversationId id) {
        var talk = talks.get(id);
        talks.put(id, copy(talk, talk.unread(), said.last(id), talk.lastActivity()));
    }

    /** Moves a file on. */
    void progress(MessageId id, Transfers.State state, long bytes) {
        Transfers.Transfer now;
        synchronized (this) {
            now = move(files.get(id), state, bytes);
        }
        ear.happened(state == Transfers.State.RUNNING ? new Event.FileProgress(now) : new Event.FileChanged(now));
    }

    private synchronized Transfers.Transfer move(Transfers.Transfer was, Transfers.State state, long bytes) {
        var path =
                state == Transfers.State.DONE ? Optional.of(Path.of("/tmp/files", was.name())) : Optional.<Path>empty();
        var now =
                new Transfers.Transfer(
                        was.id(),
                        was.conversation(),
                        was.author(),
                        was.from(),
                        was.own(),
                        was.name(),
                        was.size(),
                        state,
                        bytes,
                        path,
                        Optional.empty(),
                        Optional.empty());
        files.put(was.id(), now);
        return now;
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
    public Event.LinkChanged.State linkState() {
        return Event.LinkChanged.State.CONNECTED;
    }

    @Override
    public synchronized List<Conversation> all() {
        return talks.values().stream().sorted(Comparator.comparing(Conversation::lastActivity).reversed()).toList();
    }

    @Override
    public synchronized Optional<Conversation> find(ConversationId id) {
        return Optional.ofNullable(talks.get(id));
    }

    @Override
    public Conversation find(String addressOrIdOrTitle) {
        throw new AssertionError("not asked for");
    }

    @Override
    public synchronized MessageId say(ConversationId conversation, String text) throws CommandException {
        if (refusal.isPresent()) throw refusal.get();
        if (text.length() > 5000)
            throw new CommandException(Code.TOO_LARGE, "this is longer than a message can be: send a file");
        return message(conversation, me.orElseThrow().address().name(), text, Instant.now(), Message.State.WAITING)
                .id();
    }

    @Override
    public synchronized MessageId reply(ConversationId conversation, MessageId to, String text)
            throws CommandException {
        if (!said.need(to).conversation().equals(conversation))
            throw new CommandException(Code.NOT_FOUND, "there is no message " + to.hex());
        var id = say(conversation, text);
        answer(id, to);
        return id;
    }

    @Override
    public Optional<MessageId> edit(MessageId message, String text) throws CommandException {
        return own(talks -> talks.edit(message, mine(), text));
    }

    @Override
    public Optional<MessageId> delete(MessageId message) throws CommandException {
        return own(talks -> talks.delete(message, mine()));
    }

    @Override
    public void erase(MessageId message) throws CommandException {
        own(talks -> {
            talks.erase(message);
            return Optional.empty();
        });
    }

    @Override
    public Optional<MessageId> react(MessageId message, String emoji, boolean set) throws CommandException {
        return own(talks -> talks.react(message, mine(), true, emoji, set));
    }

    @Override
    public synchronized Optional<Message> quoted(Message reply) {
        return said.quoted(reply);
    }

    @Override
    public synchronized List<Message> page(ConversationId conversation, long beforeOrder, int limit) {
        var before = said.in(conversation).stream().filter(message -> message.order() < beforeOrder).toList();
        return before.subList(Math.max(0, before.size() - limit), before.size());
    }

    @Override
    public synchronized Optional<Message> message(MessageId id) {
        return said.find(id);
    }

    @Override
    public synchronized void markRead(ConversationId conversation) {
        calls.add("markRead");
        var talk = talks.get(conversation);
        talks.put(conversation, copy(talk, 0, talk.last(), talk.lastActivity()));
    }

    @Override
    public synchronized void resume(ConversationId conversation) {
        calls.add("resume");
        var talk = talks.get(conversation);
        talks.put(
                conversation,
                new Conversation(
                        talk.id(),
                        talk.kind(),
                        talk.title(),
                        talk.members(),
                        talk.unread(),
                        talk.last(),
                        Optional.empty(),
                        false,
                        talk.suite(),
                        talk.lastActivity()));
    }

    @Override
    public int waiting() {
        return 0;
    }

    @Override
    public synchronized List<Feed.Item> after(long sequence, int limit) {
        return feed.stream().filter(item -> item.sequence() > sequence).limit(limit).toList();
    }

    @Override
    public synchronized void shown(long sequence) {
        shownUpTo = sequence;
    }

    /** People, in the same memory. */
    final Contacts contacts =
            new Contacts() {
                @Override
                public List<Contacts.Contact> all() {
                    synchronized (FakeClient.this) {
                        return List.copyOf(people.values());
                    }
                }

                @Override
                public Contacts.Contact connect(String addressOrLink) throws CommandException {
                    if (addressOrLink.equals("nobody"))
                        throw new CommandException(Code.NOT_FOUND, "nobody here is called nobody");
                    requested(addressOrLink);
                    return people.get(address(addressOrLink));
                }

                @Override
                public Contacts.Contact approve(String address) {
                    calls.add("approve " + address);
                    var who = Address.parse(address);
                    talk(address, Kind.DIRECT, Instant.now(), who.name());
                    return people.get(who);
                }

                @Override
                public Contacts.Contact deny(String address) {
                    calls.add("deny " + address);
                    var who = Address.parse(address);
                    people.put(
                            who, new Contacts.Contact(who, key(who.name()), Contacts.State.DENIED, Optional.empty()));
                    return people.get(who);
                }

                @Override
                public Contacts.Contact block(String address) {
                    calls.add("block " + address);
                    return deny(address);
                }
            };

    /** Files, in the same memory. */
    final Transfers transfers =
            new Transfers() {
                @Override
                public List<Transfers.Transfer> all() {
                    synchronized (FakeClient.this) {
                        return List.copyOf(files.values());
                    }
                }

                @Override
                public Optional<Transfers.Transfer> find(MessageId id) {
                    return Optional.ofNullable(files.get(id));
                }

                @Override
                public List<Transfers.Transfer> send(ConversationId conversation, List<Path> paths) {
                    var sent = new ArrayList<Transfers.Transfer>();
                    for (var path : paths) {
                        var name = String.valueOf(path.getFileName());
                        var me = FakeClient.this.me.orElseThrow().address().name();
                        var message =
                                file(
                                        conversation,
                                        me,
                                        name,
                                        1000,
                                        Transfers.State.OFFERED,
                                        0,
                                        Instant.now(),
                                        Message.State.SENT);
                        sent.add(files.get(message.id()));
                    }
                    return sent;
                }

                @Override
                public Transfers.Transfer accept(MessageId id, Optional<Path> directory) {
                    calls.add("accept");
                    return move(files.get(id), Transfers.State.RUNNING, 0);
                }

                @Override
                public Transfers.Transfer decline(MessageId id) {
                    calls.add("decline");
                    return move(files.get(id), Transfers.State.DECLINED, 0);
                }

                @Override
                public Transfers.Transfer cancel(MessageId id) {
                    calls.add("cancel");
                    return move(files.get(id), Transfers.State.CANCELLED, 0);
                }

                @Override
                public Transfers.Transfer pause(MessageId id) {
                    calls.add("pause");
                    return move(files.get(id), Transfers.State.PAUSED, files.get(id).bytes());
                }

                @Override
                public Transfers.Transfer resume(MessageId id) {
                    calls.add("resume");
                    return move(files.get(id), Transfers.State.RUNNING, files.get(id).bytes());
                }
            };

    /** The calls so far. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    static Instant ago(Duration time) {
        return Instant.now().minus(time);
    }
}
