package parley.desktop.chat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

import javax.imageio.ImageIO;

/** Small files that unpack to pictures of any size, many times over: each of their frames is as large as the first. */
final class Bombs {

    /** How long the signature of a PNG is, and its first chunk. */
    private static final int SIGNATURE = 8;

    private static final int HEAD = 25;

    /** How long the head of a GIF is. */
    private static final int GIF_HEAD = 13;

    private Bombs() {}

    /** An animated GIF of {@code frames} black frames, each {@code side} wide and high. */
    static byte[] gif(int side, int frames) throws IOException {
        var one = written(side, "gif");
        int colors = one[10] < 0 ? 6 << (one[10] & 7) : 0; // where the first bit is set all frames have them in common
        int first = GIF_HEAD + colors;
        var all = new ByteArrayOutputStream();
        all.write(one, 0, first);
        for (int frame = 0; frame < frames; frame++) all.write(one, first, one.length - 1 - first);
        all.write(0x3B);
        return all.toByteArray();
    }

    /** An animated PNG of the same. */
    static byte[] png(int side, int frames) throws IOException {
        var one = written(side, "png");
        var all = new ByteArrayOutputStream();
        all.write(one, 0, SIGNATURE + HEAD);
        all.write(chunk("acTL", ByteBuffer.allocate(8).putInt(frames).putInt(0)));
        all.write(one, SIGNATURE + HEAD, one.length - SIGNATURE - HEAD - 12);
        for (int frame = 1; frame < frames; frame++) {
            var place = ByteBuffer.allocate(26).putInt(frame).putInt(side).putInt(side).position(26);
            all.write(chunk("fcTL", place));
        }
        all.write(chunk("IEND", ByteBuffer.allocate(0)));
        return all.toByteArray();
    }

    private static byte[] written(int side, String format) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY), format, out);
        return out.toByteArray();
    }

    private static byte[] chunk(String type, ByteBuffer body) {
        var crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.US_ASCII));
        crc.update(body.array());
        return ByteBuffer.allocate(12 + body.capacity())
                .putInt(body.capacity())
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(body.array())
                .putInt((int) crc.getValue())
                .array();
    }
}
