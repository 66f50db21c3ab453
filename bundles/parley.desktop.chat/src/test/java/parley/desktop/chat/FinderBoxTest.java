package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Shell;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.FinderEntry;
import parley.desktop.api.FinderSource;
import parley.desktop.api.Token;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A person finds conversations and commands, by keys alone and by pointer. */
class FinderBoxTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    private Stage stage() {
        Scripts.full(client);
        var stage = new Stage(client, home);
        stage.robot.size(1000, 700);
        stage.robot.waitFor("the list", () -> !stage.desk.scene().lines().isEmpty());
        stage.robot.settle();
        return stage;
    }

    private static void open(Robot robot) {
        robot.chord(SWT.MOD1, 'k');
        var query = robot.find(StyledText.class, "finder.query");
        robot.waitFor("the keyboard in the finder", query::isFocusControl);
    }

    private static List<String> rows(Robot robot) {
        var list = robot.find(Canvas.class, "finder.list");
        return robot.ui(() -> {
            var all = new ArrayList<String>();
            for (int row = 0; ; row++) {
                var spoken = Robot.spoken(list, row);
                if (spoken.equals("Results")) return all;
                all.add(spoken);
            }
        });
    }

    /** The row that is chosen can be seen, and not only walked to. */
    private static void assertPainted(Stage stage) {
        var robot = stage.robot;
        var list = robot.find(Canvas.class, "finder.list");
        var at = robot.ui(() -> list.getDisplay().map(list, list.getShell(), 16, 12));
        var chosen = robot.ui(() -> stage.bench.theme().color(Token.SELECTED).getRGB());
        var hex = String.format("%02x%02x%02x", chosen.red, chosen.green, chosen.blue);
        assertEquals(hex, robot.colour(robot.shell(), at.x, at.y));
    }

    @Test
    void goesToAConversationByAFewLetters() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            open(robot);
            robot.type("mir");
            assertTrue(rows(robot).getFirst().startsWith("mira"), rows(robot).toString());
            robot.picture("finder");
            assertPainted(stage);
            robot.type("\r");
            robot.waitFor("the conversation", () -> stage.desk.scene().selected() instanceof Selected.Talk);
            assertFalse(robot.shows("finder"));
        }
    }

    @Test
    void runsACommandAndOffersItFirstNextTime() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            boolean dark = robot.ui(() -> stage.bench.theme().dark());
            open(robot);
            robot.type("light");
            robot.type("\r");
            robot.waitFor("another theme", () -> stage.bench.theme().dark() != dark);
            open(robot);
            assertTrue(rows(robot).getFirst().startsWith("Light or dark, Ctrl+Shift+L"), rows(robot).toString());
            robot.picture("finder-dark");
            robot.press(SWT.ARROW_DOWN);
            robot.press(SWT.ARROW_UP);
            robot.press(SWT.ARROW_UP); // stays at the first
            robot.type("\r");
            robot.waitFor("the first theme", () -> stage.bench.theme().dark() == dark);
        }
    }

    @Test
    void givesTheKeyboardBackOnEscape() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            // The shell itself has it at first, and what is given the keyboard back then is what it gives it to.
            robot.waitFor("the keyboard", () -> robot.focus().filter(each -> !(each instanceof Shell)).isPresent());
            var before = robot.ui(() -> robot.focus().orElseThrow());
            open(robot);
            robot.press(SWT.ESC);
            robot.waitFor("the finder gone", () -> !robot.shows("finder"));
            robot.waitFor("the keyboard back", before::isFocusControl);
            open(robot);
            robot.chord(SWT.MOD1, 'k');
            robot.waitFor("the finder gone", () -> !robot.shows("finder"));
        }
    }

    @Test
    void showsWhatCannotBeDoneNowAndDoesNotDoIt() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            open(robot);
            robot.type("message.delete");
            assertEquals(List.of("parley.message.delete, Delete, not possible now"), rows(robot));
            robot.type("\r");
            assertTrue(robot.shows("finder"));
            robot.click("head");
            robot.waitFor("the finder gone", () -> !robot.shows("finder"));
        }
    }

    @Test
    void offersWhatThereIsWhileItIsOpen() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            var ran = new AtomicInteger();
            CommandContribution going = ran::incrementAndGet;
            FinderSource source = () -> List.of(new FinderEntry("zebra", "Zebra crossing", "", ran::incrementAndGet));
            stage.bench.add("zebra.one", "", going);
            stage.bench.add("zebra.two", "", ran::incrementAndGet);
            robot.waitFor("the commands", () -> stage.bench.offers("zebra.one") && stage.bench.offers("zebra.two"));
            open(robot);
            robot.type("zebra");
            assertEquals(List.of("zebra.one", "zebra.two"), rows(robot).stream().map(FinderBoxTest::first).toList());
            robot.press(SWT.ARROW_DOWN);
            stage.bench.add(source);
            robot.waitFor("what is new", () -> rows(robot).contains("Zebra crossing"));
            stage.bench.remove(going);
            robot.waitFor("one gone", () -> rows(robot).size() == 2);
            stage.bench.remove(source);
            robot.waitFor("the other gone", () -> rows(robot).size() == 1);
            assertEquals("zebra.two", first(rows(robot).getFirst()));
            robot.type("\r");
            robot.waitFor("it ran", () -> ran.get() == 1);
        }
    }

    /** The command of a plug-in is no more possible for the keyboard being in the finder, nor less. */
    @Test
    void whatWasPossibleStaysSoWhenSomethingElseComes() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            var possible = new AtomicBoolean(true);
            CommandContribution depending =
                    new CommandContribution() {
                        @Override
                        public boolean enabled() {
                            return possible.get();
                        }

                        @Override
                        public void run() {}
                    };
            stage.bench.add("zebra.one", "", depending);
            robot.waitFor("the command", () -> stage.bench.offers("zebra.one"));
            open(robot);
            possible.set(false);
            robot.type("zebra");
            stage.bench.add("zebra.two", "", depending);
            robot.waitFor("the other", () -> rows(robot).size() == 2);
            assertEquals(List.of("zebra.one", "zebra.two, not possible now"), rows(robot));
        }
    }

    private static String first(String spoken) {
        return spoken.split(",")[0];
    }

    /** Such as one of a plug-in that was made for another API. */
    @Test
    void opensWithoutASourceThatCannotBeLinked() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.bench.add(
                    new FinderSource() {
                        @Override
                        public String kind() {
                            throw new NoSuchMethodError("on purpose");
                        }

                        @Override
                        public List<FinderEntry> entries() {
                            throw new NoClassDefFoundError("on purpose");
                        }
                    });
            open(robot);
            robot.type("mir");
            assertTrue(rows(robot).getFirst().startsWith("mira"), rows(robot).toString());
        }
    }

    @Test
    void choosesByPointerAndFitsANarrowWindow() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            robot.size(640, 440);
            open(robot);
            robot.picture("finder-narrow");
            robot.type("otto");
            var list = robot.find(Canvas.class, "finder.list");
            robot.click(list, 60, 20);
            robot.waitFor("the finder gone", () -> !robot.shows("finder"));
            robot.waitFor("otto", () -> !(stage.desk.scene().selected() instanceof Selected.Nothing));
        }
    }

    @Test
    void runsNoOtherCommandWhileItIsOpen() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            open(robot);
            robot.chord(SWT.MOD1, 'n');
            robot.press(SWT.ESC);
            robot.waitFor("the finder gone", () -> !robot.shows("finder"));
            assertFalse(robot.shows("add.address"));
        }
    }
}
