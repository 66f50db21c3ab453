package parley.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Late, repeated and missing messages; and that used keys are gone. */
class MessageOrderTest {

    private final Labeled suite = new Labeled(Suites.of(1));
    private Peer alice;
    private Peer bob;

    @BeforeEach
    void meet() throws Exception {
        var peers = Peer.group(Suites.of(1), "alice", "bob");
        alice = peers.get(0);
        bob = peers.get(1);
    }

    @Test
    void messagesInAnyOrderAreReadOnce() throws Exception {
        var messages = new ArrayList<byte[]>();
        for (int i = 0; i < 40; i++) messages.add(alice.say("message " + i));
        var order = new ArrayList<Integer>();
        for (int i = 0; i < 40; i++) order.add(i);
        Collections.shuffle(order, new Random(5));
        for (int i : order) assertEquals("message " + i, bob.hear(messages.get(i)));
        for (var message : messages) assertThrows(MlsException.KeyUsed.class, () -> bob.receive(message));
        assertEquals("next", bob.hear(alice.say("next")));
    }

    @Test
    void aRatchetGoesForwardOnlySoFar() throws Exception {
        for (int i = 0; i < Group.MAX_SKIPPED; i++) alice.group = skip(alice.group);
        var atTheLimit = alice.say("at the limit");
        var state = bob.group;
        var tooFar = alice.say("beyond");
        assertThrows(MlsException.TooFarAhead.class, () -> bob.receive(tooFar));
        assertEquals(state, bob.group);
        assertEquals("at the limit", bob.hear(atTheLimit));
        assertEquals("beyond", bob.hear(tooFar));
    }

    /** Its author would follow it, and the others would not. */
    @Test
    void noCommitIsMadeThatOthersWouldNotTake() throws Exception {
        var request = new CommitRequest().externalPsk(Peer.PSK_ID).withoutPath();
        for (int i = 0; i < Group.MAX_SKIPPED; i++) alice.group = commit(request).group();
        var atTheLimit = commit(request);
        alice.group = atTheLimit.group();
        assertThrows(MlsException.TooFarAhead.class, () -> commit(request));
        bob.receive(atTheLimit.pending().message());
        alice.group = alice.group.apply(atTheLimit.pending());
        alice.group = commit(request).group(); // in the next epoch
    }

    private Committing commit(CommitRequest request) throws MlsException {
        return alice.group.commit(alice.suite, request, Peer.PSKS, CredentialCheck.none());
    }

    @Test
    void soManyKeysAreKeptForTheLateAndNoMore() throws Exception {
        var first = alice.say("first");
        var second = alice.say("second");
        for (int i = 0; i < 998; i++) alice.group = skip(alice.group);
        assertEquals("far", bob.hear(alice.say("far"))); // 1,000 were passed over: first and second are kept
        var size = bob.group.ratchetBytes().length;
        alice.group = skip(alice.group);
        assertEquals("one more", bob.hear(alice.say("one more"))); // now the first must go
        assertEquals(size, bob.group.ratchetBytes().length);
        assertThrows(MlsException.KeyUsed.class, () -> bob.receive(first));
        assertEquals("second", bob.hear(second));
    }

    private Group skip(Group group) {
        return group.protect(suite.suite(), new byte[0], new byte[0], Padding.none()).group();
    }

    @Test
    void usedKeysAreInNoStoredState() throws Exception {
        // What bob is about to use, looked up in a copy of his state.
        var before = bob.group.ratchets().secretTree();
        var used = before.take(suite, 0, true, 2);
        var skipped = before.take(suite, 0, true, 0);
        alice.group = skip(skip(alice.group));
        bob.hear(alice.say("third"));
        assertFalse(holds(bob, used.key().key()), "the key that was used");
        assertTrue(holds(bob, skipped.key().key()), "a key for a late message");
        var sendKey = alice.group.ratchets().secretTree().takeNext(suite, 0, true);
        alice.say("fourth");
        assertFalse(holds(alice, sendKey.key().key()), "the sender's own key");
    }

    @Test
    void secretsOfAnEpochEndWithIt() throws Exception {
        var peers = List.of(alice, bob);
        Peer.all(peers, bob, bob.commit(new CommitRequest()));
        var before = bob.group.standing();
        var keys = before.keys().all();
        assertEquals(2, keys.size(), "leaf and root");
        Peer.all(peers, bob, bob.commit(new CommitRequest()));
        for (var key : keys.values()) assertFalse(holds(bob, key.privateKey()), "a replaced private key");
        assertFalse(holds(bob, before.secrets().init()));
        assertFalse(holds(bob, before.secrets().exporter()));
        assertFalse(holds(bob, before.secrets().senderData()));
        var alices = alice.group.standing().keys().all();
        Peer.all(peers, bob, bob.commit(new CommitRequest()));
        var root = alice.group.standing().tree().root();
        assertFalse(holds(alice, Objects.requireNonNull(alices.get(root)).privateKey()), "the root's, replaced by bob");
        assertTrue(holds(alice, Objects.requireNonNull(alices.get(0)).privateKey()), "her own leaf's");
    }

    @Test
    void keysOfBlankedNodesAreGone() throws Exception {
        var peers = Peer.group(Suites.of(1), "alice", "bob", "carol", "dave");
        for (var peer : peers) Peer.all(peers, peer, peer.commit(new CommitRequest()));
        var dave = peers.get(3);
        var keys = dave.group.standing().keys().all();
        assertEquals(3, keys.size(), "leaf, node above, root");
        var pending = dave.commit(new CommitRequest().remove(2));
        Peer.all(List.of(peers.get(0), peers.get(1), dave), dave, pending);
        for (var key : keys.values()) assertFalse(holds(dave, key.privateKey()));
    }

    @Test
    void secretsAboveAUsedLeafAreGone() throws Exception {
        var peers = Peer.group(Suites.of(1), "alice", "bob", "carol", "dave");
        var seed = seed(peers.get(1));
        assertTrue(holds(peers.get(1), seed));
        peers.get(1).hear(peers.get(0).say("hello"));
        assertFalse(holds(peers.get(1), seed));
    }

    /** The root of a fresh secret tree: one seed behind form, epoch, depth and kind. */
    private static Bytes seed(Peer peer) {
        var stored = Bytes.wrap(peer.group.ratchetBytes());
        return stored.slice(1 + 8 + 1 + 1 + 1, 1 + 8 + 1 + 1 + 1 + 32);
    }

    private static boolean holds(Peer peer, Bytes secret) {
        var hex = Bytes.wrap(peer.group.ratchetBytes()).hex() + Bytes.wrap(peer.group.epochBytes()).hex();
        return hex.contains(secret.hex());
    }

    @Test
    void aMessageWritesLittle() throws Exception {
        var peers = Peer.group(Suites.of(1), names(64));
        peers.get(1).hear(peers.get(0).say("hello"));
        assertTrue(peers.get(1).group.ratchetBytes().length < 600, "six seeds and one sender");
        assertTrue(peers.get(1).group.epochBytes().length > 10_000);
    }

    private static String[] names(int count) {
        var names = new String[count];
        for (int i = 0; i < count; i++) names[i] = "p" + i;
        return names;
    }

    @Test
    void latecomersOfAPastEpochAreRead() throws Exception {
        var peers = List.of(alice, bob);
        var late = alice.say("late");
        var later = alice.say("later", new byte[] {3});
        var past = bob.group.past();
        var authenticator = bob.group.epochAuthenticator();
        var exported = bob.group.export(bob.suite, "x", new byte[0], 16);
        var old = bob.commit(new CommitRequest());
        Peer.all(peers, bob, old);
        assertThrows(MlsException.WrongEpoch.class, () -> bob.receive(late));

        past = PastEpoch.fromBytes(past.epochBytes(), past.ratchetBytes());
        assertArrayEquals(authenticator, past.epochAuthenticator());
        assertArrayEquals(exported, past.export(bob.suite, "x", new byte[0], 16));
        assertTrue(past.member(0).isPresent());
        assertTrue(past.member(2).isEmpty());
        var second = past.receive(bob.suite, later);
        assertEquals("later", new String(second.data(), StandardCharsets.US_ASCII));
        assertArrayEquals(new byte[] {3}, second.authenticatedData());
        assertEquals(0, second.sender().leaf());
        var after = PastEpoch.fromBytes(second.past().epochBytes(), second.past().ratchetBytes());
        var first = after.receive(bob.suite, late);
        assertEquals("late", new String(first.data(), StandardCharsets.US_ASCII));
        assertThrows(MlsException.KeyUsed.class, () -> first.past().receive(bob.suite, late));
        assertThrows(MlsException.WrongEpoch.class, () -> first.past().receive(bob.suite, old.message()));
        var now = alice.say("now");
        assertThrows(MlsException.WrongEpoch.class, () -> first.past().receive(bob.suite, now));
    }

    @Test
    void aSenderCannotReadItself() throws Exception {
        var message = alice.say("to bob");
        assertThrows(MlsException.OwnMessage.class, () -> alice.receive(message));
    }
}
