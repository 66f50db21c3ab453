package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.BackupPhrase;
import parley.desktop.api.WayIn;
import parley.desktop.api.text.Language;
import parley.desktop.backup.BackupDesk;
import parley.desktop.backup.RestoreWay;
import parley.testing.desktop.Robot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The first start with ways of other bundles, one of them a backup that is restored. */
class WaysInTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private final FakeBackups backups = new FakeBackups();
    private final AtomicInteger entered = new AtomicInteger();
    private WaysIn ways;
    private WayIn restore;
    private Stage stage;
    private Robot robot;
    private Path file;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @AfterEach
    void end() throws Exception {
        if (stage != null) stage.close();
        Language.choose(Language.SYSTEM);
    }

    private void open(String language) throws Exception {
        var settings = home.resolve("client/desktop.properties");
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "language=" + language + "\ntheme=parley.light\n");
        file = home.resolve("b.backup");
        stage = new Stage(client, home);
        robot = stage.robot;
        robot.size(1000, 700);
        var bench = stage.bench;
        ways = new WaysIn(bench.ui(), bench.contributions());
        restore = new RestoreWay(new BackupDesk(backups, client, bench.ui()), (_, _, _) -> Optional.of(file));
        add(restore, "parley.backup", "%restore.way", 0);
        stage.cover(parent ->
                new FirstSteps(
                        parent, client, stage.ownRelay, ways, bench.theme(), bench.ui(), entered::incrementAndGet));
        robot.waitFor("the way", () -> robot.shows("first.way.parley.backup"));
    }

    private void add(WayIn way, String id, String label, int rank) {
        Map<String, Object> properties =
                Map.of("parley.way.id", id, "parley.way.label", label, "service.ranking", rank);
        ways.addWay(stage.bench.objects(WayIn.class, way, properties));
    }

    private void remove(WayIn way) {
        ways.removeWay(stage.bench.taken(WayIn.class, way));
    }

    private BackupPhrase backup() throws Exception {
        var phrase = backups.newPhrase();
        Files.writeString(file, String.join(" ", phrase.words()));
        return phrase;
    }

    private void go() {
        robot.run(() -> robot.find(Control.class, "first.way.parley.backup").setFocus()); // scrolls to it
        robot.click("first.way.parley.backup");
        robot.waitFor("the page", () -> robot.shows("backup.open.words"));
    }

    private void write(String id, String text) {
        var field = robot.find(StyledText.class, id);
        robot.run(() -> field.setText(text));
    }

    private void awaitSaid(String text) {
        Robot.until(text, () -> robot.words("first.page").contains(text));
    }

    @Test
    void whatIsNoNameSaysWhy() throws Exception {
        open("en");
        write("first.name", "Dora Smith");
        assertTrue(problem().startsWith("A name is up to 32 of a-z"), problem());
        assertFalse(robot.ui(robot.find(Control.class, "first.own")::isEnabled));
        robot.picture("first-name");
        write("first.name", "dora.smith");
        assertEquals("", problem());
        assertTrue(robot.ui(robot.find(Control.class, "first.own")::isEnabled));
        write("first.name", "");
        assertEquals("", problem());
    }

    private String problem() {
        return robot.ui(robot.find(Label.class, "first.problem")::getText);
    }

    @Test
    void oneIsAgainWhoOneWas() throws Exception {
        open("en");
        robot.picture("first-ways");
        var phrase = backup();
        go();
        robot.picture("restore");
        assertFalse(robot.ui(() -> robot.find(Control.class, "backup.open.go").isEnabled()));
        robot.click("backup.open.choose");
        write("backup.open.words", "zoo ".repeat(8));
        robot.click("backup.open.go");
        awaitSaid("The phrase is not that of " + file);
        robot.picture("restore-wrong");
        assertEquals(0, entered.get());
        write("backup.open.words", String.join("\n", phrase.words()));
        robot.click("backup.open.go");
        Robot.until("the window", () -> entered.get() == 1);
        assertTrue(backups.restored);
    }

    @Test
    void whoTurnsBackRestoresNothing() throws Exception {
        open("en");
        backups.steps.drainPermits();
        var phrase = backup();
        go();
        write("backup.open.file", file.toString());
        write("backup.open.words", String.join(" ", phrase.words()));
        robot.click("backup.open.go");
        robot.waitFor("the bar", () -> robot.shows("backup.bar"));
        backups.steps.release(3);
        robot.settle();
        robot.picture("restore-running");
        robot.click("first.back");
        robot.waitFor("the first page", () -> robot.shows("first.name"));
        backups.steps.release(1000);
        robot.settle();
        assertFalse(backups.restored);
        assertEquals(0, entered.get());
        robot.waitFor("the keyboard", () -> robot.isAt("first.name"));
        go();
        robot.waitFor("it anew", () -> robot.find(StyledText.class, "backup.open.words").getText().isEmpty());
    }

    @Test
    void whatIsOfALaterVersionIsSaidFirst() throws Exception {
        open("en");
        backups.unknown = 1;
        var phrase = backup();
        go();
        write("backup.open.file", file.toString());
        write("backup.open.words", String.join(" ", phrase.words()));
        robot.click("backup.open.go");
        awaitSaid("1 thing in the backup was of a later version");
        assertEquals(0, entered.get());
        robot.click("backup.in");
        Robot.until("the window", () -> entered.get() > 0);
        robot.settle();
        assertEquals(1, entered.get());
    }

    @Test
    void waysComeAndGoWithTheirBundles() throws Exception {
        open("en");
        WayIn other = (sheet, in) -> sheet.sentence("another one");
        add(other, "sample.way", "Come by boat", 5);
        robot.waitFor("both", () -> robot.shows("first.way.sample.way"));
        assertEquals(
                List.of("sample.way", "parley.backup"),
                robot.ui(() -> ways.all().stream().map(WaysIn.Way::id).toList()));
        robot.click("first.way.sample.way");
        awaitSaid("another one");
        remove(restore);
        robot.settle();
        assertTrue(robot.shows("first.page"), "it is not the one that went");
        remove(other);
        robot.waitFor("the first page", () -> robot.shows("first.name"));
        assertFalse(robot.shows("first.way.sample.way"));
        assertFalse(robot.shows("first.page"));
    }

    /** Whoever shows the first page waits for nobody, and shows the others. */
    @Test
    @Timeout(60) // else it would be this one that waits for ever
    void aWayThatHangsWhileItIsMadeKeepsNobodyOut() throws Exception {
        open("en");
        var hanging = new CountDownLatch(1);
        WayIn late = (sheet, in) -> sheet.sentence("late");
        ways.addWay(stage.bench.late(WayIn.class, late, Map.of("parley.way.id", "late"), hanging));
        WayIn other = (sheet, in) -> sheet.sentence("another one");
        add(other, "sample.way", "Come by boat", 5);
        robot.waitFor("the other", () -> robot.shows("first.way.sample.way"));
        assertFalse(robot.shows("first.way.late"));
        hanging.countDown();
        robot.waitFor("the late one", () -> robot.shows("first.way.late"));
    }

    @Test
    void theKeyboardLeadsThroughAllOfIt() throws Exception {
        open("en");
        var phrase = backup();
        tabTo("first.way.parley.backup");
        robot.type("\r");
        robot.waitFor("the file", () -> at().equals("backup.open.file"));
        robot.type(file.toString());
        tabTo("backup.open.words");
        robot.type(String.join(" ", phrase.words()) + "\r");
        Robot.until("the window", () -> entered.get() == 1);
    }

    private String at() {
        return robot.focus().map(each -> String.valueOf(each.getData("test.id"))).orElse("");
    }

    private void tabTo(String id) {
        for (int step = 0; step < 20 && !robot.ui(this::at).equals(id); step++) robot.press(SWT.TAB);
        assertEquals(id, robot.ui(this::at));
    }

    @Test
    void itSpeaksTheOtherLanguages() throws Exception {
        for (var language : List.of("de", "es", "fa", "zh")) {
            open(language);
            stage.bench.theme(language.equals("fa"));
            robot.size(640, 440);
            robot.picture("first-ways-" + language);
            go();
            write("backup.open.file", file.toString());
            write("backup.open.words", "abandon zoo secretly");
            robot.click(robot.find(StyledText.class, "backup.open.words"), 20, 8);
            robot.press(SWT.END);
            robot.type(" ac");
            var words = robot.find(StyledText.class, "backup.open.words");
            assertEquals("abandon zoo secretly ac", robot.ui(words::getText), language);
            robot.picture("restore-" + language);
            stage.close();
            stage = null;
        }
    }
}
