package parley.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.cipher.api.CipherSuite;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.mls.Capabilities;
import parley.mls.Credential;
import parley.mls.Extension;
import parley.mls.KeyPackage;
import parley.mls.LeafParameters;
import parley.mls.Lifetime;
import parley.mls.OwnKeyPackage;
import parley.protocol.FollowerKey;
import parley.protocol.content.LeafData;
import parley.protocol.wire.Bytes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class KeyPackageMakerTest {

    private static final Registry REGISTRY = Registry.full();
    private static final CipherSuite SUITE = new parley.cipher.aesgcm.Mls128X25519();

    private Person alice;
    private Person bob;

    @BeforeEach
    void people() throws Exception {
        alice = new Person("alice", REGISTRY);
        bob = new Person("bob", REGISTRY);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void makesOneThatOthersTake(int suite) throws Exception {
        var data = alice.leafData();
        var made = alice.groups.newKeyPackage(alice.identity, suite, data, Person.NOW, Duration.ofDays(30), false);
        assertEquals(suite, bob.groups.suite(made.keyPackage()));
        var member = bob.groups.check(made.keyPackage(), Person.NOW);
        assertEquals(alice.account(), member.account());
        assertEquals(data, member.data());
        assertEquals(-1, member.leaf());
        assertTrue(member.trusted());
        assertNotEquals(made.reference(), alice.keyPackage(suite).reference());
    }

    @Test
    void saysWhatItCanAndWhetherItIsTheLast() throws Exception {
        var made =
                alice.groups.newKeyPackage(alice.identity, 3, alice.leafData(), Person.NOW, Duration.ofDays(60), true);
        var keyPackage = KeyPackage.fromBytes(made.keyPackage().toArray());
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 0xF00D), keyPackage.leaf().capabilities().suites());
        assertEquals(List.of(0xF701, 0xF702, 0xF703, 10), keyPackage.leaf().capabilities().extensions());
        assertEquals(10, keyPackage.extensions().getFirst().type());
        assertTrue(KeyPackage.fromBytes(alice.keyPackage(3).keyPackage().toArray()).extensions().isEmpty());
    }

    @Test
    void itsLifetimeHasADayOfToleranceAtBothEnds() throws Exception {
        var keyPackage = alice.keyPackage(1).keyPackage(); // NOW and 30 days on
        var day = Duration.ofDays(1);
        var end = Person.NOW.plus(Duration.ofDays(30)).plus(day);
        bob.groups.check(keyPackage, Person.NOW.minus(day));
        bob.groups.check(keyPackage, end);
        assertRefused("lifetime", keyPackage, Person.NOW.minus(day).minusSeconds(1));
        assertRefused("lifetime", keyPackage, end.plusSeconds(1));
    }

    @Test
    void refusesOneWithAnyByteChanged() throws Exception {
        var keyPackage = alice.keyPackage(1).keyPackage();
        for (int i = 0; i < keyPackage.length(); i++) {
            var changed = HostileTest.flipped(keyPackage, i);
            try {
                bob.groups.check(changed, Person.NOW);
                throw new AssertionError("byte " + i);
            } catch (UntrustedException | SuiteMissingException e) {
                // of an unknown suite, too
            }
        }
        for (int length = 0; length < keyPackage.length(); length += 3) {
            var cut = keyPackage.slice(0, length);
            assertThrows(UntrustedException.class, () -> bob.groups.check(cut, Person.NOW));
        }
    }

    @Test
    void refusesOneInSomebodyElsesName() throws Exception {
        // Mallory's leaf key, Bob's certificate
        var bobs = IdentityState.decode(bob.identity);
        var credential = credential(bobs);
        var mallory = SUITE.signatureKeyPair();
        assertRefused("identity chain", made(mallory, credential, GroupRules.EXTENSIONS, bob.leafData()), Person.NOW);
        assertRefused(
                "malformed",
                made(mallory, Credential.basic(new byte[] {1}), GroupRules.EXTENSIONS, bob.leafData()),
                Person.NOW);
    }

    @Test
    void refusesAFollowerKeyThatIsNone() throws Exception {
        var state = IdentityState.decode(bob.identity);
        var pair = state.leafKey(0x0807).orElseThrow().pair();
        var data = bob.leafData();
        bob.groups.check(made(pair, credential(state), GroupRules.EXTENSIONS, data), Person.NOW);
        var other = new byte[32];
        other[0] = 2; // no point has this y
        for (var key : List.of(FollowerKey.NOBODY, new FollowerKey(Bytes.wrap(other)))) {
            var bad =
                    new LeafData(
                            key, data.address(), data.inboxKeyNumber(), data.inboxKey(), data.deliver(), data.take());
            assertRefused("follower key", made(pair, credential(state), GroupRules.EXTENSIONS, bad), Person.NOW);
        }
    }

    @Test
    void refusesOneThatCannotBeAMember() throws Exception {
        var state = IdentityState.decode(bob.identity);
        var pair = state.leafKey(0x0807).orElseThrow().pair();
        assertRefused(
                "capabilities", made(pair, credential(state), List.of(LeafData.EXTENSION), bob.leafData()), Person.NOW);
        var parameters =
                new LeafParameters(
                        pair, credential(state), Capabilities.of(List.of(1), GroupRules.EXTENSIONS), List.of());
        var bare = OwnKeyPackage.create(SUITE, parameters, new Lifetime(0, -1), List.of());
        assertRefused("malformed", Bytes.wrap(bare.keyPackage().toBytes()), Person.NOW);
    }

    @Test
    void refusesAnEncryptionKeyThatNobodyCanSealTo() throws Exception {
        var state = IdentityState.decode(bob.identity);
        var pair = state.leafKey(0x0807).orElseThrow().pair();
        var calls = new ArrayList<Integer>();
        var zeros =
                new DelegatingSuite(1, SUITE) {
                    @Override
                    public KeyPair kemKeyPair() {
                        calls.add(1);
                        var honest = super.kemKeyPair();
                        return calls.size() == 1 ? honest : new KeyPair(honest.privateKey(), new byte[32]);
                    }
                };
        var parameters =
                new LeafParameters(
                        pair,
                        credential(state),
                        Capabilities.of(List.of(1), GroupRules.EXTENSIONS),
                        GroupRules.leafExtensions(bob.leafData()));
        var bad = OwnKeyPackage.create(zeros, parameters, lifetime(), List.of());
        assertRefused("encryption key", Bytes.wrap(bad.keyPackage().toBytes()), Person.NOW);
    }

    @Test
    void choosesTheFirstSuiteThatBothHave() throws Exception {
        var all = new ArrayList<Bytes>();
        for (int suite : new int[] {6, 4, 5, 7, 2, 3, 1, 0xF00D}) {
            all.add(alice.keyPackage(suite).keyPackage());
            assertEquals(Optional.of(suite), bob.groups.commonSuite(all), "each is preferred to those before");
        }
        assertEquals(Optional.empty(), bob.groups.commonSuite(List.of()));
        var registry = new Registry();
        registry.register(new parley.cipher.chacha20.Mls128X25519());
        registry.register(new parley.cipher.chacha20.Mls256X448());
        assertEquals(Optional.of(3), new MlsGroups(registry.suites).commonSuite(all));
        assertEquals(Optional.empty(), new MlsGroups(new Registry().suites).commonSuite(all));
    }

    @Test
    void referencesAreWhatWelcomesCallThem() throws Exception {
        for (int suite : new int[] {1, 5, 7, 0xF00D}) {
            alice.create(suite);
            var own = bob.keyPackage(suite);
            var welcome = alice.commit(Person.adding(own.keyPackage())).welcome().orElseThrow();
            assertEquals(List.of(own.reference()), alice.groups.references(welcome));
        }
    }

    @Test
    void waitsForItsSuite() throws Exception {
        var registry = new Registry();
        registry.register(new parley.cipher.aesgcm.Mls128X25519());
        var few = new MlsGroups(registry.suites);
        var foreign = alice.keyPackage(2).keyPackage();
        assertEquals(2, assertThrows(SuiteMissingException.class, () -> few.check(foreign, Person.NOW)).suite());
        assertThrows(
                SuiteMissingException.class,
                () -> few.newKeyPackage(alice.identity, 2, alice.leafData(), Person.NOW, Duration.ofDays(1), false));
        // its suite is there, but this identity has never been completed for it
        var other = new AccountIdentities(registry.suites).create();
        registry.register(new parley.cipher.aesgcm.Mls128P256());
        assertThrows(
                SuiteMissingException.class,
                () -> few.newKeyPackage(other, 2, alice.leafData(), Person.NOW, Duration.ofDays(1), false));
    }

    private static Credential credential(IdentityState state) {
        return Credential.basic(state.chain(state.leafKey(0x0807).orElseThrow()).encode().toArray());
    }

    private static Lifetime lifetime() {
        return new Lifetime(Person.NOW.getEpochSecond(), Person.NOW.getEpochSecond() + 3600);
    }

    private static Bytes made(
            CipherSuite.KeyPair pair, Credential credential, List<Integer> extensions, LeafData data) {
        var parameters =
                new LeafParameters(
                        pair,
                        credential,
                        Capabilities.of(List.of(1), extensions),
                        List.of(new Extension(LeafData.EXTENSION, data.encode().toArray())));
        return Bytes.wrap(OwnKeyPackage.create(SUITE, parameters, lifetime(), List.of()).keyPackage().toBytes());
    }

    private void assertRefused(String what, Bytes keyPackage, java.time.Instant now) {
        var refused = assertThrows(UntrustedException.class, () -> bob.groups.check(keyPackage, now));
        assertFalse(refused.getMessage().isEmpty());
        assertTrue(refused.getMessage().contains(what), refused.getMessage());
    }
}
