package parley.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import parley.mls.Commit.UpdatePath;
import parley.mls.PrivateKeys.NodeKey;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Vectors of the ratchet tree. */
final class TreeVectors {

    private TreeVectors() {}

    static void treeMath(Json.Obj vector) {
        var leaves = vector.integer("n_leaves");
        var width = vector.integer("n_nodes");
        var root = vector.integer("root");
        assertEquals(width, TreeMath.width(leaves));
        assertEquals(root, TreeMath.root(leaves));
        for (int i = 0; i < width; i++) {
            if (i % 2 == 1) {
                assertEquals((long) TreeMath.left(i), vector.list("left").get(i));
                assertEquals((long) TreeMath.right(i), vector.list("right").get(i));
            }
            if (i != root) {
                assertEquals((long) TreeMath.parent(i), vector.list("parent").get(i));
                assertEquals((long) TreeMath.sibling(i), vector.list("sibling").get(i));
            }
        }
    }

    static void treeOperations(Json.Obj vector) throws Exception {
        var suite = new Labeled(Suites.of(vector.integer("cipher_suite")));
        var before = RatchetTree.decode(suite, vector.hex("tree_before"));
        assertArrayEquals(vector.hex("tree_hash_before"), before.rootHash().toArray());
        var draft = before.draft();
        switch (Stored.decode(vector.hex("proposal"), Proposal::read)) {
            case Proposal.Add(var keyPackage) -> draft.add(keyPackage.leaf());
            case Proposal.Update(var leaf) -> draft.update(vector.integer("proposal_sender"), leaf);
            case Proposal.Remove(var leaf) -> {
                draft.remove((int) leaf);
                draft.truncate();
            }
            default -> throw new AssertionError("unexpected proposal");
        }
        var after = draft.freeze(suite);
        assertArrayEquals(vector.hex("tree_after"), after.encode());
        assertArrayEquals(vector.hex("tree_hash_after"), after.rootHash().toArray());
    }

    static void treeValidation(Json.Obj vector) throws Exception {
        var suite = new Labeled(Suites.of(vector.integer("cipher_suite")));
        var tree = RatchetTree.decode(suite, vector.hex("tree"));
        for (int i = 0; i < tree.width(); i++) {
            assertEquals(vector.list("tree_hashes").get(i), tree.hash(suite, i).hex());
            var resolution = tree.resolution(i).stream().map(Integer::longValue).toList();
            assertEquals(vector.list("resolutions").get(i), resolution);
        }
        TreeRules.checkJoined(suite, tree, Bytes.wrap(vector.hex("group_id")), List.of());
    }

    /** What one member of a vector's tree knows. */
    private record Holder(int leaf, byte[] signaturePrivate, PrivateKeys keys) {}

    static void treeKem(Json.Obj vector) throws Exception {
        var suite = new Labeled(Suites.of(vector.integer("cipher_suite")));
        var tree = RatchetTree.decode(suite, vector.hex("ratchet_tree"));
        var holders = new HashMap<Integer, Holder>();
        for (var it : vector.objects("leaves_private")) holders.put(it.integer("index"), holder(suite, tree, it));
        for (var it : vector.objects("update_paths")) {
            var sender = it.integer("sender");
            var path = Stored.decode(it.hex("update_path"), UpdatePath::read);
            var merged = TreeKem.merge(suite, tree.draft(), sender, path, _ -> false);
            assertArrayEquals(it.hex("tree_hash_after"), merged.rootHash().toArray());
            for (var holder : holders.values()) {
                if (holder.leaf == sender || tree.leaf(holder.leaf) == null) continue;
                var followed = follow(suite, merged, sender, path, holder, context(vector, merged));
                assertEquals(it.list("path_secrets").get(holder.leaf), Bytes.wrap(followed.pathSecret()).hex());
                assertArrayEquals(it.hex("commit_secret"), followed.commitSecret());
            }
            remake(suite, vector, tree, holders, sender);
        }
    }

    private static Holder holder(Labeled suite, RatchetTree tree, Json.Obj vector) throws Exception {
        var leaf = vector.integer("index");
        var own = tree.leaf(leaf);
        assertNotNull(own);
        var keys = PrivateKeys.ofLeaf(leaf, own.publicKey(), Bytes.wrap(vector.hex("encryption_priv")));
        for (var it : vector.objects("path_secrets")) {
            var node = it.integer("node");
            // This verifies that the secret's public key is the node's.
            var derived = TreeKem.derive(suite, tree, List.of(node), it.hex("path_secret"));
            keys = keys.with(node, new ArrayList<>(derived.keys().values()).getFirst());
        }
        return new Holder(leaf, vector.hex("signature_priv"), keys);
    }

    private static void remake(
            Labeled suite, Json.Obj vector, RatchetTree tree, Map<Integer, Holder> holders, int sender)
            throws Exception {
        var before = tree.leaf(sender);
        assertNotNull(before);
        var made =
                TreeKem.make(
                        suite,
                        tree.draft(),
                        sender,
                        _ -> false,
                        (key, parentHash) ->
                                OwnLeaf.changed(before, LeafChange.none(), LeafNode.Source.COMMIT, key, parentHash)
                                        .sign(
                                                suite,
                                                holders.get(sender).signaturePrivate,
                                                Bytes.wrap(vector.hex("group_id")),
                                                sender),
                        merged -> context(vector, merged));
        var merged = TreeKem.merge(suite, tree.draft(), sender, made.path(), _ -> false);
        assertEquals(made.tree().rootHash(), merged.rootHash());
        for (var holder : holders.values()) {
            if (holder.leaf == sender || tree.leaf(holder.leaf) == null) continue;
            var followed = follow(suite, merged, sender, made.path(), holder, context(vector, merged));
            assertArrayEquals(made.commitSecret(), followed.commitSecret());
            for (Map.Entry<Integer, NodeKey> key : followed.keys().entrySet()) {
                assertEquals(made.keys().get(key.getKey()), key.getValue());
            }
        }
    }

    private static TreeKem.Followed follow(
            Labeled suite, RatchetTree merged, int sender, UpdatePath path, Holder holder, byte[] context)
            throws Exception {
        return TreeKem.follow(suite, merged, sender, path, _ -> false, holder.leaf, holder.keys, context);
    }

    private static byte[] context(Json.Obj vector, RatchetTree tree) {
        return new GroupContext(
                        vector.integer("cipher_suite"),
                        Bytes.wrap(vector.hex("group_id")),
                        vector.number("epoch"),
                        tree.rootHash(),
                        Bytes.wrap(vector.hex("confirmed_transcript_hash")),
                        List.of())
                .encode();
    }
}
