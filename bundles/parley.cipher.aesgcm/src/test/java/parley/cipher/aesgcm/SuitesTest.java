package parley.cipher.aesgcm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import parley.cipher.api.CipherSuite;

import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Each suite is made of what RFC 9420 §17.1 says. */
class SuitesTest {

    /** Suite, id, name, signature scheme, Nh, Nk, and the lengths of its HPKE and signature public keys. */
    static Stream<Arguments> suites() {
        return Stream.of(
                Arguments.of(
                        new Mls128X25519(), 1, "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519", 0x0807, 32, 16, 32, 32),
                Arguments.of(new Mls128P256(), 2, "MLS_128_DHKEMP256_AES128GCM_SHA256_P256", 0x0403, 32, 16, 65, 65),
                Arguments.of(new Mls256X448(), 4, "MLS_256_DHKEMX448_AES256GCM_SHA512_Ed448", 0x0808, 64, 32, 56, 57),
                Arguments.of(new Mls256P521(), 5, "MLS_256_DHKEMP521_AES256GCM_SHA512_P521", 0x0603, 64, 32, 133, 133),
                Arguments.of(new Mls256P384(), 7, "MLS_256_DHKEMP384_AES256GCM_SHA384_P384", 0x0503, 48, 32, 97, 97));
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
    void encryptsWithAesGcm(CipherSuite suite) throws Exception {
        var key = new byte[suite.nk()];
        var nonce = new byte[suite.nn()];
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
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
