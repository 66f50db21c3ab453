package example.cipher.jdk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite.KeyPair;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;

import javax.crypto.KeyAgreement;

/** HPKE (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-128-GCM. */
final class X25519Hpke {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] NONE = {};
    private static final byte[] VERSION = "HPKE-v1".getBytes(US_ASCII);
    private static final byte[] KEM = concat("KEM".getBytes(US_ASCII), u16(0x0020));
    private static final byte[] HPKE = concat("HPKE".getBytes(US_ASCII), u16(0x0020), u16(1), u16(1));
    private static final byte[] BASE_POINT = littleEndian(BigInteger.valueOf(9));

    private final JdkSuite suite;

    X25519Hpke(JdkSuite suite) {
        this.suite = suite;
    }

    record Encapsulation(byte[] secret, byte[] encapsulated) {}

    record Context(byte[] key, byte[] nonce, byte[] exporter) {}

    KeyPair generate() {
        var seed = new byte[32];
        RANDOM.nextBytes(seed);
        return derive(seed);
    }

    KeyPair derive(byte[] ikm) {
        var privateKey = expand(KEM, extract(KEM, NONE, "dkp_prk", ikm), "sk", NONE, 32);
        return new KeyPair(privateKey, publicKey(privateKey));
    }

    Encapsulation encapsulate(byte[] publicKey) throws CipherException {
        var ephemeral = generate();
        var shared = agree(ephemeral.privateKey(), publicKey);
        return new Encapsulation(secret(shared, ephemeral.publicKey(), publicKey), ephemeral.publicKey());
    }

    byte[] decapsulate(byte[] encapsulated, byte[] privateKey) throws CipherException {
        return secret(agree(privateKey, encapsulated), encapsulated, publicKey(privateKey));
    }

    Context schedule(byte[] secret, byte[] info) {
        var about =
                concat(
                        new byte[] {0},
                        extract(HPKE, NONE, "psk_id_hash", NONE),
                        extract(HPKE, NONE, "info_hash", info));
        var prk = extract(HPKE, secret, "secret", NONE);
        return new Context(
                expand(HPKE, prk, "key", about, 16),
                expand(HPKE, prk, "base_nonce", about, 12),
                expand(HPKE, prk, "exp", about, 32));
    }

    byte[] export(byte[] secret, byte[] info, byte[] context, int length) {
        return expand(HPKE, schedule(secret, info).exporter(), "sec", context, length);
    }

    private byte[] secret(byte[] shared, byte[] encapsulated, byte[] publicKey) {
        var prk = extract(KEM, NONE, "eae_prk", shared);
        return expand(KEM, prk, "shared_secret", concat(encapsulated, publicKey), 32);
    }

    private byte[] extract(byte[] id, byte[] salt, String label, byte[] ikm) {
        return suite.extract(salt, concat(VERSION, id, label.getBytes(US_ASCII), ikm));
    }

    private byte[] expand(byte[] id, byte[] prk, String label, byte[] info, int length) {
        return suite.expand(prk, concat(u16(length), VERSION, id, label.getBytes(US_ASCII), info), length);
    }

    private static byte[] publicKey(byte[] privateKey) {
        try {
            return agree(privateKey, BASE_POINT);
        } catch (CipherException e) {
            throw new IllegalArgumentException("no private key", e);
        }
    }

    private static byte[] agree(byte[] privateKey, byte[] publicKey) throws CipherException {
        if (privateKey.length != 32) throw new IllegalArgumentException("private key has a wrong length");
        if (publicKey.length != 32) throw new CipherException("public key has a wrong length");
        try {
            var point = publicKey.clone();
            point[31] &= 0x7f; // RFC 7748 §5
            var keys = KeyFactory.getInstance("X25519");
            var agreement = KeyAgreement.getInstance("X25519");
            agreement.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey)));
            agreement.doPhase(
                    keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, number(point))), true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) { // a point of low order, too
            throw new CipherException("public key is none", e);
        }
    }

    static BigInteger number(byte[] littleEndian) {
        var bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < bigEndian.length; i++) bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
        return new BigInteger(1, bigEndian);
    }

    static byte[] littleEndian(BigInteger number) {
        var bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) bytes[i] = number.shiftRight(8 * i).byteValue();
        return bytes;
    }

    static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) all.writeBytes(part);
        return all.toByteArray();
    }

    private static byte[] u16(int value) {
        return new byte[] {(byte) (value >>> 8), (byte) value};
    }
}
