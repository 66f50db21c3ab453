package parley.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class FrameReaderTest {

    private static final class Seen implements FrameReader.Sink {

        final List<Object> all = new ArrayList<>();

        @Override
        public void message(Bytes message) {
            all.add(message);
        }

        @Override
        public void control(int control, Bytes payload) {
            all.add(control + ":" + payload.hex());
        }
    }

    private static Bytes bytes(int length) {
        var array = new byte[length];
        new Random(length).nextBytes(array);
        return Bytes.wrap(array);
    }

    private static List<Object> read(FrameReader reader, ByteBuf in, int maxMessage) throws BrokenFrameException {
        var seen = new Seen();
        reader.read(in, maxMessage, seen);
        return seen.all;
    }

    private static int codeOf(boolean masked, int maxMessage, String hex) {
        var in = Unpooled.wrappedBuffer(Bytes.ofHex(hex.replace(" ", "")).toArray());
        return assertThrows(
                        BrokenFrameException.class,
                        () -> read(new FrameReader(masked, ByteBudget.unlimited()), in, maxMessage))
                .code;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyLengthComesBackAsItWasWritten(boolean masked) throws Exception {
        var lengths = List.of(0, 1, 2, 7, 8, 9, 15, 124, 125, 126, 127, 128, 255, 256, 65535, 65536, 65537, 300_000);
        var reader = new FrameReader(masked, ByteBudget.unlimited());
        var wire = Unpooled.buffer();
        for (var length : lengths) FrameWriter.frame(wire, FrameReader.BINARY, bytes(length), masked);
        assertEquals(lengths.stream().map(FrameReaderTest::bytes).toList(), read(reader, wire, 300_000));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamMayBeCutAnywhere(boolean masked) throws Exception {
        var wire = Unpooled.buffer();
        FrameWriter.frame(wire, FrameReader.BINARY, bytes(3), masked);
        FrameWriter.frame(wire, FrameReader.PING, bytes(5), masked);
        FrameWriter.frame(wire, FrameReader.BINARY, bytes(200), masked);
        FrameWriter.frame(wire, FrameReader.BINARY, bytes(0), masked);
        var whole = new byte[wire.readableBytes()];
        wire.readBytes(whole);
        var expected = List.of(bytes(3), "9:" + bytes(5).hex(), bytes(200), Bytes.EMPTY);
        for (var cut = 0; cut <= whole.length; cut++) {
            var reader = new FrameReader(masked, ByteBudget.unlimited());
            var seen = new Seen();
            reader.read(Unpooled.wrappedBuffer(whole, 0, cut), 200, seen);
            reader.read(Unpooled.wrappedBuffer(whole, cut, whole.length - cut), 200, seen);
            assertEquals(expected, seen.all, "cut at " + cut);
        }
        var reader = new FrameReader(masked, ByteBudget.unlimited());
        var seen = new Seen();
        for (var one : whole) reader.read(Unpooled.wrappedBuffer(new byte[] {one}), 200, seen);
        assertEquals(expected, seen.all);
    }

    @Test
    void aLongFrameCutAnywhereInItsHeaderComesWhole() throws Exception {
        var wire = Unpooled.buffer();
        FrameWriter.frame(wire, FrameReader.BINARY, bytes(70_000), true);
        var whole = new byte[wire.readableBytes()];
        wire.readBytes(whole);
        for (var cut = 0; cut < 20; cut++) {
            var reader = new FrameReader(true, ByteBudget.unlimited());
            var seen = new Seen();
            reader.read(Unpooled.wrappedBuffer(whole, 0, cut), 70_000, seen);
            reader.read(Unpooled.wrappedBuffer(whole, cut, whole.length - cut), 70_000, seen);
            assertEquals(List.of(bytes(70_000)), seen.all);
        }
    }

    @Test
    void readsTheExamplesOfTheRfc() throws Exception {
        // RFC 6455 §5.7 has "Hello" as text; binary differs in the type only.
        var masked = Unpooled.wrappedBuffer(Bytes.ofHex("828537fa213d7f9f4d5158").toArray());
        assertEquals(
                List.of(Bytes.ofHex("48656c6c6f")), read(new FrameReader(true, ByteBudget.unlimited()), masked, 5));
        var pieces = Unpooled.wrappedBuffer(Bytes.ofHex("020348656c" + "8900" + "80026c6f").toArray());
        assertEquals(
                List.of("9:", Bytes.ofHex("48656c6c6f")),
                read(new FrameReader(false, ByteBudget.unlimited()), pieces, 5));
    }

    @Test
    void theLimitHoldsForOneFrameAndForPiecesTogether() throws Exception {
        assertEquals(
                1,
                read(
                                new FrameReader(false, ByteBudget.unlimited()),
                                Unpooled.wrappedBuffer(Bytes.ofHex("8203010203").toArray()),
                                3)
                        .size());
        assertEquals(BrokenFrameException.TOO_BIG, codeOf(false, 2, "8203010203"));
        assertEquals(
                1,
                read(
                                new FrameReader(false, ByteBudget.unlimited()),
                                Unpooled.wrappedBuffer(Bytes.ofHex("02020102800103").toArray()),
                                3)
                        .size());
        assertEquals(BrokenFrameException.TOO_BIG, codeOf(false, 2, "02020102 800103"));
        assertEquals(BrokenFrameException.TOO_BIG, codeOf(false, 1 << 20, "827f 7fffffffffffffff"));
        assertEquals(BrokenFrameException.TOO_BIG, codeOf(false, 1 << 20, "827f 0000000100000000"));
    }

    @Test
    void aPromiseOfMuchTakesLittleMemory() throws Exception {
        var reader = new FrameReader(false, ByteBudget.unlimited());
        var before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        var readers = new ArrayList<FrameReader>();
        for (var i = 0; i < 100; i++) {
            reader = new FrameReader(false, ByteBudget.unlimited());
            reader.read(Unpooled.wrappedBuffer(Bytes.ofHex("827f000000000400000001").toArray()), 64 << 20, new Seen());
            readers.add(reader);
        }
        var used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() - before;
        assertEquals(100, readers.size());
        assertEquals(true, used < 64 << 20, used + " bytes were taken for 100 promises of 64 MiB");
    }

    @Test
    void manyTinyPiecesCostNoMoreThanTheyWeigh() throws Exception {
        var count = 2_000_000; // copied whole for each piece, they would take hours
        var wire = Unpooled.buffer(3 * count + 3);
        wire.writeBytes(new byte[] {2, 1, 7});
        for (var i = 0; i < count; i++) wire.writeBytes(new byte[] {0, 1, 7});
        wire.writeBytes(new byte[] {(byte) 0x80, 0});
        var seen = read(new FrameReader(false, ByteBudget.unlimited()), wire, 4 << 20);
        assertEquals(count + 1, ((Bytes) seen.getFirst()).length());
    }

    @ParameterizedTest
    @CsvSource({
        "81026869,1003", // text
        "0100,1003",
        "8300,1002", // a type that is none
        "8b00,1002",
        "c20101,1002", // reserved bits
        "a20101,1002",
        "920101,1002",
        "8000,1002", // continues nothing
        "020101820101,1002", // begins inside another
        "0900,1002", // a ping in pieces
        "897e007e,1002", // a ping too long
        "827e007d,1002", // lengths not in their shortest form
        "827f000000000000ffff,1002",
        "827fffffffffffffffff,1002",
        "82810000000001,1002", // masked by a server
    })
    void whatIsNoFrameIsRefused(String hex, int code) {
        assertEquals(code, codeOf(false, 1 << 20, hex));
    }

    @Test
    void aClientMustMask() {
        assertEquals(BrokenFrameException.PROTOCOL_ERROR, codeOf(true, 10, "820101"));
    }

    @Test
    void noiseEndsInARefusalOrInSmallFrames() {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++) {
            var noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            var seen = new Seen();
            try {
                new FrameReader(random.nextBoolean(), ByteBudget.unlimited())
                        .read(Unpooled.wrappedBuffer(noise), 32, seen);
            } catch (BrokenFrameException e) {
                assertEquals(true, e.code == 1002 || e.code == 1003 || e.code == 1009);
            }
            for (var each : seen.all) assertEquals(true, !(each instanceof Bytes bytes) || bytes.length() <= 32);
        }
    }

    @Test
    void goodbyesAreBoundedAndClean() throws Exception {
        assertEquals(new Goodbye(1000, "until tomorrow"), Goodbye.of(new Goodbye(1000, "until tomorrow").payload()));
        assertEquals(120, Goodbye.of(new Goodbye(1000, "x".repeat(200)).payload()).reason().length());
        // 119 bytes and then a character of three: it is left out whole
        assertEquals("x".repeat(119), Goodbye.of(new Goodbye(1000, "x".repeat(119) + "€").payload()).reason());
        assertEquals("x".repeat(117) + "€", Goodbye.of(new Goodbye(1000, "x".repeat(117) + "€").payload()).reason());
        assertEquals("a b", Goodbye.of(Bytes.ofHex("03e8610a62")).reason());
        assertEquals("", Goodbye.of(Bytes.EMPTY).reason());
        assertEquals(Bytes.EMPTY, Goodbye.of(Bytes.EMPTY).payload());
        for (var bad : List.of("03", "03e7", "03ed", "03ee", "1388", "ffff")) {
            assertThrows(BrokenFrameException.class, () -> Goodbye.of(Bytes.ofHex(bad)), bad);
        }
    }
}
