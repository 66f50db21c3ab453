package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Event.LinkChanged;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes a picture of every view, light and dark, large and small, into {@code target/screenshots}. */
class PicturesTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @Test
    void ofAConversation() throws Exception {
        var mira = Scripts.full(client);
        online("mira");
        online("kenji");
        album().open(mira, "chat", new Album.Size("", 1180, 780), new Album.Size("-small", 680, 520));
    }

    /** Comes to the window when it opens: the ear keeps it until then. */
    private void online(String who) {
        var there = Event.PresenceChanged.Presence.ONLINE;
        client.ear.happened(new Event.PresenceChanged(FakeClient.address(who), FakeClient.key(who), there, ""));
    }

    /** The picture of the README is one of these. */
    @Test
    void ofAnOrdinaryMorning() throws Exception {
        var mira = new Everyday(client, home).happens();
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1180, 860);
            stage.open(mira);
            var list = robot.find(Canvas.class, "timeline");
            robot.waitFor("the messages", () -> Robot.spoken(list, 2).contains("lake.jpg"));
            robot.run(() -> stage.robot.find(Control.class, "compose").setFocus());
            for (var theme : List.of("light", "dark", "contrast.light", "contrast.dark")) {
                stage.bench.theme("parley." + theme);
                robot.settle();
                awaitPicture(robot, list, 2);
                robot.picture("everyday-" + theme.replace('.', '-'));
                robot.size(560, 640);
                robot.picture("everyday-small-" + theme.replace('.', '-'));
                robot.size(1180, 860);
            }
        }
    }

    private static void awaitPicture(Robot robot, Canvas list, int row) {
        robot.waitFor("the picture", () -> robot.place(list, row).height > 120 || robot.place(list, row).height == 0);
    }

    private Album album() {
        return new Album(client, home);
    }

    @Test
    void ofTheOtherPages() throws Exception {
        var mira = Scripts.full(client);
        client.stop(mira, "What mira has seen of this conversation does not fit what you have seen.", true);
        album().open((stage, mode) -> {
            var robot = stage.robot;
            robot.waitFor("conversations", () -> !stage.desk.scene().lines().isEmpty());
            robot.run(() -> stage.desk.open(new Selected.Nothing()));
            robot.picture("empty-" + mode);
            robot.run(() -> stage.desk.open(new Selected.Person(FakeClient.key("noor"))));
            robot.picture("request-" + mode);
            robot.run(stage.door::open);
            robot.run(() -> stage.desk.open(new Selected.Person(FakeClient.key("otto"))));
            robot.picture("add-" + mode);
            stage.notices.link(LinkChanged.State.RECONNECTING, Optional.of("The relay does not answer."), true);
            stage.open(mira);
            robot.picture("stopped-" + mode);
        });
    }

    @Test
    void ofTheFirstStart() throws Exception {
        album().open((stage, mode) -> {
            if (mode.equals("light")) stage.cover(parent -> first(parent, stage));
            stage.robot.find(Control.class, "first.name");
            stage.robot.picture("first-" + mode);
        });
    }

    private FirstRunView first(Composite parent, Stage stage) {
        return new FirstRunView(parent, client, stage.ownRelay, stage.bench.theme(), stage.bench.ui(), () -> {});
    }

    @Test
    void ofEveryStateOfAFile() throws Exception {
        client.signIn("lea");
        var talk = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(1)), "mira");
        for (var state : Transfers.State.values()) {
            long bytes = state == Transfers.State.OFFERED ? 0 : 1_400_000;
            var at = FakeClient.ago(Duration.ofMinutes(20));
            var longName = "the minutes of the meeting on the 3rd of November.odt";
            client.file(talk, "lea", longName, 4_200_000, state, bytes, at, Message.State.READ);
            client.file(talk, "mira", "photo\u202Egpj.exe", 4_200_000, state, bytes, at, Message.State.RECEIVED);
        }
        album().open(talk, "files", Album.Size.LARGE);
    }

    @Test
    void ofAProfileThatCannotBeUsed() throws Exception {
        try (var stage = new Stage(client, home)) {
            stage.robot.size(1000, 700);
            var sentence = "Another Parley (process 4711) has this profile open: use that one, or close it first.";
            stage.cover(parent -> new ProblemView(parent, stage.bench.theme(), sentence, () -> {}));
            stage.robot.find(Control.class, "problem.again");
            stage.robot.picture("problem-light");
        }
    }

    @Test
    void ofTextsThatMeanHarm() throws Exception {
        client.signIn("lea");
        var talk =
                client.talk(
                        "\u202Ertl.example\n\n\nnext " + "Z\u0335\u0321\u0322\u0323\u0324".repeat(60),
                        Kind.GROUP,
                        Instant.now(),
                        "mallory");
        for (var text :
                List.of(
                        "x".repeat(65_000),
                        "word ".repeat(13_000),
                        "Z\u0335\u0321\u0322\u0323\u0324\u0325\u0326\u0327\u0328\u0329\u032A\u032B".repeat(40),
                        "turned \u202E around \u2067 and left open",
                        "\uD800 a lone surrogate \uDC00, a null \0, a bell \u0007",
                        "\n\n\n\nlines\n\n\n",
                        "😀".repeat(400),
                        "a\tb\u2028c\u2029d",
                        "https://bank.example@evil.example/" + "a".repeat(1500),
                        "the end")) {
            client.message(talk, "mallory", text, FakeClient.ago(Duration.ofMinutes(5)), Message.State.RECEIVED);
        }
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 860);
            long before = stage.bench.cpuNanos();
            stage.open(talk);
            robot.picture("hostile-light");
            double millis = (stage.bench.cpuNanos() - before) / 1e6;
            var list = robot.find(Canvas.class, "timeline");
            robot.click(list, 630, 300);
            for (int page = 0; page < 12; page++) robot.press(SWT.PAGE_UP);
            robot.picture("hostile-top-light");
            System.out.printf("texts that mean harm: opened in %.0f ms of processor time%n", millis);
            assertTrue(millis < 2000, "opening took " + millis + " ms");
        }
    }
}
