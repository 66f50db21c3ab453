package parley.chat;

import parley.client.api.Message;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A message row.
 *
 * @param position of its entry in the log; 0 while an own one has not been read there
 * @param file whether it offers the file of the same id
 * @param edited the author's clock at the edit that gave it this text
 * @param told the numbers of the events that hold a text of it, at most two: the one that told of it, and the one that
 *     told of its last edit
 */
record StoredMessage(
        MessageId id,
        long order,
        AccountKey author,
        Address from,
        boolean own,
        String text,
        Instant at,
        Message.State state,
        long position,
        boolean file,
        Optional<MessageId> replyTo,
        Optional<Instant> edited,
        Gone gone,
        List<Long> told) {

    private static final int VERSION = 2;

    /** Before anything was done to messages. */
    private static final int AS_SAID = 1;

    /** Whether its text was removed; the row stays, so that its id is known. */
    enum Gone {
        NOT,
        /** Its author took it back. */
        DELETED,
        /** It was removed here alone: it is shown no more. */
        ERASED
    }

    StoredMessage {
        told = List.copyOf(told);
    }

    /** A message as it was said. */
    StoredMessage(
            MessageId id,
            long order,
            AccountKey author,
            Address from,
            boolean own,
            String text,
            Instant at,
            Message.State state,
            long position,
            boolean file,
            Optional<MessageId> replyTo) {
        this(
                id,
                order,
                author,
                from,
                own,
                text,
                at,
                state,
                position,
                file,
                replyTo,
                Optional.empty(),
                Gone.NOT,
                List.of());
    }

    StoredMessage with(Message.State state) {
        return as(text, state, position, replyTo, edited, gone, told);
    }

    StoredMessage at(long position) {
        return as(text, state, position, replyTo, edited, gone, told);
    }

    StoredMessage edited(String text, Instant edited) {
        return as(text, state, position, replyTo, Optional.of(edited), gone, told);
    }

    /** The same without anything that was said in it. */
    StoredMessage emptied(Gone gone) {
        return as("", state, position, Optional.empty(), Optional.empty(), gone, List.of());
    }

    /** One more event tells of it. */
    StoredMessage toldBy(long event) {
        return as(
                text, state, position, replyTo, edited, gone, Stream.concat(told.stream(), Stream.of(event)).toList());
    }

    /** No event tells of its edits any more. */
    StoredMessage editsUntold() {
        return as(text, state, position, replyTo, edited, gone, told.stream().limit(1).toList());
    }

    private StoredMessage as(
            String text,
            Message.State state,
            long position,
            Optional<MessageId> replyTo,
            Optional<Instant> edited,
            Gone gone,
            List<Long> told) {
        return new StoredMessage(
                id, order, author, from, own, text, at, state, position, file, replyTo, edited, gone, told);
    }

    Message toMessage(ConversationId conversation, List<Message.Reaction> reactions) {
        return new Message(
                id,
                conversation,
                order,
                author,
                from,
                own,
                text,
                at,
                state,
                file ? Optional.of(id) : Optional.empty(),
                replyTo,
                edited,
                gone == Gone.DELETED,
                reactions);
    }

    Bytes encode() {
        var out = new WireWriter().u8(VERSION);
        id.write(out);
        out.u64(order);
        author.write(out);
        out.text(from.toString()).bool(own).text(text).u64(at.toEpochMilli()).text(state.name()).u64(position);
        return out.bool(file)
                .optional(replyTo, (w, to) -> to.write(w))
                .optional(edited.map(Instant::toEpochMilli), WireWriter::u64)
                .text(gone.name())
                .vector(told, WireWriter::u64)
                .toBytes();
    }

    static StoredMessage decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(bytes, StoredMessage::read);
    }

    private static StoredMessage read(WireReader in) throws MalformedException {
        var version = in.u8();
        if (version < AS_SAID || version > VERSION) {
            throw new MalformedException("message record of an unknown version");
        }
        var amended = version > AS_SAID;
        return new StoredMessage(
                MessageId.read(in),
                in.size(),
                AccountKey.read(in),
                Address.parse(in.text()),
                in.bool(),
                in.text(),
                Instant.ofEpochMilli(in.size()),
                Message.State.valueOf(in.text()),
                in.size(),
                in.bool(),
                amended ? in.optional(MessageId::read) : Optional.empty(),
                amended ? in.optional(item -> Instant.ofEpochMilli(item.size())) : Optional.empty(),
                amended ? Gone.valueOf(in.text()) : Gone.NOT,
                amended ? in.vector(WireReader::size) : List.of());
    }
}
