package parley.client.api;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something a face may want to show. {@link Durable} ones are told in a transaction, come through {@link Feed} too and
 * are shown once each, even over a restart; {@link Passing} ones are published and tell of the present only.
 */
public sealed interface Event {

    /** An event that is stored with the change it tells of. */
    sealed interface Durable extends Event {}

    /** An event that is not stored: whoever does not listen at that moment never hears of it. */
    sealed interface Passing extends Event {}

    /** The link to the relay. {@code reason} says why it is down, where that is worth a sentence. */
    record LinkChanged(State state, Optional<String> path, Optional<String> reason) implements Passing {
        public enum State {
            CONNECTED,
            RECONNECTING,
            OFFLINE
        }
    }

    record ContactChanged(Address address, AccountKey account, Contacts.State state) implements Durable {}

    /** What is known of a contact's key is another ({@link Verification}). */
    record TrustChanged(Address address, AccountKey account, Contacts.Trust trust) implements Durable {}

    /** A live check has come further, or is over ({@link Verification#check}). */
    record CheckChanged(ConversationId conversation, Address address, Verification.Check check) implements Passing {}

    /** Somebody says something else of themselves ({@link Profiles}). */
    record ProfileChanged(Address address, AccountKey account) implements Passing {}

    record ConversationOpened(ConversationId id, String title, Conversations.Kind kind) implements Durable {}

    /** A message of somebody else, whose parts are those of {@link Message}. */
    record MessageReceived(
            MessageId id,
            ConversationId conversation,
            Address from,
            String text,
            Instant at,
            Optional<MessageId> replyTo,
            List<Message.Mention> mentions,
            boolean forwarded,
            Optional<Instant> claimed)
            implements Durable {

        public MessageReceived {
            mentions = List.copyOf(mentions);
        }

        /** Of one that was written when its author says. */
        public MessageReceived(
                MessageId id,
                ConversationId conversation,
                Address from,
                String text,
                Instant at,
                Optional<MessageId> replyTo,
                List<Message.Mention> mentions,
                boolean forwarded) {
            this(id, conversation, from, text, at, replyTo, mentions, forwarded, Optional.empty());
        }
    }

    /**
     * Somebody else gave a message of theirs another text, which mentions whom it says; {@code claimed} as {@link
     * Message#editClaimed}.
     */
    record MessageEdited(
            ConversationId conversation,
            MessageId message,
            Address by,
            String text,
            Instant at,
            List<Message.Mention> mentions,
            Optional<Instant> claimed)
            implements Durable {

        public MessageEdited {
            mentions = List.copyOf(mentions);
        }

        /** Of one that was written when its author says. */
        public MessageEdited(
                ConversationId conversation,
                MessageId message,
                Address by,
                String text,
                Instant at,
                List<Message.Mention> mentions) {
            this(conversation, message, by, text, at, mentions, Optional.empty());
        }
    }

    /** Somebody else took a message of theirs back. */
    record MessageDeleted(ConversationId conversation, MessageId message, Address by) implements Durable {}

    /** A message's time is over: it is removed from this profile, and listed no more. */
    record MessageExpired(ConversationId conversation, MessageId message) implements Durable {}

    /**
     * Somebody else thinks this of a message, or if it is not {@code set} does so no more. Of this account only where
     * its reaction came too late: the message had as many different ones as it may have, and nobody has it.
     */
    record ReactionChanged(ConversationId conversation, MessageId message, Address by, String emoji, boolean set)
            implements Durable {}

    /**
     * An own message, or an own file, has come further. {@code by} is absent for SENT, which is also told of what
     * {@link Conversations#edit}, {@link Conversations#delete}, {@link Conversations#react} and {@link
     * ConversationSettings#lifetime} return.
     */
    record ReceiptChanged(ConversationId conversation, MessageId message, Message.State state, Optional<Address> by)
            implements Durable {}

    /**
     * Somebody else has come or gone, or says something else of that ({@link Presences}); {@code status} may be empty.
     */
    record PresenceChanged(Address address, AccountKey account, Presence presence, String status) implements Passing {
        public enum Presence {
            ONLINE,
            AWAY,
            OFFLINE
        }
    }

    /** Somebody else began to write something in a conversation, or stopped; that is over when they say it. */
    record TypingChanged(ConversationId conversation, Address address, boolean typing) implements Passing {}

    /** The person has set something for a conversation, or what came has. */
    record SettingsChanged(ConversationId conversation, ConversationSettings.Settings settings) implements Passing {}

    record MemberChanged(ConversationId conversation, Address address, Change change) implements Durable {
        public enum Change {
            JOINED,
            LEFT,
            REMOVED
        }
    }

    /** Something was done with a conversation that {@link MemberChanged} does not tell of; by ourselves, too. */
    record GroupChanged(Happening happening) implements Durable {}

    /** Somebody who has the group's link waits for us, an admin, to let them in ({@link Governance#approve}). */
    record JoinRequested(ConversationId conversation, Address address, AccountKey account) implements Durable {}

    /** A file's state changed. */
    record FileChanged(Transfers.Transfer transfer) implements Durable {}

    /** A running file made progress; at most 4 a second for each. */
    record FileProgress(Transfers.Transfer transfer) implements Passing {}

    /** A conversation's suite is in use again, is waited for, or was changed. */
    record SuiteChanged(ConversationId conversation, int suite, State state) implements Passing {
        public enum State {
            IN_USE,
            WAITING,
            CHANGED
        }
    }

    /** The suites present changed. */
    record SuitesPresent() implements Passing {}

    /** A conversation's sending stopped or went on; the notice beside it says why. */
    record SendingStopped(ConversationId conversation, Optional<String> why) implements Durable {}

    /** A sentence for a person that goes with a change: stored with it and shown once. */
    record Notice(String text) implements Durable {}

    /** A sentence for a person about how things are at present: shown like a notice by whoever listens. */
    record Warning(String text) implements Passing {}
}
