package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;

import java.util.List;
import java.util.Optional;

/** People this account has asked or was asked by. Blocks; call it from a virtual thread. */
@ProviderType
public interface Contacts {

    /** How it stands with a person. */
    enum State {
        /** They ask us. */
        ASKS,
        /** We asked them. */
        REQUESTED,
        APPROVED,
        DENIED,
        BLOCKED;

        /** The word that scripts see. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What is known of a person's account key ({@link Verification}). */
    enum Trust {
        /** As the relay or a link gave it. */
        UNVERIFIED,
        /** Found to be theirs. */
        VERIFIED,
        /** Their address has come with another: nothing is sent to them until the person decides. */
        CHANGED,
        /** Another was accepted in its place: what was said under this one stays to be read. */
        REPLACED;

        /** The word that scripts see. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * @param conversation the direct conversation, once there is one
     * @param former how it stood with another key that has used this address, if it was denied or blocked
     * @param lookalikeOf somebody whose address's name this one's looks like: an approved contact, or this account
     */
    record Contact(
            Address address,
            AccountKey account,
            State state,
            Optional<ConversationId> conversation,
            Trust trust,
            Optional<State> former,
            Optional<Address> lookalikeOf) {

        /** One of whom no more is known. */
        public Contact(Address address, AccountKey account, State state, Optional<ConversationId> conversation) {
            this(address, account, state, conversation, Trust.UNVERIFIED, Optional.empty(), Optional.empty());
        }
    }

    List<Contact> all() throws CommandException;

    /**
     * Asks a person, named by address ({@code name@relay}, or {@code name} at one's own relay) or contact link. If they
     * have asked already, this approves.
     *
     * @throws CommandException NOT_FOUND, NOT_REACHABLE, REFUSED, USAGE, WRONG_KEY (a link's key is not the relay's)
     */
    Contact connect(String addressOrLink) throws CommandException;

    /**
     * Answers a request with a conversation; somebody denied or blocked speaks again in the conversation there is.
     *
     * @throws CommandException NOT_FOUND (nobody of that address asks), WRONG_KEY (the address has had more than one
     *     key: a contact link says which)
     */
    Contact approve(String addressOrLink) throws CommandException;

    /** Answers a request with silence, remembered. */
    Contact deny(String addressOrLink) throws CommandException;

    /** Drops all that this person sends from now on, and says nothing more to them. */
    Contact block(String addressOrLink) throws CommandException;

    /**
     * Hears a person again: in the conversation there is; one without is forgotten, so that they may ask anew.
     *
     * @return as they are now; of one forgotten as DENIED
     * @throws CommandException NOT_FOUND, REFUSED (they are not blocked)
     */
    Contact unblock(String addressOrLink) throws CommandException;
}
