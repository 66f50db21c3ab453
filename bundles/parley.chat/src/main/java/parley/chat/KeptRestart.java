package parley.chat;

import parley.client.api.CommandException;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.relay.InboxItem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.Optional;

/**
 * The Welcome of a restart that is not followed yet; one for each conversation.
 *
 * @param position in the inbox
 * @param opener who has opened it anew
 * @param name what they are called
 * @param suite of what it leads into
 * @param wanted whether the person has said to follow it
 * @param rival whether it was opened at about the time when the log was that we are in
 * @param judged whether all of the present log was read since it came: its opener may have been removed there
 */
record KeptRestart(
        long position,
        InboxItem.Welcomed welcomed,
        AccountKey opener,
        Address name,
        long generation,
        int suite,
        boolean wanted,
        boolean rival,
        boolean judged) {

    private static final String SPACE = "chat.restart";

    static Optional<KeptRestart> of(Book book, ConversationId id) throws CommandException {
        var bytes = book.tx().get(SPACE, id.bytes());
        return bytes.isEmpty() ? Optional.empty() : Optional.of(Book.decode(bytes.get(), KeptRestart::decode));
    }

    /** It was followed, cannot be, or the conversation is over. */
    static void forget(Book book, ConversationId id) {
        book.tx().remove(SPACE, id.bytes());
    }

    /**
     * Keeps it, unless another that is kept precedes it. A yes holds for a later Welcome into the same log, and so does
     * that it is a rival.
     *
     * @return whether it is kept
     */
    boolean keep(Book book, ConversationState state) throws CommandException {
        var before = of(book, state.id);
        if (before.isPresent() && !precedes(before.get(), state)) return false;
        var same = before.filter(this::isOfSameLog);
        as(same.isPresent() && same.get().wanted, rival || same.isPresent() && same.get().rival, false)
                .put(book, state.id);
        return true;
    }

    boolean isOfSameLog(KeptRestart other) {
        return other.welcomed.log().equals(welcomed.log());
    }

    /** The person has said to follow it. */
    void want(Book book, ConversationId id) {
        as(true, rival, judged).put(book, id);
    }

    /** The present log was read. */
    void judge(Book book, ConversationId id) {
        as(wanted, rival, true).put(book, id);
    }

    private KeptRestart as(boolean wanted, boolean rival, boolean judged) {
        return new KeptRestart(position, welcomed, opener, name, generation, suite, wanted, rival, judged);
    }

    private void put(Book book, ConversationId id) {
        book.tx().put(SPACE, id.bytes(), encode());
    }

    /** All take the same of two who are above suspicion; of one's own a later one leads to a later leaf. */
    private boolean precedes(KeptRestart other, ConversationState state) {
        var doubted = state.isSuspect(opener);
        if (doubted != state.isSuspect(other.opener)) return !doubted;
        if (generation != other.generation) return generation > other.generation;
        return opener.equals(other.opener) ? position >= other.position : Restarting.isSmaller(opener, other.opener);
    }

    Bytes encode() {
        var out = new WireWriter().u8(1).u64(position).opaque(welcomed.encode());
        opener.write(out);
        return out.text(name.toString()).u32(generation).u16(suite).bool(wanted).bool(rival).bool(judged).toBytes();
    }

    static KeptRestart decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    if (in.u8() != 1) throw new MalformedException("restart record of an unknown version");
                    var position = in.size();
                    if (!(InboxItem.decode(in.opaqueBytes()) instanceof InboxItem.Welcomed welcomed))
                        throw new MalformedException("no Welcome");
                    return new KeptRestart(
                            position,
                            welcomed,
                            AccountKey.read(in),
                            Address.parse(in.text()),
                            in.u32(),
                            in.u16(),
                            in.bool(),
                            in.bool(),
                            in.bool());
                });
    }
}
