package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.ProfilesPage;
import parley.desktop.api.text.Language;
import parley.testing.desktop.Robot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A person opens another of their profiles, and makes one. */
class ProfilesViewTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private final List<String> opened = new CopyOnWriteArrayList<>();

    /** What stands for the other window: a program that ends well, or does not. */
    private volatile String program = "true";

    private Stage stage;
    private Robot robot;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @AfterEach
    void end() throws Exception {
        if (stage != null) stage.close();
        Language.choose(Language.SYSTEM);
    }

    private Process start(String name) {
        if (!name.matches("[a-z0-9-]*") || name.startsWith("-")) throw new IllegalArgumentException(name);
        opened.add(name);
        try {
            return new ProcessBuilder(program).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open(String own, String language, List<String> names) throws IOException {
        var settings = home.resolve("client/desktop.properties");
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "language=" + language + "\ntheme=parley.light\n");
        client.signIn("lea");
        stage = new Stage(client, home);
        robot = stage.robot;
        robot.size(1000, 700);
        var bench = stage.bench;
        var page = new ProfilesPage(() -> names, this::start, own, bench.ui());
        bench.add("parley.profiles", "%profiles.title", 920, page);
        robot.run(() -> bench.preferencePages().open("parley.profiles"));
        robot.waitFor("the page", () -> robot.shows("profiles.name"));
        robot.settle();
    }

    private String said() {
        return robot.words("preferences.body");
    }

    @Test
    void theOthersAreThereAndOpenInWindowsOfTheirOwn() throws Exception {
        open("work", "en", List.of("club", "work"));
        robot.picture("profiles");
        assertTrue(said().contains("This window has the profile work."), said());
        assertTrue(robot.shows("profiles.open.club"));
        assertTrue(robot.shows("profiles.open."), "the one without a name");
        assertFalse(robot.shows("profiles.open.work"), "it is open here");
        robot.click("profiles.open.club");
        robot.click("profiles.open.");
        Robot.until("both", () -> opened.equals(List.of("club", "")));
        assertTrue(said().contains("Its window opens"), said());
    }

    @Test
    void aNewOneIsMadeByItsName() throws Exception {
        open("", "en", List.of());
        assertTrue(said().contains("This window has the first profile"), said());
        assertFalse(robot.ui(() -> robot.find(Control.class, "profiles.make").isEnabled()));
        var name = robot.find(StyledText.class, "profiles.name");
        robot.click(name, 20, 8);
        robot.type("-x\r");
        Robot.until("why not", () -> said().contains("begins with no dash"));
        assertEquals(List.of(), opened);
        robot.run(() -> name.setText(""));
        robot.type("work\r");
        Robot.until("it", () -> opened.equals(List.of("work")));
    }

    @Test
    void whatDoesNotOpenIsSaid() throws Exception {
        open("work", "en", List.of("work"));
        program = "false";
        robot.click("profiles.open.");
        Robot.until("its end", () -> said().contains("Its window has ended with a failure"));
        program = "/no/such/program";
        robot.click("profiles.open.");
        Robot.until("why not", () -> said().contains("Its window could not be opened"));
        robot.run(() -> robot.find(StyledText.class, "profiles.name").setText("work"));
        robot.click("profiles.make");
        Robot.until("that it is here", () -> said().contains("That is the profile of this window"));
    }

    @Test
    void aProfileElsewhereIsCalledByItsDirectory() throws Exception {
        open("/tmp/elsewhere", "en", List.of("work"));
        assertTrue(said().contains("This window has the profile /tmp/elsewhere."), said());
        assertTrue(robot.shows("profiles.open.work") && robot.shows("profiles.open."));
    }

    @Test
    void itSpeaksTheOtherLanguages() throws Exception {
        for (var language : List.of("de", "es", "fa", "zh")) {
            open("work", language, List.of("club", "work", "a-name-as-long-as-a-name-may-be--"));
            stage.bench.theme(language.equals("fa"));
            robot.size(640, 440);
            robot.picture("profiles-" + language);
            stage.close();
            stage = null;
        }
    }
}
