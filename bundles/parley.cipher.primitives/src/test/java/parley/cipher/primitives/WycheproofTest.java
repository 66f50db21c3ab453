package parley.cipher.primitives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static parley.cipher.primitives.Hex.hex;

import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import parley.cipher.api.CipherException;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Checks the primitives against the cases of project Wycheproof: known mistakes of implementations, and what attackers
 * make of them. Skipped where the files are absent; {@code PARLEY_VECTORS} names the directory that holds them.
 */
class WycheproofTest {

    @Test
    void aesGcm() throws Exception {
        assertEquals(316, aead("aes_gcm_test.json", key -> key.length == 16 ? Aead.AES_128_GCM : Aead.AES_256_GCM));
    }

    @Test
    void chaCha20Poly1305() throws Exception {
        assertEquals(325, aead("chacha20_poly1305_test.json", _ -> Aead.CHACHA20_POLY1305));
    }

    private interface Choice {
        Aead by(byte[] key);
    }

    private static int aead(String file, Choice choice) throws Exception {
        return each(
                file,
                (_, test) -> {
                    var key = test.bytes("key");
                    var nonce = test.bytes("iv");
                    var aad = test.bytes("aad");
                    var plain = test.bytes("msg");
                    var sealed = Octets.concat(test.bytes("ct"), test.bytes("tag"));
                    var aead = choice.by(key);
                    if (nonce.length != Aead.NONCE || key.length != aead.keyLength()) { // of other suites than MLS has
                        assertThrows(
                                IllegalArgumentException.class, () -> aead.seal(key, nonce, aad, plain), test.name());
                        assertThrows(CipherException.class, () -> aead.open(key, nonce, aad, sealed), test.name());
                    } else if (test.valid()) {
                        assertArrayEquals(sealed, aead.seal(key, nonce, aad, plain), test.name());
                        assertArrayEquals(plain, aead.open(key, nonce, aad, sealed), test.name());
                    } else {
                        assertThrows(CipherException.class, () -> aead.open(key, nonce, aad, sealed), test.name());
                    }
                });
    }

    @Test
    void hmacSha256() throws Exception {
        assertEquals(
                174,
                each(
                        "hmac_sha256_test.json",
                        (_, test) -> {
                            var tag = test.bytes("tag");
                            var ours = Arrays.copyOf(Hash.SHA256.mac(test.bytes("key"), test.bytes("msg")), tag.length);
                            assertEquals(test.valid(), Arrays.equals(tag, ours), test.name());
                        }));
    }

    @Test
    void hkdfSha256() throws Exception {
        assertEquals(
                86,
                each(
                        "hkdf_sha256_test.json",
                        (_, test) -> {
                            var prk = Hash.SHA256.extract(test.bytes("salt"), test.bytes("ikm"));
                            int size = test.number("size");
                            if (test.valid()) {
                                assertEquals(
                                        test.text("okm"),
                                        hex(Hash.SHA256.expand(prk, test.bytes("info"), size)),
                                        test.name());
                            } else {
                                assertThrows(
                                        IllegalArgumentException.class,
                                        () -> Hash.SHA256.expand(prk, test.bytes("info"), size),
                                        test.name());
                            }
                        }));
    }

    @Test
    void x25519() throws Exception {
        assertEquals(
                518,
                each(
                        "x25519_test.json",
                        (_, test) -> {
                            var privateKey = test.bytes("private");
                            var publicKey = test.bytes("public");
                            if (test.flags().contains("ZeroSharedSecret")) {
                                assertThrows(
                                        CipherException.class,
                                        () -> MontgomeryCurve.CURVE25519.agree(privateKey, publicKey),
                                        test.name());
                            } else { // what Wycheproof calls acceptable, RFC 7748 §5 asks us to accept
                                var shared = MontgomeryCurve.CURVE25519.agree(privateKey, publicKey);
                                assertEquals(test.text("shared"), hex(shared), test.name());
                            }
                        }));
    }

    @Test
    void ecdhP256() throws Exception {
        assertEquals(
                355,
                each(
                        "ecdh_secp256r1_ecpoint_test.json",
                        (_, test) -> {
                            var privateKey =
                                    BigIntegers.asUnsignedByteArray(32, new BigInteger(test.text("private"), 16));
                            var publicKey = test.bytes("public");
                            if (test.valid()) {
                                assertEquals(
                                        test.text("shared"),
                                        hex(NistCurve.P256.agree(privateKey, publicKey)),
                                        test.name());
                            } else { // what Wycheproof calls acceptable are compressed points, which MLS does not use
                                assertThrows(
                                        CipherException.class,
                                        () -> NistCurve.P256.agree(privateKey, publicKey),
                                        test.name());
                            }
                        }));
    }

    @Test
    void ecdsaP256() throws Exception {
        assertEquals(
                484,
                each(
                        "ecdsa_secp256r1_sha256_test.json",
                        (group, test) -> {
                            var publicKey = group.inner("publicKey").bytes("uncompressed");
                            boolean verified =
                                    Ecdsa.P256_SHA256.verify(publicKey, test.bytes("msg"), test.bytes("sig"));
                            assertEquals(test.valid(), verified, test.name());
                        }));
    }

    @Test
    void ed25519() throws Exception {
        assertEquals(
                151,
                each(
                        "ed25519_test.json",
                        (group, test) -> {
                            var publicKey = group.inner("publicKey").bytes("pk");
                            boolean verified = Eddsa.ED25519.verify(publicKey, test.bytes("msg"), test.bytes("sig"));
                            assertEquals(test.valid(), verified, test.name());
                        }));
    }

    private interface Check {
        void run(Node group, Node test) throws Exception;
    }

    /** Runs {@code check} on every test of {@code file}, and says how many those were. */
    private static int each(String file, Check check) throws Exception {
        int count = 0;
        for (var group : read(file).nodes("testGroups")) {
            for (var test : group.nodes("tests")) {
                check.run(group, test);
                count++;
            }
        }
        return count;
    }

    private static Node read(String file) throws IOException {
        var root = Objects.requireNonNullElse(System.getenv("PARLEY_VECTORS"), "../../vectors");
        var path = Path.of(root, "wycheproof", file).toAbsolutePath().normalize();
        assumeTrue(Files.isDirectory(path.getParent()), () -> "no vectors in " + path.getParent());
        return new Node(Json.parse(Files.readString(path)));
    }

    /** An object of a Wycheproof file. */
    private record Node(@Nullable Object json) {

        private @Nullable Object get(String key) {
            return ((Map<?, ?>) Objects.requireNonNull(json)).get(key);
        }

        Node inner(String key) {
            return new Node(get(key));
        }

        List<Node> nodes(String key) {
            return ((List<?>) Objects.requireNonNull(get(key))).stream().map(Node::new).toList();
        }

        String text(String key) {
            return (String) Objects.requireNonNull(get(key), key);
        }

        int number(String key) {
            return ((Double) Objects.requireNonNull(get(key), key)).intValue();
        }

        byte[] bytes(String key) {
            return Hex.bytes(text(key));
        }

        List<?> flags() {
            return (List<?>) Objects.requireNonNull(get("flags"));
        }

        boolean valid() {
            return text("result").equals("valid");
        }

        String name() {
            return "test " + number("tcId") + ": " + get("comment");
        }
    }
}
