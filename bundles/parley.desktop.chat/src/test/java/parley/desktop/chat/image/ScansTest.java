package parley.desktop.chat.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** A JPEG goes over its picture a few times, however often it says. */
class ScansTest {

    private static final String TABLES =
            "ffdb004300"
                    + "01".repeat(64)
                    + "ffc4001400"
                    + "01"
                    + "00".repeat(15)
                    + "00"
                    + "ffc4001410"
                    + "01"
                    + "00".repeat(15)
                    + "00";

    /** Eight by eight grey pixels, progressively. */
    private static final String FRAME = "ffc2000b080008000801011100";

    /** The grey of all, and, as often as one likes, nothing for the details. */
    private static final String GREY = "ffda00080101000000007f";

    private static final String DETAILS = "ffda0008010100013f007f";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** A picture of {@code scans} scans, with what {@code before} is in front of the picture. */
    private static byte[] jpeg(String before, int scans) {
        return bytes("ffd8" + before + FRAME + GREY + DETAILS.repeat(scans - 1) + "ffd9");
    }

    private static String refusal(byte[] file) {
        var e = assertThrows(IOException.class, () -> Scans.check(new ByteArrayInputStream(file)));
        return String.valueOf(e.getMessage());
    }

    @Test
    void goesOverAPictureSoOftenAndNoMore(@TempDir Path home) throws IOException {
        for (int scans : new int[] {1, 2, Scans.MOST}) {
            var file = jpeg(TABLES, scans);
            assertEquals(8, ImageFile.read(Files.write(home.resolve("a.jpg"), file), 8, 8).width(), scans + " scans");
            assertEquals(8, ImageFile.read(file, 8, 8, 64).width(), scans + " scans");
        }
        var file = jpeg(TABLES, Scans.MOST + 1);
        assertEquals("a JPEG of too many scans", refusal(file));
        assertThrows(IOException.class, () -> ImageFile.read(Files.write(home.resolve("a.jpg"), file), 8, 8));
        assertThrows(IOException.class, () -> ImageFile.read(file, 8, 8, 64));
    }

    @Test
    void seesThroughWhatHidesThem() {
        assertEquals("a JPEG of too many scans", refusal(jpeg(TABLES + "ffd9ffd8", Scans.MOST + 1)), "tables apart");
        assertEquals("a JPEG of too many scans", refusal(jpeg(TABLES + "00ff00ffffd0ff01", Scans.MOST + 1)), "rubbish");
        assertEquals("a JPEG of too many scans", refusal(jpeg(TABLES + "ffe10002", Scans.MOST + 1)), "an empty part");
    }

    @Test
    void countsWhatIsAPictureAlone() throws IOException {
        var small = DETAILS.repeat(Scans.MOST + 1);
        var noted = "ffe1" + "%04x".formatted(2 + small.length() / 2) + small;
        Scans.check(new ByteArrayInputStream(jpeg(noted + TABLES, 3))); // the small one in the notes of a camera
        var film = new ByteArrayOutputStream();
        film.write(jpeg(TABLES, 3));
        film.write(bytes(small));
        Scans.check(new ByteArrayInputStream(film.toByteArray())); // what stands behind the end
        Scans.check(new ByteArrayInputStream(bytes("89504e47" + small)));
        for (int length = 0; length < 200; length++)
            Scans.check(new ByteArrayInputStream(jpeg(TABLES, 9), 0, length)); // cut off
    }
}
