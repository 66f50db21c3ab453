package parley.cipher.primitives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static parley.cipher.primitives.Hex.bytes;
import static parley.cipher.primitives.Hex.hex;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;

class HashTest {

    /** Checks against RFC 4231 §4.3. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    SHA256, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843
                    SHA384, af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649
                    SHA512, 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737
                    """)
    void authenticates(Hash hash, String mac) {
        assertEquals(mac, hex(hash.mac(ascii("Jefe"), ascii("what do ya want for nothing?"))));
    }

    /** Checks against RFC 5869 §A.1. */
    @Test
    void derives() {
        var prk = Hash.SHA256.extract(bytes("000102030405060708090a0b0c"), bytes("0b".repeat(22)));
        assertEquals("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5", hex(prk));
        assertEquals(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
                hex(Hash.SHA256.expand(prk, bytes("f0f1f2f3f4f5f6f7f8f9"), 42)));
    }

    @ParameterizedTest
    @EnumSource
    void takesNoSaltForZeros(Hash hash) {
        assertArrayEquals(hash.extract(new byte[hash.length()], ascii("x")), hash.extract(new byte[0], ascii("x")));
    }

    @ParameterizedTest
    @EnumSource
    void expandsUpToTheLimitAndNoFurther(Hash hash) {
        var prk = hash.hash(ascii("prk"));
        int limit = 255 * hash.length();
        var all = hash.expand(prk, ascii("info"), limit);
        assertEquals(limit, all.length);
        for (int length : new int[] {0, 1, hash.length() - 1, hash.length(), hash.length() + 1, limit - 1}) {
            assertArrayEquals(Arrays.copyOf(all, length), hash.expand(prk, ascii("info"), length));
        }
        var thrown = assertThrows(IllegalArgumentException.class, () -> hash.expand(prk, ascii("info"), limit + 1));
        assertEquals((limit + 1) + " bytes to expand to: not within 0 and " + limit, thrown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> hash.expand(prk, ascii("info"), -1));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
