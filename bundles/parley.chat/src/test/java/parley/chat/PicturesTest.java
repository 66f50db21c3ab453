package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Profiles;
import parley.protocol.wire.Bytes;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;

import javax.imageio.ImageIO;

class PicturesTest {

    private static byte[] file(String format, BufferedImage image) throws Exception {
        var out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, out));
        return out.toByteArray();
    }

    private static BufferedImage noise(int width, int height) {
        var random = new Random(1);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (var y = 0; y < height; y++) for (var x = 0; x < width; x++) image.setRGB(x, y, random.nextInt());
        return image;
    }

    private static BufferedImage read(Bytes picture) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(picture.toArray()));
    }

    private static Code codeOf(byte[] file) {
        return assertThrows(CommandException.class, () -> Pictures.of(file)).code();
    }

    @Test
    void itIsTheMiddleAndSmall() throws Exception {
        var image = new BufferedImage(900, 300, BufferedImage.TYPE_INT_ARGB);
        for (var y = 0; y < 300; y++) {
            for (var x = 0; x < 900; x++) image.setRGB(x, y, x < 300 || x >= 600 ? 0xFFFF0000 : 0xFF0000FF);
        }
        var made = read(Pictures.of(file("png", image)));
        assertEquals(256, made.getWidth());
        assertEquals(256, made.getHeight());
        for (var at : new int[] {2, 128, 253}) {
            var rgb = made.getRGB(at, at);
            assertTrue((rgb & 0xFF) > 200 && (rgb >> 16 & 0xFF) < 60, () -> Integer.toHexString(rgb));
        }
    }

    @Test
    void whatIsSeenThroughIsWhiteAndASmallOneStaysSmall() throws Exception {
        var made = read(Pictures.of(file("png", new BufferedImage(3, 5, BufferedImage.TYPE_INT_ARGB))));
        assertEquals(3, made.getWidth());
        assertEquals(3, made.getHeight());
        assertTrue((made.getRGB(1, 1) & 0xFF) > 250);
    }

    @Test
    void evenNoiseFits() throws Exception {
        assertTrue(Pictures.of(file("jpeg", noise(700, 600))).length() <= Profiles.MAX_PICTURE);
    }

    /** A JPEG with a comment, as a camera writes where it was. */
    @Test
    void nothingOfTheFileIsInItButWhatIsSeen() throws Exception {
        var jpeg = file("jpeg", noise(64, 64));
        var secret = "taken at 52.5163, 13.3777".getBytes(StandardCharsets.US_ASCII);
        var with = new ByteArrayOutputStream();
        with.write(jpeg, 0, 2);
        for (var marker : new int[] {0xE1, 0xFE}) {
            with.write(new byte[] {(byte) 0xFF, (byte) marker, 0, (byte) (secret.length + 2)});
            with.write(secret);
        }
        with.write(jpeg, 2, jpeg.length - 2);
        var made = new String(Pictures.of(with.toByteArray()).toArray(), StandardCharsets.ISO_8859_1);
        assertTrue(new String(with.toByteArray(), StandardCharsets.ISO_8859_1).contains("52.5163"));
        assertFalse(made.contains("52.5163"));
    }

    // ---- What is no picture ----

    /** A PNG of 70 bytes that says it is so large. */
    private static byte[] bomb(int width, int height) {
        var header = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII));
        header.putInt(width).putInt(height).put(new byte[] {8, 6, 0, 0, 0});
        var crc = new CRC32();
        crc.update(header.array());
        var out = ByteBuffer.allocate(70).put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        out.putInt(13).put(header.array()).putInt((int) crc.getValue());
        return out.array();
    }

    @Test
    void aBombIsNotDecoded() {
        assertEquals(Code.TOO_LARGE, codeOf(bomb(50_000, 50_000)));
        assertEquals(Code.TOO_LARGE, codeOf(bomb(40_000_001, 1)));
        assertEquals(Code.TOO_LARGE, codeOf(bomb(Integer.MAX_VALUE, Integer.MAX_VALUE)));
        assertEquals(Code.USAGE, codeOf(bomb(100, 100))); // small enough, and nothing in it
        assertEquals(Code.TOO_LARGE, codeOf(new byte[Profiles.MAX_FILE + 1]));
        assertEquals(Code.USAGE, codeOf(new byte[Profiles.MAX_FILE]));
    }

    @Test
    void whatIsNoImageIsRefused() throws Exception {
        assertEquals(Code.USAGE, codeOf(new byte[0]));
        assertEquals(Code.USAGE, codeOf("<svg onload='x'/>".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(Code.USAGE, codeOf(file("gif", noise(8, 8))));
        var png = file("png", noise(40, 40));
        assertEquals(Code.USAGE, codeOf(Arrays.copyOf(png, 60)));
    }

    /** Whatever is done to a file, it is refused with a sentence or makes a picture. */
    @Test
    void aDamagedFileDoesNoHarm() throws Exception {
        var random = new Random(2);
        for (var format : new String[] {"png", "jpeg"}) {
            var whole = file(format, noise(40, 40));
            for (var i = 0; i < 300; i++) {
                var damaged = whole.clone();
                for (var n = 0; n < 3; n++)
                    damaged[random.nextInt(Math.min(200, damaged.length))] ^= (byte) random.nextInt(256);
                try {
                    assertTrue(Pictures.of(damaged).length() <= Profiles.MAX_PICTURE);
                } catch (CommandException e) {
                    assertTrue(e.code() == Code.USAGE || e.code() == Code.TOO_LARGE);
                }
            }
        }
    }
}
