package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.ImageLoader;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.TrayItem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Message;
import parley.desktop.Bench;
import parley.testing.desktop.Robot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** What is new is counted where a person sees it while the window is behind others. */
class CounterTest {

    @TempDir Path home;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    private static String title() {
        return Display.getCurrent().getShells()[0].getText();
    }

    /** On the UI thread. */
    private static @Nullable TrayItem tray() {
        var tray = Display.getCurrent().getSystemTray();
        return tray == null || tray.getItemCount() == 0 ? null : tray.getItem(0);
    }

    @Test
    void theTitleCountsWhatIsNewUntilItIsRead() throws Exception {
        var client = new FakeClient();
        var mira = Scripts.full(client);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.waitFor("the list", () -> !stage.desk.scene().lines().isEmpty());
            stage.open(mira); // what she said is read by this
            robot.waitFor("a count", () -> title().matches("\\(\\d+\\) Parley"));
            int before = robot.ui(() -> Integer.parseInt(title().replaceAll("\\D", "")));
            var other =
                    client.conversations.all().stream().filter(it -> !it.id().equals(mira)).findFirst().orElseThrow();
            client.message(other.id(), "jonas", "One more", Instant.now(), Message.State.RECEIVED);
            stage.desk.soon();
            robot.waitFor("one more", () -> title().equals("(" + (before + 1) + ") Parley"));
        }
    }

    @Test
    void countsFromOneToManyAndNeverBelowNothing() throws Exception {
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            robot.waitFor("the window", () -> title().equals("Parley"));
            for (int count : new int[] {1, 999, 1000, Integer.MAX_VALUE}) {
                bench.attention().waiting(count, () -> "things");
                var shown = count > 999 ? "999+" : String.valueOf(count);
                robot.waitFor(shown, () -> title().equals("(" + shown + ") Parley"));
            }
            bench.attention().waiting(0, () -> "");
            robot.waitFor("nothing", () -> title().equals("Parley"));
            assertThrows(IllegalArgumentException.class, () -> bench.attention().waiting(-1, () -> ""));
        }
    }

    @Test
    void theTrayCountsAndBringsTheWindowInFront() throws Exception {
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            robot.waitFor("the window", () -> Display.getCurrent().getShells()[0].isVisible());
            assumeTrue(robot.ui(() -> tray() != null), "this system has no tray");
            assertEquals("Parley", robot.ui(() -> tray().getToolTipText()));
            var plain = robot.ui(() -> tray().getImage().getImageData());
            bench.attention().waiting(1, () -> "1 new thing");
            robot.waitFor("one", () -> tray().getToolTipText().equals("Parley: 1 new thing"));
            var counted = robot.ui(() -> tray().getImage().getImageData());
            assertNotEquals(hash(plain), hash(counted), "the count is not on the icon");
            keep("tray-1", counted.scaledTo(120, 120));
            bench.attention().waiting(1234, () -> "1,234 new things");
            robot.waitFor("many", () -> tray().getToolTipText().equals("Parley: 1,234 new things"));
            keep("tray-999", robot.ui(() -> tray().getImage().getImageData().scaledTo(120, 120)));
            robot.run(() -> Display.getCurrent().getShells()[0].setMinimized(true));
            robot.run(() -> tray().notifyListeners(SWT.Selection, null));
            robot.waitFor("the window", () -> !Display.getCurrent().getShells()[0].getMinimized());
        }
    }

    private static int hash(ImageData image) {
        return java.util.Arrays.hashCode(image.data);
    }

    private static void keep(String name, ImageData image) throws Exception {
        var loader = new ImageLoader();
        loader.data = new ImageData[] {image};
        loader.save(
                Files.createDirectories(Path.of("target", "screenshots")).resolve(name + ".png").toString(),
                SWT.IMAGE_PNG);
    }

    @Test
    void leavesTheTrayWhenThePersonWantsThatAndStaysOutOfIt() throws Exception {
        for (int start = 0; start < 2; start++) {
            try (var bench = new Bench(home.resolve("p"));
                    var robot = new Robot(bench.display())) {
                bench.addOwnCommands();
                robot.waitFor("the window", () -> Display.getCurrent().getShells()[0].isVisible());
                if (start == 0) {
                    assumeTrue(robot.ui(() -> tray() != null), "this system has no tray");
                    robot.chord(SWT.MOD1, ',');
                    var search = robot.find(StyledText.class, "preferences.search");
                    robot.waitFor("the keyboard in the search", search::isFocusControl);
                    robot.type("notif");
                    robot.click("notify.tray");
                    robot.picture("preferences-tray");
                }
                robot.waitFor("no icon", () -> tray() == null);
            }
        }
        assertTrue(Files.readString(home.resolve("p")).contains("tray=no"));
    }
}
