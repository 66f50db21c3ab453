package parley.mls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.mls.CredentialCheck.Occasion;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The application's judgement refuses what this member adds, and only reports on what it reads. */
class CredentialCheckTest {

    /** Finds fault with one name, and remembers what it was asked. */
    private static final class Fault implements CredentialCheck {

        private final String name;
        private final List<String> asked = new ArrayList<>();

        Fault(String name) {
            this.name = name;
        }

        @Override
        public Optional<String> check(Occasion occasion, LeafNode leaf, Optional<LeafNode> before) {
            var who = new String(leaf.credential().identity(), StandardCharsets.UTF_8);
            asked.add(occasion + " " + who + (before.isPresent() ? " again" : ""));
            return who.equals(name) ? Optional.of("unknown person") : Optional.empty();
        }
    }

    @Test
    void addingIsStrict() throws Exception {
        var alice = Peer.founder(Suites.of(1), "alice");
        var bob = Peer.of(Suites.of(1), "bob").keyPackage();
        var fault = new Fault("bob");
        var request = new CommitRequest().add(bob.keyPackage());
        var thrown =
                assertThrows(
                        MlsException.BadCredential.class,
                        () -> alice.group.commit(alice.suite, request, Peer.PSKS, fault));
        assertEquals("unknown person", thrown.getMessage());
        assertEquals(List.of(Occasion.ADDING + " bob"), fault.asked);
    }

    @Test
    void addingByReferenceIsStrictAsWell() throws Exception {
        var peers = Peer.group(Suites.of(1), "alice", "bob");
        var erin = Peer.of(Suites.of(1), "erin").keyPackage();
        var sent = peers.get(1).propose(new ProposalRequest.Add(erin.keyPackage()));
        var alice = peers.get(0);
        var received = alice.group.receive(alice.suite, sent.message(), Peer.PSKS, new Fault("erin"));
        var proposed = assertInstanceOf(Received.Proposed.class, received);
        assertEquals("unknown person", proposed.problems().getFirst().reason());
        var request = new CommitRequest().reference(sent.ref());
        assertThrows(
                MlsException.BadCredential.class,
                () -> proposed.group().commit(alice.suite, request, Peer.PSKS, new Fault("erin")));
    }

    @Test
    void readingReports() throws Exception {
        var peers = Peer.group(Suites.of(1), "alice", "bob", "carol");
        var erin = Peer.of(Suites.of(1), "erin");
        var own = erin.keyPackage();
        var pending = peers.get(0).commit(new CommitRequest().add(own.keyPackage()));
        var fault = new Fault("erin");
        var bob = peers.get(1);
        var received = bob.group.receive(bob.suite, pending.message(), Peer.PSKS, fault);
        var committed = assertInstanceOf(Received.Committed.class, received);
        assertEquals(List.of("RECEIVED erin", "RECEIVED alice again"), fault.asked);
        assertEquals(1, committed.changes().problems().size());
        assertEquals(3, committed.changes().problems().getFirst().member().leaf());
        assertEquals(2, committed.group().epoch());

        var atJoin = new Fault("bob");
        var joined = Group.join(erin.suite, pending.welcome().orElseThrow(), own, null, Peer.PSKS, atJoin);
        assertEquals(List.of("JOINING alice", "JOINING bob", "JOINING carol"), atJoin.asked);
        assertEquals(1, joined.problems().getFirst().member().leaf());
    }

    @Test
    void anUpdateShowsTheLeafBefore() throws Exception {
        var peers = Peer.group(Suites.of(1), "alice", "bob");
        var sent =
                peers.get(1)
                        .propose(
                                new ProposalRequest.Update(
                                        LeafChange.none()
                                                .withCredential(
                                                        Credential.basic("robert".getBytes(StandardCharsets.UTF_8)))));
        var alice = peers.get(0);
        var fault = new Fault("robert");
        var received = alice.group.receive(alice.suite, sent.message(), Peer.PSKS, fault);
        assertEquals(1, assertInstanceOf(Received.Proposed.class, received).problems().size());
        assertEquals(List.of("RECEIVED robert again"), fault.asked);
    }

    @Test
    void lifetimesAreTheCheckersToJudge() {
        var lifetime = new Lifetime(1000, 2000);
        assertTrue(lifetime.contains(1000, 0));
        assertTrue(lifetime.contains(2000, 0));
        assertTrue(!lifetime.contains(999, 0));
        assertTrue(!lifetime.contains(2001, 0));
        assertTrue(lifetime.contains(900, 100));
        assertTrue(!lifetime.contains(899, 100));
        assertTrue(lifetime.contains(2100, 100));
        assertTrue(!lifetime.contains(2101, 100));
        assertTrue(new Lifetime(0, -1).contains(Long.MAX_VALUE / 2, 0), "no end");
    }
}
