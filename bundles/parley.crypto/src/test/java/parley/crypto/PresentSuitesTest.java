package parley.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite;
import parley.client.api.Event;
import parley.client.api.Suites.Suite;
import parley.client.api.Suites.Verdict;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.store.Store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class PresentSuitesTest {

    private static final CipherSuite ONE = new parley.cipher.aesgcm.Mls128X25519();
    private static final CipherSuite TWO = new parley.cipher.aesgcm.Mls128P256();
    private static final CipherSuite THREE = new parley.cipher.chacha20.Mls128X25519();

    private final Registry registry = new Registry();
    private final PresentSuites suites = registry.suites;

    @Test
    void saysWhoProvidesWhat() {
        registry.register(THREE, 8, 0);
        registry.register(ONE, 7, 0);
        assertEquals(
                List.of(new Suite(1, ONE.name(), "bundle.7"), new Suite(3, THREE.name(), "bundle.8")),
                suites.awaitPresent());
        assertEquals(suites.awaitPresent(), suites.present());
    }

    @Test
    void namesThePreferredFirst() {
        var unknown = new DelegatingSuite(0xF0F0, ONE);
        for (var suite : List.of(unknown, TWO, THREE, ONE)) registry.register(suite);
        assertEquals(List.of(1, 3, 2, 0xF0F0), suites.awaitPresent().stream().map(Suite::id).toList());
        var all = Registry.full().suites;
        assertEquals(List.of(0xF00D, 1, 3, 2, 7, 5, 4, 6), all.awaitPresent().stream().map(Suite::id).toList());
    }

    @Test
    void refusesALiar() {
        registry.register(new Liar());
        registry.register(TWO);
        assertEquals(List.of(2), suites.ids());
        assertMissing(1);
    }

    @Test
    void anHonestProviderStandsInForALiarOfHigherRanking() throws Exception {
        registry.register(ONE, 7, 0);
        registry.register(new Liar(), 8, 100);
        suites.awaitPresent();
        assertEquals("bundle.7", suites.present().getFirst().provider());
        assertTrue(suites.<Boolean, RuntimeException>use(1, suite -> suite == ONE));
    }

    @Test
    void refusesASuiteThatIsNotWhatItIsRegisteredAs() {
        suites.bindSuite(new DelegatingSuite(0xF0F0, ONE), java.util.Map.of("parley.suite", 0xF0F1));
        assertEquals(List.of(), suites.awaitPresent());
        suites.bindSuite(new DelegatingSuite(0xF0F0, ONE), java.util.Map.of("parley.suite", 0xF0F0));
        assertEquals(List.of(0xF0F0), suites.ids());
        assertEquals(0x0807, suites.scheme(0xF0F0).orElseThrow());
    }

    @Test
    void refusesOneThatFailsWithAnError() {
        registry.register(
                new DelegatingSuite(1, ONE) {
                    @Override
                    public byte[] hash(byte[] message) {
                        throw new NoClassDefFoundError("gone");
                    }
                });
        assertMissing(1);
    }

    @Test
    void theHighestRankingWinsFromTheNextOperationOn() throws Exception {
        var first = new DelegatingSuite(1, ONE);
        var second = new DelegatingSuite(1, ONE);
        registry.register(first, 7, 0);
        assertTrue(provides(first));
        var better = registry.register(second, 8, 10);
        suites.awaitPresent();
        assertTrue(provides(second));
        assertEquals("bundle.8", suites.present().getFirst().provider());
        better.rank(-1);
        assertTrue(provides(first));
        better.rank(1);
        assertTrue(provides(second));
        better.unregister();
        assertTrue(provides(first));
    }

    @Test
    void ofEqualRankTheOldestWins() throws Exception {
        var first = new DelegatingSuite(1, ONE);
        registry.register(first);
        registry.register(new DelegatingSuite(1, ONE));
        suites.awaitPresent();
        assertTrue(provides(first));
    }

    @Test
    void nothingRunsOnTheThreadThatRegisters() throws Exception {
        var registering = Thread.currentThread();
        var tester = new CompletableFuture<Thread>();
        registry.register(
                new DelegatingSuite(1, ONE) {
                    @Override
                    public byte[] hash(byte[] message) {
                        tester.complete(Thread.currentThread());
                        return super.hash(message);
                    }
                });
        var thread = tester.get(30, TimeUnit.SECONDS);
        assertTrue(thread.isVirtual());
        assertFalse(thread == registering);
    }

    @Test
    void isTestedOnceForEachRegistration() throws Exception {
        var tests = new AtomicInteger();
        var suite =
                new DelegatingSuite(1, ONE) {
                    @Override
                    public String name() { // asked once, when the self-test is passed
                        tests.incrementAndGet();
                        return super.name();
                    }
                };
        registry.register(suite);
        for (int i = 0; i < 10; i++) assertTrue(provides(suite));
        suites.awaitPresent();
        assertEquals(1, tests.get());
        assertEquals(1, suites.present().size());
    }

    @Test
    void whoNeedsOneWaitsForItsTestButNotForAnothers() throws Exception {
        var release = new CountDownLatch(1);
        registry.register(
                new DelegatingSuite(2, TWO) {
                    @Override
                    public byte[] hash(byte[] message) {
                        awaitIt(release);
                        return super.hash(message);
                    }
                });
        registry.register(ONE); // behind the slow one
        assertTrue(provides(ONE));
        assertEquals(List.of(1), suites.present().stream().map(Suite::id).toList());
        release.countDown();
        assertEquals(List.of(1, 2), suites.ids());
    }

    @Test
    void aBetterProviderInItsTestKeepsNobodyWaiting() throws Exception {
        var release = new CountDownLatch(1);
        registry.register(ONE);
        suites.awaitPresent();
        var slow =
                new DelegatingSuite(1, ONE) {
                    @Override
                    public byte[] hash(byte[] message) {
                        awaitIt(release);
                        return super.hash(message);
                    }
                };
        registry.register(slow, 2, 100);
        assertTrue(provides(ONE));
        release.countDown();
        suites.awaitPresent();
        assertTrue(provides(slow));
    }

    @Test
    void aProviderThatGoesInTheMiddleIsReplaced() throws Exception {
        var going = new DelegatingSuite(1, ONE);
        var registration = registry.register(going, 7, 10);
        registry.register(ONE, 8, 0);
        suites.awaitPresent();
        var used =
                suites.<CipherSuite, RuntimeException>use(
                        1,
                        suite -> {
                            if (suite == going) {
                                registration.unregister();
                                throw new IllegalStateException("bundle is stopped");
                            }
                            return suite;
                        });
        assertTrue(used == ONE);
    }

    @Test
    void withoutAnotherItIsMissing() {
        var registration = registry.register(ONE);
        var missing =
                assertThrows(
                        SuiteMissingException.class,
                        () ->
                                suites.<Object, RuntimeException>use(
                                        1,
                                        _ -> {
                                            registration.unregister();
                                            throw new NoClassDefFoundError("bundle is uninstalled");
                                        }));
        assertEquals(1, missing.suite());
    }

    @Test
    void aFaultOfOneThatStaysIsItsOwn() {
        registry.register(ONE);
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        suites.<Object, RuntimeException>use(
                                1,
                                _ -> {
                                    throw new IllegalArgumentException("fault");
                                }));
    }

    @Test
    void anySuiteThatSignsWithEd25519Does() throws Exception {
        registry.register(TWO);
        assertThrows(SuiteMissingException.class, () -> suites.<CipherSuite, RuntimeException>useEd25519(it -> it));
        registry.register(new DelegatingSuite(0xF0F0, TWO));
        assertThrows(SuiteMissingException.class, () -> suites.<CipherSuite, RuntimeException>useEd25519(it -> it));
        registry.register(new DelegatingSuite(0xF0F1, ONE));
        assertEquals(0xF0F1, suites.<Integer, RuntimeException>useEd25519(CipherSuite::id));
        assertThrows(SuiteMissingException.class, () -> suites.<CipherSuite, RuntimeException>useX25519(it -> it));
        registry.register(THREE);
        suites.awaitPresent();
        assertEquals(3, suites.<Integer, RuntimeException>useEd25519(CipherSuite::id));
        assertEquals(3, suites.<Integer, RuntimeException>useX25519(CipherSuite::id));
        registry.register(ONE);
        suites.awaitPresent();
        assertEquals(1, suites.<Integer, RuntimeException>useX25519(CipherSuite::id));
    }

    @Test
    void tellsOfEveryChangeOnce() throws Exception {
        var told = new Told();
        suites.store = told;
        var one = registry.register(ONE, 7, 0);
        told.await(1);
        registry.register(new Liar(), 8, 0);
        suites.awaitPresent();
        var better = registry.register(new DelegatingSuite(1, ONE), 9, 5);
        told.await(2); // its provider changed; of the liar nothing is told
        better.unregister();
        told.await(3);
        one.unregister();
        told.await(4);
        assertEquals(List.of(), suites.present());
        registry.register(ONE, 7, 0);
        told.await(5);
    }

    @Test
    void conversationsPauseWithoutTheirSuiteAndGoOnWithIt() throws Exception {
        var one = registry.register(ONE);
        var pair = Person.pair(registry, 1);
        var alice = pair[0];
        var message = pair[1].say("x");
        var commit = pair[1].commit(parley.client.api.crypto.Groups.Change.NONE);
        var before = alice.group;
        var view = alice.view();
        one.unregister();

        var none = List.<parley.client.api.crypto.Groups.PastEpoch>of();
        assertThrows(SuiteMissingException.class, () -> alice.groups.seal(before, Person.text("y")));
        assertThrows(SuiteMissingException.class, () -> alice.groups.open(before, none, message));
        assertThrows(SuiteMissingException.class, () -> alice.groups.process(before, commit.commit()));
        assertThrows(SuiteMissingException.class, () -> alice.commit(parley.client.api.crypto.Groups.Change.NONE));
        assertThrows(
                SuiteMissingException.class, () -> alice.groups.sealSignal(before, Person.NO_DATA, Person.NO_DATA));
        assertEquals(view, alice.view());

        registry.register(new DelegatingSuite(1, ONE), 9, 0);
        assertEquals("bob: x", alice.hear(message));
        alice.process(commit.commit());
        pair[1].apply(commit);
        assertEquals("alice: y", pair[1].hear(alice.say("y")));
    }

    @Test
    void nobodyIsTrustedWhileNobodyCanBeVerified() throws Exception {
        var two = registry.register(TWO);
        var one = registry.register(ONE);
        var pair = Person.pair(registry, 2);
        one.unregister();
        var fresh = new MlsGroups(suites); // after a restart
        assertFalse(fresh.view(pair[0].group).members().getFirst().trusted());
        var message = pair[1].say("x");
        assertThrows(SuiteMissingException.class, () -> fresh.open(pair[0].group, List.of(), message));
        registry.register(THREE);
        assertTrue(fresh.view(pair[0].group).members().getFirst().trusted());
        assertEquals("bob: x", pair[0].hear(message));
        two.unregister();
    }

    @Test
    void whileTheApplicationStartsOnlyWhatIsNeededIsTested() throws Exception {
        var starting = new PresentSuites(_ -> "bundle", java.time.Duration.ofHours(1));
        for (var suite : List.of(ONE, TWO, THREE)) {
            starting.bindSuite(suite, java.util.Map.of("parley.suite", suite.id()));
        }
        assertEquals(List.of(), starting.present());
        var identity = new AccountIdentities(starting).create(); // a key for each scheme: by suites 1 and 2
        assertEquals(List.of(1, 2), starting.present().stream().map(Suite::id).toList());
        assertEquals(List.of(1, 3, 2), starting.registered());

        var again = new PresentSuites(_ -> "bundle", java.time.Duration.ofHours(1));
        for (var suite : List.of(ONE, TWO, THREE)) {
            again.bindSuite(suite, java.util.Map.of("parley.suite", suite.id()));
        }
        assertTrue(new AccountIdentities(again).complete(identity) == identity);
        assertEquals(List.of(), again.present());
        assertEquals(List.of(1, 3, 2), again.ids());
        starting.close();
        again.close();
    }

    @Test
    void noStartWaitsForXWing() throws Exception {
        var starting = new PresentSuites(_ -> "bundle", java.time.Duration.ofHours(1));
        for (var suite : List.of(new parley.cipher.xwing.Mls256XWing(), THREE)) {
            starting.bindSuite(suite, java.util.Map.of("parley.suite", suite.id()));
        }
        new AccountIdentities(starting).create(); // one key signs for both suites
        assertEquals(List.of(3), starting.present().stream().map(Suite::id).toList());
        assertEquals(List.of(0xF00D, 3), starting.ids());
        starting.close();
    }

    @Test
    void saysWhatCameOfABundlesSuites() {
        registry.register(new Liar(), 7, 0);
        registry.register(TWO, 7, 0);
        registry.register(ONE, 8, 0);
        assertEquals(
                List.of(new Verdict(1, Optional.of("seal")), new Verdict(2, Optional.empty())),
                suites.verdicts(7).stream().sorted(java.util.Comparator.comparingInt(Verdict::id)).toList());
        assertEquals(List.of(new Verdict(1, Optional.empty())), suites.verdicts(8));
        assertEquals(List.of(), suites.verdicts(9));
    }

    @Test
    void endsWithItsComponent() {
        registry.register(ONE);
        suites.close();
        registry.register(TWO).unregister();
    }

    private boolean provides(CipherSuite expected) throws Exception {
        return suites.<Boolean, RuntimeException>use(1, suite -> suite == expected);
    }

    private void assertMissing(int id) {
        var missing =
                assertThrows(
                        SuiteMissingException.class,
                        () -> suites.<CipherSuite, RuntimeException>use(id, suite -> suite));
        assertEquals(id, missing.suite());
        assertFalse(missing.getMessage().isEmpty());
    }

    private static void awaitIt(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Encrypts nothing. */
    private static final class Liar extends DelegatingSuite {

        Liar() {
            super(1, ONE);
        }

        @Override
        public byte[] seal(byte[] key, byte[] nonce, byte[] aad, byte[] plain) {
            return java.util.Arrays.copyOf(plain, plain.length + 16);
        }

        @Override
        public byte[] open(byte[] key, byte[] nonce, byte[] aad, byte[] sealed) throws CipherException {
            return java.util.Arrays.copyOf(sealed, sealed.length - 16);
        }
    }

    /** Counts what is published. */
    static final class Told implements Store {

        private final List<Event> events = new java.util.ArrayList<>();

        @Override
        public void check() {}

        @Override
        public <T> T transact(Work<T> work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public synchronized void publish(Event.Passing event) {
            events.add(event);
            notifyAll();
        }

        synchronized List<Event> events() {
            return List.copyOf(events);
        }

        synchronized void await(int count) throws InterruptedException {
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (events.size() < count && System.nanoTime() < deadline) wait(100);
            assertEquals(count, events.size());
        }
    }
}
