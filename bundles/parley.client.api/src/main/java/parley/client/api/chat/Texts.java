package parley.client.api.chat;

import org.osgi.annotation.versioning.ProviderType;

import parley.client.api.CommandException;
import parley.protocol.MessageId;

import java.util.List;
import java.util.Optional;

/**
 * Which messages' texts have changed, in order, for whoever keeps something made of them: they were said, edited,
 * deleted, erased. Blocks (on the profile's disk); call it from a virtual thread.
 */
@ProviderType
public interface Texts {

    /** A message whose text is to be read anew; it may be gone. */
    record Change(long number, MessageId message) {}

    /** The number of the last change; 0 before the first. */
    long last() throws CommandException;

    /**
     * The changes behind number {@code after}, ascending, at most {@code limit}.
     *
     * @return empty if they are not known any more: then everything is to be read anew
     */
    Optional<List<Change>> since(long after, int limit) throws CommandException;
}
