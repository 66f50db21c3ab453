package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.protocol.ConversationId;
import parley.protocol.relay.InboxItem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Welcomes that are taken later, while the inbox goes on: a hub keeps a letter for a month only, and letters of others
 * stand behind it. Those in a cipher suite that is not here wait for it. One into a group that we are still in waits
 * until we have read that we are not: who was removed and added again while away may hear of the second first.
 */
final class WelcomesWaiting {

    private static final String SPACE = "chat.welcome";
    private static final Bytes FOR_SUITES = Bytes.EMPTY;

    /** Each may be as large as an entry. Beyond these the inbox waits for the suite, so that none is lost. */
    static final int MAX_FOR_SUITES = 64;

    /** Of one group, the latest: whoever may add people can send some. */
    static final int MAX_FOR_REMOVAL = 8;

    private WelcomesWaiting() {}

    /**
     * Keeps one until its suite is here, and passes its position.
     *
     * @param called the suite's name
     * @return false if there are too many
     */
    static boolean keepForSuite(Book book, long position, InboxItem.Welcomed welcomed, String called) {
        var kept = book.tx().ascending(SPACE, FOR_SUITES, 0, MAX_FOR_SUITES);
        if (kept.size() == MAX_FOR_SUITES) return false;
        book.tx().put(SPACE, FOR_SUITES, position, welcomed.encode());
        book.putInboxPosition(position);
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
        book.tx().put(SPACE, id.bytes(), position, welcomed.encode());
        var kept = book.tx().ascending(SPACE, id.bytes(), 0, MAX_FOR_REMOVAL + 1);
        if (kept.size() > MAX_FOR_REMOVAL) forget(book, id, kept.getFirst().order());
    }

    /** By position in the inbox, the latest first: it makes those into the same group before it idle. */
    static Map<Long, InboxItem.Welcomed> forSuites(Book book) throws CommandException {
        return all(book, FOR_SUITES);
    }

    static Map<Long, InboxItem.Welcomed> forRemoval(Book book, ConversationId id) throws CommandException {
        return all(book, id.bytes());
    }

    private static Map<Long, InboxItem.Welcomed> all(Book book, Bytes key) throws CommandException {
        var all = new LinkedHashMap<Long, InboxItem.Welcomed>();
        for (var row : book.tx().descending(SPACE, key, Long.MAX_VALUE, MAX_FOR_SUITES))
            all.put(row.order(), Book.decode(row.value(), WelcomesWaiting::decode));
        return all;
    }

    private static InboxItem.Welcomed decode(Bytes bytes) throws MalformedException {
        if (InboxItem.decode(bytes) instanceof InboxItem.Welcomed welcomed) return welcomed;
        throw new MalformedException("no Welcome");
    }

    /** It was taken, or never can be. */
    static void forget(Book book, long position) {
        book.tx().remove(SPACE, FOR_SUITES, position);
    }

    static void forget(Book book, ConversationId id, long position) {
        book.tx().remove(SPACE, id.bytes(), position);
    }
}
