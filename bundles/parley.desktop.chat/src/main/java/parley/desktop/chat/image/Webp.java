package parley.desktop.chat.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;

import org.jspecify.annotations.Nullable;

import parley.pictures.format.Riff;
import parley.pictures.format.Riff.Chunk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageReader;

/**
 * Pictures in WebP. The reader is made for files that one trusts: it gets a file of its own that holds one still
 * picture and nothing else, whose size was looked at where it is unpacked and not only where it is announced, and that
 * has it make no more tables than such a picture needs ({@link LosslessWebp}).
 */
final class Webp {

    /** The largest file that is read, in bytes: it is in memory as a whole. */
    private static final long MOST_BYTES = 16L << 20;

    /** The most colours that are unpacked: unlike for the other formats, all of them are, however few are shown. */
    static final int MOST_PIXELS = 16_000_000;

    private static final int FRAME_HEAD = 16;
    private static final int LOSSLESS_HEAD = 5;

    /**
     * Of the memory there is, for a file's bytes and for its colours: a file stands there eight times while it is taken
     * apart, and each colour takes eight bytes. So either takes a quarter of it at most.
     */
    private static final int PART_OF_MEMORY = 32;

    private Webp() {}

    /** The largest file that is read, in bytes, where Parley may have so much memory. */
    static long mostBytes(long memory) {
        return Math.min(MOST_BYTES, memory / PART_OF_MEMORY);
    }

    /** The most colours that are unpacked where Parley may have so much memory. */
    static long mostPixels(long memory) {
        return Math.min(MOST_PIXELS, memory / PART_OF_MEMORY);
    }

    /** What reads {@link #still} pictures. */
    static ImageReader reader() {
        return new WebPImageReaderSpi().createReaderInstance(null);
    }

    /**
     * The picture of {@code file}, the first one if it moves, as a file of its own.
     *
     * @throws IOException if it is damaged, or has too many pixels
     */
    static byte[] still(byte[] file) throws IOException {
        var chunks = Riff.chunks(file);
        if (chunks.isEmpty()) throw new IOException("a WebP without a picture");
        var head = chunks.getFirst();
        if (!head.name().equals("VP8X")) return still(file, List.of(head), 0, 0);
        if (head.end() - head.start() != 10) throw new IOException("a WebP with a damaged head");
        for (var chunk : chunks) {
            if (!chunk.name().equals("ANMF")) continue;
            int start = chunk.start();
            if (chunk.end() - start < FRAME_HEAD) throw new IOException("a WebP with half a frame");
            var inner = Riff.chunks(file, start + FRAME_HEAD, chunk.end());
            return still(file, inner, int24(file, start + 6) + 1, int24(file, start + 9) + 1);
        }
        return still(file, chunks, int24(file, head.start() + 4) + 1, int24(file, head.start() + 7) + 1);
    }

    /**
     * The picture among {@code chunks}.
     *
     * @param width what was announced; 0 if nothing was
     */
    private static byte[] still(byte[] file, List<Chunk> chunks, int width, int height) throws IOException {
        Chunk alpha = null;
        for (var chunk : chunks) {
            if (chunk.name().equals("ALPH") && alpha == null) alpha = chunk;
            boolean lossless = chunk.name().equals("VP8L");
            if (!lossless && !chunk.name().equals("VP8 ")) continue;
            var size = lossless ? lossless(file, chunk) : lossy(file, chunk);
            if (width != 0 && (size[0] != width || size[1] != height))
                throw new IOException("a WebP whose sizes differ");
            if ((long) size[0] * size[1] > mostPixels(Runtime.getRuntime().maxMemory()))
                throw new IOException("too many pixels");
            if (lossless) LosslessWebp.check(file, chunk.start() + LOSSLESS_HEAD, chunk.end(), size[0], size[1]);
            else if (alpha != null) checkAlpha(file, alpha, size);
            return still(file, lossless ? null : alpha, chunk, size);
        }
        throw new IOException("a WebP without a picture");
    }

    /** How much a picture covers may be written as a lossless picture is (RFC 9649 §2.7.1.2). */
    private static void checkAlpha(byte[] file, Chunk alpha, int[] size) throws IOException {
        if (alpha.start() == alpha.end()) throw new IOException("a damaged WebP");
        boolean lossless = (file[alpha.start()] & 3) != 0;
        if (lossless) LosslessWebp.check(file, alpha.start() + 1, alpha.end(), size[0], size[1]);
    }

    private static byte[] still(byte[] file, @Nullable Chunk alpha, Chunk picture, int[] size) throws IOException {
        var out = new ByteArrayOutputStream();
        if (alpha != null) {
            var head = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).put(0, (byte) 0x10);
            head.putInt(4, size[0] - 1).putShort(7, (short) (size[1] - 1));
            out.write(Riff.chunk("VP8X", head.array()));
            out.write(Riff.chunk("ALPH", Arrays.copyOfRange(file, alpha.start(), alpha.end())));
        }
        out.write(Riff.chunk(picture.name(), Arrays.copyOfRange(file, picture.start(), picture.end())));
        return Riff.file(out.toByteArray());
    }

    /** Width and height of a key frame (RFC 6386 §9.1). */
    private static int[] lossy(byte[] file, Chunk chunk) throws IOException {
        int at = chunk.start();
        boolean whole = chunk.end() - at >= 10 && (file[at] & 1) == 0 && int24(file, at + 3) == 0x2A019D;
        if (!whole) throw new IOException("a damaged WebP");
        return size(int24(file, at + 6) & 0x3FFF, (file[at + 8] & 0xFF | (file[at + 9] & 0xFF) << 8) & 0x3FFF);
    }

    /** Width and height of a lossless picture (RFC 9649 §3.4). */
    private static int[] lossless(byte[] file, Chunk chunk) throws IOException {
        int at = chunk.start();
        if (chunk.end() - at < 6 || file[at] != 0x2F) throw new IOException("a damaged WebP");
        int bits = int24(file, at + 1) | (file[at + 4] & 0xFF) << 24;
        return size((bits & 0x3FFF) + 1, (bits >>> 14 & 0x3FFF) + 1);
    }

    private static int[] size(int width, int height) throws IOException {
        if (width < 1 || height < 1) throw new IOException("a damaged WebP");
        return new int[] {width, height};
    }

    private static int int24(byte[] file, int at) {
        return file[at] & 0xFF | (file[at + 1] & 0xFF) << 8 | (file[at + 2] & 0xFF) << 16;
    }
}
