package parley.cipher.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One MLS cipher suite (RFC 9420 §5.1, §17.1): hash, MAC, key derivation, AEAD, HPKE and signatures that belong
 * together. Register one as a service per suite, with the service property {@code parley.suite} set to {@link #id()}.
 *
 * <p>A suite keeps no state, takes and gives byte arrays that it neither keeps nor changes, and may be called from any
 * thread. Keys are the serialised forms of RFC 9420 §5.1.1 and §5.1.2: HPKE public keys as RFC 9180 §7.1.1 serialises
 * them, NIST signature keys as uncompressed points, Edwards keys as RFC 8032 has them; private keys are the raw scalar
 * or seed.
 */
@ConsumerType
public interface CipherSuite {

    /** The suite's number in RFC 9420 §17.1, or a private-use one, such as {@code 0xF00D}. */
    int id();

    /** What people and logs call it, such as {@code "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519"}. */
    String name();

    /** The signature scheme (RFC 8446 §4.2.3), such as {@code 0x0807} for Ed25519. */
    int signatureScheme();

    /** {@code Nh}: the length of a hash and of every secret, in bytes. */
    int nh();

    /** {@code Nk}: the length of an AEAD key, in bytes. */
    int nk();

    /** {@code Nn}: the length of an AEAD nonce, in bytes. */
    int nn();

    byte[] hash(byte[] message);

    byte[] mac(byte[] key, byte[] message);

    /** {@code KDF.Extract} (RFC 5869 §2.2). */
    byte[] extract(byte[] salt, byte[] ikm);

    /**
     * {@code KDF.Expand} (RFC 5869 §2.3).
     *
     * @throws IllegalArgumentException if {@code length} exceeds 255 hashes
     */
    byte[] expand(byte[] prk, byte[] info, int length);

    /**
     * Encrypts {@code plain} and binds it to {@code aad} (RFC 5116 §2.1).
     *
     * @param nonce never used twice with the same key: a repeat reveals both plaintexts
     * @return the ciphertext, followed by its tag
     */
    byte[] seal(byte[] key, byte[] nonce, byte[] aad, byte[] plain);

    /**
     * Reverses {@link #seal} (RFC 5116 §2.2).
     *
     * @throws CipherException if any input differs from what was sealed
     */
    byte[] open(byte[] key, byte[] nonce, byte[] aad, byte[] sealed) throws CipherException;

    /** A fresh HPKE key pair. */
    KeyPair kemKeyPair();

    /** {@code DeriveKeyPair} of the suite's KEM (RFC 9180 §7.1.3). */
    KeyPair kemDeriveKeyPair(byte[] ikm);

    /**
     * {@code SealBase} (RFC 9180 §6.1) to {@code publicKey}.
     *
     * @throws CipherException if the key is no valid public key
     */
    Sealed hpkeSeal(byte[] publicKey, byte[] info, byte[] aad, byte[] plain) throws CipherException;

    /**
     * {@code OpenBase} (RFC 9180 §6.1).
     *
     * @throws CipherException if anything differs from what was sealed
     */
    byte[] hpkeOpen(byte[] privateKey, byte[] encapsulated, byte[] info, byte[] aad, byte[] sealed)
            throws CipherException;

    /**
     * {@code SendExportBase} (RFC 9180 §6.2): used by external initialisation (RFC 9420 §8.3).
     *
     * @throws CipherException if the key is no valid public key
     */
    Exported hpkeSendExport(byte[] publicKey, byte[] info, byte[] context, int length) throws CipherException;

    /**
     * {@code ReceiveExportBase} (RFC 9180 §6.2).
     *
     * @throws CipherException if {@code encapsulated} is no valid encapsulation
     */
    byte[] hpkeReceiveExport(byte[] privateKey, byte[] encapsulated, byte[] info, byte[] context, int length)
            throws CipherException;

    /** A fresh signature key pair. */
    KeyPair signatureKeyPair();

    /** Signs as RFC 8032 or, for ECDSA, with a DER-encoded signature (RFC 8446 §4.2.3). */
    byte[] sign(byte[] privateKey, byte[] message);

    /** Whether {@code signature} is {@code publicKey}'s over {@code message}; false also for malformed input. */
    boolean verify(byte[] publicKey, byte[] message, byte[] signature);

    /** A key pair in the serialised forms that the class comment names. The arrays are the holder's own. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of two fresh arrays, compared and logged by nobody
    record KeyPair(byte[] privateKey, byte[] publicKey) {

        /** Names no key. */
        @Override
        public String toString() {
            return "KeyPair";
        }
    }

    /** HPKE's encapsulated key and ciphertext. */
    @SuppressWarnings("ArrayRecordComponent")
    record Sealed(byte[] encapsulated, byte[] ciphertext) {}

    /** HPKE's encapsulated key and the secret exported on the sender's side. */
    @SuppressWarnings("ArrayRecordComponent")
    record Exported(byte[] encapsulated, byte[] secret) {

        /** Names no secret. */
        @Override
        public String toString() {
            return "Exported";
        }
    }
}
