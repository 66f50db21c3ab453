package parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.MessageId;
import parley.transfer.Mover.HopelessException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class LandingTest {

    @TempDir Path home;

    MessageId id = MessageId.random();
    Path folder;
    Path part;
    Landing landing;

    @BeforeEach
    void open() {
        folder = home.resolve("files");
        part = folder.resolve(".parley-" + id.hex() + ".part");
        landing = new Landing(FileChannel::open, folder, id);
    }

    void arrive(String text) throws Exception {
        try (var channel = landing.open()) {
            channel.write(ByteBuffer.wrap(text.getBytes()));
        }
    }

    @Test
    void makesTheFolderAndKeepsWhatArrived() throws Exception {
        assertFalse(landing.exists());
        arrive("half");
        assertTrue(landing.exists());
        try (var channel = landing.open()) {
            assertEquals(4, channel.size());
        }
        landing.delete();
        assertFalse(Files.exists(part));
        landing.delete(); // again, and it is not there
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Whatever others may see of where it lies. */
    @Test
    void whatArrivesIsItsOwnersAlone() throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        arrive("mine");
        assertEquals("rwx------", mode(folder));
        assertEquals("rw-------", mode(part));
        var target = landing.choose("a.txt");
        landing.land(target);
        assertEquals("rw-------", mode(target));
        assertEquals("rwxr-xr-x", mode(home), "it is not ours");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        arrive("another");
        assertEquals("rwxr-xr-x", mode(folder), "nor is one that was there");
        assertEquals("rw-------", mode(part));
    }

    @Test
    void takesTheFirstFreeName() throws Exception {
        arrive("mine");
        assertEquals(folder.resolve("a.txt"), landing.choose("a.txt"));
        Files.writeString(folder.resolve("a.txt"), "theirs");
        assertEquals(folder.resolve("a (1).txt"), landing.choose("a.txt"));
        Files.createSymbolicLink(folder.resolve("a (1).txt"), home.resolve("nowhere")); // a name is a name
        Files.createDirectory(folder.resolve("a (2).txt"));
        var target = landing.choose("a.txt");
        assertEquals(folder.resolve("a (3).txt"), target);
        landing.land(target);
        assertEquals("mine", Files.readString(target));
        assertEquals("theirs", Files.readString(folder.resolve("a.txt")));
        assertFalse(Files.exists(part));
        assertFalse(Files.exists(home.resolve("nowhere")));
    }

    /** Where what is pasted and sent is kept, whatever the letters of that are to the file system. */
    @Test
    void leavesThePlaceOfTheFolderOfCopies() throws Exception {
        arrive("mine");
        assertEquals(folder.resolve("sent (1)"), landing.choose("sent"));
        assertEquals(folder.resolve("Sent (1)"), landing.choose("Sent"));
        assertEquals(folder.resolve("\u017FENT (1)"), landing.choose("\u017FENT"));
        Files.createFile(folder.resolve("sent (1)"));
        assertEquals(folder.resolve("sent (2)"), landing.choose("sent"));
        for (var other : new String[] {"sent.txt", "resent", "sents"})
            assertEquals(folder.resolve(other), landing.choose(other));
    }

    @Test
    void takesNobodysPlace() throws Exception {
        arrive("mine");
        var target = landing.choose("a.txt");
        Files.writeString(target, "theirs, a moment earlier");
        assertThrows(FileAlreadyExistsException.class, () -> landing.land(target));
        assertEquals("theirs, a moment earlier", Files.readString(target));
        assertTrue(landing.exists());
        Files.delete(target);
        Files.createSymbolicLink(target, home.resolve("elsewhere"));
        assertThrows(FileAlreadyExistsException.class, () -> landing.land(target));
        assertFalse(Files.exists(home.resolve("elsewhere")));
    }

    @Test
    void leavesNoEmptyFileWhereTheMoveFails() throws Exception {
        Files.createDirectories(folder); // and nothing has arrived
        var target = landing.choose("a.txt");
        assertThrows(IOException.class, () -> landing.land(target));
        assertFalse(Files.exists(target, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void staysInItsFolder() throws Exception {
        arrive("mine");
        for (var name : new String[] {"../a.txt", "x/a.txt", "/etc/a.txt", "../../a.txt"}) {
            assertThrows(HopelessException.class, () -> landing.choose(name), name);
        }
    }

    @Test
    void followsNoLinkInPlaceOfThePart() throws Exception {
        Files.createDirectories(folder);
        var victim = home.resolve("victim");
        Files.writeString(victim, "precious");
        Files.createSymbolicLink(part, victim);
        assertFalse(landing.exists());
        assertThrows(HopelessException.class, landing::open);
        assertEquals("precious", Files.readString(victim));
        landing.delete();
        assertFalse(Files.exists(part, LinkOption.NOFOLLOW_LINKS));
        assertEquals("precious", Files.readString(victim));
    }

    @Test
    void saysWhereItCannotBeWritten() throws Exception {
        Files.writeString(folder, "a file in place of the folder");
        var e = assertThrows(HopelessException.class, landing::open);
        assertTrue(e.getMessage().contains(folder.toString()), e.getMessage());
    }

    @Test
    void recognisesWhatLandedBefore() throws Exception {
        arrive("four");
        var target = landing.choose("a.txt");
        assertFalse(landing.landed(target, 4)); // chosen, no more
        Files.createFile(target);
        assertFalse(landing.landed(target, 4)); // the name taken, no more: it is given back
        assertFalse(Files.exists(target));
        landing.land(target);
        assertTrue(landing.landed(target, 4));
        assertFalse(landing.landed(target, 5));
        Files.delete(target);
        Files.createSymbolicLink(target, Files.writeString(home.resolve("b"), "four"));
        assertFalse(landing.landed(target, 4));
    }

    @Test
    void givesBackNoNameThatAnotherFileHas() throws Exception {
        arrive("four");
        var target = landing.choose("a.txt");
        Files.writeString(target, "else");
        assertFalse(landing.landed(target, 4));
        assertEquals("else", Files.readString(target));
    }
}
