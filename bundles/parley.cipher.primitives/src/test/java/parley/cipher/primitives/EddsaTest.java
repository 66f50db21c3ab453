package parley.cipher.primitives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.cipher.primitives.Hex.bytes;
import static parley.cipher.primitives.Hex.hex;

import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

class EddsaTest {

    /** Checks against RFC 8032 §7.1 (test 3) and §7.4 (1 octet). */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    ED25519, c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7, fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82, 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
                    ED448, c4eab05d357007c632f3dbb48489924d552b08fe0c353a0d4a1f00acda2c463afbea67c5e8d2877c5e3bc397a659949ef8021e954e0a12274e, 43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c0866aea01eb00742802b8438ea4cb82169c235160627b4c3a9480, 03, 26b8f91727bd62897af15e41eb43c377efb9c610d48f2335cb0bd0087810f4352541b143c4b981b7e18f62de8ccdf633fc1bf037ab7cd779805e0dbcc0aae1cbcee1afb2e027df36bc04dcecbf154336c19f0af7e0a6472905e799f1953d2a0ff3348ab21aa4adafd1d234441cf807c03a00
                    """)
    void signsAsTheStandard(Eddsa scheme, String seed, String publicKey, String message, String signature) {
        assertEquals(signature, hex(scheme.sign(bytes(seed), bytes(message))));
        assertTrue(scheme.verify(bytes(publicKey), bytes(message), bytes(signature)));
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatWasNotSigned(Eddsa scheme) {
        var pair = scheme.generate();
        var message = bytes("0102");
        var signature = scheme.sign(pair.privateKey(), message);
        assertTrue(scheme.verify(pair.publicKey(), message, signature));
        assertFalse(scheme.verify(pair.publicKey(), bytes("0103"), signature));
        assertFalse(scheme.verify(scheme.generate().publicKey(), message, signature));
        for (int at = 0; at < signature.length; at++) {
            var changed = signature.clone();
            changed[at] ^= 1;
            assertFalse(scheme.verify(pair.publicKey(), message, changed));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesOtherLengths(Eddsa scheme) {
        var pair = scheme.generate();
        var message = bytes("0102");
        var signature = scheme.sign(pair.privateKey(), message);
        for (int by : new int[] {-1, 1}) {
            var key = Arrays.copyOf(pair.publicKey(), pair.publicKey().length + by);
            assertFalse(scheme.verify(key, message, signature));
            assertFalse(scheme.verify(pair.publicKey(), message, Arrays.copyOf(signature, signature.length + by)));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> scheme.sign(Arrays.copyOf(pair.privateKey(), pair.privateKey().length + by), message));
        }
        assertFalse(scheme.verify(new byte[0], message, signature));
        assertFalse(scheme.verify(pair.publicKey(), message, new byte[0]));
    }

    /** Adds the order to S, which a lax verifier would take for the same number (RFC 8032 §8.4). */
    @Test
    void refusesASecondFormOfASignature() {
        var order = new BigInteger("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed", 16);
        var pair = Eddsa.ED25519.generate();
        var signature = Eddsa.ED25519.sign(pair.privateKey(), bytes("01"));
        var s = new BigInteger(1, reversed(Arrays.copyOfRange(signature, 32, 64))).add(order);
        var again = Octets.concat(Arrays.copyOf(signature, 32), reversed(BigIntegers.asUnsignedByteArray(32, s)));
        assertTrue(Eddsa.ED25519.verify(pair.publicKey(), bytes("01"), signature));
        assertFalse(Eddsa.ED25519.verify(pair.publicKey(), bytes("01"), again));
    }

    /**
     * Under a key of low order, R = S B can be chosen to fit many messages: such a key vouches for nothing. The list is
     * all points of order 1, 2, 4 and 8, with both signs, and forms beyond the field.
     */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    ED25519, 0000000000000000000000000000000000000000000000000000000000000000
                    ED25519, 0000000000000000000000000000000000000000000000000000000000000080
                    ED25519, 0100000000000000000000000000000000000000000000000000000000000000
                    ED25519, 0100000000000000000000000000000000000000000000000000000000000080
                    ED25519, ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
                    ED25519, ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
                    ED25519, edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
                    ED25519, edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
                    ED25519, eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
                    ED25519, eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
                    ED25519, 26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05
                    ED25519, 26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85
                    ED25519, c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a
                    ED25519, c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa
                    ED448, 000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
                    ED448, 000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000080
                    ED448, 010000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
                    ED448, fefffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffffffffffffffffffffffffffffffffffffffffffffffffff00
                    """)
    void takesNoKeyOfLowOrder(Eddsa scheme, String point) {
        var key = bytes(point);
        var identity = new byte[key.length];
        identity[0] = 1;
        // With S = 0 a signature fits where R = -kA, which among these points it soon is.
        for (byte i = 0; i < 32; i++) {
            for (var r : List.of(identity, key)) {
                var signature = Arrays.copyOf(r, 2 * key.length);
                assertFalse(scheme.verify(key, new byte[] {i}, signature));
            }
        }
    }

    private static byte[] reversed(byte[] bytes) {
        var result = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) result[i] = bytes[bytes.length - 1 - i];
        return result;
    }
}
