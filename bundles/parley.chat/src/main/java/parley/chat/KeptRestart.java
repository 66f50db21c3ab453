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
 * @param wanted whether the person has said to follow it
 */
record KeptRestart(
        long position, InboxItem.Welcomed welcomed, AccountKey opener, Address name, long generation, boolean wanted) {

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
     * Keeps it, unless another that is kept precedes it. A yes holds for a later Welcome into the same log.
     *
     * @return whether it is news
     */
    boolean keep(Book book, ConversationId id) throws CommandException {
        var before = of(book, id);
        if (before.isPresent() && !precedes(before.get())) return false;
        var same = before.isPresent() && before.get().welcomed.log().equals(welcomed.log());
        as(same && before.get().wanted).put(book, id);
        return !same;
    }

    /** The person has said to follow it. */
    void want(Book book, ConversationId id) {
        as(true).put(book, id);
    }

    private KeptRestart as(boolean wanted) {
        return new KeptRestart(position, welcomed, opener, name, generation, wanted);
    }

    private void put(Book book, ConversationId id) {
        book.tx().put(SPACE, id.bytes(), encode());
    }

    /** All take the same of two; of one's own a later one leads to a later leaf. */
    private boolean precedes(KeptRestart other) {
        if (generation != other.generation) return generation > other.generation;
        return opener.equals(other.opener) ? position >= other.position : Restarting.isSmaller(opener, other.opener);
    }

    Bytes encode() {
        var out = new WireWriter().u8(1).u64(position).opaque(welcomed.encode());
        opener.write(out);
        return out.text(name.toString()).u32(generation).bool(wanted).toBytes();
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
                            position, welcomed, AccountKey.read(in), Address.parse(in.text()), in.u32(), in.bool());
                });
    }
}
