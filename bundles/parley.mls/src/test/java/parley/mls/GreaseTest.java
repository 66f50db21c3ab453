package parley.mls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.util.ArrayList;
import java.util.List;

/** Numbers that nobody knows are carried along wherever they may stand (RFC 9420 §13.5), and required of no one. */
class GreaseTest {

    private static final List<Integer> GREASE = numbers();

    private final Peer alice = Peer.of(Suites.of(1), "alice");
    private final Peer bob = Peer.of(Suites.of(1), "bob");
    private OwnKeyPackage own = bob.keyPackage();

    private static List<Integer> numbers() {
        var numbers = new ArrayList<Integer>();
        for (int high = 0x0A; high <= 0xEA; high += 0x10) numbers.add(high << 8 | high);
        return numbers;
    }

    private static LeafParameters greased(Peer peer) {
        var plain = peer.capabilities();
        var all =
                new Capabilities(
                        with(plain.versions()),
                        with(plain.suites()),
                        with(plain.extensions()),
                        with(plain.proposals()),
                        with(plain.credentials()));
        return new LeafParameters(
                peer.signatureKey, peer.credential(), all, List.of(new Extension(0x3A3A, new byte[] {1, 2})));
    }

    private static List<Integer> with(List<Integer> numbers) {
        var more = new ArrayList<>(GREASE);
        more.addAll(numbers);
        return more;
    }

    @BeforeEach
    void found() throws Exception {
        alice.store(Group.create(alice.suite, new byte[] {1}, greased(alice), List.of()));
        own =
                OwnKeyPackage.create(
                        bob.suite,
                        greased(bob),
                        new Lifetime(1, 2),
                        List.of(new Extension(0x4A4A, new byte[0]), new Extension(0x000A, new byte[0])));
    }

    @Test
    void theUnknownIsCarriedAlong() throws Exception {
        var unknown = List.of(new Extension(0xEAEA, new byte[] {7}));
        var pending = alice.commit(new CommitRequest().add(own.keyPackage()).groupInfoExtensions(unknown));
        alice.apply(pending);
        var joined = bob.join(pending.welcome().orElseThrow(), own);
        assertEquals(unknown, joined.groupInfoExtensions());
        var peers = List.of(alice, bob);
        Peer.assertAgree(peers);
        assertEquals(GREASE, bob.group.members().getFirst().node().capabilities().suites().subList(0, 15));
        assertEquals(
                List.of(new Extension(0x3A3A, new byte[] {1, 2})), alice.group.members().get(1).node().extensions());
        Peer.all(peers, bob, bob.commit(new CommitRequest()));
        var sent = bob.propose(new ProposalRequest.Update(LeafChange.none()));
        alice.receive(sent.message());
        Peer.all(peers, alice, alice.commit(new CommitRequest().reference(sent.ref())));
        assertEquals("fine", alice.hear(bob.say("fine")));

        var info = alice.group.groupInfo(alice.suite, true, true, unknown);
        var view = GroupView.of(alice.suite, info, null);
        assertEquals(unknown, view.groupInfoExtensions());
        var carol = Peer.of(alice.suite, "carol");
        var joining = view.join(carol.suite, new ExternalJoin(greased(carol)), PskLookup.none());
        for (var peer : peers) peer.receive(joining.message());
        carol.store(joining.group());
        Peer.assertAgree(List.of(alice, bob, carol));
    }

    @Test
    void aLeafListsWhatItShows() {
        var narrow = Capabilities.of(List.of(1), List.of(0x3A3A));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new LeafParameters(
                                bob.signatureKey,
                                bob.credential(),
                                narrow,
                                List.of(new Extension(0x4A4A, new byte[0]))));
    }

    /** What alice has too can be required, whatever the number. */
    @Test
    void theUnknownIsRequiredOfThoseWhoLackIt() throws Exception {
        var pending = alice.commit(new CommitRequest().add(own.keyPackage()));
        alice.apply(pending);
        bob.join(pending.welcome().orElseThrow(), own);
        var fine = Extension.requiredCapabilities(List.of(0x1A1A, 1, 5), List.of(0x2A2A, 1, 7), List.of(0x5A5A, 1));
        Peer.all(List.of(alice, bob), alice, alice.commit(new CommitRequest().extensions(List.of(fine))));
        for (var lacking :
                List.of(
                        Extension.requiredCapabilities(List.of(0x1A1B), List.of(), List.of()),
                        Extension.requiredCapabilities(List.of(), List.of(8), List.of()),
                        Extension.requiredCapabilities(List.of(), List.of(), List.of(2)))) {
            var thrown =
                    assertThrows(
                            MlsException.Invalid.class,
                            () -> alice.commit(new CommitRequest().extensions(List.of(lacking))));
            assertTrue(String.valueOf(thrown.getMessage()).contains("a member lacks"), thrown.getMessage());
        }
        // Newcomers by every road, and changed leaves, must have it.
        var carol = Peer.of(alice.suite, "carol");
        lacks(() -> alice.commit(new CommitRequest().add(carol.keyPackage().keyPackage())));
        var view = GroupView.of(alice.suite, alice.group.groupInfo(alice.suite, true, true, List.of()), null);
        lacks(() -> view.join(carol.suite, new ExternalJoin(carol.leaf()), PskLookup.none()));
        var less = LeafChange.none().withCapabilities(carol.capabilities()).withExtensions(List.of());
        lacks(() -> bob.commit(new CommitRequest().leaf(less)));
        var update = bob.propose(new ProposalRequest.Update(less));
        alice.receive(update.message());
        lacks(() -> alice.commit(new CommitRequest().reference(update.ref())));
        lacks(() -> Group.create(carol.suite, new byte[] {2}, carol.leaf(), List.of(fine)));
    }

    private static void lacks(Executable run) {
        var thrown = assertThrows(MlsException.Invalid.class, run);
        assertTrue(String.valueOf(thrown.getMessage()).contains("a member lacks"), thrown.getMessage());
    }

    @Test
    void oneUnknownNumberIsAddedToEachList() {
        var plain = bob.capabilities();
        for (int i = 0; i < 50; i++) {
            var greased = plain.withGrease();
            assertEquals(plain.versions(), greased.versions());
            assertGreased(plain.suites(), greased.suites());
            assertGreased(plain.extensions(), greased.extensions());
            assertGreased(plain.proposals(), greased.proposals());
            assertGreased(plain.credentials(), greased.credentials());
        }
    }

    private static void assertGreased(List<Integer> plain, List<Integer> greased) {
        assertEquals(plain.size() + 1, greased.size());
        assertEquals(plain, greased.subList(0, plain.size()));
        assertTrue(GREASE.contains(greased.getLast()), "number " + greased.getLast());
    }
}
