package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plug-ins that throw or hang keep nobody from the window and from talking in it, and are named with what they did. */
@Timeout(300)
class FaultyPluginTest {

    private static final String HARMLESS = "example.harmless";
    private static final String HANGING = "example.hanging";
    private static final String THROWING = "example.throwing";
    private static final String EVERYTHING = "example.everything";
    private static final String CLOCKS = "example.clocks.hanging";

    @TempDir Path directory;

    @Test
    void theWindowComesTalksAndClosesWhateverPluginsDo() throws Exception {
        var faulty = SamplePlugin.faulty();
        var own = new ArrayList<Bundle>();
        try (var company = new Company(directory)) {
            var alice = company.join("alice");
            var robin = company.join("robin");
            alice.befriend(robin);
            // Accepts their publisher, by a plug-in that does no harm and wants no window.
            var harmless = faulty.as(directory.resolve("harmless.jar"), bare(HARMLESS, ""));
            robin.client().askOk("plugin", "install", harmless.toString(), "--accept", faulty.fingerprint());
            robin.client().leave(Actor.PATIENCE);
            drop(company.home("robin"), faulty.as(directory.resolve("hanging.jar"), bare(HANGING, "Hanging")));
            drop(
                    company.home("robin"),
                    faulty.as(
                            directory.resolve("everything.jar"),
                            parts(EVERYTHING, "ThrowingEverything", "HangingEverything")));
            try (var desktop = new SeenDesktop(company.home("robin"))) {
                desktop.robot("size", "1100", "760");
                desktop.open("alice");
                hangsAtItsStart(desktop, alice);
                hangsWhateverItBrings(desktop, alice);
                throwsAtItsStart(desktop, faulty);
                hangsInItsView(desktop, faulty, alice);
                for (var name : List.of("parley.desktop", "parley.session", "parley.history")) {
                    own.add(desktop.bundle(name));
                }
                assertTimeout(Duration.ofSeconds(10), desktop::closeWindow);
            }
            // Not only has the window gone: all has ended as it should.
            for (var bundle : own) assertNotEquals(Bundle.ACTIVE, bundle.getState(), bundle::getSymbolicName);
        }
    }

    /** It was there before the desktop, which has come up nevertheless. */
    private static void hangsAtItsStart(SeenDesktop desktop, Person alice) {
        SeenDesktop.until(
                "its start",
                () -> desktop.has(HANGING) && desktop.bundle(HANGING).getState() == Bundle.STARTING,
                () -> "");
        desktop.robot("chord", "p");
        desktop.awaitShown("plugins.list");
        // It is waited for ten seconds, most of which a busy machine may have spent on the window.
        if (System.currentTimeMillis() - desktop.bundle(HANGING).getLastModified() < 8_000) {
            desktop.awaitSpoken("plugins.list", "Waiting");
            desktop.robot("picture", "real-plugin-waits");
        }
        desktop.open("alice");
        talks(desktop, alice, "One hangs at its start");
        desktop.robot("chord", "p");
        desktop.awaitShown("plugins.list");
        desktop.awaitSpoken("plugins.list", HARMLESS + ", Version 1.0.0");
        desktop.awaitSpoken("plugins.list", "Not used");
        desktop.choose("plugins.list", HANGING);
        desktop.awaitSaid("plugins", HANGING + " did not come back from its start within 10 s and is not kept.");
        desktop.awaitSaid("plugins", "Start Parley anew to be rid of what it began");
        desktop.robot("picture", "real-plugin-hangs");
        assertEquals(Bundle.STARTING, desktop.bundle(HANGING).getState(), "or it would not have hung");
    }

    private void throwsAtItsStart(SeenDesktop desktop, SamplePlugin faulty) throws Exception {
        var jar = faulty.as(directory.resolve("throwing.jar"), bare(THROWING, "Throwing"));
        desktop.robot("drop", "plugins", jar.toString());
        desktop.awaitShown("plugins.yes");
        desktop.robot("click", "plugins.yes");
        desktop.awaitShown("plugins.another");
        desktop.awaitSaid(
                "plugins", THROWING + " failed at its start (IllegalStateException: no clock ticks) and is not kept.");
        desktop.robot("picture", "real-plugin-throws");
    }

    /** It was there before the desktop, too, and its start is not held up by what waits to be made. */
    private static void hangsWhateverItBrings(SeenDesktop desktop, Person alice) {
        awaitMade("ThrowingEverything", "HangingEverything");
        SeenDesktop.until(
                "its start",
                () -> desktop.has(EVERYTHING) && desktop.bundle(EVERYTHING).getState() == Bundle.ACTIVE,
                () -> "");
        desktop.open("alice");
        talks(desktop, alice, "One hangs whatever it brings");
        desktop.robot("key", ",");
        desktop.awaitShown("theme.parley.light");
        assertEquals("false", desktop.robot("shows", "theme.example.desktop.clocks.HangingEverything"));
        desktop.robot("click", "preferences.close");
        desktop.robot("chord", "p");
        desktop.awaitShown("plugins");
    }

    private static void awaitMade(String... parts) {
        for (var part : parts) {
            SeenDesktop.until(part, () -> System.getProperty("example.desktop.clocks." + part) != null, () -> "");
        }
    }

    /** Headers of a plug-in with these parts alone. */
    private static Map<String, String> parts(String name, String... parts) {
        var all = Stream.of(parts).map(part -> "OSGI-INF/example.desktop.clocks." + part + ".xml");
        return Map.of("Bundle-SymbolicName", name, "Service-Component", all.collect(Collectors.joining(",")));
    }

    /** Its bundle starts; of its parts one throws and one hangs while it is made, and one does what it is for. */
    private void hangsInItsView(SeenDesktop desktop, SamplePlugin faulty, Person alice) throws Exception {
        var jar =
                faulty.as(directory.resolve("clocks.jar"), parts(CLOCKS, "ThrowingHours", "HangingClocks", "WhenSaid"));
        desktop.robot("drop", "plugins", jar.toString());
        desktop.awaitShown("plugins.yes");
        desktop.robot("click", "plugins.yes");
        desktop.awaitShown("plugins.remove");
        awaitMade("ThrowingHours", "HangingClocks");
        desktop.awaitNamed("foot", "Update or remove " + CLOCKS + ": a part of it could not be made and is missing.");
        desktop.open("alice");
        talks(desktop, alice, "One hangs in its view");
        assertEquals("false", desktop.robot("shows", "example.clocks"));
        desktop.robot("picture", "real-view-hangs");
        desktop.walk("One hangs in its view");
        desktop.robot("press", "menu");
        desktop.robot("picture", "real-menu");
        for (int step = 0; step < 4; step++) desktop.robot("press", "up"); // over what is for all messages
        desktop.robot("press", "enter");
        SeenDesktop.until("what it copies", () -> pasted(desktop), () -> desktop.robot("spoken", "timeline"));
    }

    /** Says what was copied, which may take a moment, and whether that is what the clocks showed. */
    private static boolean pasted(SeenDesktop desktop) {
        desktop.robot("click at", "compose", "20", "8");
        desktop.robot("key", "v");
        desktop.robot("type", "\r");
        return desktop.robot("spoken", "timeline").contains("Lisbon ");
    }

    /** Headers of a plug-in without a window, which has its activator alone, if any. */
    private static Map<String, String> bare(String name, String activator) {
        var headers = new HashMap<String, String>();
        headers.put("Bundle-SymbolicName", name);
        headers.put("Bundle-Activator", activator.isEmpty() ? "" : "example.desktop.clocks." + activator);
        headers.put("Service-Component", "");
        headers.put("Import-Package", "org.osgi.framework");
        return headers;
    }

    private static void talks(SeenDesktop desktop, Person alice, String words) {
        desktop.awaitShown("compose");
        desktop.robot("click at", "compose", "20", "8");
        desktop.robot("type", words + "\r");
        alice.client().await("message", event -> event.getString("text").equals(words));
    }

    private static void drop(Path home, Path jar) throws Exception {
        var folder = Files.createDirectories(home.resolve("plugins"));
        var fresh = Files.copy(jar, folder.resolve(jar.getFileName() + ".new"));
        Files.move(fresh, folder.resolve(jar.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
}
