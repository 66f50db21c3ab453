package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.chat.ConversationState.Stage;
import parley.chat.ConversationState.Watermarks;
import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Happening;
import parley.client.api.Message;
import parley.client.api.chat.ContentHandler;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.MessageId;
import parley.protocol.RelayAddress;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.content.LeafData;
import parley.protocol.content.Mention;
import parley.protocol.content.Said;
import parley.protocol.content.Salt;
import parley.protocol.content.Seen;
import parley.protocol.wire.Bytes;
import parley.testing.MemoryStore;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class HearerTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final ConversationId ID = ConversationId.random();
    private static final AccountKey BOB = new AccountKey(Token.random().bytes());
    private static final Address SELF_STATED = new Address("somebody", "relay.example");
    private static final Address KNOWN = new Address("bob", "relay.example");
    private static final FollowerKey FOLLOWER = new FollowerKey(Token.random().bytes());

    private static final Accounts.Account OWN =
            new Accounts.Account(
                    new Address("alice", "relay.example"),
                    new AccountKey(Token.random().bytes()),
                    new DeviceKey(Token.random().bytes()),
                    new RelayAddress(URI.create("ws://127.0.0.1:1"), "00".repeat(32)));

    private final MemoryStore store = new MemoryStore();
    private final List<ContentHandler> handlers = new ArrayList<>();
    private final Hearer hearer = new Hearer(() -> handlers, () -> NOW, () -> OWN);
    private final Member bob =
            new Member(
                    1,
                    BOB,
                    new DeviceKey(Token.random().bytes()),
                    true,
                    new LeafData(FOLLOWER, SELF_STATED, 1, Bytes.wrap(new byte[32]), Token.random(), Token.random()));

    @BeforeEach
    void aConversationWithBob() throws Exception {
        store.run(tx -> {
            var state =
                    new ConversationState(
                            ID,
                            Kind.DIRECT,
                            "bob@relay.example",
                            LogId.random(),
                            "relay.example",
                            1,
                            Stage.OPEN,
                            FOLLOWER,
                            Bytes.EMPTY,
                            NOW);
            new Book(tx).put(state);
            new Book(tx).roll(ID).put(1, BOB, KNOWN);
        });
        contact(State.APPROVED);
    }

    private void contact(State state) throws Exception {
        store.run(tx ->
                new Book(tx)
                        .put(
                                new StoredContact(
                                        KNOWN,
                                        BOB,
                                        state,
                                        Optional.of(ID),
                                        Optional.empty(),
                                        Optional.empty(),
                                        List.of())));
    }

    private ConversationState state() throws Exception {
        return store.transact(tx -> new Book(tx).need(ID));
    }

    private List<StoredMessage> messages() throws Exception {
        return store.transact(tx -> new Book(tx).page(ID, Long.MAX_VALUE, 100));
    }

    private void hear(long position, Content content) throws Exception {
        hear(position, content, NOW.toEpochMilli());
    }

    private void hear(long position, Content content, long at) throws Exception {
        hear(bob, position, content, at);
    }

    private void hear(Member from, long position, Content content, long at) throws Exception {
        store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(ID);
            var seen = new Seen(0, Hash.ZERO, Bytes.wrap(new byte[8]));
            var salt = Salt.random();
            var id = salt.id(ID, from.account());
            hearer.heard(book, state, position, id, from, new Said(salt, seen, at, content));
            book.put(state);
        });
    }

    private MessageId own(long position) throws Exception {
        var id = MessageId.random();
        store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(ID);
            state.lastOrder++;
            book.put(
                    ID,
                    new StoredMessage(
                            id,
                            state.lastOrder,
                            BOB,
                            KNOWN,
                            true,
                            new StoredMessage.Words("own"),
                            NOW,
                            Message.State.SENT,
                            position,
                            false));
            book.placeOwn(ID, position, state.lastOrder);
            book.put(state);
        });
        return id;
    }

    private Message.State stateOf(MessageId id) throws Exception {
        return store.transact(tx -> new Book(tx).message(id).orElseThrow().state());
    }

    @Test
    void aTextIsShownUnderTheAddressThatWeKnow() throws Exception {
        hear(7, new Content.Text("hello"));
        var message = messages().getFirst();
        assertEquals("hello", message.words().text());
        assertEquals(KNOWN, message.from());
        assertEquals(7, message.position());
        var state = state();
        assertEquals(1, state.unread);
        assertEquals(7, state.delivered);
        assertEquals(1, store.published.stream().filter(Event.MessageReceived.class::isInstance).count());
    }

    @Test
    void aTimeThatCannotBeIsShownAsWhatItsAuthorSays() throws Exception {
        var late = NOW.minus(Duration.ofDays(90));
        hear(1, new Content.Text("late"), late.toEpochMilli());
        hear(2, new Content.Text("of 1970"), 0);
        var claimed = messages().getLast();
        hear(3, new Content.Edit(claimed.id(), "of 1970, edited"), 0);
        assertShown(messages().getFirst(), late, Optional.empty());
        assertShown(messages().getLast(), NOW, Optional.of(Instant.EPOCH));
        assertEquals("of 1970, edited", messages().getLast().words().text());
        assertEquals(Optional.of(NOW), messages().getLast().words().edited(), "an edit is not shown with its time");
        var told =
                store.published.stream()
                        .filter(Event.MessageReceived.class::isInstance)
                        .map(event -> ((Event.MessageReceived) event).claimed())
                        .toList();
        assertEquals(List.of(Optional.empty(), Optional.of(Instant.EPOCH)), told);
        assertEquals(Optional.of(Instant.EPOCH), messages().getLast().words().editClaimed());
        var edits =
                store.published.stream()
                        .filter(Event.MessageEdited.class::isInstance)
                        .map(event -> ((Event.MessageEdited) event).claimed())
                        .toList();
        assertEquals(List.of(Optional.of(Instant.EPOCH)), edits);
        hear(5, new Content.Edit(claimed.id(), "of today"), NOW.toEpochMilli());
        assertEquals(Optional.empty(), messages().getLast().words().editClaimed());
        assertShown(messages().getLast(), NOW, Optional.of(Instant.EPOCH));
        hear(6, new Content.Delete(claimed.id()));
        assertShown(messages().getLast(), NOW, Optional.empty());
    }

    private static void assertShown(StoredMessage message, Instant at, Optional<Instant> claimed) {
        assertEquals(at, message.at());
        assertEquals(claimed, message.toMessage(ID, List.of()).claimed());
    }

    /** Whoever made the group knows that nothing was said there before; who was added does not. */
    @Test
    void aGroupKnowsWhenItWasMadeHere() throws Exception {
        store.run(tx -> {
            var book = new Book(tx);
            var by = new GroupLog.Who(OWN.key(), OWN.address());
            var state = book.need(ID);
            new GroupLog(book).add(state, OWN.key(), 0, NOW, GroupLog.Deed.by(by, Happening.Kind.CREATED));
            new GroupLog(book).add(state, OWN.key(), 0, NOW, GroupLog.Deed.by(by, Happening.Kind.RENAMED));
            book.put(state);
        });
        var early = NOW.minus(Duration.ofDays(90));
        hear(1, new Content.Text("early"), early.toEpochMilli());
        assertShown(messages().getLast(), NOW, Optional.of(early));
        assertEquals(Optional.of(NOW), store.transact(tx -> new GroupLog(new Book(tx)).made(ID)));
        assertEquals(Optional.empty(), store.transact(tx -> new GroupLog(new Book(tx)).made(ConversationId.random())));
    }

    private Watermarks watermarks() throws Exception {
        return store.transact(tx -> new Book(tx).roll(ID).watermarks(BOB));
    }

    @Test
    void watermarksNeverGoBack() throws Exception {
        var one = own(10);
        var two = own(20);
        hear(30, new Content.Receipt(10, 0));
        assertEquals(Message.State.DELIVERED, stateOf(one));
        assertEquals(Message.State.SENT, stateOf(two));
        hear(31, new Content.Receipt(20, 10));
        assertEquals(Message.State.READ, stateOf(one));
        assertEquals(Message.State.DELIVERED, stateOf(two));
        var told = store.published.size();
        hear(32, new Content.Receipt(5, 5));
        hear(33, new Content.Receipt(20, 10));
        assertEquals(new Watermarks(20, 10), watermarks());
        assertEquals(Message.State.READ, stateOf(one));
        assertEquals(told, store.published.size());
        hear(34, new Content.Receipt(20, 20));
        assertEquals(Message.State.READ, stateOf(two));
    }

    @Test
    void aReceiptIsNotBelievedBeyondItsEntry() throws Exception {
        var before = own(10);
        var behind = own(31);
        hear(30, new Content.Receipt(Long.MAX_VALUE, Long.MAX_VALUE));
        assertEquals(new Watermarks(30, 30), watermarks());
        assertEquals(Message.State.READ, stateOf(before));
        assertEquals(Message.State.SENT, stateOf(behind));
    }

    @Test
    void aReceiptWantsNoReceipt() throws Exception {
        hear(30, new Content.Receipt(1, 1));
        assertEquals(0, state().delivered);
        assertEquals(0, state().unread);
    }

    @Test
    void whoIsBlockedIsNotHeard() throws Exception {
        var own = own(10);
        contact(State.BLOCKED);
        hear(20, new Content.Text("unheard"));
        hear(21, new Content.Receipt(20, 20));
        assertEquals(1, messages().size());
        assertEquals(Message.State.SENT, stateOf(own));
        assertEquals(0, state().unread);
        contact(State.DENIED);
        hear(22, new Content.Text("heard"));
        assertEquals("heard", messages().getLast().words().text());
    }

    private static Member calling(String name, String relay) {
        var data =
                new LeafData(
                        FOLLOWER,
                        new Address(name, relay),
                        1,
                        Bytes.wrap(new byte[32]),
                        Token.random(),
                        Token.random());
        return new Member(2, new AccountKey(Token.random().bytes()), new DeviceKey(Token.random().bytes()), true, data);
    }

    @Test
    void nobodyIsShownUnderTheNameOfAContact() throws Exception {
        for (var relay : List.of("relay.example", "renamed.example")) {
            hear(calling("bob", relay), 1, new Content.Text("as bob"), 0);
            var from = messages().getLast().from();
            assertTrue(from.name().matches("key-[0-9a-f]{28}"), from::toString);
        }
        hear(calling("carol", "relay.example"), 2, new Content.Text("as carol"), 0);
        assertEquals("carol@relay.example", messages().getLast().from().toString());
    }

    /** Whoever the group says is in the conversation: it is that of the contact who is blocked. */
    @Test
    void anotherKeyInTheConversationOfWhoIsBlockedIsNotHeard() throws Exception {
        var other = calling("carol", "relay.example");
        store.run(tx -> {
            var roll = new Book(tx).roll(ID);
            roll.clear();
            roll.put(1, other.account(), other.data().address());
        });
        contact(State.BLOCKED);
        hear(other, 1, new Content.Text("unheard"), 0);
        assertEquals(List.of(), messages());
        contact(State.APPROVED);
        hear(other, 2, new Content.Text("heard"), 0);
        assertEquals(1, messages().size());
    }

    /** By account: what the text calls them, and who else is called so, says nothing. */
    @Test
    void membersAreMentionedAndOthersArePlainText() throws Exception {
        var stranger = new AccountKey(Token.random().bytes());
        var mentions = List.of(new Mention(0, 1, stranger), new Mention(1, 4, BOB), new Mention(6, 2, OWN.key()));
        hear(7, new Content.Text("x@bob me", Optional.empty(), mentions));
        var counted =
                List.of(
                        new Message.Mention(1, 4, BOB, KNOWN, false),
                        new Message.Mention(6, 2, OWN.key(), OWN.address(), true));
        assertEquals(counted, messages().getLast().words().mentions());
        var told = (Event.MessageReceived) store.published.getLast();
        assertEquals(counted, told.mentions());
        assertEquals(1, state().mentions);
        hear(8, new Content.Text("@bob", Optional.empty(), List.of(new Mention(0, 4, BOB))));
        var other = (Event.MessageReceived) store.published.getLast();
        assertTrue(other.mentions().stream().noneMatch(Message.Mention::own));
        assertEquals(1, state().mentions, "somebody else");
        var id = messages().getLast().id();
        hear(9, new Content.Edit(id, "@bob", List.of(new Mention(0, 4, OWN.key()))));
        assertEquals(OWN.key(), messages().getLast().words().mentions().getFirst().account(), "the text is the same");
        hear(10, new Content.Edit(id, "@you", List.of(new Mention(0, 4, stranger))));
        assertEquals(List.of(), messages().getLast().words().mentions());
        assertEquals(List.of(), ((Event.MessageEdited) store.published.getLast()).mentions());
    }

    @Test
    void whatIsForwardedSaysSo() throws Exception {
        hear(7, Content.Text.forwarding("said elsewhere"));
        assertTrue(messages().getLast().words().forwarded());
        assertTrue(((Event.MessageReceived) store.published.getLast()).forwarded());
    }

    /** It only removes: what they said before is theirs to take back. */
    @Test
    void whoIsBlockedMayStillDeleteWhatTheySaid() throws Exception {
        hear(7, new Content.Text("regretted"));
        var id = messages().getLast().id();
        contact(State.BLOCKED);
        hear(8, new Content.Edit(id, "and edited"));
        hear(9, new Content.Reaction(id, "😈", true));
        assertEquals("regretted", messages().getLast().words().text());
        hear(10, new Content.Delete(id));
        assertEquals(StoredMessage.Gone.DELETED, messages().getLast().gone());
        assertFalse(store.unshown.values().stream().anyMatch(Event.MessageReceived.class::isInstance));
    }

    /** Nothing asks for a receipt that nobody shows; the next text's covers it. */
    @Test
    void anAmendmentWantsNoReceipt() throws Exception {
        hear(7, new Content.Text("said"));
        var id = messages().getLast().id();
        hear(8, new Content.Edit(id, "edited"));
        hear(9, new Content.Reaction(id, "👍", true));
        assertEquals(7, state().delivered);
        hear(10, new Content.Text("more"));
        assertEquals(10, state().delivered);
    }

    /** A row for each would let a member fill the profile with what does nothing. */
    @Test
    void whatChangesNothingLeavesNothing() throws Exception {
        hear(7, new Content.Text("said"));
        var id = messages().getLast().id();
        var before = store.count("chat.message.id");
        for (var i = 0; i < 20; i++) {
            hear(8 + i, new Content.Edit(id, "said"));
            hear(8 + i, new Content.Reaction(id, "👍", false));
            hear(8 + i, new Content.Delete(MessageId.random()));
        }
        assertEquals(before, store.count("chat.message.id"));
        hear(30, new Content.Edit(id, "edited"));
        assertEquals(before + 1, store.count("chat.message.id"));
    }

    @Test
    void whatIsNewerThanWeIsShownAsSuch() throws Exception {
        hear(1, new Content.Unknown(99, Bytes.EMPTY));
        assertTrue(messages().getFirst().words().text().contains("newer version"));
    }

    /** Nothing of a file is taken back behind the back of the bundle that has it. */
    @Test
    void aDeletionOfAFileWaitsForItsBundle() throws Exception {
        var deleted = new ArrayList<MessageId>();
        handlers.add(new Offers(List.of(), deleted));
        hear(1, AmendmentsTest.offer());
        var id = messages().getFirst().id();
        handlers.clear();
        var refused = assertThrows(CommandException.class, () -> hear(2, new Content.Delete(id)));
        assertEquals(Code.REFUSED, refused.code());
        assertEquals("notes.txt", messages().getFirst().words().text());
        handlers.add(new Offers(List.of(), deleted));
        hear(2, new Content.Delete(id));
        assertEquals(StoredMessage.Gone.DELETED, messages().getFirst().gone());
        assertEquals(List.of(id), deleted);
        handlers.clear();
        hear(3, new Content.Delete(id)); // once more is nothing
    }

    @Test
    void whatIsOthersWaitsForThem() throws Exception {
        var ended = new Content.FileEnded(MessageId.random(), Content.FileEnded.End.RECEIVED);
        var refused = assertThrows(CommandException.class, () -> hear(1, ended));
        assertEquals(Code.INTERNAL, refused.code());
        var heard = new ArrayList<Content>();
        handlers.add(
                new ContentHandler() {
                    @Override
                    public Optional<String> received(Transaction tx, Received received) {
                        heard.add(received.content());
                        return heard.size() == 1 ? Optional.empty() : Optional.of("file.txt");
                    }

                    @Override
                    public void erased(Transaction tx, MessageId message) {
                        throw new AssertionError("nobody erases");
                    }

                    @Override
                    public void deleted(Transaction tx, MessageId message) {
                        throw new AssertionError("nobody deletes");
                    }

                    @Override
                    public boolean takes(Content content) {
                        return content instanceof Content.FileEnded;
                    }
                });
        hear(1, ended);
        assertEquals(List.of(ended), heard);
        assertEquals(0, messages().size());
        hear(2, ended);
        assertEquals("file.txt", messages().getFirst().words().text());
        assertTrue(messages().getFirst().file());
    }
}
