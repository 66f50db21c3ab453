package parley.cipher.primitives;

import parley.cipher.api.CipherException;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.function.Function;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Authenticated encryption with associated data (RFC 5116, RFC 8439): nonces of 12 bytes, tags of 16. */
public enum Aead {
    AES_128_GCM(0x0001, "AES/GCM/NoPadding", "AES", 16, nonce -> new GCMParameterSpec(128, nonce)),
    AES_256_GCM(0x0002, "AES/GCM/NoPadding", "AES", 32, nonce -> new GCMParameterSpec(128, nonce)),
    CHACHA20_POLY1305(0x0003, "ChaCha20-Poly1305", "ChaCha20", 32, IvParameterSpec::new);

    /** {@code Nn}, in bytes. */
    public static final int NONCE = 12;

    /** {@code Nt}, in bytes. */
    public static final int TAG = 16;

    private final int id;
    private final String transformation;
    private final String keyAlgorithm;
    private final int keyLength;
    private final Function<byte[], AlgorithmParameterSpec> parameters;

    Aead(
            int id,
            String transformation,
            String keyAlgorithm,
            int keyLength,
            Function<byte[], AlgorithmParameterSpec> parameters) {
        this.id = id;
        this.transformation = transformation;
        this.keyAlgorithm = keyAlgorithm;
        this.keyLength = keyLength;
        this.parameters = parameters;
    }

    /** This AEAD's number in HPKE (RFC 9180 §7.3). */
    public int id() {
        return id;
    }

    /** {@code Nk}, in bytes. */
    public int keyLength() {
        return keyLength;
    }

    /**
     * Encrypts {@code plain}, binds it to {@code aad} and appends the tag.
     *
     * @throws IllegalArgumentException if key or nonce have another length than this AEAD's
     */
    public byte[] seal(byte[] key, byte[] nonce, byte[] aad, byte[] plain) {
        if (key.length != keyLength || nonce.length != NONCE) {
            throw new IllegalArgumentException("key or nonce does not fit " + this);
        }
        try {
            return run(Cipher.ENCRYPT_MODE, key, nonce, aad, plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot seal with " + transformation, e);
        }
    }

    /**
     * Reverses {@link #seal}.
     *
     * @throws CipherException if any input differs from what was sealed
     */
    public byte[] open(byte[] key, byte[] nonce, byte[] aad, byte[] sealed) throws CipherException {
        if (key.length != keyLength || nonce.length != NONCE) throw new CipherException("key or nonce does not fit");
        if (sealed.length < TAG) throw new CipherException("ciphertext is shorter than a tag");
        try {
            return run(Cipher.DECRYPT_MODE, key, nonce, aad, sealed);
        } catch (GeneralSecurityException e) {
            throw new CipherException("tag does not fit", e);
        }
    }

    private byte[] run(int mode, byte[] key, byte[] nonce, byte[] aad, byte[] input) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(transformation);
        cipher.init(mode, new SecretKeySpec(key, keyAlgorithm), parameters.apply(nonce));
        cipher.updateAAD(aad);
        return cipher.doFinal(input);
    }
}
