package parley.mls;

import java.util.List;

/**
 * A proposal received or sent in the current epoch that no commit has taken up yet.
 *
 * @param ref the hash that a commit refers to it by
 * @param from who proposes it, verified
 */
@SuppressWarnings("ArrayRecordComponent") // a fresh array
public record PendingProposal(byte[] ref, From from, Content content) {

    /** Who can propose (RFC 9420 §12.1.8). */
    public sealed interface From {
        /** The member at {@code leaf}. */
        record Leaf(int leaf) implements From {}

        /** The sender at {@code index} of the group's {@code external_senders}: see {@link ExternalSender#of}. */
        record External(int index) implements From {}

        /** Someone who asks to be added, and who holds the key of the leaf to be added. */
        record Newcomer() implements From {}
    }

    /** What it proposes. */
    public sealed interface Content {
        /** A client to add. */
        record Add(KeyPackage keyPackage) implements Content {}

        /** The proposer's leaf as it shall be. */
        record Update(LeafNode leaf) implements Content {}

        /** A leaf to remove. */
        record Remove(int leaf) implements Content {}

        /** What shall replace all GroupContext extensions. */
        record Extensions(List<Extension> extensions) implements Content {}

        /** The group that shall follow this one. */
        record ReInit(Received.ReInit parameters) implements Content {}

        /** Anything else, by its number in RFC 9420 §17.4. */
        record Other(int proposalType) implements Content {}
    }

    /** The proposer's leaf; -1 if it comes from no member. */
    public int sender() {
        return from instanceof From.Leaf(var leaf) ? leaf : -1;
    }
}
