package parley.protocol.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.protocol.samples.Kinds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Holds docs/protocol.md to the frames, problems and rights there are. */
class DocumentTest {

    private static final Path DOCUMENT = Path.of("..", "..", "docs", "protocol.md");

    private static String document() throws IOException {
        return Files.readString(DOCUMENT);
    }

    @Test
    void everyFrameHasItsSectionInOrder() throws Exception {
        var frames = new TreeMap<Integer, String>();
        for (var frame : Kinds.FRAME.samples().values()) {
            frames.put(FrameCodec.encode(frame).get(0) & 0xFF, frame.getClass().getSimpleName());
        }
        var expected = new ArrayList<String>();
        frames.forEach((type, name) -> expected.add("### " + type + " " + name));
        var headings = document().lines().filter(line -> Pattern.matches("### \\d+ .*", line)).toList();
        assertEquals(expected, headings);
    }

    @Test
    void sectionsNameVectorsThatThereAre() throws Exception {
        var document = document();
        var frames = document.substring(document.indexOf("\n## Frames"), document.indexOf("\n## Problems"));
        var named =
                Pattern.compile("\\*([A-Z][^*]+)\\*")
                        .matcher(frames.replaceAll("\\*\\*[^*]+\\*\\*", "").replace('\n', ' '));
        var names = Kinds.FRAME.samples().keySet();
        var found = 0;
        while (named.find()) {
            var name = named.group(1);
            var prefix = name.endsWith("…") ? name.substring(0, name.length() - 1) : null;
            assertTrue(
                    prefix == null ? names.contains(name) : names.stream().anyMatch(it -> it.startsWith(prefix)), name);
            found++;
        }
        assertTrue(found >= 37, found + " vectors named");
    }

    @Test
    void everyProblemAndRightIsListed() throws Exception {
        var document = document();
        for (var problem : Problem.values()) {
            assertTrue(document.contains("| " + problem.code() + " | `" + problem + "` |"), problem.toString());
        }
        for (var right : Right.values()) {
            assertTrue(document.contains("| " + right.code() + " | " + right + " |"), right.toString());
        }
    }
}
