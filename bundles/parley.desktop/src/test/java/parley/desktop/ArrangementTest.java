package parley.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.graphics.Rectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.Arrangement.Stand;
import parley.desktop.api.ViewInfo.Place;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class ArrangementTest {

    @TempDir Path home;

    private Arrangement of(String... lines) throws Exception {
        return new Arrangement(new Preferences(Files.writeString(home.resolve("p"), String.join("\n", lines))));
    }

    @Test
    void remembersAllOfItOverARestart() {
        var file = home.resolve("p");
        var preferences = new Preferences(file);
        var before = new Arrangement(preferences);
        assertEquals(Optional.empty(), before.window());
        before.remember(new Rectangle(-40, 30, 900, 700), false, 300);
        before.remember(new Rectangle(0, 0, 1400, 900), true, 301);
        before.put("a.view", new Stand.Hidden());
        before.put("other = view", new Stand.Apart(new Rectangle(-5, 6, 300, 400)));
        before.put("third", new Stand.Hidden());
        before.put("third", new Stand.Here());
        before.front(Place.CENTER, "a.view");
        preferences.save();
        var after = new Arrangement(new Preferences(file));
        assertEquals(Optional.empty(), after.damage());
        assertEquals(Optional.of(new Rectangle(-40, 30, 900, 700)), after.window());
        assertTrue(after.maximized());
        assertEquals(301, after.side());
        assertEquals(new Stand.Hidden(), after.stand("a.view"));
        assertEquals(new Stand.Apart(new Rectangle(-5, 6, 300, 400)), after.stand("other = view"));
        assertEquals(new Stand.Here(), after.stand("third"));
        assertEquals("a.view", after.front(Place.CENTER));
        assertEquals("", after.front(Place.SIDE));
    }

    /** What the version before this one wrote. */
    @Test
    void readsWhatWasWrittenBeforeViewsCouldBeArranged() throws Exception {
        var arrangement =
                of("window.x=10", "window.y=-20", "window.width=1000", "window.height=640", "window.maximized=false");
        assertEquals(Optional.of(new Rectangle(10, -20, 1000, 640)), arrangement.window());
        assertEquals(Optional.empty(), arrangement.damage());
        assertEquals(Optional.empty(), of("window.maximized=true", "window.side=232").damage());
    }

    @Test
    void isAsNewAndSaysSoOnceIfAnythingOfItIsDamaged() throws Exception {
        var well = List.of("theme=dark", "window.x=1", "window.y=2", "window.width=300", "window.height=200");
        for (var damaged :
                new String[] {
                    "window.width=199",
                    "window.width=20001",
                    "window.x=-20001",
                    "window.side=231",
                    "window.side=561",
                    "window.maximized=perhaps",
                    "window.y=",
                    "layout.view.a=somewhere",
                    "layout.view.a=apart 1 2 199 300",
                    "layout.view.a=apart 1 2 300 20001",
                    "layout.view.a=apart 99999999999 2 300 300",
                    "layout.view.a=apart 1 2 300",
                }) {
            var arrangement = of(String.join("\n", well), "layout.view.b=hidden", damaged);
            assertTrue(arrangement.damage().orElseThrow().contains("arranged as new"), damaged);
            assertEquals(Optional.empty(), arrangement.damage());
            assertEquals(Optional.empty(), arrangement.window(), damaged);
            assertEquals(new Stand.Here(), arrangement.stand("b"), damaged);
            var again = new Preferences(home.resolve("p"));
            assertEquals(Optional.empty(), new Arrangement(again).damage(), damaged);
            assertEquals("dark", again.get("theme", ""), damaged);
        }
        assertTrue(of("window.x=1", "window.y=2", "window.width=300").damage().isPresent(), "no height");
        assertEquals(Optional.empty(), of(String.join("\n", well), "layout.view.a=apart 1 -2 200 20000").damage());
    }

    @Test
    void writesNothingThatItWouldNotRead() {
        var preferences = new Preferences(home.resolve("p"));
        var before = new Arrangement(preferences);
        before.remember(new Rectangle(-99_999, 99_999, 5, 99_999), false, Frame.MAX_SIDE);
        before.put("a", new Stand.Apart(new Rectangle(99_999, -99_999, 99_999, 5)));
        preferences.save();
        var after = new Arrangement(new Preferences(home.resolve("p")));
        assertEquals(Optional.empty(), after.damage());
        assertEquals(Optional.of(new Rectangle(-20_000, 20_000, 200, 20_000)), after.window());
        assertEquals(new Stand.Apart(new Rectangle(20_000, -20_000, 20_000, 200)), after.stand("a"));
    }
}
