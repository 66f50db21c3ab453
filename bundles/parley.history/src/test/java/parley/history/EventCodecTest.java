package parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import parley.client.api.Contacts;
import parley.client.api.Conversations;
import parley.client.api.Event;
import parley.client.api.Event.ContactChanged;
import parley.client.api.Event.ConversationOpened;
import parley.client.api.Event.FileChanged;
import parley.client.api.Event.MemberChanged;
import parley.client.api.Event.MessageDeleted;
import parley.client.api.Event.MessageEdited;
import parley.client.api.Event.MessageExpired;
import parley.client.api.Event.MessageReceived;
import parley.client.api.Event.Notice;
import parley.client.api.Event.ReactionChanged;
import parley.client.api.Event.ReceiptChanged;
import parley.client.api.Event.SendingStopped;
import parley.client.api.Event.TrustChanged;
import parley.client.api.Happening;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class EventCodecTest {

    static final Address ALICE = new Address("alice", "relay.example:7463");
    static final AccountKey KEY = new AccountKey(Bytes.wrap(new byte[32]));
    static final ConversationId CONVERSATION = ConversationId.random();
    static final MessageId MESSAGE = MessageId.random();

    static List<Event.Durable> all() {
        var all = new ArrayList<Event.Durable>();
        for (var state : Contacts.State.values()) all.add(new ContactChanged(ALICE, KEY, state));
        for (var kind : Conversations.Kind.values()) all.add(new ConversationOpened(CONVERSATION, "Grüße", kind));
        for (var at :
                new Instant[] {
                    Instant.EPOCH, Instant.MAX, Instant.MIN, Instant.parse("2026-11-20T23:00:00.123456789Z")
                }) {
            all.add(new MessageReceived(MESSAGE, CONVERSATION, ALICE, "hi\n", at, Optional.empty(), List.of(), false));
            all.add(new MessageEdited(CONVERSATION, MESSAGE, ALICE, "hi!", at, List.of()));
        }
        for (var kind : Happening.Kind.values()) {
            var who = Optional.of(new Happening.Person(KEY, ALICE, true));
            var at = Instant.parse("2026-11-20T23:00:00.123Z");
            all.add(
                    new Event.GroupChanged(
                            new Happening(CONVERSATION, 7, 9, at, kind, who, Optional.empty(), "Grüße", 1)));
            all.add(new Event.GroupChanged(new Happening(CONVERSATION, 7, 9, at, kind, Optional.empty(), who, "", 0)));
        }
        all.add(new Event.JoinRequested(CONVERSATION, ALICE, KEY));
        all.add(new MessageDeleted(CONVERSATION, MESSAGE, ALICE));
        for (var set : new boolean[] {true, false}) {
            all.add(new ReactionChanged(CONVERSATION, MESSAGE, ALICE, "👍", set));
        }
        for (var state : Message.State.values()) {
            all.add(new ReceiptChanged(CONVERSATION, MESSAGE, state, Optional.of(ALICE)));
        }
        all.add(new ReceiptChanged(CONVERSATION, MESSAGE, Message.State.SENT, Optional.empty()));
        for (var change : MemberChanged.Change.values()) all.add(new MemberChanged(CONVERSATION, ALICE, change));
        for (var state : Transfers.State.values()) {
            all.add(
                    new FileChanged(
                            new Transfers.Transfer(
                                    MESSAGE,
                                    CONVERSATION,
                                    KEY,
                                    ALICE,
                                    true,
                                    "a.txt",
                                    Long.MAX_VALUE,
                                    state,
                                    0,
                                    Optional.of(Path.of("/tmp/a b.txt")),
                                    Optional.of("00ff"),
                                    Optional.of("why"))));
        }
        all.add(
                new FileChanged(
                        new Transfers.Transfer(
                                MESSAGE,
                                CONVERSATION,
                                KEY,
                                ALICE,
                                false,
                                "",
                                0,
                                Transfers.State.DONE,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())));
        all.add(new SendingStopped(CONVERSATION, Optional.of("why")));
        all.add(new SendingStopped(CONVERSATION, Optional.empty()));
        all.add(new Notice("text"));
        for (var trust : Contacts.Trust.values()) all.add(new TrustChanged(ALICE, KEY, trust));
        all.add(new MessageExpired(CONVERSATION, MESSAGE));
        return all;
    }

    private static final Instant AT = Instant.ofEpochSecond(3, 4);

    /** Events of texts with all that they may carry besides. */
    static List<Event.Durable> withParts() {
        var mentions =
                List.of(
                        new Message.Mention(0, 1, KEY, ALICE, true),
                        new Message.Mention(7, 65_000, new AccountKey(Bytes.ofHex("07".repeat(32))), ALICE, false));
        return List.of(
                new MessageReceived(MESSAGE, CONVERSATION, ALICE, "a", AT, Optional.of(MESSAGE), List.of(), false),
                new MessageReceived(MESSAGE, CONVERSATION, ALICE, "a", AT, Optional.of(MESSAGE), mentions, true),
                new MessageReceived(
                        MESSAGE,
                        CONVERSATION,
                        ALICE,
                        "a",
                        AT,
                        Optional.empty(),
                        List.of(),
                        true,
                        Optional.of(Instant.EPOCH)),
                new MessageEdited(CONVERSATION, MESSAGE, ALICE, "hi!", AT, mentions),
                new MessageEdited(CONVERSATION, MESSAGE, ALICE, "hi!", AT, mentions, Optional.of(Instant.EPOCH)));
    }

    @Test
    void readsBackWhatItWrote() throws Exception {
        for (var event : withParts()) assertEquals(event, EventCodec.decode(EventCodec.encode(event)));
        for (var event : all()) assertEquals(event, EventCodec.decode(EventCodec.encode(event)));
    }

    /** Pins the bytes: profiles of this version are read by later ones. */
    @Test
    void writesANoticeAsEver() {
        assertEquals("0108026869", EventCodec.encode(new Notice("hi")).hex());
    }

    /** Those of a profile from before replies. */
    @Test
    void writesAMessageThatAnswersNothingAsEver() throws Exception {
        var id = new MessageId(Bytes.ofHex("01".repeat(16)));
        var conversation = new ConversationId(Bytes.ofHex("02".repeat(16)));
        var message =
                new MessageReceived(
                        id, conversation, new Address("a", "b"), "hi", AT, Optional.empty(), List.of(), false);
        var bytes =
                Bytes.ofHex("0103" + "01".repeat(16) + "02".repeat(16) + "016101620268690000000000000003" + "00000004");
        assertEquals(bytes, EventCodec.encode(message));
        assertEquals(message, EventCodec.decode(bytes));
        // A reply of a profile from before parts.
        var reply = Bytes.ofHex("0109" + bytes.hex().substring(4) + "07".repeat(16));
        var to = Optional.of(new MessageId(Bytes.ofHex("07".repeat(16))));
        assertEquals(
                new MessageReceived(id, conversation, new Address("a", "b"), "hi", AT, to, List.of(), false),
                EventCodec.decode(reply));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThrows(MalformedException.class, () -> EventCodec.decode(Bytes.ofHex("0208026869")));
        assertThrows(MalformedException.class, () -> EventCodec.decode(Bytes.ofHex("010d026869")));
        assertThrows(MalformedException.class, () -> EventCodec.decode(Bytes.ofHex("010802686900")));
    }

    @Test
    void survivesTruncationAndMutation() {
        var random = new Random(7);
        for (var event : all()) {
            var bytes = EventCodec.encode(event);
            for (int length = 0; length < bytes.length(); length++) {
                var cut = bytes.slice(0, length);
                assertThrows(MalformedException.class, () -> EventCodec.decode(cut));
            }
            for (int i = 0; i < 300; i++) {
                var bent = bytes.toArray();
                bent[random.nextInt(bent.length)] = (byte) random.nextInt();
                try {
                    EventCodec.decode(Bytes.wrap(bent));
                } catch (MalformedException e) {
                    // as it should be
                }
            }
        }
    }
}
