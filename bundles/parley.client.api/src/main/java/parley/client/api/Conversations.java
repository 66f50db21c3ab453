package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Conversations and what was said in them. Blocks (on the profile's disk only); call it from a virtual thread. */
@ProviderType
public interface Conversations {

    /** Two people, or a group. */
    enum Kind {
        DIRECT,
        GROUP
    }

    /**
     * A conversation as a list shows it.
     *
     * @param title a group's title; a direct conversation's other address
     * @param unread received messages not marked read
     * @param last the newest message
     * @param stopped why sending is stopped, as a sentence, if it is
     * @param resumable whether the person may overrule that ({@link #resume}); else it passes by itself, or never
     * @param suite RFC 9420 id
     * @param lastActivity when the newest message came, or the conversation began
     */
    record Conversation(
            ConversationId id,
            Kind kind,
            String title,
            List<Address> members,
            int unread,
            Optional<Message> last,
            Optional<String> stopped,
            boolean resumable,
            int suite,
            Instant lastActivity) {}

    /** All, most recently active first. */
    List<Conversation> all() throws CommandException;

    Optional<Conversation> find(ConversationId id) throws CommandException;

    /**
     * Finds one by address, id or title.
     *
     * @throws CommandException NOT_FOUND, AMBIGUOUS, NOT_APPROVED (the person has not answered yet, or was denied)
     */
    Conversation find(String addressOrIdOrTitle) throws CommandException;

    /**
     * Says something: it is in the persisted outbox when this returns, also offline.
     *
     * @throws CommandException TOO_LARGE beyond 64 KiB of UTF-8, REFUSED while sending is stopped
     */
    MessageId say(ConversationId conversation, String text) throws CommandException;

    /**
     * The newest {@code limit} messages before {@code beforeOrder} ({@code Long.MAX_VALUE} for the newest), oldest
     * first.
     */
    List<Message> page(ConversationId conversation, long beforeOrder, int limit) throws CommandException;

    Optional<Message> message(MessageId id) throws CommandException;

    /** Marks everything received so far as read, and tells the authors. */
    void markRead(ConversationId conversation) throws CommandException;

    /**
     * After the person's yes: sends again although a claim of the log differed; that author's claims are ignored.
     *
     * @throws CommandException REFUSED if what has stopped the sending is not {@link Conversation#resumable}
     */
    void resume(ConversationId conversation) throws CommandException;

    /**
     * How many own messages the relay does not have yet; faces wait for zero, at most some seconds, before they exit.
     */
    int waiting() throws CommandException;
}
