package parley.cipher.primitives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.bouncycastle.crypto.hpke.HPKE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Every primitive takes part in one of these: they are the suites of RFC 9420 §17.1. */
class ComposedSuiteTest {

    static final byte[] INFO = "info".getBytes(US_ASCII);
    static final byte[] AAD = "aad".getBytes(US_ASCII);
    static final byte[] PLAIN = "attack at dawn".getBytes(US_ASCII);
    static final byte[] NONE = {};

    /** A suite, and what it is made of. */
    record Composition(int id, DhKem kem, Hash hash, Aead aead, SignatureScheme signatures) {

        CipherSuite suite() {
            return new ComposedSuite(id, "SUITE_" + id, kem, hash, aead, signatures) {};
        }
    }

    static Stream<Composition> compositions() {
        return Stream.of(
                new Composition(1, DhKem.X25519, Hash.SHA256, Aead.AES_128_GCM, Eddsa.ED25519),
                new Composition(2, DhKem.P256, Hash.SHA256, Aead.AES_128_GCM, Ecdsa.P256_SHA256),
                new Composition(3, DhKem.X25519, Hash.SHA256, Aead.CHACHA20_POLY1305, Eddsa.ED25519),
                new Composition(4, DhKem.X448, Hash.SHA512, Aead.AES_256_GCM, Eddsa.ED448),
                new Composition(5, DhKem.P521, Hash.SHA512, Aead.AES_256_GCM, Ecdsa.P521_SHA512),
                new Composition(6, DhKem.X448, Hash.SHA512, Aead.CHACHA20_POLY1305, Eddsa.ED448),
                new Composition(7, DhKem.P384, Hash.SHA384, Aead.AES_256_GCM, Ecdsa.P384_SHA384));
    }

    static Stream<CipherSuite> suites() {
        return compositions().map(Composition::suite);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void opensWhatItSealed(CipherSuite suite) throws Exception {
        for (int length : new int[] {0, 1, 15, 16, 17, 65_536}) {
            var plain = new byte[length];
            var sealed = suite.seal(new byte[suite.nk()], new byte[suite.nn()], AAD, plain);
            assertEquals(length + Aead.TAG, sealed.length);
            assertArrayEquals(plain, suite.open(new byte[suite.nk()], new byte[suite.nn()], AAD, sealed));
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void opensNothingElse(CipherSuite suite) {
        var key = new byte[suite.nk()];
        var nonce = new byte[suite.nn()];
        var sealed = suite.seal(key, nonce, AAD, PLAIN);
        for (int at = 0; at < sealed.length; at++) {
            var changed = sealed.clone();
            changed[at] ^= 1;
            assertThrows(CipherException.class, () -> suite.open(key, nonce, AAD, changed));
        }
        for (int length = 0; length < sealed.length; length++) {
            var cut = Arrays.copyOf(sealed, length);
            assertThrows(CipherException.class, () -> suite.open(key, nonce, AAD, cut));
        }
        var longer = Arrays.copyOf(sealed, sealed.length + 1);
        assertThrows(CipherException.class, () -> suite.open(key, nonce, AAD, longer));
        assertThrows(CipherException.class, () -> suite.open(key, nonce, NONE, sealed));
        assertThrows(CipherException.class, () -> suite.open(Arrays.copyOf(key, 1), nonce, AAD, sealed));
        assertThrows(CipherException.class, () -> suite.open(key, Arrays.copyOf(nonce, 11), AAD, sealed));
        assertThrows(IllegalArgumentException.class, () -> suite.seal(Arrays.copyOf(key, 1), nonce, AAD, PLAIN));
        assertThrows(IllegalArgumentException.class, () -> suite.seal(key, Arrays.copyOf(nonce, 13), AAD, PLAIN));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void exchangesHpke(CipherSuite suite) throws Exception {
        var pair = suite.kemKeyPair();
        var sealed = suite.hpkeSeal(pair.publicKey(), INFO, AAD, PLAIN);
        var exported = suite.hpkeSendExport(pair.publicKey(), INFO, AAD, 100);
        assertArrayEquals(
                PLAIN, suite.hpkeOpen(pair.privateKey(), sealed.encapsulated(), INFO, AAD, sealed.ciphertext()));
        assertArrayEquals(
                exported.secret(), suite.hpkeReceiveExport(pair.privateKey(), exported.encapsulated(), INFO, AAD, 100));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void opensNoOtherHpke(CipherSuite suite) throws Exception {
        var pair = suite.kemKeyPair();
        var sealed = suite.hpkeSeal(pair.publicKey(), INFO, AAD, PLAIN);
        var to = sealed.encapsulated();
        var changed = sealed.ciphertext().clone();
        changed[0] ^= 1;
        var other = suite.kemKeyPair();
        assertThrows(
                CipherException.class, () -> suite.hpkeOpen(pair.privateKey(), to, NONE, AAD, sealed.ciphertext()));
        assertThrows(
                CipherException.class, () -> suite.hpkeOpen(pair.privateKey(), to, INFO, NONE, sealed.ciphertext()));
        assertThrows(
                CipherException.class, () -> suite.hpkeOpen(other.privateKey(), to, INFO, AAD, sealed.ciphertext()));
        assertThrows(
                CipherException.class,
                () -> suite.hpkeOpen(pair.privateKey(), other.publicKey(), INFO, AAD, sealed.ciphertext()));
        assertThrows(CipherException.class, () -> suite.hpkeOpen(pair.privateKey(), to, INFO, AAD, changed));
        assertThrows(CipherException.class, () -> suite.hpkeOpen(pair.privateKey(), NONE, INFO, AAD, changed));
        assertThrows(CipherException.class, () -> suite.hpkeOpen(pair.privateKey(), to, INFO, AAD, NONE));
    }

    /** Bouncy Castle's HPKE is other code by other people; only curves and their field are shared with ours. */
    @ParameterizedTest
    @MethodSource("compositions")
    void exchangesHpkeWithAnotherImplementation(Composition made) throws Exception {
        var suite = made.suite();
        var theirs = new HPKE(HPKE.mode_base, (short) made.kem.id(), (short) made.hash.kdfId(), (short) made.aead.id());
        var pair = suite.kemDeriveKeyPair(PLAIN);
        var theirPair = theirs.deriveKeyPair(PLAIN);
        assertArrayEquals(pair.publicKey(), theirs.serializePublicKey(theirPair.getPublic()));

        var sealed = suite.hpkeSeal(pair.publicKey(), INFO, AAD, PLAIN);
        assertArrayEquals(
                PLAIN, theirs.open(sealed.encapsulated(), theirPair, INFO, AAD, sealed.ciphertext(), null, null, null));

        var back = theirs.seal(theirPair.getPublic(), INFO, AAD, PLAIN, null, null, null);
        assertArrayEquals(PLAIN, suite.hpkeOpen(pair.privateKey(), back[1], INFO, AAD, back[0]));

        var exported = suite.hpkeSendExport(pair.publicKey(), INFO, AAD, 50);
        assertArrayEquals(
                exported.secret(),
                theirs.receiveExport(exported.encapsulated(), theirPair, INFO, AAD, 50, null, null, null));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void keepsAndChangesNoArgument(CipherSuite suite) throws Exception {
        var key = new byte[suite.nk()];
        var nonce = new byte[suite.nn()];
        var plain = PLAIN.clone();
        var aad = AAD.clone();
        var sealed = suite.seal(key, nonce, aad, plain);
        var kept = sealed.clone();
        suite.open(key, nonce, aad, sealed);
        assertArrayEquals(kept, sealed);
        assertArrayEquals(new byte[suite.nk()], key);
        assertArrayEquals(new byte[suite.nn()], nonce);
        assertArrayEquals(PLAIN, plain);
        assertArrayEquals(AAD, aad);

        var pair = suite.kemKeyPair();
        var publicKey = pair.publicKey().clone();
        var privateKey = pair.privateKey().clone();
        var to = suite.hpkeSeal(pair.publicKey(), INFO, aad, plain);
        suite.hpkeOpen(pair.privateKey(), to.encapsulated(), INFO, aad, to.ciphertext());
        assertArrayEquals(publicKey, pair.publicKey());
        assertArrayEquals(privateKey, pair.privateKey());

        var signing = suite.signatureKeyPair();
        var seed = signing.privateKey().clone();
        suite.sign(signing.privateKey(), plain);
        assertArrayEquals(seed, signing.privateKey());
        assertArrayEquals(PLAIN, plain);
    }

    /** One suite, many threads, all at once: each gets its own answers. */
    @ParameterizedTest
    @MethodSource("suites")
    void servesManyThreads(CipherSuite suite) throws Exception {
        int threads = 8;
        var together = new CountDownLatch(threads);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var runs = new ArrayList<Future<?>>();
            for (int thread = 0; thread < threads; thread++) {
                var mine = new byte[] {(byte) thread};
                runs.add(
                        executor.submit(() -> {
                            together.countDown();
                            together.await();
                            for (int round = 0; round < 10; round++) use(suite, mine);
                            return null;
                        }));
            }
            for (var run : runs) run.get();
        }
    }

    private static void use(CipherSuite suite, byte[] mine) throws CipherException {
        var prk = suite.extract(mine, PLAIN);
        var key = suite.expand(prk, INFO, suite.nk());
        assertArrayEquals(key, suite.expand(suite.extract(mine, PLAIN), INFO, suite.nk()));
        var nonce = new byte[suite.nn()];
        assertArrayEquals(mine, suite.open(key, nonce, AAD, suite.seal(key, nonce, AAD, mine)));
        var pair = suite.kemDeriveKeyPair(prk);
        var sealed = suite.hpkeSeal(pair.publicKey(), INFO, AAD, mine);
        assertArrayEquals(
                mine, suite.hpkeOpen(pair.privateKey(), sealed.encapsulated(), INFO, AAD, sealed.ciphertext()));
        var signing = suite.signatureKeyPair();
        var signature = suite.sign(signing.privateKey(), mine);
        assertTrue(suite.verify(signing.publicKey(), mine, signature));
        assertFalse(suite.verify(signing.publicKey(), PLAIN, signature));
    }
}
