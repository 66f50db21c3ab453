package parley.cipher.primitives;

import parley.cipher.api.CipherSuite.KeyPair;

/** A way to sign (RFC 8446 §4.2.3), with keys in the serialised forms of RFC 9420 §5.1.2. */
public interface SignatureScheme {

    /** This scheme's number in RFC 8446 §4.2.3. */
    int id();

    /** A fresh key pair. */
    KeyPair generate();

    /**
     * Signs {@code message}. The same key and message give the same signature: no bad source of randomness can reveal
     * the key.
     *
     * @throws IllegalArgumentException if {@code privateKey} is no private key
     */
    byte[] sign(byte[] privateKey, byte[] message);

    /** Whether {@code signature} is {@code publicKey}'s over {@code message}; false also for malformed input. */
    boolean verify(byte[] publicKey, byte[] message, byte[] signature);
}
