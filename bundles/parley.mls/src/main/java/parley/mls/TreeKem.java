package parley.mls;

import parley.cipher.api.CipherException;
import parley.mls.Commit.PathNode;
import parley.mls.Commit.UpdatePath;
import parley.mls.PrivateKeys.NodeKey;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** New keys along a committer's path: made, and followed (RFC 9420 §7.4 to §7.6). */
final class TreeKem {

    private static final String LABEL = "UpdatePathNode";

    private TreeKem() {}

    /**
     * A path just made.
     *
     * @param tree with the path merged
     * @param keys the committer's private keys on its new path, its leaf's included
     * @param secrets the path secret of each node on the filtered direct path
     */
    record Made(
            UpdatePath path,
            RatchetTree tree,
            Map<Integer, NodeKey> keys,
            Map<Integer, byte[]> secrets,
            byte[] commitSecret) {
        @Override
        public String toString() {
            return "Made";
        }
    }

    /**
     * What a member learns from another's path.
     *
     * @param keys the private keys of the nodes that both have above them
     */
    record Followed(Map<Integer, NodeKey> keys, byte[] pathSecret, byte[] commitSecret) {
        @Override
        public String toString() {
            return "Followed";
        }
    }

    /** Signs the leaf's fields, once its parent hash is known. */
    interface LeafSigner {
        LeafNode sign(Bytes encryptionKey, Bytes parentHash);
    }

    /**
     * Makes a path for {@code self} in {@code draft}, to which the proposals have been applied.
     *
     * @param isNew the leaves added by the same commit, who learn their secrets from the Welcome
     * @param context gives the encoded provisional context for the tree with the path merged
     */
    static Made make(
            Labeled suite,
            TreeDraft draft,
            int self,
            IntPredicate isNew,
            LeafSigner signer,
            Function<RatchetTree, byte[]> context) {
        var filtered = draft.filteredPath(self);
        var secrets = new TreeMap<Integer, byte[]>();
        var keys = new TreeMap<Integer, NodeKey>();
        var publicKeys = new ArrayList<Bytes>();
        var inOrder = new ArrayList<byte[]>();
        var secret = suite.randomSecret();
        for (int node : filtered) {
            secrets.put(node, secret);
            inOrder.add(secret);
            var key = nodeKey(suite, secret);
            keys.put(node, key);
            publicKeys.add(key.publicKey());
            secret = suite.deriveSecret(secret, "path");
        }
        var leafKey = suite.suite().kemKeyPair();
        var parentHash = draft.setPath(suite, self, filtered, publicKeys);
        var leaf = signer.sign(Bytes.of(leafKey.publicKey()), parentHash);
        draft.set(self, leaf);
        keys.put(2 * self, new NodeKey(leaf.publicKey(), Bytes.of(leafKey.privateKey())));
        var tree = draft.freeze(suite);
        var encodedContext = context.apply(tree);
        var letters = new ArrayList<Letter>();
        for (int i = 0; i < filtered.size(); i++) {
            for (int receiver : tree.resolution(TreeMath.childAway(filtered.get(i), self), isNew)) {
                letters.add(new Letter(i, Objects.requireNonNull(tree.node(receiver)).publicKey(), inOrder.get(i)));
            }
        }
        var sealed = Cores.map(letters, letter -> letter.seal(suite, encodedContext));
        var secretsOf = Stream.generate(ArrayList<HpkeCiphertext>::new).limit(filtered.size()).toList();
        for (int i = 0; i < sealed.size(); i++) secretsOf.get(letters.get(i).onPath).add(sealed.get(i));
        var nodes = new ArrayList<PathNode>();
        for (int i = 0; i < filtered.size(); i++) nodes.add(new PathNode(publicKeys.get(i), secretsOf.get(i)));
        return new Made(new UpdatePath(leaf, nodes), tree, keys, secrets, secret);
    }

    /**
     * A path secret on its way to those below one node of the copath.
     *
     * @param onPath which node of the filtered path the secret is of, from the bottom
     */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call
    private record Letter(int onPath, Bytes receiver, byte[] secret) {

        /** Whoever has put a key there that is none gets nothing, and cannot keep the others from committing. */
        HpkeCiphertext seal(Labeled suite, byte[] context) {
            try {
                return suite.encrypt(receiver, LABEL, context, secret);
            } catch (CipherException _) {
                return new HpkeCiphertext(Bytes.EMPTY, Bytes.EMPTY);
            }
        }

        @Override
        public String toString() {
            return "Letter";
        }
    }

    /**
     * Merges another's path into {@code draft}, to which the proposals have been applied, and checks what all members
     * check alike.
     *
     * @return the tree with the path merged
     */
    static RatchetTree merge(Labeled suite, TreeDraft draft, int committer, UpdatePath path, IntPredicate isNew)
            throws MlsException {
        var filtered = draft.filteredPath(committer);
        if (filtered.size() != path.nodes().size()) throw new MlsException.Invalid("path is of a wrong length");
        var known = TreeRules.nodeKeys(draft);
        var fresh = new HashSet<Bytes>();
        fresh.add(path.leaf().publicKey());
        for (int i = 0; i < filtered.size(); i++) {
            var node = path.nodes().get(i);
            fresh.add(node.publicKey());
            var receivers = draft.resolution(TreeMath.childAway(filtered.get(i), committer), isNew);
            if (receivers.size() != node.secrets().size()) {
                throw new MlsException.Invalid("path has a wrong number of secrets");
            }
        }
        if (fresh.size() != filtered.size() + 1) throw new MlsException.Invalid("path has one key twice");
        for (var key : fresh) if (known.contains(key)) throw new MlsException.Invalid("path has a key of the tree");
        var parentHash =
                draft.setPath(suite, committer, filtered, path.nodes().stream().map(PathNode::publicKey).toList());
        if (!parentHash.equals(path.leaf().parentHash())) {
            throw new MlsException.Invalid("leaf's parent hash does not fit its path");
        }
        draft.set(committer, path.leaf());
        return draft.freeze(suite);
    }

    /**
     * Decrypts the path secret meant for {@code self}, and derives what follows from it.
     *
     * @param tree what {@link #merge} gave
     * @throws MlsException.CutOff if it does not open, or its keys are not those of the path
     */
    static Followed follow(
            Labeled suite,
            RatchetTree tree,
            int committer,
            UpdatePath path,
            IntPredicate isNew,
            int self,
            PrivateKeys keys,
            byte[] context)
            throws MlsException {
        var filtered = tree.filteredPath(committer);
        for (int i = 0; i < filtered.size(); i++) {
            int node = filtered.get(i);
            if (!TreeMath.covers(node, self)) continue;
            var receivers = tree.resolution(TreeMath.childAway(node, committer), isNew);
            for (int j = 0; j < receivers.size(); j++) {
                var receiver = tree.node(receivers.get(j));
                var key = receiver == null ? null : keys.find(receivers.get(j), receiver.publicKey()).orElse(null);
                if (key == null) continue;
                try {
                    var secret = suite.decrypt(key, LABEL, context, path.nodes().get(i).secrets().get(j));
                    return derive(suite, tree, filtered.subList(i, filtered.size()), secret);
                } catch (CipherException _) {
                    throw new MlsException.CutOff("path secret does not open");
                }
            }
            break;
        }
        throw new MlsException.CutOff("path has no secret for this member");
    }

    /**
     * Derives the keys of {@code nodes}, bottom up, from the path secret of the first.
     *
     * @throws MlsException.CutOff if they are not those in the tree
     */
    static Followed derive(Labeled suite, Tree tree, List<Integer> nodes, byte[] pathSecret) throws MlsException {
        var found = new TreeMap<Integer, NodeKey>();
        var secret = pathSecret;
        for (int index : nodes) {
            var key = nodeKey(suite, secret);
            var node = tree.node(index);
            if (node == null || !node.publicKey().equals(key.publicKey())) {
                throw new MlsException.CutOff("path secret does not fit the published keys");
            }
            found.put(index, key);
            secret = suite.deriveSecret(secret, "path");
        }
        return new Followed(found, pathSecret, secret);
    }

    private static NodeKey nodeKey(Labeled suite, byte[] pathSecret) {
        var pair = suite.suite().kemDeriveKeyPair(suite.deriveSecret(pathSecret, "node"));
        return new NodeKey(Bytes.of(pair.publicKey()), Bytes.of(pair.privateKey()));
    }
}
