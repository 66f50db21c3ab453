package parley.mls;

import java.util.List;
import java.util.Optional;

/** What a message turned out to be, and the state after it. */
@SuppressWarnings("ArrayRecordComponent") // fresh arrays, handed over to the caller
public sealed interface Received {

    /** Bytes that travelled with the message, readable by whoever carried it, and verified to be its sender's. */
    byte[] authenticatedData();

    /** Application data, verified to be {@code sender}'s. */
    record Application(Group group, Member sender, byte[] data, byte[] authenticatedData) implements Received {}

    /** A proposal, kept in the state for a commit to refer to. */
    record Proposed(Group group, PendingProposal proposal, byte[] authenticatedData, List<Problem> problems)
            implements Received {}

    /** A commit that led to {@code group}'s epoch. */
    record Committed(Group group, Changes changes, byte[] authenticatedData) implements Received {}

    /**
     * A commit that removed this very member; its state is of no more use. What only those who stay can verify, the
     * confirmation tag, is not verified.
     */
    record Removed(Changes changes, byte[] authenticatedData) implements Received {}

    /**
     * What a commit did.
     *
     * @param committer as it stood before the commit; for an external commit the newcomer, who is also what was added
     * @param removed as they stood before; for an external commit its author's own former leaf, if any
     * @param updated the members whose leaf changed, the committer among them if the commit had a path
     * @param extensionsChanged whether the GroupContext extensions were replaced
     * @param reInit the proposal that closed the group, if any
     * @param psks the pre-shared keys that were mixed in: the committer knew them all, as do those who follow
     * @param problems what the {@link CredentialCheck} found wrong with added and updated leaves
     */
    record Changes(
            Member committer,
            List<Member> added,
            List<Member> removed,
            List<Updated> updated,
            boolean extensionsChanged,
            Optional<ReInit> reInit,
            List<UsedPsk> psks,
            List<Problem> problems) {}

    /** A leaf before and after. */
    record Updated(int leaf, LeafNode before, LeafNode after) {}

    /**
     * A pre-shared key that a commit named (RFC 9420 §8.4). It is how a group can ask more of who joins by an external
     * commit: a secret that was told it, or that it was a member before.
     */
    sealed interface UsedPsk {
        /** The key that the application knows as {@code id}. */
        record External(byte[] id) implements UsedPsk {}

        /** The resumption secret of an epoch (unsigned), of this group or another (RFC 9420 §8.6). */
        record Resumption(byte[] groupId, long epoch) implements UsedPsk {}
    }

    /** The parameters of the group that follows a closed one (RFC 9420 §12.1.5). */
    record ReInit(byte[] groupId, int version, int suiteId, List<Extension> extensions) {}
}
