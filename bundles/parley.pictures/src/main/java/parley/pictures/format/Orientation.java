package parley.pictures.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** How a camera was held, as the JPEG says (Exif 2.32, tag 0x0112): in the order of its values from 1 on. */
public enum Orientation {
    AS_IT_IS,
    MIRRORED,
    UPSIDE_DOWN,
    MIRRORED_UPSIDE_DOWN,
    MIRRORED_LEFT,
    RIGHT,
    MIRRORED_RIGHT,
    LEFT;

    private static final int TAG = 0x0112;
    private static final int MOST_ENTRIES = 200;

    /** Whether width and height change places. */
    public boolean swaps() {
        return ordinal() >= 4;
    }

    /** Where the colour for (x, y) stands in a picture of {@code width} and {@code height}. */
    public int place(int x, int y, int width, int height) {
        int atX = swaps() ? y : x, atY = swaps() ? x : y;
        boolean flipX = this == MIRRORED || this == UPSIDE_DOWN || this == MIRRORED_RIGHT || this == LEFT;
        boolean flipY = this == UPSIDE_DOWN || this == MIRRORED_UPSIDE_DOWN || this == RIGHT || this == MIRRORED_RIGHT;
        return (flipY ? height - 1 - atY : atY) * width + (flipX ? width - 1 - atX : atX);
    }

    /** Notes that say this and nothing else, as {@link #tiff} reads them. */
    public byte[] tiff() {
        return ByteBuffer.allocate(26)
                .putInt(0x4D4D002A) // the highest byte first
                .putInt(8)
                .putShort((short) 1) // one entry: a short, once
                .putShort((short) TAG)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) (ordinal() + 1))
                .putShort((short) 0)
                .putInt(0) // no further ones
                .array();
    }

    /** What {@code head}, the beginning of a JPEG, says. Whatever is not well formed says nothing. */
    public static Orientation of(byte[] head) {
        var in = ByteBuffer.wrap(head);
        if (head.length < 4 || in.getShort() != (short) 0xFFD8) return AS_IT_IS;
        while (in.remaining() >= 4) {
            int marker = in.getShort() & 0xFFFF, length = (in.getShort() & 0xFFFF) - 2;
            if (marker < 0xFFC0 || marker == 0xFFDA || length < 0 || length > in.remaining()) return AS_IT_IS;
            if (marker == 0xFFE1 && isExif(in, length)) return tiff(in.slice(in.position() + 6, length - 6));
            in.position(in.position() + length);
        }
        return AS_IT_IS;
    }

    /** Whether a segment of {@code length} begins as Exif does: others, such as XMP, have the same marker. */
    private static boolean isExif(ByteBuffer in, int length) {
        return length >= 6 && in.getInt(in.position()) == 0x45786966 && in.getShort(in.position() + 4) == 0;
    }

    /** What the notes among {@code chunks} of {@code file}, a WebP, say, if its head says that there are some. */
    public static Orientation of(byte[] file, List<Riff.Chunk> chunks) {
        boolean extended = !chunks.isEmpty() && chunks.getFirst().name().equals("VP8X");
        if (!extended) return AS_IT_IS;
        for (var chunk : chunks) {
            if (!chunk.name().equals(BareWebp.NOTES)) continue;
            int start = chunk.start(), length = chunk.end() - start;
            boolean prefixed = length >= 6 && file[start] == 'E' && file[start + 1] == 'x'; // as some programs do
            int skipped = prefixed ? 6 : 0;
            return tiff(ByteBuffer.wrap(file).slice(start + skipped, length - skipped));
        }
        return AS_IT_IS;
    }

    /** What {@code tiff}, the notes of a camera, says. */
    static Orientation tiff(ByteBuffer tiff) {
        if (tiff.remaining() < 8) return AS_IT_IS;
        short order = tiff.getShort();
        if (order == 0x4949) tiff.order(ByteOrder.LITTLE_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > tiff.limit() - 2) return AS_IT_IS;
        int entries = Math.min(MOST_ENTRIES, tiff.getShort(directory) & 0xFFFF);
        for (int each = 0; each < entries; each++) {
            int at = directory + 2 + each * 12;
            if (at > tiff.limit() - 12) return AS_IT_IS;
            if ((tiff.getShort(at) & 0xFFFF) != TAG) continue;
            int value = tiff.getShort(at + 8) & 0xFFFF;
            return value >= 1 && value <= 8 ? values()[value - 1] : AS_IT_IS;
        }
        return AS_IT_IS;
    }
}
