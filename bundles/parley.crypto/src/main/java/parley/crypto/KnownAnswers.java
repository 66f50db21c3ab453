package parley.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite;
import parley.cipher.api.CipherSuite.KeyPair;
import parley.cipher.api.CipherSuite.Sealed;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The self-test that a suite must pass before a message is entrusted to it: the answers that are known of it, and of
 * every suite that it undoes what it does and refuses what it must. It finds mistakes and stubs, not malice: a plug-in
 * that wants to deceive can tell a test from a message.
 */
final class KnownAnswers {

    private static final byte[] ABC = ascii("abc");
    private static final byte[] PLAIN = ascii("The quick brown fox jumps over the lazy dog, and nobody may know.");
    private static final byte[] AAD = ascii("associated data");
    private static final byte[] OTHER = ascii("something else");
    private static final byte[] NONE = {};

    /** The shortest tag of an AEAD, in bytes. */
    private static final int TAG = 16;

    private KnownAnswers() {}

    /**
     * The name of the first check that {@code suite} fails, such as {@code "refusal of a changed tag"}. Takes some
     * milliseconds, on a cold JVM up to 200: not for a framework callback. Called from any thread.
     */
    static Optional<String> firstFailure(CipherSuite suite) {
        return firstFailure(suite, Stream.concat(known(suite), GENERAL.stream())).or(() -> firstHpkeFailure(suite));
    }

    private static Optional<String> firstFailure(CipherSuite suite, Stream<Check> checks) {
        return checks.filter(check -> !check.passes(suite)).map(Check::name).findFirst();
    }

    private static Stream<Check> known(CipherSuite suite) {
        return SuiteAnswers.of(suite.id()).stream().flatMap(KnownAnswers::known);
    }

    private static Stream<Check> known(SuiteAnswers answers) {
        var hashes = answers.hashes();
        var sealing = answers.sealing();
        var hpke = answers.encapsulation();
        var signature = answers.signature();
        return Stream.of(
                new Check(
                        "lengths",
                        suite ->
                                suite.signatureScheme() == answers.signatureScheme()
                                        && suite.nh() == bytes(hashes.hash()).length
                                        && suite.nk() == bytes(sealing.key()).length
                                        && suite.nn() == bytes(sealing.nonce()).length),
                new Check("hash", suite -> is(hashes.hash(), suite.hash(ABC))),
                new Check(
                        "MAC",
                        suite -> is(hashes.mac(), suite.mac(ascii("Jefe"), ascii("what do ya want for nothing?")))),
                new Check(
                        "extract",
                        suite ->
                                is(
                                        hashes.prk(),
                                        suite.extract(bytes("000102030405060708090a0b0c"), bytes("0b".repeat(22))))),
                new Check(
                        "expand",
                        suite ->
                                is(hashes.okm(), suite.expand(bytes(hashes.prk()), bytes("f0f1f2f3f4f5f6f7f8f9"), 42))),
                new Check(
                        "seal",
                        suite ->
                                is(
                                        sealing.sealed(),
                                        suite.seal(
                                                bytes(sealing.key()),
                                                bytes(sealing.nonce()),
                                                bytes(sealing.aad()),
                                                bytes(sealing.plain())))),
                new Check(
                        "derived key pair",
                        suite -> {
                            var pair = suite.kemDeriveKeyPair(bytes(hpke.ikm()));
                            return is(hpke.privateKey(), pair.privateKey()) && is(hpke.publicKey(), pair.publicKey());
                        }),
                new Check(
                        "HPKE open",
                        suite ->
                                is(
                                        SuiteAnswers.Encapsulation.PLAIN,
                                        suite.hpkeOpen(
                                                bytes(hpke.privateKey()),
                                                bytes(hpke.encapsulated()),
                                                bytes(SuiteAnswers.Encapsulation.INFO),
                                                bytes(SuiteAnswers.Encapsulation.AAD),
                                                bytes(hpke.ciphertext())))),
                new Check(
                        "HPKE export",
                        suite ->
                                is(
                                        hpke.exported(),
                                        suite.hpkeReceiveExport(
                                                bytes(hpke.privateKey()),
                                                bytes(hpke.encapsulated()),
                                                bytes(SuiteAnswers.Encapsulation.INFO),
                                                bytes(SuiteAnswers.Encapsulation.CONTEXT),
                                                32))),
                new Check(
                        "verify",
                        suite ->
                                suite.verify(
                                        bytes(signature.publicKey()),
                                        bytes(signature.message()),
                                        bytes(signature.signature()))),
                new Check(
                        "sign", // with the known key; ECDSA's signatures may be random
                        suite ->
                                suite.verify(
                                        bytes(signature.publicKey()),
                                        PLAIN,
                                        suite.sign(bytes(signature.privateKey()), PLAIN))));
    }

    /** What any suite must pass, whether or not its answers are known. */
    private static final List<Check> GENERAL =
            List.of(
                    new Check("plausible lengths", suite -> suite.nh() >= 32 && suite.nk() >= 16 && suite.nn() >= 12),
                    new Check("length of a hash", suite -> suite.hash(NONE).length == suite.nh()),
                    new Check("difference of hashes", suite -> !Arrays.equals(suite.hash(PLAIN), suite.hash(OTHER))),
                    new Check("length of a MAC", suite -> suite.mac(AAD, PLAIN).length == suite.nh()),
                    new Check(
                            "difference of MACs",
                            suite -> differ(suite.mac(AAD, PLAIN), suite.mac(OTHER, PLAIN), suite.mac(AAD, OTHER))),
                    new Check(
                            "difference of extracts",
                            suite ->
                                    differ(
                                            suite.extract(AAD, PLAIN),
                                            suite.extract(OTHER, PLAIN),
                                            suite.extract(AAD, OTHER))),
                    new Check(
                            "difference of expansions",
                            suite -> {
                                var prk = suite.extract(AAD, PLAIN);
                                var expanded = suite.expand(prk, AAD, 100);
                                return expanded.length == 100
                                        && differ(
                                                expanded,
                                                suite.expand(prk, OTHER, 100),
                                                suite.expand(suite.hash(PLAIN), AAD, 100));
                            }),
                    new Check("concealment", KnownAnswers::conceals),
                    new Check(
                            "open",
                            suite -> {
                                var sealed = suite.seal(key(suite), nonce(suite), AAD, PLAIN);
                                return Arrays.equals(PLAIN, suite.open(key(suite), nonce(suite), AAD, sealed));
                            }),
                    refusal(
                            "of a changed tag",
                            suite -> {
                                var sealed = suite.seal(key(suite), nonce(suite), AAD, PLAIN);
                                suite.open(key(suite), nonce(suite), AAD, flipped(sealed, sealed.length - 1));
                            }),
                    refusal(
                            "of a changed ciphertext",
                            suite -> {
                                var sealed = suite.seal(key(suite), nonce(suite), AAD, PLAIN);
                                suite.open(key(suite), nonce(suite), AAD, flipped(sealed, 0));
                            }),
                    refusal(
                            "of a shortened ciphertext",
                            suite -> {
                                var sealed = suite.seal(key(suite), nonce(suite), AAD, PLAIN);
                                suite.open(key(suite), nonce(suite), AAD, Arrays.copyOf(sealed, sealed.length - 1));
                            }),
                    refusal("of an empty ciphertext", suite -> suite.open(key(suite), nonce(suite), AAD, NONE)),
                    refusal(
                            "of other associated data",
                            suite -> {
                                var sealed = suite.seal(key(suite), nonce(suite), AAD, PLAIN);
                                suite.open(key(suite), nonce(suite), OTHER, sealed);
                            }),
                    refusal(
                            "of another nonce",
                            suite -> {
                                var sealed = suite.seal(key(suite), nonce(suite), AAD, PLAIN);
                                suite.open(key(suite), flipped(nonce(suite), 0), AAD, sealed);
                            }),
                    refusal(
                            "of another key",
                            suite -> {
                                var sealed = suite.seal(key(suite), nonce(suite), AAD, PLAIN);
                                suite.open(flipped(key(suite), 0), nonce(suite), AAD, sealed);
                            }),
                    new Check("signature", KnownAnswers::signs));

    /** Whether ciphertexts are longer than plaintexts, share nothing with them, and depend on key and nonce. */
    private static boolean conceals(CipherSuite suite) {
        var sealed = suite.seal(key(suite), nonce(suite), AAD, PLAIN);
        return sealed.length >= PLAIN.length + TAG
                && !contains(sealed, Arrays.copyOf(PLAIN, 8))
                && !contains(sealed, Arrays.copyOfRange(PLAIN, PLAIN.length - 8, PLAIN.length))
                && differ(
                        Arrays.copyOf(sealed, PLAIN.length),
                        Arrays.copyOf(suite.seal(flipped(key(suite), 0), nonce(suite), AAD, PLAIN), PLAIN.length),
                        Arrays.copyOf(suite.seal(key(suite), flipped(nonce(suite), 0), AAD, PLAIN), PLAIN.length));
    }

    /** The checks of HPKE share a key pair and what was sealed to it: curves are most of what a self-test costs. */
    private static Optional<String> firstHpkeFailure(CipherSuite suite) {
        try {
            var pair = suite.kemKeyPair();
            return firstFailure(suite, hpke(pair, suite.hpkeSeal(pair.publicKey(), OTHER, AAD, PLAIN)));
        } catch (CipherException | RuntimeException | LinkageError e) {
            return Optional.of("HPKE");
        }
    }

    private static Stream<Check> hpke(KeyPair pair, Sealed sealed) {
        var privateKey = pair.privateKey();
        var to = sealed.encapsulated();
        var ciphertext = sealed.ciphertext();
        var zeros = new byte[pair.publicKey().length];
        return Stream.of(
                new Check(
                        "HPKE",
                        suite ->
                                Arrays.equals(PLAIN, suite.hpkeOpen(privateKey, to, OTHER, AAD, ciphertext))
                                        && ciphertext.length >= PLAIN.length + TAG
                                        && !contains(ciphertext, Arrays.copyOf(PLAIN, 8))),
                new Check(
                        "freshness of HPKE",
                        suite -> {
                            var again = suite.hpkeSeal(pair.publicKey(), OTHER, AAD, PLAIN);
                            return !Arrays.equals(pair.publicKey(), suite.kemKeyPair().publicKey())
                                    && differ(to, again.encapsulated(), pair.publicKey())
                                    && !Arrays.equals(ciphertext, again.ciphertext());
                        }),
                refusal(
                        "of a changed HPKE ciphertext",
                        suite -> suite.hpkeOpen(privateKey, to, OTHER, AAD, flipped(ciphertext, 0))),
                refusal("of other HPKE info", suite -> suite.hpkeOpen(privateKey, to, NONE, AAD, ciphertext)),
                refusal(
                        "of other HPKE associated data",
                        suite -> suite.hpkeOpen(privateKey, to, OTHER, NONE, ciphertext)),
                refusal(
                        "of another HPKE private key",
                        suite -> suite.hpkeOpen(suite.kemKeyPair().privateKey(), to, OTHER, AAD, ciphertext)),
                refusal("to seal to a public key of zeros", suite -> suite.hpkeSeal(zeros, OTHER, AAD, PLAIN)),
                refusal("to export to a public key of zeros", suite -> suite.hpkeSendExport(zeros, OTHER, AAD, 32)),
                refusal(
                        "of an encapsulated key of zeros",
                        suite -> suite.hpkeReceiveExport(privateKey, new byte[to.length], OTHER, AAD, 32)),
                new Check(
                        "HPKE export to and from",
                        suite -> {
                            var sent = suite.hpkeSendExport(pair.publicKey(), OTHER, AAD, suite.nh());
                            var received =
                                    suite.hpkeReceiveExport(privateKey, sent.encapsulated(), OTHER, AAD, suite.nh());
                            return sent.secret().length == suite.nh() && Arrays.equals(sent.secret(), received);
                        }));
    }

    private static boolean signs(CipherSuite suite) {
        var pair = suite.signatureKeyPair();
        var other = suite.signatureKeyPair();
        var signature = suite.sign(pair.privateKey(), PLAIN);
        return suite.verify(pair.publicKey(), PLAIN, signature)
                && !suite.verify(pair.publicKey(), OTHER, signature)
                && !suite.verify(other.publicKey(), PLAIN, signature)
                && !suite.verify(pair.publicKey(), PLAIN, flipped(signature, signature.length - 1))
                && !suite.verify(pair.publicKey(), PLAIN, NONE)
                && !suite.verify(pair.publicKey(), PLAIN, new byte[signature.length])
                && !suite.verify(new byte[pair.publicKey().length], PLAIN, signature);
    }

    private static Check refusal(String what, Refused attempt) {
        return new Check(
                "refusal " + what,
                suite -> {
                    try {
                        attempt.run(suite);
                        return false;
                    } catch (CipherException e) { // as the contract says; anything else fails the check
                        return true;
                    }
                });
    }

    private static byte[] key(CipherSuite suite) {
        return suite.expand(suite.hash(ABC), ascii("key"), suite.nk());
    }

    private static byte[] nonce(CipherSuite suite) {
        return suite.expand(suite.hash(ABC), ascii("nonce"), suite.nn());
    }

    private static byte[] flipped(byte[] bytes, int at) {
        var changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    private static boolean differ(byte[] a, byte[] b, byte[] c) {
        return !Arrays.equals(a, b) && !Arrays.equals(a, c) && !Arrays.equals(b, c);
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) return true;
        }
        return false;
    }

    private static boolean is(String hex, byte[] bytes) {
        return Arrays.equals(bytes(hex), bytes);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    private interface Trial {
        boolean run(CipherSuite suite) throws CipherException;
    }

    private interface Refused {
        void run(CipherSuite suite) throws CipherException;
    }

    private record Check(String name, Trial trial) {

        boolean passes(CipherSuite suite) {
            try {
                return trial.run(suite);
            } catch (CipherException | RuntimeException | LinkageError e) { // a plug-in may throw or lack anything
                return false;
            }
        }
    }
}
