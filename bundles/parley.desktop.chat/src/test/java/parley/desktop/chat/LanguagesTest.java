package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.api.control.TogglePush;
import parley.desktop.api.text.Language;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The window speaks the language that a person has chosen, and runs as it is written. */
class LanguagesTest {

    private static final List<String> PAGES =
            List.of("appearance", "notifications", "privacy", "pictures", "views", "keys", "log");

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId talk;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @AfterEach
    void speakAsBefore() {
        Language.choose(Language.SYSTEM);
    }

    private Stage stage(String language) throws IOException {
        var file = home.resolve("client/desktop.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "language=" + language + "\ntheme=parley.light\n");
        talk = Scripts.full(client);
        var stage = new Stage(client, home);
        stage.robot.size(1000, 700);
        stage.robot.waitFor("the list", () -> !stage.desk.scene().lines().isEmpty());
        stage.robot.settle();
        return stage;
    }

    /** Left and right of {@code control} within its window, as a person sees it, in points. */
    private static int[] seen(Robot robot, String id) {
        var control = robot.find(Control.class, id);
        return robot.ui(() -> {
            var area = Display.getCurrent().map(control, null, control.getBounds().width, 0);
            var other = Display.getCurrent().map(control, null, 0, 0);
            var shell = control.getShell().getBounds();
            return new int[] {Math.min(area.x, other.x) - shell.x, Math.max(area.x, other.x) - shell.x};
        });
    }

    private static void open(Robot robot) {
        robot.chord(SWT.MOD1, ',');
        robot.waitFor("the preferences", () -> robot.shows("preferences.search"));
        robot.settle();
    }

    private static List<String> pages(Robot robot) {
        var list = robot.find(Canvas.class, "preferences.pages");
        int keys = PAGES.indexOf("keys");
        return robot.ui(() -> List.of(Robot.spoken(list, 0), Robot.spoken(list, 1), Robot.spoken(list, keys)));
    }

    private static String name(Robot robot, String id) {
        var control = robot.find(Control.class, id);
        return robot.ui(() -> Robot.spoken(control, -1));
    }

    /** A picture of each page, to look at. */
    private static void pictures(Robot robot, String language) throws Exception {
        var list = robot.find(Canvas.class, "preferences.pages");
        for (int page = 0; page < PAGES.size(); page++) {
            int y = 4 + page * 42 + 20;
            robot.click(list, 60, y);
            robot.settle();
            robot.picture("preferences-" + PAGES.get(page) + "-" + language);
        }
    }

    @Test
    void preferencesAndFinderSpeakGerman() throws Exception {
        try (var stage = stage("de")) {
            var robot = stage.robot;
            open(robot);
            assertEquals(List.of("Darstellung", "Benachrichtigungen", "Tastenkürzel"), pages(robot));
            assertEquals("Einstellungen schließen", name(robot, "preferences.close"));
            assertEquals("Hell", name(robot, "theme.parley.light"));
            assertTrue(robot.words("preferences.body").contains("100 % ihrer üblichen Größe"));
            pictures(robot, "de");
            robot.type(""); // the keyboard stays where it is
            robot.press(SWT.ESC);
            robot.chord(SWT.MOD1, 'k');
            var query = robot.find(StyledText.class, "finder.query");
            robot.waitFor("the finder", query::isFocusControl);
            assertEquals("Finde eine Unterhaltung oder einen Befehl", robot.ui(() -> Robot.spoken(query, -1)));
            robot.type("schrift");
            var list = robot.find(Canvas.class, "finder.list");
            assertTrue(robot.ui(() -> Robot.spoken(list, 0)).contains("Schrift"));
            robot.picture("finder-de");
        }
    }

    @Test
    void theWindowRunsFromRightToLeftInPersian() throws Exception {
        try (var stage = stage("fa")) {
            var robot = stage.robot;
            int wide = robot.ui(() -> robot.shell().getBounds().width);
            assertTrue(seen(robot, "conversations")[0] > wide / 2, "the list is not at the right");
            stage.open(talk);
            robot.picture("talk-fa");
            open(robot);
            assertEquals(List.of("ظاهر", "اعلان‌ها", "میان‌بُرها"), pages(robot));
            assertTrue(seen(robot, "preferences.search")[0] > wide / 2, "the pages are not at the right");
            assertTrue(seen(robot, "preferences.close")[1] < wide / 2, "the way out is not at the left");
            assertTrue(robot.words("preferences.body").contains("۱۰۰٪"), robot.words("preferences.body"));
            pictures(robot, "fa");
            robot.press(SWT.ESC);
            robot.chord(SWT.MOD1, 'k');
            robot.waitFor("the finder", () -> robot.shows("finder.query"));
            robot.settle();
            robot.picture("finder-fa");
        }
    }

    @Test
    void theOtherLanguagesFindTheirRoom() throws Exception {
        for (var language : List.of("es", "zh")) {
            try (var stage = stage(language)) {
                var robot = stage.robot;
                robot.size(640, 440);
                open(robot);
                pictures(robot, language);
            }
        }
    }

    @Test
    void anotherLanguageIsRememberedAndSaysWhenItCounts() throws Exception {
        try (var stage = stage("en")) {
            var robot = stage.robot;
            open(robot);
            assertTrue(robot.words("preferences.body").contains("The language changes when Parley starts"));
            robot.run(() -> press(robot, "language.de"));
            assertTrue(robot.ui(() -> robot.find(TogglePush.class, "language.de").on()));
            assertEquals(Language.ENGLISH, Language.current());
        }
        assertTrue(Files.readString(home.resolve("client/desktop.properties")).contains("language=de"));
    }

    private static void press(Robot robot, String id) {
        var event = new org.eclipse.swt.widgets.Event();
        event.character = ' ';
        robot.find(Control.class, id).notifyListeners(SWT.KeyDown, event);
    }
}
