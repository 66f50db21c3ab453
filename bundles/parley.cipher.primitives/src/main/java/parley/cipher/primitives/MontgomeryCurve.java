package parley.cipher.primitives;

import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc7748.X448;

import parley.cipher.api.CipherException;

/** The functions X25519 and X448 (RFC 7748 §5). */
enum MontgomeryCurve implements DhGroup {
    CURVE25519(32) {
        @Override
        void multiplyBase(byte[] scalar, byte[] result) {
            X25519.scalarMultBase(scalar, 0, result, 0);
        }

        @Override
        boolean multiply(byte[] scalar, byte[] point, byte[] result) {
            return X25519.calculateAgreement(scalar, 0, point, 0, result, 0);
        }
    },
    CURVE448(56) {
        @Override
        void multiplyBase(byte[] scalar, byte[] result) {
            X448.scalarMultBase(scalar, 0, result, 0);
        }

        @Override
        boolean multiply(byte[] scalar, byte[] point, byte[] result) {
            return X448.calculateAgreement(scalar, 0, point, 0, result, 0);
        }
    };

    private final int length;

    MontgomeryCurve(int length) {
        this.length = length;
    }

    abstract void multiplyBase(byte[] scalar, byte[] result);

    /** Multiplies, and says whether the result is anything but zeros. */
    abstract boolean multiply(byte[] scalar, byte[] point, byte[] result);

    @Override
    public int privateKeyLength() {
        return length;
    }

    @Override
    public byte[] publicKey(byte[] privateKey) {
        checkPrivate(privateKey);
        var result = new byte[length];
        multiplyBase(privateKey, result);
        return result;
    }

    @Override
    public byte[] agree(byte[] privateKey, byte[] publicKey) throws CipherException {
        checkPrivate(privateKey);
        if (publicKey.length != length) throw new CipherException("public key has a wrong length");
        var result = new byte[length];
        if (!multiply(privateKey, publicKey, result)) {
            throw new CipherException("shared secret is zero"); // the point is of low order: RFC 9180 §7.1.4
        }
        return result;
    }

    @Override
    public byte[] derivePrivateKey(LabeledKdf kdf, byte[] prk) {
        return kdf.expand(prk, "sk", Octets.NONE, length);
    }

    private void checkPrivate(byte[] privateKey) {
        if (privateKey.length != length) throw new IllegalArgumentException("private key has a wrong length");
    }
}
