package parley.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A group is closed in favour of another (RFC 9420 §11.2), and every check of who joins that. */
class SuccessorTest {

    private static final byte[] NEXT = {9, 9};
    private static final List<Extension> TERMS = List.of(new Extension(Peer.POLICY, new byte[] {3}));
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

    /** The same people with keys of another suite. */
    private List<Peer> again(int suite) {
        return peers.stream().map(peer -> Peer.of(Suites.of(suite), peer.name)).toList();
    }

    private static PendingCommit stored(PendingCommit pending) throws MlsException {
        return PendingCommit.fromBytes(pending.toBytes());
    }

    private static Successor stored(Successor successor) throws MlsException {
        return Successor.fromBytes(successor.toBytes());
    }

    /** Starts the successor with the others' fresh KeyPackages. */
    private static PendingCommit start(Successor successor, Peer founder, List<OwnKeyPackage> others)
            throws MlsException {
        var request = new CommitRequest();
        others.forEach(it -> request.add(it.keyPackage()));
        var started =
                stored(successor).start(founder.suite, founder.leaf(), request, Peer.PSKS, CredentialCheck.none());
        founder.store(started.group());
        assertEquals(0, founder.group.epoch());
        return stored(started.pending());
    }

    private static Joined join(Successor successor, Peer joiner, byte[] welcome, OwnKeyPackage own)
            throws MlsException {
        var joined = stored(successor).join(joiner.suite, welcome, own, null, Peer.PSKS, CredentialCheck.none());
        joiner.store(joined.group());
        return joined;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void theGroupGoesOnInAnotherSuite(int suite) throws Exception {
        var next = again(suite);
        // All of it is made before the ReInit is in force.
        var closing = alice.commit(new CommitRequest().reInit(NEXT, suite, TERMS));
        var own = next.stream().skip(1).map(Peer::keyPackage).toList();
        var started = start(Successor.of(closing), next.getFirst(), own);
        assertFalse(alice.group.closed());

        // One entry of the log holds both.
        var changes = Peer.all(peers, alice, closing);
        var reInit = changes.reInit().orElseThrow();
        assertEquals(suite, reInit.suiteId());
        assertArrayEquals(NEXT, reInit.groupId());
        next.getFirst().apply(started);
        for (int i = 1; i < next.size(); i++) {
            assertTrue(peers.get(i).group.closed());
            var successor = Successor.of(peers.get(i).group);
            assertEquals(TERMS, successor.parameters().extensions());
            var joined = join(successor, next.get(i), started.welcome().orElseThrow(), own.get(i - 1));
            assertTrue(successor.compare(joined.group().members(), CLIENT).same());
        }
        Peer.assertAgree(next);
        assertEquals(1, next.getFirst().group.epoch());
        assertEquals(TERMS, next.getFirst().group.extensions());
        assertArrayEquals(NEXT, next.getFirst().group.groupId());
        assertEquals("hello again", next.get(2).hear(next.get(1).say("hello again")));
        Peer.all(next, next.get(1), next.get(1).commit(new CommitRequest()));
    }

    @Test
    void whoLosesTheRaceDropsItsSuccessor() throws Exception {
        var next = again(3);
        var alices = alice.commit(new CommitRequest().reInit(NEXT, 3, TERMS));
        var bobs = bob.commit(new CommitRequest());
        start(Successor.of(alices), next.getFirst(), List.of(next.get(1).keyPackage()));
        Peer.all(peers, bob, bobs);
        assertThrows(IllegalArgumentException.class, () -> alice.apply(alices));
        Peer.all(peers, alice, alice.commit(new CommitRequest().reInit(NEXT, 3, TERMS)));
        // The Welcome of the dropped one leads nowhere.
        var started = start(Successor.of(alices), next.getFirst(), List.of(next.get(1).keyPackage()));
        var own = next.get(1).keyPackage();
        assertThrows(
                MlsException.Invalid.class,
                () -> join(Successor.of(bob.group), next.get(1), started.welcome().orElseThrow(), own));
    }

    @Test
    void aProposalAnotherCommitAndAnotherFounder() throws Exception {
        var sent = alice.propose(new ProposalRequest.ReInit(NEXT, 2, List.of()));
        for (var peer : peers.subList(1, 3)) peer.receive(sent.message());
        var seen = bob.group.proposals().getFirst();
        assertEquals(0, seen.sender());
        var content = assertInstanceOf(PendingProposal.Content.ReInit.class, seen.content());
        assertEquals(2, content.parameters().suiteId());
        Peer.all(peers, bob, bob.commit(new CommitRequest().reference(seen.ref())));
        var next = again(2);
        var carol = next.get(2);
        var own = next.getFirst().keyPackage();
        var started = start(Successor.of(peers.get(2).group), carol, List.of(own));
        carol.apply(started);
        var successor = Successor.of(alice.group);
        var joined = join(successor, next.getFirst(), started.welcome().orElseThrow(), own);
        assertEquals("hi", carol.hear(next.getFirst().say("hi")));
        // Bob was not taken along, and all can tell.
        var membership = successor.compare(joined.group().members(), CLIENT);
        assertEquals(List.of(bob.group.self().leaf()), membership.missing().stream().map(Member::leaf).toList());
        assertEquals(List.of(), membership.strangers());
    }

    @Test
    void strangersAreNamed() throws Exception {
        var next = again(1);
        Peer.all(peers, alice, alice.commit(new CommitRequest().reInit(NEXT, 1, List.of())));
        var own = next.get(1).keyPackage();
        var mallory = Peer.of(Suites.of(1), "mallory");
        var started = start(Successor.of(alice.group), next.getFirst(), List.of(own, mallory.keyPackage()));
        var successor = Successor.of(bob.group);
        var joined = join(successor, next.get(1), started.welcome().orElseThrow(), own);
        var membership = successor.compare(joined.group().members(), CLIENT);
        assertEquals(mallory.credential(), membership.strangers().getFirst().node().credential());
        assertEquals(1, membership.strangers().size());
        assertEquals(2, membership.missing().getFirst().leaf());
        assertFalse(membership.same());
        assertEquals(3, successor.formerMembers().size());
    }

    @Test
    void aWelcomeTellsWhatItFollows() throws Exception {
        var next = again(3);
        Peer.all(peers, alice, alice.commit(new CommitRequest().reInit(NEXT, 3, List.of())));
        var own = next.get(1).keyPackage();
        var started = start(Successor.of(alice.group), next.getFirst(), List.of(own));
        var welcome = started.welcome().orElseThrow();
        var ancestry = Ancestry.of(next.get(1).suite, welcome, own).orElseThrow();
        assertFalse(ancestry.branch());
        assertArrayEquals(alice.group.groupId(), ancestry.groupId());
        assertEquals(alice.group.epoch(), ancestry.epoch());
        assertThrows(MlsException.Invalid.class, () -> Ancestry.of(own(3).suite, welcome, own(3).keyPackage()));
        invalid("reinitialised", () -> next.get(1).join(welcome, own));
        var plain = bob.suite.id() == 1 ? Peer.of(bob.suite, "dave") : bob;
        var daves = plain.keyPackage();
        var other = Peer.founder(bob.suite, "erin").commit(new CommitRequest().add(daves.keyPackage()));
        assertEquals(Optional.empty(), Ancestry.of(bob.suite, other.welcome().orElseThrow(), daves));
    }

    private static Peer own(int suite) {
        return Peer.of(Suites.of(suite), "somebody");
    }

    @Test
    void onlyAClosedGroupHasOne() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> Successor.of(alice.group));
        var other = alice.commit(new CommitRequest());
        assertThrows(IllegalArgumentException.class, () -> Successor.of(other));
        var both = new CommitRequest().reInit(NEXT, 1, List.of()).remove(2);
        invalid("beside other", () -> alice.commit(both));
        var closing = alice.commit(new CommitRequest().reInit(NEXT, 3, List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> start(Successor.of(closing), Peer.of(Suites.of(1), "alice"), List.of()));
        var here = alice.commit(new CommitRequest().reInit(alice.group.groupId(), 1, List.of()));
        invalid("id of the former", () -> start(Successor.of(here), Peer.of(Suites.of(1), "alice"), List.of()));
    }

    @Test
    void whoIsAddedIsJudged() throws Exception {
        var closing = alice.commit(new CommitRequest().reInit(NEXT, 3, List.of()));
        var next = again(3);
        var request = new CommitRequest().add(next.get(1).keyPackage().keyPackage());
        assertThrows(
                MlsException.BadCredential.class,
                () ->
                        Successor.of(closing)
                                .start(
                                        next.getFirst().suite,
                                        next.getFirst().leaf(),
                                        request,
                                        PskLookup.none(),
                                        (_, _, _) -> Optional.of("unknown")));
        var narrow =
                new LeafParameters(
                        next.getFirst().signatureKey,
                        next.getFirst().credential(),
                        Capabilities.of(List.of(3), List.of()),
                        List.of());
        var terms = alice.commit(new CommitRequest().reInit(NEXT, 3, TERMS));
        invalid(
                "group's extension",
                () ->
                        Successor.of(terms)
                                .start(
                                        next.getFirst().suite,
                                        narrow,
                                        new CommitRequest(),
                                        PskLookup.none(),
                                        CredentialCheck.none()));
    }

    // What a dishonest founder can send.

    /** A group that says it follows {@code link}, and is on other terms. */
    private final class Lie {
        byte[] groupId = NEXT;
        List<Extension> extensions = TERMS;
        int epochs;
        @Nullable List<PskId> psks;
        int usage = PskId.REINIT;
        Bytes formerId = Bytes.of(alice.group.groupId());
        long formerEpoch = alice.group.epoch();
        Bytes secret = alice.group.standing().secrets().resumption();

        byte[] welcome(Peer founder, OwnKeyPackage joiner) throws MlsException {
            var suite = new Labeled(founder.suite);
            var group = Group.create(founder.suite, groupId, founder.leaf(), extensions);
            for (int i = 0; i < epochs; i++) {
                var made = group.commit(founder.suite, new CommitRequest(), PskLookup.none(), CredentialCheck.none());
                group = made.group().apply(made.pending());
            }
            var link = new PskId.Resumption(usage, formerId, formerEpoch, Bytes.wrap(suite.randomSecret()));
            var lookup =
                    new PskLookup() {
                        @Override
                        public Optional<byte[]> external(byte[] id) {
                            return Peer.PSKS.external(id);
                        }

                        @Override
                        public Optional<byte[]> resumption(byte[] id, long epoch) {
                            return Optional.of(secret.toArray());
                        }
                    };
            return new CommitMaker(
                            suite,
                            group.standing(),
                            group.ratchets(),
                            new CommitRequest().add(joiner.keyPackage()),
                            psks == null ? Optional.of(link) : Optional.empty())
                    .make(lookup, CredentialCheck.none())
                    .pending()
                    .welcome()
                    .orElseThrow();
        }
    }

    private interface Lying {
        void change(Lie lie);
    }

    private <E extends MlsException> void refused(Class<E> kind, String word, int suite, Lying lying) throws Exception {
        var next = again(suite);
        var own = next.get(1).keyPackage();
        var lie = new Lie();
        lying.change(lie);
        var welcome = lie.welcome(next.getFirst(), own);
        var thrown = assertThrows(kind, () -> join(Successor.of(bob.group), next.get(1), welcome, own));
        assertTrue(String.valueOf(thrown.getMessage()).contains(word), thrown.getMessage());
    }

    @Test
    void theSuccessorIsWhatTheReInitSays() throws Exception {
        Peer.all(peers, alice, alice.commit(new CommitRequest().reInit(NEXT, 3, TERMS)));
        var next = again(3);
        var own = next.get(1).keyPackage();
        join(Successor.of(bob.group), next.get(1), new Lie().welcome(next.getFirst(), own), own);

        var invalid = MlsException.Invalid.class;
        refused(invalid, "what the ReInit says", 3, lie -> lie.groupId = new byte[] {8});
        refused(invalid, "what the ReInit says", 3, lie -> lie.extensions = List.of());
        refused(
                invalid,
                "what the ReInit says",
                3,
                lie -> lie.extensions = List.of(new Extension(Peer.POLICY, new byte[] {4})));
        refused(invalid, "what the ReInit says", 1, _ -> {});
        refused(invalid, "first epoch", 3, lie -> lie.epochs = 1);
        refused(invalid, "follows none", 3, lie -> lie.psks = List.of());
        refused(invalid, "follows another", 3, lie -> lie.usage = PskId.BRANCH);
        refused(invalid, "follows another", 3, lie -> lie.formerEpoch--);
        refused(invalid, "follows another", 3, lie -> lie.formerId = Bytes.of((byte) 1));
        refused(MlsException.Forged.class, "forged", 3, lie -> lie.secret = Bytes.wrap(new byte[32]));
    }

    @Test
    void theLinkIsOneAndOnly() throws Exception {
        Peer.all(peers, alice, alice.commit(new CommitRequest().reInit(NEXT, 1, TERMS)));
        var next = again(1);
        var own = next.get(1).keyPackage();
        var link = Link.reInit(bob.group);
        var suite = new Labeled(next.getFirst().suite);
        var ids = new ArrayList<PskId>();
        for (int i = 0; i < 2; i++) {
            ids.add(new PskId.Resumption(PskId.REINIT, link.groupId(), link.epoch(), Bytes.wrap(suite.randomSecret())));
        }
        var sealed =
                suite.encrypt(
                        own.keyPackage().initKeyBytes(),
                        "Welcome",
                        new byte[0],
                        encode(new Welcome.GroupSecrets(Bytes.wrap(suite.randomSecret()), Optional.empty(), ids)));
        var welcome =
                new Welcome(1, List.of(new Welcome.Entry(own.keyPackage().reference(suite), sealed)), Bytes.EMPTY);
        invalid(
                "twice",
                () -> join(Successor.of(bob.group), next.get(1), new MlsMessage.OfWelcome(welcome).encode(), own));
    }

    private static byte[] encode(Welcome.GroupSecrets secrets) {
        var out = new WireWriter();
        secrets.write(out);
        return out.toArray();
    }

    /** A ReInit to a version that is not known here closes the group; nobody here can follow it. */
    @Test
    void anUnknownVersionIsNotFollowed() throws Exception {
        var raw = new RawCommit(alice).propose(new Proposal.ReInit(Bytes.of(NEXT), 2, 3, TERMS));
        bob.follow(raw.message());
        var next = again(3);
        var own = next.get(1).keyPackage();
        invalid("another version", () -> start(Successor.of(bob.group), next.get(1), List.of()));
        invalid(
                "what the ReInit says",
                () -> {
                    var lie = new Lie();
                    lie.formerEpoch = bob.group.epoch();
                    lie.secret = bob.group.standing().secrets().resumption();
                    join(Successor.of(bob.group), next.get(1), lie.welcome(next.getFirst(), own), own);
                });
    }

    @Test
    void storedFormsAreTheirOwn() throws Exception {
        Peer.all(peers, alice, alice.commit(new CommitRequest().reInit(NEXT, 3, TERMS)));
        var bytes = Successor.of(bob.group).toBytes();
        assertArrayEquals(bytes, Successor.fromBytes(bytes).toBytes());
        assertThrows(MlsException.Malformed.class, () -> Branch.fromBytes(bytes));
        var branch = Branch.of(bob.group).toBytes();
        assertArrayEquals(branch, Branch.fromBytes(branch).toBytes());
        assertThrows(MlsException.Malformed.class, () -> Successor.fromBytes(branch));
    }

    private static void invalid(String word, Executable run) {
        var thrown = assertThrows(MlsException.Invalid.class, run);
        assertTrue(String.valueOf(thrown.getMessage()).contains(word), thrown.getMessage());
    }
}
