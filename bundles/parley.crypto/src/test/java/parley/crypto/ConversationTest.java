package parley.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.client.api.crypto.Groups.Change;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.crypto.VoidCommitException;
import parley.protocol.Token;
import parley.protocol.content.Letter;
import parley.protocol.content.Letter.ContactRequest;
import parley.protocol.relay.Entry;

import java.util.List;
import java.util.Optional;

/** The whole life of a conversation, from state to state, each state put into bytes and read again. */
class ConversationTest {

    private static final Registry REGISTRY = Registry.full();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void beginsWithALetterAndEndsWithARemoval(int suite) throws Exception {
        var alice = new Person("alice", REGISTRY);
        var bob = new Person("bob", REGISTRY);

        // Alice asks
        var hers = alice.keyPackage(suite);
        var request =
                alice.identities.request(
                        alice.identity, alice.address, bob.devices(), List.of(hers.keyPackage()), Token.random());
        var letter = alice.identities.seal(request, bob.devices());

        // Bob approves
        var opened = (ContactRequest) bob.identities.open(bob.identity, letter);
        assertEquals(request, opened);
        assertEquals(Optional.of(suite), bob.groups.commonSuite(opened.keyPackages()));
        var checked = bob.groups.check(opened.keyPackages().getFirst(), Person.NOW);
        assertEquals(alice.account(), checked.account());
        assertTrue(checked.trusted());
        bob.create(suite);
        var pending = bob.commit(Person.adding(opened.keyPackages().getFirst()));
        var committed = bob.apply(pending);
        assertEquals(List.of(alice.account()), accounts(committed.joined()));
        assertEquals(List.of(bob.account()), accounts(committed.replaced()));
        var invitation =
                bob.identities.seal(
                        new Letter.Invitation(pending.welcome().orElseThrow(), Optional.empty()), alice.devices());

        // Alice joins
        var welcome = ((Letter.Invitation) alice.identities.open(alice.identity, invitation)).welcome();
        assertEquals(List.of(hers.reference()), alice.groups.references(welcome));
        var joined = alice.groups.join(alice.identity, hers.secret(), welcome, Optional.empty());
        assertEquals(Person.POINT, joined.joinPoint());
        assertEquals(bob.account(), joined.inviter().account());
        alice.group = Person.stored(joined.group());
        assertSameView(alice, bob);

        // They talk
        for (int i = 0; i < 5; i++) {
            assertEquals("alice: a" + i, bob.hear(alice.say("a" + i)));
            assertEquals("bob: b" + i, alice.hear(bob.say("b" + i)));
        }

        // Alice replaces her leaf, while Bob speaks in the old epoch
        var late = bob.say("late");
        var data = alice.leafData();
        var update = alice.commit(new Change(List.of(), List.of(), Optional.of(data), Optional.empty()));
        alice.apply(update);
        var seen = bob.process(update.commit());
        assertEquals(List.of(data), seen.replaced().stream().map(Member::data).toList());
        assertEquals(alice.account(), seen.author().account());
        assertNotEquals(data, seen.author().data());
        assertEquals(List.of(), seen.joined());
        assertEquals(List.of(), seen.left());
        assertFalse(seen.removedOurselves());
        assertSameView(alice, bob);
        assertEquals("bob: late", alice.hear(late));
        assertThrows(UntrustedException.class, () -> alice.hear(late), "its key is gone");
        assertEquals("alice: new", bob.hear(alice.say("new")));

        // Bob removes Alice
        var removal = bob.commit(Person.removing(alice.view().ownLeaf()));
        var left = bob.apply(removal).left();
        assertEquals(List.of(alice.account()), accounts(left));
        assertEquals(List.of(bob.account()), accounts(bob.view().members()));
        var removed = alice.groups.process(alice.group, removal.commit());
        assertTrue(removed.removedOurselves());
        assertEquals(alice.group, removed.group());
        var after = bob.say("alone");
        assertThrows(UntrustedException.class, () -> alice.hear(after));
    }

    @Test
    void takesAThousandMessages() throws Exception {
        var pair = Person.pair(REGISTRY, 1);
        for (int i = 0; i < 500; i++) {
            assertEquals("alice: " + i, pair[1].hear(pair[0].say("" + i)));
            assertEquals("bob: " + i, pair[0].hear(pair[1].say("" + i)));
        }
        assertTrue(pair[0].group.ratchets().length() < 2000, "used keys stay");
    }

    @Test
    void keepsTheInstanceOfAnEpochThatStands() throws Exception {
        var pair = Person.pair(REGISTRY, 1);
        var alice = pair[0];
        var before = alice.group;
        var sealed = alice.groups.seal(before, Person.text("x"));
        assertSame(before.epoch(), sealed.group().epoch());
        assertNotEquals(before.ratchets(), sealed.group().ratchets());
        var bobs = pair[1].group;
        var opened = pair[1].groups.open(bobs, List.of(), sealed.message());
        assertSame(bobs.epoch(), opened.group().epoch());
        assertNotEquals(bobs.ratchets(), opened.group().ratchets());
    }

    @Test
    void readsAnOldStateAsItWasWhateverItReadMeanwhile() throws Exception {
        var pair = Person.pair(REGISTRY, 1);
        var bob = pair[1];
        var before = bob.group;
        var message = pair[0].say("again");
        bob.groups.open(before, List.of(), message);
        bob.groups.open(before, List.of(), message); // a transaction was rolled back: the same instances come again
        var read = bob.groups.open(before, List.of(), message).group();
        assertThrows(UntrustedException.class, () -> bob.groups.open(read, List.of(), message));
        assertEquals(read, new Group(before.epoch(), read.ratchets()));
    }

    @Test
    void neverUsesTheKeyOfAPendingCommitAgain() throws Exception {
        var alice = Person.pair(REGISTRY, 1)[0];
        var made = alice.groups.commit(alice.identity, alice.group, Change.NONE, Person.NO_DATA, Person.POINT);
        var spent = alice.groups.spent(alice.group, made);
        assertSame(alice.group.epoch(), spent.epoch());
        assertNotEquals(alice.group.ratchets(), spent.ratchets());
        assertThrows(IllegalArgumentException.class, () -> alice.groups.spent(spent, made));
        var sealed = alice.groups.seal(spent, Person.text("meanwhile"));
        alice.groups.apply(sealed.group(), made);
    }

    @Test
    void theCommitThatLostItsSlotIsDropped() throws Exception {
        var pair = Person.pair(REGISTRY, 1);
        var alice = pair[0];
        var bob = pair[1];
        var hers = alice.commit(Change.NONE);
        var his = bob.commit(Change.NONE);
        alice.apply(hers);
        bob.process(hers.commit());
        assertThrows(VoidCommitException.class, () -> alice.groups.process(alice.group, his.commit()));
        assertThrows(IllegalArgumentException.class, () -> bob.groups.apply(bob.group, his));
        assertSameView(alice, bob);
    }

    @Test
    void oneCommitReplacesTheLeafOfADeviceThatRejoins() throws Exception {
        var pair = Person.pair(REGISTRY, 1);
        var alice = pair[0];
        var bob = pair[1];
        var fresh = bob.keyPackage(1);
        var rejoin =
                alice.commit(
                        new Change(
                                List.of(fresh.keyPackage()),
                                List.of(bob.view().ownLeaf()),
                                Optional.empty(),
                                Optional.empty()));
        var committed = alice.apply(rejoin);
        assertEquals(List.of(bob.account()), accounts(committed.left()));
        assertEquals(List.of(bob.account()), accounts(committed.joined()));
        bob.join(fresh, rejoin.welcome().orElseThrow());
        assertEquals("bob: back", alice.hear(bob.say("back")));
    }

    @Test
    void threeFollowOneAnother() throws Exception {
        var pair = Person.pair(REGISTRY, 3);
        var carol = new Person("carol", REGISTRY);
        var keyPackage = carol.keyPackage(3);
        var policy = Person.policy(List.of(pair[0].account(), pair[1].account()));
        var pending =
                pair[0].commit(
                        new Change(List.of(keyPackage.keyPackage()), List.of(), Optional.empty(), Optional.of(policy)));
        pair[0].apply(pending);
        assertEquals(List.of(carol.account()), accounts(pair[1].process(pending.commit()).joined()));
        carol.join(keyPackage, pending.welcome().orElseThrow());
        assertSameView(pair[0], pair[1]);
        assertSameView(pair[0], carol);
        assertEquals(policy, carol.view().policy());
        var message = carol.say("hello");
        assertEquals("carol: hello", pair[0].hear(message));
        assertEquals("carol: hello", pair[1].hear(message));
        var update = carol.commit(Change.NONE);
        carol.apply(update);
        pair[0].process(update.commit());
        pair[1].process(update.commit());
        assertSameView(pair[1], carol);
    }

    @Test
    void hidesLengthsInBuckets() throws Exception {
        var pair = Person.pair(REGISTRY, 1);
        var length = pair[0].say("").length();
        assertEquals(length, pair[0].say("x".repeat(150)).length());
        assertNotEquals(length, pair[0].say("x".repeat(300)).length());
        var longest = pair[0].say("x".repeat(64 * 1024 + 1024));
        assertTrue(longest.length() <= 96 * 1024 && longest.length() < Entry.MAX_BODY);
        assertEquals(64 * 1024 + 1024 + "alice: ".length(), pair[1].hear(longest).length());
    }

    @Test
    void signalsAreForTheEpochAndItsAuthor() throws Exception {
        var pair = Person.pair(REGISTRY, 1);
        var alice = pair[0];
        var bob = pair[1];
        var associated = Person.text("log, epoch, leaf, 1");
        var leaf = alice.view().ownLeaf();
        var signal = alice.groups.sealSignal(alice.group, associated, Person.text("typing"));
        assertNotEquals(signal, alice.groups.sealSignal(alice.group, associated, Person.text("typing")));
        assertEquals(Person.text("typing"), bob.groups.openSignal(bob.group, leaf, associated, signal));
        assertRefused(() -> bob.groups.openSignal(bob.group, bob.view().ownLeaf(), associated, signal));
        assertRefused(() -> bob.groups.openSignal(bob.group, 99, associated, signal));
        assertRefused(() -> bob.groups.openSignal(bob.group, -1, associated, signal));
        assertRefused(() -> bob.groups.openSignal(bob.group, leaf, Person.text("…, 2"), signal));
        for (int length = 0; length < signal.length(); length++) {
            var cut = signal.slice(0, length);
            assertRefused(() -> bob.groups.openSignal(bob.group, leaf, associated, cut));
        }
        for (int i = 0; i < signal.length(); i++) {
            var flipped = HostileTest.flipped(signal, i);
            assertRefused(() -> bob.groups.openSignal(bob.group, leaf, associated, flipped));
        }
        var update = alice.commit(Change.NONE);
        alice.apply(update);
        assertRefused(() -> alice.groups.openSignal(alice.group, leaf, associated, signal));
    }

    private static void assertRefused(org.junit.jupiter.api.function.Executable action) {
        assertThrows(UntrustedException.class, action);
    }

    private static List<parley.protocol.AccountKey> accounts(List<Member> members) {
        return members.stream().map(Member::account).toList();
    }

    private static void assertSameView(Person one, Person other) {
        var a = one.view();
        var b = other.view();
        assertEquals(a.authenticator(), b.authenticator());
        assertEquals(a.epoch(), b.epoch());
        assertEquals(a.policy(), b.policy());
        assertEquals(a.members(), b.members());
        assertTrue(a.members().stream().allMatch(Member::trusted));
        assertNotEquals(a.ownLeaf(), b.ownLeaf());
        assertEquals(8, a.authenticator().length());
    }
}
