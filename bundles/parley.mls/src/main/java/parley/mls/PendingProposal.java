package parley.mls;

/**
 * A proposal received or sent in the current epoch that no commit has taken up yet.
 *
 * @param ref the hash that a commit refers to it by
 * @param sender the proposer's leaf
 */
@SuppressWarnings("ArrayRecordComponent") // a fresh array
public record PendingProposal(byte[] ref, int sender, Content content) {

    /** What it proposes. */
    public sealed interface Content {
        /** A client to add. */
        record Add(KeyPackage keyPackage) implements Content {}

        /** The proposer's leaf as it shall be. */
        record Update(LeafNode leaf) implements Content {}

        /** A leaf to remove. */
        record Remove(int leaf) implements Content {}

        /** Anything else, by its number in RFC 9420 §17.4. */
        record Other(int proposalType) implements Content {}
    }
}
