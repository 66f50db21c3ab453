package parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

class SafeNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holiday.jpg",
                "Grüße aus Łódź.txt",
                "写真 (2).tar.gz",
                "👩‍👩‍👧 Familie.png",
                "a..b",
                "CONSOLE.txt",
                "COM10",
                "xCON"
            })
    void leavesAHarmlessNameAsItIs(String name) {
        assertEquals(name, SafeName.of(name));
    }

    @ParameterizedTest
    @CsvSource({
        "../../.ssh/authorized_keys, authorized_keys",
        "..\\..\\Startup\\x.bat, x.bat",
        "/etc/passwd, passwd",
        "C:\\x, x",
        "C:x, C_x",
        "\\\\server\\share, share",
        "x.txt:stream, x.txt_stream",
        "a<b>c\"d|e?f*g, a_b_c_d_e_f_g",
        ".bashrc, bashrc",
        "...hidden, hidden",
        "'name. . ', name",
        "'  name', name",
        "CON, _CON",
        "CON.txt, _CON.txt",
        "nul.tar.gz, _nul.tar.gz",
        "'COM1 .txt', _COM1 .txt",
        "COM¹, _COM¹",
        "lpt³.doc, _lpt³.doc",
        "conout$, _conout$",
    })
    void takesTheHarmOut(String name, String safe) {
        assertEquals(safe, SafeName.of(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "...", "../", "C:\\", "/", "   ", ". . .", "\u0301\u0302", "\u202E", "\u3164"})
    void givesAFileWithoutANameOne(String name) {
        var safe = SafeName.of(name);
        assertTrue(safe.startsWith("file_"), safe);
        assertEquals(safe, Path.of(safe).getFileName().toString());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, '\t', '\n', 0x1B, 0x7F, 0x85, 0xAD, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B,
                0x202C, 0x202D, 0x202E, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF, 0xE000, 0xE0041, 0x10FFFF,
                0xD800, 0x3164, 0x115F, 0x1160, 0xFFA0, 0x2800, 0x034F
            })
    void showsNothingThatIsNotToBeSeen(int character) {
        var name = "photo" + Character.toString(character) + "gpj.exe";
        assertEquals("photo_gpj.exe", SafeName.of(name));
    }

    @Test
    void composesWhatLooksAlike() {
        assertEquals("\u00E9", SafeName.of("e\u0301"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "写", "😀", "👩‍👩‍👧", "e\u0316", ". "})
    void cutsAtAWholeCharacter(String unit) {
        var name = "x" + unit.repeat(300) + ".jpeg";
        var safe = SafeName.of(name);
        assertTrue(bytes(safe) <= 205 && bytes(SafeName.numbered(safe, 9_999)) <= 255, safe);
        assertTrue(safe.endsWith(".jpeg"), safe);
        assertFalse(safe.contains("\uFFFD") || safe.contains("?"), safe);
        assertEquals(safe, new String(safe.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        assertEquals(safe, SafeName.of(safe)); // nothing is left to take out
    }

    @Test
    void keepsWhatFitsAndCutsOneByteMore() {
        assertEquals("a".repeat(200), SafeName.of("a".repeat(200)));
        assertEquals("a".repeat(200), SafeName.of("a".repeat(201)));
        assertEquals("a".repeat(197) + ".gz", SafeName.of("a".repeat(255) + ".gz"));
        assertEquals(200, bytes(SafeName.of("a." + "b".repeat(300)))); // too long for an extension
    }

    @Test
    void countsBeforeTheExtension() {
        assertEquals("report (2).pdf", SafeName.numbered("report.pdf", 2));
        assertEquals("report (1)", SafeName.numbered("report", 1));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
