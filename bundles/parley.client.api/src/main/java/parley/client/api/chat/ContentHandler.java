package parley.client.api.chat;

import org.osgi.annotation.versioning.ConsumerType;

import parley.client.api.CommandException;
import parley.client.api.Conversations;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Content;

import java.time.Instant;
import java.util.Optional;

/** Takes content that is not chat's own (files); register it as a service. */
@ConsumerType
public interface ContentHandler {

    /**
     * Something another member said, as the log orders it.
     *
     * @param kind of the conversation
     */
    record Received(
            ConversationId conversation,
            Conversations.Kind kind,
            MessageId id,
            AccountKey author,
            Address from,
            Instant at,
            Content content) {}

    /**
     * Takes content inside the transaction that advances the ratchet and the position. Called in order for each
     * conversation, on a thread that must not be kept waiting; no I/O, no exception for what a peer did wrong.
     *
     * @return the text of a history row for it, empty if it is none
     */
    Optional<String> received(Transaction tx, Received received) throws CommandException;

    /**
     * The person has removed from this profile a message that {@link #received} or {@link Outbox#post} gave a history
     * row: nothing that was said of it is kept, in events either. As part of {@code tx}.
     */
    void erased(Transaction tx, MessageId message) throws CommandException;

    /**
     * The author of such a message has taken it back, from everybody; it may be this account. As {@link #erased}, but
     * nobody is to get what it offered any more, and nothing is to be said of that. As part of {@code tx}.
     */
    default void deleted(Transaction tx, MessageId message) throws CommandException {
        erased(tx, message);
    }

    /**
     * The time of such a message is over: it is removed as if {@link #erased}, but for what is under way, which is
     * asked for again later. As part of {@code tx}.
     *
     * @return whether it is removed
     */
    default boolean expired(Transaction tx, MessageId message) throws CommandException {
        erased(tx, message);
        return true;
    }

    /** Whether {@link #received} is to be asked for this content. */
    boolean takes(Content content);
}
