package parley.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Whole conversations; every state is stored and read back after every step. */
class ConversationTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void twoPeopleTalkInEverySuite(int suiteId) throws Exception {
        var suite = Suites.of(suiteId);
        var alice = Peer.founder(suite, "alice");
        var bob = Peer.of(suite, "bob");
        var own = bob.keyPackage();
        var pending =
                alice.commit(
                        new CommitRequest()
                                .add(own.keyPackage())
                                .authenticatedData(new byte[] {4, 2})
                                .groupInfoExtensions(List.of(new Extension(0xF0FF, new byte[] {5}))));
        assertEquals(0, alice.group.epoch());
        alice.apply(pending);
        var joined = bob.join(pending.welcome().orElseThrow(), own);
        assertEquals(0, joined.adder().leaf());
        assertEquals(List.of(new Extension(0xF0FF, new byte[] {5})), joined.groupInfoExtensions());
        Peer.assertAgree(List.of(alice, bob));

        assertEquals("hello", bob.hear(alice.say("hello")));
        assertEquals("שלום 👋", alice.hear(bob.say("שלום 👋")));
        Peer.all(List.of(alice, bob), bob, bob.commit(new CommitRequest()));
        assertEquals("after the update", bob.hear(alice.say("after the update")));
        assertEquals(2, alice.group.epoch());
    }

    @Test
    void aReaderLearnsSenderAndAuthenticatedData() throws Exception {
        var peers = Peer.group(Suites.of(1), "alice", "bob", "carol");
        var data = "seen 17".getBytes(StandardCharsets.US_ASCII);
        var message = peers.get(2).say("hi", data);
        var info = assertInstanceOf(MessageInfo.ToGroup.class, MessageInfo.of(message));
        assertArrayEquals(data, info.authenticatedData());
        assertEquals(MessageInfo.Content.APPLICATION, info.content());
        assertEquals(MessageInfo.From.MEMBER, info.from());
        var received = assertInstanceOf(Received.Application.class, peers.get(1).receive(message));
        assertEquals(2, received.sender().leaf());
        assertArrayEquals(
                "carol".getBytes(StandardCharsets.US_ASCII), received.sender().node().credential().identity());
        assertArrayEquals(data, received.authenticatedData());
    }

    @Test
    void changesNameWhoCameWentAndChanged() throws Exception {
        var peers = new ArrayList<>(Peer.group(Suites.of(1), "alice", "bob", "carol"));
        var dave = Peer.of(Suites.of(1), "dave");
        var own = dave.keyPackage();
        var alice = peers.getFirst();
        var follower = new Extension(Peer.FOLLOWER, new byte[] {42});
        var pending =
                alice.commit(
                        new CommitRequest()
                                .add(own.keyPackage())
                                .remove(1)
                                .leaf(LeafChange.none().withExtensions(List.of(follower))));
        var bob = peers.remove(1);
        var removed = assertInstanceOf(Received.Removed.class, bob.receive(pending.message()));
        var changes = Peer.all(peers, alice, pending);
        for (var it : List.of(removed.changes(), changes, pending.changes())) {
            assertEquals(0, it.committer().leaf());
            assertEquals(1, it.added().size());
            assertEquals(1, it.added().getFirst().leaf());
            assertEquals(own.keyPackage().leaf(), it.added().getFirst().node());
            assertEquals(List.of(1), it.removed().stream().map(Member::leaf).toList());
            assertEquals(List.of(follower), it.updated().getFirst().after().extensions());
            assertEquals(
                    List.of(new Extension(Peer.FOLLOWER, "alice".getBytes(StandardCharsets.US_ASCII))),
                    it.updated().getFirst().before().extensions());
        }
        dave.join(pending.welcomes().getFirst(), own);
        peers.add(dave);
        Peer.assertAgree(peers);
    }

    @Test
    void proposalsAreTakenUpByReference() throws Exception {
        var peers = new ArrayList<>(Peer.group(Suites.of(1), "alice", "bob", "carol", "dave"));
        var erin = Peer.of(Suites.of(1), "erin");
        var own = erin.keyPackage();
        var newKey = Suites.of(1).signatureKeyPair();
        var sent =
                List.of(
                        peers.get(1).propose(new ProposalRequest.Update(LeafChange.none().withSignatureKey(newKey))),
                        peers.get(2).propose(new ProposalRequest.Add(own.keyPackage())),
                        peers.get(3).propose(new ProposalRequest.Remove(3)),
                        peers.get(1).propose(new ProposalRequest.ExternalPsk(Peer.PSK_ID)),
                        peers.get(2)
                                .propose(
                                        new ProposalRequest.Extensions(
                                                List.of(new Extension(Peer.POLICY, new byte[] {1})))));
        var proposers = List.of(1, 2, 3, 1, 2);
        for (int i = 0; i < sent.size(); i++) {
            for (int j = 0; j < peers.size(); j++) {
                if (j != proposers.get(i)) {
                    var got = assertInstanceOf(Received.Proposed.class, peers.get(j).receive(sent.get(i).message()));
                    assertArrayEquals(sent.get(i).ref(), got.proposal().ref());
                    assertEquals(proposers.get(i), got.proposal().sender());
                    assertArrayEquals(new byte[] {9}, got.authenticatedData());
                }
            }
        }
        var alice = peers.getFirst();
        assertEquals(5, alice.group.proposals().size());
        var request = new CommitRequest();
        sent.forEach(it -> request.reference(it.ref()));
        var pending = alice.commit(request);
        assertInstanceOf(Received.Removed.class, peers.remove(3).receive(pending.message()));
        var changes = Peer.all(peers, alice, pending);
        assertTrue(changes.extensionsChanged());
        assertEquals(2, changes.updated().size());
        erin.join(pending.welcome().orElseThrow(), own);
        peers.add(erin);
        Peer.assertAgree(peers);
        assertEquals(List.of(), alice.group.proposals());
        assertArrayEquals(newKey.publicKey(), alice.group.member(1).orElseThrow().node().signatureKey());
        assertEquals("signed with the new key", alice.hear(peers.get(1).say("signed with the new key")));
        Peer.all(peers, peers.get(1), peers.get(1).commit(new CommitRequest()));
    }

    @Test
    void theTreeMayTravelApart() throws Exception {
        var suite = Suites.of(1);
        var alice = Peer.founder(suite, "alice");
        var bob = Peer.of(suite, "bob");
        var own = bob.keyPackage();
        var pending = alice.commit(new CommitRequest().add(own.keyPackage()).treeApart());
        var welcome = pending.welcome().orElseThrow();
        assertThrows(
                MlsException.Invalid.class,
                () -> Group.join(suite, welcome, own, null, Peer.PSKS, CredentialCheck.none()));
        var joined = Group.join(suite, welcome, own, pending.tree(), Peer.PSKS, CredentialCheck.none());
        assertArrayEquals(pending.epochAuthenticator(), joined.group().epochAuthenticator());
    }

    @Test
    void aCommitOfAddsOnlyNeedsNoPath() throws Exception {
        var alice = Peer.founder(Suites.of(1), "alice");
        var bob = Peer.of(Suites.of(1), "bob");
        var own = bob.keyPackage();
        var pending = alice.commit(new CommitRequest().add(own.keyPackage()).externalPsk(Peer.PSK_ID).withoutPath());
        assertEquals(List.of(), pending.changes().updated());
        alice.apply(pending);
        bob.join(pending.welcome().orElseThrow(), own);
        Peer.assertAgree(List.of(alice, bob));
        Peer.all(List.of(alice, bob), bob, bob.commit(new CommitRequest().withoutPath()));
    }

    @Test
    void aChangeOfTheLeafNeedsAPathInWhicheverOrderItIsAskedFor() throws Exception {
        var follower = List.of(new Extension(Peer.FOLLOWER, new byte[] {42}));
        var change = LeafChange.none().withExtensions(follower);
        for (var request :
                List.of(
                        new CommitRequest().leaf(change).withoutPath(),
                        new CommitRequest().withoutPath().leaf(change))) {
            var alice = Peer.founder(Suites.of(1), "alice");
            var bob = Peer.of(Suites.of(1), "bob");
            var own = bob.keyPackage();
            var pending = alice.commit(request.add(own.keyPackage()));
            assertEquals(follower, pending.changes().updated().getFirst().after().extensions());
            alice.apply(pending);
            bob.join(pending.welcome().orElseThrow(), own);
            Peer.assertAgree(List.of(alice, bob));
            assertEquals(follower, bob.group.member(0).orElseThrow().node().extensions());
        }
        var none = new CommitRequest().leaf(LeafChange.none()).withoutPath();
        none.add(Peer.of(Suites.of(1), "bob").keyPackage().keyPackage());
        assertEquals(List.of(), Peer.founder(Suites.of(1), "alice").commit(none).changes().updated());
    }

    @Test
    void handshakesMayTravelInTheClear() throws Exception {
        var peers = Peer.group(Suites.of(1), "alice", "bob");
        var bob = peers.get(1);
        var sent =
                bob.group.propose(
                        bob.suite, new ProposalRequest.Update(LeafChange.none()), new byte[0], Framing.PUBLIC);
        bob.store(sent.group());
        peers.getFirst().receive(sent.message());
        var request = new CommitRequest().reference(sent.ref()).framing(Framing.PUBLIC);
        Peer.all(peers, peers.getFirst(), peers.getFirst().commit(request));
    }

    @Test
    void theLoserOfARaceDropsItsCommit() throws Exception {
        var peers = Peer.group(Suites.of(1), "alice", "bob", "carol");
        var alices = peers.get(0).commit(new CommitRequest());
        var bobs = peers.get(1).commit(new CommitRequest());
        Peer.all(peers, peers.get(0), alices);
        assertThrows(IllegalArgumentException.class, () -> peers.get(1).apply(bobs));
        var late = assertThrows(MlsException.WrongEpoch.class, () -> peers.get(2).receive(bobs.message()));
        assertEquals(1, late.epoch());
        assertTrue(late.alike());
    }

    @Test
    void exportsAndAuthenticatorsAgreeAndChange() throws Exception {
        var peers = Peer.group(Suites.of(1), "alice", "bob");
        var suite = Suites.of(1);
        var before = peers.get(0).group.export(suite, "parley signal", new byte[] {1}, 32);
        assertArrayEquals(before, peers.get(1).group.export(suite, "parley signal", new byte[] {1}, 32));
        assertArrayEquals(peers.get(0).group.externalPub(suite), peers.get(1).group.externalPub(suite));
        assertArrayEquals(peers.get(0).group.resumptionPsk(), peers.get(1).group.resumptionPsk());
        Peer.all(peers, peers.get(0), peers.get(0).commit(new CommitRequest()));
        var after = peers.get(0).group.export(suite, "parley signal", new byte[] {1}, 32);
        assertFalse(Arrays.equals(before, after));
    }

    @Test
    void aGroupInfoShowsTheGroup() throws Exception {
        var alice = Peer.group(Suites.of(1), "alice", "bob").getFirst();
        var more = List.of(new Extension(0xF0FF, new byte[] {5}));
        var encoded = alice.group.groupInfo(alice.suite, true, true, more);
        var info = assertInstanceOf(MessageInfo.OfGroup.class, MessageInfo.of(encoded));
        assertEquals(1, info.epoch());
        assertArrayEquals(alice.group.groupId(), info.groupId());
        var pending = alice.commit(new CommitRequest().groupInfo(true));
        assertTrue(pending.groupInfo().isPresent());
        assertTrue(pending.welcome().isEmpty());
    }

    /** Forty random steps among up to a dozen members. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aGroupComesAndGoes(long seed) throws Exception {
        var random = new Random(seed);
        var suite = Suites.of(1);
        var names = 0;
        var peers = new ArrayList<Peer>(List.of(Peer.founder(suite, "p" + names++)));
        for (int step = 0; step < 40; step++) {
            var committer = peers.get(random.nextInt(peers.size()));
            var request = new CommitRequest();
            if (random.nextBoolean()) request.withoutPath();
            var joiners = new ArrayList<Peer>();
            var own = new ArrayList<OwnKeyPackage>();
            for (int i = random.nextInt(peers.size() < 12 ? 3 : 1); i > 0; i--) {
                var peer = Peer.of(suite, "p" + names++);
                joiners.add(peer);
                own.add(peer.keyPackage());
                request.add(own.getLast().keyPackage());
            }
            var leaving = peers.get(random.nextInt(peers.size()));
            if (random.nextInt(3) == 0 && leaving != committer) request.remove(leaving.leafIndex());
            else leaving = null;
            var updating = peers.get(random.nextInt(peers.size()));
            if (random.nextInt(3) == 0 && updating != committer && updating != leaving) {
                var sent = updating.propose(new ProposalRequest.Update(LeafChange.none()));
                for (var peer : peers) if (peer != updating) peer.receive(sent.message());
                request.reference(sent.ref());
            }
            if (random.nextInt(4) == 0) request.externalPsk(Peer.PSK_ID);
            var pending = committer.commit(request);
            if (leaving != null) {
                assertInstanceOf(Received.Removed.class, leaving.receive(pending.message()));
                peers.remove(leaving);
            }
            Peer.all(peers, committer, pending);
            for (int i = 0; i < joiners.size(); i++) {
                joiners.get(i).join(pending.welcomes().get(i), own.get(i));
                peers.add(joiners.get(i));
            }
            Peer.assertAgree(peers);
            var speaker = peers.get(random.nextInt(peers.size()));
            var message = speaker.say("step " + step);
            for (var peer : peers) if (peer != speaker) assertEquals("step " + step, peer.hear(message));
        }
    }
}
