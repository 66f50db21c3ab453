package parley.chat;

import parley.client.api.CommandException;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Content;
import parley.protocol.content.Content.Amendment;
import parley.protocol.content.Content.FileComplete;
import parley.protocol.content.Content.FileEnded;
import parley.protocol.content.Content.FileLeaves;
import parley.protocol.content.Content.Reaction;

/** What waits in a conversation's outbox about one message. */
final class Unsent {

    private Unsent() {}

    /**
     * Takes out of the outbox what is not sealed of a message: itself, its edits, our reactions to it, and what is said
     * of its file where nobody is to have that. What is sealed has its number and goes out.
     *
     * @param fromAll whether it is taken back from everybody
     * @return whether anybody else has the message, or may have or get it
     */
    static boolean withdraw(Book book, ConversationId conversation, MessageId message, boolean fromAll)
            throws CommandException {
        var others = true;
        for (var row : book.outbox(conversation, Integer.MAX_VALUE)) {
            if (row.sealed().isPresent()) continue;
            var itself = row.id().equals(message);
            if (itself) others = row.reach() != Outgoing.Reach.NOWHERE;
            var ofFile = (fromAll || !others) && isOfFile(row.content(), message); // which is said behind the offer
            if (itself || ofFile || amends(row.content(), message)) book.remove(conversation, row);
        }
        return others;
    }

    private static boolean amends(Content content, MessageId message) {
        return content instanceof Amendment amendment && amendment.message().equals(message);
    }

    private static boolean isOfFile(Content content, MessageId file) {
        return switch (content) {
            case FileLeaves leaves -> leaves.file().equals(file);
            case FileComplete complete -> complete.file().equals(file);
            case FileEnded ended -> ended.file().equals(file);
            default -> false;
        };
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
