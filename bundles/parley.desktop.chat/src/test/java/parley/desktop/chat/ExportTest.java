package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.client.api.Exports.Format;
import parley.client.api.Message;
import parley.desktop.api.control.TogglePush;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A copy of a conversation, as a person saves it. */
class ExportTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId mira;
    private ConversationId crew;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void talking() {
        client.signIn("lea");
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "mira");
        client.message(mira, "mira", "Before", FakeClient.ago(Duration.ofHours(8)), Message.State.READ);
        crew = client.talk("Crew", Kind.GROUP, FakeClient.ago(Duration.ofHours(1)), "ana", "mira");
    }

    private Stage stage() {
        var stage = new Stage(client, home);
        stage.robot.size(1000, 700);
        return stage;
    }

    /** Has the person answer {@code file} when asked where; the answer is what was proposed. */
    private static AtomicReference<Path> answers(Stage stage, Path file) {
        var proposed = new AtomicReference<Path>();
        stage.copies =
                (_, near) -> {
                    proposed.set(near);
                    return Optional.of(file);
                };
        return proposed;
    }

    private static void open(Stage stage, ConversationId id) {
        stage.open(id);
        stage.robot.run(() -> stage.bench.commands().run("parley.talk.export"));
        stage.robot.waitFor("the page", () -> stage.robot.shows("export.save"));
        stage.robot.settle();
    }

    private static void awaitWords(Robot robot, String words) {
        robot.waitFor(words, () -> robot.words("export").contains(words));
    }

    @Test
    void isSavedByKeysAloneAndSaysWhere() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            open(stage, mira);
            assertTrue(robot.words("export").contains("The file is not encrypted."), robot.words("export"));
            stage.bench.theme(false);
            robot.picture("export-light");
            var proposed = answers(stage, home.resolve("to mira")); // no ending: the format's is added
            robot.run(() -> robot.find(Control.class, "export.format.TEXT").setFocus());
            robot.type(" ");
            assertTrue(robot.ui(() -> robot.find(TogglePush.class, "export.format.TEXT").on()));
            robot.press(SWT.TAB);
            robot.press(SWT.TAB);
            robot.waitFor("the button", () -> robot.isAt("export.save"));
            robot.type(" ");
            awaitWords(robot, "Saved: ");
            var file = home.resolve("to mira.txt");
            assertEquals(mira.hex(), Files.readString(file));
            assertTrue(robot.words("export").replaceAll("[\u2066-\u2069]", "").contains(file + ". Nothing protects"));
            assertTrue(client.calls().contains("export TEXT"));
            assertEquals("parley-mira.txt", proposed.get().getFileName().toString());
            assertTrue(robot.ui(() -> robot.isAt("export.save")));
            stage.bench.theme(true);
            robot.size(640, 520);
            robot.picture("export-saved-narrow-dark");
            robot.click("export.back");
            robot.waitFor("the conversation", () -> stage.desk.scene().selected().equals(new Selected.Talk(mira)));
        }
    }

    @Test
    void whatIsThereIsNeverOverwrittenAndWhoeverChoosesNothingSavesNothing() throws Exception {
        var file = Files.writeString(home.resolve("precious.html"), "mine");
        try (var stage = stage()) {
            var robot = stage.robot;
            open(stage, mira);
            robot.click("export.save");
            robot.settle();
            assertFalse(client.calls().contains("export HTML"));
            answers(stage, file);
            robot.click("export.save");
            awaitWords(robot, "is there already and is not overwritten; choose another name.");
            assertEquals("mine", Files.readString(file));
            robot.picture("export-refused");
            answers(stage, home.resolve("other.html"));
            robot.click("export.save");
            awaitWords(robot, "Saved: ");
            assertFalse(robot.words("export").contains("already"), "what went wrong before is over");
        }
    }

    /** What is being saved goes on while one looks at something else, and nothing else begins meanwhile. */
    @Test
    void oneAtATimeGoesOnWhereverOneLooks() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            client.exports.copies.drainPermits();
            open(stage, mira);
            answers(stage, home.resolve("mira.html"));
            robot.click("export.save");
            awaitWords(robot, "Saving");
            open(stage, crew);
            assertFalse(robot.words("export").contains("Saving"), "that is another conversation");
            robot.click("export.save");
            awaitWords(robot, "A copy is being saved already; try again when it is done.");
            open(stage, mira);
            awaitWords(robot, "Saving");
            stage.open(crew);
            client.exports.copies.release();
            var foot = robot.find(Control.class, "foot");
            robot.waitFor("where it is", () -> Robot.spoken(foot, -1).contains("mira.html"));
            assertEquals(mira.hex(), Files.readString(home.resolve("mira.html")));
        }
    }

    /** Once the profile is locked, nothing names a conversation. */
    @Test
    void nobodyHearsOfACopyOnceTheProfileIsLocked() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            client.exports.copies.drainPermits();
            open(stage, mira);
            answers(stage, home.resolve("mira.html"));
            robot.click("export.save");
            awaitWords(robot, "Saving");
            stage.open(crew);
            stage.exports.close();
            client.exports.copies.release();
            robot.waitFor("the end", () -> stage.exports.saving().isEmpty());
            robot.settle(); // what would be said is said behind that
            var foot = robot.find(Control.class, "foot");
            assertFalse(robot.ui(() -> Robot.spoken(foot, -1)).contains("mira.html"));
        }
    }

    @Test
    void saysThatNothingCanBeSavedWhileWhatSavesIsAway() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.exports.unsetExports(client.exports);
            open(stage, mira);
            answers(stage, home.resolve("mira.html"));
            robot.click("export.save");
            awaitWords(robot, "The part of Parley that saves copies is not running; start Parley anew.");
        }
    }

    @Test
    void aFileIsCalledAfterItsConversationAsEveryDiskTakesIt() throws Exception {
        assertEquals("parley-Team-42.json", name("../Team: \"42\"/", Format.JSON));
        assertEquals("parley-گروه-ما.html", name("گروه ما", Format.HTML));
        assertEquals("parley-conversation.txt", name("👋/..", Format.TEXT));
        assertEquals("parley-" + "a".repeat(40) + ".txt", name("a".repeat(40), Format.TEXT));
        assertEquals("parley-" + "a".repeat(40) + ".txt", name("a".repeat(41), Format.TEXT));
        assertEquals("parley-" + "𝔸".repeat(40) + ".txt", name("𝔸".repeat(41), Format.TEXT));
        assertEquals("parley-" + "a".repeat(39) + ".txt", name("a".repeat(39) + " b", Format.TEXT));
        Files.writeString(home.resolve("parley-mira.txt"), "");
        Files.createSymbolicLink(home.resolve("parley-mira-1.txt"), home.resolve("nowhere"));
        assertEquals("parley-mira-2.txt", name("mira", Format.TEXT));
        assertEquals(Path.of("a/b.txt"), ExportFile.whole(Path.of("a/b.txt"), Format.HTML));
        assertEquals(Path.of("a/b.html"), ExportFile.whole(Path.of("a/b"), Format.HTML));
    }

    private String name(String title, Format format) {
        return ExportFile.free(home, title, format).getFileName().toString();
    }
}
