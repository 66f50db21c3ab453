package parley.pictures.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The container that WebP comes in (RFC 9649 §2.3): chunks of a name, a length and that many bytes. */
public final class Riff {

    /** The most chunks of one file; a picture that moves has some for each of its frames. */
    private static final int MOST = 20_000;

    /** The bytes from {@code start} up to {@code end} of a file are what {@code name} names. */
    public record Chunk(String name, int start, int end) {}

    private Riff() {}

    /** Whether a file that begins with {@code head} says that it is a WebP. */
    public static boolean isWebp(byte[] head) {
        return head.length >= 12
                && Arrays.equals(head, 0, 4, new byte[] {'R', 'I', 'F', 'F'}, 0, 4)
                && Arrays.equals(head, 8, 12, new byte[] {'W', 'E', 'B', 'P'}, 0, 4);
    }

    /**
     * The chunks of {@code file}, a WebP; what stands behind its end is none.
     *
     * @throws IOException if it is no WebP, is cut off, or has more chunks than any
     */
    public static List<Chunk> chunks(byte[] file) throws IOException {
        if (!isWebp(file)) throw new IOException("no WebP");
        long end = 8 + (int32(file, 4) & 0xFFFFFFFFL);
        if (end > file.length) throw new IOException("a WebP that is cut off");
        return chunks(file, 12, (int) end);
    }

    /** The chunks from {@code start} up to {@code end}. Throws as the other does. */
    public static List<Chunk> chunks(byte[] file, int start, int end) throws IOException {
        var chunks = new ArrayList<Chunk>();
        int at = start;
        while (end - at >= 8) {
            if (chunks.size() == MOST) throw new IOException("a WebP of too many parts");
            long length = int32(file, at + 4) & 0xFFFFFFFFL;
            if (length > end - at - 8) throw new IOException("a WebP that is cut off");
            var name = new String(file, at, 4, StandardCharsets.ISO_8859_1);
            chunks.add(new Chunk(name, at + 8, at + 8 + (int) length));
            at += 8 + (int) Math.min(length + (length & 1), end - at - 8);
        }
        return chunks;
    }

    private static int int32(byte[] file, int at) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    /** A chunk of its own. */
    public static byte[] chunk(String name, byte[] body) throws IOException {
        var out = new ByteArrayOutputStream(body.length + 9);
        out.write(name.getBytes(StandardCharsets.ISO_8859_1));
        out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(body.length).array());
        out.write(body);
        if ((body.length & 1) != 0) out.write(0);
        return out.toByteArray();
    }

    /** A file of {@code chunks}. */
    public static byte[] file(byte[] chunks) throws IOException {
        var out = new ByteArrayOutputStream(chunks.length + 12);
        out.write("RIFF".getBytes(StandardCharsets.US_ASCII));
        out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(chunks.length + 4).array());
        out.write("WEBP".getBytes(StandardCharsets.US_ASCII));
        out.write(chunks);
        return out.toByteArray();
    }
}
