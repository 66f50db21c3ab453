package parley.desktop.chat.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Pictures in WebP, of which the left half is red and the other blue: 64 by 48. */
final class WebpSamples {

    private static final String LOSSY =
            "UklGRmgAAABXRUJQVlA4IFwAAABQBQCdASpAADAAPm0ylUckIyIhKqgAgA2JYwDUEY3+AfiBpgPxJ/WbcQADLy7rGt"
                    + "Hni2AA/vCbJem+c6MBjvXwv4Ybt4Pj8eboHF8rYp9tOPo8z1Jf8ubAAAAAAA==";

    private static final String LOSSLESS = "UklGRiYAAABXRUJQVlA4TBoAAAAvP8ALAA8Q87//8x8OxILJ/KVT6Izof1TBdw==";

    /** The lower half cannot be seen. */
    private static final String ALPHA =
            "UklGRqAAAABXRUJQVlA4WAoAAAAQAAAAPwAALwAAQUxQSBMAAAABDzD/ERFCLJjkL53B7oj+5/z4AFZQOCBmAAAAkA"
                    + "YAnQEqQAAwAD5tMJRHJCMiISqoAIANiWMA0jHA/gH4gbDfwD8Of1J4wLtL+led9gqDgnB1BD8grPL4AAD+8Jsi5Ofc"
                    + "Nzey8Sgg/IXlxaY9dsIUXaTBl6qNgwPxZON5OoQkAAAA";

    /** Another one, all green, follows. */
    private static final String MOVING =
            "UklGRo4AAABXRUJQVlA4WAoAAAACAAAAPwAALwAAQU5JTQYAAAAAAAAAAABBTk1GMgAAAAAAAAAAAD8AAC8AAGQAAA"
                    + "JWUDhMGgAAAC8/wAsADxDzv//zHw7Egsn8pVPojOh/VMF2QU5NRigAAAAAAAAAAAA/AAAvAABkAAAAVlA4TA8AAAAv"
                    + "P8ALAAfQ/4j+ByKi/wEA";

    private WebpSamples() {}

    static byte[] lossy() {
        return Base64.getDecoder().decode(LOSSY);
    }

    static byte[] lossless() {
        return Base64.getDecoder().decode(LOSSLESS);
    }

    static byte[] alpha() {
        return Base64.getDecoder().decode(ALPHA);
    }

    static byte[] moving() {
        return Base64.getDecoder().decode(MOVING);
    }

    /** {@link #lossy} as a telephone writes it: full of what is nobody's business. */
    static byte[] full(int orientation) throws IOException {
        var picture = Riff.chunks(lossy()).getFirst();
        var head = ByteBuffer.allocate(10).put(0, (byte) 0x0C).put(4, (byte) 63).put(7, (byte) 47).array();
        var secret = "SECRET".getBytes(StandardCharsets.US_ASCII);
        return Riff.file(
                BarePictureTest.joined(
                        Riff.chunk("VP8X", head),
                        Riff.chunk("VP8 ", Arrays.copyOfRange(lossy(), picture.start(), picture.end())),
                        Riff.chunk("EXIF", BarePictureTest.exif(orientation)),
                        Riff.chunk("XMP ", secret),
                        Riff.chunk("tell", secret)));
    }

    /** {@code moving} with {@code more} within its first frame. */
    static byte[] inFrame(byte[] moving, byte[] more) throws IOException {
        byte[] all = {};
        boolean done = false;
        for (var chunk : Riff.chunks(moving)) {
            var body = Arrays.copyOfRange(moving, chunk.start(), chunk.end());
            boolean first = !done && chunk.name().equals("ANMF");
            done |= first;
            all =
                    BarePictureTest.joined(
                            all, Riff.chunk(chunk.name(), first ? BarePictureTest.joined(body, more) : body));
        }
        return Riff.file(all);
    }
}
