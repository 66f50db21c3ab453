package parley.history;

import parley.client.api.Event.MessageEdited;
import parley.client.api.Event.MessageReceived;
import parley.client.api.Message.Mention;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.Parts;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an event of a text carries besides it: absent, it takes no bytes, as before there was any. */
final class EventParts {

    private static final int REPLY_TO = 1;
    private static final int MENTIONS = 2;
    private static final int FORWARDED = 3;
    private static final int CLAIMED = 4;

    private EventParts() {}

    static Parts of(MessageReceived message) {
        var parts = of(message.mentions());
        if (message.replyTo().isPresent()) parts = parts.with(REPLY_TO, message.replyTo().get().bytes());
        if (message.forwarded()) parts = parts.with(FORWARDED, Bytes.EMPTY);
        return claiming(parts, message.claimed());
    }

    static Parts of(MessageEdited edited) {
        return claiming(of(edited.mentions()), edited.claimed());
    }

    private static Parts claiming(Parts parts, Optional<Instant> claimed) {
        if (claimed.isEmpty()) return parts;
        return parts.with(CLAIMED, new WireWriter().u64(claimed.get().toEpochMilli()).toBytes());
    }

    private static Parts of(List<Mention> mentions) {
        if (mentions.isEmpty()) return Parts.NONE;
        var out = new WireWriter();
        for (var mention : mentions) {
            mention.account().write(out.u32(mention.start()).u32(mention.length()));
            EventCodec.address(out, mention.address());
            out.bool(mention.own());
        }
        return Parts.NONE.with(MENTIONS, out.toBytes());
    }

    static MessageReceived received(
            MessageId id, ConversationId conversation, Address from, String text, Instant at, Parts parts)
            throws MalformedException {
        return new MessageReceived(
                id,
                conversation,
                from,
                text,
                at,
                parts.get(REPLY_TO, MessageId::read),
                mentions(parts),
                parts.get(FORWARDED).isPresent(),
                claimed(parts));
    }

    static MessageEdited edited(
            ConversationId conversation, MessageId message, Address by, String text, Instant at, Parts parts)
            throws MalformedException {
        return new MessageEdited(conversation, message, by, text, at, mentions(parts), claimed(parts));
    }

    private static Optional<Instant> claimed(Parts parts) throws MalformedException {
        return parts.get(CLAIMED, in -> Instant.ofEpochMilli(in.size()));
    }

    static List<Mention> mentions(Parts parts) throws MalformedException {
        return parts.get(MENTIONS, in -> in.items(EventParts::mention)).orElse(List.of());
    }

    private static Mention mention(WireReader in) throws MalformedException {
        return new Mention((int) in.u32(), (int) in.u32(), AccountKey.read(in), EventCodec.address(in), in.bool());
    }
}
