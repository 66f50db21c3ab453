package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.client.api.Event.LinkChanged;
import parley.client.api.Message;
import parley.protocol.ConversationId;
import parley.protocol.RelayAddress;
import parley.testing.desktop.Robot;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How messages travel, and which ciphers there are. */
class PathTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private final FakeSuites suites = new FakeSuites();
    private ConversationId mira;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void talking() {
        client.signIn("lea");
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "mira");
        client.message(mira, "mira", "Hello", FakeClient.ago(Duration.ofHours(8)), Message.State.READ);
        suites.present =
                List.of(FakeSuites.suite(0xF00D, "parley.cipher.xwing"), FakeSuites.suite(1, "parley.cipher.aesgcm"));
    }

    private Stage stage() {
        var stage = new Stage(client, home);
        stage.ciphers.setSuites(suites);
        stage.ciphers.setChanges(suites);
        stage.robot.size(1000, 760);
        return stage;
    }

    @Test
    void saysPlainlyFirstAndShowsDetailsOnDemand() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            robot.run(() -> stage.bench.commands().run("parley.talk.path"));
            robot.waitFor("the page", () -> robot.shows("path.details"));
            var words = robot.words("path");
            assertTrue(words.contains("goes to the relay relay.example and from there"), words);
            assertTrue(words.contains("\nConnected.\n"), words);
            for (var word : List.of("TLS", "fingerprint", "MLS", "wss:")) assertFalse(words.contains(word), words);
            robot.run(() -> robot.find(org.eclipse.swt.widgets.Control.class, "path.details").setFocus());
            robot.type(" ");
            robot.waitFor("more", () -> robot.shows("path.copy"));
            assertTrue(robot.words("path").contains("fingerprint: abab abab"), robot.words("path"));
            client.ear.happened(
                    new LinkChanged(
                            LinkChanged.State.RECONNECTING,
                            Optional.empty(),
                            Optional.of("the relay does not answer")));
            robot.waitFor(
                    "as it stands now",
                    () ->
                            robot.words("path")
                                    .contains(
                                            "Connecting again… The relay does not answer. What you write waits here"
                                                    + " meanwhile."));
            robot.click("path.back");
            robot.waitFor("the person", () -> robot.shows("contact.path"));
        }
    }

    @Test
    void goesOfflineAndOnlineByACommand() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            robot.run(() -> stage.bench.commands().run("parley.talk.path"));
            robot.waitFor("connected", () -> robot.words("path").contains("\nConnected.\n"));
            assertFalse(robot.ui(new LinkCommands.Online(stage.desk)::enabled));
            robot.run(() -> stage.bench.commands().run("parley.link.offline"));
            var why = "You have gone offline: messages wait until you go online.";
            robot.waitFor("offline, and why", () -> robot.words("path").contains(why));
            var foot = robot.find(Canvas.class, "foot");
            robot.waitFor("at the foot, too", () -> robot.ui(() -> Robot.spoken(foot, -1)).contains(why));
            assertFalse(robot.ui(new LinkCommands.Offline(stage.desk)::enabled));
            robot.run(() -> stage.bench.commands().run("parley.link.online"));
            robot.waitFor("connected again", () -> robot.words("path").contains("\nConnected.\n"));
            assertFalse(client.staysOffline());
        }
    }

    @Test
    void namesTheRelayByItsHostAlone() {
        var relay = new RelayAddress(URI.create("wss://chat.example:7463"), "0123456789abcdef".repeat(4));
        assertEquals(
                "What you write goes to the relay chat.example and from there to the others, who get it"
                        + " when they are there.",
                PathPage.way(relay, false));
        assertTrue(PathPage.way(relay, true).contains("your own relay, which runs with this Parley"));
        assertTrue(PathPage.grouped(relay.fingerprint()).startsWith("0123 4567 89ab cdef 0123 "));
        assertEquals(
                "Not connected. What you write waits here until there is a way.",
                PathPage.link(LinkChanged.State.OFFLINE, ""));
    }

    private static String row(Robot robot, String list, int row) {
        var found = robot.find(Canvas.class, list);
        return robot.ui(() -> Robot.spoken(found, row));
    }

    @Test
    void showsEachCipherWithWhatBringsItAndWhoUsesItAndPrefersOne() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            robot.run(() -> stage.bench.commands().run("parley.ciphers.show"));
            robot.waitFor("the page", () -> robot.shows("ciphers.list"));
            assertEquals("X-Wing, Withstands quantum computers too · not used", row(robot, "ciphers.list", 0));
            assertEquals("AES-128 with X25519, Strong · used by 1 conversation", row(robot, "ciphers.list", 1));
            robot.run(() -> robot.find(Canvas.class, "ciphers.list").setFocus());
            robot.press(SWT.END);
            robot.type("\r");
            robot.waitFor("the one", () -> robot.shows("ciphers.prefer"));
            assertTrue(robot.words("ciphers").contains("brought by the bundle parley.cipher.aesgcm"));
            assertEquals("mira, mira@relay.example", row(robot, "ciphers.users", 0));
            robot.click("ciphers.prefer");
            robot.waitFor("a weaker one wants a yes", () -> robot.words("ciphers").contains("weaker"));
            assertEquals(List.of("prefer 1"), suites.calls());
            robot.click("ciphers.prefer");
            robot.waitFor("preferred", () -> !robot.shows("ciphers.prefer"));
            assertEquals(List.of("prefer 1", "prefer 1 weaker"), suites.calls());
            robot.click("ciphers.all");
            robot.waitFor("all", () -> robot.shows("ciphers.list"));
            assertTrue(row(robot, "ciphers.list", 1).endsWith(", Preferred"), row(robot, "ciphers.list", 1));
        }
    }

    /** One that is not here, but that a conversation uses, is named all the same. */
    @Test
    void namesACipherThatIsMissing() throws Exception {
        suites.present = List.of(FakeSuites.suite(0xF00D, "parley.cipher.xwing"));
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            robot.run(() -> stage.desk.open(new Selected.Ciphers()));
            robot.waitFor("the page", () -> robot.shows("ciphers.list"));
            assertEquals("AES-128 with X25519, Not here · used by 1 conversation", row(robot, "ciphers.list", 1));
            robot.click(robot.find(Canvas.class, "ciphers.list"), 60, 90);
            robot.waitFor("what helps", () -> robot.shows("ciphers.plugins"));
            assertFalse(robot.shows("ciphers.prefer"));
        }
    }

    @Test
    void pictures() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            for (boolean dark : new boolean[] {false, true}) {
                stage.bench.theme(dark);
                for (var size : new Album.Size[] {Album.Size.LARGE, Album.Size.NARROW}) {
                    var how = size.name() + (dark ? "-dark" : "-light");
                    robot.size(size.width(), size.height());
                    stage.open(mira);
                    robot.run(() -> stage.desk.open(new Selected.Path(mira)));
                    robot.waitFor("the page", () -> robot.shows("path.details"));
                    robot.picture("path" + how);
                    robot.click("path.details");
                    robot.picture("path-details" + how);
                    robot.click("path.details");
                    robot.run(() -> stage.desk.open(new Selected.Ciphers()));
                    robot.waitFor("the page", () -> robot.shows("ciphers.list"));
                    robot.picture("ciphers" + how);
                    robot.click(robot.find(Canvas.class, "ciphers.list"), 60, 90);
                    robot.picture("ciphers-one" + how);
                }
            }
        }
    }
}
