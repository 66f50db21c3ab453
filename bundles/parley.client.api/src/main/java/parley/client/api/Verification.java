package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.content.SafetyNumber;
import parley.protocol.content.VerificationCode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a person is who they seem to be: two people compare a number, a code or three words another way than through
 * Parley, and what each has found stays with the other's account key. Also what is to be done when an address comes
 * with another key. People are named by address, by name alone at one's own relay, or by contact link. Blocks (on the
 * profile's disk, but for {@link #accept}); call it from a virtual thread.
 */
@ProviderType
public interface Verification {

    /** How long a live check may take. */
    Duration CHECK_LASTS = Duration.ofMinutes(5);

    /**
     * What can be compared with a person, and how that stands.
     *
     * @param account the key known of them
     * @param number the same for both if each has the other's key
     * @param code to be shown as a QR code for them to scan ({@link #scan})
     * @param verified when the key was found to be theirs, if it was
     * @param changed the other key that their address has come with, until the person accepts it or not
     * @param check the live check that is under way
     */
    record Standing(
            Address address,
            AccountKey account,
            SafetyNumber number,
            VerificationCode code,
            Optional<Instant> verified,
            Optional<Changed> changed,
            Optional<Check> check) {}

    /**
     * Another key than the one known of an address.
     *
     * @param number to compare with whoever has that key
     */
    record Changed(AccountKey account, SafetyNumber number) {}

    /** How a live check stands. */
    enum CheckState {
        /** We have asked; they have not agreed yet. */
        WAITING,
        /** They ask; {@link #check} agrees, {@link #end} does not. */
        ASKED,
        /** We have agreed; what the words follow from is on its way. */
        ANSWERED,
        /** The words are there to compare. */
        COMPARE,
        /** The person has found them the same; the check is over. */
        MATCHED,
        /** The person has found them different; the check is over. */
        DIFFERED,
        /** It is over without words to compare. */
        ENDED;

        /** The word that scripts see. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A live check: both people see three words at the same time, and tell each other.
     *
     * @param words three while they are to be compared; else none
     * @param why a sentence, where it has ended by itself
     */
    record Check(CheckState state, List<String> words, Optional<String> why) {
        public Check {
            words = List.copyOf(words);
        }
    }

    /**
     * How it stands with a contact.
     *
     * @throws CommandException NOT_FOUND, AMBIGUOUS (the address has been used by several keys: name a contact link)
     */
    Standing of(String addressOrLink) throws CommandException;

    /**
     * Remembers that the person has compared and found it the same, or takes that back.
     *
     * @throws CommandException NOT_FOUND, AMBIGUOUS, REFUSED (the address has come with another key: that is decided
     *     first)
     */
    Standing mark(String addressOrLink, boolean verified) throws CommandException;

    /**
     * Compares with a code that the contact shows, and remembers it if it is the same.
     *
     * @throws CommandException USAGE (it is no code), WRONG_KEY with a sentence which of the keys differs: then a mark
     *     there was is gone; NOT_FOUND, AMBIGUOUS, REFUSED as {@link #mark}
     */
    Standing scan(String addressOrLink, String code) throws CommandException;

    // ---- Another key ----

    /**
     * Takes the new key for theirs: they are asked or answered under it, the conversation with the former stays to be
     * read, and texts that waited there wait for the new one. Blocks for the relay, up to half a minute.
     *
     * @throws CommandException NOT_FOUND (there is nothing to accept), WRONG_KEY (the relay names yet another by now);
     *     NOT_REACHABLE: it is accepted, and {@link Contacts#connect} goes on
     */
    Contacts.Contact accept(String addressOrLink) throws CommandException;

    /**
     * Stays with the key that is known: sending to them goes on, and the other key is denied.
     *
     * @throws CommandException NOT_FOUND if there is nothing to decide
     */
    Contacts.Contact keep(String addressOrLink) throws CommandException;

    // ---- Live ----

    /**
     * Asks a contact for a live check, or agrees to the one that they have asked for. They see it while their client
     * runs; it ends by itself after {@link #CHECK_LASTS} or when either client ends.
     *
     * @return as it stands now; {@link Event.CheckChanged} tells how it goes on
     * @throws CommandException NOT_FOUND, AMBIGUOUS, NOT_APPROVED, REFUSED while sending to them is stopped
     */
    Check check(String addressOrLink) throws CommandException;

    /**
     * Says whether the words are the same: if so the contact is verified, else a mark there was is gone.
     *
     * @throws CommandException NOT_FOUND if there are no words to compare, AMBIGUOUS
     */
    Check compared(String addressOrLink, boolean same) throws CommandException;

    /**
     * Ends a check, whoever asked.
     *
     * @throws CommandException NOT_FOUND if there is none, AMBIGUOUS
     */
    Check end(String addressOrLink) throws CommandException;
}
