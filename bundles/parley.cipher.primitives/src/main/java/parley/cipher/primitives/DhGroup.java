package parley.cipher.primitives;

import parley.cipher.api.CipherException;

/** A Diffie-Hellman group with keys serialised as RFC 9180 §7.1.1 and §7.1.2 say. */
sealed interface DhGroup permits MontgomeryCurve, NistCurve {

    /** {@code Nsk}, in bytes. */
    int privateKeyLength();

    /**
     * The public key of {@code privateKey}.
     *
     * @throws IllegalArgumentException if it is no private key of this group
     */
    byte[] publicKey(byte[] privateKey);

    /**
     * The Diffie-Hellman shared secret (RFC 9180 §4.1), never all zeros.
     *
     * @throws CipherException if {@code publicKey} is malformed, off the curve or of low order
     * @throws IllegalArgumentException if {@code privateKey} is no private key of this group
     */
    byte[] agree(byte[] privateKey, byte[] publicKey) throws CipherException;

    /** The private key that {@code DeriveKeyPair} finds from {@code prk} (RFC 9180 §7.1.3). */
    byte[] derivePrivateKey(LabeledKdf kdf, byte[] prk);
}
