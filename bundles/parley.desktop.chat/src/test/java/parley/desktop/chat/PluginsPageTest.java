package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.MenuItem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Plugins.Declared;
import parley.client.api.Plugins.Offer;
import parley.client.api.Plugins.Plugin;
import parley.client.api.Plugins.State;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Plug-ins as a person takes them in and puts them out. */
class PluginsPageTest {

    private static final String NAME = "example.cipher.jdk";
    private static final Declared SAYS = new Declared("suite 1, by the JDK alone", List.of("ciphers"));

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private final FakePlugins plugins = new FakePlugins();
    private final FakeSuites suites = new FakeSuites();

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void signedIn() {
        Scripts.full(client);
        suites.present = List.of(FakeSuites.suite(1, NAME), FakeSuites.suite(0xF00D, "parley.cipher.xwing"));
    }

    private Stage stage() {
        var stage = new Stage(client, home);
        stage.ciphers.setSuites(suites);
        stage.plugins.setPlugins(plugins);
        stage.robot.size(1000, 760);
        stage.robot.waitFor("the list", () -> !stage.desk.scene().lines().isEmpty());
        return stage;
    }

    private static void open(Stage stage) {
        stage.robot.chord(SWT.MOD1 | SWT.MOD2, 'p');
        stage.robot.waitFor("the plug-ins", () -> stage.robot.shows("plugins.install"));
    }

    private static void waitFor(Robot robot, String id) {
        robot.waitFor(id, () -> robot.shows(id));
    }

    /** Presses a row of the list. */
    private static void lookAt(Robot robot, int row) {
        robot.waitFor("the row", () -> robot.shows("plugins.list"));
        robot.click(robot.find(Canvas.class, "plugins.list"), 100, row * 60 + 30);
        waitFor(robot, "plugins.remove");
    }

    /** All that the page says. */
    private static String said(Robot robot) {
        return robot.words("plugins");
    }

    /** The next jar; whether it replaces something depends on what there is. */
    private void offer(String name, String version, boolean accepted) {
        plugins.offer = Optional.of(new Offer(name, version, FakePlugins.PUBLISHER, accepted, false, SAYS, version));
    }

    @Test
    void saysThatThereIsNoneWhenThatIsKnown() throws Exception {
        plugins.answering = new CompletableFuture<>();
        try (var stage = stage()) {
            var robot = stage.robot;
            open(stage);
            assertFalse(said(robot).contains("There is none."), said(robot));
            plugins.answering.complete(null);
            robot.waitFor("that", () -> said(robot).contains("There is none."));
        }
    }

    @Test
    void looksAgainAtWhatWaits() throws Exception {
        plugins.all.add(FakePlugins.plugin(NAME, "1.0.0", State.WAITING, Optional.of("it is being started"), ""));
        try (var stage = stage()) {
            var robot = stage.robot;
            open(stage);
            robot.waitFor("the row", () -> row(robot).contains("Waiting"));
            synchronized (plugins) {
                plugins.all.set(0, FakePlugins.plugin(NAME, "1.0.0", State.RUNNING, Optional.empty(), ""));
            }
            robot.waitFor("that it runs", () -> row(robot).contains("Running"));
        }
    }

    private static String row(Robot robot) {
        if (!robot.shows("plugins.list")) return "";
        var list = robot.find(Canvas.class, "plugins.list");
        return robot.ui(() -> Robot.spoken(list, 0));
    }

    @Test
    void takesOneInOnlyAfterTheYes() throws Exception {
        offer(NAME, "1.0.0", false);
        try (var stage = stage()) {
            var robot = stage.robot;
            open(stage);
            robot.drop("plugins", "/somewhere/sample.jar");
            waitFor(robot, "plugins.yes");
            var asked = said(robot);
            assertTrue(asked.contains("example.cipher.jdk 1.0.0"), asked);
            assertTrue(asked.contains("Suite 1, by the JDK alone."), asked);
            assertTrue(asked.contains("Ciphers."), asked);
            assertTrue(asked.contains(PluginFacts.grouped(FakePlugins.PUBLISHER)), asked);
            assertTrue(asked.contains("This publisher is new here"), asked);
            assertTrue(asked.contains("no fence"), asked);
            robot.type(" "); // what has the keyboard does no harm
            waitFor(robot, "plugins.install");
            assertEquals(List.of("inspect sample.jar"), plugins.calls());
            robot.drop("plugins", "/somewhere/sample.jar");
            waitFor(robot, "plugins.yes");
            robot.click("plugins.yes");
            waitFor(robot, "plugins.remove");
            assertTrue(plugins.calls().contains("install sample.jar " + FakePlugins.PUBLISHER));
            assertTrue(said(robot).contains("AES-128 with X25519: passed its self-test"), said(robot));
            robot.click("plugins.list.again");
            var list = robot.find(Canvas.class, "plugins.list");
            assertEquals(
                    "example.cipher.jdk, Version 1.0.0 · signed by 0123456789abcdef…, Running",
                    robot.ui(() -> Robot.spoken(list, 0)));
        }
    }

    @Test
    void updatesWhatIsThereAndSaysWhatItReplaces() throws Exception {
        plugins.all.add(
                FakePlugins.plugin(NAME, "0.9.0", State.RUNNING, Optional.empty(), "suite 1, by the JDK alone"));
        offer(NAME, "1.0.0", true);
        try (var stage = stage()) {
            var robot = stage.robot;
            open(stage);
            robot.drop("plugins", "/somewhere/sample.jar");
            waitFor(robot, "plugins.yes");
            assertTrue(said(robot).contains("It takes the place of version 0.9.0."), said(robot));
            assertTrue(said(robot).contains("You trust this publisher already."), said(robot));
            robot.click("plugins.yes");
            Robot.until("the update", () -> plugins.calls().stream().anyMatch(it -> it.startsWith("update ")));
            waitFor(robot, "plugins.remove");
            plugins.own.add("parley.cipher.aesgcm");
            offer("parley.cipher.aesgcm", "9.0.0", true);
            robot.click("plugins.list.again");
            robot.drop("plugins", "/somewhere/own.jar");
            waitFor(robot, "plugins.yes");
            assertTrue(said(robot).contains("the part of Parley that has this name"), said(robot));
            robot.click("plugins.yes");
            Robot.until("the replacement", () -> plugins.calls().contains("update own.jar " + FakePlugins.PUBLISHER));
        }
    }

    /** Only the name is like those of Parley's own bundles. */
    @Test
    void installsWhatOnlySoundsLikeAPartOfParley() throws Exception {
        offer("parley.example", "1.0.0", true);
        try (var stage = stage()) {
            var robot = stage.robot;
            open(stage);
            robot.drop("plugins", "/somewhere/sample.jar");
            waitFor(robot, "plugins.yes");
            assertFalse(said(robot).contains("the part of Parley that has this name"), said(robot));
            robot.click("plugins.yes");
            waitFor(robot, "plugins.remove");
            assertEquals(List.of("inspect sample.jar", "install sample.jar " + FakePlugins.PUBLISHER), plugins.calls());
        }
    }

    /** Such as one that a newer Parley has no use for. */
    @Test
    void updatesAndRemovesOneThatIsInstalledAndDoesNotRun() throws Exception {
        plugins.all.add(
                FakePlugins.plugin(
                        NAME, "0.9.0", State.REFUSED, Optional.of("it needs another Parley; update it"), "suite 1"));
        offer(NAME, "1.0.0", true);
        plugins.refusal = Optional.of(new CommandException(Code.REFUSED, "it failed at its start; tell its publisher"));
        try (var stage = stage()) {
            var robot = stage.robot;
            open(stage);
            lookAt(robot, 0);
            assertTrue(robot.shows("plugins.update"), "the way out of its state");
            assertTrue(said(robot).contains("It needs another Parley."), said(robot));
            robot.drop("plugins", "/somewhere/sample.jar");
            waitFor(robot, "plugins.yes");
            assertTrue(said(robot).contains("It takes the place of version 0.9.0."), said(robot));
            robot.click("plugins.yes");
            waitFor(robot, "plugins.another");
            assertTrue(said(robot).contains("nothing of it runs"), said(robot)); // nor did it before
            plugins.refusal = Optional.empty();
            robot.drop("plugins", "/somewhere/sample.jar");
            waitFor(robot, "plugins.yes");
            robot.click("plugins.yes");
            waitFor(robot, "plugins.remove");
            assertTrue(said(robot).contains("Running"), said(robot));
            assertFalse(plugins.calls().toString().contains("install"), plugins.calls()::toString);

            plugins.all.set(
                    0, FakePlugins.plugin(NAME, "1.0.0", State.REFUSED, Optional.of("altered; remove it"), "suite 1"));
            robot.click("plugins.list.again");
            robot.run(() -> stage.desk.open(new Selected.Nothing()));
            open(stage);
            lookAt(robot, 0);
            robot.click("plugins.remove");
            waitFor(robot, "plugins.remove.yes");
            var asked = said(robot);
            assertFalse(asked.contains("stays there"), asked);
            assertTrue(asked.contains("that is deleted too"), asked);
            robot.click("plugins.remove.yes");
            Robot.until("the removal", () -> plugins.calls().contains("remove " + NAME));
        }
    }

    @Test
    void forgetsWhatWasNotTakenInAndLeavesWhatRuns() throws Exception {
        plugins.all.add(FakePlugins.plugin(NAME, "2.0.0", State.RUNNING, Optional.empty(), "suite 1"));
        plugins.all.add(FakePlugins.unused(NAME, "1.0.0", "it is not newer than 2.0.0; get a newer version"));
        try (var stage = stage()) {
            var robot = stage.robot;
            open(stage);
            lookAt(robot, 0);
            assertTrue(said(robot).contains("Running"), said(robot));
            assertTrue(robot.shows("plugins.update"));
            robot.click("plugins.list.again");
            lookAt(robot, 1);
            assertTrue(said(robot).contains("It is not newer than 2.0.0."), said(robot));
            assertFalse(robot.shows("plugins.update"));
            robot.click("plugins.remove");
            waitFor(robot, "plugins.remove.yes");
            assertTrue(said(robot).contains("What is in plugins/ stays there."), said(robot));
            robot.click("plugins.remove.yes");
            waitFor(robot, "plugins.install");
            assertEquals(List.of("forget " + NAME), plugins.calls());
            assertTrue(said(robot).contains("example.cipher.jdk is forgotten."), said(robot));
            lookAt(robot, 0);
            assertTrue(said(robot).contains("Running"), said(robot));
        }
    }

    /** Dropped into the folder, it waits for a person's yes to its publisher. */
    @Test
    void asksAboutWhatLiesInTheFolder() throws Exception {
        plugins.all.add(FakePlugins.unused(NAME, "1.0.0", "nobody has accepted its publisher; look at it"));
        offer(NAME, "1.0.0", false);
        try (var stage = stage()) {
            var robot = stage.robot;
            open(stage);
            lookAt(robot, 0);
            robot.click("plugins.use");
            waitFor(robot, "plugins.yes");
            assertEquals(List.of("inspect " + NAME + ".jar"), plugins.calls());
            robot.click("plugins.yes");
            Robot.until("its start", () -> plugins.calls().stream().anyMatch(it -> it.startsWith("install " + NAME)));
        }
    }

    @Test
    void saysWhyOneDoesNotComeIn() throws Exception {
        plugins.unread =
                Optional.of(
                        new CommandException(
                                Code.REFUSED,
                                "bare.jar is not signed; ask its publisher for a signed one, or sign your own with"
                                        + " jarsigner"));
        try (var stage = stage()) {
            var robot = stage.robot;
            open(stage);
            robot.drop("plugins", "/somewhere/bare.jar");
            waitFor(robot, "plugins.another");
            var refused = said(robot);
            assertTrue(refused.contains("This was not installed"), refused);
            assertTrue(refused.contains("bare.jar is not signed."), refused);
            assertTrue(refused.contains("Ask its publisher for a signed one"), refused);
            assertFalse(robot.shows("plugins.yes"));
            plugins.unread = Optional.empty();
            offer(NAME, "1.0.0", false);
            plugins.refusal =
                    Optional.of(
                            new CommandException(
                                    Code.REFUSED,
                                    "example.cipher.jdk 1.0.0 did not pass the self-test of suite 1 (seal); tell its"
                                            + " publisher"));
            robot.drop("plugins", "/somewhere/sample.jar");
            waitFor(robot, "plugins.yes");
            robot.click("plugins.yes");
            waitFor(robot, "plugins.another");
            assertTrue(said(robot).contains("did not pass the self-test of suite 1 (seal)."), said(robot));
            assertTrue(said(robot).contains("nothing of it runs"), said(robot));
        }
    }

    @Test
    void removesOneAfterAYes() throws Exception {
        plugins.all.add(FakePlugins.plugin(NAME, "1.0.0", State.RUNNING, Optional.empty(), "suite 1"));
        try (var stage = stage()) {
            var robot = stage.robot;
            open(stage);
            lookAt(robot, 0);
            robot.click("plugins.remove");
            waitFor(robot, "plugins.remove.yes");
            assertEquals(List.of(), plugins.calls());
            robot.click("plugins.remove.yes");
            Robot.until("the removal", () -> plugins.calls().contains("remove " + NAME));
            waitFor(robot, "plugins.install");
            assertTrue(said(robot).contains("example.cipher.jdk is gone."), said(robot));
        }
    }

    @Test
    void isInTheMenuAndGoesWithItsBundle() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            var more = robot.find(Control.class, "more");
            robot.click("more");
            robot.run(() -> {
                var texts = Stream.of(more.getMenu().getItems()).map(MenuItem::getText).toList();
                assertEquals(
                        List.of(
                                "New conversation\tCtrl+N",
                                "My profile",
                                "Away, or back",
                                "Plug-ins\tCtrl+Shift+P",
                                "Find anything\tCtrl+K",
                                "Preferences\tCtrl+,"),
                        texts);
                more.getMenu().setVisible(false);
                more.getMenu().getItem(3).notifyListeners(SWT.Selection, new Event());
            });
            waitFor(robot, "plugins.install");
            stage.plugins.unsetPlugins(plugins);
            robot.waitFor("nothing to press", () -> !robot.shows("plugins.install"));
            assertTrue(said(robot).contains("is not running"), said(robot));
            stage.plugins.setPlugins(plugins);
            waitFor(robot, "plugins.install");
        }
    }

    @Test
    void picturesOfPlugins() throws Exception {
        plugins.all.add(
                FakePlugins.plugin(NAME, "1.0.0", State.RUNNING, Optional.empty(), "suite 1, by the JDK alone"));
        plugins.all.add(
                FakePlugins.plugin(
                        "org.example.a.very.long.name.of.a.plug-in.that.does.not.fit.anywhere.at.all",
                        "12.34.56.SNAPSHOT-2026-11-21",
                        State.STOPPED,
                        Optional.of("it was stopped; start Parley anew, or remove it"),
                        "רכיב שמוסיף צפנים 🔐 — and says so in more than one language, at some length, so that it has"
                                + " to be wrapped into a second line and perhaps a third"));
        plugins.all.add(
                new Plugin(
                        "bare\u202Egnp.jar",
                        Optional.empty(),
                        Optional.empty(),
                        State.REFUSED,
                        Optional.of(
                                "bare.jar is not signed; ask its publisher for a signed one, or sign your own with"
                                        + " jarsigner"),
                        new Declared("", List.of()),
                        false,
                        Optional.empty()));
        plugins.all.add(
                FakePlugins.plugin(
                        "parley.cipher.aesgcm",
                        "1.1.0",
                        State.REFUSED,
                        Optional.of(
                                "parley.cipher.aesgcm 1.1.0 stood for a part of Parley that is 1.2.0 by now, and could"
                                        + " bring back its faults; update it to a version above that, or remove it"),
                        "suite 1, faster"));
        try (var stage = stage()) {
            var robot = stage.robot;
            for (boolean dark : new boolean[] {false, true}) {
                var mode = dark ? "dark" : "light";
                stage.bench.theme(dark);
                for (boolean small : new boolean[] {false, true}) {
                    var how = (small ? "small-" : "") + mode;
                    robot.size(small ? 520 : 1180, small ? 560 : 780);
                    open(stage);
                    robot.waitFor("the list", () -> robot.shows("plugins.list"));
                    robot.picture("plugins-" + how);
                    for (int row = small ? 1 : 0; row < (small ? 2 : 4); row++) {
                        lookAt(robot, row);
                        robot.picture("plugin-" + row + "-" + how);
                        robot.click("plugins.remove");
                        waitFor(robot, "plugins.remove.yes");
                        robot.picture("plugin-removal-" + row + "-" + how);
                        robot.click("plugins.remove.no");
                        waitFor(robot, "plugins.list.again");
                        robot.click("plugins.list.again");
                    }
                    offer(NAME + ".two", "1.0.0", false);
                    robot.drop("plugins", "/somewhere/sample.jar");
                    waitFor(robot, "plugins.yes");
                    robot.picture("plugin-question-" + how);
                    plugins.refusal =
                            Optional.of(
                                    new CommandException(
                                            Code.REFUSED,
                                            "sample.jar was altered after its publisher signed it; get it anew from its"
                                                    + " publisher"));
                    robot.click("plugins.yes");
                    waitFor(robot, "plugins.another");
                    robot.picture("plugin-refused-" + how);
                    robot.click("plugins.refused.back");
                    robot.run(() -> stage.desk.open(new Selected.Nothing()));
                }
            }
        }
    }
}
