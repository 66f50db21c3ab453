package parley.transfer;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.Transfers.State;
import parley.client.api.Transfers.Transfer;
import parley.client.api.chat.ContentHandler.Received;
import parley.client.api.chat.Outbox;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.Hash;
import parley.protocol.InviteLink;
import parley.protocol.MessageId;
import parley.protocol.RelayAddress;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.content.Salt;

import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody with a profile, whose files move over a scripted relay; what they say is kept, and heard when told so. */
final class Person implements Outbox, AutoCloseable {

    record Said(ConversationId conversation, MessageId id, Content content) {}

    static final ConversationId TALK = ConversationId.random();

    final Address address;
    final AccountKey key = new AccountKey(Token.random().bytes());
    final FaultyStore store = new FaultyStore();
    final ScriptedRelay relay;
    final Path folder;
    final AtomicLong millis = new AtomicLong(Instant.parse("2026-11-20T10:00:00Z").toEpochMilli());
    final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    final List<Content> said = new CopyOnWriteArrayList<>();
    final List<Long> refusals = new CopyOnWriteArrayList<>();
    private final Queue<Said> unheard = new ConcurrentLinkedQueue<>();
    volatile boolean refuses;
    Landing.Disk disk = FileChannel::open;
    FileTransfers files;

    Person(String name, ScriptedRelay relay, Path folder) {
        this.address = new Address(name, ScriptedRelay.NAME);
        this.relay = relay;
        this.folder = folder;
        this.files = open();
    }

    private FileTransfers open() {
        return new FileTransfers(folder, store, relay, accounts, () -> this, relay, (f, o) -> disk.open(f, o), clock);
    }

    /** Ends the process, and begins another with the same profile. */
    void restart() throws Exception {
        files.close();
        files = open();
    }

    @Override
    public void close() throws Exception {
        files.close();
    }

    /** Where what is said stays on the computer. */
    static final ConversationId HERE = ConversationId.random();

    @Override
    public boolean staysHere(ConversationId conversation) {
        return conversation.equals(HERE);
    }

    @Override
    public MessageId post(Transaction tx, ConversationId conversation, Salt salt, Content content, String shownAs)
            throws CommandException {
        if (refuses) {
            refusals.add(System.nanoTime());
            throw new CommandException(Code.REFUSED, "sending is stopped: the relay showed something else");
        }
        var id = salt.id(conversation, key);
        ((FaultyStore.OpenTransaction) tx)
                .onCommit(() -> {
                    said.add(content);
                    unheard.add(new Said(conversation, id, content));
                });
        return id;
    }

    <T extends Content> List<T> said(Class<T> type) {
        return said.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Hears what the other has said since. */
    void hear(Person other) throws CommandException {
        for (var next = other.unheard.poll(); next != null; next = other.unheard.poll()) {
            hear(other, next.id, next.content);
        }
    }

    Optional<String> hear(Person author, MessageId id, Content content) throws CommandException {
        return hear(author, TALK, id, content);
    }

    Optional<String> hear(Person author, ConversationId conversation, MessageId id, Content content)
            throws CommandException {
        return hear(author, conversation, Kind.DIRECT, id, content);
    }

    Optional<String> hear(Person author, ConversationId conversation, Kind kind, MessageId id, Content content)
            throws CommandException {
        var received = new Received(conversation, kind, id, author.key, author.address, Instant.EPOCH, content);
        return store.transact(tx -> files.received(tx, received));
    }

    void hear(Person author, Content content) throws CommandException {
        hear(author, MessageId.random(), content);
    }

    Transfer send(Path path) throws CommandException {
        return files.send(TALK, List.of(path)).getFirst();
    }

    Transfer accept(MessageId id) throws CommandException {
        return files.accept(id, Optional.empty());
    }

    Transfer file(MessageId id) throws CommandException {
        return files.find(id).orElseThrow();
    }

    FileRecord record(MessageId id) throws CommandException {
        return store.transact(tx -> new Ledger(tx).need(id));
    }

    void await(MessageId id, State state) throws Exception {
        try {
            Eventually.until("state " + state, () -> file(id).state() == state);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ", but " + file(id), e);
        }
    }

    void wake() {
        files.up(ScriptedRelay.LINK);
    }

    /** The states that a file was told to have, one after another. */
    List<State> states(MessageId id) {
        return store.events.stream()
                .filter(event -> event instanceof Event.FileChanged(var file) && file.id().equals(id))
                .map(event -> ((Event.FileChanged) event).transfer().state())
                .toList();
    }

    List<String> notices() {
        return store.events.stream()
                .filter(Event.Notice.class::isInstance)
                .map(event -> ((Event.Notice) event).text())
                .toList();
    }

    boolean wasDelivered(MessageId id) {
        return store.events.stream()
                .anyMatch(event ->
                        event instanceof Event.ReceiptChanged receipt
                                && receipt.message().equals(id)
                                && receipt.state() == Message.State.DELIVERED);
    }

    private final Accounts accounts =
            new Accounts() {
                @Override
                public Optional<Account> current() {
                    return Optional.of(
                            new Account(
                                    address,
                                    key,
                                    new DeviceKey(Token.random().bytes()),
                                    new RelayAddress(URI.create("ws://127.0.0.1:7463"), Hash.ZERO.hex())));
                }

                @Override
                public Account create(String name, InviteLink invite) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Account create(String name, RelayAddress relay) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void relayMoved(URI url) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void stayOffline(boolean wanted) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public boolean staysOffline() {
                    return false;
                }

                @Override
                public Event.LinkChanged.State linkState() {
                    return Event.LinkChanged.State.CONNECTED;
                }
            };
}
