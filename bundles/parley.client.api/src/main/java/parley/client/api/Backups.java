package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.Address;

import java.nio.file.Path;
import java.time.Instant;

/**
 * Keeps the account, its people and what was said in a file that only a phrase opens, and makes a new profile of it.
 * The phrase is generated: whoever has the file can guess as fast as they like. Methods but {@link #newPhrase} block
 * for as long as there is to read or write, the first second for making a key of the phrase; call them from a virtual
 * thread.
 */
@ProviderType
public interface Backups {

    /** Is told how far it is, and says whether to go on. */
    @FunctionalInterface
    interface Progress {

        /** Goes on to the end, and shows nothing. */
        Progress NONE = (_, _) -> true;

        /**
         * Called on the thread that works, now and then.
         *
         * @param whole what {@code done} comes to about; not less than it
         * @return false to end here: nothing is left of what was begun
         */
        boolean at(long done, long whole);
    }

    /**
     * What a backup holds.
     *
     * @param at when it was made
     * @param unknown items of a later version, which are not restored
     */
    record Summary(Address account, Instant at, long people, long conversations, long messages, long unknown) {}

    /** A phrase for one backup. */
    BackupPhrase newPhrase();

    /**
     * Writes a backup, readable for its owner only. The file appears once it is whole.
     *
     * @param replace whether one that is there gives way to it
     * @param phrase to be shown to the person, who alone keeps it
     * @throws CommandException NOT_FOUND (no account yet, no such directory), REFUSED (it is there already, may not be
     *     written, was cancelled), DISK_FULL
     */
    Summary create(Path file, boolean replace, BackupPhrase phrase, Progress progress) throws CommandException;

    /**
     * Reads all of a backup, and changes nothing.
     *
     * @throws CommandException NOT_FOUND, REFUSED (wrong phrase, no backup, of a later version, cancelled), DAMAGED (it
     *     was altered, or is cut off)
     */
    Summary check(Path file, BackupPhrase phrase, Progress progress) throws CommandException;

    /**
     * Looks whether this profile may become one of a backup's account, before anybody is asked for a phrase.
     *
     * @throws CommandException REFUSED if there is an account here
     */
    void mayRestore() throws CommandException;

    /**
     * Makes this profile, which has no account, one of the backup's account, as a new device that takes the place of
     * those the account had. What was said can be read at once; conversations go on when the relay knows the device and
     * the others' devices have let it in. Everything is restored or nothing.
     *
     * @throws CommandException as {@link #check}; REFUSED if there is an account here
     */
    Summary restore(Path file, BackupPhrase phrase, Progress progress) throws CommandException;
}
