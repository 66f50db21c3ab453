package parley.crypto;

import parley.protocol.wire.Bytes;

import java.math.BigInteger;

/**
 * Whether 32 bytes are a key that only its owner can sign for. An encoding that is no point, is not the shortest one,
 * or is a point of low order (under which one signature fits many messages) is none. Public values only: not in
 * constant time.
 */
final class Ed25519Points {

    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D =
            BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
    private static final BigInteger HALF = P.subtract(BigInteger.ONE).shiftRight(1);

    private Ed25519Points() {}

    /** Whether {@code key} is a valid public key (RFC 8032 §5.1.3) of more than low order. */
    static boolean isKey(Bytes key) {
        if (key.length() != 32) return false;
        var bigEndian = new byte[32];
        for (int i = 0; i < 32; i++) bigEndian[i] = key.get(31 - i);
        bigEndian[0] &= 0x7F; // the sign of x
        var y = new BigInteger(1, bigEndian);
        if (y.compareTo(P) >= 0) return false;
        // -x^2 + y^2 = 1 + d x^2 y^2, so x^2 = u / v
        var yy = y.multiply(y).mod(P);
        var u = yy.subtract(BigInteger.ONE);
        var v = D.multiply(yy).add(BigInteger.ONE);
        // x = 0: orders 1 and 2. y = 0: order 4. x^2 + y^2 = 0: doubled, y is 0, so order 8.
        if (u.signum() == 0 || y.signum() == 0 || yy.multiply(v).add(u).mod(P).signum() == 0) return false;
        return u.multiply(v).mod(P).modPow(HALF, P).equals(BigInteger.ONE); // u / v has a root where u v has one
    }
}
