package parley.desktop.chat.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import javax.imageio.ImageIO;

/** Pictures of people, which others send, and those that one makes. */
class SquareTest {

    @TempDir Path home;

    /** A picture with a red middle square between two green bands. */
    private static BufferedImage banded(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int from = (width - height) / 2;
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) image.setRGB(x, y, x < from || x >= from + height ? 0x00FF00 : 0xFF0000);
        return image;
    }

    private static byte[] bytes(BufferedImage image, String format) throws IOException {
        var out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, out));
        return out.toByteArray();
    }

    private Pixels read(byte[] file) throws IOException {
        return Square.read(Files.write(home.resolve("picture"), file));
    }

    private byte[] made(byte[] file, int most) throws IOException {
        var pixels = read(file);
        return Square.jpeg(pixels, Part.middle(pixels.width(), pixels.height()), most);
    }

    /** A picture with a colour for each quarter, as in a book: red and green, blue and white. */
    private static BufferedImage quartered(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                image.setRGB(
                        x,
                        y,
                        y < height / 2 ? x < width / 2 ? 0xFF0000 : 0x00FF00 : x < width / 2 ? 0x0000FF : 0xFFFFFF);
        return image;
    }

    /** The colours of {@code file}, each once. */
    private static Set<String> colors(byte[] file, String size) throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(file));
        assertEquals(size, image.getWidth() + "x" + image.getHeight());
        var found = new TreeSet<String>();
        for (int y = 0; y < image.getHeight(); y++)
            for (int x = 0; x < image.getWidth(); x++)
                found.add(String.format("%06x", image.getRGB(x, y) & 0x808080)); // a JPEG is not exact
        return found;
    }

    @Test
    void takesWhatWasChosenAndNothingBesides() throws IOException {
        var pixels = read(bytes(quartered(1200, 800), "png"));
        var nearest = Part.middle(1200, 800).nearer(2); // 400 either way
        var corners = new String[] {"800000", "008000", "000080", "808080"};
        for (int at = 0; at < 4; at++) {
            var part = nearest.moved(at % 2 == 0 ? -2000 : 2000, at < 2 ? -2000 : 2000);
            assertEquals(Set.of(corners[at]), colors(Square.png(pixels, part), "256x256"));
            assertEquals(Set.of(corners[at]), colors(Square.jpeg(pixels, part, 32 * 1024), "256x256"));
        }
        assertEquals(4, colors(Square.png(pixels, nearest), "256x256").size());
    }

    /** No more than the frame holds is made larger, and nothing else. */
    @Test
    void isAsLargeAsThePartUpToItsMost() throws IOException {
        var pixels = read(bytes(quartered(400, 300), "png"));
        assertEquals(4, colors(Square.png(pixels, Part.middle(400, 300)), "256x256").size());
        assertEquals(4, colors(Square.png(pixels, Part.middle(400, 300).nearer(1.5)), "200x200").size());
        var tiny = read(bytes(quartered(2, 2), "png"));
        assertEquals(4, colors(Square.png(tiny, Part.middle(2, 2)), "2x2").size());
    }

    /** What is wide keeps enough rows for a sharp picture, and what is large does not fill the memory. */
    @Test
    void readsAsManyColorsAsAreKept() throws IOException {
        var most = read(bytes(new BufferedImage(10_000, 200, BufferedImage.TYPE_BYTE_GRAY), "png"));
        assertEquals("10000x200", most.width() + "x" + most.height());
        var more = read(bytes(new BufferedImage(10_000, 201, BufferedImage.TYPE_BYTE_GRAY), "png"));
        assertTrue(more.width() < 10_000 && more.height() >= 200, more.width() + "x" + more.height());
        var large = read(bytes(new BufferedImage(15_000, 300, BufferedImage.TYPE_BYTE_GRAY), "png"));
        assertEquals("10000x200", large.width() + "x" + large.height());
    }

    /** A camera that is held upright says so, and the picture is chosen from as it is seen. */
    @Test
    void standsAsTheCameraWasHeld() throws IOException {
        var pixels = read(ImageFileTest.held(bytes(banded(80, 40), "jpg"), 6, true));
        assertEquals("40x80", pixels.width() + "x" + pixels.height());
    }

    @Test
    void showsTheMiddleInACircle() throws IOException {
        for (var format : new String[] {"png", "jpg"}) {
            var data = Square.shown(bytes(banded(400, 200), format));
            assertEquals("128x128", data.width + "x" + data.height, format);
            assertEquals(0, data.getAlpha(0, 0), "the corner is left out");
            assertEquals(255, data.getAlpha(64, 64));
            int left = data.getPixel(2, 64);
            assertTrue((left >> 16 & 255) > 200 && (left >> 8 & 255) < 90, format + " " + Integer.toHexString(left));
        }
        var small = Square.shown(bytes(banded(20, 10), "png"));
        assertEquals("10x10", small.width + "x" + small.height, "nothing is made larger");
    }

    /** 32 KiB can say that they are a picture of any size. */
    @Test
    void refusesMorePixelsThanAPictureOfSomebodyHas() throws IOException {
        var most = new BufferedImage(2000, 1000, BufferedImage.TYPE_BYTE_GRAY);
        assertEquals(128, Square.shown(bytes(most, "png")).width);
        var more = bytes(new BufferedImage(2001, 1000, BufferedImage.TYPE_BYTE_GRAY), "png");
        assertTrue(more.length < 32 * 1024, "it could be sent: " + more.length);
        assertEquals("too many pixels", assertThrows(IOException.class, () -> Square.shown(more)).getMessage());
    }

    /** The JDK's reader would take what the file says that its picture takes: 2 GiB, before it has read any of it. */
    @Test
    void readsNothingButPngAndJpeg() throws IOException {
        var bitmap = ByteBuffer.allocate(60).order(ByteOrder.LITTLE_ENDIAN);
        bitmap.put((byte) 'B').put((byte) 'M').putInt(60).putInt(0).putInt(54);
        bitmap.putInt(40).putInt(16).putInt(16).putShort((short) 1).putShort((short) 0);
        bitmap.putInt(5).putInt(Integer.MAX_VALUE).putInt(0).putInt(0).putInt(0).putInt(0);
        for (var file : List.of(bitmap.array(), bytes(banded(40, 40), "gif"), bytes(banded(40, 40), "bmp"))) {
            var refused = assertThrows(IOException.class, () -> Square.shown(file));
            assertEquals("a format that is not read", refused.getMessage());
        }
    }

    @Test
    void refusesWhatIsNoPictureOrDamaged() throws IOException {
        var whole = bytes(banded(40, 40), "png");
        assertThrows(IOException.class, () -> Square.shown(Arrays.copyOf(whole, 60)));
        assertThrows(IOException.class, () -> Square.shown(new byte[0]));
        assertThrows(IOException.class, () -> Square.shown("RIFF????WEBPVP8 ".getBytes(StandardCharsets.US_ASCII)));
        assertThrows(IOException.class, () -> Square.shown("<svg/>".getBytes(StandardCharsets.US_ASCII)));
        var random = new Random(5);
        for (int round = 0; round < 200; round++) {
            var damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                assertTrue(Square.shown(damaged).width <= 128);
            } catch (IOException e) {
                // what cannot be read is not shown
            }
        }
    }

    @Test
    void makesASmallJpegOfNothingButTheMiddle() throws IOException {
        var noise = new BufferedImage(900, 600, BufferedImage.TYPE_INT_RGB);
        var random = new Random(7);
        for (int y = 0; y < 600; y++) for (int x = 0; x < 900; x++) noise.setRGB(x, y, random.nextInt());
        var dense = made(bytes(noise, "png"), 32 * 1024);
        assertTrue(dense.length <= 32 * 1024, "" + dense.length);
        var made = ImageIO.read(new ByteArrayInputStream(dense));
        assertEquals("256x256", made.getWidth() + "x" + made.getHeight());
        assertThrows(IOException.class, () -> made(bytes(noise, "png"), 1000));

        var banded = ImageIO.read(new ByteArrayInputStream(made(bytes(banded(800, 400), "png"), 32 * 1024)));
        int corner = banded.getRGB(3, 128);
        assertTrue((corner >> 16 & 255) > 200 && (corner >> 8 & 255) < 90, Integer.toHexString(corner));
    }

    /** Where a photograph was taken is nobody's business. */
    @Test
    void leavesOutWhatTheFileSaysBesides() throws IOException {
        var jpeg = bytes(banded(64, 64), "jpg");
        var exif = "Exif\0\0GPS of my house".getBytes(StandardCharsets.US_ASCII);
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.write(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, (byte) (exif.length + 2)});
        out.write(exif);
        out.write(jpeg, 2, jpeg.length - 2);
        assertTrue(text(out.toByteArray()).contains("my house"));
        assertFalse(text(made(out.toByteArray(), 32 * 1024)).contains("my house"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void whatIsTransparentIsWhite() throws IOException {
        var image = new BufferedImage(50, 50, BufferedImage.TYPE_INT_ARGB);
        var made = ImageIO.read(new ByteArrayInputStream(made(bytes(image, "png"), 32 * 1024)));
        assertEquals(0xFFFFFF, made.getRGB(25, 25) & 0xFFFFFF);
    }
}
