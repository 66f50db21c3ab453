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
import parley.client.api.Message;
import parley.client.api.Transfers.State;
import parley.desktop.chat.paint.Wording;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.testing.desktop.Robot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;

/** Files on their way: what their cards say and offer, and clearing a conversation. */
class FilesTest {

    private static final long SIZE = 4_200_000;

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId mira;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void talking() {
        client.signIn("lea");
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "mira");
    }

    private MessageId file(String who, String name, State state, long bytes) {
        var how = who.equals("lea") ? Message.State.READ : Message.State.RECEIVED;
        return client.file(mira, who, name, SIZE, state, bytes, FakeClient.ago(Duration.ofMinutes(9)), how).id();
    }

    private static String card(Robot robot, int row) {
        var list = robot.find(Canvas.class, "timeline");
        return robot.ui(() -> Robot.spoken(list, row));
    }

    @Test
    void aRunningFileIsPausedAndGoesOnByTheSameKey() throws Exception {
        file("lea", "lake.zip", State.RUNNING, 1_400_000);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            stage.open(mira);
            robot.run(() -> robot.find(Canvas.class, "timeline").setFocus());
            robot.press(SWT.ARROW_UP);
            robot.type("\r");
            robot.waitFor("it rests", () -> card(robot, 0).endsWith("1.4 of 4.2 MB · Paused"));
            robot.type("\r");
            robot.waitFor("it goes on", () -> client.calls().contains("resume"));
            assertEquals(1, client.calls().stream().filter("pause"::equals).count());
            assertFalse(client.calls().contains("cancel"));
        }
    }

    @Test
    void saysHowLongItStillTakesAndThatItWasChecked() throws Exception {
        var id = file("mira", "lake.zip", State.RUNNING, 0);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            stage.open(mira);
            client.transfers.progress(id, State.RUNNING, 100_000);
            Robot.until("time passes", () -> card(robot, 0).contains("0.1 of 4.2 MB") || card(robot, 0).contains("kB"));
            Robot.until(
                    "a rate",
                    () -> {
                        client.transfers.progress(id, State.RUNNING, client.transfers.get(id).bytes() + 1000);
                        return card(robot, 0).contains("/s · ") && card(robot, 0).endsWith(" left");
                    });
            client.transfers.ended(id, Optional.of("ab".repeat(32)), Optional.empty());
            client.transfers.progress(id, State.DONE, SIZE);
            robot.waitFor("checked", () -> card(robot, 0).endsWith("4.2 MB · Saved, checked"));
        }
    }

    @Test
    void takesAFileBackAfterAYes() throws Exception {
        var id = file("lea", "lake.zip", State.RUNNING, 1_400_000);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            stage.open(mira);
            robot.run(() -> robot.find(Canvas.class, "timeline").setFocus());
            robot.press(SWT.ARROW_UP);
            robot.press(SWT.DEL);
            robot.waitFor("the question", () -> robot.shows("banner"));
            assertTrue(robot.words("banner").contains("Who has saved it keeps it."), robot.words("banner"));
            robot.click("message.delete");
            robot.waitFor("its end", () -> card(robot, 0).endsWith("This message was deleted"));
            client.transfers.progress(id, State.RUNNING, 1_500_000); // told a moment too late
            client.hear(mira, "mira", "why?");
            robot.waitFor("what came after that", () -> card(robot, 1).endsWith("why?"));
            assertTrue(card(robot, 0).endsWith("This message was deleted"), () -> card(robot, 0));
        }
    }

    @Test
    void timesAreRoundAndNeverTooShort() {
        assertEquals("1 s left", Wording.left(0, 5));
        assertEquals("59 s left", Wording.left(59, 1));
        assertEquals("1 min left", Wording.left(60, 1));
        assertEquals("2 min left", Wording.left(61, 1));
        assertEquals("1 h left", Wording.left(3600, 1));
        assertEquals("2 h left", Wording.left(3601, 1));
        assertEquals("47 h left", Wording.left(47 * 3600, 1));
        assertEquals("2 days left", Wording.left(48 * 3600, 1));
        assertTrue(Wording.left(Long.MAX_VALUE, 1).endsWith(" days left"));
    }

    /** Whatever a file is called is words: nothing reads it as anything else. */
    @Test
    void aNameThatLooksLikeMarkupIsShownAsItIs() throws Exception {
        file("mira", "<img onerror=alert(1)>", State.OFFERED, 0);
        file("mira", "&lt;b&gt; & <b>.zip", State.DONE, SIZE);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            stage.open(mira);
            robot.waitFor("both", () -> card(robot, 1).contains("File "));
            assertTrue(card(robot, 0).contains("File <img onerror=alert(1)>, 4.2 MB"), card(robot, 0));
            assertTrue(card(robot, 1).contains("File &lt;b&gt; & <b>.zip, 4.2 MB"), card(robot, 1));
        }
    }

    /** The tree of a folder is kept, in one file that goes as others do. */
    @Test
    void aFolderThatIsDroppedGoesAsAnArchive() throws Exception {
        var folder = Files.createDirectories(home.resolve("Lake"));
        Files.writeString(folder.resolve("one.txt"), "one");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            stage.open(mira);
            robot.drop("talk", folder.toString());
            robot.waitFor("offered", () -> card(robot, 0).contains("File Lake.zip, "));
            assertTrue(Files.size(home.resolve("files/Lake.zip")) > 100);
            robot.drop("talk", folder.resolve("one.txt").toString());
            robot.waitFor("offered as it is", () -> card(robot, 1).contains("File one.txt, "));
        }
    }

    /** Asked first, here alone, and what comes meanwhile stays. */
    @Test
    void clearsAConversationAfterAYes() throws Exception {
        for (int count = 0; count < 250; count++)
            client.message(mira, "mira", "message " + count, FakeClient.ago(Duration.ofMinutes(9)), Message.State.READ);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            stage.open(mira);
            var talk = stage.desk.scene().talk().orElseThrow();
            robot.run(((TalkPage) talk)::clear);
            robot.waitFor("the question", () -> robot.shows("talk.keep"));
            assertTrue(robot.words("banner").contains("The others keep what they have."));
            robot.type(" "); // the keyboard stands on the harmless answer
            robot.waitFor("nothing asked", () -> !robot.shows("talk.keep"));
            assertEquals(250, client.conversations.page(mira, Long.MAX_VALUE, 999).size());
            robot.run(((TalkPage) talk)::clear);
            robot.click("talk.clear");
            Robot.until("gone", () -> client.conversations.page(mira, Long.MAX_VALUE, 999).isEmpty());
            client.hear(mira, "mira", "and another thing");
            robot.waitFor("that alone", () -> card(robot, 0).endsWith(": and another thing"));
        }
    }

    /** Comes further until its card, in {@code row}, says how fast. */
    private void move(Robot robot, MessageId id, int row) {
        Robot.until(
                "a speed",
                () -> {
                    client.transfers.progress(id, State.RUNNING, client.transfers.get(id).bytes() + 1000);
                    return card(robot, row).contains("/s · ");
                });
    }

    @Test
    void pictures() throws Exception {
        var running = new HashMap<Integer, MessageId>();
        int row = 0;
        for (var who : new String[] {"lea", "mira"}) {
            for (var state : State.values()) {
                long bytes = state == State.OFFERED ? 0 : 1_400_000;
                var id =
                        file(
                                who,
                                state == State.DONE ? "lake at night.zip" : "minutes of the meeting.odt",
                                state,
                                bytes);
                if (state == State.RUNNING) running.put(row, id);
                row++;
                if (state == State.DONE) client.transfers.ended(id, Optional.of("ab".repeat(32)), Optional.empty());
                if (state == State.FAILED)
                    client.transfers.ended(
                            id,
                            Optional.empty(),
                            Optional.of("There is no room left on the disk: make room, and ask for it again."));
            }
        }
        new Album(client, home)
                .open(
                        mira,
                        "cards",
                        (stage, mode) -> {
                            running.forEach((at, id) -> move(stage.robot, id, at));
                            stage.robot.run(() -> stage.robot.find(Canvas.class, "timeline").setFocus());
                            stage.robot.press(SWT.HOME);
                            stage.robot.picture("cards-own-" + mode);
                        },
                        new Album.Size("", 1000, 900),
                        new Album.Size("-small", 640, 900));
    }
}
