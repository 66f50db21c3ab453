package parley.chat;

import org.jspecify.annotations.Nullable;

import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.SuiteMissingException;

import java.util.Optional;

/**
 * What a transaction of a {@link Worker} took of the items served, and what is to be done behind it.
 *
 * @param next the first item that was not taken
 * @param group null if the conversation is closed
 * @param lost whether this device can no longer read on, since this transaction
 * @param unneeded what was brought to the hub for a commit that has lost its slot
 * @param awaits whether the next item waits for a Welcome
 * @param missing the suite that the next item waits for
 */
record Taken(
        int next,
        @Nullable Group group,
        boolean epochChanged,
        boolean followerChanged,
        boolean delivered,
        boolean wonSlot,
        boolean lostSlot,
        boolean attends,
        boolean lost,
        boolean ended,
        LargeInvitations.@Nullable Upload unneeded,
        boolean awaits,
        Optional<SuiteMissingException> missing) {

    static Taken none(int next) {
        return new Taken(
                next, null, false, false, false, false, false, false, false, true, null, false, Optional.empty());
    }
}
