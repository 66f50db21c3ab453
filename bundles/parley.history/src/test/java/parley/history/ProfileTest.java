package parley.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.history.SealedHistoryTest.bytes;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;

class ProfileTest {

    @TempDir Path home;

    @Test
    void saysWhichProcessHasTheProfileAndTakesItOnceThatHasGone() throws Exception {
        var history = new SealedHistory(home);
        try (var other = Child.start("open", home)) {
            assertEquals("open", other.line());
            var thrown = assertThrows(CommandException.class, history::check);
            assertEquals(Code.PROFILE_IN_USE, thrown.code());
            assertEquals(
                    "the profile "
                            + home
                            + " is used by process "
                            + other.pid()
                            + "; close it or choose another with --home",
                    thrown.getMessage());
            assertEquals(
                    Code.PROFILE_IN_USE, assertThrows(CommandException.class, () -> history.transact(tx -> 1)).code());
        }
        history.check();
        history.close();
    }

    @Test
    void refusesASecondHolderInTheSameProcessWithoutLosingTheFirstOnesLock() throws Exception {
        var first = new SealedHistory(home);
        first.check();
        var second = new SealedHistory(home);
        assertEquals(Code.PROFILE_IN_USE, assertThrows(CommandException.class, second::check).code());
        second.close();
        try (var other = Child.start("open", home)) { // its failure ends it without a line
            assertEquals(null, other.line());
        }
        first.close();
        var third = new SealedHistory(home);
        third.check();
        third.close();
    }

    @Test
    void keepsOthersOut() throws Exception {
        Assumptions.assumeTrue(Files.getFileStore(home).supportsFileAttributeView("posix"));
        Files.createDirectory(
                home.resolve("client"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        var history = new SealedHistory(home);
        history.transact(tx -> {
            tx.put("s", bytes("a"), bytes("v"));
            return null;
        });
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("client"))));
        try (var files = Files.list(home.resolve("client"))) {
            for (var file : files.toList()) {
                assertEquals(
                        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), file + "");
            }
        }
        assertTrue(Files.exists(home.resolve("client/history.db-wal")));
        history.close();
    }

    @Test
    void failsClosedWithoutTheKey() throws Exception {
        fill();
        var key = Files.readAllBytes(home.resolve("client/key"));
        Files.delete(home.resolve("client/key"));
        assertThatItSays(Code.DAMAGED, "key file", "is missing");
        assertFalse(Files.exists(home.resolve("client/key")));
        Files.write(home.resolve("client/key"), key);
        var history = new SealedHistory(home);
        assertEquals(Optional.of(bytes("v")), history.transact(tx -> tx.get("s", bytes("a"))));
        history.close();
    }

    @Test
    void failsClosedWithADamagedKey() throws Exception {
        fill();
        Files.write(home.resolve("client/key"), new byte[10]);
        assertThatItSays(Code.DAMAGED, "key file", "is damaged or from a newer Parley");
    }

    @Test
    void failsClosedWithAnotherProfilesKey() throws Exception {
        fill();
        var other = home.resolve("other");
        var history = new SealedHistory(other);
        history.check();
        history.close();
        Files.copy(
                other.resolve("client/key"),
                home.resolve("client/key"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatItSays(Code.DAMAGED, "does not fit the database");
    }

    @Test
    void leavesAFileThatIsNoDatabaseAsItIs() throws Exception {
        fill();
        var garbage = "this was a database once, and a large one. ".repeat(200).getBytes();
        Files.write(home.resolve("client/history.db"), garbage);
        var history = new SealedHistory(home);
        for (int i = 0; i < 2; i++) {
            var thrown = assertThrows(CommandException.class, history::check);
            assertEquals(Code.DAMAGED, thrown.code());
            assertTrue(
                    thrown.getMessage().contains(home.toRealPath().resolve("client") + " is damaged"),
                    thrown.getMessage());
        }
        history.close();
        assertArrayEquals(garbage, Files.readAllBytes(home.resolve("client/history.db")));
    }

    @Test
    void noticesDamageAfterACrash() throws Exception {
        try (var child = Child.start("count", home)) {
            for (int i = 0; i < 300; i++) child.line();
        }
        var file = home.resolve("client/history.db");
        var bytes = Files.readAllBytes(file);
        assertTrue(Files.size(home.resolve("client/history.db-wal")) > 0);
        // The log has the newer pages; without it, and with every page's head zeroed but the first's, nothing is left.
        Files.write(home.resolve("client/history.db-wal"), new byte[] {1});
        for (int page = 4096; page + 8 <= bytes.length; page += 4096)
            java.util.Arrays.fill(bytes, page, page + 8, (byte) 0x77);
        Files.write(file, bytes);
        assertThatItSays(Code.DAMAGED, "is damaged and was left as it is");
    }

    @Test
    void refusesANewerFormatAndAnotherProgramsDatabase() throws Exception {
        fill();
        sql("PRAGMA user_version=2");
        assertThatItSays(Code.REFUSED, "was written by a newer Parley");
        sql("PRAGMA user_version=0");
        assertThatItSays(Code.DAMAGED, "is damaged");
        sql("PRAGMA user_version=1");
        new SealedHistory(home).check();
    }

    @Test
    void saysWhereItCannotWrite() throws Exception {
        var file = Files.createFile(home.resolve("file"));
        var history = new SealedHistory(file);
        var thrown = assertThrows(CommandException.class, history::check);
        assertEquals(Code.REFUSED, thrown.code());
        assertEquals(
                "the profile in "
                        + file.resolve("client")
                        + " cannot be written; give yourself the permission, or choose"
                        + " another with --home",
                thrown.getMessage());
    }

    @Test
    void saysThatADirectoryIsReadOnly() throws Exception {
        Assumptions.assumeTrue(Files.getFileStore(home).supportsFileAttributeView("posix"));
        Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "root writes everywhere");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("r-x------"));
        try {
            assertThatItSays(Code.REFUSED, "cannot be written");
        } finally {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aFullDiskLosesNothingAndHeals() throws Exception {
        var history = new SealedHistory(home);
        history.transact(tx -> {
            tx.put("s", bytes("a"), bytes("before"));
            return null;
        });
        history.limitPages(12);
        var thrown =
                assertThrows(
                        CommandException.class,
                        () ->
                                history.transact(tx -> {
                                    tx.put("s", bytes("a"), bytes("after"));
                                    tx.put("s", bytes("b"), bytes("x".repeat(200_000)));
                                    return null;
                                }));
        assertEquals(Code.DISK_FULL, thrown.code());
        assertTrue(thrown.getMessage().endsWith("is full; free some space and try again"), thrown.getMessage());
        assertEquals(Optional.of(bytes("before")), history.transact(tx -> tx.get("s", bytes("a"))));
        history.limitPages(1_000_000);
        history.transact(tx -> {
            tx.put("s", bytes("b"), bytes("x".repeat(200_000)));
            return null;
        });
        history.close();
    }

    private void fill() throws Exception {
        var history = new SealedHistory(home);
        history.transact(tx -> {
            tx.put("s", bytes("a"), bytes("v"));
            return null;
        });
        history.close();
    }

    private void assertThatItSays(Code code, String... parts) {
        var history = new SealedHistory(home);
        var thrown = assertThrows(CommandException.class, history::check);
        history.close();
        assertEquals(code, thrown.code(), thrown.getMessage());
        for (var part : parts) assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
    }

    private void sql(String sql) throws Exception {
        try (var connection = new JDBC().connect("jdbc:sqlite:" + home.resolve("client/history.db"), new Properties());
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
