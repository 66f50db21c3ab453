package parley.cipher.xwing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.math.ec.rfc7748.X25519;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite.KeyPair;
import parley.cipher.primitives.Kem;
import parley.cipher.primitives.Octets;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * X-Wing (draft-connolly-cfrg-xwing-kem): who wants the shared secret must break ML-KEM-768 (FIPS 203) and X25519 (RFC
 * 7748). A private key is a seed of 32 bytes; a public key and an encapsulation are ML-KEM's, then X25519's.
 *
 * <p>The draft leaves points of low order be, since ML-KEM protects what they give away. Here they are refused, as in
 * every other KEM: nobody honest has one.
 */
final class XWing implements Kem {

    /** Of a private key, in bytes. */
    static final int SEED = 32;

    /** Of a public key, in bytes. */
    static final int PUBLIC_KEY = 1184 + 32;

    /** Of an encapsulation, in bytes. */
    static final int ENCAPSULATED = 1088 + 32;

    /** What one encapsulation takes of randomness, in bytes. */
    static final int RANDOMNESS = 64;

    private static final int ML_KEM_PUBLIC_KEY = 1184;
    private static final int ML_KEM_CIPHERTEXT = 1088;
    private static final int ML_KEM_SEED = 64;
    private static final int POINT = 32;
    private static final byte[] LABEL = "\\.//^\\".getBytes(US_ASCII);

    /** What a seed expands to. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of fresh arrays, compared and logged by nobody
    private record Expanded(MLKEMPrivateKeyParameters mlKem, byte[] scalar, byte[] point) {

        /** Names no secret. */
        @Override
        public String toString() {
            return "Expanded";
        }
    }

    @Override
    public int id() {
        return 0x647A;
    }

    @Override
    public KeyPair generate() {
        return pair(Octets.random(SEED));
    }

    @Override
    public KeyPair derive(byte[] ikm) {
        return pair(shake(ikm, SEED));
    }

    /** {@code GenerateKeyPairDerand}. */
    static KeyPair pair(byte[] seed) {
        var expanded = expand(seed);
        return new KeyPair(seed, Octets.concat(expanded.mlKem.getPublicKey(), expanded.point));
    }

    @Override
    public Encapsulation encapsulate(byte[] publicKey) throws CipherException {
        return encapsulate(publicKey, Octets.random(RANDOMNESS));
    }

    /** {@code EncapsulateDerand}, with {@value #RANDOMNESS} bytes that are used for nothing else. */
    static Encapsulation encapsulate(byte[] publicKey, byte[] randomness) throws CipherException {
        if (publicKey.length != PUBLIC_KEY) throw new CipherException("public key has a wrong length");
        var mlKem = mlKemKey(Arrays.copyOf(publicKey, ML_KEM_PUBLIC_KEY));
        var point = Arrays.copyOfRange(publicKey, ML_KEM_PUBLIC_KEY, PUBLIC_KEY);
        var scalar = Arrays.copyOfRange(randomness, 32, RANDOMNESS);
        var pointSecret = agree(scalar, point);
        var sealed = MLKEMGenerator.internalGenerateEncapsulated(mlKem, Arrays.copyOf(randomness, 32));
        var ephemeral = basePoint(scalar);
        return new Encapsulation(
                combine(sealed.getSecret(), pointSecret, ephemeral, point),
                Octets.concat(sealed.getEncapsulation(), ephemeral));
    }

    @Override
    public byte[] decapsulate(byte[] encapsulated, byte[] privateKey) throws CipherException {
        var own = expand(privateKey);
        if (encapsulated.length != ENCAPSULATED) throw new CipherException("encapsulation has a wrong length");
        var ephemeral = Arrays.copyOfRange(encapsulated, ML_KEM_CIPHERTEXT, ENCAPSULATED);
        var pointSecret = agree(own.scalar, ephemeral);
        // Of a ciphertext that does not fit, ML-KEM makes a secret that nobody has: the AEAD refuses it then.
        var secret = new MLKEMExtractor(own.mlKem).extractSecret(Arrays.copyOf(encapsulated, ML_KEM_CIPHERTEXT));
        return combine(secret, pointSecret, ephemeral, own.point);
    }

    private static Expanded expand(byte[] seed) {
        if (seed.length != SEED) throw new IllegalArgumentException("private key has a wrong length");
        var expanded = shake(seed, ML_KEM_SEED + POINT);
        var scalar = Arrays.copyOfRange(expanded, ML_KEM_SEED, expanded.length);
        return new Expanded(
                new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, Arrays.copyOf(expanded, ML_KEM_SEED)),
                scalar,
                basePoint(scalar));
    }

    /** Checks the modulus too (FIPS 203 §7.2). */
    private static MLKEMPublicKeyParameters mlKemKey(byte[] encoded) throws CipherException {
        try {
            return new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, encoded);
        } catch (IllegalArgumentException e) {
            throw new CipherException("public key is none of ML-KEM-768", e);
        }
    }

    private static byte[] basePoint(byte[] scalar) {
        var point = new byte[POINT];
        X25519.scalarMultBase(scalar, 0, point, 0);
        return point;
    }

    private static byte[] agree(byte[] scalar, byte[] point) throws CipherException {
        var secret = new byte[POINT];
        if (!X25519.calculateAgreement(scalar, 0, point, 0, secret, 0)) {
            throw new CipherException("shared secret is zero");
        }
        return secret;
    }

    /** {@code Combiner}. */
    private static byte[] combine(byte[] mlKemSecret, byte[] pointSecret, byte[] ephemeral, byte[] point) {
        try {
            var digest = MessageDigest.getInstance("SHA3-256");
            digest.update(mlKemSecret);
            digest.update(pointSecret);
            digest.update(ephemeral);
            digest.update(point);
            return digest.digest(LABEL);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA3-256", e);
        }
    }

    private static byte[] shake(byte[] input, int length) {
        var digest = new SHAKEDigest(256);
        digest.update(input, 0, input.length);
        var output = new byte[length];
        digest.doFinal(output, 0, length);
        return output;
    }
}
