package parley.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import parley.client.api.crypto.Groups.NewKeyPackage;
import parley.client.api.crypto.Groups.Pending;
import parley.client.api.crypto.Groups.Successor;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.crypto.VoidCommitException;
import parley.mls.CommitRequest;
import parley.mls.CredentialCheck;
import parley.mls.Extension;
import parley.mls.PskLookup;
import parley.protocol.content.Policy;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Groups that follow others in another suite. */
class SuccessionTest {

    private static final Registry REGISTRY = Registry.full();

    private final Person alice;
    private final Person bob;

    SuccessionTest() throws Exception {
        var pair = Person.pair(REGISTRY, 1);
        alice = pair[0];
        bob = pair[1];
    }

    private static Policy next(Policy policy) {
        return policy.withGeneration(policy.generation() + 1);
    }

    private Pending succeed(Person author, int suite, NewKeyPackage... others) throws Exception {
        var add = List.of(others).stream().map(NewKeyPackage::keyPackage).toList();
        var policy = next(author.view().policy());
        var made =
                author.groups.succeed(
                        author.identity,
                        author.group,
                        suite,
                        author.leafData(),
                        policy,
                        add,
                        Person.NO_DATA,
                        Person.POINT);
        author.group = Person.stored(author.groups.spent(author.group, made));
        return new Pending(made.commit(), made.welcome(), Bytes.of(made.next().toArray()));
    }

    private static Successor stored(Successor successor) {
        return new Successor(successor.suite(), successor.policy(), Bytes.of(successor.state().toArray()));
    }

    private static void follow(Person person, Successor successor, NewKeyPackage own, Bytes welcome) throws Exception {
        var joined = person.groups.follow(person.identity, stored(successor), own.secret(), welcome, Optional.empty());
        assertEquals(Person.POINT, joined.joinPoint());
        person.group = Person.stored(joined.group());
        person.past = List.of();
    }

    @ParameterizedTest
    @CsvSource({"1, 7", "1, 3", "7, 1", "2, 5", "6, 2"})
    void goesOnInAnotherSuite(int from, int to) throws Exception {
        var pair = Person.pair(REGISTRY, from);
        var his = pair[1].keyPackage(to);
        var made = succeed(pair[0], to, his);
        assertTrue(pair[0].groups.closes(made));
        var closed = pair[0].apply(made);
        var read = pair[1].process(made.commit());
        assertEquals(closed.successor().orElseThrow().suite(), to);
        assertEquals(2, read.successor().orElseThrow().policy().generation());
        assertEquals(List.of(), read.joined());
        assertEquals(List.of(), read.left());
        pair[0].group = Person.stored(pair[0].groups.begun(made));
        assertTrue(pair[1].groups.succeeds(his.secret(), made.welcome().orElseThrow()));
        follow(pair[1], read.successor().get(), his, made.welcome().orElseThrow());
        assertEquals(to, pair[1].view().suite());
        assertEquals(1, pair[1].view().epoch());
        assertEquals(pair[0].view().authenticator(), pair[1].view().authenticator());
        assertTrue(pair[1].view().members().stream().allMatch(member -> member.trusted()));
        for (int i = 0; i < 3; i++) {
            assertEquals("alice: a" + i, pair[1].hear(pair[0].say("a" + i)));
            assertEquals("bob: b" + i, pair[0].hear(pair[1].say("b" + i)));
        }
    }

    @Test
    void whatIsSaidBeforeIsReadBehindNothing() throws Exception {
        var late = bob.say("late");
        var his = bob.keyPackage(7);
        var made = succeed(alice, 7, his);
        alice.apply(made);
        assertEquals("bob: late", alice.hear(late)); // of the epoch that the commit ended
        var closed = alice.group;
        assertThrows(IllegalStateException.class, () -> alice.groups.seal(closed, Person.text("too late")));
    }

    @Test
    void aCommitThatLostItsSlotTakesTheSuccessorWithIt() throws Exception {
        var made = succeed(alice, 7, bob.keyPackage(7));
        var other = bob.commit(parley.client.api.crypto.Groups.Change.NONE);
        alice.process(other.commit());
        bob.apply(other);
        var now = alice.group;
        assertThrows(IllegalArgumentException.class, () -> alice.groups.apply(now, made));
        assertEquals("alice: here", bob.hear(alice.say("here")));
    }

    @Test
    void anOrdinaryWelcomeIsNone() throws Exception {
        var carol = new Person("carol", REGISTRY);
        var hers = carol.keyPackage(1);
        var made = alice.commit(Person.adding(hers.keyPackage()));
        assertFalse(alice.groups.closes(made));
        assertFalse(carol.groups.succeeds(hers.secret(), made.welcome().orElseThrow()));
        assertThrows(IllegalArgumentException.class, () -> alice.groups.begun(made));
        assertEquals(Optional.empty(), alice.apply(made).successor());
    }

    @Test
    void nobodyJoinsASuccessorAsIfItFollowedNothing() throws Exception {
        var his = bob.keyPackage(7);
        var made = succeed(alice, 7, his);
        assertThrows(UntrustedException.class, () -> bob.join(his, made.welcome().orElseThrow()));
    }

    /** A member is left out, or another is in their place. */
    @Test
    void aSuccessorOfOthersIsRefused() throws Exception {
        var carol = new Person("carol", REGISTRY);
        var his = bob.keyPackage(7);
        var hers = carol.keyPackage(7);
        var made = succeed(alice, 7, his, hers);
        var successor = bob.process(made.commit()).successor().orElseThrow();
        var refused =
                assertThrows(UntrustedException.class, () -> follow(bob, successor, his, made.welcome().orElseThrow()));
        assertTrue(refused.getMessage().contains("other members"), refused.getMessage());
    }

    @Test
    void aDeviceHasOneLeaf() throws Exception {
        var his = bob.keyPackage(7);
        var again = bob.keyPackage(7);
        assertThrows(UntrustedException.class, () -> succeed(alice, 7, his, again));
    }

    @Test
    void aWelcomeIntoTheSuccessorOfAnotherTimeIsRefused() throws Exception {
        var his = bob.keyPackage(7);
        var lost = succeed(alice, 7, his);
        var other = bob.commit(parley.client.api.crypto.Groups.Change.NONE);
        alice.process(other.commit());
        bob.apply(other);
        var again = bob.keyPackage(7);
        var made = succeed(alice, 7, again);
        var successor = bob.process(made.commit()).successor().orElseThrow();
        assertThrows(UntrustedException.class, () -> follow(bob, successor, his, lost.welcome().orElseThrow()));
        follow(bob, successor, again, made.welcome().orElseThrow());
    }

    @Test
    void aKeyPackageOfAnotherSuiteIsRefused() {
        assertThrows(UntrustedException.class, () -> succeed(alice, 7, bob.keyPackage(1)));
    }

    /** What every reader finds wrong is void. */
    @Test
    void aSuccessorThatIsNoConversationIsVoid() throws Exception {
        var group = parley.mls.Group.fromBytes(alice.group.epoch().toArray(), alice.group.ratchets().toArray());
        var good = GroupRules.context(next(alice.view().policy()));
        isVoid(group, new byte[32], List.of(good.getFirst())); // no policy
        isVoid(group, new byte[31], good);
        isVoid(group, group.groupId(), good);
        isVoid(group, new byte[32], List.of(good.getFirst(), new Extension(0xF702, new byte[] {1})));
        assertTrue(read(group, new byte[32], good).successor().isPresent());
    }

    private void isVoid(parley.mls.Group group, byte[] id, List<Extension> context) {
        assertThrows(VoidCommitException.class, () -> read(group, id, context));
    }

    private parley.client.api.crypto.Groups.Committed read(parley.mls.Group group, byte[] id, List<Extension> context)
            throws Exception {
        var request = new CommitRequest().reInit(id, 7, context);
        var made =
                REGISTRY.suites.use(1, suite -> group.commit(suite, request, PskLookup.none(), CredentialCheck.none()));
        return bob.groups.process(bob.group, Bytes.of(made.pending().message()));
    }

    @Test
    void withoutTheNewSuiteItWaits() throws Exception {
        var his = bob.keyPackage(7);
        var made = succeed(alice, 7, his);
        var successor = bob.process(made.commit()).successor().orElseThrow();
        var poor = new Registry();
        KnownAnswersTest.suites().filter(suite -> suite.id() != 7).forEach(poor::register);
        var groups = new MlsGroups(poor.suites);
        assertThrows(
                SuiteMissingException.class,
                () ->
                        groups.follow(
                                bob.identity, successor, his.secret(), made.welcome().orElseThrow(), Optional.empty()));
        assertThrows(SuiteMissingException.class, () -> groups.succeeds(his.secret(), made.welcome().orElseThrow()));
    }

    @Test
    void leavesAndKeyPackagesSayWhichSuitesADeviceHas() throws Exception {
        var all = Set.copyOf(alice.groups.present());
        assertEquals(all, alice.groups.suites(alice.group, bob.view().ownLeaf()));
        assertEquals(all, alice.groups.suites(bob.keyPackage(7).keyPackage()));
        assertEquals(Set.of(), alice.groups.suites(alice.group, 99));
    }

    @Test
    void suitesHaveNamesAndAnOrder() {
        assertEquals("MLS_256_DHKEMP384_AES256GCM_SHA384_P384", alice.groups.name(7));
        assertEquals("suite 2570", alice.groups.name(0x0A0A), "the number that commands take");
        assertEquals(3, alice.groups.strength(0xF00D));
        for (var suite : List.of(4, 5, 6, 7)) assertEquals(2, alice.groups.strength(suite));
        for (var suite : List.of(1, 2, 3)) assertEquals(1, alice.groups.strength(suite));
        assertEquals(0, alice.groups.strength(8));
    }
}
