package parley.client.api;

import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

import java.time.Duration;
import java.util.Optional;

/**
 * The passphrase of this profile. Without one the profile's key lies beside the database; with one it does so sealed,
 * and while the profile is locked nobody can read anything of it: {@link parley.client.api.store.Store}, and all that
 * rests on it, throws PASSPHRASE_NEEDED. Faces show nothing they were given before then, and ask for the passphrase.
 *
 * <p>Passphrases are the caller's to wipe. Methods that take one block for about a second; call them from a virtual
 * thread.
 */
@ProviderType
public interface AppLock {

    /** Characters that a passphrase has at least. */
    int SHORTEST = 8;

    /** The longest that {@link #lockAfter} takes. */
    Duration LONGEST_IDLE = Duration.ofDays(1);

    /** How it stands with the profile. */
    enum State {
        /** It has no passphrase: whoever copies the disk reads it. */
        OPEN,
        LOCKED,
        UNLOCKED
    }

    /** Told when the state has changed; register it as a service. */
    @ConsumerType
    interface Listener {
        /** Called on the thread that has changed it, one call at a time; must not call {@link AppLock}. */
        void lockChanged(State state);

        /**
         * It is to be locked in a moment: what is not kept yet can be, now. Called as {@link #lockChanged}; the lock
         * waits for it, so it takes about a second at most.
         */
        default void locking() {}
    }

    /**
     * Is a service for as long as the profile is not locked. Components that keep or show what is in it refer to it
     * (mandatory, static): they end when it is locked, and with them what they had in memory, and begin anew.
     */
    @ConsumerType
    interface Access {}

    /**
     * Blocks until the profile was looked at, a moment when Parley starts.
     *
     * @throws CommandException why the profile cannot be used, if it cannot for another reason
     */
    State state() throws CommandException;

    /** How long the next passphrase waits before it is tried, since one was wrong; zero if it need not. At once. */
    Duration pause();

    /**
     * Opens a locked profile; does nothing with another. Each wrong passphrase, here or in the methods below, makes the
     * next wait twice as long, a minute at most.
     *
     * @throws CommandException REFUSED for a wrong passphrase
     */
    void unlock(char[] passphrase) throws CommandException;

    /**
     * Closes the profile until {@link #unlock}: the link to the relay goes down, and the key is forgotten.
     *
     * @throws CommandException REFUSED without a passphrase
     */
    void lock() throws CommandException;

    /**
     * Gives the profile a passphrase, or another.
     *
     * @param current empty if it has none
     * @throws CommandException REFUSED if {@code current} is wrong, USAGE if {@code wanted} is too short
     */
    void change(char[] current, char[] wanted) throws CommandException;

    /**
     * Takes the passphrase away.
     *
     * @throws CommandException REFUSED if it is wrong, or there is none
     */
    void remove(char[] current) throws CommandException;

    /** After how long without {@link #touched} the profile is locked; empty for never. */
    Optional<Duration> lockAfter() throws CommandException;

    /**
     * @param idle from a minute to {@link #LONGEST_IDLE}; empty for never
     * @throws CommandException REFUSED without a passphrase, USAGE for another time
     */
    void lockAfter(Optional<Duration> idle) throws CommandException;

    /** A person did something. Returns at once. */
    void touched();
}
