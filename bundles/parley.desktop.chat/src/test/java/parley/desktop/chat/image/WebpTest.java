package parley.desktop.chat.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.pictures.format.Riff;
import parley.testing.PictureSamples;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Pictures in WebP are shown like others, and those that mean harm are refused before they are unpacked. */
class WebpTest {

    private static final int RED = 0xFFFF0000;
    private static final int BLUE = 0xFF0000FF;

    @TempDir Path home;

    private Pixels read(byte[] bytes) throws IOException {
        return ImageFile.read(Files.write(home.resolve("picture"), bytes), 300, 300);
    }

    private String refusal(byte[] bytes) {
        return String.valueOf(assertThrows(IOException.class, () -> read(bytes)).getMessage());
    }

    private static void near(int wanted, int color, String what) {
        for (int shift = 0; shift < 32; shift += 8)
            assertTrue(
                    Math.abs((wanted >>> shift & 255) - (color >>> shift & 255)) <= 40,
                    what + ": " + Integer.toHexString(color));
    }

    @Test
    void showsEachKind() throws IOException {
        for (var sample : new byte[][] {PictureSamples.lossy(), PictureSamples.lossless(), PictureSamples.moving()}) {
            var pixels = read(sample);
            assertEquals("64x48", pixels.width() + "x" + pixels.height());
            near(RED, pixels.argb()[40 * 64 + 5], "left");
            near(BLUE, pixels.argb()[40 * 64 + 60], "right");
        }
        var alpha = read(PictureSamples.alpha());
        near(RED, alpha.argb()[5 * 64 + 5], "above");
        assertEquals(0, alpha.argb()[40 * 64 + 5] >>> 24, "below");
        var small = ImageFile.read(home.resolve("picture"), 32, 300);
        assertEquals("32x24", small.width() + "x" + small.height());
        assertTrue(ImageFile.named("holiday.WebP"));
    }

    @Test
    void turnsWhatACameraHeldAside() throws IOException {
        var right = read(PictureSamples.full(6));
        assertEquals("48x64", right.width() + "x" + right.height());
        near(RED, right.argb()[2 * 48 + 20], "above");
        near(BLUE, right.argb()[60 * 48 + 20], "below");
    }

    private static byte[] with(byte[] file, int at, int... bytes) {
        var changed = file.clone();
        for (int each = 0; each < bytes.length; each++) changed[at + each] = (byte) bytes[each];
        return changed;
    }

    /** A head that announces {@code width} and {@code height}, before the picture of {@code file}. */
    private static byte[] announced(byte[] file, int width, int height) throws IOException {
        var head = ByteBuffer.allocate(11).order(ByteOrder.LITTLE_ENDIAN).putInt(4, width - 1).putInt(7, height - 1);
        return Riff.file(
                PictureSamples.joined(
                        Riff.chunk("VP8X", Arrays.copyOf(head.array(), 10)),
                        Arrays.copyOfRange(file, 12, file.length)));
    }

    @Test
    void refusesSizesThatWouldFillTheMemory() throws IOException {
        var lossy = PictureSamples.lossy();
        assertEquals("64x48", read(announced(lossy, 64, 48)).width() + "x48");
        assertEquals("a WebP whose sizes differ", refusal(announced(lossy, 16_383, 16_383)));
        assertEquals("a WebP whose sizes differ", refusal(announced(lossy, 1 << 24, 1 << 24)));
        var large = with(lossy, 26, 0xFF, 0x3F, 0xFF, 0x3F); // the frame itself
        assertEquals("too many pixels", refusal(large));
        assertEquals("a WebP whose sizes differ", refusal(announced(large, 64, 48)));
        assertEquals("too many pixels", refusal(announced(large, 16_383, 16_383)));
        assertEquals("too many pixels", refusal(with(PictureSamples.lossless(), 21, 0xFF, 0xFF, 0xFF, 0x0F)));
        assertEquals("a damaged WebP", refusal(with(lossy, 26, 0, 0, 0, 0)));
    }

    @Test
    void refusesWhatIsCutOffOrDamaged() throws IOException {
        for (var sample :
                new byte[][] {
                    PictureSamples.lossy(), PictureSamples.lossless(), PictureSamples.alpha(), PictureSamples.moving()
                }) {
            for (int length = 12; length < sample.length - 1; length += 5) {
                var cut = Arrays.copyOf(sample, length);
                assertEquals("a WebP that is cut off", refusal(cut), "at " + length);
            }
            for (int length : new int[] {0x7FFFFFFF, 0xFFFFFFFF, 0x80000000})
                assertEquals(
                        "a WebP that is cut off",
                        refusal(with(sample, 16, length, length >> 8, length >> 16, length >> 24)));
        }
        assertEquals("a WebP without a picture", refusal(Riff.file(new byte[0])));
        assertEquals("a WebP without a picture", refusal(Riff.file(Riff.chunk("EXIF", new byte[9]))));
        assertEquals("a WebP with a damaged head", refusal(Riff.file(Riff.chunk("VP8X", new byte[9]))));
        assertEquals("a damaged WebP", refusal(Riff.file(Riff.chunk("VP8 ", new byte[9]))));
        assertEquals("a damaged WebP", refusal(Riff.file(Riff.chunk("VP8L", new byte[] {0x2F, 0, 0, 0, 0}))));
        var empty = new byte[8 * 20_001];
        for (int at = 0; at < empty.length; at += 8) empty[at] = 'A';
        assertEquals("a WebP of too many parts", refusal(Riff.file(empty)));
    }

    /** Whatever is changed in it: refused or shown, in bounded time and memory, and by no other exception. */
    @Test
    void survivesDamage() throws IOException {
        var random = new Random(12);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long slowest = 0, largest = 0;
        int shown = 0, rounds = 0;
        for (var sample :
                new byte[][] {
                    PictureSamples.lossy(), PictureSamples.lossless(), PictureSamples.alpha(), PictureSamples.moving()
                }) {
            for (int round = 0; round < 1_000; round++, rounds++) {
                var bytes = sample.clone();
                for (int change = 0; change < 1 + round % 5; change++)
                    bytes[random.nextInt(20, bytes.length)] = (byte) random.nextInt();
                long time = threads.getCurrentThreadCpuTime(), memory = threads.getCurrentThreadAllocatedBytes();
                try {
                    var pixels = read(bytes);
                    assertTrue(pixels.width() <= 300 && pixels.height() <= 300);
                    shown++;
                } catch (IOException e) {
                    assertTrue(e.getMessage() == null || !e.getMessage().isEmpty());
                }
                slowest = Math.max(slowest, threads.getCurrentThreadCpuTime() - time);
                largest = Math.max(largest, threads.getCurrentThreadAllocatedBytes() - memory);
            }
        }
        System.out.printf(
                "%d damaged WebP: %d shown; at most %d ms and %d MiB for one%n",
                rounds, shown, slowest / 1_000_000, largest >> 20);
        assertTrue(slowest < 10_000_000_000L, slowest / 1_000_000 + " ms for one");
        assertTrue(largest < 600L << 20, (largest >> 20) + " MiB for one");
        assertTrue(shown > 100 && shown < rounds - 100, shown + " shown");
    }
}
