package parley.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Some members of a group go aside (RFC 9420 §11.3), and past epochs are vouched for (§8.6). */
class BranchTest {

    private static final byte[] ASIDE = {5, 5};
    private static final Function<LeafNode, ?> CLIENT = LeafNode::credential;

    private List<Peer> peers;
    private Peer alice;
    private Peer bob;

    @BeforeEach
    void meet() throws Exception {
        peers = Peer.group(Suites.of(1), "alice", "bob", "carol");
        alice = peers.get(0);
        bob = peers.get(1);
    }

    private static PendingCommit start(Branch branch, Peer founder, byte[] id, Peer stays, OwnKeyPackage... others)
            throws MlsException {
        var request = new CommitRequest();
        for (var other : others) request.add(other.keyPackage());
        var started =
                Branch.fromBytes(branch.toBytes())
                        .start(
                                founder.suite,
                                id,
                                List.of(),
                                founder.leaf(),
                                request,
                                CLIENT,
                                Peer.PSKS,
                                CredentialCheck.none());
        stays.store(started.group());
        return PendingCommit.fromBytes(started.pending().toBytes());
    }

    private static Group join(Branch branch, byte[] welcome, OwnKeyPackage own) throws MlsException {
        return Branch.fromBytes(branch.toBytes())
                .join(Suites.of(1), welcome, own, null, CLIENT, Peer.PSKS, CredentialCheck.none())
                .group();
    }

    private static void invalid(String word, Executable run) {
        var thrown = assertThrows(MlsException.Invalid.class, run);
        assertTrue(String.valueOf(thrown.getMessage()).contains(word), thrown.getMessage());
    }

    @Test
    void twoOfThreeGoAside() throws Exception {
        var own = bob.keyPackage();
        var aside = Peer.of(alice.suite, "alice aside");
        var started = start(Branch.of(alice.group), alice, ASIDE, aside, own);
        aside.apply(started);
        var branch = Branch.of(bob.group);
        assertEquals(3, branch.parentMembers().size());
        // The parent goes on meanwhile.
        Peer.all(peers, alice, alice.commit(new CommitRequest()));
        var welcome = started.welcome().orElseThrow();
        var ancestry = Ancestry.of(bob.suite, welcome, own).orElseThrow();
        assertTrue(ancestry.branch());
        assertEquals(1, ancestry.epoch());
        assertArrayEquals(alice.group.groupId(), ancestry.groupId());
        var bobs = Peer.of(bob.suite, "bob aside");
        bobs.store(join(branch, welcome, own));
        Peer.assertAgree(List.of(aside, bobs));
        assertArrayEquals(ASIDE, bobs.group.groupId());
        assertEquals(1, bobs.group.epoch());
        assertEquals("psst", bobs.hear(aside.say("psst")));
    }

    @Test
    void onlyMembersComeAlong() throws Exception {
        var mallory = Peer.of(alice.suite, "mallory");
        var aside = Peer.of(alice.suite, "aside");
        invalid("its parent has not", () -> start(Branch.of(alice.group), alice, ASIDE, aside, mallory.keyPackage()));
        invalid("its parent has not", () -> start(Branch.of(alice.group), mallory, ASIDE, aside));
        // Whoever starts it may not care; who joins does.
        var own = bob.keyPackage();
        var link = Link.branch(alice.group);
        var request = new CommitRequest().add(own.keyPackage()).add(mallory.keyPackage().keyPackage());
        var started =
                link.start(alice.suite, ASIDE, List.of(), alice.leaf(), request, Peer.PSKS, CredentialCheck.none());
        var welcome = started.pending().welcome().orElseThrow();
        invalid("its parent has not", () -> join(Branch.of(bob.group), welcome, own));
    }

    @Test
    void theBranchIsOnItsParentsTerms() throws Exception {
        var own = bob.keyPackage();
        var aside = Peer.of(alice.suite, "aside");
        invalid("id of the former", () -> start(Branch.of(alice.group), alice, alice.group.groupId(), aside, own));
        var other = Peer.of(Suites.of(3), "alice");
        assertThrows(IllegalArgumentException.class, () -> start(Branch.of(alice.group), other, ASIDE, aside));

        // Another suite than the parent's: the link itself does not mind.
        var bobs = Peer.of(Suites.of(3), "bob");
        var bobsOwn = bobs.keyPackage();
        var misfit =
                Link.branch(alice.group)
                        .start(
                                other.suite,
                                ASIDE,
                                List.of(),
                                other.leaf(),
                                new CommitRequest().add(bobsOwn.keyPackage()),
                                Peer.PSKS,
                                CredentialCheck.none());
        var misfits = misfit.pending().welcome().orElseThrow();
        invalid(
                "another suite",
                () ->
                        Branch.of(bob.group)
                                .join(bobs.suite, misfits, bobsOwn, null, CLIENT, Peer.PSKS, CredentialCheck.none()));

        // The parent's own id.
        var twin = Group.create(alice.suite, alice.group.groupId(), alice.leaf(), List.of());
        var id = new PskId.Resumption(PskId.BRANCH, Link.branch(alice.group).groupId(), 1, Bytes.wrap(new byte[32]));
        var resumption =
                new PskLookup() {
                    @Override
                    public Optional<byte[]> external(byte[] name) {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<byte[]> resumption(byte[] groupId, long epoch) {
                        return Optional.of(alice.group.resumptionPsk());
                    }
                };
        var twins =
                new CommitMaker(
                                new Labeled(alice.suite),
                                twin.standing(),
                                twin.ratchets(),
                                new CommitRequest().add(own.keyPackage()),
                                Optional.of(id))
                        .make(resumption, CredentialCheck.none());
        var welcome = twins.pending().welcome().orElseThrow();
        invalid("its parent's id", () -> join(Branch.of(bob.group), welcome, own));

        var honest = start(Branch.of(alice.group), alice, ASIDE, aside, own).welcome().orElseThrow();
        invalid("reinitialised or branched", () -> bob.join(honest, own));
        Peer.all(peers, alice, alice.commit(new CommitRequest()));
        invalid("follows another", () -> join(Branch.of(bob.group), honest, own));
        Peer.all(peers, alice, alice.commit(new CommitRequest().reInit(new byte[] {9}, 1, List.of())));
        invalid(
                "follows another",
                () -> Successor.of(bob.group).join(bob.suite, honest, own, null, Peer.PSKS, CredentialCheck.none()));
    }

    /** Resumption secrets of past epochs, for use within the group itself. */
    @Test
    void aPastEpochIsMixedIn() throws Exception {
        var first = alice.group.resumptionPsk();
        var epoch = alice.group.epoch();
        var id = alice.group.groupId();
        Peer.all(peers, bob, bob.commit(new CommitRequest()));
        var psks =
                new PskLookup() {
                    @Override
                    public Optional<byte[]> external(byte[] name) {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<byte[]> resumption(byte[] groupId, long number) {
                        assertArrayEquals(id, groupId);
                        return number == epoch ? Optional.of(first) : Optional.empty();
                    }
                };
        var request = new CommitRequest().resumptionPsk(id, epoch);
        assertThrows(MlsException.MissingPsk.class, () -> alice.commit(request));
        var made = alice.group.commit(alice.suite, request, psks, CredentialCheck.none());
        assertThrows(MlsException.MissingPsk.class, () -> bob.receive(made.pending().message()));
        var read = bob.group.receive(bob.suite, made.pending().message(), psks, CredentialCheck.none());
        var group = ((Received.Committed) read).group();
        assertArrayEquals(made.pending().epochAuthenticator(), group.epochAuthenticator());
        var stored = PendingCommit.fromBytes(made.pending().toBytes()).changes().psks();
        assertEquals(epoch, ((Received.UsedPsk.Resumption) stored.getFirst()).epoch());
        assertArrayEquals(id, ((Received.UsedPsk.Resumption) stored.getFirst()).groupId());
        var named =
                alice.group.commit(
                        alice.suite, new CommitRequest().externalPsk(Peer.PSK_ID), Peer.PSKS, CredentialCheck.none());
        var other = PendingCommit.fromBytes(named.pending().toBytes()).changes().psks();
        assertArrayEquals(Peer.PSK_ID, ((Received.UsedPsk.External) other.getFirst()).id());
        // The present epoch's secret needs no lookup, and a proposal does as well.
        var sent = alice.propose(new ProposalRequest.ResumptionPsk(id, alice.group.epoch()));
        for (var peer : peers.subList(1, 3)) peer.receive(sent.message());
        Peer.all(peers, bob, bob.commit(new CommitRequest().reference(sent.ref())));
    }
}
