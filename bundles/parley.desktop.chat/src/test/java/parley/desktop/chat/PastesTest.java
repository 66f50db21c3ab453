package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

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
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(picture)));
        var folder = Files.getPosixFilePermissions(home.resolve("files"));
        assertEquals("rwx------", PosixFilePermissions.toString(folder), "its owner's alone, wherever it lies");
    }

    @Test
    void saysWhyItCouldNotBeKept() throws Exception {
        var inTheWay = Files.createFile(home.resolve("files"));
        var refused = assertThrows(CommandException.class, () -> new Pastes(inTheWay).text("x"));
        assertTrue(refused.getMessage().contains(inTheWay.toString()), refused.getMessage());
        assertTrue(refused.getMessage().contains("try again"), refused.getMessage());
    }

    private static Map<String, String> entries(Path zip) throws IOException {
        var entries = new TreeMap<String, String>();
        try (var in = new ZipInputStream(Files.newInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
                entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return entries;
    }

    @Test
    void packsAFolderWithItsTreeAndFollowsNoLink() throws Exception {
        var folder = Files.createDirectories(home.resolve("Lake سلام"));
        Files.createDirectories(folder.resolve("empty"));
        Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("a/b/deep.txt"), "deep");
        Files.writeString(folder.resolve("top.txt"), "top");
        var secret = Files.writeString(home.resolve("secret"), "not in it");
        Files.createSymbolicLink(folder.resolve("link"), secret);
        Files.createSymbolicLink(folder.resolve("way"), home);
        var pastes = new Pastes(home.resolve("files"));
        var zip = pastes.whole(folder);
        assertEquals("Lake سلام.zip", zip.getFileName().toString());
        assertEquals(
                Map.of(
                        "Lake سلام/", "",
                        "Lake سلام/a/", "",
                        "Lake سلام/a/b/", "",
                        "Lake سلام/a/b/deep.txt", "deep",
                        "Lake سلام/empty/", "",
                        "Lake سلام/top.txt", "top"),
                entries(zip));
        assertEquals("Lake سلام (2).zip", pastes.whole(folder).getFileName().toString());
        assertEquals(secret, pastes.whole(secret), "what is no folder goes as it is");
    }

    /** The archive lies within what is packed: it does not hold itself. */
    @Test
    void packsAFolderThatTheArchiveLiesIn() throws Exception {
        Files.writeString(Files.createDirectories(home.resolve("all")).resolve("one.txt"), "one");
        var zip = new Pastes(home.resolve("all/files")).whole(home.resolve("all"));
        assertEquals(Set.of("all/", "all/files/", "all/one.txt"), entries(zip).keySet());
    }

    /** Links within a folder lead elsewhere; one that a person chooses is what they mean. */
    @Test
    void packsWhatAChosenLinkLeadsTo() throws Exception {
        Files.writeString(Files.createDirectories(home.resolve("real")).resolve("one.txt"), "one");
        var link = Files.createSymbolicLink(home.resolve("Holiday"), home.resolve("real"));
        var zip = new Pastes(home.resolve("files")).whole(link);
        assertEquals("Holiday.zip", zip.getFileName().toString());
        assertEquals(Map.of("Holiday/", "", "Holiday/one.txt", "one"), entries(zip));
    }

    @Test
    void leavesNoHalfAnArchiveBehind() throws Exception {
        var folder = Files.createDirectories(home.resolve("much"));
        for (var name : List.of("1", "2", "3")) Files.createFile(folder.resolve(name));
        var pastes = new Pastes(home.resolve("files"), 3);
        var refused = assertThrows(CommandException.class, () -> pastes.whole(folder));
        assertTrue(refused.getMessage().contains("more than 3 files and folders"), refused.getMessage());
        try (var left = Files.list(home.resolve("files"))) {
            assertEquals(0, left.count());
        }
        Files.delete(folder.resolve("1"));
        assertEquals(Set.of("much/", "much/2", "much/3"), entries(pastes.whole(folder)).keySet());
    }
}
