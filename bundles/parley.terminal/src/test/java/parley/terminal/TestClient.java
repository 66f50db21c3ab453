package parley.terminal;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.Contacts;
import parley.client.api.ConversationSettings;
import parley.client.api.Conversations;
import parley.client.api.Event;
import parley.client.api.Feed;
import parley.client.api.Governance;
import parley.client.api.Membership;
import parley.client.api.Membership.Restart;
import parley.client.api.Message;
import parley.client.api.Pictures;
import parley.client.api.Presences;
import parley.client.api.Privacy;
import parley.client.api.Profiles;
import parley.client.api.SuiteChanges;
import parley.client.api.Suites;
import parley.client.api.Transfers;
import parley.client.api.Verification;
import parley.client.api.store.Store;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.GroupLink;
import parley.protocol.InviteLink;
import parley.protocol.MessageId;
import parley.protocol.RelayAddress;
import parley.protocol.content.Mention;
import parley.protocol.wire.Bytes;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;

/** The client's services as far as a face sees them: what is asked of them is noted, a word for each call. */
final class TestClient {

    static final Address BOB = new Address("bob", "relay.example");
    static final AccountKey KEY = new AccountKey(bytes(32, 7));
    static final ConversationId TALK = new ConversationId(bytes(16, 0xC0));
    static final Instant AT = Instant.parse("2026-11-20T10:11:12.345678Z");
    static final RelayAddress RELAY = RelayAddress.parse("wss://relay.example:7463#" + "ab".repeat(32));
    static final Accounts.Account ACCOUNT =
            new Accounts.Account(
                    new Address("alice", "relay.example"),
                    new AccountKey(bytes(32, 1)),
                    new DeviceKey(bytes(32, 2)),
                    RELAY);

    /** Something that a test lets a service do when it is asked. */
    @FunctionalInterface
    interface Doing {
        void go() throws CommandException;
    }

    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<Transfers.Transfer> files = new CopyOnWriteArrayList<>();
    final List<Message> messages = new CopyOnWriteArrayList<>();
    final List<Feed.Item> items = new CopyOnWriteArrayList<>();
    final List<Suites.Suite> suites = new ArrayList<>();

    volatile Optional<Accounts.Account> account = Optional.of(ACCOUNT);
    volatile Event.LinkChanged.State link = Event.LinkChanged.State.CONNECTED;
    volatile boolean offline;
    volatile IntSupplier waiting = () -> 0;
    volatile Doing check = () -> {};
    volatile Doing connecting = () -> {};
    volatile Doing saying = () -> {};
    volatile Doing baring = () -> {};

    /** Whom what was last said mentions. */
    volatile List<Mention> mentioned = List.of();

    /** What edits, deletions and reactions give. */
    volatile Optional<MessageId> said = Optional.of(id(9));

    static Bytes bytes(int length, int value) {
        var bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return Bytes.wrap(bytes);
    }

    static MessageId id(int value) {
        return new MessageId(bytes(16, value));
    }

    static Transfers.Transfer file(int id, boolean own, Transfers.State state) {
        return new Transfers.Transfer(
                id(id),
                TALK,
                KEY,
                BOB,
                own,
                "notes.txt",
                2000,
                state,
                1000,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A message of bob's that nothing was done to. */
    static Message message(MessageId id, String text) {
        return new Message(
                id,
                TALK,
                1,
                KEY,
                BOB,
                false,
                text,
                AT,
                Message.State.RECEIVED,
                Optional.empty(),
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

    TerminalFace.Client client() {
        return new TerminalFace.Client(
                store,
                accounts,
                contacts,
                conversations,
                membership,
                transfers,
                pictures,
                () -> suites,
                changes,
                settings,
                privacy,
                presences,
                unused(Verification.class),
                unused(Profiles.class),
                unused(Governance.class),
                feed);
    }

    /** A service that nobody is to ask for anything. */
    private static <T> T unused(Class<T> service) {
        var none =
                Proxy.newProxyInstance(
                        service.getClassLoader(),
                        new Class<?>[] {service},
                        (_, method, _) -> {
                            throw new AssertionError("not asked for: " + method);
                        });
        return service.cast(none);
    }

    /** The commands there are without those of further sections, and without a shell or secrets. */
    Commands commands() {
        return commands(
                Optional.empty(),
                (what, _) -> {
                    throw new AssertionError(what);
                });
    }

    Commands commands(Optional<Commands.Gogo> gogo, PeopleCommands.Secrets secrets) {
        return new Commands(
                accounts,
                contacts,
                conversations,
                membership,
                transfers,
                pictures,
                () -> suites,
                changes,
                presences,
                gogo,
                secrets);
    }

    void note(Object... words) {
        calls.add(String.join(" ", java.util.Arrays.stream(words).map(String::valueOf).toList()));
    }

    final Store store =
            new Store() {
                @Override
                public void check() throws CommandException {
                    check.go();
                }

                @Override
                public <T> T transact(Work<T> work) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void publish(Event.Passing event) {
                    throw new UnsupportedOperationException();
                }
            };

    final Accounts accounts =
            new Accounts() {
                @Override
                public Optional<Account> current() {
                    return account;
                }

                @Override
                public Account create(String name, InviteLink invite) {
                    note("create", name, "by", invite.relay().url());
                    return ACCOUNT;
                }

                @Override
                public Account create(String name, RelayAddress relay) {
                    note("create", name, "at", relay.url());
                    return ACCOUNT;
                }

                @Override
                public void relayMoved(URI url) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void stayOffline(boolean wanted) {
                    note("stay offline", wanted);
                    offline = wanted;
                }

                @Override
                public boolean staysOffline() {
                    return offline;
                }

                @Override
                public Event.LinkChanged.State linkState() {
                    return link;
                }
            };

    final Contacts contacts =
            new Contacts() {
                @Override
                public List<Contact> all() {
                    return List.of(contact(State.ASKS));
                }

                private Contact contact(State state) {
                    return new Contact(BOB, KEY, state, state == State.APPROVED ? Optional.of(TALK) : Optional.empty());
                }

                @Override
                public Contact connect(String addressOrLink) throws CommandException {
                    note("connect", addressOrLink);
                    connecting.go();
                    return contact(State.REQUESTED);
                }

                @Override
                public Contact approve(String address) {
                    note("approve", address);
                    return contact(State.APPROVED);
                }

                @Override
                public Contact deny(String address) {
                    note("deny", address);
                    return contact(State.DENIED);
                }

                @Override
                public Contact block(String address) {
                    note("block", address);
                    return contact(State.BLOCKED);
                }

                @Override
                public Contact unblock(String address) {
                    note("unblock", address);
                    return contact(State.APPROVED);
                }
            };

    /** Whether the profile is. */
    boolean locked;

    /** Whether there are two conversations of one title. */
    boolean twice;

    final Conversations conversations = new TestConversations(this);

    final ConversationSettings settings = new TestSettings(this);

    final Privacy privacy =
            new Privacy() {
                private Told told = new Told(true, true, true, true);

                @Override
                public Told told() {
                    return told;
                }

                @Override
                public void delivered(boolean now) {
                    told = new Told(now, told.receipts(), told.typing(), told.presence());
                }

                @Override
                public void receipts(boolean now) {
                    told = new Told(told.delivered(), now, told.typing(), told.presence());
                }

                @Override
                public void typing(boolean now) {
                    told = new Told(told.delivered(), told.receipts(), now, told.presence());
                }

                @Override
                public void presence(boolean now) {
                    told = new Told(told.delivered(), told.receipts(), told.typing(), now);
                }
            };

    /** What is known of bob's being there. */
    volatile Optional<Presences.There> there = Optional.empty();

    final Presences presences =
            new Presences() {
                private Own own = new Own(false, "");

                @Override
                public Own own() {
                    return own;
                }

                @Override
                public Own away(boolean away) {
                    own = new Own(away, own.status());
                    return own;
                }

                @Override
                public Own status(String status) {
                    own = new Own(own.away(), status);
                    return own;
                }

                @Override
                public void idle(boolean idle) {
                    throw new AssertionError("a terminal cannot tell");
                }

                @Override
                public Optional<There> of(AccountKey account) {
                    return account.equals(KEY) ? there : Optional.empty();
                }
            };

    static final ConversationId GROUP = new ConversationId(bytes(16, 0xC1));
    static final Conversations.Conversation BOOKS =
            new Conversations.Conversation(
                    GROUP,
                    Conversations.Kind.GROUP,
                    "Book club",
                    List.of(BOB),
                    0,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    1,
                    AT);
    static final String SECRET = "A".repeat(43);
    static final GroupLink LINK =
            GroupLink.parse(
                    "parley://relay.example:7463/group/" + "5a".repeat(16) + "?fp=" + "ab".repeat(32) + "#" + SECRET);

    volatile Restart restart = new Restart.Begun(List.of());
    volatile Membership.Join join = new Membership.Join(Membership.JoinState.JOINED, Optional.of(BOOKS));

    final Membership membership = new TestMembership(this);

    volatile SuiteChanges.Outcome outcome = new SuiteChanges.Changed();
    volatile Optional<Integer> preferred = Optional.empty();
    volatile Doing changing = () -> {};

    final SuiteChanges changes =
            new SuiteChanges() {
                @Override
                public SuiteOf of(ConversationId conversation) {
                    throw new AssertionError("not asked for");
                }

                @Override
                public Outcome use(ConversationId conversation, int suite, Consent consent) throws CommandException {
                    note("use", conversation.hex(), suite, consent.weaker(), consent.waiting());
                    changing.go();
                    return outcome;
                }

                @Override
                public boolean cancel(ConversationId conversation) {
                    throw new AssertionError("not asked for");
                }

                @Override
                public Optional<Integer> preferred() {
                    return preferred;
                }

                @Override
                public void prefer(int suite, boolean weaker) throws CommandException {
                    note("prefer", suite, weaker);
                    changing.go();
                    preferred = Optional.of(suite);
                }
            };

    final Transfers transfers = new TestTransfers(this);

    /** Has a copy, in another folder, of every file called so. */
    final Pictures pictures =
            new Pictures() {
                @Override
                public List<Path> bare(List<Path> files, String otherwise) throws CommandException {
                    baring.go();
                    if (!otherwise.equals("--as-is")) throw new AssertionError(otherwise);
                    return files.stream()
                            .map(file -> file.endsWith("lake.jpg") ? Path.of("/bare/lake.jpg") : file)
                            .toList();
                }

                @Override
                public byte[] bare(byte[] picture) throws CommandException {
                    baring.go();
                    return Arrays.copyOf(picture, picture.length - 1);
                }
            };

    final Feed feed =
            new Feed() {
                @Override
                public List<Item> after(long sequence, int limit) {
                    return items.stream().filter(item -> item.sequence() > sequence).limit(limit).toList();
                }

                @Override
                public void shown(long sequence) {
                    note("shown", sequence);
                }
            };
}
