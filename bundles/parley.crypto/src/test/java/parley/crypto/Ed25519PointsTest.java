package parley.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.protocol.wire.Bytes;

class Ed25519PointsTest {

    private static final parley.cipher.aesgcm.Mls128X25519 SUITE = new parley.cipher.aesgcm.Mls128X25519();

    @Test
    void everyKeyOfASuiteIsOne() {
        for (int i = 0; i < 10; i++) {
            assertTrue(Ed25519Points.isKey(Bytes.wrap(SUITE.signatureKeyPair().publicKey())));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
            })
    void aPointOfLowOrderIsNone(String hex) {
        assertFalse(Ed25519Points.isKey(Bytes.ofHex(hex)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p
                "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p + 3: y = 3 is a point's
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void anEncodingThatIsNotTheShortestIsNone(String hex) {
        assertFalse(Ed25519Points.isKey(Bytes.ofHex(hex)));
    }

    @Test
    void aKeyOfAnotherLengthIsNone() {
        var key = Bytes.wrap(SUITE.signatureKeyPair().publicKey());
        assertFalse(Ed25519Points.isKey(key.slice(0, 31)));
        assertFalse(Ed25519Points.isKey(Bytes.EMPTY));
    }

    @Test
    void halfOfAllNumbersAreNoPoint() {
        var points = 0;
        for (int y = 2; y < 202; y++) {
            var key = new byte[32];
            key[0] = (byte) y;
            if (Ed25519Points.isKey(Bytes.wrap(key))) points++;
        }
        assertEquals(100, points, 25);
    }
}
