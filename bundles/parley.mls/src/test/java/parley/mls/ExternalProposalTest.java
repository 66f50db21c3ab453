package parley.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.cipher.api.CipherSuite;
import parley.mls.FramedContent.Sender;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;

/** What outsiders propose (RFC 9420 §12.1.8), and what they had better not. */
class ExternalProposalTest {

    private static final byte[] NONE = {};

    private final Labeled suite = new Labeled(Suites.of(1));
    private final CipherSuite.KeyPair first = Suites.of(1).signatureKeyPair();
    private final CipherSuite.KeyPair second = Suites.of(1).signatureKeyPair();
    private final List<ExternalSender> senders =
            List.of(
                    new ExternalSender(first.publicKey(), Credential.basic(new byte[] {1})),
                    new ExternalSender(second.publicKey(), Credential.basic(new byte[] {2})));
    private List<Peer> peers;
    private Peer alice;
    private Peer bob;

    @BeforeEach
    void meet() throws Exception {
        peers = Peer.group(Suites.of(1), "alice", "bob", "carol");
        alice = peers.get(0);
        bob = peers.get(1);
        Peer.all(
                peers, alice, alice.commit(new CommitRequest().extensions(List.of(ExternalSender.extension(senders)))));
    }

    private byte[] by(int sender, CipherSuite.KeyPair key, ProposalRequest request) {
        return ExternalProposal.by(
                alice.suite,
                alice.group.groupId(),
                alice.group.epoch(),
                sender,
                key.privateKey(),
                request,
                new byte[] {6});
    }

    /** Not what a true maker makes. */
    private byte[] raw(Sender sender, Proposal proposal, CipherSuite.KeyPair key) {
        return ExternalProposal.message(
                suite,
                Bytes.of(alice.group.groupId()),
                alice.group.epoch(),
                sender,
                proposal,
                Bytes.of(key.privateKey()),
                NONE);
    }

    private PendingProposal all(byte[] message) throws Exception {
        for (var peer : peers) {
            var it = assertInstanceOf(Received.Proposed.class, peer.receive(message));
            assertArrayEquals(peer.group.proposals().getLast().ref(), it.proposal().ref());
        }
        return bob.group.proposals().getLast();
    }

    private <E extends MlsException> void refused(Class<E> kind, String word, byte[] message) {
        var before = bob.group;
        var thrown = assertThrows(kind, () -> bob.receive(message));
        assertTrue(String.valueOf(thrown.getMessage()).contains(word), thrown.getMessage());
        assertTrue(thrown.alike(), "void for all");
        assertSame(before, bob.group);
    }

    @Test
    void theExtensionNamesThem() throws Exception {
        var read = ExternalSender.of(bob.group.extensions());
        assertEquals(2, read.size());
        assertArrayEquals(second.publicKey(), read.get(1).signatureKey());
        assertEquals(senders.get(1).credential(), read.get(1).credential());
        assertEquals(List.of(), ExternalSender.of(List.of()));
        var garbled = List.of(new Extension(Extension.EXTERNAL_SENDERS, new byte[] {3, 1}));
        assertThrows(MlsException.Malformed.class, () -> ExternalSender.of(garbled));
        assertThrows(MlsException.Malformed.class, () -> alice.commit(new CommitRequest().extensions(garbled)));
        var commit = new RawCommit(alice).propose(new Proposal.GroupContextExtensions(garbled));
        var message = commit.message();
        assertThrows(MlsException.Malformed.class, () -> bob.receive(message));
        assertThrows(
                MlsException.Malformed.class,
                () -> Group.create(alice.suite, new byte[] {8}, Peer.of(alice.suite, "erin").leaf(), garbled));
    }

    @Test
    void aSenderRemovesAndAMemberCommits() throws Exception {
        var message = by(1, second, new ProposalRequest.Remove(2));
        var info = assertInstanceOf(MessageInfo.ToGroup.class, MessageInfo.of(message));
        assertEquals(MessageInfo.From.EXTERNAL_SENDER, info.from());
        var pending = all(message);
        assertEquals(-1, pending.sender());
        assertEquals(new PendingProposal.From.External(1), pending.from());
        assertEquals(new PendingProposal.Content.Remove(2), pending.content());
        var stays = peers.subList(0, 2);
        var commit = bob.commit(new CommitRequest().reference(pending.ref()));
        assertInstanceOf(Received.Removed.class, peers.get(2).receive(commit.message()));
        var changes = Peer.all(stays, bob, commit);
        assertEquals(2, changes.removed().getFirst().leaf());
    }

    @Test
    void aSenderProposesWhatElseItMay() throws Exception {
        var erin = Peer.of(alice.suite, "erin");
        var own = erin.keyPackage();
        var add = all(by(0, first, new ProposalRequest.Add(own.keyPackage())));
        var psk = all(by(0, first, new ProposalRequest.ExternalPsk(Peer.PSK_ID)));
        assertEquals(new PendingProposal.Content.Other(4), psk.content());
        var policy = new Extension(Peer.POLICY, new byte[] {1});
        var list = List.of(policy, ExternalSender.extension(senders));
        var extensions = all(by(0, first, new ProposalRequest.Extensions(list)));
        assertEquals(new PendingProposal.Content.Extensions(list), extensions.content());
        var commit =
                alice.commit(new CommitRequest().reference(add.ref()).reference(psk.ref()).reference(extensions.ref()));
        Peer.all(peers, alice, commit);
        erin.join(commit.welcome().orElseThrow(), own);
        Peer.assertAgree(List.of(alice, bob, erin));
        assertEquals(list, erin.group.extensions());
        var reInit = bob.receive(by(0, first, new ProposalRequest.ReInit(new byte[] {9}, 1, List.of())));
        assertInstanceOf(Received.Proposed.class, reInit);
        Peer.all(List.of(bob), bob, bob.commit(new CommitRequest().reference(bob.group.proposals().getFirst().ref())));
        assertTrue(bob.group.closed());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void aNewcomerAsksToBeAdded(int number) throws Exception {
        var group = Peer.group(Suites.of(number), "alice", "bob");
        var erin = Peer.of(Suites.of(number), "erin");
        var own = erin.keyPackage();
        var state = group.getFirst().group;
        var message = ExternalProposal.join(erin.suite, state.groupId(), state.epoch(), own, new byte[] {6});
        for (var peer : group) {
            var received = assertInstanceOf(Received.Proposed.class, peer.receive(message));
            assertArrayEquals(new byte[] {6}, received.authenticatedData());
        }
        var pending = group.getFirst().group.proposals().getFirst();
        assertEquals(new PendingProposal.From.Newcomer(), pending.from());
        var commit = group.get(1).commit(new CommitRequest().reference(pending.ref()));
        Peer.all(group, group.get(1), commit);
        erin.join(commit.welcome().orElseThrow(), own);
        assertEquals("welcome", erin.hear(group.getFirst().say("welcome")));
    }

    @Test
    void whoAddsIsStrictAndWhoReadsIsTold() throws Exception {
        var erin = Peer.of(alice.suite, "erin");
        var message =
                ExternalProposal.join(alice.suite, alice.group.groupId(), alice.group.epoch(), erin.keyPackage(), NONE);
        CredentialCheck check = (_, _, _) -> Optional.of("unknown");
        var received =
                assertInstanceOf(
                        Received.Proposed.class, bob.group.receive(bob.suite, message, PskLookup.none(), check));
        assertEquals("unknown", received.problems().getFirst().reason());
        var request = new CommitRequest().reference(received.proposal().ref());
        assertThrows(
                MlsException.BadCredential.class,
                () -> received.group().commit(bob.suite, request, PskLookup.none(), check));
    }

    @Test
    void aSenderMustBeNamedAndSign() throws Exception {
        var remove = new ProposalRequest.Remove(2);
        refused(MlsException.Invalid.class, "no such external sender", by(2, second, remove));
        refused(MlsException.Invalid.class, "no such external sender", by(Integer.MAX_VALUE, second, remove));
        refused(MlsException.Forged.class, "forged", by(0, second, remove));
        Peer.all(peers, alice, alice.commit(new CommitRequest().extensions(List.of())));
        refused(MlsException.Invalid.class, "no such external sender", by(0, first, remove));
        refused(
                MlsException.Forged.class,
                "forged",
                raw(
                        new Sender(Sender.Type.NEW_MEMBER_PROPOSAL, 0),
                        new Proposal.Add(Peer.of(alice.suite, "erin").keyPackage().keyPackage()),
                        second));
    }

    @Test
    void someThingsAreForMembers() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> by(0, first, new ProposalRequest.Update(LeafChange.none())));
        var external = new Sender(Sender.Type.EXTERNAL, 0);
        var invalid = MlsException.Invalid.class;
        refused(invalid, "cannot propose", raw(external, new Proposal.Update(bob.group.self().node()), first));
        refused(invalid, "cannot propose", raw(external, new Proposal.ExternalInit(Bytes.of((byte) 1)), first));
        refused(invalid, "blank already", raw(external, new Proposal.Remove(9), first));
        var newcomer = new Sender(Sender.Type.NEW_MEMBER_PROPOSAL, 0);
        refused(invalid, "only propose to add itself", raw(newcomer, new Proposal.Remove(1), first));
        var committer = new Sender(Sender.Type.NEW_MEMBER_COMMIT, 0);
        refused(invalid, "lacks a path", raw(committer, new Proposal.Remove(1), first));
        refused(
                MlsException.WrongEpoch.class,
                "epoch",
                ExternalProposal.by(
                        alice.suite,
                        alice.group.groupId(),
                        alice.group.epoch() - 1,
                        0,
                        first.privateKey(),
                        new ProposalRequest.Remove(1),
                        NONE));
    }

    @Test
    void aClosedGroupTakesNone() throws Exception {
        Peer.all(peers, alice, alice.commit(new CommitRequest().reInit(new byte[] {7}, 1, List.of())));
        refused(MlsException.Invalid.class, "closed", by(0, first, new ProposalRequest.Remove(1)));
    }

    @Test
    void outsidersLeaveRoomForMembers() throws Exception {
        for (int i = 0; i < Group.MAX_OUTSIDE_PROPOSALS; i++) {
            bob.group = proposed(by(i % 2, i % 2 == 0 ? first : second, new ProposalRequest.ExternalPsk(NONE)));
        }
        refused(MlsException.Invalid.class, "of outsiders", by(0, first, new ProposalRequest.Remove(2)));
        var asks = Peer.of(alice.suite, "erin").keyPackage();
        var state = alice.group;
        refused(
                MlsException.Invalid.class,
                "of outsiders",
                ExternalProposal.join(alice.suite, state.groupId(), state.epoch(), asks, NONE));
        // Members go on.
        var known = bob.group.proposals().size();
        var sent = alice.propose(new ProposalRequest.Remove(2));
        bob.group = proposed(sent.message());
        assertEquals(known + 1, bob.group.proposals().size());
    }

    private Group proposed(byte[] message) throws MlsException {
        var received = bob.group.receive(bob.suite, message, PskLookup.none(), CredentialCheck.none());
        return assertInstanceOf(Received.Proposed.class, received).group();
    }

    /** An external sender cannot get a committer to remove itself, nor one to take a proposal of another epoch. */
    @Test
    void theRulesForCommitsHold() throws Exception {
        var removed = all(by(0, first, new ProposalRequest.Remove(1)));
        var own =
                assertThrows(
                        MlsException.Invalid.class, () -> bob.commit(new CommitRequest().reference(removed.ref())));
        assertTrue(String.valueOf(own.getMessage()).contains("removes its author"));
        Peer.all(peers, alice, alice.commit(new CommitRequest()));
        assertThrows(
                MlsException.MissingProposal.class, () -> alice.commit(new CommitRequest().reference(removed.ref())));
    }
}
