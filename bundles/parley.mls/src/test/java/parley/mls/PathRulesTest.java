package parley.mls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.cipher.api.CipherException;
import parley.mls.Commit.PathNode;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Every rule for a commit's path (RFC 9420 §7.5, §7.6, §12.4.2), and who is cut off by what. */
class PathRulesTest {

    private final Labeled suite = new Labeled(Suites.of(1));
    private Peer bob;
    private Peer mallory;
    private List<Peer> peers;

    @BeforeEach
    void meet() throws Exception {
        peers = Peer.group(Suites.of(1), "alice", "bob", "carol", "dave", "mallory");
        bob = peers.get(1);
        mallory = peers.get(4);
        // So that every inner node has a key.
        for (var peer : peers) Peer.all(peers, peer, peer.commit(new CommitRequest()));
    }

    private RawCommit raw() throws Exception {
        return new RawCommit(mallory).path();
    }

    private RawCommit withLeaf(UnaryOperator<LeafNode.Fields> change) throws Exception {
        return new RawCommit(mallory).path(change, Bytes.EMPTY);
    }

    private <E extends MlsException> void refused(Class<E> kind, String word, RawCommit commit) {
        var before = bob.group;
        var message = commit.message();
        var thrown = assertThrows(kind, () -> bob.receive(message));
        assertTrue(String.valueOf(thrown.getMessage()).contains(word), thrown.getMessage());
        assertTrue(thrown.alike(), "void for all");
        assertSame(before, bob.group);
    }

    private void invalid(String word, RawCommit commit) {
        refused(MlsException.Invalid.class, word, commit);
    }

    @Test
    void theLeafMustBeMadeForACommit() throws Exception {
        invalid(
                "another source",
                withLeaf(it -> copy(it, LeafNode.Source.UPDATE, it.encryptionKey(), it.extensions())));
        invalid(
                "do not list its extension",
                withLeaf(it ->
                        copy(
                                it,
                                LeafNode.Source.COMMIT,
                                it.encryptionKey(),
                                List.of(new Extension(0xF999, new byte[0])))));
        refused(
                MlsException.Forged.class,
                "forged",
                new RawCommit(mallory)
                        .path(UnaryOperator.identity(), Bytes.wrap(suite.suite().signatureKeyPair().privateKey())));
    }

    private static LeafNode.Fields copy(
            LeafNode.Fields it, LeafNode.Source source, Bytes key, List<Extension> extensions) {
        return new LeafNode.Fields(
                key, it.signatureKey(), it.credential(), it.capabilities(), source, null, it.parentHash(), extensions);
    }

    @Test
    void keysMustBeNew() throws Exception {
        var own = mallory.group.self().node().publicKey();
        invalid("a key of the tree", withLeaf(it -> copy(it, LeafNode.Source.COMMIT, own, it.extensions())));
        var bobs = bob.group.self().node().publicKey();
        invalid("a key of the tree", withLeaf(it -> copy(it, LeafNode.Source.COMMIT, bobs, it.extensions())));
        var root = mallory.group.standing().tree();
        var rootKey = Objects.requireNonNull(root.node(root.root())).publicKey();
        invalid("a key of the tree", raw().nodes(nodes -> replaceKey(nodes, rootKey)));
        invalid("one key twice", withLeafKeyInPath());
    }

    private RawCommit withLeafKeyInPath() throws Exception {
        var commit = raw();
        var key = new ArrayList<Bytes>();
        commit.leaf(leaf -> {
            key.add(leaf.publicKey());
            return leaf;
        });
        return commit.nodes(nodes -> replaceKey(nodes, key.getFirst()));
    }

    private static List<PathNode> replaceKey(List<PathNode> nodes, Bytes key) {
        var changed = new ArrayList<>(nodes);
        changed.set(0, new PathNode(key, nodes.getFirst().secrets()));
        return changed;
    }

    @Test
    void signatureKeysStayUnique() throws Exception {
        var bobs = bob.group.self().node().signatureKeyBytes();
        invalid(
                "one signature key",
                new RawCommit(mallory)
                        .path(
                                it ->
                                        new LeafNode.Fields(
                                                it.encryptionKey(),
                                                bobs,
                                                it.credential(),
                                                it.capabilities(),
                                                it.source(),
                                                null,
                                                it.parentHash(),
                                                it.extensions()),
                                Bytes.wrap(bob.signatureKey.privateKey())));
    }

    @Test
    void theShapeMustFitTheTree() throws Exception {
        invalid("wrong length", raw().nodes(nodes -> nodes.subList(1, nodes.size())));
        invalid(
                "wrong length",
                raw().nodes(nodes -> {
                    var more = new ArrayList<>(nodes);
                    more.add(new PathNode(Bytes.of((byte) 1), List.of()));
                    return more;
                }));
        invalid(
                "wrong number of secrets",
                raw().nodes(nodes -> {
                    var changed = new ArrayList<>(nodes);
                    changed.set(0, new PathNode(nodes.getFirst().publicKey(), List.of()));
                    return changed;
                }));
        invalid(
                "wrong number of secrets",
                raw().nodes(nodes -> {
                    var secrets = new ArrayList<>(nodes.getFirst().secrets());
                    secrets.add(secrets.getFirst());
                    var changed = new ArrayList<>(nodes);
                    changed.set(0, new PathNode(nodes.getFirst().publicKey(), secrets));
                    return changed;
                }));
        invalid(
                "parent hash",
                raw().nodes(nodes -> replaceKey(nodes, Bytes.wrap(suite.suite().kemKeyPair().publicKey()))));
        invalid(
                "parent hash",
                withLeaf(it ->
                        new LeafNode.Fields(
                                it.encryptionKey(),
                                it.signatureKey(),
                                it.credential(),
                                it.capabilities(),
                                it.source(),
                                null,
                                Bytes.wrap(new byte[32]),
                                it.extensions())));
    }

    @Test
    void theConfirmationTagMustFit() throws Exception {
        var message = raw().message(tag -> Bytes.wrap(new byte[tag.length()]));
        var thrown = assertThrows(MlsException.Invalid.class, () -> bob.receive(message));
        assertTrue(thrown.alike());
    }

    @Test
    void aSecretThatDoesNotOpenCutsOff() throws Exception {
        cutOff(
                "does not open",
                raw().nodes(nodes ->
                        changeSecrets(
                                nodes,
                                it -> {
                                    var changed = it.ciphertext().toArray();
                                    changed[0] ^= 1;
                                    return new HpkeCiphertext(it.kemOutput(), Bytes.wrap(changed));
                                })));
        cutOff(
                "does not open",
                raw().nodes(nodes ->
                        changeSecrets(nodes, it -> new HpkeCiphertext(Bytes.of((byte) 1), it.ciphertext()))));
    }

    @Test
    void aSecretThatDoesNotFitCutsOff() throws Exception {
        // Mallory seals something else, properly, to everyone: this needs the context of the tree with her path.
        var commit = raw();
        var context = commit.provisionalContext();
        var tree = commit.mergedTree();
        cutOff(
                "does not fit",
                commit.nodes(nodes -> {
                    var changed = new ArrayList<PathNode>();
                    var filtered = tree.filteredPath(4);
                    for (int i = 0; i < nodes.size(); i++) {
                        var secrets = new ArrayList<HpkeCiphertext>();
                        for (int receiver : tree.resolution(TreeMath.childAway(filtered.get(i), 4))) {
                            secrets.add(seal(tree, receiver, context));
                        }
                        changed.add(new PathNode(nodes.get(i).publicKey(), secrets));
                    }
                    return changed;
                }));
    }

    private HpkeCiphertext seal(RatchetTree tree, int receiver, byte[] context) {
        try {
            var key = Objects.requireNonNull(tree.node(receiver)).publicKey();
            return suite.encrypt(key, "UpdatePathNode", context, suite.randomSecret());
        } catch (CipherException e) {
            throw new AssertionError(e);
        }
    }

    private static List<PathNode> changeSecrets(List<PathNode> nodes, UnaryOperator<HpkeCiphertext> change) {
        return nodes.stream()
                .map(node -> new PathNode(node.publicKey(), node.secrets().stream().map(change).toList()))
                .toList();
    }

    private void cutOff(String word, RawCommit commit) {
        var before = bob.group;
        var message = commit.message();
        var thrown = assertThrows(MlsException.CutOff.class, () -> bob.receive(message));
        assertTrue(String.valueOf(thrown.getMessage()).contains(word), thrown.getMessage());
        assertEquals(Optional.of(4), thrown.committer().map(Member::leaf)); // mallory, whose signature it bears
        assertFalse(thrown.alike(), "the group may have gone on");
        assertSame(before, bob.group);
    }
}
