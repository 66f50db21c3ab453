package parley.desktop.chat.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import parley.desktop.chat.timeline.Rich.Kind;
import parley.desktop.chat.timeline.Rich.Style;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

class RichTest {

    private static Rich of(String text) {
        return Rich.of(text, Integer.MAX_VALUE);
    }

    /** What is shown, with each span in brackets behind a letter for its style. */
    private static String marked(Rich rich) {
        var text = new StringBuilder();
        for (int at = 0; at <= rich.shown.length(); at++) {
            for (var span : rich.spans) if (span.end() == at) text.append(']');
            int place = at;
            rich.spans.stream()
                    .filter(span -> span.start() == place)
                    .forEach(span -> text.append(span.style().name().charAt(0)).append('['));
            if (at < rich.shown.length()) text.append(rich.shown.charAt(at));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "a **bold** word, a B[bold] word",
        "__bold__, B[bold]",
        "*thin* and _thin_, I[thin] and I[thin]",
        "~~gone~~, S[gone]",
        "run `make *all*`, run C[make *all*]",
        "**bold *both* bold**, B[bold I[both] bold]",
        "(**x**)!, (B[x])!",
        "\\*as it is\\*, *as it is*",
        "see https://example.org/a_b_c now, see L[https://example.org/a_b_c] now",
        "[the boats](https://example.org/boats), L[the boats]",
        "**سلام** دنیا, B[سلام] دنیا"
    })
    void styles(String said, String shown) {
        assertEquals(shown, marked(of(said)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2*3*4",
                "a_b_c",
                "snake_case_name",
                "a * x *",
                ">",
                "** x **",
                "***",
                "a * b",
                "**open",
                "close**",
                "`open",
                "``",
                "~~",
                "C:\\temp\\new",
                "[x](javascript:alert(1))",
                "[x](file:///etc/passwd)",
                "[x] (https://)",
                "<b>bold</b> <img src=x>",
                "![x](y)",
                "# no heading",
                ">:(",
                ">_>",
                "-1 degrees",
                "-",
                "1.",
                "```",
                "```\nopen"
            })
    void leavesAloneWhatIsNotMeant(String text) {
        var rich = of(text);
        assertEquals(text, rich.shown);
        assertEquals(List.of(), rich.spans);
        assertTrue(rich.blocks.stream().allMatch(block -> block.kind() == Kind.PLAIN));
    }

    private static String blocks(Rich rich) {
        return rich.blocks.stream()
                .map(it -> it.kind() + "(" + rich.shown.substring(it.start(), it.end()).replace('\n', '/') + ")")
                .collect(Collectors.joining(" "));
    }

    @Test
    void tellsParagraphsApart() {
        assertEquals("PLAIN(see) CODE(a *b*/  c) PLAIN(end)", blocks(of("see\n```java\na *b*\n  c\n```\nend")));
        assertEquals("CODE(x = 1)", blocks(of("```x = 1```")));
        assertEquals("QUOTE(one/two) PLAIN(answer)", blocks(of("> one\n> two\n\nanswer")));
        assertEquals("PLAIN(list:) ITEM(• a) ITEM(• b) ITEM(1. c)", blocks(of("list:\n- a\n  * b\n1. c")));
        assertEquals(1, of("list:\n- a\n  * b").blocks.get(2).depth());
        assertEquals("PLAIN(a/b)", blocks(of("a\nb")));
        assertEquals("PLAIN()", blocks(of("")));
    }

    @Test
    void copiesWhatWasSaid() {
        var said = "a **bold** `x`\n> q";
        var rich = of(said);
        assertEquals("a bold x\nq", rich.shown);
        assertEquals(said, rich.source(0, rich.shown.length()));
        assertEquals("bold", rich.source(2, 6));
        assertEquals("a **bold", rich.source(0, 6));
        assertEquals("", rich.source(3, 3));
        assertEquals("- a", of("- a\n- b").source(0, 3));
    }

    @Test
    void showsTheBeginningOfSomethingEndlessAndAWayToTheRest() {
        var text = "word ".repeat(1000);
        var rich = Rich.of(text, 2000);
        assertTrue(rich.shown.endsWith("… Show all"));
        var link = rich.spans.getLast();
        assertEquals(Rich.SHOW_ALL, link.target());
        assertEquals(rich.shown.length(), link.end());
        assertEquals(text, rich.source(0, rich.shown.length()));
        assertEquals("", rich.source(rich.shown.length() - 5, rich.shown.length() - 1), "nobody said that");
        assertEquals("… Show all", Rich.of("x😀", 2).shown.substring(1), "no half of a letter");
        assertEquals("word", Rich.of("word", 4).shown);
    }

    @Test
    void boundsTheNumberOfParagraphs() {
        assertEquals(120, of("- a\n".repeat(120).strip()).blocks.size());
        assertEquals(121, of("- a\n".repeat(5000)).blocks.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "**a",
                "_a ",
                "a_ _b",
                "`",
                "` a",
                "[",
                "[a](http://x",
                "[a]",
                "```\n",
                "```a`\n",
                "> ",
                "> a\n",
                "- a\n",
                "~~",
                "\\*",
                "https://",
                "http://a.b/ ",
                "😀",
                "Z\u0335\u0321\u0322\u0323\u0324",
                "*_**__~~",
                " ",
                "\n",
                "x"
            })
    void takesAMegabyteInAFewMilliseconds(String piece) {
        var text = piece.repeat(1_000_000 / piece.length());
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertEquals(text, of(text).source(0, Integer.MAX_VALUE));
        double millis = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e6;
        assertTrue(millis < 1500, piece + " took " + millis + " ms");
    }

    @Test
    void holdsWhateverIsSaid() {
        var random = new Random(7);
        var signs = "*_~`[](>-1. \n\\ab😀سhttps://x.y/".codePoints().toArray();
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (int at = random.nextInt(40); at > 0; at--) text.appendCodePoint(signs[random.nextInt(signs.length)]);
            check(text.toString());
        }
    }

    private static void check(String said) {
        var rich = of(said);
        int length = rich.shown.length(), end = 0;
        assertEquals(said, rich.source(0, length), said);
        for (var block : rich.blocks) {
            assertTrue(block.start() >= end && block.end() >= block.start() && block.end() <= length, said);
            end = block.end();
        }
        for (var span : rich.spans) {
            assertTrue(span.start() >= 0 && span.start() <= span.end() && span.end() <= length, said);
            if (span.style() == Style.LINK) assertTrue(!Links.host(span.target()).isEmpty(), said);
        }
        for (int at = 0; at < length; at++) {
            var letter = rich.shown.charAt(at);
            if (letter != '•')
                assertTrue(rich.source(at, length).isEmpty() || at == 0 || said.indexOf(letter) >= 0, said);
        }
    }
}
