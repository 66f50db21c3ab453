package parley.chat;

import parley.protocol.AccountKey;
import parley.protocol.MessageId;
import parley.protocol.content.Content;
import parley.protocol.content.ContentCodec;
import parley.protocol.content.Salt;
import parley.protocol.relay.Frame.Append;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Instant;
import java.util.Optional;

/**
 * A row of the outbox: it is kept until its entry is read in the log.
 *
 * @param id what the salt says of its author in this conversation
 * @param sealed the append as it was last sealed; sent again after a reconnect
 * @param accepted whether the hub has said that it is on disk
 */
record Outgoing(
        long order, MessageId id, Salt salt, long at, Content content, Optional<Sealed> sealed, boolean accepted) {

    private static final int VERSION = 2;

    /** While a text could not answer anything. */
    private static final int WITHOUT_REPLIES = 1;

    private static final int TEXT = 1;

    /** What was sealed: the same bytes go out under the same number, however often. */
    record Sealed(long number, long base, Bytes body) {}

    /** A new row of {@code state}'s conversation. */
    static Outgoing of(ConversationState state, AccountKey own, Salt salt, Instant at, Content content) {
        var id = salt.id(state.id, own);
        return new Outgoing(++state.lastOutgoing, id, salt, at.toEpochMilli(), content, Optional.empty(), false);
    }

    Outgoing sealedAs(Sealed sealed) {
        return new Outgoing(order, id, salt, at, content, Optional.of(sealed), false);
    }

    Outgoing unsealed() {
        return new Outgoing(order, id, salt, at, content, Optional.empty(), false);
    }

    Outgoing acceptedNow() {
        return new Outgoing(order, id, salt, at, content, sealed, true);
    }

    static Append append(ConversationState state, Sealed sealed) {
        return new Append(state.log, state.follower, sealed.number(), sealed.base(), false, sealed.body());
    }

    Bytes encode() {
        var out = new WireWriter().u8(VERSION).u64(order);
        id.write(out);
        salt.write(out);
        ContentCodec.write(out.u64(at), content);
        out.optional(sealed, (w, s) -> w.u64(s.number()).u64(s.base()).opaque(s.body()));
        return out.bool(accepted).toBytes();
    }

    static Outgoing decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    var version = in.u8();
                    if (version != VERSION && version != WITHOUT_REPLIES) {
                        throw new MalformedException("outbox record of an unknown version");
                    }
                    return new Outgoing(
                            in.size(),
                            MessageId.read(in),
                            Salt.read(in),
                            in.size(),
                            version == VERSION ? ContentCodec.read(in) : older(in),
                            in.optional(item -> new Sealed(item.size(), item.size(), item.opaqueBytes())),
                            in.bool());
                });
    }

    private static Content older(WireReader in) throws MalformedException {
        var type = in.u8();
        var fields = new WireWriter().fixed(in.opaque());
        if (type == TEXT) fields.optional(Optional.<MessageId>empty(), (w, id) -> id.write(w));
        return WireReader.decode(new WireWriter().u8(type).opaque(fields.toArray()).toBytes(), ContentCodec::read);
    }
}
