package parley.cipher.primitives;

import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

import parley.cipher.api.CipherException;

import java.math.BigInteger;
import java.util.function.IntFunction;

/** The curves P-256, P-384 and P-521 (FIPS 186-5), with points in their uncompressed form (SEC 1 §2.3.3). */
enum NistCurve implements DhGroup {
    P256("secp256r1", 32, 0xFF),
    P384("secp384r1", 48, 0xFF),
    P521("secp521r1", 66, 0x01);

    private static final byte UNCOMPRESSED = 4;

    /** How many random bits hide the scalar of a multiplication. */
    private static final int BLINDING_BITS = 64;

    private final ECDomainParameters domain;
    private final int length;
    private final int bitmask;

    /**
     * @param bitmask what RFC 9180 §7.1.3 keeps of a candidate's first byte
     */
    NistCurve(String name, int length, int bitmask) {
        this.domain = new ECDomainParameters(CustomNamedCurves.getByName(name));
        this.length = length;
        this.bitmask = bitmask;
    }

    ECDomainParameters domain() {
        return domain;
    }

    @Override
    public int privateKeyLength() {
        return length;
    }

    @Override
    public byte[] publicKey(byte[] privateKey) {
        return new FixedPointCombMultiplier().multiply(domain.getG(), scalar(privateKey)).normalize().getEncoded(false);
    }

    @Override
    public byte[] agree(byte[] privateKey, byte[] publicKey) throws CipherException {
        // Multiplying by scalar + r * order gives the same point, and a course of work that says nothing of the scalar.
        var blind = new BigInteger(1, Octets.random(BLINDING_BITS / 8));
        var scalar = scalar(privateKey).add(blind.multiply(domain.getN()));
        var shared = point(publicKey).multiply(scalar).normalize();
        if (shared.isInfinity()) throw new CipherException("shared secret is the point at infinity");
        return BigIntegers.asUnsignedByteArray(length, shared.getAffineXCoord().toBigInteger());
    }

    @Override
    public byte[] derivePrivateKey(LabeledKdf kdf, byte[] prk) {
        return firstScalar(counter -> kdf.expand(prk, "candidate", new byte[] {(byte) counter}, length));
    }

    /** A fresh private key, each as likely as any other. */
    byte[] randomPrivateKey() {
        return firstScalar(_ -> Octets.random(length));
    }

    /**
     * The first candidate that is a private key, once its excess bits are gone.
     *
     * @throws IllegalArgumentException if none of 256 is; of honest candidates two in a row do not fail in a lifetime
     */
    byte[] firstScalar(IntFunction<byte[]> candidates) {
        for (int counter = 0; counter < 256; counter++) {
            var candidate = candidates.apply(counter);
            candidate[0] &= (byte) bitmask;
            if (isScalar(new BigInteger(1, candidate))) return candidate;
        }
        throw new IllegalArgumentException("no private key can be derived");
    }

    /**
     * The number that {@code privateKey} holds.
     *
     * @throws IllegalArgumentException if it is not within 1 and the curve's order - 1
     */
    BigInteger scalar(byte[] privateKey) {
        var scalar = new BigInteger(1, privateKey);
        if (privateKey.length != length || !isScalar(scalar)) {
            throw new IllegalArgumentException("private key is none of " + this);
        }
        return scalar;
    }

    /**
     * The point that {@code publicKey} holds: on the curve, and not at infinity.
     *
     * @throws CipherException if it holds none
     */
    ECPoint point(byte[] publicKey) throws CipherException {
        if (publicKey.length != 1 + 2 * length || publicKey[0] != UNCOMPRESSED) {
            throw new CipherException("public key is no uncompressed point");
        }
        try {
            return domain.getCurve().decodePoint(publicKey); // refuses coordinates beyond the field or off the curve
        } catch (IllegalArgumentException e) {
            throw new CipherException("public key is not on the curve", e);
        }
    }

    private boolean isScalar(BigInteger number) {
        return number.signum() > 0 && number.compareTo(domain.getN()) < 0;
    }
}
