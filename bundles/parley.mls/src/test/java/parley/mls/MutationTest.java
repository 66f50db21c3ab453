package parley.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Every decoder on mutilated input: it says so, in this package's words, and never breaks. */
class MutationTest {

    private static final int MUTATIONS = 1000;

    private static List<Peer> peers;
    private static Peer alice;
    private static Peer bob;

    private interface Decode {
        void run(byte[] bytes) throws MlsException;
    }

    @BeforeAll
    static void meet() throws Exception {
        peers = Peer.group(Suites.of(1), "alice", "bob", "carol", "dave");
        for (var peer : peers) Peer.all(peers, peer, peer.commit(new CommitRequest()));
        alice = peers.get(0);
        bob = peers.get(1);
    }

    /** Truncates at every length, then changes bytes at random; returns how many were accepted nevertheless. */
    private static int mutilate(byte[] sample, Decode decode) throws Exception {
        decode.run(sample);
        var step = Math.max(1, sample.length / 400);
        for (int length = 0; length < sample.length; length += step) {
            var cut = Arrays.copyOf(sample, length);
            assertThrows(MlsException.class, () -> decode.run(cut), "cut to " + length);
        }
        var longer = Arrays.copyOf(sample, sample.length + 1);
        assertThrows(MlsException.class, () -> decode.run(longer));
        var random = new Random(42);
        var accepted = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            var changed = sample.clone();
            // Half of the changes hit the first bytes, where lengths and types stand.
            for (int j = random.nextInt(3); j >= 0; j--) {
                var at =
                        random.nextBoolean()
                                ? random.nextInt(Math.min(80, changed.length))
                                : random.nextInt(changed.length);
                changed[at] = random.nextInt(4) == 0 ? (byte) -1 : (byte) (changed[at] ^ 1 << random.nextInt(8));
            }
            try {
                decode.run(changed);
                if (!Arrays.equals(sample, changed)) accepted++;
            } catch (MlsException _) {
                // as it should be
            }
        }
        return accepted;
    }

    @Test
    void messagesToAGroup() throws Exception {
        assertEquals(0, mutilate(alice.say("hello"), MutationTest::receive));
        assertEquals(
                0,
                mutilate(
                        alice.propose(new ProposalRequest.Update(LeafChange.none())).message(), MutationTest::receive));
        assertEquals(0, mutilate(alice.commit(new CommitRequest()).message(), MutationTest::receive));
        var proposal = alice.group.propose(alice.suite, new ProposalRequest.Remove(2), new byte[3], Framing.PUBLIC);
        assertEquals(0, mutilate(proposal.message(), MutationTest::receive));
        var erin = Peer.of(Suites.of(1), "erin").keyPackage().keyPackage();
        var commit = alice.commit(new CommitRequest().add(erin).remove(2).framing(Framing.PUBLIC));
        assertEquals(0, mutilate(commit.message(), MutationTest::receive));
    }

    private static void receive(byte[] bytes) throws MlsException {
        bob.group.receive(bob.suite, bytes, Peer.PSKS, CredentialCheck.none());
    }

    @Test
    void messageInfo() throws Exception {
        for (var sample :
                List.of(
                        alice.say("hello"),
                        alice.commit(new CommitRequest().framing(Framing.PUBLIC)).message(),
                        alice.group.groupInfo(alice.suite, true, true, List.of()),
                        alice.keyPackage().keyPackage().toBytes())) {
            mutilate(sample, bytes -> assertTrue(MessageInfo.of(bytes) != null));
        }
    }

    @Test
    void whatOutsidersSend() throws Exception {
        var erin = Peer.of(Suites.of(1), "erin");
        var info = alice.group.groupInfo(alice.suite, true, true, List.of());
        // What a signer leaves out or changes within its signature is another matter.
        assertEquals(0, mutilate(info, bytes -> GroupView.of(alice.suite, bytes, null)));
        var request = new ExternalJoin(erin.leaf()).replacing(3).externalPsk(Peer.PSK_ID);
        var joining = GroupView.of(alice.suite, info, null).join(alice.suite, request, Peer.PSKS);
        assertEquals(0, mutilate(joining.message(), MutationTest::receive));
        mutilate(joining.toBytes(), PendingJoin::fromBytes);
        var asked =
                ExternalProposal.join(
                        alice.suite, alice.group.groupId(), alice.group.epoch(), erin.keyPackage(), new byte[3]);
        assertEquals(0, mutilate(asked, MutationTest::receive));
    }

    @Test
    void linksToOtherGroups() throws Exception {
        var reInit = new CommitRequest().reInit(new byte[] {9}, 1, List.of(new Extension(Peer.POLICY, new byte[5])));
        var successor = Successor.of(alice.commit(reInit));
        mutilate(successor.toBytes(), Successor::fromBytes);
        mutilate(Branch.of(bob.group).toBytes(), Branch::fromBytes);
        var erin = Peer.of(Suites.of(1), "erin");
        var own = erin.keyPackage();
        var started =
                successor.start(
                        alice.suite,
                        alice.leaf(),
                        new CommitRequest().add(own.keyPackage()),
                        PskLookup.none(),
                        CredentialCheck.none());
        var welcome = started.pending().welcome().orElseThrow();
        var accepted =
                mutilate(
                        welcome,
                        bytes ->
                                successor.join(erin.suite, bytes, own, null, PskLookup.none(), CredentialCheck.none()));
        assertEquals(0, accepted);
    }

    @Test
    void keyPackages() throws Exception {
        var own = alice.keyPackage();
        assertEquals(0, mutilate(own.keyPackage().toBytes(), bytes -> KeyPackage.fromBytes(bytes).verify(alice.suite)));
        mutilate(own.toBytes(), OwnKeyPackage::fromBytes);
    }

    @Test
    void welcomesAndTrees() throws Exception {
        var erin = Peer.of(Suites.of(1), "erin");
        var own = erin.keyPackage();
        var pending = alice.commit(new CommitRequest().add(own.keyPackage()).treeApart());
        var tree = pending.tree();
        var welcome = pending.welcome().orElseThrow();
        assertEquals(0, mutilate(welcome, bytes -> join(erin, bytes, own, tree)));
        assertEquals(0, mutilate(tree, bytes -> join(erin, welcome, own, bytes)));
    }

    private static void join(Peer peer, byte[] welcome, OwnKeyPackage own, byte[] tree) throws MlsException {
        Group.join(peer.suite, welcome, own, tree, Peer.PSKS, CredentialCheck.none());
    }

    /**
     * Stored forms are our own, but a disk can fail: bytes that do not decode are named, others are taken as they are.
     */
    @Test
    void storedForms() throws Exception {
        alice.propose(new ProposalRequest.Update(LeafChange.none()));
        bob.hear(peers.get(2).say("so that there is a ratchet"));
        var epoch = bob.group.epochBytes();
        var ratchet = bob.group.ratchetBytes();
        mutilate(epoch, bytes -> Group.fromBytes(bytes, ratchet));
        mutilate(ratchet, bytes -> Group.fromBytes(epoch, bytes));
        var past = bob.group.past();
        mutilate(past.epochBytes(), bytes -> PastEpoch.fromBytes(bytes, past.ratchetBytes()));
        mutilate(past.ratchetBytes(), bytes -> PastEpoch.fromBytes(past.epochBytes(), bytes));
        var pending = alice.commit(new CommitRequest().add(Peer.of(Suites.of(1), "erin").keyPackage().keyPackage()));
        mutilate(pending.toBytes(), PendingCommit::fromBytes);
        assertArrayEquals(pending.toBytes(), PendingCommit.fromBytes(pending.toBytes()).toBytes());
        assertArrayEquals(epoch, Group.fromBytes(epoch, ratchet).epochBytes());
        assertArrayEquals(ratchet, Group.fromBytes(epoch, ratchet).ratchetBytes());
        Peer.all(peers, peers.get(2), peers.get(2).commit(new CommitRequest()));
        assertThrows(MlsException.Malformed.class, () -> Group.fromBytes(epoch, bob.group.ratchetBytes()));
    }
}
