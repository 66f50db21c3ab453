package parley.client.api;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.time.Instant;
import java.util.Optional;

/**
 * A message as this profile has it.
 *
 * @param order where it stands in this profile's view of the conversation, growing; for paging
 * @param own whether this account said it
 * @param at the author's clock, for showing only
 * @param file the file that the message offers, if it does; {@code text} is then its name
 */
public record Message(
        MessageId id,
        ConversationId conversation,
        long order,
        AccountKey author,
        Address from,
        boolean own,
        String text,
        Instant at,
        State state,
        Optional<MessageId> file) {

    /** How far an own message has come; a received one is RECEIVED, then READ. */
    public enum State {
        WAITING,
        SENT,
        DELIVERED,
        READ,
        RECEIVED,
        /** It can no longer be sent; the event's notice said why. */
        FAILED
    }
}
