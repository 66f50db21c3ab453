package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.protocol.wire.Bytes;

import java.util.Arrays;
import java.util.List;

/** A tree under change (RFC 9420 §7.5, §7.7, §12.1). Not thread-safe. */
final class TreeDraft extends Tree {

    private @Nullable Node[] nodes;

    /** Null where the subtree changed since its hash was computed. */
    private @Nullable Bytes[] hashes;

    private int firstFree;

    /** Both arrays are handed over, of equal length. */
    TreeDraft(@Nullable Node[] nodes, @Nullable Bytes[] hashes) {
        this.nodes = nodes;
        this.hashes = hashes;
    }

    /** A tree of one leaf. */
    static TreeDraft of(LeafNode leaf) {
        return new TreeDraft(new @Nullable Node[] {leaf}, new @Nullable Bytes[1]);
    }

    @Override
    int width() {
        return nodes.length;
    }

    @Override
    @Nullable Node node(int index) {
        return nodes[index];
    }

    @Override
    Bytes hash(Labeled suite, int node) {
        var hash = hashes[node];
        if (hash == null) {
            hash =
                    node % 2 == 0
                            ? leafHash(suite, node / 2, leaf(node / 2))
                            : parentNodeHash(
                                    suite,
                                    parent(node),
                                    hash(suite, TreeMath.left(node)),
                                    hash(suite, TreeMath.right(node)));
            hashes[node] = hash;
        }
        return hash;
    }

    /** Puts a new member at the leftmost blank leaf, which it returns (RFC 9420 §12.1.1). */
    int add(LeafNode node) {
        var leaf = reserve();
        firstFree = leaf + 1;
        for (int index : TreeMath.directPath(2 * leaf, leaves())) {
            if (nodes[index] instanceof ParentNode parent) nodes[index] = parent.withUnmerged(leaf);
        }
        set(leaf, node);
        return leaf;
    }

    /** The leftmost blank leaf, where an external commit's author puts itself (RFC 9420 §12.4.3.2). */
    int reserve() {
        var leaf = firstFree;
        while (leaf < leaves() && leaf(leaf) != null) leaf++;
        if (leaf == leaves()) {
            var width = 2 * nodes.length + 1;
            nodes = Arrays.copyOf(nodes, width);
            hashes = Arrays.copyOf(hashes, width);
        }
        return leaf;
    }

    /** Replaces a member's leaf and blanks its path (RFC 9420 §12.1.2). */
    void update(int leaf, LeafNode node) {
        blankPath(leaf);
        set(leaf, node);
    }

    /** Blanks a leaf and its path (RFC 9420 §12.1.3); {@link #truncate} follows the last. */
    void remove(int leaf) {
        blankPath(leaf);
        set(leaf, null);
        firstFree = Math.min(firstFree, leaf);
    }

    /** Drops the right half as long as it holds no leaf (RFC 9420 §7.7). */
    void truncate() {
        var last = leaves() - 1;
        while (last > 0 && leaf(last) == null) last--;
        var width = TreeMath.width(TreeMath.fullLeaves(last + 1));
        if (width == nodes.length) return;
        nodes = Arrays.copyOf(nodes, width);
        hashes = Arrays.copyOf(hashes, width);
    }

    /** Replaces a leaf and nothing else. */
    void set(int leaf, @Nullable LeafNode node) {
        nodes[2 * leaf] = node;
        hashes[2 * leaf] = null;
        for (int index : TreeMath.directPath(2 * leaf, leaves())) hashes[index] = null;
    }

    /** Replaces an inner node and nothing else. */
    void put(int index, ParentNode node) {
        nodes[index] = node;
        hashes[index] = null;
        for (int above : TreeMath.directPath(index, leaves())) hashes[above] = null;
    }

    private void blankPath(int leaf) {
        for (int index : TreeMath.directPath(2 * leaf, leaves())) {
            nodes[index] = null;
            hashes[index] = null;
        }
    }

    /**
     * Sets new keys on the filtered direct path of {@code leaf}, blanking the rest of its path (RFC 9420 §7.5).
     *
     * @param path {@link #filteredPath}
     * @param keys as many public keys
     * @return the parent hash that the leaf must have
     */
    Bytes setPath(Labeled suite, int leaf, List<Integer> path, List<Bytes> keys) {
        blankPath(leaf);
        var above = Bytes.EMPTY;
        for (int i = path.size() - 1; i >= 0; i--) {
            int index = path.get(i);
            var parent = new ParentNode(keys.get(i), above);
            put(index, parent);
            above = parentHash(suite, parent, TreeMath.childAway(index, leaf));
        }
        return above;
    }

    /** The tree with every hash computed. The draft is of no use afterwards. */
    RatchetTree freeze(Labeled suite) {
        var complete = new Bytes[nodes.length];
        for (int i = 0; i < complete.length; i++) complete[i] = hash(suite, i);
        return new RatchetTree(nodes, complete);
    }

    /** The tree with hashes that were computed before. */
    RatchetTree with(Bytes[] known) {
        return new RatchetTree(nodes, known);
    }
}
