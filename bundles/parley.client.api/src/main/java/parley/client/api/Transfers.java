package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files on their way. Blocks (on disks only); call it from a virtual thread. */
@ProviderType
public interface Transfers {

    /** How far a file has come. The last four are final. */
    enum State {
        OFFERED,
        RUNNING,
        PAUSED,
        DONE,
        DECLINED,
        CANCELLED,
        FAILED;

        /** The word that scripts see; a cancelled file reads as failed. */
        public String word() {
            return this == CANCELLED ? "failed" : name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A file as it stands.
     *
     * @param own whether this account sends it
     * @param name already safe to show and to save under
     * @param bytes plain bytes that are where they should be: uploaded by the sender, verified on disk by a receiver
     * @param path the sender's file; the receiver's once it is done
     * @param sha256 of the plain file in hex, once known to be right
     * @param reason why it failed, as a sentence
     */
    record Transfer(
            MessageId id,
            ConversationId conversation,
            AccountKey author,
            Address from,
            boolean own,
            String name,
            long size,
            State state,
            long bytes,
            Optional<Path> path,
            Optional<String> sha256,
            Optional<String> reason) {}

    List<Transfer> all() throws CommandException;

    Optional<Transfer> find(MessageId id) throws CommandException;

    /**
     * Offers files, each as a message; all are in the persisted outbox when this returns.
     *
     * @throws CommandException NOT_FOUND (no such file, or not readable), TOO_LARGE, REFUSED, USAGE (a directory)
     */
    List<Transfer> send(ConversationId conversation, List<Path> files) throws CommandException;

    /**
     * Offers a file that was sent or has come, and is done and still here, in any conversation, as {@link #send} does;
     * who offered it first, and where, is not sent along.
     *
     * @throws CommandException NOT_FOUND (no such file, or it is no longer where it was), REFUSED if it is not done,
     *     and what {@link #send} throws
     */
    Transfer forward(MessageId file, ConversationId to) throws CommandException;

    /**
     * Takes an offered file into {@code directory}, by default {@code files/} in the profile; a paused one moves on
     * where it was.
     *
     * @throws CommandException REFUSED if the offer has ended, DISK_FULL, TOO_LARGE, NOT_FOUND
     */
    Transfer accept(MessageId id, Optional<Path> directory) throws CommandException;

    Transfer decline(MessageId id) throws CommandException;

    /** Ends an own file's sending or an accepted file's receiving. */
    Transfer cancel(MessageId id) throws CommandException;

    /**
     * Lets a file that moves rest until {@link #resume}, also over a restart.
     *
     * @throws CommandException REFUSED if it has ended, or is not accepted yet
     */
    Transfer pause(MessageId id) throws CommandException;

    /** Lets a paused file move on; one that moves anyway is left alone. Throws as {@link #pause} does. */
    Transfer resume(MessageId id) throws CommandException;
}
