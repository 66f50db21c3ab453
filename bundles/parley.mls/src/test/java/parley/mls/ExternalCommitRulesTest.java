package parley.mls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.cipher.api.CipherException;
import parley.mls.Commit.PathNode;
import parley.mls.Commit.UpdatePath;
import parley.mls.FramedContent.Sender;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Every rule for external commits (RFC 9420 §12.2, §12.4.2, §12.4.3.2), against an outsider who keeps none. */
class ExternalCommitRulesTest {

    private final Labeled suite = new Labeled(Suites.of(1));
    private final Peer mallory = Peer.of(Suites.of(1), "mallory");
    private List<Peer> peers;
    private Peer alice;
    private Peer bob;

    @BeforeEach
    void meet() throws Exception {
        peers = Peer.group(Suites.of(1), "alice", "bob", "carol", "dave");
        alice = peers.get(0);
        bob = peers.get(1);
        for (var peer : peers) Peer.all(peers, peer, peer.commit(new CommitRequest()));
    }

    private RawExternalCommit raw() throws MlsException {
        return new RawExternalCommit(mallory, alice);
    }

    private <E extends MlsException> void refused(Class<E> kind, String word, RawExternalCommit commit)
            throws Exception {
        var before = bob.group;
        var message = commit.message();
        var thrown = assertThrows(kind, () -> bob.receive(message));
        assertTrue(String.valueOf(thrown.getMessage()).contains(word), thrown.getMessage());
        assertTrue(thrown.alike(), "void for all");
        assertSame(before, bob.group);
        assertEquals("still here", bob.hear(alice.say("still here")));
    }

    private void invalid(String word, RawExternalCommit commit) throws Exception {
        refused(MlsException.Invalid.class, word, commit);
    }

    @Test
    void anHonestOnePasses() throws Exception {
        assertInstanceOf(Received.Committed.class, bob.receive(raw().init().message()));
    }

    @Test
    void anHonestResyncPasses() throws Exception {
        assertInstanceOf(Received.Committed.class, bob.receive(raw().init().removing(2).message()));
    }

    @Test
    void oneExternalInitIsThere() throws Exception {
        invalid("lacks an ExternalInit", raw());
        invalid("two ExternalInits", raw().init().init());
        var garbled = raw().propose(new Proposal.ExternalInit(Bytes.of((byte) 9)));
        invalid("does not open", garbled);
        invalid("does not open", raw().propose(new Proposal.ExternalInit(Bytes.wrap(new byte[32]))));
        // A true one, but not the one that the tag was computed with.
        var other = ExternalPlan.init(suite, Bytes.wrap(alice.group.externalPub(alice.suite))).proposal();
        invalid("confirmation tag", raw().propose(other));
    }

    @Test
    void atMostOneMemberIsRemoved() throws Exception {
        invalid("two Removes", raw().init().removing(2).propose(new Proposal.Remove(3)));
        invalid("two Removes", raw().init().removing(2).propose(new Proposal.Remove(2)));
        invalid("blank already", raw().init().propose(new Proposal.Remove(9)));
        invalid("blank already", raw().init().propose(new Proposal.Remove(1L << 31)));
    }

    @Test
    void theFormerKeyIsNotKept() throws Exception {
        var former = bob.group.standing().tree().leaf(2);
        var commit = raw().init().removing(2);
        commit.leaf =
                it ->
                        new LeafNode.Fields(
                                Objects.requireNonNull(former).publicKey(),
                                it.signatureKey(),
                                it.credential(),
                                it.capabilities(),
                                it.source(),
                                null,
                                it.parentHash(),
                                it.extensions());
        invalid("former encryption key", commit);
    }

    @Test
    void nothingElseIsProposed() throws Exception {
        var erin = Peer.of(Suites.of(1), "erin").keyPackage().keyPackage();
        invalid("proposal 1", raw().init().propose(new Proposal.Add(erin)));
        invalid("proposal 2", raw().init().propose(new Proposal.Update(bob.group.self().node())));
        invalid("proposal 5", raw().init().propose(new Proposal.ReInit(Bytes.of((byte) 9), 1, 1, List.of())));
        invalid("proposal 7", raw().init().propose(new Proposal.GroupContextExtensions(List.of())));
    }

    @Test
    void nothingIsReferredTo() throws Exception {
        var sent = alice.propose(new ProposalRequest.Remove(3));
        bob.receive(sent.message());
        invalid("refers to a proposal", raw().init().refer(sent.ref()));
        invalid("refers to a proposal", raw().refer(sent.ref()));
    }

    @Test
    void preSharedKeysMustFit() throws Exception {
        var nonce = Bytes.wrap(suite.randomSecret());
        var id = new Proposal.Psk(new PskId.External(Bytes.of(Peer.PSK_ID), nonce));
        invalid("one PSK twice", raw().init().propose(id, id));
        invalid("wrong length", raw().init().propose(new Proposal.Psk(new PskId.External(nonce, Bytes.EMPTY))));
        for (int usage : List.of(PskId.REINIT, PskId.BRANCH)) {
            var link = new PskId.Resumption(usage, nonce, 0, nonce);
            invalid("another use", raw().init().propose(new Proposal.Psk(link)));
        }
        var unknown = raw().init().propose(new Proposal.Psk(new PskId.External(nonce, nonce))).message();
        assertThrows(MlsException.MissingPsk.class, () -> bob.receive(unknown));
        var wrong = raw().init().propose(id).message();
        assertThrows(MlsException.CutOff.class, () -> bob.receive(wrong));
    }

    @Test
    void aPathIsThere() throws Exception {
        var commit = raw().init();
        commit.withPath = false;
        invalid("lacks a path", commit);
    }

    @Test
    void theLeafIsTheAuthors() throws Exception {
        var commit = raw().init();
        commit.signWith = Bytes.of(suite.suite().signatureKeyPair().privateKey());
        refused(MlsException.Forged.class, "forged", commit);
        var misplaced = raw().init();
        misplaced.leafShift = 1;
        refused(MlsException.Forged.class, "forged", misplaced);
        invalid("another source", withLeaf(it -> copy(it, LeafNode.Source.UPDATE, it.signatureKey(), List.of())));
        invalid(
                "do not list its extension",
                withLeaf(it ->
                        copy(
                                it,
                                LeafNode.Source.COMMIT,
                                it.signatureKey(),
                                List.of(new Extension(0xF999, new byte[0])))));
    }

    private RawExternalCommit withLeaf(UnaryOperator<LeafNode.Fields> change) throws MlsException {
        var commit = raw().init();
        commit.leaf = change;
        return commit;
    }

    private static LeafNode.Fields copy(
            LeafNode.Fields it, LeafNode.Source source, Bytes signatureKey, List<Extension> extensions) {
        return new LeafNode.Fields(
                it.encryptionKey(),
                signatureKey,
                it.credential(),
                it.capabilities(),
                source,
                null,
                it.parentHash(),
                extensions);
    }

    @Test
    void nobodyComesTwice() throws Exception {
        var copycat = new RawExternalCommit(bob, alice).init();
        var message = copycat.message();
        var carol = peers.get(2);
        var thrown = assertThrows(MlsException.Invalid.class, () -> carol.receive(message));
        assertTrue(String.valueOf(thrown.getMessage()).contains("one signature key"), thrown.getMessage());
        // Replacing oneself is fine.
        assertInstanceOf(
                Received.Committed.class,
                carol.receive(new RawExternalCommit(bob, alice).init().removing(1).message()));
    }

    @Test
    void thePathMustFitTheTree() throws Exception {
        invalid("wrong length", withPath(it -> new UpdatePath(it.leaf(), it.nodes().subList(1, it.nodes().size()))));
        invalid(
                "wrong number of secrets",
                withPath(it -> new UpdatePath(it.leaf(), it.nodes().stream().map(n -> node(n, 0)).toList())));
        invalid(
                "parent hash",
                withPath(it -> new UpdatePath(it.leaf(), it.nodes().stream().map(this::otherKey).toList())));
    }

    private PathNode otherKey(PathNode node) {
        return new PathNode(Bytes.wrap(suite.suite().kemKeyPair().publicKey()), node.secrets());
    }

    private static PathNode node(PathNode node, int secrets) {
        return new PathNode(node.publicKey(), node.secrets().subList(0, secrets));
    }

    private RawExternalCommit withPath(UnaryOperator<UpdatePath> change) throws MlsException {
        var commit = raw().init();
        commit.path = change;
        return commit;
    }

    @Test
    void theConfirmationTagMustFit() throws Exception {
        var commit = raw().init();
        commit.tag = it -> Bytes.wrap(new byte[it.length()]);
        invalid("confirmation tag", commit);
    }

    @Test
    void aSecretThatDoesNotOpenCutsOff() throws Exception {
        var commit =
                withPath(it ->
                        new UpdatePath(
                                it.leaf(),
                                it.nodes().stream()
                                        .map(node ->
                                                new PathNode(
                                                        node.publicKey(),
                                                        node.secrets().stream().map(this::garble).toList()))
                                        .toList()));
        var message = commit.message();
        assertThrows(MlsException.CutOff.class, () -> bob.receive(message));
    }

    private HpkeCiphertext garble(HpkeCiphertext it) {
        try {
            return suite.encrypt(Bytes.wrap(suite.suite().kemKeyPair().publicKey()), "x", new byte[0], new byte[32]);
        } catch (CipherException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void otherSendersDoNotCommit() throws Exception {
        for (var type : List.of(Sender.Type.EXTERNAL, Sender.Type.NEW_MEMBER_PROPOSAL)) {
            var commit = raw().init();
            commit.sender = new Sender(type, 0);
            invalid("can only propose", commit);
        }
    }

    @Test
    void aClosedGroupTakesNobody() throws Exception {
        var commit = raw().init();
        Peer.all(peers, alice, alice.commit(new CommitRequest().reInit(new byte[] {7}, 1, List.of())));
        var message = new RawExternalCommit(mallory, alice).init().message();
        var thrown = assertThrows(MlsException.Invalid.class, () -> bob.receive(message));
        assertTrue(String.valueOf(thrown.getMessage()).contains("closed"), thrown.getMessage());
        var late = commit.message();
        assertThrows(MlsException.WrongEpoch.class, () -> bob.receive(late));
    }
}
