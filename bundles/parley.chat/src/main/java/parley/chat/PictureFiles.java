package parley.chat;

import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;

/** Tells image files by how they begin. None is decoded here. */
final class PictureFiles {

    private static final Bytes PNG = Bytes.ofHex("89504e470d0a1a0a");
    private static final Bytes JPEG = Bytes.ofHex("ffd8ff");
    private static final Bytes RIFF = ascii("RIFF");
    private static final Bytes WEBP = ascii("WEBP");

    private PictureFiles() {}

    /** Whether these may be the bytes of a PNG, JPEG or WebP file. */
    static boolean isPicture(Bytes bytes) {
        return isAt(bytes, 0, PNG) || isAt(bytes, 0, JPEG) || isAt(bytes, 0, RIFF) && isAt(bytes, 8, WEBP);
    }

    private static boolean isAt(Bytes bytes, int from, Bytes magic) {
        var to = from + magic.length();
        return bytes.length() >= to && bytes.slice(from, to).equals(magic);
    }

    private static Bytes ascii(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
