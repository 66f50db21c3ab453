package parley.search;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.Conversations;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Message;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;

import java.util.List;

/**
 * A conversation that is read from its newest message on, and with it when each came. Authors say when; but what stands
 * before another's came before it, and our own clock is right. No single author moves those of others: it takes two, or
 * us, to say that all before came no later.
 */
final class Backwards {

    private final ConversationId conversation;
    private long before = Long.MAX_VALUE;

    /** By which all that is not read yet came, in milliseconds. */
    private long latest;

    /** The earliest time of one author of what was read, who alone says so. */
    private long earliest = Long.MAX_VALUE;

    private @Nullable AccountKey says;

    Backwards(Conversation conversation) {
        this.conversation = conversation.id();
        this.latest = conversation.lastActivity().toEpochMilli();
    }

    /** The next, the newest first; empty at the end. */
    List<Message> page(Conversations conversations, int limit) throws CommandException {
        var page = conversations.page(conversation, before, limit);
        if (!page.isEmpty()) before = page.getFirst().order();
        return page.reversed();
    }

    /** When the next message came at the latest, in milliseconds. */
    long came(Message next) {
        var came = latest;
        var at = next.at().toEpochMilli();
        if (next.own() || !next.author().equals(says) && at >= earliest) {
            latest = Math.min(latest, at);
        } else {
            if (!next.author().equals(says)) latest = Math.min(latest, earliest);
            earliest = Math.min(earliest, at);
            says = next.author();
        }
        return came;
    }
}
