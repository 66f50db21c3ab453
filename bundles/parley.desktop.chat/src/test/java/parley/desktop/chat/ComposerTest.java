package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Message;
import parley.desktop.Bench;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/** A person writes, by real keys: nothing written is lost, and nothing that is pasted stops the window. */
class ComposerTest extends AtComposer {

    /** What is measured is the program, not the compiler that it waits for at first. */
    @BeforeAll
    static void warm() {
        for (int round = 0; round < 20; round++) Room.takes("A long report. ".repeat(70_000));
    }

    private int high() {
        return robot.ui(() -> field().getParent().getSize().y);
    }

    private String newest(ConversationId talk) {
        var page = client.conversations.page(talk, Long.MAX_VALUE, 1);
        return page.isEmpty() ? "" : page.getFirst().text();
    }

    private void refuse(String why) {
        client.refusal = Optional.of(new CommandException(Code.REFUSED, why));
    }

    /** Puts {@code text} where Ctrl+V takes it from. */
    private void copy(String text) {
        robot.run(() -> {
            var clipboard = new Clipboard(field().getDisplay());
            clipboard.setContents(new Object[] {text}, new Transfer[] {TextTransfer.getInstance()});
            clipboard.dispose();
        });
    }

    /** Puts {@code text} where Ctrl+V takes it from, presses that, and says how much processor time it took. */
    private long paste(String text) {
        copy(text);
        long before = robot.ui(Bench::cpu);
        robot.chord(SWT.MOD1, 'v');
        return robot.ui(Bench::cpu) - before;
    }

    @Test
    void givesWordsBackToTheConversationTheyWereWrittenIn() {
        refuse("sending has stopped; open Details");
        synchronized (client) { // it cannot be refused before the person has gone elsewhere
            robot.type("a long thought\r");
            robot.run(() -> stage.desk.open(new Selected.Talk(ana)));
            robot.waitFor("the other field", () -> field().getText().isEmpty());
            robot.type("hello ana");
            robot.waitFor("the words", () -> field().getText().equals("hello ana"));
        }
        Robot.until("the refusal", () -> client.calls().contains("refused"));
        robot.settle();
        client.refusal = Optional.empty();
        assertEquals("hello ana", written(), "what is written elsewhere stays alone");
        assertFalse(robot.shows("banner"), "nothing has gone wrong here");
        stage.open(mira);
        robot.waitFor("the words", () -> field().getText().equals("a long thought"));
        assertTrue(robot.words("banner").contains("Sending has stopped; open Details."), robot.words("banner"));
        robot.type("\r");
        robot.waitFor("it", () -> newest(mira).equals("a long thought"));
        assertFalse(robot.shows("banner"));
        stage.open(ana);
        assertEquals("hello ana", written());
    }

    @Test
    void isAsHighWithALetterAsWithout() {
        int empty = high();
        robot.type("g");
        robot.waitFor("it", () -> field().getText().equals("g"));
        robot.settle();
        assertEquals(empty, high());
    }

    @Test
    void putsWordsBackBeforeThoseThatWereWrittenSince() {
        refuse("sending has stopped");
        synchronized (client) {
            robot.type("one\r");
            robot.waitFor("an empty field", () -> field().getText().isEmpty());
            robot.type("two");
            robot.waitFor("the words", () -> field().getText().equals("two"));
        }
        robot.waitFor("both", () -> field().getText().equals("one\ntwo"));
        robot.type("!");
        robot.waitFor("the caret behind what was written last", () -> field().getText().equals("one\ntwo!"));
    }

    @Test
    void allOfItIsReplacedAfterSelectingAll() {
        robot.type("quite");
        robot.holdingEnter(SWT.MOD2);
        robot.type("wrong");
        robot.chord(SWT.MOD1, 'a');
        robot.type("right");
        robot.waitFor("the new words alone", () -> field().getText().equals("right"));
    }

    @Test
    void growsWithItsLinesAndThenScrolls() {
        int one = high();
        for (int line = 0; line < 3; line++) {
            robot.type("line");
            robot.holdingEnter(SWT.MOD2);
        }
        int four = high();
        assertTrue(four > one, one + " then " + four);
        for (int line = 0; line < 12; line++) robot.holdingEnter(SWT.MOD2);
        int most = high();
        robot.holdingEnter(SWT.MOD2);
        assertEquals(most, high(), "it grows no more");
        assertTrue(most < 250, "" + most);
        assertTrue(robot.ui(() -> field().getTopPixel() > 0), "the caret stays in view");
        assertEquals("", newest(mira), "nothing was sent");
        robot.holdingEnter(SWT.MOD1);
        robot.waitFor("it", () -> newest(mira).startsWith("line\nline\nline"));
        robot.waitFor("one line again", () -> high() == one);
    }

    @Test
    void sendsAsAFileWhatIsTooLongToBeWritten() throws Exception {
        var text = "A long report. ".repeat(70_000);
        robot.type("see this:");
        long took = paste(text);
        assertTrue(took < Bench.TOO_LONG, "a megabyte took " + took / 1e6 + " ms");
        assertEquals("see this:", written());
        robot.waitFor("the way out", () -> robot.shows("composer.file"));
        assertTrue(robot.words("banner").contains("That is too long for a message."), robot.words("banner"));
        robot.click("composer.file");
        robot.waitFor("the file", () -> newest(mira).startsWith("Text "));
        assertEquals(text, Files.readString(home.resolve("files").resolve(newest(mira))));
        assertEquals("see this:", written());
        assertFalse(robot.shows("banner"));
    }

    @Test
    void sendsAsAFileWhatHasGrownTooLong() throws Exception {
        var text = ("x".repeat(63) + "\n").repeat(1024);
        robot.run(() -> field().setText(text));
        assertEquals(text, written(), "as much as a message holds");
        robot.run(() -> field().setCaretOffset(text.length()));
        robot.type("y");
        assertEquals(text, written());
        robot.waitFor("the way out", () -> robot.shows("composer.file"));
        assertTrue(robot.words("banner").contains("That is too long for a message."), robot.words("banner"));
        robot.click("composer.file");
        robot.waitFor("the file", () -> newest(mira).startsWith("Text "));
        assertEquals(text, Files.readString(home.resolve("files").resolve(newest(mira))));
        assertEquals("", written());
    }

    @Test
    void isNotStoppedByEmojiOrPilesOfMarks() {
        for (var hostile : new String[] {"😀".repeat(100_000), "a" + "\u0336".repeat(60_000), "\u202E".repeat(5_000)}) {
            paste(hostile);
            long took = paste(hostile); // the second time: nothing is compiled meanwhile
            assertTrue(took < Bench.TOO_LONG, took / 1e6 + " ms");
            assertEquals("", written());
        }
        paste("Z" + ("a\u0336\u0335\u0334\u0338\u0337 ").repeat(600));
        long before = robot.ui(Bench::cpu);
        robot.type("x");
        long took = robot.ui(Bench::cpu) - before;
        assertTrue(took < Bench.TOO_LONG, "a key in 600 piles of marks took " + took / 1e6 + " ms");
        assertTrue(written().endsWith("x"));
    }

    @Test
    void takesAKeyAtOnceInAFullMessage() {
        robot.run(() -> field().setText("some words that make a line of it \n".repeat(1_800)));
        robot.type("a"); // what is made once is made
        long before = robot.ui(Bench::cpu);
        robot.type("bcde");
        long took = (robot.ui(Bench::cpu) - before) / 4;
        System.out.printf("a key in 63 KB of lines: %.1f ms%n", took / 1e6);
        assertTrue(took < Bench.TOO_LONG, took / 1e6 + " ms");
        robot.run(() -> field().setText("word ".repeat(Room.LINE / 5)));
        robot.type("a");
        before = robot.ui(Bench::cpu);
        robot.type("bcde");
        took = (robot.ui(Bench::cpu) - before) / 4;
        System.out.printf("a key in a line of %d: %.1f ms%n", Room.LINE, took / 1e6);
        assertTrue(took < Bench.TOO_LONG, took / 1e6 + " ms");
    }

    @Test
    void editsTheLastByTheArrowAlsoOfSeveralLinesAndFromRightToLeft() {
        client.message(mira, "lea", "سلام\nدنیا", FakeClient.ago(Duration.ofMinutes(2)), Message.State.READ);
        stage.open(ana);
        stage.open(mira);
        robot.waitFor("the message", () -> stage.desk.scene().talk().isPresent());
        robot.settle();
        robot.click(field(), 20, 8);
        robot.press(SWT.ARROW_UP);
        assertEquals("سلام\nدنیا", written());
        robot.press(SWT.ARROW_UP);
        assertEquals("سلام\nدنیا", written(), "the arrow moves in what is written");
        assertEquals("Edit your message: سلام دنیا", robot.ui(() -> Robot.spoken(strip(), -1)));
        robot.press(SWT.ESC);
        assertEquals("", written());
    }

    private Control strip() {
        return robot.find(Control.class, "composer.strip");
    }
}
