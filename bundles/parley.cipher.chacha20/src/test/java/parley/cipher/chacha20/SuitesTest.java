package parley.cipher.chacha20;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import parley.cipher.api.CipherSuite;

import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Each suite is made of what RFC 9420 §17.1 says. */
class SuitesTest {

    /** Suite, id, name, signature scheme, Nh, Nk, and the lengths of its HPKE and signature public keys. */
    static Stream<Arguments> suites() {
        return Stream.of(
                Arguments.of(
                        new Mls128X25519(),
                        3,
                        "MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519",
                        0x0807,
                        32,
                        32,
                        32,
                        32),
                Arguments.of(
                        new Mls256X448(),
                        6,
                        "MLS_256_DHKEMX448_CHACHA20POLY1305_SHA512_Ed448",
                        0x0808,
                        64,
                        32,
                        56,
                        57));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void isWhatItSays(
            CipherSuite suite, int id, String name, int scheme, int nh, int nk, int hpkeKey, int signatureKey) {
        assertEquals(id, suite.id());
        assertEquals(name, suite.name());
        assertEquals(scheme, suite.signatureScheme());
        assertEquals(nh, suite.nh());
        assertEquals(nk, suite.nk());
        assertEquals(12, suite.nn());
        assertEquals(nh, suite.hash(new byte[0]).length);
        assertEquals(hpkeKey, suite.kemKeyPair().publicKey().length);
        assertEquals(signatureKey, suite.signatureKeyPair().publicKey().length);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void encryptsWithChaCha20Poly1305(CipherSuite suite) throws Exception {
        var key = new byte[suite.nk()];
        var nonce = new byte[suite.nn()];
        var cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
        assertArrayEquals(cipher.doFinal(new byte[40]), suite.seal(key, nonce, new byte[0], new byte[40]));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void signsAndSeals(CipherSuite suite) throws Exception {
        var message = new byte[] {1, 2, 3};
        var signer = suite.signatureKeyPair();
        assertTrue(suite.verify(signer.publicKey(), message, suite.sign(signer.privateKey(), message)));
        var pair = suite.kemKeyPair();
        var sealed = suite.hpkeSeal(pair.publicKey(), message, message, message);
        assertArrayEquals(
                message,
                suite.hpkeOpen(pair.privateKey(), sealed.encapsulated(), message, message, sealed.ciphertext()));
    }
}
