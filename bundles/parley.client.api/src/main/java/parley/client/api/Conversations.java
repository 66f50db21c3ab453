package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Mention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Conversations and what was said in them. Blocks (on the profile's disk only); call it from a virtual thread. */
@ProviderType
public interface Conversations {

    /** Who talks. */
    enum Kind {
        /** Two people. */
        DIRECT,
        GROUP,
        /**
         * This account and somebody who lives in this client ({@link parley.client.api.chat.Companion}): nothing of it
         * leaves this computer. Its title is their address; it has no suite.
         */
        LOCAL
    }

    /**
     * A conversation as a list shows it.
     *
     * @param title a group's title; otherwise the other's address
     * @param unread received messages not marked read
     * @param mentions how many of those mention this account
     * @param last the newest message, without its reactions
     * @param stopped why sending is stopped, as a sentence, if it is
     * @param resumable whether the person may overrule that ({@link #resume}); else it passes by itself, or never
     * @param suite RFC 9420 id; 0 for none
     * @param lastActivity when the newest message came, or the conversation began
     * @param settings what the person has set for it
     */
    record Conversation(
            ConversationId id,
            Kind kind,
            String title,
            List<Address> members,
            int unread,
            int mentions,
            Optional<Message> last,
            Optional<String> stopped,
            boolean resumable,
            int suite,
            Instant lastActivity,
            ConversationSettings.Settings settings) {

        /** One for which nothing is set. */
        public Conversation(
                ConversationId id,
                Kind kind,
                String title,
                List<Address> members,
                int unread,
                int mentions,
                Optional<Message> last,
                Optional<String> stopped,
                boolean resumable,
                int suite,
                Instant lastActivity) {
            this(
                    id,
                    kind,
                    title,
                    members,
                    unread,
                    mentions,
                    last,
                    stopped,
                    resumable,
                    suite,
                    lastActivity,
                    ConversationSettings.Settings.NONE);
        }

        /** The same when all of it was read. */
        public Conversation read() {
            return new Conversation(
                    id, kind, title, members, 0, 0, last, stopped, resumable, suite, lastActivity, settings.read());
        }
    }

    /** All: the pinned ones in the order in which they were pinned, then the most recently active first. */
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
     * @param mentions whom parts of the text mean: in order, none over another, all within the text
     * @throws CommandException TOO_LARGE beyond 64 KiB of UTF-8; USAGE for a text that is no Unicode, for mentions that
     *     do not stand so, are more than 64, or name somebody who is not in the conversation; REFUSED while sending is
     *     stopped
     */
    MessageId say(ConversationId conversation, String text, List<Mention> mentions) throws CommandException;

    /** Says something that mentions nobody. */
    default MessageId say(ConversationId conversation, String text) throws CommandException {
        return say(conversation, text, List.of());
    }

    /**
     * Says something as an answer to {@code to}, a message of the same conversation; else as {@link #say}.
     *
     * @throws CommandException NOT_FOUND if there is no such message in the conversation
     */
    MessageId reply(ConversationId conversation, MessageId to, String text, List<Mention> mentions)
            throws CommandException;

    /** Answers with what mentions nobody. */
    default MessageId reply(ConversationId conversation, MessageId to, String text) throws CommandException {
        return reply(conversation, to, text, List.of());
    }

    /**
     * Says the text of a message anew in any conversation, marked as forwarded: who said it, where, what it answers and
     * whom it mentions is not sent along.
     *
     * @throws CommandException as {@link #say} does; NOT_FOUND for no such message; REFUSED for one that was deleted,
     *     and for a file, which {@link Transfers#forward} takes
     */
    MessageId forward(MessageId message, ConversationId to) throws CommandException;

    /**
     * Gives an own message another text, here at once and for the others by the outbox.
     *
     * @param mentions as {@link #say} takes them; they take the place of the earlier ones
     * @return the id of what tells them so; empty if it has that text and these mentions already
     * @throws CommandException NOT_FOUND, TOO_LARGE, USAGE; REFUSED for another's message, a file, one that was
     *     deleted, or while sending is stopped
     */
    Optional<MessageId> edit(MessageId message, String text, List<Mention> mentions) throws CommandException;

    /** Gives an own message another text, which mentions nobody. */
    default Optional<MessageId> edit(MessageId message, String text) throws CommandException {
        return edit(message, text, List.of());
    }

    /**
     * Takes an own message back, here at once and for the others by the outbox: its text, earlier ones and what people
     * thought of it are removed, and that there was a message stays. One that has not left this device yet does not
     * leave it: then nothing stays, here either.
     *
     * @return the id of what tells them so; empty if it was deleted before, and if nobody else ever had it
     * @throws CommandException NOT_FOUND; REFUSED for another's message, a file, or while sending is stopped
     */
    Optional<MessageId> delete(MessageId message) throws CommandException;

    /**
     * Removes any message from this profile alone: it is listed no more, and the others hear nothing of it. An own one
     * that has not left this device yet does not leave it. A file that moves is cancelled, which the others hear, and
     * is among {@link Transfers#all} no more.
     *
     * @throws CommandException NOT_FOUND
     */
    void erase(MessageId message) throws CommandException;

    /**
     * Says what we think of a message, or if it is not {@code set} that we do so no more.
     *
     * @return the id of what tells the others; empty if it is so already
     * @throws CommandException NOT_FOUND; USAGE for an emoji that is none, or no Unicode; REFUSED for a message that
     *     was deleted, one that has too many, or while sending is stopped
     */
    Optional<MessageId> react(MessageId message, String emoji, boolean set) throws CommandException;

    /**
     * What {@code reply} answers, as this profile has it. Empty if it answers nothing, or what is not here: never said
     * in this conversation, said before we were in it, or erased.
     */
    Optional<Message> quoted(Message reply) throws CommandException;

    /**
     * The newest {@code limit} messages before {@code beforeOrder} ({@code Long.MAX_VALUE} for the newest), oldest
     * first.
     */
    List<Message> page(ConversationId conversation, long beforeOrder, int limit) throws CommandException;

    /**
     * Which messages have an id that begins with {@code digits}, hexadecimal and lower-case, among the newest {@code
     * newest} of each conversation. Nothing else of them is read.
     */
    List<MessageId> startingWith(String digits, int newest) throws CommandException;

    /** Empty if there is none, or it was erased. */
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
