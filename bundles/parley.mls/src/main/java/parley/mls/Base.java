package parley.mls;

import org.jspecify.annotations.Nullable;

/** What members and invited outsiders alike know of an epoch: what proposals apply to. */
record Base(GroupContext context, RatchetTree tree) {

    @Nullable LeafNode leaf(int index) {
        return tree.leaf(index);
    }

    /**
     * @throws MlsException.Invalid if the leaf is blank
     */
    Member member(int leaf) throws MlsException {
        var node = tree.leaf(leaf);
        if (node == null) throw new MlsException.Invalid("leaf " + leaf + " is blank");
        return new Member(leaf, node);
    }
}
