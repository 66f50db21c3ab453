package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.ConversationSettings;
import parley.client.api.Message;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The messages of the open conversation that are kept at hand. For the desk's own thread. */
final class Pins {

    private final ConversationSettings settings;
    private List<Message> messages = List.of();
    private Set<MessageId> ids = Set.of();

    Pins(ConversationSettings settings) {
        this.settings = settings;
    }

    /** Reads those of {@code conversation}; says whether they are others, or say something else, than before. */
    boolean read(ConversationId conversation) throws CommandException {
        var now = settings.pinned(conversation);
        if (now.equals(messages)) return false;
        messages = List.copyOf(now);
        var all = new HashSet<MessageId>();
        for (var message : now) all.add(message.id());
        ids = all;
        return true;
    }

    /** Those that were read last. */
    List<Message> messages() {
        return messages;
    }

    /** Those of any conversation. */
    List<Message> of(ConversationId conversation) throws CommandException {
        return settings.pinned(conversation);
    }

    boolean has(MessageId message) {
        return ids.contains(message);
    }

    void pin(MessageId message, boolean pinned) throws CommandException {
        settings.pin(message, pinned);
    }
}
