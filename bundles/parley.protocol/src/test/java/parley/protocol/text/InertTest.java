package parley.protocol.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class InertTest {

    @Test
    void takesWhatATerminalWouldObey() {
        assertEquals("\uFFFD[2J\uFFFD]0;x\uFFFD", Inert.text("\u001b[2J\u001b]0;x\u0007"));
        assertEquals("\uFFFD31m", Inert.text("\u009b31m"), "the one-character form of ESC [");
        assertEquals("a\uFFFDb", Inert.text("a\bb"));
        assertEquals("ab", Inert.text("a\rb"), "nothing is written over");
        assertEquals("a\n\tb", Inert.text("a\r\n\tb"));
        assertEquals("a ⏎ b", Inert.line("a\nb"));
        for (var c = 0; c < 0xA0; c++) {
            if (c == '\n' || c == '\t' || c >= 0x20 && c < 0x7F) continue;
            assertTrue(Inert.text(String.valueOf((char) c)).matches("\uFFFD?"), "U+" + Integer.toHexString(c));
        }
    }

    @Test
    void takesWhatTurnsTextAroundOrHides() {
        for (var c :
                List.of(
                        0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x200E, 0x200F, 0x061C,
                        0x200B, 0x2060, 0xFEFF, 0x00AD, 0x2028, 0x2029, 0xE0001, 0xFFF9, 0x0378)) {
            assertEquals("a\uFFFDb", Inert.text("a" + Character.toString(c) + "b"), "U+" + Integer.toHexString(c));
        }
        assertEquals("a\uFFFDb\uFFFD", Inert.text("a\ud800b\udc00"));
    }

    @Test
    void takesTagsThatSpellAHiddenText() {
        var hidden = tags("ignore this");
        assertEquals("a" + "\uFFFD".repeat(11), Inert.text("a" + hidden));
        var england = Character.toString(0x1F3F4) + tags("gbeng") + Character.toString(0xE007F);
        assertEquals(england, Inert.text(england));
        assertEquals(england + "\uFFFD".repeat(11), Inert.text(england + hidden));
        assertEquals(
                Character.toString(0x1F3F4) + "x" + "\uFFFD".repeat(11),
                Inert.text(Character.toString(0x1F3F4) + "x" + hidden));
    }

    @Test
    void takesTheSameInAllItsWays() {
        for (var c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c == '\n' || c == '\t') continue;
            var one = Character.toString(c);
            var kept = Inert.text("a" + one + "b").equals("a" + one + "b");
            var name = "U+" + Integer.toHexString(c);
            assertEquals(kept, Inert.line("a" + one + "b").equals("a" + one + "b"), name);
            assertEquals(kept, Inert.plain("a" + one + "b").equals("a" + one + "b"), name);
            if (!kept) assertTrue(Inert.plain("a" + one + "b").matches("a[ \uFFFD]?b"), name);
        }
    }

    @Test
    void putsNamesOnOneLine() {
        assertEquals("photogpj.exe", Inert.plain("photo\u202Egpj.exe"));
        assertEquals("a b", Inert.plain("a\r\n\u2028\t\u001bb"));
        assertEquals("a b", Inert.plain("a\n\u202E\nb"));
        assertEquals(" a ", Inert.plain("\na\n"));
        assertEquals("x", Inert.plain("\u2066x\u2069\u200F\u200B\uFEFF\u00AD\uD800"));
        assertEquals("a\uFFFDb", Inert.plain("a\u0378b"), "what is newer than this JVM is still something");
        assertEquals("ab", Inert.plain("a" + tags("ignore this") + "b"));
        assertEquals("e" + "\u0301".repeat(4) + "x\u0301", Inert.plain("e" + "\u0301".repeat(5) + "x\u0301"));
        assertEquals("e" + "\u0301".repeat(4), Inert.plain("e" + "\u0301\u200B".repeat(50)), "behind what is left out");
        assertEquals(4, Inert.plain("e" + "\u0301\u200D".repeat(50)).chars().filter(c -> c == '\u0301').count());
    }

    @Test
    void keepsWhatPeopleWrite() {
        for (var text :
                List.of(
                        "Grüße, 世界!",
                        "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
                        "\u2764\ufe0f",
                        "\ud83c\udde9\ud83c\uddea",
                        "می\u200cخواهم",
                        "שלום",
                        "e\u0301")) {
            assertEquals(text, Inert.text(text));
            assertEquals(text, Inert.plain(text));
        }
    }

    private static String tags(String text) {
        var out = new StringBuilder();
        text.chars().forEach(c -> out.appendCodePoint(0xE0000 + c));
        return out.toString();
    }
}
