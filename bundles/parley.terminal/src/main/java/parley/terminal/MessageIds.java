package parley.terminal;

import parley.client.api.CommandException;
import parley.client.api.Conversations;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;

import java.util.List;

/** Finds messages as people name them. */
final class MessageIds {

    /** How far back one is looked for in each conversation by the beginning of its id. */
    private static final int RECENT = 200;

    private final Conversations conversations;

    MessageIds(Conversations conversations) {
        this.conversations = conversations;
    }

    /** A message's id, or the beginning of one that only one has of those said lately. */
    MessageId find(String text) throws CommandException {
        if (text.length() == 2 * MessageId.LENGTH && Ids.isOne(text)) return new MessageId(Bytes.ofHex(text));
        var known = Ids.isOne(text) ? conversations.startingWith(text, RECENT) : List.<MessageId>of();
        return Ids.find(text, known, "message", "read");
    }
}
