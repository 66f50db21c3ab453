package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;

class PastesTest {

    @TempDir Path home;

    @Test
    void keepsWhatWasPastedUnderANameOfItsOwn() throws Exception {
        var pastes = new Pastes(home.resolve("files"));
        var files = new HashSet<Path>();
        for (int copy = 0; copy < 20; copy++) {
            var file = pastes.text("words " + copy + " سلام");
            assertTrue(files.add(file), "twice " + file);
            assertEquals("words " + copy + " سلام", Files.readString(file));
            assertEquals(home.resolve("files"), file.getParent());
            assertTrue(file.getFileName().toString().matches("Text [-0-9]+ [.0-9]+( \\(\\d+\\))?\\.txt"), "" + file);
        }
        var picture = pastes.picture(new byte[] {1, 2});
        assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(picture));
        assertTrue(picture.toString().endsWith(".png"));
    }

    @Test
    void saysWhyItCouldNotBeKept() throws Exception {
        var inTheWay = Files.createFile(home.resolve("files"));
        var refused = assertThrows(CommandException.class, () -> new Pastes(inTheWay).text("x"));
        assertTrue(refused.getMessage().contains(inTheWay.toString()), refused.getMessage());
        assertTrue(refused.getMessage().contains("try again"), refused.getMessage());
    }
}
