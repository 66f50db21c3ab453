package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.protocol.ConversationId;
import parley.protocol.relay.InboxItem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireWriter;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Welcomes that are taken later, while the inbox goes on: a hub keeps a letter for a month only, and letters of others
 * stand behind it. One in a cipher suite that is not here waits for that suite ({@link #forSuite}). One into a group
 * that we are still in waits until we have read that we are not ({@link #forRemoval}): who was removed and added again
 * while away may hear of the second first. None waits for longer than its letter can be opened: until 31 days after the
 * inbox key was replaced that it is sealed to.
 *
 * @param key that they are stored under
 */
record WelcomesWaiting(Bytes key) {

    private static final String SPACE = "chat.welcome";

    /** For one suite; each may be as large as an entry. Beyond these the inbox waits for it: the hub still has them. */
    static final int MAX_FOR_SUITE = 64;

    /** Of one group, the latest: whoever may add people can send some. */
    static final int MAX_FOR_REMOVAL = 8;

    /** Those in a suite that is missing. */
    static WelcomesWaiting forSuite(int suite) {
        return new WelcomesWaiting(new WireWriter().u16(suite).toBytes());
    }

    /** Those into a group that we were in when they came. */
    static WelcomesWaiting forRemoval(ConversationId id) {
        return new WelcomesWaiting(id.bytes());
    }

    /**
     * Keeps one until its suite is here, and passes its position.
     *
     * @param called the suite's name
     * @return false if there are too many
     */
    static boolean keepForSuite(Book book, int suite, long position, InboxItem.Welcomed welcomed, String called) {
        var waiting = forSuite(suite);
        var kept = book.tx().ascending(SPACE, waiting.key, 0, MAX_FOR_SUITE).size();
        if (kept == MAX_FOR_SUITE) return false;
        waiting.put(book, position, welcomed);
        book.inbox().putPosition(position);
        if (kept > 0) return true; // they are told already
        book.tx()
                .tell(
                        new Event.Notice(
                                "An invitation to a conversation waits for the cipher "
                                        + called
                                        + ", which is not here; it is taken when a plug-in provides it."));
        return true;
    }

    /** Keeps one until we have read that we are no more in the group. */
    static void keepForRemoval(Book book, ConversationId id, long position, InboxItem.Welcomed welcomed) {
        var waiting = forRemoval(id);
        waiting.put(book, position, welcomed);
        var kept = book.tx().ascending(SPACE, waiting.key, 0, MAX_FOR_REMOVAL + 1);
        if (kept.size() > MAX_FOR_REMOVAL) waiting.forget(book, kept.getFirst().order());
    }

    /** Another suite is missing than the one that it has waited for. */
    void move(Book book, long position, InboxItem.Welcomed welcomed, int suite) {
        forget(book, position);
        forSuite(suite).put(book, position, welcomed);
    }

    private void put(Book book, long position, InboxItem.Welcomed welcomed) {
        book.tx().put(SPACE, key, position, welcomed.encode());
    }

    /** By position in the inbox, the latest first: it makes those into the same group before it idle. */
    Map<Long, InboxItem.Welcomed> all(Book book) throws CommandException {
        var all = new LinkedHashMap<Long, InboxItem.Welcomed>();
        for (var row : book.tx().descending(SPACE, key, Long.MAX_VALUE, MAX_FOR_SUITE))
            all.put(row.order(), Book.decode(row.value(), WelcomesWaiting::decode));
        return all;
    }

    boolean isEmpty(Book book) {
        return book.tx().ascending(SPACE, key, 0, 1).isEmpty();
    }

    private static InboxItem.Welcomed decode(Bytes bytes) throws MalformedException {
        if (InboxItem.decode(bytes) instanceof InboxItem.Welcomed welcomed) return welcomed;
        throw new MalformedException("no Welcome");
    }

    /** The one at a position of the inbox was taken, or never can be. */
    void forget(Book book, long position) {
        book.tx().remove(SPACE, key, position);
    }
}
