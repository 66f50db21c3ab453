package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** A ratchet tree to look at: nodes in an array, null for a blank one (RFC 9420 §4.1, appendix C). */
abstract sealed class Tree permits RatchetTree, TreeDraft {

    abstract int width();

    abstract @Nullable Node node(int index);

    /** The tree hash of the subtree at {@code node} (RFC 9420 §7.8). */
    abstract Bytes hash(Labeled suite, int node);

    final int leaves() {
        return (width() + 1) / 2;
    }

    final int root() {
        return TreeMath.root(leaves());
    }

    final @Nullable LeafNode leaf(long index) {
        return index >= 0 && index < leaves() && node((int) (2 * index)) instanceof LeafNode leaf ? leaf : null;
    }

    final @Nullable ParentNode parent(int index) {
        return node(index) instanceof ParentNode parent ? parent : null;
    }

    /** The leaves that are not blank. */
    final List<Member> members() {
        var members = new ArrayList<Member>();
        for (int i = 0; i < leaves(); i++) {
            var leaf = leaf(i);
            if (leaf != null) members.add(new Member(i, leaf));
        }
        return members;
    }

    /** The node indices of the resolution of {@code node} (RFC 9420 §4.1.1). */
    final List<Integer> resolution(int node) {
        var into = new ArrayList<Integer>();
        resolve(node, into);
        return into;
    }

    /** The resolution without the leaves (by index) that {@code excluded} names. */
    final List<Integer> resolution(int node, IntPredicate excluded) {
        var list = resolution(node);
        list.removeIf(index -> index % 2 == 0 && excluded.test(index / 2));
        return list;
    }

    private void resolve(int index, List<Integer> into) {
        var node = node(index);
        if (node != null) {
            into.add(index);
            if (node instanceof ParentNode parent) for (int leaf : parent.unmerged()) into.add(2 * leaf);
        } else if (index % 2 == 1) {
            resolve(TreeMath.left(index), into);
            resolve(TreeMath.right(index), into);
        }
    }

    private boolean resolvesToNothing(int index) {
        if (node(index) != null) return false;
        return index % 2 == 0 || resolvesToNothing(TreeMath.left(index)) && resolvesToNothing(TreeMath.right(index));
    }

    /** The filtered direct path of {@code leaf} (RFC 9420 §4.1.2), from the bottom up. */
    final List<Integer> filteredPath(int leaf) {
        var path = new ArrayList<Integer>();
        for (int node : TreeMath.directPath(2 * leaf, leaves())) {
            if (!resolvesToNothing(TreeMath.childAway(node, leaf))) path.add(node);
        }
        return path;
    }

    /** The tree hash of {@code node} as it was before {@code gone} (ascending leaf indices) joined (RFC 9420 §7.9). */
    final Bytes originalHash(Labeled suite, int node, int[] gone) {
        if (!touches(node, gone)) return hash(suite, node);
        if (node % 2 == 0) return leafHash(suite, node / 2, null);
        var parent = parent(node);
        return parentNodeHash(
                suite,
                parent == null ? null : parent.withoutUnmerged(gone),
                originalHash(suite, TreeMath.left(node), gone),
                originalHash(suite, TreeMath.right(node), gone));
    }

    private static boolean touches(int node, int[] leaves) {
        for (int leaf : leaves) if (TreeMath.covers(node, leaf)) return true;
        return false;
    }

    /** The parent hash of {@code parent}, which stands at {@code node}, with copath child {@code sibling} (§7.9). */
    final Bytes parentHash(Labeled suite, ParentNode parent, int sibling) {
        var siblingHash = originalHash(suite, sibling, parent.unmerged());
        return Bytes.wrap(
                suite.hash(
                        new WireWriter(512)
                                .opaque(parent.publicKey())
                                .opaque(parent.parentHash())
                                .opaque(siblingHash)
                                .toArray()));
    }

    static Bytes leafHash(Labeled suite, int leaf, @Nullable LeafNode node) {
        var out = new WireWriter(node == null ? 16 : node.encoded().length() + 16).u8(1).u32(leaf).bool(node != null);
        if (node != null) node.write(out);
        return Bytes.wrap(suite.hash(out.toArray()));
    }

    static Bytes parentNodeHash(Labeled suite, @Nullable ParentNode node, Bytes left, Bytes right) {
        var out = new WireWriter(512).u8(2).bool(node != null);
        if (node != null) node.write(out);
        return Bytes.wrap(suite.hash(out.opaque(left).opaque(right).toArray()));
    }

    /** {@code optional<Node> ratchet_tree<V>} (RFC 9420 §12.4.3.3). */
    final byte[] encode() {
        var last = width() - 1;
        while (last > 0 && node(last) == null) last--;
        var body = new WireWriter(1024);
        for (int i = 0; i <= last; i++) {
            switch (node(i)) {
                case null -> body.u8(0);
                case LeafNode leaf -> leaf.write(body.u8(1).u8(1));
                case ParentNode parent -> parent.write(body.u8(1).u8(2));
            }
        }
        return new WireWriter(body.length() + 4).opaque(body.toArray()).toArray();
    }
}
