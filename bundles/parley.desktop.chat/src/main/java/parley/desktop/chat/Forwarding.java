package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.Conversations;
import parley.client.api.Transfers;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.util.ArrayList;
import java.util.List;

/** Says a message once more elsewhere, with a note. For the desk's own thread. */
final class Forwarding {

    /**
     * What came of it.
     *
     * @param said where it was said, with the note
     * @param problem why it was not said in the next one; empty if it was said everywhere
     */
    record Outcome(List<ConversationId> said, String problem) {}

    private final Conversations conversations;
    private final Transfers transfers;

    Forwarding(Conversations conversations, Transfers transfers) {
        this.conversations = conversations;
        this.transfers = transfers;
    }

    /** Says {@code message} in {@code targets}, one after the other, until it does not work. */
    Outcome forward(MessageId message, List<ConversationId> targets, String note) {
        var said = new ArrayList<ConversationId>();
        for (var target : targets) {
            try {
                say(message, target);
                said.add(target); // before the note: what is said once is not said again
                if (!note.isEmpty()) conversations.say(target, note);
            } catch (CommandException e) {
                return new Outcome(List.copyOf(said), Errand.sentence(e));
            }
        }
        return new Outcome(List.copyOf(said), "");
    }

    private void say(MessageId message, ConversationId target) throws CommandException {
        var file = conversations.message(message).filter(it -> it.file().isPresent()).isPresent();
        if (file) transfers.forward(message, target);
        else conversations.forward(message, target);
    }
}
