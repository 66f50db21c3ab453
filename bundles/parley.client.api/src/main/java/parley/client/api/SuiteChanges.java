package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.Address;
import parley.protocol.ConversationId;

import java.util.List;
import java.util.Optional;

/**
 * Which cipher suite each conversation uses, and changing it. A conversation goes on in another suite without a gap:
 * nothing that was said is lost, whoever is away reads the rest when they return. Nothing is ever changed but by a
 * person's command: not when a suite leaves ({@link Event.SuiteChanged} says WAITING then, and {@link #of} what all
 * members could change to), and never to a weaker suite without their yes.
 *
 * <p>Blocks; call it from a virtual thread, never inside a transaction. What is present at this moment is with {@link
 * Suites}. A change that was made is told by {@link Event.SuiteChanged} CHANGED and, by name, in an {@link
 * Event.Notice}, to every member.
 */
@ProviderType
public interface SuiteChanges {

    /** How a suite compares with the one in use: 0xF00D is stronger than 4 to 7, and those than 1 to 3. */
    enum Strength {
        WEAKER,
        EQUAL,
        STRONGER
    }

    /**
     * A suite that is present here and that a conversation does not use.
     *
     * @param lacking the members whose devices have not said that they have it: as each knows when it last renewed its
     *     keys, so that a change may find it there all the same
     */
    record Candidate(int suite, String name, Strength strength, List<Address> lacking) {
        public Candidate {
            lacking = List.copyOf(lacking);
        }
    }

    /**
     * A change that is wanted here and not made yet.
     *
     * @param lacking the members it waits for, as the relay had it when last asked (once an hour); empty if it waits
     *     for the relay, or is under way
     */
    record Wanted(int suite, String name, List<Address> lacking) {
        public Wanted {
            lacking = List.copyOf(lacking);
        }
    }

    /**
     * The suite of a conversation.
     *
     * @param suite RFC 9420 id
     * @param present whether a bundle provides it at this moment; if not, messages wait, and this device cannot change
     *     it: another member can, or the bundle comes back
     * @param mayChange whether this account may change it now: of a group its admins may, of a direct conversation both
     * @param wanted the change that is wanted, if there is one
     * @param candidates what it could change to, the strongest first
     */
    record SuiteOf(
            ConversationId conversation,
            int suite,
            String name,
            boolean present,
            boolean mayChange,
            Optional<Wanted> wanted,
            List<Candidate> candidates) {
        public SuiteOf {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * What the person has said yes to ({@link CommandException.Yes} is how a command asks for it).
     *
     * @param weaker that the new suite may be weaker
     * @param waiting that the change waits for members who lack the suite; otherwise it is refused, and names them
     */
    record Consent(boolean weaker, boolean waiting) {

        public static final Consent NONE = new Consent(false, false);
    }

    /** What came of {@link #use}. */
    sealed interface Outcome {}

    /** The conversation uses the suite, or did already. */
    record Changed() implements Outcome {}

    /**
     * The change waits for members who lack the suite, and is made by itself when they have it, if nobody has changed
     * the suite meanwhile.
     */
    record Waiting(List<Address> lacking) implements Outcome {
        public Waiting {
            lacking = List.copyOf(lacking);
        }
    }

    /**
     * The suite of a conversation. Reads the profile only.
     *
     * @throws CommandException NOT_FOUND
     */
    SuiteOf of(ConversationId conversation) throws CommandException;

    /**
     * Changes a conversation to another suite. Returns once the log has it, up to half a minute: who is away follows on
     * return. It takes the place of a change that was wanted before.
     *
     * @param suite RFC 9420 id
     * @throws CommandException NOT_FOUND (no such conversation; no such suite is present), REFUSED (we are no admin;
     *     the suite is weaker, or members lack it, without consent: which is lacking, the exception {@linkplain
     *     CommandException#lacks() says}; the suite in use is not present; the relay withholds what a member's device
     *     says it has; the group is too large, or the conversation is over), NOT_REACHABLE: then it is made by itself
     *     when the relay is reached, unless the sentence says otherwise
     */
    Outcome use(ConversationId conversation, int suite, Consent consent) throws CommandException;

    /**
     * Gives up the change that is wanted.
     *
     * @return whether there was one; false too if it is made already
     * @throws CommandException NOT_FOUND
     */
    boolean cancel(ConversationId conversation) throws CommandException;

    /** The suite that this profile prefers for conversations to come; empty for the strongest that all have. */
    Optional<Integer> preferred() throws CommandException;

    /**
     * From now on conversations that this profile begins use this suite, where everybody who is in one from its
     * beginning has it; else the strongest that all have. Those there are stay as they are.
     *
     * @param suite RFC 9420 id
     * @param weaker the person's yes to a suite weaker than the strongest present
     * @throws CommandException NOT_FOUND (no such suite is present), REFUSED (it is weaker, and lacks their yes)
     */
    void prefer(int suite, boolean weaker) throws CommandException;
}
