package parley.terminal;

import static java.lang.System.Logger.Level.DEBUG;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Event;
import parley.client.api.Transfers;
import parley.protocol.ConversationId;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What stands on a person's terminal. What came in counts as read once they give another line: until then nobody may
 * sit there. Why the link is down is not said twice in a row.
 */
final class OnScreen {

    private static final System.Logger log = System.getLogger(OnScreen.class.getName());

    private final Conversations conversations;

    /** Where something was printed that came in, while more may wait to be. Of the thread that prints. */
    private final Set<ConversationId> coming = new HashSet<>();

    /** Where all that came in stands there, and some of it is unread. */
    private final Set<ConversationId> unread = ConcurrentHashMap.newKeySet();

    /** Why the link is down, as was said last. */
    private volatile Optional<String> down = Optional.empty();

    OnScreen(Conversations conversations) {
        this.conversations = conversations;
    }

    /** {@code event} without what was said just before: why the link is down, however often it is tried again. */
    Event news(Event event) {
        if (!(event instanceof Event.LinkChanged(var state, var path, var reason))) return event;
        var known = reason.equals(down);
        down = reason;
        return known ? new Event.LinkChanged(state, path, Optional.empty()) : event;
    }

    /** It has been printed. Called on one thread; returns at once. */
    void printed(Event event) {
        switch (event) {
            case Event.MessageReceived received -> coming.add(received.conversation());
            case Event.FileChanged(var file) when !file.own() && file.state() == Transfers.State.OFFERED ->
                    coming.add(file.conversation());
            default -> {} // counts as nothing unread
        }
    }

    /** Nothing else waits to be printed: what is marked read is all that a conversation has. On that same thread. */
    void caughtUp() {
        unread.addAll(coming);
        coming.clear();
    }

    /** The person is there. Blocks. */
    void seen() {
        for (var conversation : unread) {
            unread.remove(conversation); // before: what is printed meanwhile is for the next time
            try {
                conversations.markRead(conversation);
            } catch (CommandException e) {
                log.log(DEBUG, "What was seen stays unread: {0}", e.getMessage());
                if (e.code() == Code.PASSPHRASE_NEEDED) unread.add(conversation); // until it is unlocked
            }
        }
    }
}
