package parley.desktop.chat.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.Bench;
import parley.desktop.api.TextStyle;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class PiecesTest {

    private static final int WIDE = 400;

    @TempDir Path home;

    @BeforeAll
    static void screen() {
        Assumptions.assumeTrue(System.getenv("DISPLAY") != null, "no display");
    }

    /** The first letter of each line stands at the side where its own language begins. */
    @Test
    void eachLineRunsInItsOwnDirection() throws Exception {
        var lines =
                List.of(
                        "Hello, who is in?",
                        "שלום! הסרט מוכן — 93 minutes",
                        "(12:30)", // as the line before: it has no direction of its own
                        "See you — שלום",
                        "سلام! شنبه ساعت ۹",
                        "ok");
        var sides = List.of("left", "right", "right", "left", "right", "left");
        assertEquals(sides, sides(lines));
        assertEquals(List.of("left", "left"), sides(List.of("🎬 12", "(…)")), "nothing has a direction");
    }

    /** On which side each of {@code lines} begins when all of them are laid out as one text. */
    private List<String> sides(List<String> lines) throws Exception {
        try (var bench = new Bench(home.resolve("desktop.properties"));
                var robot = new Robot(bench.display())) {
            return robot.ui(() -> {
                var font = bench.theme().font(TextStyle.BODY);
                var said = Rich.of(String.join("\n", lines), 1000);
                var pieces = new Pieces(said, Look.of(bench.theme(), font, false), WIDE);
                pieces.stretch(WIDE);
                var sides = new ArrayList<String>();
                int from = 0;
                for (var line : lines) {
                    sides.add(side(pieces, from, from + line.length()));
                    from += line.length() + 1;
                }
                pieces.dispose();
                return sides;
            });
        }
    }

    /** On which side the letters from {@code start} to {@code end}, which are a line, begin. */
    private static String side(Pieces pieces, int start, int end) {
        int y = 0;
        while (pieces.offset(WIDE / 2, y) < start || pieces.offset(WIDE / 2, y) > end) y++;
        y += 3; // into the line
        int left = pieces.offset(0, y), right = pieces.offset(WIDE - 1, y);
        return left == start && right > start ? "left" : right == start && left > start ? "right" : left + ", " + right;
    }
}
