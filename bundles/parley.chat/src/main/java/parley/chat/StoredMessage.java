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
import java.util.Optional;

/**
 * A message row.
 *
 * @param position of its entry in the log; 0 while an own one has not been read there
 * @param file whether it offers the file of the same id
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
        boolean file) {

    StoredMessage with(Message.State state) {
        return new StoredMessage(id, order, author, from, own, text, at, state, position, file);
    }

    StoredMessage at(long position) {
        return new StoredMessage(id, order, author, from, own, text, at, state, position, file);
    }

    Message toMessage(ConversationId conversation) {
        return new Message(
                id, conversation, order, author, from, own, text, at, state, file ? Optional.of(id) : Optional.empty());
    }

    Bytes encode() {
        var out = new WireWriter().u8(1);
        id.write(out);
        out.u64(order);
        author.write(out);
        out.text(from.toString()).bool(own).text(text).u64(at.toEpochMilli()).text(state.name()).u64(position);
        return out.bool(file).toBytes();
    }

    static StoredMessage decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    if (in.u8() != 1) throw new MalformedException("message record of an unknown version");
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
                            in.bool());
                });
    }
}
