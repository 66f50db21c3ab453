package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The sample for the desktop, built by its one command, comes into the running window, works, and goes without a trace.
 */
@Timeout(300)
class DesktopPluginTest {

    private static final String GROUND = "0b2129"; // of the sample's theme, at the side

    @TempDir Path directory;

    @Test
    void putsAViewACommandAndAThemeIntoTheRunningWindowAndTakesThemAway() throws Exception {
        var sample = SamplePlugin.clocks();
        try (var company = new Company(directory);
                var desktop = new SeenDesktop(company.home("robin"))) {
            join(desktop, company);
            var usual = desktop.robot("colour", "conversations", "2", "2");

            // What is dropped into the folder waits for a person's yes to its publisher, which the page asks for.
            var file = drop(company.home("robin"), sample.jar());
            desktop.robot("chord", "p");
            desktop.choose("plugins.list", SamplePlugin.CLOCKS);
            desktop.awaitSaid("plugins", "Nobody has accepted the publisher");
            desktop.robot("drop", "plugins", file.toString());
            desktop.awaitShown("plugins.yes");
            desktop.awaitSaid("plugins", "Lisbon, Tehran and Tokyo");
            desktop.robot("click", "plugins.yes");
            works(desktop);

            Files.delete(file);
            gone(desktop, usual);

            // Its publisher is known by now: it comes by itself, in the theme that was left.
            drop(company.home("robin"), sample.jar());
            desktop.awaitShown("example.clocks");
            awaitColour(desktop, GROUND);
            desktop.choose("plugins.list", SamplePlugin.CLOCKS);
            desktop.awaitShown("plugins.remove");
            desktop.robot("click", "plugins.remove");
            desktop.awaitShown("plugins.remove.yes");
            desktop.robot("click", "plugins.remove.yes");
            desktop.awaitSaid("plugins", SamplePlugin.CLOCKS + " is gone.");
            gone(desktop, usual);
        }
    }

    private static void join(SeenDesktop desktop, Company company) {
        desktop.robot("size", "1100", "760");
        desktop.awaitShown("first.name");
        desktop.robot("fill", "first.name", "robin");
        desktop.robot("fill", "first.link", company.invite());
        desktop.robot("click", "first.join");
        desktop.awaitShown("conversations");
    }

    private static void works(SeenDesktop desktop) {
        desktop.awaitShown("example.clocks");
        assertEquals(Bundle.ACTIVE, desktop.bundle(SamplePlugin.CLOCKS).getState());
        assertTrue(
                clocks(desktop).matches("Lisbon \\d\\d:\\d\\d, Tehran \\d\\d:\\d\\d, Tokyo \\d\\d:\\d\\d"),
                clocks(desktop));
        desktop.robot("chord", "h");
        var twelve = "Lisbon \\d+:\\d\\d [AP]M, .*";
        SeenDesktop.until("12 hours", () -> clocks(desktop).matches(twelve), () -> clocks(desktop));
        desktop.robot("picture", "real-clocks");
        desktop.robot("key", ",");
        desktop.awaitShown("theme.example.desktop.harbour");
        desktop.robot("click", "theme.example.desktop.harbour");
        desktop.robot("click", "preferences.close");
        awaitColour(desktop, GROUND);
        desktop.robot("picture", "real-harbour");
    }

    /** What the robot says of a control that is one thing: its name, in a line. */
    private static String clocks(SeenDesktop desktop) {
        return desktop.robot("name", "example.clocks");
    }

    private static void gone(SeenDesktop desktop, String usual) {
        desktop.awaitGone("example.clocks");
        awaitColour(desktop, usual);
        SeenDesktop.until("its bundle gone", () -> !desktop.has(SamplePlugin.CLOCKS), () -> "");
        desktop.robot("key", "k");
        desktop.awaitShown("finder.list");
        assertFalse(desktop.robot("spoken", "finder.list").contains("Clocks of 12"), "its command is still there");
        desktop.robot("press", "escape");
        desktop.robot("chord", "h"); // nobody's key now
        desktop.robot("picture", "real-without-clocks");
    }

    private static void awaitColour(SeenDesktop desktop, String wanted) {
        SeenDesktop.until(
                "the colour " + wanted,
                () -> desktop.robot("colour", "conversations", "2", "2").equals(wanted),
                () -> desktop.robot("colour", "conversations", "2", "2"));
    }

    private static Path drop(Path home, Path jar) throws Exception {
        var folder = Files.createDirectories(home.resolve("plugins"));
        var fresh = Files.copy(jar, folder.resolve("clocks.jar.new"));
        return Files.move(fresh, folder.resolve("clocks.jar"), StandardCopyOption.ATOMIC_MOVE);
    }
}
