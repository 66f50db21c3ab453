package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.mls.Commit.ProposalOrRef;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.Optional;

/**
 * What stands as long as an epoch does.
 *
 * @param self this member's leaf
 * @param signaturePrivate for the signature key in this member's leaf
 * @param reInit the committed ReInit that closed the group
 */
record Epoch(
        GroupContext context,
        RatchetTree tree,
        EpochSecrets secrets,
        Bytes confirmationTag,
        Bytes interimTranscript,
        int self,
        PrivateKeys keys,
        Bytes signaturePrivate,
        Optional<Proposal.ReInit> reInit) {

    private static final int FORM = 1;

    Epoch {
        if (tree.leaf(self) == null) throw new IllegalArgumentException("own leaf is blank");
    }

    @Nullable LeafNode leaf(int index) {
        return tree.leaf(index);
    }

    LeafNode ownLeaf() {
        var leaf = tree.leaf(self);
        if (leaf == null) throw new IllegalStateException("own leaf is blank");
        return leaf;
    }

    /** What is known of this epoch outside it as well. */
    Base base() {
        return new Base(context, tree);
    }

    static Epoch load(WireReader in) throws MalformedException {
        Stored.version(in, FORM);
        return new Epoch(
                GroupContext.read(in),
                RatchetTree.load(in),
                EpochSecrets.load(in),
                in.opaqueBytes(),
                in.opaqueBytes(),
                ParentNode.leafIndex(in),
                PrivateKeys.load(in),
                in.opaqueBytes(),
                in.optional(Epoch::loadReInit));
    }

    static Proposal.ReInit loadReInit(WireReader in) throws MalformedException {
        if (ProposalOrRef.read(in) instanceof ProposalOrRef.ByValue(Proposal.ReInit reInit)) return reInit;
        throw new MalformedException("not a ReInit");
    }

    void store(WireWriter out) {
        out.u8(FORM);
        context.write(out);
        tree.store(out);
        secrets.store(out);
        out.opaque(confirmationTag).opaque(interimTranscript).u32(self);
        keys.store(out);
        out.opaque(signaturePrivate);
        out.optional(reInit, Epoch::storeReInit);
    }

    static void storeReInit(WireWriter out, Proposal.ReInit reInit) {
        new ProposalOrRef.ByValue(reInit).write(out);
    }

    @Override
    public String toString() {
        return "Epoch " + Long.toUnsignedString(context.epoch());
    }
}
