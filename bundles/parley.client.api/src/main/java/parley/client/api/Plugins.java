package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Bundles that a person adds to Parley, or puts in the place of its own, while it runs. Blocks, up to a minute; call it
 * from a virtual thread.
 *
 * <p>Only signed jars of an accepted publisher run, and only versions not below the highest there has been of that
 * name. What one declares is information and no fence: a plug-in can do all that Parley can.
 */
@ProviderType
public interface Plugins {

    /** How a plug-in stands. */
    enum State {
        /** It is started. */
        RUNNING,
        /** Its file is still being written, or its start or self-test is under way. */
        WAITING,
        /** It is not used; the reason says why, and what to do. */
        REFUSED,
        /** Somebody stopped it. */
        STOPPED;

        /** The word that scripts see. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * What a plug-in says of itself. Nobody holds it to that.
     *
     * @param description a sentence; may be empty
     * @param uses words such as {@code ciphers}, {@code network}, {@code files}, {@code views}
     */
    record Declared(String description, List<String> uses) {

        public Declared {
            uses = List.copyOf(uses);
        }
    }

    /**
     * A plug-in.
     *
     * @param name its symbolic name; of a jar that cannot be read, the file's name
     * @param version absent where it cannot be read
     * @param publisher SHA-256 of the signer's public key (SubjectPublicKeyInfo), 64 hex digits; absent where no
     *     signature holds
     * @param reason a sentence for a person; present unless it runs
     * @param installed whether it is kept here, and so can be updated and removed; else it is a jar that was not taken
     *     in, which may have the name of one that is
     * @param file the jar in {@code plugins/} that was not taken in though it could be read: what to {@link #inspect},
     *     as a person's yes may be all it lacks; else empty
     */
    record Plugin(
            String name,
            Optional<String> version,
            Optional<String> publisher,
            State state,
            Optional<String> reason,
            Declared declares,
            boolean installed,
            Optional<Path> file) {}

    /**
     * What a jar would be, once it were installed.
     *
     * @param accepted whether it may run: its publisher is Parley's own, or one that this profile has accepted
     * @param replaces whether it would take the place of a plug-in or of a part of Parley, and so takes an update
     * @param digest SHA-256 of the jar, 64 hex digits
     */
    record Offer(
            String name,
            String version,
            String publisher,
            boolean accepted,
            boolean replaces,
            Declared declares,
            String digest) {}

    /** Those installed, then those refused. */
    List<Plugin> list() throws CommandException;

    /**
     * Looks at a jar and checks its signature; installs nothing. What it refuses, no yes of a person can bring in.
     *
     * @throws CommandException NOT_FOUND, TOO_LARGE, REFUSED (not signed, altered, no plug-in for this Parley, older
     *     than what there was, of another publisher than what is here, or in the place of what cannot be replaced)
     */
    Offer inspect(Path jar) throws CommandException;

    /**
     * Installs a plug-in that is not here yet and starts it. A copy is kept in the profile; the jar is not needed
     * again.
     *
     * @param acceptedPublisher the publisher that the person has just accepted, 64 hex digits; from then on it may
     *     publish more
     * @throws CommandException NOT_FOUND, TOO_LARGE, DISK_FULL, PROFILE_IN_USE, REFUSED (one of many reasons; a
     *     publisher not accepted is named with what the plug-in declares)
     */
    Plugin install(Path jar, Optional<String> acceptedPublisher) throws CommandException;

    /**
     * Puts another version in the place of a plug-in that is here, or of a bundle of Parley's own, without stopping the
     * rest. Throws as {@link #install} does; then what was there before runs on.
     */
    Plugin update(Path jar, Optional<String> acceptedPublisher) throws CommandException;

    /**
     * Takes in what was {@code shown} to the person, whose yes is to that jar and its publisher alone: installs it, or
     * updates what is here. Throws as {@link #install} does, REFUSED also if {@code jar} is another by now.
     */
    Plugin put(Path jar, Offer shown) throws CommandException;

    /**
     * Removes a plug-in, its jar in {@code plugins/} too, and forgets its publisher if that was the last of theirs.
     * What it stood for of Parley's own comes back. Where none of this name is installed, as {@link #forget}.
     *
     * @throws CommandException NOT_FOUND, DISK_FULL
     */
    void remove(String name) throws CommandException;

    /**
     * Lists no longer what was not taken in: the jars of this name, and the file of this name in {@code plugins/}. The
     * files stay where they are, and so does what is installed.
     *
     * @throws CommandException NOT_FOUND
     */
    void forget(String name) throws CommandException;
}
