package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.Bench;
import parley.desktop.api.Locked;
import parley.desktop.api.View;
import parley.desktop.api.ViewContribution;
import parley.desktop.api.text.Language;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Views are arranged as a person likes them, and stay so. */
class ViewsTest {

    @TempDir Path home;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    private static ViewContribution plain(String id) {
        return parent -> {
            var canvas = new Canvas(parent, SWT.NONE);
            canvas.setData("test.id", id);
            return new View() {
                @Override
                public void focus() {
                    canvas.setFocus();
                }

                @Override
                public void close() {}
            };
        };
    }

    /** The window of the view {@code id}; null if it has none. On the UI thread. */
    private static @Nullable Shell aside(String id) {
        return Stream.of(Display.getCurrent().getShells())
                .filter(shell -> ("aside." + id).equals(shell.getData("test.id")))
                .findFirst()
                .orElse(null);
    }

    private static boolean apart(Robot robot, String id) {
        return robot.ui(() -> {
            var shell = aside(id);
            return shell != null && shell.isVisible();
        });
    }

    private static void command(Bench bench, Robot robot, String id) {
        robot.run(() -> bench.commands().run(id));
        robot.settle();
    }

    private Stage stage(FakeClient client) {
        var stage = new Stage(client, home);
        stage.robot.size(1000, 700);
        stage.robot.waitFor("the list", () -> !stage.desk.scene().lines().isEmpty());
        stage.robot.settle();
        return stage;
    }

    @Test
    void aConversationStandsInAWindowOfItsOwnAndComesBackWithWhatIsWritten() throws Exception {
        var client = new FakeClient();
        ConversationId mira = Scripts.full(client);
        try (var stage = stage(client)) {
            var robot = stage.robot;
            stage.open(mira);
            var compose = robot.find(StyledText.class, "compose");
            robot.run(() -> compose.setText("half a sentence"));
            command(stage.bench, robot, "parley.view.parley.conversation.apart");
            robot.waitFor("its window", () -> aside("parley.conversation") != null);
            robot.waitFor("the keyboard in it", () -> compose.getShell() == aside("parley.conversation"));
            assertEquals("half a sentence", robot.ui(compose::getText));
            var list = robot.find(Canvas.class, "conversations");
            assertTrue(robot.ui(() -> list.getSize().x) > 900, "the list has the window to itself");
            robot.run(() -> aside("parley.conversation").setBounds(1160, 300, 230, 300)); // beside the window
            robot.picture("aside-list-light");
            robot.run(() -> aside("parley.conversation").setBounds(120, 90, 600, 500));
            picture(robot, "aside-light");
            robot.run(() -> aside("parley.conversation").setBounds(120, 90, 600, 500));
            stage.bench.theme(true);
            picture(robot, "aside-dark");

            robot.run(() -> aside("parley.conversation").close());
            robot.waitFor("it back", () -> aside("parley.conversation") == null);
            assertTrue(robot.shows("timeline"));
            assertEquals("half a sentence", robot.ui(compose::getText));
            robot.waitFor("the list as it was", () -> list.getSize().x < 400);
        }
        assertFalse(Files.readString(home.resolve("client/desktop.properties")).contains("layout.view"));
    }

    private static void picture(Robot robot, String name) throws Exception {
        robot.picture(name, robot.ui(() -> aside("parley.conversation")));
    }

    @Test
    void itStandsThereAgainAfterARestart() throws Exception {
        var bounds = new Rectangle(150, 110, 610, 520);
        for (int start = 0; start < 2; start++) {
            try (var bench = new Bench(home.resolve("p"));
                    var robot = new Robot(bench.display())) {
                bench.add("one", "SIDE", plain("one.canvas"));
                bench.add("two", "CENTER", plain("two.canvas"));
                robot.waitFor("a view", () -> Display.getCurrent().getShells()[0].isVisible());
                if (start == 0) {
                    robot.waitFor("the other view", () -> robot.shows("two.canvas"));
                    command(bench, robot, "parley.view.two.apart");
                    robot.run(() -> aside("two").setBounds(bounds));
                    robot.settle();
                }
                robot.waitFor("its window", () -> apart(robot, "two"));
                assertEquals(bounds, robot.ui(() -> aside("two").getBounds()));
            }
        }
        assertTrue(Files.readString(home.resolve("p")).contains("layout.view.two=apart 150 110 610 520"));
    }

    @Test
    void aViewThatGoesTakesItsWindowAlongAndBringsItAgain() throws Exception {
        var two = plain("two.canvas");
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            bench.add("one", "CENTER", plain("one.canvas"));
            bench.add("two", "CENTER", two);
            robot.waitFor("a view", () -> robot.shows("one.canvas") || robot.shows("two.canvas"));
            robot.waitFor("its commands", () -> offered(bench, "two"));
            command(bench, robot, "parley.view.two.apart");
            robot.waitFor("its window", () -> apart(robot, "two"));
            var bounds = new Rectangle(150, 110, 610, 520);
            robot.run(() -> aside("two").setBounds(bounds));
            robot.settle();
            bench.remove(two);
            robot.waitFor("no window", () -> aside("two") == null);
            assertFalse(robot.ui(() -> offered(bench, "two")), "its commands stayed");
            bench.add("two", "CENTER", two);
            robot.waitFor("its window again", () -> apart(robot, "two"));
            assertEquals(bounds, robot.ui(() -> aside("two").getBounds()));
        }
    }

    @Test
    void aWindowOfAViewStandsAfterALockWhereItStoodBefore() throws Exception {
        var two = plain("two.canvas");
        var bounds = new Rectangle(150, 110, 610, 520);
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            bench.add("one", "CENTER", plain("one.canvas"));
            bench.add("two", "CENTER", two);
            robot.waitFor("its commands", () -> offered(bench, "two"));
            command(bench, robot, "parley.view.two.apart");
            robot.waitFor("its window", () -> apart(robot, "two"));
            robot.run(() -> aside("two").setBounds(bounds));
            robot.settle();
            var quiet = new Locked() {};
            bench.add(quiet);
            robot.waitFor("no window", () -> !apart(robot, "two"));
            bench.remove(two); // what it shows is sealed
            robot.waitFor("nothing of it", () -> aside("two") == null);
            bench.add("two", "CENTER", two);
            robot.waitFor("its commands", () -> offered(bench, "two"));
            bench.remove(quiet);
            robot.waitFor("its window again", () -> apart(robot, "two"));
            assertEquals(bounds, robot.ui(() -> aside("two").getBounds()));
        }
    }

    /** {@code closed} hears for each view that is closed whether its widgets were still there. */
    private static ViewContribution asking(String id, BiConsumer<String, Boolean> closed) {
        return parent -> {
            var canvas = new Canvas(parent, SWT.NONE);
            canvas.setData("test.id", id);
            return new View() {
                @Override
                public void focus() {}

                @Override
                public void close() {
                    closed.accept(id, !canvas.isDisposed() && canvas.getDisplay() == Display.getCurrent());
                }
            };
        };
    }

    @Test
    void viewsAreClosedBeforeTheirWidgetsHoweverTheWindowGoes() throws Exception {
        for (var byPerson : new boolean[] {true, false}) {
            var closed = new ConcurrentHashMap<String, Boolean>();
            try (var bench = new Bench(home.resolve("p"));
                    var robot = new Robot(bench.display())) {
                bench.add("one", "SIDE", asking("one.canvas", closed::put));
                bench.add("two", "CENTER", asking("two.canvas", closed::put));
                robot.waitFor("both", () -> offered(bench, "one") && offered(bench, "two"));
                if (byPerson) {
                    command(bench, robot, "parley.view.two.apart");
                    robot.waitFor("its window", () -> apart(robot, "two"));
                    robot.run(() -> aside("two").setBounds(150, 110, 610, 520));
                    robot.settle();
                    var window = robot.shell();
                    bench.display().asyncExec(window::close);
                    Robot.until("both closed", () -> closed.size() == 2);
                }
            }
            assertEquals(Map.of("one.canvas", true, "two.canvas", true), closed);
            assertTrue(Files.readString(home.resolve("p")).contains("layout.view.two=apart 150 110 610 520"));
        }
    }

    @Test
    void escapeInAWindowOfAViewLeavesThePreferencesOpen() throws Exception {
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            bench.addOwnCommands();
            bench.add("one", "CENTER", plain("one.canvas"));
            bench.add("two", "CENTER", plain("two.canvas"));
            robot.waitFor("its commands", () -> offered(bench, "two") && bench.offers("parley.preferences"));
            command(bench, robot, "parley.view.two.apart");
            robot.waitFor("its window", () -> apart(robot, "two"));
            command(bench, robot, "parley.preferences");
            assertTrue(robot.shows("preferences.search"));
            robot.run(() -> {
                aside("two").forceActive();
                aside("two").forceFocus();
            });
            robot.waitFor(
                    "the keyboard there",
                    () -> {
                        var focus = Display.getCurrent().getFocusControl();
                        return focus != null && focus.getShell() == aside("two");
                    });
            robot.press(SWT.ESC);
            robot.settle();
            assertTrue(robot.shows("preferences.search"));
        }
    }

    private static int wide(Robot robot) {
        var side = robot.find(Canvas.class, "side.canvas");
        return robot.ui(() -> side.getSize().x);
    }

    private static Bench sided(Path preferences) {
        var bench = new Bench(preferences);
        bench.addOwnCommands();
        bench.add("side", "SIDE", plain("side.canvas"));
        bench.add("middle", "CENTER", plain("middle.canvas"));
        return bench;
    }

    /** With the keyboard in the middle. */
    private static void sized(Robot robot, int width) {
        robot.waitFor("both", () -> robot.shows("side.canvas") && robot.shows("middle.canvas"));
        robot.size(width, 700);
        robot.run(robot.find(Canvas.class, "middle.canvas")::setFocus);
    }

    @Test
    void theSideIsMadeWiderAndNarrowerByKeys() throws Exception {
        int divider = 5;
        var escapes = new AtomicInteger();
        try (var bench = sided(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            bench.add("escape", "ESC", escapes::incrementAndGet);
            sized(robot, 1000);
            assertEquals(336 - divider, wide(robot));
            robot.press(SWT.F8);
            robot.waitFor("the keyboard at the divider", () -> robot.isAt("grip"));
            robot.picture("divider");
            var grip = robot.find(Canvas.class, "grip");
            assertEquals(
                    "Width of the side: 336 points. The arrow keys change it, Enter goes back.",
                    robot.ui(() -> Robot.spoken(grip, ACC.CHILDID_SELF)));
            robot.press(SWT.ARROW_RIGHT);
            assertEquals(352 - divider, wide(robot));
            assertTrue(robot.ui(() -> Robot.spoken(grip, ACC.CHILDID_SELF)).contains(" 352 "));
            robot.press(SWT.ARROW_LEFT);
            robot.press(SWT.ARROW_LEFT);
            assertEquals(320 - divider, wide(robot));
            robot.press(SWT.END);
            int half = robot.ui(() -> grip.getShell().getClientArea().width) / 2;
            assertEquals(half - divider, wide(robot), "half of the window");
            robot.press(SWT.ARROW_RIGHT);
            assertEquals(half - divider, wide(robot));
            robot.size(1300, 700);
            robot.press(SWT.END);
            assertEquals(560 - divider, wide(robot), "the widest");
            robot.press(SWT.HOME);
            assertEquals(232 - divider, wide(robot), "the narrowest");
            robot.press(SWT.ARROW_LEFT);
            assertEquals(232 - divider, wide(robot));
            robot.press(SWT.ESC);
            robot.waitFor("the keyboard back", () -> robot.isAt("middle.canvas"));
            assertFalse(robot.shows("grip"));
            assertEquals(0, escapes.get(), "Escape was meant for the divider");
            robot.press(SWT.ESC);
            Robot.until("no more", () -> escapes.get() == 1);
            robot.press(SWT.F8);
            robot.waitFor("the keyboard at the divider", () -> robot.isAt("grip"));
            robot.press(SWT.ARROW_RIGHT);
            robot.type("\r");
            robot.waitFor("the keyboard back", () -> robot.isAt("middle.canvas"));
        }
        assertTrue(Files.readString(home.resolve("p")).contains("window.side=248"));
    }

    @Test
    void anArrowMovesTheDividerAsItPointsWhereTheSideIsOnTheRight() throws Exception {
        Files.writeString(home.resolve("p"), "language=fa\n");
        try (var bench = sided(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            sized(robot, 1000);
            int before = wide(robot);
            robot.press(SWT.F8);
            robot.waitFor("the keyboard at the divider", () -> robot.isAt("grip"));
            robot.press(SWT.ARROW_LEFT);
            assertEquals(before + 16, wide(robot));
            var grip = robot.find(Canvas.class, "grip");
            int side = robot.ui(() -> grip.toDisplay(0, 0).x), middle = robot.ui(() -> grip.getShell().getSize().x / 2);
            assertTrue(side >= middle, "right of the middle: " + side);
            robot.press(SWT.ARROW_RIGHT);
            assertEquals(before, wide(robot));
        } finally {
            Language.choose(Language.SYSTEM);
        }
    }

    @Test
    void theDividerGivesTheKeyboardUpToWhatTakesItOrCoversAll() throws Exception {
        try (var bench = sided(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            sized(robot, 1000);
            for (Runnable taking :
                    List.<Runnable>of(
                            () -> robot.run(robot.find(Canvas.class, "side.canvas")::setFocus),
                            () -> bench.addCover("cover", plain("cover.canvas")))) {
                command(bench, robot, "parley.side.width");
                robot.waitFor("the keyboard at the divider", () -> robot.isAt("grip"));
                taking.run();
                robot.waitFor("nothing over the divider", () -> !robot.shows("grip"));
            }
            command(bench, robot, "parley.side.width");
            assertFalse(robot.shows("grip"), "there is no side");
        }
    }

    private static boolean offered(Bench bench, String id) {
        return bench.offers("parley.view." + id + ".apart");
    }

    @Test
    void noWindowOfAViewIsSeenWhileParleyIsLocked() throws Exception {
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            bench.add("one", "CENTER", plain("one.canvas"));
            bench.add("two", "CENTER", plain("two.canvas"));
            robot.waitFor("a view", () -> robot.shows("one.canvas") || robot.shows("two.canvas"));
            robot.waitFor("its commands", () -> offered(bench, "two"));
            command(bench, robot, "parley.view.two.apart");
            robot.waitFor("its window", () -> apart(robot, "two"));
            var quiet = new Locked() {};
            bench.add(quiet);
            robot.waitFor("no window", () -> !apart(robot, "two"));
            var late = plain("late.canvas");
            robot.run(() -> bench.arranged("late", "apart 50 50 300 300"));
            bench.add("late", "CENTER", late);
            robot.waitFor("its commands", () -> offered(bench, "late"));
            assertFalse(apart(robot, "late"), "one that comes later is seen");
            bench.remove(quiet);
            robot.waitFor("its window again", () -> apart(robot, "two") && apart(robot, "late"));
        }
    }

    @Test
    void ofTwoViewsAtOnePlaceTheChosenOneIsInFrontAndTheLastIsNeverHidden() throws Exception {
        var two = plain("two.canvas");
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            bench.add("one", "CENTER", plain("one.canvas"));
            robot.waitFor("a view", () -> robot.shows("one.canvas"));
            bench.add("two", "CENTER", two);
            robot.waitFor("the other view", () -> offered(bench, "two"));
            assertTrue(robot.shows("one.canvas"));
            command(bench, robot, "parley.view.two.show");
            assertTrue(robot.shows("two.canvas"));
            assertFalse(robot.shows("one.canvas"));
            command(bench, robot, "parley.view.two.hide");
            assertTrue(robot.shows("one.canvas"));
            command(bench, robot, "parley.view.one.show");
            command(bench, robot, "parley.view.two.show");
            command(bench, robot, "parley.view.one.hide");
            bench.remove(two);
            robot.waitFor("what is left", () -> robot.shows("one.canvas"));
            command(bench, robot, "parley.view.one.hide"); // nothing else is there
            assertTrue(robot.shows("one.canvas"));
        }
    }

    @Test
    void aDamagedArrangementIsAsNewAndSaidOnce() throws Exception {
        Files.writeString(home.resolve("p"), "window.width=12\nlayout.view.one=apart 0 0 300 300\n");
        for (int start = 0; start < 2; start++) {
            try (var bench = new Bench(home.resolve("p"));
                    var robot = new Robot(bench.display())) {
                bench.add("one", "CENTER", plain("one.canvas"));
                robot.waitFor("the view", () -> robot.shows("one.canvas"));
                if (start == 0) {
                    var foot = robot.find(Canvas.class, "foot");
                    assertTrue(robot.ui(() -> Robot.spoken(foot, -1)).contains("arranged as new"));
                } else {
                    assertFalse(robot.shows("foot"));
                }
            }
        }
    }

    @Test
    void thePageOfThePreferencesArrangesAndMakesNew() throws Exception {
        var client = new FakeClient();
        Scripts.full(client);
        try (var stage = stage(client)) {
            var robot = stage.robot;
            robot.chord(SWT.MOD1, ',');
            var search = robot.find(StyledText.class, "preferences.search");
            robot.waitFor("the keyboard in the search", search::isFocusControl);
            robot.type("views");
            robot.click("view.parley.conversation.apart");
            robot.waitFor("its window", () -> aside("parley.conversation") != null);
            robot.run(() -> aside("parley.conversation").setBounds(1160, 300, 230, 300)); // beside the window
            robot.picture("views-light");
            stage.bench.theme(true);
            robot.size(640, 440);
            robot.picture("views-narrow-dark");
            robot.size(1000, 700);
            robot.click("views.reset");
            robot.waitFor("it back", () -> aside("parley.conversation") == null);
            robot.press(SWT.ESC);
            robot.waitFor("the window", () -> robot.shows("conversations"));
        }
    }
}
