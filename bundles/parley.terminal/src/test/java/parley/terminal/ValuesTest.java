package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ValuesTest {

    @TempDir Path directory;

    @Test
    void isOnOrOff() throws Exception {
        assertTrue(Values.isOn("on"));
        assertFalse(Values.isOn("off"));
        assertEquals("on", Values.word(true));
        assertEquals("off", Values.word(false));
        for (var wrong : List.of("", "On", "on ", "yes", "1")) {
            refuses(Code.USAGE, wrong + " is neither on nor off; write one", () -> Values.isOn(wrong));
        }
        refuses(Code.USAGE, "\uFFFD[2J is neither on nor off; write one", () -> Values.isOn("\u001b[2J"));
    }

    @Test
    void countsWithinBounds() throws Exception {
        assertEquals(1, Values.number("--last", "1", 10));
        assertEquals(10, Values.number("--last", "10", 10));
        assertEquals(Long.MAX_VALUE, Values.number("--next", "9223372036854775807", Long.MAX_VALUE));
        for (var wrong : List.of("0", "11", "-1", "", "x", "1.5", "9223372036854775808", "1 ")) {
            refuses(Code.USAGE, "--last takes a number from 1 to 10", () -> Values.number("--last", wrong, 10));
        }
    }

    @Test
    void readsPicturesThatAreNotTooLarge() throws Exception {
        var most = 32 * 1024;
        var file = Files.write(directory.resolve("me.png"), new byte[most]);
        assertArrayEquals(new byte[most], Values.picture(file.toString(), most));
        var empty = Files.createFile(directory.resolve("empty"));
        assertEquals(0, Values.picture(empty.toString(), most).length);

        Files.write(file, new byte[most + 1]);
        refuses(
                Code.TOO_LARGE,
                "a picture's file has at most 32 KiB; make it smaller and try again",
                () -> Values.picture(file.toString(), most));
        Files.write(file, new byte[(1 << 20) + 1]);
        refuses(
                Code.TOO_LARGE,
                "a picture's file has at most 1 MiB; make it smaller and try again",
                () -> Values.picture(file.toString(), 1 << 20));
    }

    @Test
    void saysWhichPictureCannotBeRead() {
        var missing = directory.resolve("missing").toString();
        refuses(Code.NOT_FOUND, "there is no file " + missing, () -> Values.picture(missing, 1024));
        refuses(Code.NOT_FOUND, "there is no file " + directory, () -> Values.picture(directory.toString(), 1024));
        var wrong = assertThrows(CommandException.class, () -> Values.picture("a\0b", 1024));
        assertEquals(Code.NOT_FOUND, wrong.code());
        assertTrue(String.valueOf(wrong.getMessage()).endsWith("check its name and rights"), wrong::getMessage);
    }

    private static void refuses(Code code, String sentence, Executable call) {
        var refused = assertThrows(CommandException.class, call);
        assertEquals(code, refused.code());
        assertEquals(sentence, refused.getMessage());
    }
}
