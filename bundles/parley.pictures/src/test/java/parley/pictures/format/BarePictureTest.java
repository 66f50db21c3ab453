package parley.pictures.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.testing.PictureSamples.SECRET;
import static parley.testing.PictureSamples.exif;
import static parley.testing.PictureSamples.joined;
import static parley.testing.PictureSamples.north;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;

import org.junit.jupiter.api.Test;

import parley.testing.PictureSamples;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What a camera writes into a picture does not go out with it, and the picture is the same to the bit. */
class BarePictureTest {

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static BufferedImage image() {
        var image = new BufferedImage(90, 60, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 60; y++) for (int x = 0; x < 90; x++) image.setRGB(x, y, x * 2 << 16 | y * 4 << 8 | x ^ y);
        return image;
    }

    private static byte[] written(String format) throws IOException {
        var out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image(), format, out));
        return out.toByteArray();
    }

    /** In several scans, with tables between them. */
    private static byte[] progressive() throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var out = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            var how = writer.getDefaultWriteParam();
            how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.write(null, new IIOImage(image(), null, null), how);
        }
        writer.dispose();
        return out.toByteArray();
    }

    private static byte[] segment(int marker, byte[]... parts) {
        var body = joined(parts);
        return joined(
                new byte[] {(byte) 0xFF, (byte) marker, (byte) (body.length + 2 >> 8), (byte) (body.length + 2)}, body);
    }

    /** {@code jpeg} as a telephone writes it: full of what is nobody's business, before and behind. */
    private static byte[] full(byte[] jpeg, int orientation) {
        var thumbnail = joined(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9}, ascii(SECRET));
        var film = joined(ascii("\0\0\0\u0018ftypmp42"), ascii(SECRET));
        return joined(
                Arrays.copyOf(jpeg, 2),
                segment(0xE1, ascii("http://ns.adobe.com/xap/1.0/\0"), ascii("<x:xmpmeta>" + SECRET)),
                segment(0xE1, ascii("Exif\0\0"), exif(orientation), thumbnail),
                segment(0xE0, ascii("JFXX\0\u0010"), ascii(SECRET)),
                segment(0xE2, ascii("MPF\0"), ascii(SECRET)),
                segment(0xE2, ascii("ICC_PROFILE\0\u0001\u0001"), ascii("colours")),
                segment(0xED, ascii("Photoshop 3.0\0008BIM"), ascii(SECRET)),
                segment(0xEB, ascii("JP"), ascii(SECRET)),
                segment(0xFE, ascii(SECRET)),
                Arrays.copyOfRange(jpeg, 2, jpeg.length),
                ascii("\0\0"),
                joined(jpeg, ascii(SECRET)),
                film);
    }

    private static boolean tells(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.contains("SECRET") || text.contains(new String(north(), StandardCharsets.ISO_8859_1));
    }

    private static int[] shown(byte[] bytes) throws IOException {
        var reader =
                Riff.isWebp(bytes)
                        ? new WebPImageReaderSpi().createReaderInstance(null)
                        : ImageIO.getImageReaders(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)))
                                .next();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            var image = reader.read(0);
            return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        } finally {
            reader.dispose();
        }
    }

    @Test
    void leavesNothingOfACameraInAJpeg() throws IOException {
        for (var jpeg : new byte[][] {written("jpg"), progressive()}) {
            for (int held = 1; held <= 8; held++) {
                var full = full(jpeg, held);
                assertTrue(tells(full));
                var bare = BarePicture.of(full).orElseThrow();
                assertFalse(tells(bare), "held " + held);
                assertArrayEquals(shown(full), shown(bare), "held " + held);
                assertEquals(Orientation.values()[held - 1], Orientation.of(bare));
                assertTrue(new String(bare, StandardCharsets.ISO_8859_1).contains("ICC_PROFILE"), "colours stay");
                assertEquals(Optional.empty(), BarePicture.of(bare), "nothing is left to be taken out");
            }
            assertTrue(BarePicture.of(jpeg).isEmpty(), "it is bare as it is");
        }
    }

    @Test
    void takesTheSmallPictureOutOfAHeader() throws IOException {
        var jpeg = written("jpg");
        int head = 2 + 2 + 16; // SOI, APP0 of JFIF
        assertEquals((byte) 0xE0, jpeg[3]);
        var small = joined(ascii("JFIF\0\1\2\0\0\1\0\1\3\3"), ascii((SECRET + " ").substring(0, 27)));
        var full = joined(Arrays.copyOf(jpeg, 2), segment(0xE0, small), Arrays.copyOfRange(jpeg, head, jpeg.length));
        var bare = BarePicture.of(full).orElseThrow();
        assertFalse(tells(bare));
        assertArrayEquals(jpeg, bare);
    }

    @Test
    void keepsWhatSaysHowColoursAreCoded() throws IOException {
        var jpeg = written("jpg");
        var adobe = segment(0xEE, ascii("Adobe\0\u0064\0\0\0\0\u0001"), ascii(SECRET));
        var full = joined(Arrays.copyOf(jpeg, 20), adobe, Arrays.copyOfRange(jpeg, 20, jpeg.length));
        var bare = BarePicture.of(full).orElseThrow();
        assertFalse(tells(bare));
        assertTrue(new String(bare, StandardCharsets.ISO_8859_1).contains("Adobe\0\u0064\0\0\0\0\u0001"));
        assertArrayEquals(shown(full), shown(bare));
    }

    @Test
    void refusesAJpegOfWhichNobodyCanSayWhatIsPicture() throws IOException {
        var jpeg = full(written("jpg"), 1);
        var start = Arrays.copyOf(jpeg, 2);
        for (var broken :
                new byte[][] {
                    joined(start, new byte[] {(byte) 0xFF, (byte) 0xE1, (byte) 0xFF, (byte) 0xFF, 1, 2}),
                    joined(start, new byte[] {(byte) 0xFF, (byte) 0xE1, 0, 1, 1, 2}),
                    joined(start, new byte[] {(byte) 0xFF, (byte) 0xE1, 0}),
                    joined(start, new byte[] {(byte) 0xFF}),
                    joined(start, new byte[] {(byte) 0xFF, (byte) 0xD9}),
                    joined(start, new byte[] {(byte) 0xFF, (byte) 0xF3, 0, 4, 1, 2}),
                    joined(start, new byte[] {(byte) 0xFF, (byte) 0xD0, 0, 4, 1, 2})
                }) assertThrows(IOException.class, () -> BarePicture.of(broken), Arrays.toString(broken));
    }

    /** Wherever it is cut off or changed: no secret of a part that it takes out, and no other exception. */
    @Test
    void survivesDamage() throws IOException {
        var jpeg = full(written("jpg"), 6);
        for (int length = 0; length < jpeg.length; length++) {
            var cut = Arrays.copyOf(jpeg, length);
            try {
                var bare = BarePicture.of(cut);
                if (bare.isPresent()) assertFalse(tells(bare.get()), "cut at " + length);
                else assertFalse(BarePicture.reads(cut) && tells(cut), "cut at " + length);
            } catch (IOException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
        var random = new Random(3);
        for (var whole : new byte[][] {jpeg, png(6), PictureSamples.full(6)}) {
            for (int round = 0; round < 3_000; round++) {
                var bytes = whole.clone();
                for (int change = 0; change < 1 + round % 4; change++)
                    bytes[random.nextInt(BarePicture.HEAD, bytes.length)] = (byte) random.nextInt();
                try {
                    assertTrue(BarePicture.of(bytes).map(it -> it.length).orElse(0) <= bytes.length + 64);
                } catch (IOException e) {
                    assertFalse(e.getMessage().isEmpty());
                }
            }
        }
    }

    private static byte[] chunk(String type, byte[] body) {
        var named = joined(ascii(type), body);
        var sum = new CRC32();
        sum.update(named);
        return joined(
                ByteBuffer.allocate(4).putInt(body.length).array(),
                named,
                ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    private static byte[] png(int orientation) throws IOException {
        var png = written("png");
        int head = 8 + 25; // signature and IHDR
        return joined(
                Arrays.copyOf(png, head),
                chunk("pHYs", new byte[] {0, 0, 11, 19, 0, 0, 11, 19, 1}),
                chunk("tEXt", ascii("Comment\0" + SECRET)),
                chunk("iTXt", ascii("XML:com.adobe.xmp\0\0\0\0\0" + SECRET)),
                chunk("zTXt", ascii("Comment\0\0" + SECRET)),
                chunk("eXIf", exif(orientation)),
                chunk("tIME", new byte[] {7, -22, 11, 22, 12, 0, 0}),
                chunk("prIv", ascii(SECRET)),
                Arrays.copyOfRange(png, head, png.length),
                ascii(SECRET));
    }

    @Test
    void leavesNothingOfACameraInAPng() throws IOException {
        var png = png(1);
        var bare = BarePicture.of(png).orElseThrow();
        assertFalse(tells(bare));
        assertArrayEquals(shown(png), shown(bare));
        assertTrue(new String(bare, StandardCharsets.ISO_8859_1).contains("pHYs"));
        for (var gone : new String[] {"eXIf", "tIME", "prIv"})
            assertFalse(new String(bare, StandardCharsets.ISO_8859_1).contains(gone), gone);
        assertTrue(BarePicture.of(bare).isEmpty());
        assertTrue(BarePicture.of(written("png")).isEmpty());
        var turned = BarePicture.of(png(6)).orElseThrow();
        assertFalse(tells(turned));
        var notes = chunk("eXIf", Orientation.RIGHT.tiff());
        assertTrue(
                new String(turned, StandardCharsets.ISO_8859_1)
                        .contains(new String(notes, StandardCharsets.ISO_8859_1)));
        assertTrue(ImageIO.read(new ByteArrayInputStream(turned)).getWidth() == 90, "sums are right");
    }

    @Test
    void refusesADamagedPng() throws IOException {
        var png = written("png");
        for (int length = 12; length < png.length; length += 7) {
            var cut = Arrays.copyOf(png, length);
            assertThrows(IOException.class, () -> BarePicture.of(cut), "cut at " + length);
        }
        var strange =
                joined(Arrays.copyOf(png, 33), chunk("ABCD", ascii(SECRET)), Arrays.copyOfRange(png, 33, png.length));
        assertThrows(IOException.class, () -> BarePicture.of(strange));
        for (int length : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            var lying = png.clone();
            ByteBuffer.wrap(lying).putInt(33, length);
            assertThrows(IOException.class, () -> BarePicture.of(lying));
        }
    }

    @Test
    void leavesNothingOfACameraInAWebp() throws IOException {
        for (int held : new int[] {1, 6}) {
            var full = PictureSamples.full(held);
            assertTrue(tells(full));
            var bare = BarePicture.of(full).orElseThrow();
            assertFalse(tells(bare));
            assertArrayEquals(shown(full), shown(bare));
            assertEquals(Orientation.values()[held - 1], Orientation.of(bare, Riff.chunks(bare)));
            assertTrue(BarePicture.of(bare).isEmpty());
        }
        var moving = PictureSamples.moving();
        var secret = inFrame(moving, Riff.chunk("SECR", ascii(SECRET)));
        assertTrue(tells(secret));
        var bare = BarePicture.of(secret).orElseThrow();
        assertFalse(tells(bare));
        assertArrayEquals(shown(moving), shown(bare));
        for (var sample :
                new byte[][] {PictureSamples.lossy(), PictureSamples.lossless(), PictureSamples.alpha(), moving}) {
            assertTrue(BarePicture.of(sample).isEmpty());
            assertArrayEquals(sample, BarePicture.of(joined(sample, ascii(SECRET))).orElseThrow(), "behind its end");
        }
    }

    /** {@code moving} with {@code more} within its first frame. */
    private static byte[] inFrame(byte[] moving, byte[] more) throws IOException {
        byte[] all = {};
        boolean done = false;
        for (var chunk : Riff.chunks(moving)) {
            var body = Arrays.copyOfRange(moving, chunk.start(), chunk.end());
            boolean first = !done && chunk.name().equals("ANMF");
            done |= first;
            all = joined(all, Riff.chunk(chunk.name(), first ? joined(body, more) : body));
        }
        return Riff.file(all);
    }

    @Test
    void leavesAloneWhatIsNoPicture() throws IOException {
        for (var text : new String[] {"", "a", "RIFF1234WAVEfmt ", "GIF89a", "%PDF-1.7", "\u0089PNG but not really"})
            assertEquals(Optional.empty(), BarePicture.of(ascii(text)), text);
    }
}
