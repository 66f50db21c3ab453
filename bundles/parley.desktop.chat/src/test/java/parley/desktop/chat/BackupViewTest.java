package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.BackupPhrase;
import parley.desktop.api.text.Language;
import parley.desktop.backup.BackupCommand;
import parley.desktop.backup.BackupDesk;
import parley.desktop.backup.BackupPage;
import parley.testing.desktop.Robot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A person makes a backup and looks at one, with a real window. */
class BackupViewTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private final FakeBackups backups = new FakeBackups();
    private Optional<Path> chosen = Optional.empty();
    private Stage stage;
    private Robot robot;
    private Path file;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void open() {
        client.signIn("lea");
        stage = new Stage(client, home);
        robot = stage.robot;
        robot.size(1000, 700);
        file = home.resolve("b.backup");
        var bench = stage.bench;
        var desk = new BackupDesk(backups, client, bench.ui());
        bench.add("parley.backup", "%backup.title", 938, new BackupPage(desk, (_, _, _) -> chosen));
        var command = new BackupCommand(desk, bench.preferencePages());
        bench.add("parley.backup", "%command.backup", "", 75, command);
        robot.waitFor("the command", () -> stage.bench.offers("parley.backup"));
        page();
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
        Language.choose(Language.SYSTEM);
    }

    private void page() {
        robot.run(() -> stage.bench.commands().run("parley.backup"));
        robot.waitFor("the page", () -> robot.shows("preferences.body"));
        robot.settle();
    }

    private void write(String id, String text) {
        var field = robot.find(StyledText.class, id);
        robot.run(() -> field.setText(text));
    }

    private String said() {
        return robot.words("preferences.body");
    }

    private void awaitSaid(String text) {
        Robot.until(text, () -> said().contains(text));
    }

    /** Up to the question for two of the words. */
    private BackupPhrase words() {
        write("backup.file", file.toString());
        robot.click("backup.next");
        robot.waitFor("the words", () -> robot.shows("backup.tiles"));
        var phrase = backups.drawn.getLast();
        robot.click("backup.noted");
        robot.waitFor("the question", () -> robot.shows("backup.write"));
        return phrase;
    }

    private List<Integer> asked() {
        return IntStream.rangeClosed(1, BackupPhrase.COUNT)
                .filter(number -> robot.shows("backup.word." + number))
                .boxed()
                .toList();
    }

    private void answer(BackupPhrase phrase) {
        for (var number : asked()) write("backup.word." + number, phrase.words().get(number - 1));
    }

    @Test
    void theWordsAreShownAskedForAndThenTheFileIsWritten() throws Exception {
        robot.picture("backup-start");
        write("backup.file", file.toString());
        var field = robot.find(StyledText.class, "backup.file");
        robot.click(field, 20, 8);
        robot.type("\r"); // Enter goes on as well
        robot.waitFor("the words", () -> robot.shows("backup.tiles"));
        var phrase = backups.drawn.getLast();
        var tiles = robot.find(Control.class, "backup.tiles");
        var spoken = robot.ui(() -> Robot.spoken(tiles, -1));
        for (int at = 0; at < BackupPhrase.COUNT; at++)
            assertTrue(spoken.contains(at + 1 + ": " + phrase.words().get(at)), spoken);
        robot.picture("backup-words");
        robot.click("backup.copy");
        assertEquals(String.join(" ", phrase.words()), clipboard());
        awaitSaid("on the clipboard");
        assertFalse(Files.exists(file), "nobody has said that they were written down");

        robot.click("backup.noted");
        robot.waitFor("the question", () -> robot.shows("backup.write"));
        assertEquals(2, asked().size());
        assertFalse(robot.ui(() -> robot.find(Control.class, "backup.write").isEnabled()));
        answer(phrase);
        var second = asked().getLast();
        var word = phrase.words().get(second - 1);
        write("backup.word." + second, word.equals("zoo") ? "act" : "zoo");
        robot.click("backup.write");
        awaitSaid("Word " + second + " is another one");
        robot.picture("backup-wrong");
        assertFalse(Files.exists(file));
        write("backup.word." + second, " " + word.toUpperCase(java.util.Locale.ROOT) + " ");
        robot.click("backup.write");
        awaitSaid("The backup is there");
        assertEquals(String.join(" ", phrase.words()), Files.readString(file));
        var said = said();
        assertTrue(said.contains(file + " (0.1\u00a0MB)"), said);
        assertTrue(said.contains("3 people, 1 conversation and 1,234 messages"), said);
        robot.picture("backup-done");
        robot.click("backup.done");
        robot.waitFor("the page as it was", () -> robot.shows("backup.next"));
    }

    private String clipboard() {
        return robot.<String>ui(() -> {
            var clipboard = new Clipboard(robot.shell().getDisplay());
            var text = clipboard.getContents(TextTransfer.getInstance());
            clipboard.dispose();
            return String.valueOf(text);
        });
    }

    @Test
    void wordsThatWereCopiedLeaveTheClipboardWithThePage() {
        write("backup.file", file.toString());
        robot.click("backup.next");
        robot.waitFor("the words", () -> robot.shows("backup.tiles"));
        robot.click("backup.copy");
        awaitSaid("on the clipboard");
        assertEquals(String.join(" ", backups.drawn.getLast().words()), clipboard());
        robot.press(SWT.ESC);
        robot.waitFor("the window", () -> !robot.shows("preferences.body"));
        assertEquals("null", clipboard());
    }

    @Test
    void whoeverLeavesBeforeTheEndHasNoFileThatNobodyCanOpen() {
        var first = words();
        robot.press(SWT.ESC);
        robot.waitFor("the window", () -> !robot.shows("preferences.body"));
        page();
        assertTrue(robot.shows("backup.next"));
        assertFalse(Files.exists(file));
        var second = words();
        assertNotEquals(first, second, "words are shown for one backup alone");
        robot.click("backup.again");
        robot.waitFor("the words", () -> robot.shows("backup.tiles"));
        assertEquals(2, backups.drawn.size(), "these words and no others");
        robot.click("backup.leave");
        robot.waitFor("the page", () -> robot.shows("backup.next"));
        assertFalse(Files.exists(file));
    }

    @Test
    void aPlaceThatCannotBeIsNamedBeforeAnyWord() throws Exception {
        write("backup.file", home.resolve("none/b.backup").toString());
        robot.click("backup.next");
        awaitSaid("There is no folder " + home.resolve("none"));
        write("backup.file", home.toString());
        robot.click("backup.next");
        awaitSaid("That is a folder");
        write("backup.file", "a\0b");
        robot.click("backup.next");
        awaitSaid("That is no name of a file");
        robot.picture("backup-noname");
        write("backup.file", " ");
        assertFalse(robot.ui(() -> robot.find(Control.class, "backup.next").isEnabled()));
        client.me = Optional.empty();
        write("backup.file", file.toString());
        robot.click("backup.next");
        awaitSaid("There is no account here yet");
        assertEquals(List.of(), backups.drawn);
    }

    @Test
    void aFileThatIsThereGivesWayOnlyToWhoSaysSo() throws Exception {
        Files.writeString(file, "an older one");
        chosen = Optional.of(file);
        robot.click("backup.choose");
        robot.waitFor("the file", () -> robot.find(StyledText.class, "backup.file").getText().equals(file.toString()));
        robot.click("backup.next");
        awaitSaid("There is a file of that name already");
        robot.picture("backup-taken");
        robot.click("backup.leave");
        robot.waitFor("the page", () -> robot.shows("backup.next"));
        robot.click("backup.next");
        robot.waitFor("the question", () -> robot.shows("backup.replace"));
        robot.click("backup.replace");
        robot.waitFor("the words", () -> robot.shows("backup.tiles"));
        robot.click("backup.noted");
        robot.waitFor("the question", () -> robot.shows("backup.write"));
        assertEquals("an older one", Files.readString(file));
        answer(backups.drawn.getLast());
        robot.click("backup.write");
        awaitSaid("The backup is there");
        assertEquals(String.join(" ", backups.drawn.getLast().words()), Files.readString(file));
    }

    @Test
    void itGoesOnWhileOneLooksAtSomethingElseAndEndsWhenCancelled() throws Exception {
        backups.steps.drainPermits();
        var phrase = words();
        answer(phrase);
        robot.click("backup.write");
        robot.waitFor("the bar", () -> robot.shows("backup.bar"));
        backups.steps.release(5);
        var bar = robot.find(Control.class, "backup.bar");
        robot.waitFor("half of it", () -> Robot.spoken(bar, -1).equals("50 %"));
        robot.picture("backup-running");
        robot.press(SWT.ESC);
        robot.waitFor("the window", () -> !robot.shows("preferences.body"));
        page();
        assertTrue(robot.shows("backup.bar"), "it is still written");
        robot.click("backup.cancel");
        backups.steps.release();
        awaitSaid("It was cancelled. Nothing was changed.");
        assertFalse(Files.exists(file));

        answer(words());
        robot.click("backup.write");
        robot.waitFor("the bar", () -> robot.shows("backup.bar"));
        robot.press(SWT.ESC);
        robot.waitFor("the window", () -> !robot.shows("preferences.body"));
        backups.steps.release(1000);
        Robot.until("the file", () -> Files.exists(file));
        page();
        awaitSaid("The backup is there");
        robot.press(SWT.ESC);
        robot.waitFor("the window", () -> !robot.shows("preferences.body"));
        page();
        assertTrue(robot.shows("backup.next"), "what came of it is said once");
    }

    @Test
    void aBackupIsCheckedWithItsWords() throws Exception {
        var phrase = backups.newPhrase();
        Files.writeString(file, String.join(" ", phrase.words()));
        backups.unknown = 2;
        robot.click("backup.check");
        robot.waitFor("the fields", () -> robot.shows("backup.open.words"));
        chosen = Optional.of(file);
        robot.click("backup.open.choose");
        write("backup.open.words", "zoo secretly zoo");
        awaitSaid("Word 2 is none of those that backups have");
        robot.picture("backup-check-wrong");
        write("backup.open.words", "zoo ".repeat(9));
        awaitSaid("more than 8 words");
        assertFalse(robot.ui(() -> robot.find(Control.class, "backup.open.go").isEnabled()));
        write("backup.open.words", "zoo ".repeat(8));
        awaitSaid("All the words are there");
        robot.click("backup.open.go");
        awaitSaid("The phrase is not that of " + file);
        var field = robot.find(StyledText.class, "backup.open.words");
        assertEquals("zoo ".repeat(8), robot.ui(field::getText), "to be mended, not to be typed anew");
        robot.waitFor("the keyboard", field::isFocusControl);
        robot.run(() -> field.setText(""));
        for (var word : phrase.words()) robot.type(word.substring(0, Math.min(4, word.length())) + " ");
        assertEquals(String.join(" ", phrase.words()) + " ", robot.ui(field::getText), "completed by the space");
        robot.picture("backup-check");
        robot.type("\r");
        awaitSaid("The backup is whole");
        assertTrue(said().contains("lea@relay.example"), said());
        assertTrue(said().contains("2 things in it are of a later version"), said());
        robot.picture("backup-checked");
        robot.click("backup.done");
        robot.waitFor("the page", () -> robot.shows("backup.next"));
    }

    @Test
    void aFileThatIsNotThereIsSaidAndOneCanTurnBack() {
        robot.click("backup.check");
        robot.waitFor("the fields", () -> robot.shows("backup.open.words"));
        var phrase = backups.newPhrase();
        write("backup.open.file", file.toString());
        write("backup.open.words", String.join(" ", phrase.words()));
        robot.click("backup.open.go");
        awaitSaid("There is no file " + file);
        robot.click("backup.open.back");
        robot.waitFor("the page", () -> robot.shows("backup.next"));
    }

    @Test
    void itSpeaksTheOtherLanguages() throws Exception {
        for (var language : List.of("de", "es", "fa", "zh")) {
            stage.close();
            var settings = home.resolve("client/desktop.properties");
            Files.createDirectories(settings.getParent());
            Files.writeString(settings, "language=" + language + "\ntheme=parley.light\n");
            Files.deleteIfExists(file);
            backups.unknown = 1;
            open();
            stage.bench.theme(language.equals("fa"));
            robot.size(760, 560);
            robot.picture("backup-start-" + language);
            var phrase = words();
            robot.click("backup.again");
            robot.picture("backup-words-" + language);
            robot.click("backup.noted");
            robot.waitFor("the question", () -> robot.shows("backup.write"));
            robot.picture("backup-repeat-" + language);
            answer(phrase);
            robot.click("backup.write");
            robot.waitFor("its end", () -> robot.shows("backup.done"));
            robot.picture("backup-done-" + language);
            robot.click("backup.done");
            robot.click("backup.check");
            robot.waitFor("the fields", () -> robot.shows("backup.open.words"));
            write("backup.open.file", file.toString());
            write("backup.open.words", String.join(" ", phrase.words()));
            robot.run(() -> robot.find(Control.class, "backup.open.go").setFocus()); // scrolls to it
            robot.picture("backup-check-" + language);
            robot.type(" ");
            robot.waitFor("its end", () -> robot.shows("backup.done"));
            robot.picture("backup-checked-" + language);
            if (language.equals("fa")) assertTrue(said().contains("۲۰۲۶"), said());
        }
    }
}
