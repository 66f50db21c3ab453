package parley.mls;

import java.util.List;

/** What a member can propose (RFC 9420 §12.1). */
public sealed interface ProposalRequest {

    /** Adds a client. */
    record Add(KeyPackage keyPackage) implements ProposalRequest {}

    /** Replaces the proposer's own leaf; its new private key stays in the state until a commit brings it or another. */
    record Update(LeafChange change) implements ProposalRequest {}

    /** Removes the member at {@code leaf}; one's own leaf asks to be removed. */
    record Remove(int leaf) implements ProposalRequest {}

    /** Mixes an external pre-shared key into the next epoch. */
    @SuppressWarnings("ArrayRecordComponent") // an argument, copied where it is used
    record ExternalPsk(byte[] id) implements ProposalRequest {}

    /**
     * Mixes the resumption secret of an epoch that is over, of this group or another, into the next epoch.
     *
     * @param epoch unsigned
     */
    @SuppressWarnings("ArrayRecordComponent") // an argument, copied where it is used
    record ResumptionPsk(byte[] groupId, long epoch) implements ProposalRequest {}

    /** Replaces all GroupContext extensions. */
    record Extensions(List<Extension> extensions) implements ProposalRequest {}

    /**
     * Closes the group in favour of another (RFC 9420 §12.1.5), which {@link Successor} starts once this is committed.
     *
     * @param groupId the successor's id
     * @param suiteId the successor's suite (RFC 9420 §17.1)
     * @param extensions the successor's GroupContext extensions
     */
    @SuppressWarnings("ArrayRecordComponent") // an argument, copied where it is used
    record ReInit(byte[] groupId, int suiteId, List<Extension> extensions) implements ProposalRequest {}
}
