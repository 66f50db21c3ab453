package parley.mls;

import org.jspecify.annotations.Nullable;

/** Checks a GroupInfo and the tree that goes with it (RFC 9420 §12.4.3.1), all but the confirmation tag. */
final class GroupInfoRules {

    private GroupInfoRules() {}

    /** The tree, and who signed. */
    record Checked(RatchetTree tree, Member signer) {}

    /**
     * @param treeApart the ratchet tree, where it did not travel inside; else null
     */
    static Checked check(Labeled suite, GroupInfo info, byte @Nullable [] treeApart) throws MlsException {
        var context = info.context();
        if (context.suiteId() != suite.suite().id()) throw new MlsException.Invalid("group is of another suite");
        var tree = tree(suite, info, treeApart);
        var signer = tree.leaf(info.signer());
        if (signer == null) throw new MlsException.Invalid("signer's leaf is blank");
        if (!info.signedBy(suite, signer.signatureKeyBytes())) throw new MlsException.Forged();
        if (!tree.rootHash().equals(context.treeHash())) throw new MlsException.Invalid("tree does not fit its hash");
        TreeRules.checkJoined(suite, tree, context.groupId(), context.extensions());
        return new Checked(tree, new Member((int) info.signer(), signer));
    }

    private static RatchetTree tree(Labeled suite, GroupInfo info, byte @Nullable [] treeApart) throws MlsException {
        if (treeApart != null) return RatchetTree.decode(suite, treeApart);
        var inside =
                Extension.bytes(info.extensions(), Extension.RATCHET_TREE)
                        .orElseThrow(() -> new MlsException.Invalid("there is no tree inside, and none was given"));
        return RatchetTree.decode(suite, inside.shared());
    }
}
