package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What makes a whole tree valid (RFC 9420 §7.3, §7.9.2, §11.1, §12.4.3.1, §13.4). */
final class TreeRules {

    private TreeRules() {}

    /** {@code required_capabilities} (RFC 9420 §11.1). */
    record Required(List<Integer> extensions, List<Integer> proposals, List<Integer> credentials) {

        static Required of(List<Extension> contextExtensions) throws MlsException {
            var data = Extension.bytes(contextExtensions, Extension.REQUIRED_CAPABILITIES);
            if (data.isEmpty()) return new Required(List.of(), List.of(), List.of());
            try {
                return WireReader.decode(
                        data.get(),
                        in ->
                                new Required(
                                        Capabilities.numbers(in), Capabilities.numbers(in), Capabilities.numbers(in)));
            } catch (MalformedException e) {
                throw new MlsException.Malformed("required capabilities: " + e.getMessage(), e);
            }
        }

        void check(Capabilities of) throws MlsException {
            for (int type : extensions) {
                if (!of.supportsExtension(type)) throw new MlsException.Invalid("a member lacks extension " + type);
            }
            for (int type : proposals) {
                if (!of.supportsProposal(type)) throw new MlsException.Invalid("a member lacks proposal " + type);
            }
            for (int type : credentials) {
                if (!of.credentials().contains(type)) {
                    throw new MlsException.Invalid("a member lacks credential type " + type);
                }
            }
        }
    }

    /**
     * Checks that members differ, support what the group uses, and one another's credentials; and that no node has
     * another's key, or nobody could join any more.
     */
    static void checkMembers(Tree tree, List<Extension> contextExtensions) throws MlsException {
        checkNodeKeys(tree);
        var members = tree.members();
        var required = Required.of(contextExtensions);
        ExternalSender.of(contextExtensions);
        var credentialTypes = new TreeSet<Integer>();
        var signatureKeys = new HashSet<Bytes>();
        for (var member : members) {
            var leaf = member.node();
            credentialTypes.add(leaf.credential().type());
            if (!signatureKeys.add(leaf.signatureKeyBytes())) {
                throw new MlsException.Invalid("two leaves have one signature key");
            }
        }
        for (var member : members) {
            var capabilities = member.node().capabilities();
            required.check(capabilities);
            for (var extension : contextExtensions) {
                if (!capabilities.supportsExtension(extension.type())) {
                    throw new MlsException.Invalid("a member lacks the group's extension " + extension.type());
                }
            }
            if (!capabilities.credentials().containsAll(credentialTypes)) {
                throw new MlsException.Invalid("a member lacks a credential type in use");
            }
        }
    }

    /** Checks what a joiner checks of a tree that it was given (RFC 9420 §12.4.3.1). */
    static void checkJoined(Labeled suite, Tree tree, Bytes groupId, List<Extension> contextExtensions)
            throws MlsException {
        checkUnmerged(tree);
        checkMembers(tree, contextExtensions);
        checkParentHashes(suite, tree);
        Cores.map(
                tree.members(),
                member -> {
                    LeafRules.checkAlone(suite, member.node(), groupId, member.leaf());
                    return member;
                });
    }

    /** Checks that no key stands in two nodes. */
    private static void checkNodeKeys(Tree tree) throws MlsException {
        var keys = new HashSet<Bytes>();
        for (int i = 0; i < tree.width(); i++) {
            var node = tree.node(i);
            if (node != null && !keys.add(node.publicKey())) throw new MlsException.Invalid("two nodes have one key");
        }
    }

    static Set<Bytes> nodeKeys(Tree tree) {
        var keys = new HashSet<Bytes>();
        for (int i = 0; i < tree.width(); i++) {
            var node = tree.node(i);
            if (node != null) keys.add(node.publicKey());
        }
        return keys;
    }

    /** Checks that an unmerged leaf exists below, and is unmerged in all non-blank nodes between. */
    private static void checkUnmerged(Tree tree) throws MlsException {
        for (int i = 1; i < tree.width(); i += 2) {
            var parent = tree.parent(i);
            if (parent == null) continue;
            for (int leaf : parent.unmerged()) {
                if (tree.leaf(leaf) == null || !TreeMath.covers(i, leaf)) {
                    throw new MlsException.Invalid("an unmerged leaf is not below its node");
                }
                for (int at = TreeMath.parent(2 * leaf); at != i; at = TreeMath.parent(at)) {
                    var between = tree.parent(at);
                    if (between != null && !between.isUnmerged(leaf)) {
                        throw new MlsException.Invalid("an unmerged leaf is merged further below");
                    }
                }
            }
        }
    }

    /** Checks that every inner node chains back to a leaf by parent hashes (RFC 9420 §7.9.2), from the top down. */
    static void checkParentHashes(Labeled suite, Tree tree) throws MlsException {
        for (int i = 1; i < tree.width(); i += 2) {
            var parent = tree.parent(i);
            if (parent == null) continue;
            var left = TreeMath.left(i);
            var right = TreeMath.right(i);
            // The node that was updated along with this one must itself chain back; it is checked in its own turn.
            if (chains(suite, tree, parent, left, right) == chains(suite, tree, parent, right, left)) {
                throw new MlsException.Invalid("a node's parent hash does not lead to a leaf");
            }
        }
    }

    private static boolean chains(Labeled suite, Tree tree, ParentNode parent, int child, int sibling) {
        var merged = tree.resolution(child, parent::isUnmerged);
        if (merged.size() != 1) return false;
        var unmergedHere = 0;
        for (int leaf : parent.unmerged()) if (TreeMath.covers(child, leaf)) unmergedHere++;
        if (tree.resolution(child).size() != unmergedHere + 1) return false;
        var node = tree.node(merged.getFirst());
        return node != null
                && !node.parentHash().isEmpty()
                && node.parentHash().equals(tree.parentHash(suite, parent, sibling));
    }
}
