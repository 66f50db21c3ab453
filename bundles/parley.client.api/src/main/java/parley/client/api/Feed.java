package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import java.util.List;

/**
 * The durable events that no face has shown yet, in the order they happened. A face reads on, shows, and says so: after
 * a crash between the two the last ones come again. Blocks (on the profile's disk); call it from a virtual thread.
 */
@ProviderType
public interface Feed {

    record Item(long sequence, Event.Durable event) {}

    /** The next items behind {@code sequence} (0: from the first not shown). */
    List<Item> after(long sequence, int limit) throws CommandException;

    /** Everything up to {@code sequence} has been shown and need not be kept. */
    void shown(long sequence) throws CommandException;
}
