package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.protocol.Address;

import java.util.Optional;

/**
 * What waited to be said in a group that was over for us, where somebody else than an admin of it, as we know it, has
 * let us in again: they may have made the group, so that it would reach others than those it was said to.
 */
final class Withheld {

    private Withheld() {}

    /**
     * Takes out of the outbox what may be anything to others, and says so.
     *
     * @param before the group as it was over
     * @param inviter who has let us in, for the person
     */
    static void withhold(Book book, ConversationState before, Address inviter) throws CommandException {
        var messages = 0;
        for (var row : book.outbox(before.id, Integer.MAX_VALUE)) {
            book.remove(before.id, row);
            var message = book.message(row.id());
            if (message.isEmpty() || message.get().state() != Message.State.WAITING) continue;
            book.put(before.id, message.get().with(Message.State.FAILED));
            book.tx().tell(new Event.ReceiptChanged(before.id, row.id(), Message.State.FAILED, Optional.empty()));
            messages++;
        }
        if (messages == 0) return;
        book.tx()
                .tell(
                        new Event.Notice(
                                inviter
                                        + " has let you in to "
                                        + before.title
                                        + " again, who was no admin of it when you were removed. What waited to be said"
                                        + " there was not sent: look who is in it, and say it again if it is for"
                                        + " them."));
    }
}
