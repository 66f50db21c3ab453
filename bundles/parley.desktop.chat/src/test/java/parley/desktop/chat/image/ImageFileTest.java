package parley.desktop.chat.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.pictures.format.Orientation;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import javax.imageio.ImageIO;

/** Pictures that mean harm are refused before they are unpacked. */
class ImageFileTest {

    private static final int RED = 0xFFFF0000;
    private static final int BLUE = 0xFF0000FF;

    @TempDir Path home;

    /** A picture of which the left half is red and the other blue. */
    private static BufferedImage halves(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) image.setRGB(x, y, x < width / 2 ? RED : BLUE);
        }
        return image;
    }

    private byte[] bytes(BufferedImage image, String format) throws IOException {
        var out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, out));
        return out.toByteArray();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(home, "picture", ".png"), bytes);
    }

    private String refusal(byte[] bytes) throws IOException {
        var file = file(bytes);
        return String.valueOf(assertThrows(IOException.class, () -> ImageFile.read(file, 300, 300)).getMessage());
    }

    private static boolean near(int wanted, int color) {
        for (int shift = 0; shift < 32; shift += 8) {
            if (Math.abs((wanted >>> shift & 255) - (color >>> shift & 255)) > 40) return false;
        }
        return true;
    }

    @Test
    void makesPicturesFit() throws IOException {
        for (var format : new String[] {"png", "jpg", "gif"}) {
            var pixels = ImageFile.read(file(bytes(halves(1600, 400), format)), 300, 300);
            assertEquals("300x75", pixels.width() + "x" + pixels.height(), format);
            assertTrue(near(RED, pixels.argb()[10]), format);
            assertTrue(near(BLUE, pixels.argb()[290]), format);
        }
        var small = ImageFile.read(file(bytes(halves(20, 10), "png")), 300, 300);
        assertEquals("20x10", small.width() + "x" + small.height(), "nothing is made larger");
    }

    /** Whoever sends one says how large it is and of what kind, and a JVM whose memory is full ends. */
    @Test
    void readsNoMoreThanThereIsMemoryFor() throws IOException {
        assertEquals(11_184_810, ImageFile.mostRead(8, 512L << 20));
        assertEquals(16_268_815, ImageFile.mostRead(3, 512L << 20));
        var whole = new int[] {4800, 4800};
        assertArrayEquals(new int[] {1, 1}, ImageFile.steps(4000, 3000, whole, 12_000_000));
        assertArrayEquals(new int[] {2, 2}, ImageFile.steps(4000, 3000, whole, 11_999_999));
        assertArrayEquals(new int[] {3, 3}, ImageFile.steps(7060, 7060, whole, 11_184_810));
        assertArrayEquals(new int[] {14, 14}, ImageFile.steps(4000, 4000, new int[] {280, 280}, 1 << 20));
        assertArrayEquals(new int[] {9, 9}, ImageFile.steps(9, 4, new int[] {9, 4}, 0), "one colour at least");
        int side = 7000;
        long most = ImageFile.mostRead(8, Runtime.getRuntime().maxMemory());
        int step = ImageFile.steps(side, side, whole, most)[0];
        assertTrue(step > 1, "these tests have too much memory to see it: " + most);
        var pixels = ImageFile.read(file(deep(side)), 4800, 4800);
        assertEquals(Math.ceilDiv(side, step), pixels.width());
    }

    /** A PNG of eight bytes for each of {@code side} times {@code side} colours, all of them nothing. */
    private static byte[] deep(int side) throws IOException {
        var rows = new ByteArrayOutputStream();
        try (var packed = new DeflaterOutputStream(rows, new Deflater(Deflater.BEST_SPEED), 1 << 16)) {
            for (int row = 0; row < side; row++) packed.write(new byte[1 + 8 * side]);
        }
        return png(side, side, 16, rows.toByteArray());
    }

    private static byte[] png(int width, int height) throws IOException {
        return png(width, height, 8, new byte[] {0x78, (byte) 0x9C, 3, 0, 0, 0, 0, 1});
    }

    private static byte[] png(int width, int height, int bits, byte[] rows) throws IOException {
        var out = new ByteArrayOutputStream();
        var data = new DataOutputStream(out);
        data.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        var head = new ByteArrayOutputStream();
        var fields = new DataOutputStream(head);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {(byte) bits, 6, 0, 0, 0});
        chunk(data, "IHDR", head.toByteArray());
        chunk(data, "IDAT", rows);
        chunk(data, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] body) throws IOException {
        var named = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(named);
        crc.update(body);
        out.writeInt(body.length);
        out.write(named);
        out.write(body);
        out.writeInt((int) crc.getValue());
    }

    @Test
    void refusesWhatWouldFillTheMemoryBeforeItIsUnpacked() throws IOException {
        assertEquals("too many pixels", refusal(png(50_000, 50_000)));
        assertEquals("too many pixels", refusal(png(Integer.MAX_VALUE, Integer.MAX_VALUE)));
        assertEquals("too many pixels", refusal(png(10_000, 5_001)));
        assertEquals("too many pixels", refusal(png(ImageFile.MOST_SIDE + 1, 1)));
        assertEquals("too many pixels", refusal(png(1, ImageFile.MOST_SIDE + 1)));
        assertFalse(refusal(png(ImageFile.MOST_SIDE, 1)).contains("too many"), "it is damaged, and that is all");
        assertFalse(refusal(png(100, 50)).contains("too many"), "it is damaged, and that is all");
    }

    @Test
    void refusesFilesThatAreTooLarge() throws IOException {
        var file = file(new byte[0]);
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(ImageFile.MOST_BYTES + 1);
        }
        assertEquals("too many bytes", assertThrows(IOException.class, () -> ImageFile.read(file, 9, 9)).getMessage());
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(ImageFile.MOST_BYTES);
        }
        assertEquals("no picture", assertThrows(IOException.class, () -> ImageFile.read(file, 9, 9)).getMessage());
    }

    /** It stands in memory as a whole, some times over, and what has no room there ends the process. */
    @Test
    void refusesAWebpThatIsLargeForTheMemoryThereIs() throws IOException {
        assertEquals(16L << 20, Webp.mostBytes(8L << 30));
        assertEquals(8L << 20, Webp.mostBytes(256L << 20));
        assertEquals(Webp.MOST_PIXELS, Webp.mostPixels(8L << 30));
        assertEquals(2_000_000, Webp.mostPixels(64_000_000));
        var file = file(("RIFF" + "\0".repeat(4) + "WEBPVP8 ").getBytes(StandardCharsets.ISO_8859_1));
        long most = Webp.mostBytes(Runtime.getRuntime().maxMemory());
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(most + 1);
        }
        assertEquals("too many bytes", assertThrows(IOException.class, () -> ImageFile.read(file, 9, 9)).getMessage());
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(most);
        }
        var damaged = assertThrows(IOException.class, () -> ImageFile.read(file, 9, 9));
        assertFalse(damaged.getMessage().contains("too many"), damaged.getMessage());
    }

    @Test
    void refusesWhatIsNoPicture() throws IOException {
        assertEquals("no picture", refusal(new byte[0]));
        assertEquals("no picture", refusal("<svg onload='x'/>".getBytes(StandardCharsets.UTF_8)));
        for (var format : new String[] {"tiff", "bmp"})
            assertEquals("a format that is not read", refusal(bytes(halves(9, 9), format)), format);
        assertThrows(IOException.class, () -> ImageFile.read(home, 9, 9));
        assertThrows(IOException.class, () -> ImageFile.read(home.resolve("absent.png"), 9, 9));
    }

    /** Whatever is damaged is refused, and by no other exception. */
    @Test
    void survivesDamage() throws IOException {
        var random = new Random(11);
        for (var format : new String[] {"png", "jpg", "gif"}) {
            var whole = bytes(halves(64, 48), format);
            for (int round = 0; round < 60; round++) {
                var bytes = Arrays.copyOf(whole, round % 3 == 0 ? random.nextInt(whole.length) : whole.length);
                for (int each = 0; each < 4 && bytes.length > 0; each++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                try {
                    var pixels = ImageFile.read(file(bytes), 40, 40);
                    assertTrue(pixels.width() <= 40 && pixels.height() <= 40);
                } catch (IOException e) {
                    assertTrue(e.getMessage() == null || !e.getMessage().isEmpty());
                }
            }
        }
    }

    /** {@code jpeg} as a camera that was turned writes it (TIFF 6.0, Orientation). */
    static byte[] held(byte[] jpeg, int value, boolean little) {
        var exif =
                little
                        ? new byte[] {
                            'E',
                            'x',
                            'i',
                            'f',
                            0,
                            0,
                            'I',
                            'I',
                            42,
                            0,
                            8,
                            0,
                            0,
                            0,
                            1,
                            0,
                            0x12,
                            1,
                            3,
                            0,
                            1,
                            0,
                            0,
                            0,
                            (byte) value,
                            0,
                            0,
                            0
                        }
                        : new byte[] {
                            'E',
                            'x',
                            'i',
                            'f',
                            0,
                            0,
                            'M',
                            'M',
                            0,
                            42,
                            0,
                            0,
                            0,
                            8,
                            0,
                            1,
                            1,
                            0x12,
                            0,
                            3,
                            0,
                            0,
                            0,
                            1,
                            0,
                            (byte) value,
                            0,
                            0
                        };
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.write(0xFF);
        out.write(0xE1);
        out.write(0);
        out.write(exif.length + 2);
        out.writeBytes(exif);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    @Test
    void turnsWhatACameraHeldAside() throws IOException {
        var jpeg = bytes(halves(80, 40), "jpg");
        for (boolean little : new boolean[] {true, false}) {
            var right = ImageFile.read(file(held(jpeg, 6, little)), 300, 300);
            assertEquals("40x80", right.width() + "x" + right.height());
            assertTrue(near(RED, right.argb()[20]) && near(BLUE, right.argb()[79 * 40 + 20]));
            var left = ImageFile.read(file(held(jpeg, 8, little)), 300, 300);
            assertTrue(near(BLUE, left.argb()[20]) && near(RED, left.argb()[79 * 40 + 20]));
            var over = ImageFile.read(file(held(jpeg, 3, little)), 300, 300);
            assertTrue(near(BLUE, over.argb()[5]) && near(RED, over.argb()[75]));
        }
        assertEquals(80, ImageFile.read(file(held(jpeg, 9, true)), 300, 300).width(), "there is no such value");
        var fit = ImageFile.read(file(held(jpeg, 6, true)), 300, 20);
        assertEquals("10x20", fit.width() + "x" + fit.height());
    }

    /** Which corner of three by two stands at the top left, as Exif says it. */
    @Test
    void turnsInTheRightDirection() {
        int[] corners = {0, 2, 5, 3, 0, 3, 5, 2};
        for (var how : Orientation.values()) assertEquals(corners[how.ordinal()], how.place(0, 0, 3, 2), how.name());
    }

    @Test
    void readsNothingFromHeadsThatMeanHarm() {
        var random = new Random(5);
        var jpeg = held(new byte[] {(byte) 0xFF, (byte) 0xD8, 0, 0}, 6, true);
        assertEquals(Orientation.RIGHT, Orientation.of(jpeg));
        for (int round = 0; round < 20_000; round++) {
            var bytes = Arrays.copyOf(jpeg, random.nextInt(jpeg.length + 1));
            for (int each = 0; each < 3 && bytes.length > 2; each++)
                bytes[2 + random.nextInt(bytes.length - 2)] = (byte) random.nextInt();
            assertTrue(Orientation.of(bytes).ordinal() < 8);
        }
    }

    @Test
    void knowsPicturesByTheirNames() {
        assertTrue(ImageFile.named("Lake.PNG"));
        assertTrue(ImageFile.named("a.b.jpeg"));
        assertFalse(ImageFile.named("lake.png.exe"));
        assertFalse(ImageFile.named("lake.svg"));
        assertFalse(ImageFile.named("png.zip"));
    }
}
