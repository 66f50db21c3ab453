package parley.client.api.store;

import org.osgi.annotation.versioning.ProviderType;

import parley.client.api.CommandException;
import parley.client.api.Event;

/**
 * The profile's one database. Ratchets, positions, messages, outbox and pending commits change together in one
 * transaction, and nothing leaves the process before the transaction that made it has committed (fsync).
 */
@ProviderType
public interface Store {

    /**
     * Why the profile cannot be used, if it cannot: {@code PROFILE_IN_USE}, {@code DAMAGED}, {@code DISK_FULL}, no
     * write permission. Until it can, every transaction throws the same. Faces ask first and say so; called from any
     * thread.
     */
    void check() throws CommandException;

    /**
     * Runs {@code work} in a transaction of its own, one at a time in the whole profile, and commits it; an exception
     * rolls everything back. Not to be nested. Blocks; call it from a virtual thread.
     *
     * @throws CommandException what {@code work} threw, or DISK_FULL, DAMAGED, PROFILE_IN_USE
     */
    <T> T transact(Work<T> work) throws CommandException;

    /** {@link #transact} for work without a result. */
    default void run(Step step) throws CommandException {
        transact(tx -> {
            step.in(tx);
            return true;
        });
    }

    /** Tells listeners of something that is not stored. Called from any thread; returns at once. */
    void publish(Event.Passing event);

    /** What runs in a transaction. It does no I/O of its own and calls nothing that waits. */
    @FunctionalInterface
    interface Work<T> {
        T in(Transaction tx) throws CommandException;
    }

    /** {@link Work} without a result. */
    @FunctionalInterface
    interface Step {
        void in(Transaction tx) throws CommandException;
    }
}
