package parley.mls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.cipher.api.CipherException;
import parley.mls.ProposalList.Outcome;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every check of a joiner (RFC 9420 §12.4.3.1), against a member who made the Welcome to deceive. */
class JoinRulesTest {

    private final Labeled suite = new Labeled(Suites.of(1));
    private final Peer joiner = Peer.of(Suites.of(1), "erin");
    private final OwnKeyPackage own = joiner.keyPackage();
    private List<Peer> peers;

    @BeforeEach
    void meet() throws Exception {
        peers = Peer.group(Suites.of(1), "alice", "bob", "carol", "mallory");
        for (var peer : peers) Peer.all(peers, peer, peer.commit(new CommitRequest()));
    }

    /** What a deceiver may change; everything else is consistent with it. */
    private final class Lie {
        Consumer<TreeDraft> tree = _ -> {};
        UnaryOperator<GroupContext> context = UnaryOperator.identity();
        UnaryOperator<GroupInfo> signed = UnaryOperator.identity();
        UnaryOperator<Bytes> tag = UnaryOperator.identity();
        int signer = 3;
        boolean withJoiner = true;
        Optional<Bytes> pathSecret = Optional.empty();
        List<PskId> psks = List.of();

        byte[] welcome() throws MlsException {
            var epoch = peers.get(3).group.standing();
            var draft = epoch.tree().draft();
            var leaf = withJoiner ? draft.add(own.keyPackage().leaf()) : 9;
            tree.accept(draft);
            var frozen = draft.freeze(suite);
            var before = epoch.context();
            var lied =
                    context.apply(
                            new GroupContext(
                                    before.suiteId(),
                                    before.groupId(),
                                    before.epoch() + 1,
                                    frozen.rootHash(),
                                    before.confirmedTranscriptHash(),
                                    before.extensions()));
            var joinerSecret = suite.randomSecret();
            var schedule = EpochSecrets.fromJoiner(suite, joinerSecret, suite.zero(), lied.encode());
            var honest = suite.mac(schedule.secrets().confirmation(), lied.confirmedTranscriptHash().shared());
            var extensions = List.of(new Extension(Extension.RATCHET_TREE, Bytes.wrap(frozen.encode())));
            var info =
                    signed.apply(
                            new GroupInfo(lied, extensions, tag.apply(honest), signer, Bytes.EMPTY)
                                    .signed(suite, epoch.signaturePrivate()));
            var joined =
                    new Outcome(
                            draft,
                            List.of(),
                            false,
                            List.of(new Member(leaf, own.keyPackage().leaf())),
                            Set.of(leaf),
                            List.of(own.keyPackage()),
                            List.of(),
                            List.of(),
                            List.of(),
                            Optional.empty(),
                            false);
            var made = WelcomeMaker.make(suite, info, schedule, joined, null, List.of(), 3);
            if (pathSecret.isEmpty() && psks.isEmpty()) return new MlsMessage.OfWelcome(made).encode();
            return reseal(made, new Welcome.GroupSecrets(Bytes.wrap(joinerSecret), pathSecret, psks));
        }

        private byte[] reseal(Welcome made, Welcome.GroupSecrets secrets) {
            try {
                var out = new WireWriter();
                secrets.write(out);
                var sealed =
                        suite.encrypt(
                                own.keyPackage().initKeyBytes(),
                                "Welcome",
                                made.encryptedGroupInfo().shared(),
                                out.toArray());
                var entry = new Welcome.Entry(own.keyPackage().reference(suite), sealed);
                return new MlsMessage.OfWelcome(new Welcome(1, List.of(entry), made.encryptedGroupInfo())).encode();
            } catch (CipherException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Joined join(byte[] welcome, byte @Nullable [] tree) throws MlsException {
        return Group.join(suite.suite(), welcome, own, tree, PskLookup.none(), CredentialCheck.none());
    }

    private <E extends MlsException> void refused(Class<E> kind, String word, Consumer<Lie> lying) throws Exception {
        var lie = new Lie();
        lying.accept(lie);
        var welcome = lie.welcome();
        var thrown = assertThrows(kind, () -> join(welcome, null));
        assertTrue(String.valueOf(thrown.getMessage()).contains(word), thrown.getMessage());
    }

    private void invalid(String word, Consumer<Lie> lying) throws Exception {
        refused(MlsException.Invalid.class, word, lying);
    }

    private static LeafNode leaf(TreeDraft tree, int index) {
        var leaf = tree.leaf(index);
        assertNotNull(leaf);
        return leaf;
    }

    @Test
    void anHonestWelcomePasses() throws Exception {
        assertEquals(4, join(new Lie().welcome(), null).group().self().leaf());
    }

    @Test
    void everyLeafMustBeSigned() throws Exception {
        // Mallory's own leaf, which no parent hash covers: she committed last.
        var group = Bytes.of((byte) 1, (byte) 2, (byte) 3);
        var key = peers.get(3).group.standing().signaturePrivate().shared();
        notSigned(fields -> fields.sign(suite, suite.suite().signatureKeyPair().privateKey(), group, 3));
        notSigned(fields -> fields.sign(suite, key, group, 2));
        notSigned(fields -> fields.sign(suite, key, Bytes.EMPTY, 3));
        // Where one covers it, that tells as well.
        invalid(
                "parent hash",
                lie -> lie.tree = tree -> tree.set(1, leaf(tree, 1).fields().sign(suite, key, group, 1)));
    }

    private void notSigned(Function<LeafNode.Fields, LeafNode> sign) throws Exception {
        refused(
                MlsException.Forged.class,
                "forged",
                lie -> lie.tree = tree -> tree.set(3, sign.apply(leaf(tree, 3).fields())));
    }

    @Test
    void innerNodesMustChainToALeaf() throws Exception {
        var key = Bytes.wrap(suite.suite().kemKeyPair().publicKey());
        // The whole path of leaf 0 is replaced by keys of the deceiver's, without a new leaf.
        invalid(
                "parent hash",
                lie ->
                        lie.tree =
                                tree ->
                                        tree.setPath(
                                                suite, 0, tree.filteredPath(0), keys(tree.filteredPath(0).size())));
        // The joiner extended the tree; the deceiver puts a key at the new root.
        invalid("parent hash", lie -> lie.tree = tree -> tree.setPath(suite, 4, List.of(tree.root()), List.of(key)));
    }

    private List<Bytes> keys(int count) {
        return Stream.generate(() -> Bytes.wrap(suite.suite().kemKeyPair().publicKey())).limit(count).toList();
    }

    @Test
    void membersMustDiffer() throws Exception {
        var bob = peers.get(1);
        invalid("two nodes have one key", lie -> lie.tree = tree -> tree.add(leaf(tree, 1)));
        var twin = bob.keyPackage().keyPackage().leaf();
        invalid("one signature key", lie -> lie.tree = tree -> tree.add(twin));
    }

    @Test
    void theJoinerMustBeInTheTree() throws Exception {
        invalid("own leaf", lie -> lie.withJoiner = false);
    }

    @Test
    void theSignerMustBeAMember() throws Exception {
        invalid("signer's leaf is blank", lie -> lie.signer = 5);
        invalid("signer's leaf is blank", lie -> lie.signer = 1 << 20);
        refused(MlsException.Forged.class, "forged", lie -> lie.signer = 0);
    }

    @Test
    void theGroupInfoMustBeConsistent() throws Exception {
        invalid("confirmation tag", lie -> lie.tag = _ -> Bytes.wrap(new byte[32]));
        invalid(
                "does not fit its hash",
                lie ->
                        lie.context =
                                it ->
                                        new GroupContext(
                                                it.suiteId(),
                                                it.groupId(),
                                                it.epoch(),
                                                Bytes.wrap(new byte[32]),
                                                it.confirmedTranscriptHash(),
                                                it.extensions()));
        invalid(
                "another suite",
                lie ->
                        lie.context =
                                it ->
                                        new GroupContext(
                                                3,
                                                it.groupId(),
                                                it.epoch(),
                                                it.treeHash(),
                                                it.confirmedTranscriptHash(),
                                                it.extensions()));
        refused(
                MlsException.Forged.class,
                "forged",
                lie ->
                        lie.signed =
                                it ->
                                        new GroupInfo(
                                                it.context(),
                                                List.of(it.extensions().getFirst(), new Extension(0xF0FF, new byte[0])),
                                                it.confirmationTag(),
                                                it.signer(),
                                                it.signature()));
    }

    @Test
    void theGroupsExtensionsMustBeSupported() throws Exception {
        invalid(
                "group's extension",
                lie ->
                        lie.context =
                                it ->
                                        new GroupContext(
                                                it.suiteId(),
                                                it.groupId(),
                                                it.epoch(),
                                                it.treeHash(),
                                                it.confirmedTranscriptHash(),
                                                List.of(new Extension(0xF999, new byte[0]))));
    }

    @Test
    void aWrongPathSecretCutsOff() throws Exception {
        refused(
                MlsException.CutOff.class,
                "does not fit",
                lie -> lie.pathSecret = Optional.of(Bytes.wrap(suite.randomSecret())));
    }

    /** Else whoever commits next would seem to have cut the joiner off. */
    @Test
    void noPathSecretMayBeWithheld() throws Exception {
        var honest = peers.get(3).commit(new CommitRequest().add(own.keyPackage())).welcome().orElseThrow();
        assertEquals(4, join(honest, null).group().self().leaf());
        var welcome = assertInstanceOf(MlsMessage.OfWelcome.class, MlsMessage.decode(honest)).welcome();
        var secrets = new Joiner(suite, own, PskLookup.none(), Optional.empty()).openSecrets(welcome);
        assertTrue(secrets.pathSecret().isPresent());
        var without = new Welcome.GroupSecrets(secrets.joinerSecret(), Optional.empty(), secrets.psks());
        var thrown = assertThrows(MlsException.Invalid.class, () -> join(new Lie().reseal(welcome, without), null));
        assertTrue(String.valueOf(thrown.getMessage()).contains("withholds"), thrown.getMessage());
    }

    /** Without a path the joiner is unmerged at every node above it, and needs no key of them. */
    @Test
    void whoIsAddedWithoutAPathKnowsNoNode() throws Exception {
        var remaining = peers.subList(0, 3);
        Peer.all(remaining, peers.getFirst(), peers.getFirst().commit(new CommitRequest().remove(3)));
        Peer.all(remaining, peers.get(1), peers.get(1).commit(new CommitRequest()));
        var added = new CommitRequest().add(own.keyPackage()).withoutPath();
        var welcome = peers.getFirst().commit(added).welcome().orElseThrow();
        var joined = join(welcome, null).group();
        assertEquals(3, joined.self().leaf());
        var root = joined.standing().tree().parent(TreeMath.root(4));
        assertNotNull(root);
        assertTrue(root.isUnmerged(3));
    }

    @Test
    void presharedKeysMustFit() throws Exception {
        var nonce = Bytes.wrap(suite.randomSecret());
        refused(
                MlsException.MissingPsk.class,
                "not at hand",
                lie -> lie.psks = List.of(new PskId.External(Bytes.of((byte) 1), nonce)));
        invalid("wrong length", lie -> lie.psks = List.of(new PskId.External(Bytes.of((byte) 1), Bytes.EMPTY)));
        for (var usage : List.of(PskId.REINIT, PskId.BRANCH)) {
            invalid("reinitialised", lie -> lie.psks = List.of(new PskId.Resumption(usage, Bytes.EMPTY, 0, nonce)));
        }
    }

    @Test
    void aWelcomeIsForOneKeyPackage() throws Exception {
        var welcome = new Lie().welcome();
        var other = joiner.keyPackage();
        assertThrows(
                MlsException.Invalid.class,
                () -> Group.join(suite.suite(), welcome, other, null, PskLookup.none(), CredentialCheck.none()));
        assertThrows(
                MlsException.Invalid.class,
                () -> Group.join(Suites.of(3), welcome, own, null, PskLookup.none(), CredentialCheck.none()));
        var wrongKey =
                OwnKeyPackage.of(own.keyPackage(), suite.suite().kemKeyPair().privateKey(), new byte[32], new byte[32]);
        assertThrows(
                MlsException.Forged.class,
                () -> Group.join(suite.suite(), welcome, wrongKey, null, PskLookup.none(), CredentialCheck.none()));
        var word = peers.getFirst().say("no Welcome");
        assertThrows(MlsException.Malformed.class, () -> join(word, null));
    }

    @Test
    void theTreeApartMustBeTheGroups() throws Exception {
        var welcome = new Lie().welcome();
        var old = peers.getFirst().group.tree();
        assertThrows(MlsException.Invalid.class, () -> join(welcome, old));
        assertThrows(MlsException.Malformed.class, () -> join(welcome, new byte[] {0}));
        assertThrows(MlsException.Malformed.class, () -> join(welcome, new byte[] {1, 0}));
    }

    @Test
    void unmergedLeavesMustBeUnmergedAllTheWay() throws Exception {
        // carol is unmerged at the root but not at the node between.
        invalid(
                "merged further below",
                lie ->
                        lie.tree =
                                tree -> {
                                    var root = TreeMath.root(4);
                                    var parent = tree.parent(root);
                                    assertNotNull(parent);
                                    tree.put(root, parent.withUnmerged(2));
                                });
        invalid(
                "not below its node",
                lie ->
                        lie.tree =
                                tree -> {
                                    var parent = tree.parent(1);
                                    assertNotNull(parent);
                                    tree.put(1, parent.withUnmerged(3));
                                });
        invalid(
                "not below its node",
                lie ->
                        lie.tree =
                                tree -> {
                                    var parent = tree.parent(TreeMath.root(4));
                                    assertNotNull(parent);
                                    tree.put(TreeMath.root(4), parent.withUnmerged(6));
                                });
    }
}
