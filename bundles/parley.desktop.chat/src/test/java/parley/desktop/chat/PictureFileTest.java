package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

class PictureFileTest {

    private static final long MOST = 48L << 20;

    @TempDir Path home;

    private CommandException refusal(Path file) {
        return assertThrows(CommandException.class, () -> PictureFile.read(file));
    }

    /** A picture with so much behind its end that the file has {@code bytes}. */
    private Path picture(long bytes) throws IOException {
        var file = Files.write(home.resolve(bytes + ".png"), ProfileTest.sunset());
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(bytes);
        }
        return file;
    }

    @Test
    void readsUpToTheLimitAndNoFurther() throws Exception {
        assertEquals(320, PictureFile.read(picture(MOST)).width());
        var refused = refusal(picture(MOST + 1));
        assertEquals(Code.USAGE, refused.code());
        assertEquals(
                "that is no picture that can be used; choose a PNG or JPEG of at most 48 MiB", refused.getMessage());
    }

    @Test
    void saysThatAFileIsNotThere() {
        var gone = home.resolve("gone.png");
        var refused = refusal(gone);
        assertEquals(Code.NOT_FOUND, refused.code());
        assertEquals("the file cannot be read: " + gone + "; choose another", refused.getMessage());
    }

    @Test
    void aFolderIsNoPicture() {
        assertEquals(Code.USAGE, refusal(home).code());
    }
}
