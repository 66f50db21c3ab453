package parley.pictures.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/** A PNG of nothing but the chunks that show its picture (PNG third edition, §11), moving ones too. */
final class BarePng {

    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private static final Set<String> KEPT =
            Set.of(
                    "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "mDCV", "cLLI",
                    "sBIT", "bKGD", "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT");

    private static final String NOTES = "eXIf";

    private final ByteBuffer file;
    private final ByteArrayOutputStream out;

    BarePng(byte[] file) {
        this.file = ByteBuffer.wrap(file).position(SIGNATURE.length);
        out = new ByteArrayOutputStream(file.length);
    }

    byte[] bytes() throws IOException {
        out.write(SIGNATURE);
        while (true) {
            if (file.remaining() < 12) throw new IOException("a PNG that is cut off");
            int start = file.position(), length = file.getInt();
            var type = type();
            if (length < 0 || length > file.remaining() - 4) throw new IOException("a PNG that is cut off");
            if (KEPT.contains(type)) out.write(file.array(), start, length + 12);
            else if (type.equals(NOTES)) notes(file.slice(file.position(), length));
            else if (Character.isUpperCase(type.charAt(0))) throw new IOException("a PNG with a part nobody knows");
            file.position(start + length + 12);
            if (type.equals("IEND")) return out.toByteArray();
        }
    }

    private String type() {
        var name = new byte[4];
        file.get(name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    /** Keeps how the camera was held. */
    private void notes(ByteBuffer tiff) throws IOException {
        var how = Orientation.tiff(tiff);
        if (how == Orientation.AS_IT_IS) return;
        var chunk = ByteBuffer.allocate(4 + how.tiff().length);
        chunk.put(NOTES.getBytes(StandardCharsets.US_ASCII)).put(how.tiff());
        var sum = new CRC32();
        sum.update(chunk.array());
        out.write(ByteBuffer.allocate(4).putInt(how.tiff().length).array());
        out.write(chunk.array());
        out.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}
