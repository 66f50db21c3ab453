package parley.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Pictures in WebP, of which the left half is red and the other blue, 64 by 48; and what cameras write into pictures.
 */
public final class PictureSamples {

    /** Stands for all that nobody is to see. */
    public static final String SECRET = "SECRET 48.137154 11.576124";

    /** 48° 8' 13.75", each as a number and what it is divided by. */
    private static final int[] DEGREES = {48, 1, 8, 1, 1375, 100};

    private static final String LOSSY =
            "UklGRmgAAABXRUJQVlA4IFwAAABQBQCdASpAADAAPm0ylUckIyIhKqgAgA2JYwDUEY3+AfiBpgPxJ/WbcQADLy7rGt"
                    + "Hni2AA/vCbJem+c6MBjvXwv4Ybt4Pj8eboHF8rYp9tOPo8z1Jf8ubAAAAAAA==";

    private static final String LOSSLESS = "UklGRiYAAABXRUJQVlA4TBoAAAAvP8ALAA8Q87//8x8OxILJ/KVT6Izof1TBdw==";

    private static final String ALPHA =
            "UklGRqAAAABXRUJQVlA4WAoAAAAQAAAAPwAALwAAQUxQSBMAAAABDzD/ERFCLJjkL53B7oj+5/z4AFZQOCBmAAAAkA"
                    + "YAnQEqQAAwAD5tMJRHJCMiISqoAIANiWMA0jHA/gH4gbDfwD8Of1J4wLtL+led9gqDgnB1BD8grPL4AAD+8Jsi5Ofc"
                    + "Nzey8Sgg/IXlxaY9dsIUXaTBl6qNgwPxZON5OoQkAAAA";

    private static final String MOVING =
            "UklGRo4AAABXRUJQVlA4WAoAAAACAAAAPwAALwAAQU5JTQYAAAAAAAAAAABBTk1GMgAAAAAAAAAAAD8AAC8AAGQAAA"
                    + "JWUDhMGgAAAC8/wAsADxDzv//zHw7Egsn8pVPojOh/VMF2QU5NRigAAAAAAAAAAAA/AAAvAABkAAAAVlA4TA8AAAAv"
                    + "P8ALAAfQ/4j+ByKi/wEA";

    private PictureSamples() {}

    public static byte[] lossy() {
        return Base64.getDecoder().decode(LOSSY);
    }

    public static byte[] lossless() {
        return Base64.getDecoder().decode(LOSSLESS);
    }

    /** Of which the lower half cannot be seen. */
    public static byte[] alpha() {
        return Base64.getDecoder().decode(ALPHA);
    }

    /** Which another one, all green, follows. */
    public static byte[] moving() {
        return Base64.getDecoder().decode(MOVING);
    }

    /** {@link #lossy} as a telephone writes it: full of what is nobody's business. */
    public static byte[] full(int orientation) {
        var head = ByteBuffer.allocate(10).put(0, (byte) 0x0C).put(4, (byte) 63).put(7, (byte) 47).array();
        var picture = Arrays.copyOfRange(lossy(), 12, lossy().length); // its one chunk
        var chunks =
                joined(
                        chunk("VP8X", head),
                        picture,
                        chunk("EXIF", exif(orientation)),
                        chunk("XMP ", ascii(SECRET)),
                        chunk("tell", ascii(SECRET)));
        return joined(ascii("RIFF"), length(chunks.length + 4), ascii("WEBP"), chunks);
    }

    private static byte[] chunk(String name, byte[] body) {
        return joined(ascii(name), length(body.length), body, new byte[body.length & 1]);
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array();
    }

    /** Notes of a camera (Exif): by whom it was made, how it was held, where it was, and {@link #SECRET}. */
    public static byte[] exif(int orientation) {
        int made = 50, where = made + SECRET.length(), north = where + 2 + 2 * 12 + 4;
        var tiff = ByteBuffer.allocate(north + 24).put(ascii("MM\0*")).putInt(8).putShort((short) 3);
        entry(tiff, 0x010F, 2, SECRET.length()).putInt(made);
        entry(tiff, 0x0112, 3, 1).putShort((short) orientation).putShort((short) 0);
        entry(tiff, 0x8825, 4, 1).putInt(where).putInt(0);
        tiff.put(ascii(SECRET)).putShort((short) 2);
        entry(tiff, 1, 2, 2).put(ascii("N\0\0\0"));
        entry(tiff, 2, 5, 3).putInt(north).putInt(0);
        for (int part : DEGREES) tiff.putInt(part);
        return tiff.array();
    }

    /** {@code jpeg} with {@link #exif}, as a camera writes it. */
    public static byte[] told(byte[] jpeg) {
        var notes = joined(ascii("Exif\0\0"), exif(1));
        var head = new byte[] {(byte) 0xFF, (byte) 0xE1, 0, (byte) (notes.length + 2)};
        return joined(Arrays.copyOf(jpeg, 2), head, notes, Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    private static ByteBuffer entry(ByteBuffer tiff, int tag, int type, int count) {
        return tiff.putShort((short) tag).putShort((short) type).putInt(count);
    }

    /** How far north the camera was, as the notes say it. */
    public static byte[] north() {
        var north = ByteBuffer.allocate(4 * DEGREES.length);
        for (int part : DEGREES) north.putInt(part);
        return north.array();
    }

    /** {@code parts} one after the other. */
    public static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) out.writeBytes(part);
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
