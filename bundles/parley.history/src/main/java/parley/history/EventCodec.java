package parley.history;

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
import parley.protocol.wire.Parts;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The bytes of durable events, in this profile's database only: a version, a type, the record's fields. */
final class EventCodec {

    private static final int VERSION = 1;

    private static final int CONTACT_CHANGED = 1;
    private static final int CONVERSATION_OPENED = 2;
    private static final int MESSAGE_RECEIVED = 3;
    private static final int RECEIPT_CHANGED = 4;
    private static final int MEMBER_CHANGED = 5;
    private static final int FILE_CHANGED = 6;
    private static final int SENDING_STOPPED = 7;
    private static final int NOTICE = 8;

    /** Written no more: what a message answers is a part of it. */
    private static final int REPLY_RECEIVED = 9;

    private static final int MESSAGE_EDITED = 10;
    private static final int MESSAGE_DELETED = 11;
    private static final int REACTION_CHANGED = 12;
    private static final int TRUST_CHANGED = 24;
    private static final int MESSAGE_EXPIRED = 30;
    private static final int GROUP_CHANGED = 40;
    private static final int JOIN_REQUESTED = 41;

    private EventCodec() {}

    static Bytes encode(Event.Durable event) {
        var out = new WireWriter().u8(VERSION);
        switch (event) {
            case ContactChanged(var address, var account, var state) -> {
                address(out.u8(CONTACT_CHANGED), address);
                account.write(out);
                out.u8(code(state));
            }
            case ConversationOpened(var id, var title, var kind) -> {
                id.write(out.u8(CONVERSATION_OPENED));
                out.text(title).u8(code(kind));
            }
            case MessageReceived message -> {
                message.id().write(out.u8(MESSAGE_RECEIVED));
                message.conversation().write(out);
                address(out, message.from());
                instant(out.text(message.text()), message.at());
                EventParts.of(message).write(out);
            }
            case MessageEdited edited -> {
                amended(out.u8(MESSAGE_EDITED), edited.conversation(), edited.message(), edited.by());
                instant(out.text(edited.text()), edited.at());
                EventParts.of(edited).write(out);
            }
            case MessageDeleted(var conversation, var message, var by) ->
                    amended(out.u8(MESSAGE_DELETED), conversation, message, by);
            case ReactionChanged(var conversation, var message, var by, var emoji, var set) -> {
                amended(out.u8(REACTION_CHANGED), conversation, message, by);
                out.text(emoji).bool(set);
            }
            case MessageExpired(var conversation, var message) -> {
                conversation.write(out.u8(MESSAGE_EXPIRED));
                message.write(out);
            }
            case ReceiptChanged(var conversation, var message, var state, var by) -> {
                conversation.write(out.u8(RECEIPT_CHANGED));
                message.write(out);
                out.u8(code(state)).optional(by, EventCodec::address);
            }
            case MemberChanged(var conversation, var address, var change) -> {
                conversation.write(out.u8(MEMBER_CHANGED));
                address(out, address);
                out.u8(code(change));
            }
            case Event.GroupChanged(var happening) -> happening(out.u8(GROUP_CHANGED), happening);
            case Event.JoinRequested(var conversation, var address, var account) -> {
                conversation.write(out.u8(JOIN_REQUESTED));
                address(out, address);
                account.write(out);
            }
            case FileChanged(var transfer) -> transfer(out.u8(FILE_CHANGED), transfer);
            case SendingStopped(var conversation, var why) -> {
                conversation.write(out.u8(SENDING_STOPPED));
                out.optional(why, WireWriter::text);
            }
            case Notice(var text) -> out.u8(NOTICE).text(text);
            case TrustChanged(var address, var account, var trust) -> {
                address(out.u8(TRUST_CHANGED), address);
                account.write(out);
                out.u8(code(trust));
            }
        }
        return out.toBytes();
    }

    static Event.Durable decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    if (in.u8() != VERSION) throw new MalformedException("event of an unknown version");
                    return switch (in.u8()) {
                        case CONTACT_CHANGED -> new ContactChanged(address(in), AccountKey.read(in), contact(in.u8()));
                        case CONVERSATION_OPENED ->
                                new ConversationOpened(ConversationId.read(in), in.text(), kind(in.u8()));
                        case MESSAGE_RECEIVED -> message(in);
                        case REPLY_RECEIVED -> reply(in);
                        case MESSAGE_EDITED -> edited(in);
                        case MESSAGE_DELETED ->
                                new MessageDeleted(ConversationId.read(in), MessageId.read(in), address(in));
                        case REACTION_CHANGED ->
                                new ReactionChanged(
                                        ConversationId.read(in), MessageId.read(in), address(in), in.text(), in.bool());
                        case MESSAGE_EXPIRED -> new MessageExpired(ConversationId.read(in), MessageId.read(in));
                        case RECEIPT_CHANGED ->
                                new ReceiptChanged(
                                        ConversationId.read(in),
                                        MessageId.read(in),
                                        receipt(in.u8()),
                                        in.optional(EventCodec::address));
                        case MEMBER_CHANGED -> new MemberChanged(ConversationId.read(in), address(in), change(in.u8()));
                        case GROUP_CHANGED -> new Event.GroupChanged(happening(in));
                        case JOIN_REQUESTED ->
                                new Event.JoinRequested(ConversationId.read(in), address(in), AccountKey.read(in));
                        case FILE_CHANGED -> new FileChanged(transfer(in));
                        case SENDING_STOPPED ->
                                new SendingStopped(ConversationId.read(in), in.optional(WireReader::text));
                        case NOTICE -> new Notice(in.text());
                        case TRUST_CHANGED -> new TrustChanged(address(in), AccountKey.read(in), trust(in.u8()));
                        default -> throw new MalformedException("event of an unknown type");
                    };
                });
    }

    static void address(WireWriter out, Address address) {
        out.text(address.name()).text(address.relay());
    }

    static Address address(WireReader in) throws MalformedException {
        return new Address(in.text(), in.text());
    }

    private static void amended(WireWriter out, ConversationId conversation, MessageId message, Address by) {
        conversation.write(out);
        message.write(out);
        address(out, by);
    }

    private static MessageReceived message(WireReader in) throws MalformedException {
        var id = MessageId.read(in);
        var conversation = ConversationId.read(in);
        return EventParts.received(id, conversation, address(in), in.text(), instant(in), Parts.read(in));
    }

    private static MessageEdited edited(WireReader in) throws MalformedException {
        var conversation = ConversationId.read(in);
        var message = MessageId.read(in);
        return EventParts.edited(conversation, message, address(in), in.text(), instant(in), Parts.read(in));
    }

    /** As it was told before a message had parts. */
    private static MessageReceived reply(WireReader in) throws MalformedException {
        return new MessageReceived(
                MessageId.read(in),
                ConversationId.read(in),
                address(in),
                in.text(),
                instant(in),
                Optional.of(MessageId.read(in)),
                List.of(),
                false);
    }

    private static void instant(WireWriter out, Instant instant) {
        out.u64(instant.getEpochSecond()).u32(instant.getNano());
    }

    private static Instant instant(WireReader in) throws MalformedException {
        try {
            return Instant.ofEpochSecond(in.u64(), in.u32());
        } catch (DateTimeException | ArithmeticException e) {
            throw new MalformedException("a time beyond all times", e);
        }
    }

    private static void happening(WireWriter out, Happening happening) {
        happening.conversation().write(out);
        instant(out.u64(happening.order()).u64(happening.position()), happening.at());
        out.u8(happening.kind().code()).optional(happening.by(), EventCodec::person);
        out.optional(happening.who(), EventCodec::person).text(happening.text()).u64(happening.number());
    }

    private static Happening happening(WireReader in) throws MalformedException {
        return new Happening(
                ConversationId.read(in),
                in.size(),
                in.size(),
                instant(in),
                deed(in.u8()),
                in.optional(EventCodec::person),
                in.optional(EventCodec::person),
                in.text(),
                in.size());
    }

    private static Happening.Kind deed(int code) throws MalformedException {
        return Happening.Kind.of(code)
                .orElseThrow(() -> new MalformedException("what happened, " + code + ", is unknown"));
    }

    private static void person(WireWriter out, Happening.Person person) {
        person.account().write(out);
        address(out, person.address());
        out.bool(person.own());
    }

    private static Happening.Person person(WireReader in) throws MalformedException {
        return new Happening.Person(AccountKey.read(in), address(in), in.bool());
    }

    private static void transfer(WireWriter out, Transfers.Transfer transfer) {
        transfer.id().write(out);
        transfer.conversation().write(out);
        transfer.author().write(out);
        address(out, transfer.from());
        out.bool(transfer.own())
                .text(transfer.name())
                .u64(transfer.size())
                .u8(code(transfer.state()))
                .u64(transfer.bytes())
                .optional(transfer.path().map(Path::toString), WireWriter::text)
                .optional(transfer.sha256(), WireWriter::text)
                .optional(transfer.reason(), WireWriter::text);
    }

    private static Transfers.Transfer transfer(WireReader in) throws MalformedException {
        return new Transfers.Transfer(
                MessageId.read(in),
                ConversationId.read(in),
                AccountKey.read(in),
                address(in),
                in.bool(),
                in.text(),
                in.size(),
                state(in.u8()),
                in.size(),
                path(in.optional(WireReader::text)),
                in.optional(WireReader::text),
                in.optional(WireReader::text));
    }

    /** {@code Path.of} says with an IllegalArgumentException what the reader makes a MalformedException of. */
    private static Optional<Path> path(Optional<String> text) {
        return text.map(Path::of);
    }

    private static int code(Contacts.State state) {
        return switch (state) {
            case ASKS -> 1;
            case REQUESTED -> 2;
            case APPROVED -> 3;
            case DENIED -> 4;
            case BLOCKED -> 5;
        };
    }

    private static Contacts.State contact(int code) throws MalformedException {
        for (var state : Contacts.State.values()) if (code(state) == code) return state;
        throw new MalformedException("state " + code + " of a contact is unknown");
    }

    private static int code(Contacts.Trust trust) {
        return switch (trust) {
            case UNVERIFIED -> 1;
            case VERIFIED -> 2;
            case CHANGED -> 3;
            case REPLACED -> 4;
        };
    }

    private static Contacts.Trust trust(int code) throws MalformedException {
        for (var trust : Contacts.Trust.values()) if (code(trust) == code) return trust;
        throw new MalformedException("trust " + code + " in a contact is unknown");
    }

    private static int code(Conversations.Kind kind) {
        return switch (kind) {
            case DIRECT -> 1;
            case GROUP -> 2;
            case LOCAL -> 3;
        };
    }

    private static Conversations.Kind kind(int code) throws MalformedException {
        for (var kind : Conversations.Kind.values()) if (code(kind) == code) return kind;
        throw new MalformedException("kind " + code + " of a conversation is unknown");
    }

    private static int code(Message.State state) {
        return switch (state) {
            case WAITING -> 1;
            case SENT -> 2;
            case DELIVERED -> 3;
            case READ -> 4;
            case RECEIVED -> 5;
            case FAILED -> 6;
        };
    }

    private static Message.State receipt(int code) throws MalformedException {
        for (var state : Message.State.values()) if (code(state) == code) return state;
        throw new MalformedException("state " + code + " of a message is unknown");
    }

    private static int code(MemberChanged.Change change) {
        return switch (change) {
            case JOINED -> 1;
            case LEFT -> 2;
            case REMOVED -> 3;
        };
    }

    private static MemberChanged.Change change(int code) throws MalformedException {
        for (var change : MemberChanged.Change.values()) if (code(change) == code) return change;
        throw new MalformedException("change " + code + " of a member is unknown");
    }

    private static int code(Transfers.State state) {
        return switch (state) {
            case OFFERED -> 1;
            case RUNNING -> 2;
            case PAUSED -> 3;
            case DONE -> 4;
            case DECLINED -> 5;
            case CANCELLED -> 6;
            case FAILED -> 7;
        };
    }

    private static Transfers.State state(int code) throws MalformedException {
        for (var state : Transfers.State.values()) if (code(state) == code) return state;
        throw new MalformedException("state " + code + " of a file is unknown");
    }
}
