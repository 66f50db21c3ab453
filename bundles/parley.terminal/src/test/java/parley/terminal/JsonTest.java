package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class JsonTest {

    private static String written(String text) {
        return Json.write(Map.of("a", text));
    }

    private static void refuses(String problem, String text) {
        var thrown = assertThrows(Json.SyntaxException.class, () -> Json.strings(text), text);
        assertEquals(problem, thrown.getMessage());
    }

    private static List<String> read(String text) throws Exception {
        return Json.strings(text);
    }

    @Test
    void escapesWhatAReaderMightTrip() {
        assertEquals("{\"a\":\"\\\"\\\\\\n\\r\\t\"}", written("\"\\\n\r\t"));
        assertEquals("{\"a\":\"\\u0000\\u001b\\u007f\"}", written("\0\u001b\u007f"));
        assertEquals("{\"a\":\"\\u2028\\u2029\"}", written("\u2028\u2029"));
        assertEquals("{\"a\":\"\\u0080\\u009b\\u009f\u00a0\"}", written("\u0080\u009b\u009f\u00a0"));
        assertEquals("{\"a\":\"Grüße \ud83d\ude00/\"}", written("Grüße \ud83d\ude00/"));
    }

    /** They have no UTF-8: written bare they would become question marks. */
    @Test
    void escapesLoneSurrogates() {
        assertEquals("{\"a\":\"\\ud800\"}", written("\ud800"));
        assertEquals("{\"a\":\"\\udc00x\"}", written("\udc00x"));
        assertEquals("{\"a\":\"\\ud83d\ud83d\ude00\\ude00\"}", written("\ud83d\ud83d\ude00\ude00"));
    }

    @Test
    void writesEveryCharacterSoThatItIsReadBack() {
        for (var c = 0; c < 0x10000; c++) {
            var text = "x" + (char) c;
            var bytes = written(text).getBytes(StandardCharsets.UTF_8);
            var object = Reading.object(new String(bytes, StandardCharsets.UTF_8));
            assertEquals(text, object.getString("a"));
        }
    }

    @Test
    void leavesOutWhatIsAbsent() {
        assertEquals(
                "{\"b\":1,\"c\":true,\"d\":[{\"e\":\"f\"},\"g\"],\"h\":{}}",
                Json.write(
                        Answer.fields(
                                "a",
                                Optional.empty(),
                                "b",
                                Optional.of(1),
                                "c",
                                true,
                                "d",
                                List.of(Map.of("e", Path.of("f")), "g"),
                                "h",
                                Map.of("i", Optional.empty()))));
        assertEquals("{}", Json.write(Map.of()));
        assertEquals("{\"n\":9223372036854775807}", Json.write(Map.of("n", Long.MAX_VALUE)));
    }

    @Test
    void readsStringsAndNothingElse() throws Exception {
        assertEquals(List.of(), read("[]"));
        assertEquals(List.of(), read(" [ \t] "));
        assertEquals(List.of("a", "", "b c"), read("[\"a\",\"\" , \"b c\"]"));
        assertEquals(
                List.of("\"\\/\b\f\n\r\t\u00e9\ud83d\ude00"),
                read("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00\"]"));
        assertEquals(List.of("\ud800"), read("[\"\\ud800\"]"));
        assertEquals(List.of("\u2028"), read("[\"\u2028\"]"));
    }

    @Test
    void saysWhatIsDamaged() {
        for (var other : List.of("1", "null", "true", "{}", "[]", "1e99999999999", "-", "'a'")) {
            refuses("the array holds something that is no string", "[" + other + "]");
        }
        for (var broken : List.of("[", "[\"", "[\"a", "[\"a\\", "[\"a\\u00", "[\"a\"", "[\"a\",", "[ ")) {
            refuses("the array breaks off", broken);
        }
        refuses("the array holds something that is no string", "[\"a\",]");
        refuses("the array holds something that is no string", "[,\"a\"]");
        refuses(", is missing", "[\"a\" \"b\"]");
        refuses("[ is missing", "x");
        refuses("something follows the array", "[] []");
        refuses("something follows the array", "[\"a\"]\u00a0");
        refuses("\\x is no escape", "[\"\\x\"]");
        refuses("\\u is not followed by four hex digits", "[\"\\u12G4\"]");
        refuses("\\u is not followed by four hex digits", "[\"\\u\uff11\uff11\uff11\uff11\"]");
        refuses("a control character stands bare in a string", "[\"a\tb\"]");
        refuses("a control character stands bare in a string", "[\"\0\"]");
    }

    @Test
    void depthAndLengthCostNothing() throws Exception {
        refuses("the array holds something that is no string", "[".repeat(1 << 20));
        assertEquals(List.of("x".repeat(1 << 20)), read("[\"" + "x".repeat(1 << 20) + "\"]"));
        refuses("the array holds something that is no string", "[" + "9".repeat(1 << 20) + "]");
    }
}
