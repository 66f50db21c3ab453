package parley.cipher.primitives;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed448;

import parley.cipher.api.CipherSuite.KeyPair;

/** Ed25519 and Ed448 (RFC 8032 §5.1, §5.2), both pure and without a context. */
public enum Eddsa implements SignatureScheme {
    ED25519(0x0807, 32, 64) {
        @Override
        void publicKey(byte[] seed, byte[] result) {
            Ed25519.generatePublicKey(seed, 0, result, 0);
        }

        @Override
        void sign(byte[] seed, byte[] message, byte[] signature) {
            Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        }

        @Override
        boolean fits(byte[] publicKey, byte[] message, byte[] signature) {
            var point = Ed25519.validatePublicKeyPartialExport(publicKey, 0); // decoded once, unlike by verify
            return point != null && Ed25519.verify(signature, 0, point, message, 0, message.length);
        }
    },
    ED448(0x0808, 57, 114) {
        @Override
        void publicKey(byte[] seed, byte[] result) {
            Ed448.generatePublicKey(seed, 0, result, 0);
        }

        @Override
        void sign(byte[] seed, byte[] message, byte[] signature) {
            Ed448.sign(seed, 0, Octets.NONE, message, 0, message.length, signature, 0);
        }

        @Override
        boolean fits(byte[] publicKey, byte[] message, byte[] signature) {
            var point = Ed448.validatePublicKeyPartialExport(publicKey, 0); // decoded once, unlike by verify
            return point != null && Ed448.verify(signature, 0, point, Octets.NONE, message, 0, message.length);
        }
    };

    private final int id;
    private final int keyLength;
    private final int signatureLength;

    Eddsa(int id, int keyLength, int signatureLength) {
        this.id = id;
        this.keyLength = keyLength;
        this.signatureLength = signatureLength;
    }

    abstract void publicKey(byte[] seed, byte[] result);

    abstract void sign(byte[] seed, byte[] message, byte[] signature);

    abstract boolean fits(byte[] publicKey, byte[] message, byte[] signature);

    @Override
    public int id() {
        return id;
    }

    @Override
    public KeyPair generate() {
        var seed = Octets.random(keyLength);
        var publicKey = new byte[keyLength];
        publicKey(seed, publicKey);
        return new KeyPair(seed, publicKey);
    }

    @Override
    public byte[] sign(byte[] privateKey, byte[] message) {
        if (privateKey.length != keyLength) throw new IllegalArgumentException("private key has a wrong length");
        var signature = new byte[signatureLength];
        sign(privateKey, message, signature);
        return signature;
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        return publicKey.length == keyLength
                && signature.length == signatureLength
                && fits(publicKey, message, signature);
    }
}
