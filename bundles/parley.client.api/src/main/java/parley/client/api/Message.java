package parley.client.api;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message as this profile has it.
 *
 * @param order where it stands in this profile's view of the conversation, growing; for paging
 * @param own whether this account said it
 * @param at the author's clock, for showing only; or when it came, where that is {@code claimed}
 * @param text empty once it is deleted
 * @param file the file that the message offers, if it does; {@code text} is then its name; empty once it is deleted
 * @param replyTo what it answers, as its author says: {@link Conversations#quoted} tells whether that is here
 * @param mentions whom parts of the text mean, in order; only people who were in the conversation when it came
 * @param forwarded whether its author has it from elsewhere, as they say
 * @param edited when its author gave it this text, by their clock; empty if that is what was said first
 * @param deleted whether its author took it back
 * @param reactions in the order in which they came
 * @param lasts how long it stays from when it was read, an own one from when it stands in the log; empty for ever, and
 *     while it stands nowhere yet ({@link ConversationSettings.Lifetime})
 * @param claimed when its author says that they wrote it, where that cannot be; none later than the year 9999
 * @param editClaimed the same of the edit that gave it this text; {@code edited} is then when that came
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
        Optional<MessageId> file,
        Optional<MessageId> replyTo,
        List<Mention> mentions,
        boolean forwarded,
        Optional<Instant> edited,
        boolean deleted,
        List<Reaction> reactions,
        Optional<Duration> lasts,
        Optional<Instant> claimed,
        Optional<Instant> editClaimed) {

    public Message {
        mentions = List.copyOf(mentions);
        reactions = List.copyOf(reactions);
    }

    /**
     * That a part of the text means somebody, whatever that part calls them.
     *
     * @param start in Unicode code points of the text
     * @param length in code points, at least 1; no part lies over another, and all within the text
     * @param address what they were called here when it came; the account is who is meant
     * @param own whether it means this account
     */
    public record Mention(int start, int length, AccountKey account, Address address, boolean own) {}

    /**
     * What somebody thinks of a message; they may think several things.
     *
     * @param emoji as it was sent, which may be any short text
     * @param own whether this account thinks so
     */
    public record Reaction(Address by, String emoji, boolean own) {}

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
