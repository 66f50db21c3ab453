package parley.mls;

import java.util.Arrays;

/** Where the nodes of a complete binary tree stand in an array: leaf {@code n} at {@code 2n} (RFC 9420 appendix C). */
final class TreeMath {

    private TreeMath() {}

    /** How many nodes a tree with {@code leaves} leaves has. */
    static int width(int leaves) {
        return leaves == 0 ? 0 : 2 * (leaves - 1) + 1;
    }

    /** The least power of two that is at least {@code leaves}. */
    static int fullLeaves(int leaves) {
        return leaves <= 1 ? 1 : Integer.highestOneBit(leaves - 1) << 1;
    }

    static int level(int node) {
        return Integer.numberOfTrailingZeros(~node);
    }

    static int root(int leaves) {
        return Integer.highestOneBit(width(leaves) | 1) - 1;
    }

    static int left(int node) {
        return node ^ 1 << level(node) - 1;
    }

    static int right(int node) {
        return node ^ 3 << level(node) - 1;
    }

    /** The parent of a node that is not the root. */
    static int parent(int node) {
        var level = level(node);
        var bit = node >>> level + 1 & 1;
        return (node | 1 << level) ^ bit << level + 1;
    }

    static int sibling(int node) {
        var parent = parent(node);
        return node < parent ? right(parent) : left(parent);
    }

    /** The ancestors of a node, from its parent to the root. */
    static int[] directPath(int node, int leaves) {
        var root = root(leaves);
        var path = new int[32];
        var length = 0;
        for (int at = node; at != root; ) {
            at = parent(at);
            path[length++] = at;
        }
        return Arrays.copyOf(path, length);
    }

    /** The first leaf index below {@code node}. */
    static int firstLeaf(int node) {
        return node - ((1 << level(node)) - 1) >> 1;
    }

    /** The last leaf index below {@code node}. */
    static int lastLeaf(int node) {
        return node + ((1 << level(node)) - 1) >> 1;
    }

    static boolean covers(int node, int leaf) {
        return firstLeaf(node) <= leaf && leaf <= lastLeaf(node);
    }

    /** The child of {@code node} that does not have {@code leaf} below it. */
    static int childAway(int node, int leaf) {
        var left = left(node);
        return covers(left, leaf) ? right(node) : left;
    }
}
