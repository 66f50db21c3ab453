package parley.mls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.util.List;
import java.util.Objects;

/**
 * Every rule for proposals and their lists (RFC 9420 §7.3, §10.1, §12.1, §12.2, §12.4), against a dishonest committer.
 */
class CommitRulesTest {

    private final Labeled suite = new Labeled(Suites.of(1));
    private List<Peer> peers;
    private Peer alice;
    private Peer bob;
    private Peer mallory;

    @BeforeEach
    void meet() throws Exception {
        peers = Peer.group(Suites.of(1), "alice", "bob", "carol", "dave", "mallory");
        alice = peers.get(0);
        bob = peers.get(1);
        mallory = peers.get(4);
    }

    /** Receivers refuse, and go on as if nothing had been sent. */
    private <E extends MlsException> void refused(Class<E> kind, String word, RawCommit commit) throws Exception {
        refused(kind, word, commit.message());
    }

    private <E extends MlsException> void refused(Class<E> kind, String word, byte[] message) throws Exception {
        var before = bob.group;
        var thrown = assertThrows(kind, () -> bob.receive(message));
        assertTrue(String.valueOf(thrown.getMessage()).contains(word), thrown.getMessage());
        assertTrue(thrown.alike(), "void for all");
        assertSame(before, bob.group);
        assertEquals("still here", bob.hear(alice.say("still here")));
    }

    private void invalid(String word, RawCommit commit) throws Exception {
        refused(MlsException.Invalid.class, word, commit);
    }

    /** Our own maker refuses the same. */
    private static void notMade(String word, Executable make) {
        var thrown = assertThrows(MlsException.class, make);
        assertTrue(String.valueOf(thrown.getMessage()).contains(word), thrown.getMessage());
    }

    private RawCommit raw() {
        return new RawCommit(mallory);
    }

    private Bytes nonce() {
        return Bytes.wrap(suite.randomSecret());
    }

    private KeyPackage keyPackage(String name) {
        return Peer.of(Suites.of(1), name).keyPackage().keyPackage();
    }

    @Test
    void anHonestRawCommitPasses() throws Exception {
        assertInstanceOf(Received.Committed.class, bob.receive(raw().path().message()));
    }

    @Test
    void aPathIsNeededForMostThings() throws Exception {
        invalid("lacks a path", raw());
        invalid("lacks a path", raw().propose(new Proposal.Remove(2)));
        invalid("lacks a path", raw().propose(new Proposal.GroupContextExtensions(List.of())));
    }

    @Test
    void removesMustFit() throws Exception {
        invalid("removes its author", raw().propose(new Proposal.Remove(4)));
        invalid("blank already", raw().propose(new Proposal.Remove(5)));
        invalid("blank already", raw().propose(new Proposal.Remove(1000)));
        invalid("blank already", raw().propose(new Proposal.Remove(0xFFFF_FFFFL)));
        invalid("two changes", raw().propose(new Proposal.Remove(2), new Proposal.Remove(2)));
        notMade("removes its author", () -> alice.commit(new CommitRequest().remove(0)));
        notMade("blank already", () -> alice.commit(new CommitRequest().remove(7)));
        notMade("two changes", () -> alice.commit(new CommitRequest().remove(2).remove(2)));
    }

    @Test
    void updatesMustFit() throws Exception {
        var update = peers.get(2).propose(new ProposalRequest.Update(LeafChange.none()));
        for (var peer : peers) if (peer != peers.get(2)) peer.receive(update.message());
        invalid("two changes", raw().refer(update.ref()).refer(update.ref()));
        invalid("two changes", raw().refer(update.ref()).propose(new Proposal.Remove(2)));
        var own = mallory.propose(new ProposalRequest.Update(LeafChange.none()));
        bob.receive(own.message());
        invalid("author's own Update", raw().refer(own.ref()));
        var leaf = ((Proposal.Update) mallory.group.ratchets().proposals().get(1).proposal()).leaf();
        invalid("author's own Update", raw().propose(new Proposal.Update(leaf)));
        refused(MlsException.MissingProposal.class, "unknown proposal", raw().refer(new byte[] {1}));
        notMade("own Update", () -> mallory.commit(new CommitRequest().reference(own.ref())));
        notMade("no proposal", () -> mallory.commit(new CommitRequest().reference(new byte[] {1})));
    }

    @Test
    void anUpdateMustBeAProperLeaf() throws Exception {
        var epoch = mallory.group.standing();
        var fields =
                OwnLeaf.changed(
                        epoch.ownLeaf(),
                        LeafChange.none(),
                        LeafNode.Source.UPDATE,
                        Bytes.of(new byte[32]),
                        Bytes.EMPTY);
        var key = epoch.signaturePrivate().shared();
        var group = epoch.context().groupId();
        update(MlsException.Invalid.class, "another source", epoch.ownLeaf());
        update(MlsException.Forged.class, "forged", fields.sign(suite, key, group, 3));
        update(MlsException.Forged.class, "forged", fields.sign(suite, key, Bytes.EMPTY, 4));
        update(
                MlsException.Forged.class,
                "forged",
                fields.sign(suite, suite.suite().signatureKeyPair().privateKey(), group, 4));
        var kept =
                OwnLeaf.changed(
                        epoch.ownLeaf(),
                        LeafChange.none(),
                        LeafNode.Source.UPDATE,
                        epoch.ownLeaf().publicKey(),
                        Bytes.EMPTY);
        update(MlsException.Invalid.class, "keeps its encryption key", kept.sign(suite, key, group, 4));
        var extension = LeafChange.none().withExtensions(List.of(new Extension(0xF999, new byte[0])));
        var unlisted =
                OwnLeaf.changed(
                        epoch.ownLeaf(), extension, LeafNode.Source.UPDATE, Bytes.of(new byte[32]), Bytes.EMPTY);
        update(MlsException.Invalid.class, "do not list its extension", unlisted.sign(suite, key, group, 4));
        notMade("do not list", () -> mallory.propose(new ProposalRequest.Update(extension)));
        notMade("do not list", () -> mallory.commit(new CommitRequest().leaf(extension)));
    }

    /** Sends the Update as a proposal, which already is refused. */
    private <E extends MlsException> void update(Class<E> kind, String word, LeafNode leaf) throws Exception {
        refused(kind, word, proposal(leaf));
    }

    private byte[] proposal(LeafNode leaf) {
        var epoch = mallory.group.standing();
        var signed =
                AuthenticatedContent.sign(
                        suite,
                        MlsMessage.PRIVATE_MESSAGE,
                        new FramedContent(
                                epoch.context().groupId(),
                                epoch.context().epoch(),
                                FramedContent.Sender.member(4),
                                Bytes.EMPTY,
                                new FramedContent.Content.OfProposal(new Proposal.Update(leaf))),
                        epoch.context().encode(),
                        epoch.signaturePrivate());
        var sealed =
                MessageProtection.seal(
                        suite,
                        epoch.secrets().senderData(),
                        mallory.group.ratchets().secretTree(),
                        signed,
                        Padding.none());
        return sealed.message().encode();
    }

    @Test
    void addsMustFit() throws Exception {
        var erin = keyPackage("erin");
        invalid("two nodes have one key", raw().propose(new Proposal.Add(erin), new Proposal.Add(erin)));
        var again = Peer.of(Suites.of(1), "erin");
        var two = List.of(again.keyPackage().keyPackage(), again.keyPackage().keyPackage());
        invalid("one signature key", raw().propose(new Proposal.Add(two.get(0)), new Proposal.Add(two.get(1))));
        var bobAgain = bob.keyPackage().keyPackage();
        invalid("one signature key", raw().propose(new Proposal.Add(bobAgain)));
        notMade("one signature key", () -> alice.commit(new CommitRequest().add(bobAgain)));
        var replaced = alice.commit(new CommitRequest().remove(1).add(bobAgain));
        assertInstanceOf(Received.Committed.class, peers.get(2).receive(replaced.message()));
    }

    @Test
    void aKeyPackageMustBeInOrder() throws Exception {
        var erin = Peer.of(Suites.of(1), "erin");
        var good = erin.keyPackage().keyPackage();
        var other =
                OwnKeyPackage.create(Suites.of(3), Peer.of(Suites.of(3), "erin").leaf(), new Lifetime(0, 1), List.of())
                        .keyPackage();
        invalid("for suite 3", raw().propose(new Proposal.Add(other)));
        add(
                MlsException.Invalid.class,
                "of version 2",
                new KeyPackage(2, 1, good.initKeyBytes(), good.leaf(), List.of(), Bytes.EMPTY),
                erin);
        add(
                MlsException.Invalid.class,
                "init key",
                new KeyPackage(1, 1, good.leaf().publicKey(), good.leaf(), List.of(), Bytes.EMPTY),
                erin);
        add(
                MlsException.Invalid.class,
                "of no KeyPackage",
                new KeyPackage(1, 1, good.initKeyBytes(), updateLeaf(erin), List.of(), Bytes.EMPTY),
                erin);
        add(
                MlsException.Forged.class,
                "forged",
                new KeyPackage(1, 1, good.initKeyBytes(), good.leaf(), List.of(), Bytes.EMPTY),
                mallory);
        var badLeaf = good.leaf().fields().sign(suite, mallory.signatureKey.privateKey(), Bytes.EMPTY, 0);
        add(
                MlsException.Forged.class,
                "forged",
                new KeyPackage(1, 1, good.initKeyBytes(), badLeaf, List.of(), Bytes.EMPTY),
                erin);
        var narrow =
                new LeafParameters(
                        erin.signatureKey, erin.credential(), Capabilities.of(List.of(3), List.of()), List.of());
        var misfit = OwnKeyPackage.create(Suites.of(1), narrow, new Lifetime(0, 1), List.of()).keyPackage();
        invalid("among its capabilities", raw().propose(new Proposal.Add(misfit)));
    }

    private LeafNode updateLeaf(Peer peer) {
        var leaf = peer.keyPackage().keyPackage().leaf();
        return OwnLeaf.changed(leaf, LeafChange.none(), LeafNode.Source.UPDATE, leaf.publicKey(), Bytes.EMPTY)
                .sign(suite, peer.signatureKey.privateKey(), Bytes.EMPTY, 0);
    }

    private <E extends MlsException> void add(Class<E> kind, String word, KeyPackage unsigned, Peer signer)
            throws Exception {
        var keyPackage = unsigned.signed(suite, signer.signatureKey.privateKey());
        refused(kind, word, raw().propose(new Proposal.Add(keyPackage)));
        assertThrows(kind, () -> keyPackage.verify(suite.suite()));
    }

    @Test
    void presharedKeysMustFit() throws Exception {
        var id = new PskId.External(Bytes.of(Peer.PSK_ID), nonce());
        invalid("one PSK twice", raw().propose(new Proposal.Psk(id), new Proposal.Psk(id)));
        var shortNonce = new PskId.External(Bytes.of(Peer.PSK_ID), Bytes.of((byte) 1));
        invalid("wrong length", raw().propose(new Proposal.Psk(shortNonce)));
        for (int usage : List.of(PskId.REINIT, PskId.BRANCH)) {
            var resumption = new PskId.Resumption(usage, Bytes.of((byte) 1), 0, nonce());
            invalid("another use", raw().propose(new Proposal.Psk(resumption)));
        }
        var unknown = raw().propose(new Proposal.Psk(new PskId.External(Bytes.of((byte) 8), nonce()))).message();
        var missing = assertThrows(MlsException.MissingPsk.class, () -> bob.receive(unknown));
        assertEquals(false, missing.alike());
        notMade("not at hand", () -> alice.commit(new CommitRequest().externalPsk(new byte[] {8})));
        // The tag was computed without the key, so only this member's copy of it may be wrong.
        var wrong = raw().propose(new Proposal.Psk(id)).message();
        assertThrows(MlsException.CutOff.class, () -> bob.receive(wrong));
    }

    @Test
    void contextExtensionsMustBeSupported() throws Exception {
        var none = new Proposal.GroupContextExtensions(List.of());
        invalid("two lists", raw().propose(none, none));
        var unknown = List.of(new Extension(0xF999, new byte[0]));
        invalid("group's extension", raw().propose(new Proposal.GroupContextExtensions(unknown)).path());
        notMade("group's extension", () -> alice.commit(new CommitRequest().extensions(unknown)));
        for (var required : List.of(required(0xF999, 0, 1), required(Peer.POLICY, 9, 1), required(Peer.POLICY, 0, 2))) {
            var list = List.of(required);
            invalid("a member lacks", raw().propose(new Proposal.GroupContextExtensions(list)).path());
            notMade("a member lacks", () -> alice.commit(new CommitRequest().extensions(list)));
        }
        var garbage = List.of(new Extension(Extension.REQUIRED_CAPABILITIES, new byte[] {9}));
        refused(MlsException.Malformed.class, "required", raw().propose(new Proposal.GroupContextExtensions(garbage)));
        var fine = List.of(required(Peer.POLICY, 0, 1), new Extension(Peer.POLICY, new byte[] {1}));
        Peer.all(peers, alice, alice.commit(new CommitRequest().extensions(fine)));
        assertEquals(fine, bob.group.extensions());
        var narrow =
                new LeafParameters(
                        Suites.of(1).signatureKeyPair(),
                        Credential.basic(new byte[] {1}),
                        Capabilities.of(List.of(1), List.of()),
                        List.of());
        var lacking = OwnKeyPackage.create(Suites.of(1), narrow, new Lifetime(0, 1), List.of()).keyPackage();
        invalid("a member lacks", raw().propose(new Proposal.Add(lacking)));
    }

    private static Extension required(int extension, int proposal, int credential) {
        var out = new WireWriter();
        Capabilities.writeNumbers(out, List.of(extension));
        Capabilities.writeNumbers(out, proposal == 0 ? List.of() : List.of(proposal));
        Capabilities.writeNumbers(out, List.of(credential));
        return new Extension(Extension.REQUIRED_CAPABILITIES, out.toArray());
    }

    @Test
    void someProposalsStandAloneOrNotAtAll() throws Exception {
        var reInit = new Proposal.ReInit(Bytes.of((byte) 9), 1, 3, List.of());
        invalid("beside other", raw().propose(reInit, new Proposal.Add(keyPackage("erin"))));
        invalid("older version", raw().propose(new Proposal.ReInit(Bytes.of((byte) 9), 0, 3, List.of())));
        invalid("ExternalInit", raw().propose(new Proposal.ExternalInit(Bytes.of((byte) 9))));
    }

    @Test
    void aReInitClosesTheGroup() throws Exception {
        var reInit = new Proposal.ReInit(Bytes.of((byte) 9), 1, 3, List.of());
        var changes = bob.follow(raw().propose(reInit).message());
        assertEquals(3, changes.reInit().orElseThrow().suiteId());
        assertTrue(bob.group.closed());
        assertThrows(IllegalStateException.class, () -> bob.say("too late"));
        assertThrows(IllegalStateException.class, () -> bob.commit(new CommitRequest()));
    }

    /** A joiner would refuse such a tree (RFC 9420 §12.4.3.1), so nobody could be added any more. */
    @Test
    void nobodyTakesAnInnerNodesKey() throws Exception {
        Peer.all(peers, alice, alice.commit(new CommitRequest()));
        var tree = alice.group.standing().tree();
        var key = Objects.requireNonNull(tree.node(tree.root())).publicKey();
        var erin = Peer.of(Suites.of(1), "erin");
        var good = erin.keyPackage().keyPackage();
        var fields = good.leaf().fields();
        var leaf =
                new LeafNode.Fields(
                                key,
                                fields.signatureKey(),
                                fields.credential(),
                                fields.capabilities(),
                                fields.source(),
                                fields.lifetime(),
                                Bytes.EMPTY,
                                fields.extensions())
                        .sign(suite, erin.signatureKey.privateKey(), Bytes.EMPTY, 0);
        var keyPackage =
                new KeyPackage(1, 1, good.initKeyBytes(), leaf, List.of(), Bytes.EMPTY)
                        .signed(suite, erin.signatureKey.privateKey());
        invalid("two nodes have one key", raw().propose(new Proposal.Add(keyPackage)));
        notMade("two nodes have one key", () -> alice.commit(new CommitRequest().add(keyPackage).withoutPath()));
    }

    /** Nothing but a low-order point stands in mallory's leaf: she cuts herself off, and nobody else. */
    @Test
    void aKeyThatIsNoneStopsNobodyElse() throws Exception {
        var epoch = mallory.group.standing();
        var none =
                OwnLeaf.changed(
                                epoch.ownLeaf(),
                                LeafChange.none(),
                                LeafNode.Source.UPDATE,
                                Bytes.of(new byte[32]),
                                Bytes.EMPTY)
                        .sign(suite, epoch.signaturePrivate().shared(), epoch.context().groupId(), 4);
        var message = proposal(none);
        for (var peer : peers) if (peer != mallory) peer.receive(message);
        var ref = alice.group.proposals().getFirst().ref();
        Peer.all(peers.subList(0, 4), alice, alice.commit(new CommitRequest().reference(ref)));
        Peer.all(peers.subList(0, 4), bob, bob.commit(new CommitRequest()));
        Peer.all(peers.subList(0, 4), bob, bob.commit(new CommitRequest().remove(4)));
    }

    @Test
    void anEpochTakesOnlySoManyProposals() throws Exception {
        for (int i = 0; i < Group.MAX_PROPOSALS; i++) {
            var sent =
                    mallory.group.propose(
                            mallory.suite,
                            new ProposalRequest.ExternalPsk(new byte[] {(byte) i, 1}),
                            new byte[0],
                            Framing.PRIVATE);
            // What mallory keeps does not matter; her ratchet does.
            mallory.group =
                    new Group(
                            mallory.group.standing(),
                            mallory.group.ratchets().with(sent.group().ratchets().secretTree()));
            var received = bob.group.receive(bob.suite, sent.message(), Peer.PSKS, CredentialCheck.none());
            bob.group = assertInstanceOf(Received.Proposed.class, received).group();
        }
        var oneMore = mallory.propose(new ProposalRequest.ExternalPsk(new byte[] {1}));
        refused(MlsException.Invalid.class, "too many", oneMore.message());
    }
}
