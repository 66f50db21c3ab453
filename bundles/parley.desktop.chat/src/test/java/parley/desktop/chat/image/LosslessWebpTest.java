package parley.desktop.chat.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import parley.pictures.format.Riff;
import parley.testing.PictureSamples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Lossless pictures that have their reader make more tables than a picture needs are refused before it begins. */
class LosslessWebpTest {

    private static final int WIDE = 64;
    private static final int HIGH = 48;

    /** A lossless picture, bit by bit. */
    private static final class Bits {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int last;
        private int count;

        Bits put(int number, int wide) {
            for (int bit = 0; bit < wide; bit++) {
                last |= (number >> bit & 1) << count++;
                if (count < 8) continue;
                bytes.write(last);
                last = count = 0;
            }
            return this;
        }

        /** A code of one symbol, which takes no bits. */
        Bits only(int symbol) {
            return put(0b101, 3).put(symbol, 8);
        }

        /** The same of 0, as short as can be. */
        Bits nothing() {
            return put(0b0001, 4);
        }

        byte[] bytes() {
            put(0, 64);
            return bytes.toByteArray();
        }
    }

    /** Says that there are {@code groups} groups of codes, and has them. */
    private static byte[] groups(int groups) {
        var bits = new Bits().put(0, 1).put(0, 1).put(1, 1).put(7, 3); // no transform, no cache, blocks of 512
        bits.put(0, 1).only(groups - 1 & 255).only(groups - 1 >> 8).nothing().nothing().nothing();
        for (int code = 0; code < 5 * groups; code++) bits.nothing();
        return bits.bytes();
    }

    /** Is transformed by each of {@code kinds}, in one block. */
    private static byte[] transformed(int... kinds) {
        var bits = new Bits();
        for (int kind : kinds) {
            bits.put(1, 1).put(kind, 2);
            if (kind == 2) continue;
            if (kind == 3) bits.put(0, 8);
            else bits.put(7, 3);
            bits.put(0, 1);
            for (int code = 0; code < 5; code++) bits.nothing();
        }
        return bits.put(0, 3).bytes();
    }

    private static void check(byte[] bits) throws IOException {
        LosslessWebp.check(bits, 0, bits.length, WIDE, HIGH);
    }

    private static String refusal(byte[] bits) {
        return String.valueOf(assertThrows(IOException.class, () -> check(bits)).getMessage());
    }

    @Test
    void refusesMoreCodesThanPicturesHave() throws IOException {
        check(groups(1));
        check(groups(LosslessWebp.MOST_GROUPS));
        assertEquals("a WebP of too many codes", refusal(groups(LosslessWebp.MOST_GROUPS + 1)));
        assertEquals("a WebP of too many codes", refusal(groups(1 << 16)));
    }

    @Test
    void refusesWhatIsTransformedTwice() throws IOException {
        check(transformed());
        check(transformed(3, 2, 1, 0));
        for (int kind = 0; kind < 4; kind++)
            assertEquals("a WebP that is transformed twice", refusal(transformed(kind, kind)), "kind " + kind);
    }

    @Test
    void refusesCodesThatAreNone() {
        var bits = new Bits().put(0, 2).put(1, 1).put(0, 3).put(0, 1); // blocks of 4, and a picture of them
        assertEquals("a damaged WebP", refusal(bits.put(0b111, 3).put(7, 8).put(7, 8).bytes()), "one symbol twice");
        var none = new Bits().put(0, 2).put(1, 1).put(0, 3).put(0, 1).put(0, 1).put(0, 4).put(0, 12);
        assertEquals("a damaged WebP", refusal(none.bytes()), "no length at all");
        var many = new Bits().put(0, 2).put(1, 1).put(0, 3).put(0, 1).put(0, 1).put(0, 4).put(0b001001001001, 12);
        assertEquals("a damaged WebP", refusal(many.bytes()), "more than there are rows of bits");
        assertEquals("a damaged WebP", refusal(new Bits().put(0, 1).put(1, 1).put(12, 4).bytes()), "a cache too large");
        assertEquals("a WebP that is cut off", refusal(new byte[0]));
    }

    /** As they come: whole, and as what another picture covers. */
    @Test
    void areRefusedInFiles() throws IOException {
        var head = new byte[] {0x2F, WIDE - 1, (byte) (HIGH - 1 << 6), HIGH - 1 >> 2, 0};
        Webp.still(Riff.file(Riff.chunk("VP8L", PictureSamples.joined(head, groups(2)))));
        var whole = Riff.file(Riff.chunk("VP8L", PictureSamples.joined(head, groups(1 << 16))));
        assertThrows(IOException.class, () -> Webp.still(whole));
        var announced = new byte[] {0x10, 0, 0, 0, WIDE - 1, 0, 0, HIGH - 1, 0, 0};
        var lossy = PictureSamples.lossy();
        var picture = Riff.chunks(lossy).getFirst();
        assertEquals("VP8 ", picture.name());
        var body = Riff.chunk("VP8 ", Arrays.copyOfRange(lossy, picture.start(), picture.end()));
        for (int groups : new int[] {2, 1 << 16}) {
            var covers = Riff.chunk("ALPH", PictureSamples.joined(new byte[] {1}, groups(groups)));
            var file = Riff.file(PictureSamples.joined(Riff.chunk("VP8X", announced), covers, body));
            if (groups == 2) assertArrayEquals(file, Webp.still(file));
            else assertThrows(IOException.class, () -> Webp.still(file));
        }
    }
}
