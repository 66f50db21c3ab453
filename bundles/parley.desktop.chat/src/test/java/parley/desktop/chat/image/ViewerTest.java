package parley.desktop.chat.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.eclipse.swt.widgets.Display;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.Bench;
import parley.desktop.chat.Screen;
import parley.testing.desktop.Robot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ViewerTest {

    @TempDir Path home;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    /** The system's dialog stays while the profile is locked, and is answered by whoever sits there then. */
    @Test
    void savesNoCopyOnceItIsClosed() throws Exception {
        var file = Files.writeString(home.resolve("a.png"), "no picture, and a file");
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            var viewer =
                    robot.ui(() -> {
                        var shell = Display.getCurrent().getShells()[0];
                        return new Viewer(shell, bench.theme(), List.of(new Viewer.Shot("a", "a.png", file)), 0, shell);
                    });
            robot.run(() -> viewer.copy(home.resolve("kept").toString()));
            assertEquals("no picture, and a file", Files.readString(home.resolve("kept")));
            robot.run(() -> {
                viewer.close();
                viewer.copy(home.resolve("late").toString());
            });
            assertFalse(Files.exists(home.resolve("late")));
        }
    }
}
