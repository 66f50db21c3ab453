package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a person sets for one conversation, in this profile alone: nobody else is told of it. Each change is published
 * as {@link Event.SettingsChanged}. Every method throws NOT_FOUND if there is no such conversation. Blocks (on the
 * profile's disk only); call it from a virtual thread.
 */
@ProviderType
public interface ConversationSettings {

    /** The most conversations that are pinned, and the most messages of one that are. */
    int MOST_PINNED = 100;

    /** {@link Settings#mutedUntil} of one that is muted for ever. */
    Instant FOR_EVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    /**
     * What is not said yet.
     *
     * @param text at most 64 KiB of UTF-8
     * @param replyTo what it is to answer
     */
    record Draft(String text, Optional<MessageId> replyTo) {

        /** Nothing: what a conversation has in which nothing is begun. */
        public static final Draft NONE = new Draft("", Optional.empty());

        public boolean isNone() {
            return equals(NONE);
        }

        /** What a person wrote belongs in no log. */
        @Override
        public String toString() {
            return "Draft";
        }
    }

    /**
     * All that is set.
     *
     * @param pinned when it was pinned among the pinned ones, growing; 0 if it is not pinned
     * @param mutedUntil until when nobody wants to be disturbed by it, {@link #FOR_EVER} included; messages and
     *     mentions are counted as ever
     * @param archived whether the main list hides it: until the next message, or for as long as it is muted
     * @param markedUnread whether it is to be looked at again, whatever is unread
     * @param receipts whether what is read is told, if that is not as {@link Privacy} says
     */
    record Settings(
            long pinned,
            Optional<Instant> mutedUntil,
            boolean archived,
            boolean markedUnread,
            Optional<Boolean> receipts,
            Draft draft) {

        /** Those of a conversation in which nothing was set. */
        public static final Settings NONE =
                new Settings(0, Optional.empty(), false, false, Optional.empty(), Draft.NONE);

        /** The same when all of it was read. */
        public Settings read() {
            return new Settings(pinned, mutedUntil, archived, false, receipts, draft);
        }

        public boolean isMuted(Instant now) {
            return mutedUntil.filter(now::isBefore).isPresent();
        }
    }

    /**
     * Keeps what is not said yet; {@link Draft#NONE} forgets it, as does saying something there. To be called when the
     * person pauses, not at every key.
     *
     * @throws CommandException TOO_LARGE beyond 64 KiB
     */
    void draft(ConversationId conversation, Draft draft) throws CommandException;

    /**
     * Pins a conversation behind those that are, so that it stands above the others, or pins it no more.
     *
     * @throws CommandException REFUSED if {@link #MOST_PINNED} are
     */
    void pin(ConversationId conversation, boolean pinned) throws CommandException;

    /**
     * Keeps a message at hand behind those that are, or no more. It is let go when it is deleted or removed.
     *
     * @throws CommandException NOT_FOUND if there is none; REFUSED if {@link #MOST_PINNED} of its conversation are
     */
    void pin(MessageId message, boolean pinned) throws CommandException;

    /** The messages of a conversation that are pinned, in the order in which they were. */
    List<Message> pinned(ConversationId conversation) throws CommandException;

    /**
     * Mutes it until a time, {@link #FOR_EVER} included, or no more.
     *
     * @throws CommandException USAGE if that time is past
     */
    void mute(ConversationId conversation, Optional<Instant> until) throws CommandException;

    void archive(ConversationId conversation, boolean archived) throws CommandException;

    /** Marks it to be looked at again; {@link Conversations#markRead} takes that away. */
    void markUnread(ConversationId conversation) throws CommandException;

    /** Says whether others are told there what we have read; empty for as {@link Privacy} says. */
    void receipts(ConversationId conversation, Optional<Boolean> told) throws CommandException;

    /**
     * Says that the person is writing there, or has stopped. To be called whenever the composer changes: the others are
     * told now and then, and not at all where {@link Privacy} forbids it, nobody is to know it, or more than 100 would.
     * What is said ends it by itself. Returns at once; called from any thread.
     */
    void typing(ConversationId conversation, boolean typing);
}
