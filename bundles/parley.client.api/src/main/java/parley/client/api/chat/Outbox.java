package parley.client.api.chat;

import org.osgi.annotation.versioning.ProviderType;

import parley.client.api.CommandException;
import parley.client.api.store.Transaction;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Content;
import parley.protocol.content.Salt;

/** Speaks in a conversation on behalf of another bundle. */
@ProviderType
public interface Outbox {

    /**
     * Whether what is said in a conversation never leaves this computer ({@link Companion}).
     *
     * @throws CommandException NOT_FOUND
     */
    boolean staysHere(ConversationId conversation) throws CommandException;

    /**
     * Puts content into the outbox as part of {@code tx}; it leaves after the commit, in order with everything else
     * that this device says there.
     *
     * @param salt what the id follows from, with this account and the conversation ({@link Salt#id})
     * @param shownAs the text of a history row for it, {@code null} for content that is no message to a person
     * @return its id
     * @throws CommandException NOT_FOUND (no such conversation), REFUSED while sending is stopped
     */
    MessageId post(
            Transaction tx,
            ConversationId conversation,
            Salt salt,
            Content content,
            @org.jspecify.annotations.Nullable String shownAs)
            throws CommandException;
}
