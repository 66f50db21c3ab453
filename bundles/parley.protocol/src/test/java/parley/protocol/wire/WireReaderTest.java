package parley.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import parley.protocol.Limits;

import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

class WireReaderTest {

    private static WireReader of(String hex) {
        return new WireReader(Bytes.ofHex(hex));
    }

    private static void refused(String message, WireReader.Read<?> read, String hex) {
        var e = assertThrows(MalformedException.class, () -> WireReader.decode(Bytes.ofHex(hex), read));
        assertEquals(message, e.getMessage());
    }

    @Test
    void numbersAreUnsigned() throws Exception {
        var in = of("ff" + "ffff" + "ffffff" + "ffffffff" + "ffffffffffffffff" + "7fffffffffffffff");
        assertEquals(0xFF, in.u8());
        assertEquals(0xFFFF, in.u16());
        assertEquals(0xFFFFFF, in.u24());
        assertEquals(0xFFFF_FFFFL, in.u32());
        assertEquals(-1, in.u64());
        assertEquals(Long.MAX_VALUE, in.size());
        assertFalse(in.hasMore());
        in.end();
    }

    @Test
    void numbersThatBreakOffAreRefused() {
        refused("breaks off after 0 of 1 bytes", WireReader::u8, "");
        refused("breaks off after 1 of 2 bytes", WireReader::u16, "00");
        refused("breaks off after 2 of 3 bytes", WireReader::u24, "0000");
        refused("breaks off after 3 of 4 bytes", WireReader::u32, "000000");
        refused("breaks off after 7 of 8 bytes", WireReader::u64, "00000000000000");
    }

    @Test
    void sizesStayBelow2To63() {
        refused("number 9223372036854775808 exceeds 2^63-1", WireReader::size, "8000000000000000");
        refused("number 18446744073709551615 exceeds 2^63-1", WireReader::size, "ffffffffffffffff");
    }

    @Test
    void booleansAreZeroOrOne() throws Exception {
        assertFalse(of("00").bool());
        assertTrue(of("01").bool());
        refused("boolean is 2", WireReader::bool, "02");
        refused("boolean is 255", WireReader::bool, "ff");
        refused("boolean is 2", in -> in.optional(WireReader::u8), "0200");
    }

    @ParameterizedTest
    @CsvSource({
        "00, 0",
        "3f, 63",
        "4040, 64",
        "7fff, 16383",
        "80004000, 16384",
        "bfffffff, 1073741823",
    })
    void lengthsOfEveryForm(String hex, int value) throws Exception {
        assertEquals(value, WireReader.decode(Bytes.ofHex(hex), WireReader::varint));
        assertEquals(hex, new WireWriter().varint(value).toBytes().hex());
    }

    @ParameterizedTest
    @CsvSource({"4000, 0", "403f, 63", "80000000, 0", "80000040, 64", "80003fff, 16383"})
    void longerFormsThanNeededAreRefused(String hex, int value) {
        refused("length " + value + " is not in its shortest form", WireReader::varint, hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0", "ff", "c000000000000000"})
    void lengthsOfEightBytesAreRefused(String hex) {
        refused("length prefix begins with bits 11", WireReader::varint, hex);
    }

    @Test
    void lengthsThatBreakOffAreRefused() {
        refused("breaks off after 0 of 1 bytes", WireReader::varint, "40");
        refused("breaks off after 2 of 3 bytes", WireReader::varint, "800000");
        refused("breaks off after 1 of 2 bytes", WireReader::opaque, "0200");
        refused("breaks off after 0 of 1073741823 bytes", WireReader::text, "bfffffff");
    }

    @Test
    void textIsUtf8AndNothingElse() throws Exception {
        assertEquals("", of("00").text());
        assertEquals("a\u0000\uD83D\uDE80\uFFFD", of("09" + "61" + "00" + "f09f9a80" + "efbfbd").text());
        for (var bad : List.of("80", "c3", "c080", "eda080", "f4908080", "f8888080", "fe", "e28a")) {
            refused("text is not UTF-8", WireReader::text, "%02x%s".formatted(bad.length() / 2, bad));
        }
    }

    @Test
    void vectorsEndWithAnItem() throws Exception {
        assertEquals(List.of(1, 2), of("0400010002").vector(WireReader::u16));
        assertEquals(List.of(), of("00").vector(WireReader::u16));
        refused("breaks off after 1 of 2 bytes", in -> in.vector(WireReader::u16), "03000100");
        // The item's bytes are there, but behind the vector's end.
        refused("breaks off after 1 of 2 bytes", in -> in.vector(WireReader::u16), "010001");
    }

    @Test
    void itemsWithoutBytesEndNowhereAndAreRefused() {
        refused("vector of items without bytes", in -> in.vector(item -> "nothing"), "0100");
    }

    @Test
    void vectorsStopAtTheirLimit() throws Exception {
        assertEquals(3, of("03000000").vector(3, "things", WireReader::u8).size());
        refused("more than 3 things", in -> in.vector(3, "things", WireReader::u8), "0400000000");
        refused("more than 0 things", in -> in.vector(0, "things", WireReader::u8), "0100");
    }

    @Test
    void limitsBrokenInsideBecomeMalformed() {
        WireReader.Read<Integer> small =
                in -> {
                    var value = in.u8();
                    Limits.within(value, 5, "apples");
                    return value;
                };
        refused("6 apples: not within 0 and 5", small, "06");
        refused("6 apples: not within 0 and 5", in -> in.vector(small), "020506");
        refused("6 apples: not within 0 and 5", in -> in.optional(small), "0106");
    }

    @Test
    void nothingMayFollowTheEnd() {
        refused("1 bytes follow the end", WireReader::u8, "0000");
        refused("3 bytes follow the end", in -> in.vector(WireReader::u8), "0000" + "0000");
    }

    @Test
    void restAndInnerAndSince() throws Exception {
        var in = of("02aabbccdd");
        var inner = in.inner();
        assertEquals("aabb", Bytes.wrap(inner.rest()).hex());
        inner.end();
        assertEquals(2, in.remaining());
        var from = in.position();
        in.u8();
        assertEquals("cc", Bytes.wrap(in.since(from)).hex());
        assertEquals("dd", Bytes.wrap(in.rest()).hex());
        assertFalse(in.hasMore());
        assertEquals(Optional.empty(), of("00").optional(WireReader::u8));
        assertEquals(Optional.of(7), of("0107").optional(WireReader::u8));
    }

    @Test
    void announcedLengthsAllocateNothing() {
        assertTrue(allocated(() -> WireReader.decode(Bytes.ofHex("bfffffff00"), WireReader::opaque)) < 64 * 1024);
        assertTrue(allocated(() -> WireReader.decode(Bytes.ofHex("bfffffff00"), WireReader::text)) < 64 * 1024);
        assertTrue(
                allocated(() -> WireReader.decode(Bytes.ofHex("bfffffff00"), in -> in.vector(WireReader::u8)))
                        < 64 * 1024);
    }

    @Test
    void manyTinyItemsCostNoMoreThanTheirLimit() {
        var many = new WireWriter().vector(Collections.nCopies(1 << 20, ""), WireWriter::text).toBytes();
        assertTrue(
                allocated(() -> WireReader.decode(many, in -> in.vector(64, "names", WireReader::text))) < 64 * 1024);
    }

    private static long allocated(org.junit.jupiter.api.function.Executable decode) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThrows(MalformedException.class, decode); // classes are loaded now
        var before = threads.getCurrentThreadAllocatedBytes();
        assertThrows(MalformedException.class, decode);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
