package parley.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;
import parley.testing.PictureSamples;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import javax.imageio.ImageIO;

/** A picture that somebody sends from a terminal does not tell where they were, unless they want it to. */
@Timeout(300)
class PicturesTest {

    @TempDir Path directory;

    private static byte[] jpeg() throws IOException {
        var out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB), "jpg", out));
        return out.toByteArray();
    }

    /** What {@code to} has of the file {@code id} in the end. */
    private byte[] taken(Person to, String id) throws IOException {
        to.accept(id, Files.createDirectories(directory.resolve("taken")));
        var done = to.awaitFile(id, "done", Actor.PATIENCE);
        assertEquals("lake.jpg", done.getString("name"));
        return Files.readAllBytes(Path.of(done.getString("path")));
    }

    @Test
    void whatOthersGetDoesNotTellWhereItWasMade() throws Exception {
        try (var company = new Company(directory)) {
            var pair = company.pair("alice", "bob");
            Person alice = pair.getFirst(), bob = pair.getLast();
            var jpeg = jpeg();
            var told = PictureSamples.told(jpeg);
            var lake = Files.write(directory.resolve("lake.jpg"), told);
            assertArrayEquals(jpeg, taken(bob, alice.offer(bob, lake)));
            assertArrayEquals(told, Files.readAllBytes(lake), "one's own stays as it is");

            var whole = alice.client().askOk("send", "--as-is", bob.address(), lake.toString());
            var id = whole.getJsonArray("files").getJsonObject(0).getString("id");
            assertArrayEquals(told, taken(bob, id));

            var cut = Files.write(directory.resolve("cut.jpg"), Arrays.copyOf(told, 40));
            var refusal = alice.client().ask("send", bob.address(), lake.toString(), cut.toString());
            assertEquals("refused", refusal.getString("code"));
            assertTrue(refusal.getString("text").endsWith("(--as-is)"), refusal::toString);
            assertEquals(2, alice.client().askOk("files").getJsonArray("files").size(), "nothing went out");
        }
    }
}
