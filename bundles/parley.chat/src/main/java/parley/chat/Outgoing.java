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
 * @param accepted whether the hub has said of what was last sealed that it is on disk
 * @param reach how far it may have come, however often it was sealed
 */
record Outgoing(
        long order,
        MessageId id,
        Salt salt,
        long at,
        Content content,
        Optional<Sealed> sealed,
        boolean accepted,
        Reach reach) {

    private static final int VERSION = 3;

    /** While what a text answers was an optional behind its body, and how far a row had come was not kept. */
    private static final int WITH_OPTIONAL_REPLY = 2;

    /** While a text could not answer anything. */
    private static final int WITHOUT_REPLIES = 1;

    private static final int TEXT = 1;

    /** What was sealed: the same bytes go out under the same number, however often. */
    record Sealed(long number, long base, Bytes body) {}

    /** How far a row may have come. */
    enum Reach {
        /** It never left this device. */
        NOWHERE,
        /** It was sealed, under this leaf or an earlier one: others may have it. */
        SENT,
        /** The hub has said that it is on disk. */
        HUB
    }

    /** A new row of {@code state}'s conversation. */
    static Outgoing of(ConversationState state, AccountKey own, Salt salt, Instant at, Content content) {
        return new Outgoing(
                ++state.lastOutgoing,
                salt.id(state.id, own),
                salt,
                at.toEpochMilli(),
                content,
                Optional.empty(),
                false,
                Reach.NOWHERE);
    }

    Outgoing sealedAs(Sealed sealed) {
        return as(Optional.of(sealed), false, reach == Reach.NOWHERE ? Reach.SENT : reach);
    }

    Outgoing unsealed() {
        return as(Optional.empty(), false, reach);
    }

    Outgoing acceptedNow() {
        return as(sealed, true, Reach.HUB);
    }

    private Outgoing as(Optional<Sealed> sealed, boolean accepted, Reach reach) {
        return new Outgoing(order, id, salt, at, content, sealed, accepted, reach);
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
        return out.bool(accepted).u8(reach.ordinal()).toBytes();
    }

    static Outgoing decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(bytes, Outgoing::read);
    }

    private static Outgoing read(WireReader in) throws MalformedException {
        var version = in.u8();
        if (version < WITHOUT_REPLIES || version > VERSION) {
            throw new MalformedException("outbox record of an unknown version");
        }
        var order = in.size();
        var id = MessageId.read(in);
        var salt = Salt.read(in);
        var at = in.size();
        var content = version == WITH_OPTIONAL_REPLY ? withOptionalReply(in) : ContentCodec.read(in);
        var sealed = in.optional(item -> new Sealed(item.size(), item.size(), item.opaqueBytes()));
        var accepted = in.bool();
        // An older row that is not sealed may have been before.
        var reach = version == VERSION ? reach(in.u8()) : accepted ? Reach.HUB : Reach.SENT;
        return new Outgoing(order, id, salt, at, content, sealed, accepted, reach);
    }

    private static Reach reach(int code) throws MalformedException {
        if (code >= Reach.values().length) throw new MalformedException("reach " + code + " is unknown");
        return Reach.values()[code];
    }

    private static Content withOptionalReply(WireReader in) throws MalformedException {
        var type = in.u8();
        var fields = in.opaque();
        if (type == TEXT) {
            return WireReader.decode(fields, text -> new Content.Text(text.text(), text.optional(MessageId::read)));
        }
        return WireReader.decode(new WireWriter().u8(type).opaque(fields).toBytes(), ContentCodec::read);
    }
}
