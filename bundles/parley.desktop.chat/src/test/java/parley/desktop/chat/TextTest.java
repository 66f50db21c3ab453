package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Instant;

/** Styled words, code and links in the list of messages, by real keys and a real pointer; and pictures of them. */
class TextTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private Album album;
    private ConversationId talk;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void signedIn() {
        client.signIn("lea");
        talk = client.talk("mira@relay.example", Kind.DIRECT, Instant.now(), "mira");
        album = new Album(client, home);
    }

    private static String clipboard() {
        var clipboard = new Clipboard(Display.getCurrent());
        try {
            return String.valueOf(clipboard.getContents(TextTransfer.getInstance()));
        } finally {
            clipboard.dispose();
        }
    }

    private static String spoken(Robot robot, String id) {
        var control = robot.find(Control.class, id);
        return robot.ui(() -> Robot.spoken(control, -1));
    }

    @Test
    void copiesWhatWasSaidAndShowsWhatIsMeant() throws Exception {
        album.said(talk, "mira", "a **bold** word");
        album.said(talk, "lea", "```\nint x = 1;\n```");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(talk);
            var list = robot.find(Canvas.class, "timeline");
            robot.waitFor("the words", () -> !Robot.spoken(list, 1).equals("Messages"));
            var bold = robot.place(list, 0);
            robot.click(list, bold.x + 20, bold.y + bold.height / 2);
            robot.chord(SWT.MOD1, 'a');
            robot.chord(SWT.MOD1, 'c');
            var all = robot.ui(TextTest::clipboard);
            assertTrue(all.contains("mira: a **bold** word"), all);
            assertTrue(all.contains("```\nint x = 1;\n```"), all);
            var code = robot.place(list, 1);
            robot.move(list, code.x + 20, code.y + 20);
            robot.click(list, code.x + code.width - 13 - 3 - 12, code.y + 8 + 3 + 12);
            assertEquals("int x = 1;", robot.ui(TextTest::clipboard));
        }
    }

    /** What decides is the end, which must not be what is cut off. */
    @Test
    void showsAllOfALongHost() throws Exception {
        var host = "accounts.bank.example." + "mw".repeat(30) + "." + "w".repeat(60) + ".evil.example";
        album.said(talk, "mira", "[sign in here, today](https://" + host + "/login)");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(talk);
            var list = robot.find(Canvas.class, "timeline");
            robot.waitFor("the words", () -> !Robot.spoken(list, 0).equals("Messages"));
            var at = robot.place(list, 0);
            robot.click(list, at.x + 40, at.y + at.height / 2);
            assertTrue(spoken(robot, "link").contains(host), () -> spoken(robot, "link"));
            assertTrue(robot.ui(() -> robot.find(Control.class, "link.copy").isFocusControl()), "the harmless one");
            robot.picture("link-long");
        }
    }

    @Test
    void saysWhereALinkLeadsBeforeItIsOpened() throws Exception {
        album.said(talk, "mira", "[bank.example](https://evil.example/login)");
        album.said(talk, "mira", "https://example.org/boats");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(talk);
            var list = robot.find(Canvas.class, "timeline");
            robot.waitFor("the words", () -> !Robot.spoken(list, 1).equals("Messages"));
            var at = robot.place(list, 0);
            robot.click(list, at.x + 40, at.y + at.height / 2);
            var said = spoken(robot, "link");
            assertTrue(said.contains("evil.example. https://evil.example/login"), said);
            assertTrue(said.contains("another site: bank.example"), said);
            assertTrue(robot.ui(() -> robot.find(Control.class, "link.copy").isFocusControl()), "the harmless one");
            robot.picture("link-warned-light");
            robot.press(SWT.ESC);
            assertFalse(robot.shows("link"));
            robot.press(SWT.ARROW_UP);
            robot.type("\r");
            assertTrue(spoken(robot, "link").startsWith("This leads to. example.org"));
            assertTrue(robot.ui(() -> robot.find(Control.class, "link.open").isFocusControl()));
            robot.press(SWT.TAB);
            robot.type(" ");
            assertEquals("https://example.org/boats", robot.ui(TextTest::clipboard));
            assertFalse(robot.shows("link"));
        }
    }

    @Test
    void pictures() throws Exception {
        album.said(talk, "mira", "This is **bold**, _thin_, ***both***, ~~gone~~ and `code` in one line.");
        album.said(talk, "lea", "Mine is **bold** too, with `code` and https://example.org/boats?day=6");
        album.said(
                talk,
                "mira",
                "Look:\n"
                        + "```\n"
                        + "for (var each : all) {\n"
                        + "    each.run(); // a line of code that is so long that it wraps in any window\n"
                        + "}\n"
                        + "```\n"
                        + "Does it work?");
        album.said(talk, "lea", "```\nyes\n```");
        album.said(
                talk,
                "mira",
                "> Shall we go by boat?\n"
                        + "> Or by train?\n\n"
                        + "By boat, and the list is:\n"
                        + "- bread\n"
                        + "- a second item with so many words that it takes more than one line in a bubble\n"
                        + "  - cheese\n"
                        + "1. one\n"
                        + "2. two");
        album.said(talk, "lea", "> سلام! شنبه ساعت ۹\nبله، **حتماً**\nand in English\n- یک\n- دو");
        album.said(talk, "mira", "👍🎉");
        album.said(talk, "mira", "[the boats](https://bücher.example/) 2*3*4 snake_case >:( <b>no</b>");
        album.open(
                talk,
                "text",
                (stage, mode) -> {
                    var list = stage.robot.find(Canvas.class, "timeline");
                    var at = stage.robot.place(list, 2);
                    stage.robot.move(list, at.x + 20, at.y + 40);
                    stage.robot.picture("text-hover-" + mode);
                    var link = stage.robot.place(list, 7);
                    stage.robot.click(list, link.x + 30, link.y + link.height / 2);
                    stage.robot.picture("text-link-" + mode);
                    stage.robot.press(SWT.ESC);
                },
                Album.Size.LARGE,
                Album.Size.NARROW);
    }
}
