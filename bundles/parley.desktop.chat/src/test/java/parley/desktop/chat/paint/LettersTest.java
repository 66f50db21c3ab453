package parley.desktop.chat.paint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.Bench;
import parley.desktop.api.TextStyle;
import parley.desktop.chat.Screen;
import parley.testing.desktop.Robot;

import java.nio.file.Path;

class LettersTest {

    @TempDir Path home;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @Test
    void holdsTheMostRecentWordsAndNoMore() throws Exception {
        try (var bench = new Bench(home.resolve("desktop.properties"));
                var robot = new Robot(bench.display())) {
            var letters = new Letters(bench.theme());
            robot.run(() -> {
                var first = letters.size(TextStyle.SMALL, "10:42");
                for (int i = 0; i < 3 * Letters.MOST; i++) letters.size(TextStyle.SMALL, "word " + i);
                assertEquals(Letters.MOST, letters.held());
                assertEquals(first, letters.size(TextStyle.SMALL, "10:42"), "laid out anew");
                assertEquals(0, letters.size(TextStyle.SMALL, "").x);
                letters.dispose();
                assertEquals(0, letters.held());
            });
        }
    }

    @Test
    void growsWithTheText() throws Exception {
        try (var bench = new Bench(home.resolve("desktop.properties"));
                var robot = new Robot(bench.display())) {
            bench.addOwnCommands();
            var letters = new Letters(bench.theme());
            int before = robot.ui(() -> letters.size(TextStyle.BODY, "Mira").x);
            robot.waitFor(
                    "a command",
                    () -> bench.commands().menu().stream().anyMatch(it -> it.id().equals("parley.preferences")));
            robot.run(() -> {
                for (int i = 0; i < 3; i++) bench.commands().run("parley.zoom.in");
            });
            int after = robot.ui(() -> letters.size(TextStyle.BODY, "Mira").x);
            assertTrue(after > before, before + " points, then " + after);
            robot.run(letters::dispose);
        }
    }
}
