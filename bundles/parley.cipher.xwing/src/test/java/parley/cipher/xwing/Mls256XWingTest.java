package parley.cipher.xwing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.cipher.api.CipherSuite;

import java.security.MessageDigest;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The suite is made of what its name says. */
class Mls256XWingTest {

    private final CipherSuite suite = new Mls256XWing();

    @Test
    void isWhatItSays() throws Exception {
        assertEquals(61453, suite.id());
        assertEquals("MLS_256_XWING_AES256GCM_SHA512_Ed25519", suite.name());
        assertEquals(0x0807, suite.signatureScheme());
        assertEquals(64, suite.nh());
        assertEquals(32, suite.nk());
        assertEquals(12, suite.nn());
        assertArrayEquals(MessageDigest.getInstance("SHA-512").digest(), suite.hash(new byte[0]));
        assertEquals(1216, suite.kemKeyPair().publicKey().length);
        assertEquals(32, suite.kemKeyPair().privateKey().length);
        assertEquals(32, suite.signatureKeyPair().publicKey().length);
    }

    @Test
    void encryptsWithAes() throws Exception {
        var key = new byte[suite.nk()];
        var nonce = new byte[suite.nn()];
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        assertArrayEquals(cipher.doFinal(new byte[40]), suite.seal(key, nonce, new byte[0], new byte[40]));
    }

    @Test
    void signsAndSeals() throws Exception {
        var message = new byte[] {1, 2, 3};
        var signer = suite.signatureKeyPair();
        assertTrue(suite.verify(signer.publicKey(), message, suite.sign(signer.privateKey(), message)));
        var pair = suite.kemKeyPair();
        var sealed = suite.hpkeSeal(pair.publicKey(), message, message, message);
        assertEquals(1120, sealed.encapsulated().length);
        assertArrayEquals(
                message,
                suite.hpkeOpen(pair.privateKey(), sealed.encapsulated(), message, message, sealed.ciphertext()));
    }
}
