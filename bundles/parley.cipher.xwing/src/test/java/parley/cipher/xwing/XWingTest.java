package parley.cipher.xwing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import parley.cipher.api.CipherException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Checks against the draft's vectors, and what it must refuse. */
class XWingTest {

    private static final HexFormat HEX = HexFormat.of();

    private final XWing kem = new XWing();

    /** The blocks of draft.txt: {@code sk}, {@code pk}, {@code eseed}, {@code ct} and {@code ss}. */
    static List<Map<String, byte[]>> examples() throws IOException {
        var all = new ArrayList<Map<String, byte[]>>();
        try (var in = Objects.requireNonNull(XWingTest.class.getResourceAsStream("draft.txt"))) {
            for (var block : new String(in.readAllBytes(), US_ASCII).split("\n\n")) {
                if (block.startsWith("#")) continue;
                var example = new HashMap<String, byte[]>();
                block.lines()
                        .map(line -> line.split(" "))
                        .forEach(words -> example.put(words[0], HEX.parseHex(words[1])));
                all.add(example);
            }
        }
        return all;
    }

    @Test
    void hasReadAllExamples() throws Exception {
        assertEquals(3, examples().size());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void makesThePublicKey(Map<String, byte[]> example) {
        var pair = XWing.pair(of(example, "sk"));
        assertEquals(hex(of(example, "pk")), hex(pair.publicKey()));
        assertEquals(hex(of(example, "sk")), hex(pair.privateKey()));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void encapsulates(Map<String, byte[]> example) throws Exception {
        var to = XWing.encapsulate(of(example, "pk"), of(example, "eseed"));
        assertEquals(hex(of(example, "ct")), hex(to.encapsulated()));
        assertEquals(hex(of(example, "ss")), hex(to.sharedSecret()));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void decapsulates(Map<String, byte[]> example) throws Exception {
        assertEquals(hex(of(example, "ss")), hex(kem.decapsulate(of(example, "ct"), of(example, "sk"))));
    }

    @Test
    void sharesAFreshSecret() throws Exception {
        var pair = kem.generate();
        var first = kem.encapsulate(pair.publicKey());
        var second = kem.encapsulate(pair.publicKey());
        assertEquals(hex(first.sharedSecret()), hex(kem.decapsulate(first.encapsulated(), pair.privateKey())));
        assertNotEquals(hex(first.sharedSecret()), hex(second.sharedSecret()));
        var one = Arrays.mismatch(first.encapsulated(), second.encapsulated());
        assertEquals(0, one, "ML-KEM's half is the same twice");
        assertNotEquals(
                hex(Arrays.copyOfRange(first.encapsulated(), 1088, 1120)),
                hex(Arrays.copyOfRange(second.encapsulated(), 1088, 1120)));
        assertNotEquals(hex(pair.privateKey()), hex(kem.generate().privateKey()));
    }

    /** Both halves decide: what another has put into either leads to another secret, without saying so. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1087, 1088, 1119})
    void aChangedEncapsulationGivesAnotherSecret(int at) throws Exception {
        var pair = kem.generate();
        var to = kem.encapsulate(pair.publicKey());
        var changed = to.encapsulated().clone();
        changed[at] ^= 1;
        assertNotEquals(hex(to.sharedSecret()), hex(kem.decapsulate(changed, pair.privateKey())));
    }

    @Test
    void derivesTheSamePairOfTheSameInput() {
        assertEquals(hex(kem.derive(new byte[64]).publicKey()), hex(kem.derive(new byte[64]).publicKey()));
        assertNotEquals(hex(kem.derive(new byte[64]).publicKey()), hex(kem.derive(new byte[63]).publicKey()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 1184, 1215, 1217})
    void refusesPublicKeysOfAnotherLength(int length) {
        assertThrows(CipherException.class, () -> kem.encapsulate(new byte[length]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1088, 1119, 1121})
    void refusesEncapsulationsOfAnotherLength(int length) {
        var pair = kem.generate();
        assertThrows(CipherException.class, () -> kem.decapsulate(new byte[length], pair.privateKey()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 2432})
    void refusesPrivateKeysOfAnotherLength(int length) throws Exception {
        var to = kem.encapsulate(kem.generate().publicKey());
        assertThrows(IllegalArgumentException.class, () -> kem.decapsulate(to.encapsulated(), new byte[length]));
    }

    /** FIPS 203 §7.2: 3329 is the first number that no coefficient may be. */
    @Test
    void refusesCoefficientsBeyondTheModulus() throws Exception {
        var key = kem.generate().publicKey();
        key[0] = 0x00; // the lowest coefficient: 3328, then 3329
        key[1] = (byte) (key[1] & 0xF0 | 0x0D);
        kem.encapsulate(key);
        key[0] = 0x01;
        assertThrows(CipherException.class, () -> kem.encapsulate(key));
    }

    /** RFC 7748 §6.1: zero, one, and a point of order 8. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"
            })
    void refusesPointsOfLowOrder(String point) throws Exception {
        var pair = kem.generate();
        var publicKey = pair.publicKey();
        System.arraycopy(HEX.parseHex(point), 0, publicKey, 1184, 32);
        assertThrows(CipherException.class, () -> kem.encapsulate(publicKey));
        var encapsulated = kem.encapsulate(kem.generate().publicKey()).encapsulated();
        System.arraycopy(HEX.parseHex(point), 0, encapsulated, 1088, 32);
        assertThrows(CipherException.class, () -> kem.decapsulate(encapsulated, pair.privateKey()));
    }

    private static byte[] of(Map<String, byte[]> example, String key) {
        return Objects.requireNonNull(example.get(key), key);
    }

    private static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }
}
