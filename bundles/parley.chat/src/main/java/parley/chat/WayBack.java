package parley.chat;

import parley.client.api.CommandException;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.DeviceList;
import parley.protocol.content.LeafData;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the others of a conversation are reached that was restored from a backup: this device has no group that says so.
 * Kept until it is let in again, or has opened the conversation anew.
 *
 * @param leaf of one of their devices, as it was when the backup was made; its inbox key may have been replaced since
 */
record WayBack(AccountKey account, LeafData leaf) {

    static final String SPACE = "chat.wayback";
    private static final int VERSION = 1;

    static List<WayBack> of(Book book, ConversationId id) throws CommandException {
        var all = new ArrayList<WayBack>();
        for (var row : book.tx().ascending(SPACE, id.bytes(), 0, Integer.MAX_VALUE)) {
            all.add(Book.decode(row.value(), bytes -> WireReader.decode(bytes, WayBack::read)));
        }
        return all;
    }

    /** Whether the conversation was restored, and this device is not in it since. */
    static boolean isOnly(Book book, ConversationId id) {
        return !book.tx().ascending(SPACE, id.bytes(), 0, 1).isEmpty();
    }

    /**
     * @param order another for each of a conversation
     */
    void put(Book book, ConversationId id, long order) {
        var out = new WireWriter().u8(VERSION);
        account.write(out);
        leaf.write(out);
        book.tx().put(SPACE, id.bytes(), order, out.toBytes());
    }

    /** The same by the inbox key of their newest list, where that is known. */
    WayBack with(Optional<DeviceList> newest) {
        return newest.map(list ->
                        new WayBack(
                                account,
                                new LeafData(
                                        leaf.follower(),
                                        leaf.address(),
                                        list.inboxKeyNumber(),
                                        list.inboxKey(),
                                        leaf.deliver(),
                                        leaf.take())))
                .orElse(this);
    }

    private static WayBack read(WireReader in) throws MalformedException {
        if (in.u8() != VERSION) throw new MalformedException("way back of an unknown version");
        return new WayBack(AccountKey.read(in), LeafData.read(in));
    }
}
