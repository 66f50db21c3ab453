package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.widgets.Canvas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.api.Palette;
import parley.desktop.api.PreferencePage;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Token;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Files;
import java.nio.file.Path;

/** A person changes how the window looks and which keys do what. */
class PreferencesViewTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId talk;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    private Stage stage() {
        talk = Scripts.full(client);
        var stage = new Stage(client, home);
        stage.robot.size(1000, 700);
        stage.robot.waitFor("the list", () -> !stage.desk.scene().lines().isEmpty());
        stage.robot.settle();
        return stage;
    }

    private static void open(Robot robot, String page) {
        robot.chord(SWT.MOD1, ',');
        var search = robot.find(StyledText.class, "preferences.search");
        robot.waitFor("the keyboard in the search", search::isFocusControl);
        robot.type(page);
        robot.settle();
    }

    @Test
    void changesTheThemeAtOnceAndRemembersIt() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            open(robot, "appear");
            robot.click("theme.parley.contrast.dark");
            robot.waitFor(
                    "the theme", () -> stage.bench.theme().color(Token.BACKGROUND).getRGB().equals(new RGB(0, 0, 0)));
            robot.picture("preferences-contrast-dark");
            robot.click("theme.parley.contrast.light");
            robot.picture("preferences-contrast-light");
            robot.click("theme.parley.light");
            robot.picture("preferences-light");
            robot.click("theme.parley.dark");
            robot.size(640, 440);
            robot.picture("preferences-narrow-dark");
            robot.press(SWT.ESC);
            robot.waitFor("the preferences gone", () -> !robot.shows("preferences.search"));
        }
        assertTrue(Files.readString(home.resolve("client/desktop.properties")).contains("theme=parley.dark"));
    }

    @Test
    void showsLargerLettersAndTheUsualAgain() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            int usual = robot.ui(() -> stage.bench.theme().font(TextStyle.BODY).getFontData()[0].getHeight());
            for (int i = 0; i < 9; i++) robot.chord(SWT.MOD1 | SWT.MOD2, '=');
            int large = robot.ui(() -> stage.bench.theme().font(TextStyle.BODY).getFontData()[0].getHeight());
            assertEquals(Math.round(usual * 1.5f), large);
            stage.open(talk);
            robot.picture("zoom-150");
            assertEquals(60, (int) robot.ui(() -> stage.bench.theme().scaled(40)));
            var search = robot.find(StyledText.class, "search");
            assertTrue(robot.ui(() -> search.getSize().y >= search.getLineHeight()), "what is typed is cut off");
            var list = robot.find(Canvas.class, "conversations");
            robot.click(list, 60, 8 + 2 * 105 + 50); // the third row
            robot.waitFor("another conversation", () -> !stage.desk.scene().selected().equals(new Selected.Talk(talk)));
            robot.chord(SWT.MOD1, '0');
            assertEquals(
                    usual, (int) robot.ui(() -> stage.bench.theme().font(TextStyle.BODY).getFontData()[0].getHeight()));
            robot.picture("zoom-100");
        }
    }

    @Test
    void goesBackToTheSystemsThemeWhileAContributedOneIsGone() throws Exception {
        Palette amber = token -> token == Token.BACKGROUND ? new RGB(40, 20, 0) : new RGB(255, 190, 60);
        try (var stage = stage()) {
            var robot = stage.robot;
            var before = robot.ui(() -> stage.bench.theme().color(Token.BACKGROUND).getRGB());
            stage.bench.add("example.amber", true, amber);
            open(robot, "appear");
            robot.press(SWT.ESC);
            open(robot, "appear");
            robot.click("theme.example.amber");
            robot.waitFor(
                    "amber", () -> stage.bench.theme().color(Token.BACKGROUND).getRGB().equals(new RGB(40, 20, 0)));
            stage.bench.remove(amber);
            robot.waitFor(
                    "the theme of before", () -> stage.bench.theme().color(Token.BACKGROUND).getRGB().equals(before));
            assertEquals("example.amber", stage.bench.wantedTheme());
            stage.bench.add("example.amber", true, amber);
            robot.waitFor(
                    "amber again",
                    () -> stage.bench.theme().color(Token.BACKGROUND).getRGB().equals(new RGB(40, 20, 0)));
        }
    }

    @Test
    void givesACommandAnotherKeyAndAsksBeforeTakingOne() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.bench.add("a.first", "A first command", "", () -> {});
            open(robot, "keys");
            var list = robot.find(Canvas.class, "keys.list");
            robot.click(list, 40, 20);
            robot.press(SWT.ESC);
            assertTrue(robot.shows("preferences.search"), "Escape left the question, not the page");
            robot.click(list, 40, 20);
            robot.type("x");
            assertTrue(robot.words("preferences.body").contains("missing when you write"));
            robot.chord(SWT.MOD1, 'j');
            assertTrue(robot.words("preferences.body").contains("is Ctrl+J now"), robot.words("preferences.body"));
            robot.click(list, 40, 20);
            robot.chord(SWT.MOD1, 'n');
            assertTrue(robot.words("preferences.body").contains("is the key of"), robot.words("preferences.body"));
            robot.picture("preferences-keys");
            assertEquals("A first command, Ctrl+J", robot.ui(() -> Robot.spoken(list, 0)));
            robot.click("keys.take");
            assertEquals("A first command, Ctrl+N", robot.ui(() -> Robot.spoken(list, 0)));
            robot.click("keys.usual.all");
            assertEquals("A first command, no key", robot.ui(() -> Robot.spoken(list, 0)));
            assertFalse(robot.shows("add.address"));
        }
    }

    @Test
    void showsPagesOfOthersWhileTheyAreThereAlsoOnesThatFail() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            PreferencePage good =
                    sheet -> sheet.tick("zebra.tick", "Stripes & all", "Each zebra has its own.", false, _ -> {});
            PreferencePage bad =
                    sheet -> {
                        sheet.heading("half");
                        throw new IllegalStateException("on purpose");
                    };
            stage.bench.add("zebra", "Zebra", 0, good);
            stage.bench.add("yak", "Yak", 0, bad);
            open(robot, "yak");
            assertTrue(robot.words("preferences.body").contains("could not be shown"));
            robot.press(SWT.ESC);
            open(robot, "zebra");
            robot.click("zebra.tick");
            stage.bench.remove(good);
            robot.waitFor("the page gone", () -> !robot.shows("zebra.tick"));
            robot.click("preferences.close");
            robot.waitFor("the preferences gone", () -> !robot.shows("preferences.search"));
        }
    }

    @Test
    void escapeClosesTheFinderThatStandsOverThem() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            open(robot, "");
            robot.chord(SWT.MOD1, 'k');
            var query = robot.find(StyledText.class, "finder.query");
            robot.waitFor("the keyboard in the finder", query::isFocusControl);
            robot.press(SWT.ESC);
            robot.waitFor("the finder gone", () -> !robot.shows("finder"));
            assertTrue(robot.shows("preferences.search"));
            robot.press(SWT.ESC);
            robot.waitFor("the preferences gone", () -> !robot.shows("preferences.search"));
        }
    }

    /** Such as one of a plug-in that was made for another API. */
    @Test
    void aPageThatCannotBeLinkedIsReplacedByASentence() throws Exception {
        try (var stage = stage()) {
            stage.bench.add(
                    "yak",
                    "Yak",
                    0,
                    (PreferencePage)
                            sheet -> {
                                throw new NoSuchMethodError("on purpose");
                            });
            open(stage.robot, "yak");
            assertTrue(stage.robot.words("preferences.body").contains("could not be shown"));
        }
    }

    @Test
    void saysThatThePreferencesWereDamaged() throws Exception {
        Files.createDirectories(home.resolve("client"));
        Files.writeString(home.resolve("client/desktop.properties"), "theme=\\u12");
        try (var stage = stage()) {
            var foot = stage.robot.find(Canvas.class, "foot");
            assertTrue(stage.robot.ui(() -> Robot.spoken(foot, -1)).contains("preferences were damaged"));
        }
    }
}
