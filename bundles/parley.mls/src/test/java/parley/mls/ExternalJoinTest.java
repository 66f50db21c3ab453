package parley.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Outsiders join by external commits (RFC 9420 §8.3, §12.4.3.2); every state goes through its stored form. */
class ExternalJoinTest {

    private final List<Peer> peers = new ArrayList<>();

    private void meet(int suite, String... names) throws Exception {
        peers.addAll(Peer.group(Suites.of(suite), names));
    }

    private static GroupView view(Peer member) throws MlsException {
        return GroupView.of(member.suite, member.group.groupInfo(member.suite, true, true, List.of()), null);
    }

    /** Joins, has all follow, and counts the joiner among them. */
    private List<Received> joins(Peer joiner, GroupView view, ExternalJoin request) throws Exception {
        var pending = PendingJoin.fromBytes(view.join(joiner.suite, request, Peer.PSKS).toBytes());
        var received = new ArrayList<Received>();
        for (var peer : peers) received.add(peer.receive(pending.message()));
        joiner.store(pending.group());
        var after = new ArrayList<Peer>();
        for (int i = 0; i < peers.size(); i++) {
            if (received.get(i) instanceof Received.Committed) after.add(peers.get(i));
        }
        after.add(joiner);
        peers.clear();
        peers.addAll(after);
        Peer.assertAgree(peers);
        return received;
    }

    /** Everyone is heard by everyone, and everyone's commit is followed. */
    private void goOn() throws Exception {
        for (var one : peers) {
            var word = one.say(one.name);
            for (var other : peers) if (other != one) assertEquals(one.name, other.hear(word));
        }
        for (var one : peers) Peer.all(peers, one, one.commit(new CommitRequest()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void aNewcomerJoinsInEverySuite(int suite) throws Exception {
        meet(suite, "alice", "bob");
        var carol = Peer.of(Suites.of(suite), "carol");
        var request = new ExternalJoin(carol.leaf()).authenticatedData(new byte[] {4, 2});
        var received = joins(carol, view(peers.get(1)), request);
        var committed = assertInstanceOf(Received.Committed.class, received.getFirst());
        var changes = committed.changes();
        assertArrayEquals(new byte[] {4, 2}, committed.authenticatedData());
        assertEquals(2, changes.committer().leaf());
        assertEquals(List.of(changes.committer()), changes.added());
        assertEquals(carol.group.self(), changes.committer());
        assertEquals(List.of(), changes.removed());
        assertEquals(List.of(), changes.updated());
        assertEquals(2, carol.group.epoch());
        goOn();
    }

    @Test
    void theTreeCanTravelApart() throws Exception {
        meet(1, "alice", "bob", "carol");
        var alice = peers.getFirst();
        var info = alice.group.groupInfo(alice.suite, false, true, List.of(new Extension(0xF0FF, new byte[] {5})));
        var view = GroupView.of(alice.suite, info, alice.group.tree());
        assertEquals(0, view.signer().leaf());
        assertEquals(alice.group.members(), view.members());
        assertEquals(alice.group.epoch(), view.epoch());
        assertArrayEquals(alice.group.groupId(), view.groupId());
        assertEquals(1, view.suiteId());
        assertEquals(List.of(new Extension(0xF0FF, new byte[] {5})), view.groupInfoExtensions());
        assertTrue(view.open());
        var dave = Peer.of(alice.suite, "dave");
        joins(dave, view, new ExternalJoin(dave.leaf()));
        goOn();
        assertThrows(MlsException.Invalid.class, () -> GroupView.of(alice.suite, info, null));
    }

    @Test
    void aFounderAloneIsJoined() throws Exception {
        var alice = Peer.founder(Suites.of(1), "alice");
        peers.add(alice);
        var bob = Peer.of(alice.suite, "bob");
        joins(bob, view(alice), new ExternalJoin(bob.leaf()));
        assertEquals(1, bob.group.epoch());
        goOn();
    }

    @Test
    void theLeftmostFreeLeafIsTaken() throws Exception {
        meet(1, "alice", "bob", "carol", "dave");
        goOn();
        var alice = peers.getFirst();
        var pending = alice.commit(new CommitRequest().remove(1));
        peers.remove(1);
        Peer.all(peers, alice, pending);
        var erin = Peer.of(alice.suite, "erin");
        joins(erin, view(alice), new ExternalJoin(erin.leaf()));
        assertEquals(1, erin.leafIndex());
        var frank = Peer.of(alice.suite, "frank");
        joins(frank, view(erin), new ExternalJoin(frank.leaf()));
        assertEquals(4, frank.leafIndex());
        goOn();
    }

    @Test
    void oneWhoIsCutOffTakesItsPlaceAgain() throws Exception {
        meet(1, "alice", "bob", "carol");
        var alice = peers.getFirst();
        for (int leaf : new int[] {1, 2}) {
            var old = peers.stream().filter(it -> it.leafIndex() == leaf).findFirst().orElseThrow();
            var before = old.group.self();
            var again = Peer.of(alice.suite, old.name);
            var received = joins(again, view(alice), new ExternalJoin(again.leaf()).replacing(leaf));
            assertEquals(leaf, again.leafIndex());
            for (var one : received) {
                var changes =
                        switch (one) {
                            case Received.Committed it -> it.changes();
                            case Received.Removed it -> it.changes();
                            default -> throw new AssertionError(one);
                        };
                assertEquals(List.of(before), changes.removed());
                assertEquals(leaf, changes.committer().leaf());
            }
            assertEquals(1, received.stream().filter(it -> it instanceof Received.Removed).count());
            goOn();
        }
        assertEquals(3, alice.group.size());
    }

    /** With the same signature key too, since the old leaf goes in the same commit. */
    @Test
    void theFormerSignatureKeyMayStay() throws Exception {
        meet(1, "alice", "bob", "carol", "dave", "erin");
        var alice = peers.getFirst();
        var erin = peers.getLast();
        var leaf = erin.leaf();
        joins(erin, view(alice), new ExternalJoin(leaf).replacing(4));
        assertEquals(4, erin.leafIndex());
        goOn();
    }

    /** Who moves from the last leaf to a free one leaves the right half empty, and the tree shrinks (RFC 9420 §7.7). */
    @Test
    void theTreeShrinksWithoutTheFormerLeaf() throws Exception {
        meet(1, "alice", "bob", "carol", "dave", "erin");
        var alice = peers.getFirst();
        var pending = alice.commit(new CommitRequest().remove(1));
        peers.remove(1);
        Peer.all(peers, alice, pending);
        assertEquals(8, alice.group.standing().tree().leaves());
        var erin = Peer.of(alice.suite, "erin");
        joins(erin, view(alice), new ExternalJoin(erin.leaf()).replacing(4));
        assertEquals(1, erin.leafIndex());
        assertEquals(4, alice.group.standing().tree().leaves());
        goOn();
    }

    @Test
    void preSharedKeysProveMore() throws Exception {
        meet(1, "alice", "bob", "carol");
        var alice = peers.getFirst();
        var bob = peers.get(1);
        var known = bob.group.resumptionPsk();
        var epoch = bob.group.epoch();
        Peer.all(peers, alice, alice.commit(new CommitRequest()));
        var psks =
                new PskLookup() {
                    @Override
                    public Optional<byte[]> external(byte[] id) {
                        return Peer.PSKS.external(id);
                    }

                    @Override
                    public Optional<byte[]> resumption(byte[] groupId, long number) {
                        var here = Arrays.equals(alice.group.groupId(), groupId) && number == epoch;
                        return here ? Optional.of(known) : Optional.empty();
                    }
                };
        var again = Peer.of(alice.suite, "bob");
        var request =
                new ExternalJoin(again.leaf())
                        .replacing(1)
                        .externalPsk(Peer.PSK_ID)
                        .resumptionPsk(alice.group.groupId(), epoch);
        assertThrows(MlsException.MissingPsk.class, () -> view(alice).join(again.suite, request, Peer.PSKS));
        var pending = view(alice).join(again.suite, request, psks);
        assertThrows(MlsException.MissingPsk.class, () -> alice.receive(pending.message()));
        var received = alice.group.receive(alice.suite, pending.message(), psks, CredentialCheck.none());
        var committed = assertInstanceOf(Received.Committed.class, received);
        var group = committed.group();
        // Members can tell what the newcomer has proved.
        var used = committed.changes().psks();
        assertEquals(2, used.size());
        assertArrayEquals(Peer.PSK_ID, assertInstanceOf(Received.UsedPsk.External.class, used.getFirst()).id());
        var resumption = assertInstanceOf(Received.UsedPsk.Resumption.class, used.getLast());
        assertEquals(epoch, resumption.epoch());
        assertArrayEquals(alice.group.groupId(), resumption.groupId());
        assertArrayEquals(pending.group().epochAuthenticator(), group.epochAuthenticator());
        var wrong =
                new PskLookup() {
                    @Override
                    public Optional<byte[]> external(byte[] id) {
                        return Optional.of(new byte[] {1});
                    }

                    @Override
                    public Optional<byte[]> resumption(byte[] groupId, long number) {
                        return psks.resumption(groupId, number);
                    }
                };
        assertThrows(
                MlsException.CutOff.class,
                () -> alice.group.receive(alice.suite, pending.message(), wrong, CredentialCheck.none()));
    }

    @Test
    void theFirstInTheLogWinsAndTheOtherJoinsAnew() throws Exception {
        meet(1, "alice", "bob");
        var alice = peers.getFirst();
        var view = view(alice);
        var carol = Peer.of(alice.suite, "carol");
        var dave = Peer.of(alice.suite, "dave");
        var late = view.join(dave.suite, new ExternalJoin(dave.leaf()), PskLookup.none());
        var info = assertInstanceOf(MessageInfo.ToGroup.class, MessageInfo.of(late.message()));
        assertEquals(MessageInfo.From.NEWCOMER, info.from());
        assertEquals(MessageInfo.Content.COMMIT, info.content());
        assertEquals(Framing.PUBLIC, info.framing());
        joins(carol, view, new ExternalJoin(carol.leaf()));
        assertThrows(MlsException.WrongEpoch.class, () -> alice.receive(late.message()));
        assertThrows(MlsException.WrongEpoch.class, () -> carol.receive(late.message()));
        joins(dave, view(carol), new ExternalJoin(dave.leaf()));
        goOn();
    }

    @Test
    void theCheckSeesNewcomersAndWhomTheyReplace() throws Exception {
        meet(1, "alice", "bob");
        var alice = peers.getFirst();
        var bobsLeaf = peers.get(1).group.self().node();
        var mallory = Peer.of(alice.suite, "mallory");
        var plain = view(alice).join(mallory.suite, new ExternalJoin(mallory.leaf()), PskLookup.none());
        var claim = view(alice).join(mallory.suite, new ExternalJoin(mallory.leaf()).replacing(1), PskLookup.none());
        CredentialCheck check =
                (occasion, leaf, before) -> {
                    assertEquals(CredentialCheck.Occasion.RECEIVED, occasion);
                    assertEquals(mallory.credential(), leaf.credential());
                    return before.map(it -> it.equals(bobsLeaf) ? "not bob" : "somebody else")
                            .or(() -> Optional.of("a stranger"));
                };
        assertEquals("a stranger", problem(alice, plain, check));
        assertEquals("not bob", problem(alice, claim, check));
    }

    private static String problem(Peer reader, PendingJoin pending, CredentialCheck check) throws MlsException {
        var received = reader.group.receive(reader.suite, pending.message(), PskLookup.none(), check);
        var problems = assertInstanceOf(Received.Committed.class, received).changes().problems();
        assertEquals(1, problems.size());
        assertEquals(pending.group().self(), problems.getFirst().member());
        return problems.getFirst().reason();
    }

    @Test
    void theNewcomerJudgesTheMembersFirst() throws Exception {
        meet(1, "alice", "bob");
        var view = view(peers.getFirst());
        var problems =
                view.problems((occasion, leaf, _) -> {
                    assertEquals(CredentialCheck.Occasion.JOINING, occasion);
                    var bob = Arrays.equals(leaf.credential().identity(), "bob".getBytes(StandardCharsets.UTF_8));
                    return bob ? Optional.of("unknown") : Optional.empty();
                });
        assertEquals(1, problems.size());
        assertEquals(1, problems.getFirst().member().leaf());
        assertEquals(List.of(), view.problems(CredentialCheck.none()));
    }

    @Test
    void whatTheJoinerCannotHave() throws Exception {
        meet(1, "alice", "bob");
        var alice = peers.getFirst();
        var carol = Peer.of(alice.suite, "carol");
        var closed = GroupView.of(alice.suite, alice.group.groupInfo(alice.suite, true, false, List.of()), null);
        assertFalse(closed.open());
        invalid("no key for external", () -> closed.join(alice.suite, new ExternalJoin(carol.leaf()), Peer.PSKS));
        var view = view(alice);
        invalid("blank", () -> view.join(alice.suite, new ExternalJoin(carol.leaf()).replacing(7), Peer.PSKS));
        invalid("signature key", () -> view.join(alice.suite, new ExternalJoin(alice.leaf()), Peer.PSKS));
        assertThrows(
                IllegalArgumentException.class,
                () -> view.join(Suites.of(3), new ExternalJoin(carol.leaf()), Peer.PSKS));
        Peer.all(
                peers,
                alice,
                alice.commit(new CommitRequest().extensions(List.of(new Extension(Peer.POLICY, new byte[1])))));
        var narrow =
                new LeafParameters(
                        carol.signatureKey, carol.credential(), Capabilities.of(List.of(1), List.of()), List.of());
        var next = view(alice);
        invalid("group's extension", () -> next.join(alice.suite, new ExternalJoin(narrow), Peer.PSKS));
    }

    private static void invalid(String word, Executable run) {
        var thrown = assertThrows(MlsException.Invalid.class, run);
        assertTrue(String.valueOf(thrown.getMessage()).contains(word), thrown.getMessage());
    }

    @Test
    void aGroupInfoMustBeAMembers() throws Exception {
        meet(1, "alice", "bob");
        var alice = peers.getFirst();
        var suite = new Labeled(alice.suite);
        var honest = alice.group.makeGroupInfo(suite, true, true, List.of());
        var forged = honest.signed(suite, peers.get(1).group.standing().signaturePrivate());
        assertThrows(MlsException.Forged.class, () -> GroupView.of(alice.suite, encode(forged), null));
        assertThrows(MlsException.Invalid.class, () -> GroupView.of(Suites.of(3), encode(honest), null));
        var word = alice.say("no GroupInfo");
        assertThrows(MlsException.Malformed.class, () -> GroupView.of(alice.suite, word, null));
        var info = encode(honest);
        Peer.all(peers, alice, alice.commit(new CommitRequest()));
        invalid("does not fit its hash", () -> GroupView.of(alice.suite, info, alice.group.tree()));
        var garbled =
                new GroupInfo(
                                honest.context(),
                                List.of(
                                        honest.extensions().getFirst(),
                                        new Extension(Extension.EXTERNAL_PUB, new byte[] {9, 1})),
                                honest.confirmationTag(),
                                0,
                                honest.signature())
                        .signed(suite, alice.group.standing().signaturePrivate());
        // Alice has committed since, so it is her former key that signed the group's first tree.
        var first = GroupView.of(alice.suite, info, null);
        assertEquals(1, first.epoch());
        var carol = Peer.of(alice.suite, "carol");
        var view = GroupView.of(alice.suite, encode(garbled), null);
        assertThrows(
                MlsException.Malformed.class,
                () -> view.join(alice.suite, new ExternalJoin(carol.leaf()), PskLookup.none()));
    }

    @Test
    void everyLeafMustBeSigned() throws Exception {
        meet(1, "alice", "bob");
        var alice = peers.getFirst();
        var suite = new Labeled(alice.suite);
        var epoch = alice.group.standing();
        var draft = epoch.tree().draft();
        // Alice says that carol is in the group, with a leaf that is not carol's.
        var carols = Peer.of(alice.suite, "carol").keyPackage().keyPackage().leaf().fields();
        draft.add(carols.sign(suite, alice.signatureKey.privateKey(), Bytes.EMPTY, 0));
        var tree = draft.freeze(suite);
        var honest = alice.group.makeGroupInfo(suite, false, true, List.of());
        var context = NextEpoch.context(epoch.context(), tree, List.of());
        var lie =
                new GroupInfo(context, honest.extensions(), honest.confirmationTag(), 0, Bytes.EMPTY)
                        .signed(suite, epoch.signaturePrivate());
        assertThrows(MlsException.Forged.class, () -> GroupView.of(alice.suite, encode(lie), tree.encode()));
    }

    private static byte[] encode(GroupInfo info) {
        return new MlsMessage.OfGroupInfo(info).encode();
    }
}
