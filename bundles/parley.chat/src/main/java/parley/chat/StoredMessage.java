package parley.chat;

import parley.client.api.Message;
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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
        Instant at,
        Message.State state,
        long position,
        boolean file,
        Words words,
        Gone gone,
        Told told) {

    private static final int VERSION = 3;

    /** Before anything was done to messages. */
    private static final int AS_SAID = 1;

    /** While the events that tell of it were a list, and it had no parts. */
    private static final int WITH_LIST = 2;

    private static final int REPLY_TO = 1;
    private static final int MENTIONS = 2;
    private static final int FORWARDED = 3;
    private static final int EDITED = 4;
    private static final int LASTS = 5;
    private static final int CLAIMED = 6;
    private static final int EDIT_CLAIMED = 7;

    /** Whether its text was removed; the row stays, so that it is known that there was one. */
    enum Gone {
        NOT,
        /** Its author took it back. */
        DELETED,
        /** It was removed here alone, while such rows stayed: it is shown no more. */
        ERASED
    }

    /**
     * What is said in it.
     *
     * @param mentions those that count
     * @param edited the author's clock at the edit that gave it this text
     * @param lasts how long it stays from when it was read, in seconds; 0 for ever
     * @param claimed as {@link When#claimed}
     * @param editClaimed the same of the edit
     */
    record Words(
            String text,
            Optional<MessageId> replyTo,
            List<Mention> mentions,
            boolean forwarded,
            Optional<Instant> edited,
            long lasts,
            Optional<Instant> claimed,
            Optional<Instant> editClaimed) {

        static final Words NONE = new Words("");

        Words {
            mentions = List.copyOf(mentions);
        }

        Words(String text) {
            this(text, Optional.empty(), List.of(), false);
        }

        Words(String text, Optional<MessageId> replyTo, List<Mention> mentions, boolean forwarded) {
            this(text, replyTo, mentions, forwarded, Optional.empty());
        }

        Words(
                String text,
                Optional<MessageId> replyTo,
                List<Mention> mentions,
                boolean forwarded,
                Optional<Instant> edited) {
            this(text, replyTo, mentions, forwarded, edited, 0, Optional.empty(), Optional.empty());
        }

        Words lasting(long seconds) {
            return new Words(text, replyTo, mentions, forwarded, edited, seconds, claimed, editClaimed);
        }

        Words claiming(Optional<Instant> claim) {
            return claiming(claim, editClaimed);
        }

        Words claiming(Optional<Instant> claim, Optional<Instant> edit) {
            return new Words(text, replyTo, mentions, forwarded, edited, lasts, claim, edit);
        }

        Words edited(String text, List<Mention> mentions, When when) {
            return new Words(
                    text, replyTo, mentions, forwarded, Optional.of(when.at()), lasts, claimed, when.claimed());
        }

        /** Whether one of them is us. */
        boolean mentionUs() {
            return mentions.stream().anyMatch(Mention::own);
        }

        private Parts parts() {
            var parts = Parts.NONE;
            if (replyTo.isPresent()) parts = parts.with(REPLY_TO, replyTo.get().bytes());
            if (!mentions.isEmpty()) {
                var out = new WireWriter();
                for (var mention : mentions) write(out, mention);
                parts = parts.with(MENTIONS, out.toBytes());
            }
            if (forwarded) parts = parts.with(FORWARDED, Bytes.EMPTY);
            if (edited.isPresent()) parts = parts.with(EDITED, bytes(edited.get()));
            if (lasts > 0) parts = parts.with(LASTS, new WireWriter().u32(lasts).toBytes());
            if (claimed.isPresent()) parts = parts.with(CLAIMED, bytes(claimed.get()));
            return editClaimed.isPresent() ? parts.with(EDIT_CLAIMED, bytes(editClaimed.get())) : parts;
        }

        private static Words of(String text, Parts parts) throws MalformedException {
            return new Words(
                    text,
                    parts.get(REPLY_TO, MessageId::read),
                    parts.get(MENTIONS, in -> in.items(Words::mention)).orElse(List.of()),
                    parts.get(FORWARDED).isPresent(),
                    parts.get(EDITED, Words::instant),
                    parts.get(LASTS, WireReader::u32).orElse(0L),
                    parts.get(CLAIMED, Words::instant),
                    parts.get(EDIT_CLAIMED, Words::instant));
        }

        private static void write(WireWriter out, Mention mention) {
            mention.account().write(out.u32(mention.start()).u32(mention.length()));
            out.text(mention.address().toString()).bool(mention.own());
        }

        private static Mention mention(WireReader in) throws MalformedException {
            return new Mention(
                    (int) in.u32(), (int) in.u32(), AccountKey.read(in), Address.parse(in.text()), in.bool());
        }

        private static Bytes bytes(Instant instant) {
            return new WireWriter().u64(instant.toEpochMilli()).toBytes();
        }

        private static Instant instant(WireReader in) throws MalformedException {
            return Instant.ofEpochMilli(in.size());
        }
    }

    /**
     * The numbers of the events that hold a text of it; 0 for none.
     *
     * @param message of the one that told of it
     * @param edit of the one that told of its last edit
     */
    record Told(long message, long edit) {
        static final Told NOTHING = new Told(0, 0);
    }

    /** A message as it was said. */
    StoredMessage(
            MessageId id,
            long order,
            AccountKey author,
            Address from,
            boolean own,
            Words words,
            Instant at,
            Message.State state,
            long position,
            boolean file) {
        this(id, order, author, from, own, at, state, position, file, words, Gone.NOT, Told.NOTHING);
    }

    StoredMessage with(Message.State state) {
        return as(state, position, words, gone, told);
    }

    StoredMessage at(long position) {
        return as(state, position, words, gone, told);
    }

    StoredMessage with(Words words) {
        return as(state, position, words, gone, told);
    }

    /** The same without anything that was said in it; no event tells of it. */
    StoredMessage deleted() {
        return as(state, position, Words.NONE, Gone.DELETED, Told.NOTHING);
    }

    StoredMessage told(Told told) {
        return as(state, position, words, gone, told);
    }

    private StoredMessage as(Message.State state, long position, Words words, Gone gone, Told told) {
        return new StoredMessage(id, order, author, from, own, at, state, position, file, words, gone, told);
    }

    Message toMessage(ConversationId conversation, List<Message.Reaction> reactions) {
        return new Message(
                id,
                conversation,
                order,
                author,
                from,
                own,
                words.text,
                at,
                state,
                file && gone == Gone.NOT ? Optional.of(id) : Optional.empty(),
                words.replyTo,
                words.mentions,
                words.forwarded,
                words.edited,
                gone == Gone.DELETED,
                reactions,
                words.lasts == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(words.lasts)),
                words.claimed,
                words.editClaimed);
    }

    Bytes encode() {
        var out = new WireWriter().u8(VERSION);
        id.write(out);
        out.u64(order);
        author.write(out);
        out.text(from.toString()).bool(own).text(words.text).u64(at.toEpochMilli()).text(state.name()).u64(position);
        out.bool(file).text(gone.name()).u64(told.message).u64(told.edit);
        var parts = new WireWriter();
        words.parts().write(parts);
        return out.opaque(parts.toArray()).toBytes();
    }

    static StoredMessage decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(bytes, StoredMessage::read);
    }

    private static StoredMessage read(WireReader in) throws MalformedException {
        var version = in.u8();
        if (version < AS_SAID || version > VERSION) {
            throw new MalformedException("message record of an unknown version");
        }
        var id = MessageId.read(in);
        var order = in.size();
        var author = AccountKey.read(in);
        var from = Address.parse(in.text());
        var own = in.bool();
        var text = in.text();
        var at = Instant.ofEpochMilli(in.size());
        var state = Message.State.valueOf(in.text());
        var position = in.size();
        var said = new StoredMessage(id, order, author, from, own, new Words(text), at, state, position, in.bool());
        return switch (version) {
            case AS_SAID -> said;
            case WITH_LIST -> said.withList(in);
            default -> {
                var gone = Gone.valueOf(in.text());
                var told = new Told(in.size(), in.size());
                yield said.as(state, position, Words.of(text, Parts.read(in.inner())), gone, told);
            }
        };
    }

    private StoredMessage withList(WireReader in) throws MalformedException {
        var replyTo = in.optional(MessageId::read);
        var edited = in.optional(Words::instant);
        var gone = Gone.valueOf(in.text());
        var list = in.vector(WireReader::size);
        var last = list.isEmpty() ? 0 : list.getLast();
        // What was said before that version has no event of its own in the list, but those of its edits.
        var told = edited.isPresent() ? new Told(list.size() > 1 ? list.getFirst() : 0, last) : new Told(last, 0);
        return as(state, position, new Words(words.text, replyTo, List.of(), false, edited), gone, told);
    }
}
