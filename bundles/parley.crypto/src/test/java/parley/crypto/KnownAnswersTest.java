package parley.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

class KnownAnswersTest {

    /** An id of which no answers are known. */
    static final int PRIVATE = 0xF0F0;

    static Stream<CipherSuite> suites() {
        return Stream.of(
                new parley.cipher.aesgcm.Mls128X25519(),
                new parley.cipher.aesgcm.Mls128P256(),
                new parley.cipher.chacha20.Mls128X25519(),
                new parley.cipher.aesgcm.Mls256X448(),
                new parley.cipher.aesgcm.Mls256P521(),
                new parley.cipher.chacha20.Mls256X448(),
                new parley.cipher.aesgcm.Mls256P384(),
                new parley.cipher.xwing.Mls256XWing());
    }

    @ParameterizedTest
    @MethodSource("suites")
    void admitsTheSuitesOfTheStandard(CipherSuite suite) {
        assertEquals(Optional.empty(), KnownAnswers.firstFailure(suite));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void admitsAnHonestSuiteThatItDoesNotKnow(CipherSuite suite) {
        assertEquals(Optional.empty(), KnownAnswers.firstFailure(new DelegatingSuite(PRIVATE, suite)));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void refusesASuiteUnderAnothersId(CipherSuite suite) {
        suites().mapToInt(CipherSuite::id)
                .filter(id -> id != suite.id())
                .forEach(id -> {
                    var failure = KnownAnswers.firstFailure(new DelegatingSuite(id, suite));
                    assertEquals(true, failure.isPresent(), suite.id() + " as " + id);
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, PRIVATE})
    void refusesACipherThatDoesNothing(int id) {
        var suite =
                new Lying(id) {
                    @Override
                    public byte[] seal(byte[] key, byte[] nonce, byte[] aad, byte[] plain) {
                        return plain.clone();
                    }

                    @Override
                    public byte[] open(byte[] key, byte[] nonce, byte[] aad, byte[] sealed) {
                        return sealed.clone();
                    }
                };
        assertFails(id == 1 ? "seal" : "concealment", suite);
    }

    @Test
    void refusesACipherThatOnlyAppendsATag() {
        assertFails(
                "concealment",
                new Lying(PRIVATE) {
                    @Override
                    public byte[] seal(byte[] key, byte[] nonce, byte[] aad, byte[] plain) {
                        return Arrays.copyOf(plain, plain.length + 16);
                    }
                });
    }

    @Test
    void refusesACipherThatHidesNothingFromOtherKeys() {
        assertFails(
                "concealment",
                new Lying(PRIVATE) {
                    @Override
                    public byte[] seal(byte[] key, byte[] nonce, byte[] aad, byte[] plain) {
                        var sealed = Arrays.copyOf(plain, plain.length + 16);
                        for (int i = 0; i < sealed.length; i++) sealed[i] ^= 0x5A;
                        return sealed;
                    }
                });
    }

    @Test
    void refusesACipherThatIgnoresItsAssociatedData() {
        assertFails(
                "refusal of other associated data",
                new Lying(PRIVATE) {
                    @Override
                    public byte[] seal(byte[] key, byte[] nonce, byte[] aad, byte[] plain) {
                        return super.seal(key, nonce, new byte[0], plain);
                    }

                    @Override
                    public byte[] open(byte[] key, byte[] nonce, byte[] aad, byte[] sealed) throws CipherException {
                        return super.open(key, nonce, new byte[0], sealed);
                    }
                });
    }

    @Test
    void refusesACipherThatDoesNotCheckTags() {
        assertFails(
                "refusal of a changed tag",
                new Lying(PRIVATE) {
                    @Override
                    public byte[] open(byte[] key, byte[] nonce, byte[] aad, byte[] sealed) throws CipherException {
                        var plain = Arrays.copyOf(sealed, sealed.length - 16);
                        var again = super.seal(key, nonce, aad, plain); // both modes are a key stream: this decrypts
                        return Arrays.copyOf(again, plain.length);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, PRIVATE})
    void refusesASuiteThatAcceptsAnySignature(int id) {
        assertFails(
                "signature",
                new Lying(id) {
                    @Override
                    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
                        return true;
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, PRIVATE})
    void refusesASuiteThatAcceptsNoSignature(int id) {
        assertFails(
                id == 1 ? "verify" : "signature",
                new Lying(id) {
                    @Override
                    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
                        return false;
                    }
                });
    }

    @Test
    void refusesASuiteThatSealsToAKeyOfZeros() {
        assertFails(
                "refusal to seal to a public key of zeros",
                new Lying(1) {
                    @Override
                    public Sealed hpkeSeal(byte[] publicKey, byte[] info, byte[] aad, byte[] plain)
                            throws CipherException {
                        return super.hpkeSeal(orFresh(publicKey), info, aad, plain);
                    }
                });
    }

    @Test
    void refusesASuiteThatExportsToAKeyOfZeros() {
        assertFails(
                "refusal to export to a public key of zeros",
                new Lying(1) {
                    @Override
                    public Exported hpkeSendExport(byte[] publicKey, byte[] info, byte[] context, int length)
                            throws CipherException {
                        return super.hpkeSendExport(orFresh(publicKey), info, context, length);
                    }
                });
    }

    @Test
    void refusesASuiteWhoseKeysAreAlwaysTheSame() {
        var pair = new Lying(1).kemKeyPair();
        assertFails(
                "freshness of HPKE",
                new Lying(PRIVATE) {
                    @Override
                    public KeyPair kemKeyPair() {
                        return pair;
                    }
                });
    }

    @Test
    void refusesASuiteThatHashesDifferently() {
        assertFails(
                "hash",
                new Lying(1) {
                    @Override
                    public byte[] hash(byte[] message) {
                        return super.hash(super.hash(message));
                    }
                });
    }

    @Test
    void refusesASuiteThatExpandsToZeros() {
        assertFails(
                "difference of expansions",
                new Lying(PRIVATE) {
                    @Override
                    public byte[] expand(byte[] prk, byte[] info, int length) {
                        return new byte[length];
                    }
                });
    }

    @Test
    void refusesASuiteWithKeysTooShort() {
        assertFails(
                "plausible lengths",
                new Lying(PRIVATE) {
                    @Override
                    public int nk() {
                        return 15;
                    }
                });
    }

    @Test
    void refusesASuiteThatBreaks() {
        assertFails(
                "MAC",
                new Lying(1) {
                    @Override
                    public byte[] mac(byte[] key, byte[] message) {
                        throw new IllegalStateException("not here");
                    }
                });
        assertFails(
                "hash",
                new Lying(1) {
                    @Override
                    public byte[] hash(byte[] message) {
                        throw new NoClassDefFoundError("some/Digest");
                    }
                });
    }

    /** What a refusal must not be: the contract names one exception for what comes from elsewhere. */
    @Test
    void refusesASuiteThatRefusesInItsOwnWay() {
        assertFails(
                "refusal of a changed tag",
                new Lying(1) {
                    @Override
                    public byte[] open(byte[] key, byte[] nonce, byte[] aad, byte[] sealed) {
                        try {
                            return super.open(key, nonce, aad, sealed);
                        } catch (CipherException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                });
    }

    @Test
    void refusesHpkeThatIgnoresItsAssociatedData() {
        assertFails(
                "refusal of other HPKE associated data",
                new Lying(PRIVATE) {
                    @Override
                    public Sealed hpkeSeal(byte[] publicKey, byte[] info, byte[] aad, byte[] plain)
                            throws CipherException {
                        return super.hpkeSeal(publicKey, info, new byte[0], plain);
                    }

                    @Override
                    public byte[] hpkeOpen(
                            byte[] privateKey, byte[] encapsulated, byte[] info, byte[] aad, byte[] sealed)
                            throws CipherException {
                        return super.hpkeOpen(privateKey, encapsulated, info, new byte[0], sealed);
                    }
                });
    }

    @Test
    void refusesHpkeThatSealsNothing() {
        assertFails(
                "HPKE",
                new Lying(PRIVATE) {
                    @Override
                    public Sealed hpkeSeal(byte[] publicKey, byte[] info, byte[] aad, byte[] plain)
                            throws CipherException {
                        return new Sealed(super.hpkeSeal(publicKey, info, aad, plain).encapsulated(), plain);
                    }

                    @Override
                    public byte[] hpkeOpen(
                            byte[] privateKey, byte[] encapsulated, byte[] info, byte[] aad, byte[] sealed) {
                        return sealed;
                    }
                });
        assertFails(
                "HPKE",
                new Lying(PRIVATE) {
                    @Override
                    public Sealed hpkeSeal(byte[] publicKey, byte[] info, byte[] aad, byte[] plain)
                            throws CipherException {
                        throw new CipherException("always");
                    }
                });
    }

    private static void assertFails(String check, CipherSuite suite) {
        assertEquals(Optional.of(check), KnownAnswers.firstFailure(suite));
    }

    /** Suite 1, until a test makes it lie. */
    private static class Lying extends DelegatingSuite {

        Lying(int id) {
            super(id, new parley.cipher.aesgcm.Mls128X25519());
        }

        /** {@code publicKey}, unless it is all zeros. */
        byte[] orFresh(byte[] publicKey) {
            return Arrays.equals(publicKey, new byte[publicKey.length]) ? kemKeyPair().publicKey() : publicKey;
        }
    }
}
