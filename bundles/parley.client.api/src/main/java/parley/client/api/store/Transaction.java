package parley.client.api.store;

import org.osgi.annotation.versioning.ProviderType;

import parley.client.api.Event;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;

/**
 * The records of the profile, as one transaction sees them. A record has a space (a fixed name such as {@code
 * "chat.message"}, begun with its owner's bundle), an id of any bytes, an order, and a value. Values are sealed; ids
 * are kept as keyed hashes (so a value must hold what its id was, where that matters); orders are visible on a stolen
 * disk.
 *
 * <p>Good only inside the call of {@link Store#transact}, on its thread.
 */
@ProviderType
public interface Transaction {

    /** A record of one id. */
    record Row(long order, Bytes value) {}

    Optional<Bytes> get(String space, Bytes id, long order);

    default Optional<Bytes> get(String space, Bytes id) {
        return get(space, id, 0);
    }

    void put(String space, Bytes id, long order, Bytes value);

    default void put(String space, Bytes id, Bytes value) {
        put(space, id, 0, value);
    }

    void remove(String space, Bytes id, long order);

    default void remove(String space, Bytes id) {
        remove(space, id, 0);
    }

    /** Rows of one id with order at or above {@code from}, ascending, at most {@code limit}. */
    List<Row> ascending(String space, Bytes id, long from, int limit);

    /** Rows of one id with order at or below {@code from}, descending, at most {@code limit}. */
    List<Row> descending(String space, Bytes id, long from, int limit);

    /** The values of all ids of a space, in no order worth relying on. For small spaces. */
    List<Bytes> all(String space);

    /**
     * Stores an event with this transaction: listeners hear it after the commit, {@code Feed} keeps it until shown.
     *
     * @return its number, for {@link #untell}; never 0
     */
    long tell(Event.Durable event);

    /**
     * Takes back what was told under {@code number}, if no face has shown it yet: nothing of it is kept any longer.
     * Listeners hear it all the same, if that was in this transaction, or have heard it.
     *
     * @return whether it was still kept, and given to no face to show
     */
    boolean untell(long number);

    /** Tells listeners of an event after the commit, and nobody later: {@code Feed} does not keep it. */
    default void tellNow(Event.Durable event) {
        untell(tell(event));
    }

    /** Runs {@code action} after the commit, on the same thread, in order; not at all after a roll-back. */
    void afterCommit(Runnable action);
}
