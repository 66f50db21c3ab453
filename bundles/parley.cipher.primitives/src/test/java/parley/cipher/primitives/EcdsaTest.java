package parley.cipher.primitives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.cipher.primitives.Hex.bytes;
import static parley.cipher.primitives.Hex.hex;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;

class EcdsaTest {

    static final byte[] SAMPLE = "sample".getBytes(US_ASCII);

    /** Checks against RFC 6979 §A.2.5 to §A.2.7. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    P256_SHA256, c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721, 3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8
                    P384_SHA384, 6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5, 306602310094edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe4602310099ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8
                    P521_SHA512, 00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa896eb32f1f47c70855836a6d16fcc1466f6d8fbec67db89ec0c08b0e996b83538, 308187024200c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f174e25a1ee9017b5d450606add152b534931d7d4e8455cc91f9b15bf05ec36e377fa0241617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af282623eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4a67a
                    """)
    void signsAsTheStandard(Ecdsa scheme, String privateKey, String signature) {
        assertEquals(signature, hex(scheme.sign(bytes(privateKey), SAMPLE)));
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatWasNotSigned(Ecdsa scheme) {
        var pair = scheme.generate();
        var signature = scheme.sign(pair.privateKey(), SAMPLE);
        assertTrue(scheme.verify(pair.publicKey(), SAMPLE, signature));
        assertFalse(scheme.verify(pair.publicKey(), bytes("01"), signature));
        assertFalse(scheme.verify(scheme.generate().publicKey(), SAMPLE, signature));
        for (int at = 0; at < signature.length; at++) {
            var changed = signature.clone();
            changed[at] ^= 1;
            assertFalse(scheme.verify(pair.publicKey(), SAMPLE, changed));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesNumbersOutOfRange(Ecdsa scheme) throws Exception {
        var pair = scheme.generate();
        var order = curve(scheme).domain().getN();
        var good = StandardDSAEncoding.INSTANCE.decode(order, scheme.sign(pair.privateKey(), SAMPLE));
        assertTrue(scheme.verify(pair.publicKey(), SAMPLE, der(good[0], good[1])));
        for (var bad : new BigInteger[] {BigInteger.ZERO, BigInteger.ONE.negate(), order, good[0].add(order)}) {
            assertFalse(scheme.verify(pair.publicKey(), SAMPLE, der(bad, good[1])));
            assertFalse(scheme.verify(pair.publicKey(), SAMPLE, der(good[0], bad)));
            assertFalse(scheme.verify(pair.publicKey(), SAMPLE, der(bad, bad)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesTheLongestSignature(Ecdsa scheme) {
        var pair = scheme.generate();
        int longest = 0;
        for (int i = 0; i < 40; i++) { // one in four has both leading zeros
            var signature = scheme.sign(pair.privateKey(), new byte[] {(byte) i});
            assertTrue(scheme.verify(pair.publicKey(), new byte[] {(byte) i}, signature));
            longest = Math.max(longest, signature.length);
        }
        assertTrue(longest <= 3 + 2 * (3 + curve(scheme).privateKeyLength()));
    }

    @ParameterizedTest
    @EnumSource
    void refusesOtherEncodings(Ecdsa scheme) {
        var pair = scheme.generate();
        var signature = scheme.sign(pair.privateKey(), SAMPLE);
        assertFalse(scheme.verify(pair.publicKey(), SAMPLE, Arrays.copyOf(signature, signature.length + 1)));
        assertFalse(scheme.verify(pair.publicKey(), SAMPLE, Arrays.copyOf(signature, signature.length - 1)));
        assertFalse(scheme.verify(pair.publicKey(), SAMPLE, new byte[0]));
        assertFalse(scheme.verify(pair.publicKey(), SAMPLE, new byte[1 << 20]));
        assertFalse(scheme.verify(pair.publicKey(), SAMPLE, bytes("30800201010201010000"))); // BER
        assertFalse(scheme.verify(pair.publicKey(), SAMPLE, bytes("3003020101"))); // one number
        assertFalse(scheme.verify(pair.publicKey(), SAMPLE, bytes("3006040101040101"))); // no numbers
    }

    @ParameterizedTest
    @EnumSource
    void refusesKeysThatAreNone(Ecdsa scheme) {
        var pair = scheme.generate();
        var signature = scheme.sign(pair.privateKey(), SAMPLE);
        var off = pair.publicKey().clone();
        off[off.length - 1] ^= 1;
        assertFalse(scheme.verify(off, SAMPLE, signature));
        assertFalse(scheme.verify(new byte[off.length], SAMPLE, signature));
        assertFalse(scheme.verify(new byte[1], SAMPLE, signature));
        assertFalse(scheme.verify(new byte[0], SAMPLE, signature));
        int length = pair.privateKey().length;
        assertThrows(IllegalArgumentException.class, () -> scheme.sign(new byte[length], SAMPLE));
        assertThrows(IllegalArgumentException.class, () -> scheme.sign(new byte[length - 1], SAMPLE));
    }

    private static byte[] der(BigInteger r, BigInteger s) throws IOException {
        return new DERSequence(new ASN1Integer[] {new ASN1Integer(r), new ASN1Integer(s)}).getEncoded();
    }

    private static NistCurve curve(Ecdsa scheme) {
        return switch (scheme) {
            case P256_SHA256 -> NistCurve.P256;
            case P384_SHA384 -> NistCurve.P384;
            case P521_SHA512 -> NistCurve.P521;
        };
    }
}
