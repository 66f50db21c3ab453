package parley.cipher.primitives;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite.KeyPair;

/** A key encapsulation mechanism, as HPKE asks for it (RFC 9180 §4). Keys are in their serialised forms. */
public interface Kem {

    /** This KEM's number (RFC 9180 §7.1). */
    int id();

    /** A fresh key pair. */
    KeyPair generate();

    /** {@code DeriveKeyPair}: the same pair for the same {@code ikm}. */
    KeyPair derive(byte[] ikm);

    /**
     * {@code Encap}: a fresh shared secret, and what lets the holder of the private key have it too.
     *
     * @throws CipherException if {@code publicKey} is no valid public key
     */
    Encapsulation encapsulate(byte[] publicKey) throws CipherException;

    /**
     * {@code Decap}: the shared secret.
     *
     * @throws CipherException if {@code encapsulated} is no valid encapsulation
     * @throws IllegalArgumentException if {@code privateKey} is no private key
     */
    byte[] decapsulate(byte[] encapsulated, byte[] privateKey) throws CipherException;

    /** What {@link #encapsulate} gives. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of two fresh arrays, compared and logged by nobody
    record Encapsulation(byte[] sharedSecret, byte[] encapsulated) {

        /** Names no secret. */
        @Override
        public String toString() {
            return "Encapsulation";
        }
    }
}
