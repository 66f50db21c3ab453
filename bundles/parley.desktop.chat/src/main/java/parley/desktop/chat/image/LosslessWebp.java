package parley.desktop.chat.image;

import java.io.IOException;
import java.util.EnumSet;

/**
 * Goes through the beginning of a lossless picture (RFC 9649 §3 and §4) as its reader would, and keeps nothing of it:
 * the reader makes as many tables and transforms as a file says, and some thousand bytes can say gigabytes.
 */
final class LosslessWebp {

    /** The most groups of prefix codes; each is some kilobytes to the reader. Encoders make some dozens. */
    static final int MOST_GROUPS = 1_000;

    private static final int LENGTHS = 24;
    private static final int DISTANCES = 40;
    private static final int MOST_CACHE_BITS = 11;

    /** In the order in which a file numbers them. */
    private enum Transform {
        PREDICTOR,
        COLOR,
        SUBTRACT_GREEN,
        COLOR_INDEXING
    }

    private final LowBits bits;

    /** The highest number of a group that a picture of numbers has named. */
    private int highest;

    private LosslessWebp(LowBits bits) {
        this.bits = bits;
    }

    /**
     * Looks through the bytes from {@code start} up to {@code end}, which begin behind any head.
     *
     * @throws IOException if the reader would need more for it than a picture of that size does, or it is damaged
     */
    static void check(byte[] file, int start, int end, int width, int height) throws IOException {
        new LosslessWebp(new LowBits(file, start, end)).check(width, height);
    }

    private void check(int width, int height) throws IOException {
        int wide = width;
        var seen = EnumSet.noneOf(Transform.class);
        while (bits.read(1) == 1) {
            var transform = Transform.values()[bits.read(2)];
            if (!seen.add(transform)) throw new IOException("a WebP that is transformed twice");
            wide = transform(transform, wide, height);
        }
        cache();
        if (bits.read(1) == 0) return; // one group for all
        int block = bits.read(3) + 2;
        highest = 0;
        picture(part(wide, block), part(height, block));
        if (highest >= MOST_GROUPS) throw new IOException("a WebP of too many codes");
    }

    /** How wide the picture is beneath {@code transform}. */
    private int transform(Transform transform, int width, int height) throws IOException {
        switch (transform) {
            case PREDICTOR, COLOR -> {
                int block = bits.read(3) + 2;
                picture(part(width, block), part(height, block));
            }
            case SUBTRACT_GREEN -> {}
            case COLOR_INDEXING -> {
                int colors = bits.read(8) + 1;
                picture(colors, 1);
                return part(width, colors > 16 ? 0 : colors > 4 ? 1 : colors > 2 ? 2 : 3);
            }
        }
        return width;
    }

    private static int part(int size, int block) {
        return size + (1 << block) - 1 >> block;
    }

    /** How many colours the cache has. */
    private int cache() throws IOException {
        if (bits.read(1) == 0) return 0;
        int wide = bits.read(4);
        if (wide < 1 || wide > MOST_CACHE_BITS) throw new IOException("a damaged WebP");
        return 1 << wide;
    }

    /** One of those that say how the picture itself is read: it has one group of codes. */
    private void picture(int width, int height) throws IOException {
        var green = PrefixCode.read(bits, 256 + LENGTHS + cache());
        PrefixCode red = PrefixCode.read(bits, 256), blue = PrefixCode.read(bits, 256);
        PrefixCode alpha = PrefixCode.read(bits, 256), distance = PrefixCode.read(bits, DISTANCES);
        for (long left = (long) width * height; left > 0; left--) {
            int symbol = green.next(bits);
            if (symbol < 256) {
                highest = Math.max(highest, red.next(bits) << 8 | symbol);
                blue.next(bits);
                alpha.next(bits);
            } else if (symbol < 256 + LENGTHS) {
                left -= number(symbol - 256) - 1; // copies what was there before
                number(distance.next(bits));
                if (left < 1) throw new IOException("a damaged WebP");
            }
        }
    }

    /** A length or a distance (RFC 9649 §4.2.2). */
    private int number(int prefix) throws IOException {
        if (prefix < 4) return prefix + 1;
        int more = prefix - 2 >> 1;
        return (2 + (prefix & 1) << more) + bits.read(more) + 1;
    }
}
