package parley.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

class WireWriterTest {

    private static void refused(String message, org.junit.jupiter.api.function.Executable write) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, write).getMessage());
    }

    @Test
    void writesBigEndian() {
        var out = new WireWriter().u8(1).u16(0x0203).u24(0x040506).u32(0x0708090AL).u64(0x0B0C0D0E0F101112L);
        assertEquals(
                "0102030405060708090a0b0c0d0e0f101112", out.bool(true).bool(false).toBytes().hex().substring(0, 36));
        assertEquals(20, out.length());
    }

    @Test
    void refusesNumbersOneBeyondTheirBits() {
        assertEquals("ff", new WireWriter().u8(0xFF).toBytes().hex());
        refused("256 does not fit 8 bits", () -> new WireWriter().u8(0x100));
        refused("-1 does not fit 8 bits", () -> new WireWriter().u8(-1));
        assertEquals("ffff", new WireWriter().u16(0xFFFF).toBytes().hex());
        refused("65536 does not fit 16 bits", () -> new WireWriter().u16(0x10000));
        assertEquals("ffffff", new WireWriter().u24(0xFFFFFF).toBytes().hex());
        refused("16777216 does not fit 24 bits", () -> new WireWriter().u24(0x1000000));
        assertEquals("ffffffff", new WireWriter().u32(0xFFFF_FFFFL).toBytes().hex());
        refused("4294967296 does not fit 32 bits", () -> new WireWriter().u32(0x1_0000_0000L));
        refused("-1 does not fit 32 bits", () -> new WireWriter().u32(-1));
        assertEquals("ffffffffffffffff", new WireWriter().u64(-1).toBytes().hex());
    }

    @Test
    void refusesLengthsOf2To30() {
        assertEquals("bfffffff", new WireWriter().varint((1 << 30) - 1).toBytes().hex());
        refused("1073741824 does not fit a length prefix", () -> new WireWriter().varint(1 << 30));
        refused("-1 does not fit a length prefix", () -> new WireWriter().varint(-1));
    }

    @Test
    void writesVectorsTextAndOptionals() {
        var out =
                new WireWriter()
                        .text("é")
                        .opaque(Bytes.ofHex("0102"))
                        .fixed(Bytes.ofHex("03"))
                        .vector(List.of(4, 5), WireWriter::u16)
                        .optional(Optional.of(6), WireWriter::u8)
                        .optional(Optional.<Integer>empty(), WireWriter::u8)
                        .raw(new byte[] {7, 8, 9}, 1, 1);
        assertEquals("02c3a9" + "020102" + "03" + "0400040005" + "0106" + "00" + "08", out.toBytes().hex());
    }

    @Test
    void growsAsItMust() throws Exception {
        var items = Collections.nCopies(10_000, 0xABCD);
        var out = new WireWriter(0).vector(items, WireWriter::u16);
        assertEquals(4 + 20_000, out.length());
        assertEquals(items, WireReader.decode(out.toBytes(), in -> in.vector(WireReader::u16)));
    }
}
