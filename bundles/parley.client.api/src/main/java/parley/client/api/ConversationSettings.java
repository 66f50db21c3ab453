package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a person sets for one conversation, in this profile alone: nobody else is told of it, but for {@link #lifetime}
 * and {@link #typing}. Each change is published as {@link Event.SettingsChanged}. Every method throws NOT_FOUND if
 * there is no such conversation. Blocks (on the profile's disk only); call it from a virtual thread.
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
     * How long messages last from when they were read (own ones from when the relay has them); zero for ever. Nothing
     * goes sooner than both of two want: the longer of their words is in force. In a group all three are what its
     * admins have set.
     *
     * @param now in force for what is said now
     * @param own what we have said last
     * @param theirs what the other has said last
     */
    record Lifetime(Duration now, Duration own, Duration theirs) {

        /** That of a conversation in which nobody has said anything of it. */
        public static final Lifetime UNLIMITED = new Lifetime(Duration.ZERO, Duration.ZERO, Duration.ZERO);
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
            Draft draft,
            Lifetime lifetime) {

        /** Those of a conversation in which nothing was set. */
        public static final Settings NONE =
                new Settings(0, Optional.empty(), false, false, Optional.empty(), Draft.NONE, Lifetime.UNLIMITED);

        /** The same when all of it was read. */
        public Settings read() {
            return new Settings(pinned, mutedUntil, archived, false, receipts, draft, lifetime);
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
     * Says how long messages are to last there, zero for ever: what is said behind it goes by itself, from every
     * profile whose client keeps the rules. Between two it is in force once the other has said the same or something
     * shorter; in a group an admin sets it, and this waits as {@link Governance} does until it is so. What is in force
     * comes as {@link Event.GroupChanged}.
     *
     * @return the id of what tells the other of two; empty in a group, and if it was said before
     * @throws CommandException USAGE for less than 30 seconds or more than 4 weeks; REFUSED while sending is stopped,
     *     and in a group to whoever is no admin; in a group NOT_REACHABLE
     */
    Optional<MessageId> lifetime(ConversationId conversation, Duration lifetime) throws CommandException;

    /**
     * Says that the person is writing there, or has stopped. To be called whenever the composer changes: the others are
     * told now and then, and not at all where {@link Privacy} forbids it, nobody is to know it, or more than 100 would.
     * What is said ends it by itself. Returns at once; called from any thread.
     */
    void typing(ConversationId conversation, boolean typing);
}
