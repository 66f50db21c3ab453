package parley.client.api.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class OwnFileTest {

    @TempDir Path home;

    private Path open(String name) throws Exception {
        var folder = Files.createDirectory(home.resolve(name));
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void makesFoldersForTheirOwnerAndLeavesThoseThereAre() throws Exception {
        var there = open("there");
        OwnFile.makeFolder(there.resolve("new/within"));
        OwnFile.makeFolder(there);
        assertEquals("rwx------", mode(there.resolve("new")));
        assertEquals("rwx------", mode(there.resolve("new/within")));
        assertEquals("rwxr-xr-x", mode(there));
    }

    @Test
    void closesAFolderButNotOneThatALinkNames() throws Exception {
        var own = open("own");
        OwnFile.closeFolder(own);
        assertEquals("rwx------", mode(own));
        var others = open("others");
        OwnFile.closeFolder(Files.createSymbolicLink(home.resolve("link"), others));
        assertEquals("rwxr-xr-x", mode(others));
        OwnFile.closeFolder(home.resolve("nothing"));
    }
}
