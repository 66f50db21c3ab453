package parley.cipher.primitives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static parley.cipher.primitives.Hex.bytes;
import static parley.cipher.primitives.Hex.hex;

import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import parley.cipher.api.CipherException;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import javax.crypto.KeyAgreement;

class DhKemTest {

    @ParameterizedTest
    @EnumSource
    void sharesASecret(DhKem kem) throws Exception {
        var pair = kem.generate();
        var one = kem.encapsulate(pair.publicKey());
        var two = kem.encapsulate(pair.publicKey());
        assertArrayEquals(one.sharedSecret(), kem.decapsulate(one.encapsulated(), pair.privateKey()));
        assertArrayEquals(two.sharedSecret(), kem.decapsulate(two.encapsulated(), pair.privateKey()));
        assertNotEquals(hex(one.sharedSecret()), hex(two.sharedSecret()));
        assertNotEquals(hex(one.encapsulated()), hex(two.encapsulated()));
    }

    @ParameterizedTest
    @EnumSource
    void derivesTheSamePairFromTheSameMaterial(DhKem kem) {
        var pair = kem.derive(new byte[32]);
        assertEquals(hex(pair.privateKey()), hex(kem.derive(new byte[32]).privateKey()));
        assertEquals(hex(pair.publicKey()), hex(kem.derive(new byte[32]).publicKey()));
        assertNotEquals(hex(pair.privateKey()), hex(kem.derive(new byte[33]).privateKey()));
    }

    @ParameterizedTest
    @EnumSource
    void refusesPublicKeysOfOtherLengths(DhKem kem) {
        var good = kem.generate().publicKey();
        for (int length : new int[] {0, 1, good.length - 1, good.length + 1}) {
            refuses(kem, Arrays.copyOf(good, length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAPublicKeyOfZeros(DhKem kem) {
        refuses(kem, new byte[kem.generate().publicKey().length]);
    }

    /** The points of order 1, 2, 4 and 8, and the same beyond the field. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    X25519, 0100000000000000000000000000000000000000000000000000000000000000
                    X25519, e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800
                    X25519, 5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157
                    X25519, ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
                    X25519, edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
                    X25519, eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
                    X448, 0100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
                    X448, fefffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffffffffffffffffffffffffffffffffffffffffffffffffff
                    X448, fffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffffffffffffffffffffffffffffffffffffffffffffffffff
                    X448, 00000000000000000000000000000000000000000000000000000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff
                    """)
    void refusesPointsOfLowOrder(DhKem kem, String point) {
        refuses(kem, bytes(point));
    }

    @ParameterizedTest
    @EnumSource(names = {"P256", "P384", "P521"})
    void refusesPointsOffTheCurve(DhKem kem) {
        var point = kem.generate().publicKey();
        point[point.length - 1] ^= 1;
        refuses(kem, point);
    }

    @ParameterizedTest
    @EnumSource(names = {"P256", "P384", "P521"})
    void refusesOtherFormsOfAPoint(DhKem kem) {
        var point = kem.generate().publicKey();
        int length = point.length / 2;
        var compressed = Arrays.copyOf(point, 1 + length);
        compressed[0] = (byte) (2 + (point[point.length - 1] & 1));
        refuses(kem, compressed);
        var hybrid = point.clone();
        hybrid[0] = (byte) (6 + (point[point.length - 1] & 1));
        refuses(kem, hybrid);
    }

    @ParameterizedTest
    @EnumSource
    void refusesCoordinatesBeyondTheField(NistCurve curve) throws Exception {
        var field = curve.domain().getCurve();
        var p = field.getField().getCharacteristic();
        int length = curve.privateKeyLength();
        for (int x = 0; x < 100; x++) {
            var element = field.fromBigInteger(BigInteger.valueOf(x));
            var y = element.square().add(field.getA()).multiply(element).add(field.getB()).sqrt();
            if (y == null) continue;
            var yBytes = BigIntegers.asUnsignedByteArray(length, y.toBigInteger());
            var head = new byte[] {4};
            curve.point(Octets.concat(head, BigIntegers.asUnsignedByteArray(length, BigInteger.valueOf(x)), yBytes));
            var beyond = BigIntegers.asUnsignedByteArray(length, p.add(BigInteger.valueOf(x)));
            assertThrows(CipherException.class, () -> curve.point(Octets.concat(head, beyond, yBytes)));
            return;
        }
        throw new AssertionError("no point with a small x");
    }

    @ParameterizedTest
    @EnumSource
    void refusesPrivateKeysOfOtherLengths(DhKem kem) {
        var pair = kem.generate();
        for (int length : new int[] {0, pair.privateKey().length - 1, pair.privateKey().length + 1}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> kem.decapsulate(pair.publicKey(), Arrays.copyOf(pair.privateKey(), length)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesScalarsFromOneToTheOrderMinusOne(NistCurve curve) {
        var order = curve.domain().getN();
        curve.publicKey(scalar(curve, BigInteger.ONE));
        curve.publicKey(scalar(curve, order.subtract(BigInteger.ONE)));
        for (var bad : new BigInteger[] {BigInteger.ZERO, order, order.add(BigInteger.ONE)}) {
            assertThrows(IllegalArgumentException.class, () -> curve.publicKey(scalar(curve, bad)));
        }
    }

    /** What the loop of RFC 9180 §7.1.3 is for happens too rarely to be met otherwise. */
    @ParameterizedTest
    @EnumSource
    void passesOverCandidatesThatAreNoScalars(NistCurve curve) {
        var asked = new AtomicInteger();
        var found =
                curve.firstScalar(counter -> {
                    assertEquals(asked.getAndIncrement(), counter);
                    return switch (counter) {
                        case 0 -> new byte[curve.privateKeyLength()];
                        case 1 -> scalar(curve, curve.domain().getN());
                        default -> scalar(curve, BigInteger.TWO);
                    };
                });
        assertEquals(3, asked.get());
        assertArrayEquals(scalar(curve, BigInteger.TWO), found);
    }

    @ParameterizedTest
    @EnumSource
    void givesUpAfter256Candidates(NistCurve curve) {
        var asked = new AtomicInteger();
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        curve.firstScalar(_ -> {
                            asked.incrementAndGet();
                            return new byte[curve.privateKeyLength()];
                        }));
        assertEquals(256, asked.get());
    }

    @Test
    void keepsOneBitOfTheFirstByteOfP521() {
        var candidate = scalar(NistCurve.P521, BigInteger.TEN);
        candidate[0] = (byte) 0xFE;
        assertArrayEquals(scalar(NistCurve.P521, BigInteger.TEN), NistCurve.P521.firstScalar(_ -> candidate));
    }

    /** The JDK's curves are other code by other people. */
    @ParameterizedTest
    @EnumSource
    void agreesWithTheJdk(NistCurve curve) throws Exception {
        var ours = curve.randomPrivateKey();
        var generator = java.security.KeyPairGenerator.getInstance("EC");
        generator.initialize(
                new ECGenParameterSpec(
                        switch (curve) {
                            case P256 -> "secp256r1";
                            case P384 -> "secp384r1";
                            case P521 -> "secp521r1";
                        }));
        var theirs = generator.generateKeyPair();
        var point = ((ECPublicKey) theirs.getPublic()).getW();
        var parameters = ((ECPublicKey) theirs.getPublic()).getParams();
        int length = curve.privateKeyLength();
        var encoded =
                Octets.concat(
                        new byte[] {4},
                        BigIntegers.asUnsignedByteArray(length, point.getAffineX()),
                        BigIntegers.asUnsignedByteArray(length, point.getAffineY()));
        assertArrayEquals(jdkSecret(ours, encoded, length, parameters), curve.agree(ours, encoded));
    }

    private static byte[] jdkSecret(byte[] privateKey, byte[] point, int length, ECParameterSpec parameters)
            throws Exception {
        var keys = KeyFactory.getInstance("EC");
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(keys.generatePrivate(new ECPrivateKeySpec(new BigInteger(1, privateKey), parameters)));
        var w =
                new java.security.spec.ECPoint(
                        new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + length)),
                        new BigInteger(1, Arrays.copyOfRange(point, 1 + length, 1 + 2 * length)));
        agreement.doPhase(keys.generatePublic(new ECPublicKeySpec(w, parameters)), true);
        return agreement.generateSecret();
    }

    private static void refuses(DhKem kem, byte[] publicKey) {
        assertThrows(CipherException.class, () -> kem.encapsulate(publicKey), () -> "sealed to " + hex(publicKey));
        var privateKey = kem.generate().privateKey();
        assertThrows(CipherException.class, () -> kem.decapsulate(publicKey, privateKey), () -> hex(publicKey));
    }

    private static byte[] scalar(NistCurve curve, BigInteger number) {
        return BigIntegers.asUnsignedByteArray(curve.privateKeyLength(), number);
    }
}
