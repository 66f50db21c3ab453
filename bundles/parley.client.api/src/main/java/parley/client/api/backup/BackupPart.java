package parley.client.api.backup;

import org.osgi.annotation.versioning.ConsumerType;

import parley.client.api.CommandException;
import parley.client.api.store.Transaction;
import parley.protocol.content.BackupItem;

/** What one bundle has in backups (docs/protocol.md, Backups); register it as a service. */
@ConsumerType
public interface BackupPart {

    /** The {@link #place} of the account, which everything else belongs to. */
    int FIRST = 0;

    /** Takes what is to be kept. */
    @FunctionalInterface
    interface Sink {
        /**
         * Blocks; outside a transaction.
         *
         * @throws CommandException if it cannot be written, or nobody wants it any more
         */
        void put(BackupItem item) throws CommandException;
    }

    /** Takes what was kept, in the order in which it was put; told of all items, takes its own. */
    @FunctionalInterface
    interface Taker {
        /**
         * @return whether it is one of its own; what is nobody's is not restored, nor is anything then
         * @throws CommandException DAMAGED if it does not fit to what came before: then nothing is restored
         */
        boolean take(BackupItem item) throws CommandException;

        /** All is taken. */
        default void end() throws CommandException {}
    }

    /** Where its items stand among those of others: lower first. */
    int place();

    /** About how many items there are, for showing how far it is. Blocks; outside a transaction. */
    long size() throws CommandException;

    /**
     * Puts all that is to be kept. What changes meanwhile is there as it was before or after. Blocks; call it from a
     * virtual thread outside a transaction.
     */
    void save(Sink sink) throws CommandException;

    /**
     * Begins to restore in {@code tx}, which takes everything of the backup or nothing. Writes nothing before it is
     * given an item.
     *
     * @throws CommandException REFUSED if there is something already that would have to give way
     */
    Taker restore(Transaction tx) throws CommandException;
}
