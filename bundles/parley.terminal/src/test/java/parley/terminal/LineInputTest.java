package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

class LineInputTest {

    private static final int MIB = 1 << 20;

    private static LineInput of(String text) {
        return new LineInput(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static void assertRefused(LineInput input, Code code, String sentence) {
        var thrown = assertThrows(CommandException.class, input::next);
        assertEquals(code, thrown.code());
        assertEquals(sentence, thrown.getMessage());
    }

    @Test
    void readsLinesHoweverTheyEnd() throws Exception {
        var input = of("one\ntwo\r\n\n \r\nlast");
        for (var line : new String[] {"one", "two", "", " ", "last"}) assertEquals(line, input.next());
        assertNull(input.next());
        assertNull(of("").next());
        var ended = of("x\n");
        assertEquals("x", ended.next());
        assertNull(ended.next());
        assertEquals("a\rb", of("a\rb\n").next());
    }

    @Test
    void takesAMebibyteAndNoByteMore() throws Exception {
        var tooLong = "a line has at most 1048576 bytes; send long text as a file";
        for (var end : new String[] {"\n", "\r\n"}) {
            var input =
                    of("x".repeat(MIB) + end + "y".repeat(MIB + 1) + end + "z".repeat(3 * MIB) + end + "next" + end);
            assertEquals("x".repeat(MIB), input.next());
            assertRefused(input, Code.TOO_LARGE, tooLong);
            assertRefused(input, Code.TOO_LARGE, tooLong);
            assertEquals("next", input.next());
            assertNull(input.next());
        }
        assertEquals("x".repeat(MIB), of("x".repeat(MIB)).next());
        var unended = of("x".repeat(MIB + 1));
        assertRefused(unended, Code.TOO_LARGE, tooLong);
        assertNull(unended.next());
    }

    @Test
    void refusesWhatIsNotUtf8AndGoesOn() throws Exception {
        var sentence = "the line is not UTF-8; write it in UTF-8";
        var input = of("\u00e9\n\u00c3\u00a9\n\u00ed\u00a0\u0080\n\u00c0\u0080\nok\n");
        assertRefused(input, Code.USAGE, sentence);
        assertEquals("é", input.next());
        assertRefused(input, Code.USAGE, sentence); // a lone surrogate
        assertRefused(input, Code.USAGE, sentence); // NUL, overlong
        assertEquals("ok", input.next());
    }
}
