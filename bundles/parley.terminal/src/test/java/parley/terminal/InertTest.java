package parley.terminal;

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
        }
    }

    private static String tags(String text) {
        var out = new StringBuilder();
        text.chars().forEach(c -> out.appendCodePoint(0xE0000 + c));
        return out.toString();
    }
}
