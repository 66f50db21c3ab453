package parley.chat;

import parley.client.api.CommandException;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Content.Amendment;
import parley.protocol.content.Content.Reaction;

/** What waits in a conversation's outbox about one message. */
final class Unsent {

    private Unsent() {}

    /**
     * Takes out of the outbox what is not sealed of a message: itself, its edits, our reactions to it. What is sealed
     * has its number and goes out.
     *
     * @return whether anybody else has the message, or may have or get it
     */
    static boolean withdraw(Book book, ConversationId conversation, MessageId message) throws CommandException {
        var others = true;
        for (var row : book.outbox(conversation, Integer.MAX_VALUE)) {
            var itself = row.id().equals(message);
            if (!itself && !(row.content() instanceof Amendment amendment && amendment.message().equals(message))) {
                continue;
            }
            if (row.sealed().isPresent()) continue;
            if (itself) others = row.reach() != Outgoing.Reach.NOWHERE;
            book.remove(conversation, row);
        }
        return others;
    }

    /** Whether another row than {@code but} says something of the same emoji on the same message. */
    static boolean reacts(Book book, ConversationId conversation, Reaction said, MessageId but)
            throws CommandException {
        for (var row : book.outbox(conversation, Integer.MAX_VALUE)) {
            if (!row.id().equals(but)
                    && row.content() instanceof Reaction(var message, var emoji, _)
                    && message.equals(said.message())
                    && emoji.equals(said.emoji())) {
                return true;
            }
        }
        return false;
    }
}
