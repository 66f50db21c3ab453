package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.desktop.api.ViewContribution;
import parley.desktop.chat.timeline.Said;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;

/** A person does what people do, by real keys and a real pointer. */
class JourneyTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void signedIn() {
        client.signIn("lea");
    }

    private ConversationId talkWithMira(int messages) {
        var talk = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "mira");
        for (int i = 1; i <= messages; i++) {
            client.message(talk, "mira", "message " + i, FakeClient.ago(Duration.ofHours(8)), Message.State.READ);
        }
        return talk;
    }

    @Test
    void joinsWithAnInvitation() throws Exception {
        client.me = java.util.Optional.empty();
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            var first = new ViewContribution[1];
            first[0] =
                    parent ->
                            new FirstRunView(
                                    parent,
                                    client,
                                    stage.ownRelay,
                                    stage.bench.theme(),
                                    stage.bench.ui(),
                                    () -> {
                                        stage.desk.soon();
                                        stage.bench.remove(first[0]);
                                    });
            stage.cover(first[0]);
            var name = robot.find(StyledText.class, "first.name");
            robot.click(name, 20, 8);
            robot.run(name::selectAll);
            robot.type("taken");
            robot.click(robot.find(StyledText.class, "first.link"), 20, 8);
            robot.type("hello");
            robot.click("first.join");
            robot.settle();
            assertTrue(client.me.isEmpty(), "that was no link");
            var link = robot.find(StyledText.class, "first.link");
            robot.run(() -> link.setText(FakeRelay.INVITE));
            robot.click("first.join");
            robot.waitFor("the refusal", () -> robot.find(Control.class, "first.join").isEnabled());
            robot.picture("first-refused");
            robot.click(name, 20, 8);
            robot.run(name::selectAll);
            robot.type("lea");
            robot.click("first.join");
            Robot.until("the account", () -> client.current().isPresent());
            robot.waitFor("the conversations", () -> robot.shows("conversations"));
            assertEquals("lea", client.current().orElseThrow().address().name());
        }
    }

    @Test
    void writesAndHears() throws Exception {
        var talk = talkWithMira(3);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(talk);
            var compose = robot.find(StyledText.class, "compose");
            robot.click(compose, 20, 8);
            robot.type("Hi there\r");
            robot.waitFor(
                    "the message",
                    () -> client.conversations.page(talk, Long.MAX_VALUE, 1).getFirst().text().equals("Hi there"));
            robot.waitFor("an empty field", () -> compose.getText().isEmpty());
            var id = client.conversations.page(talk, Long.MAX_VALUE, 1).getFirst().id().hex();
            robot.waitFor("it in the list", () -> shown(stage, id) != null);
            client.hear(talk, "mira", "Hello!");
            robot.waitFor("the answer to be read", () -> client.calls().contains("markRead"));
            robot.run(() -> compose.setText("word ".repeat(1200)));
            robot.click("send");
            robot.waitFor("the refusal", () -> robot.shows("banner"));
            assertEquals(5999, robot.ui(compose::getCharCount), "what was not said is given back");
            robot.click("banner.do");
            robot.waitFor("it to go", () -> !robot.shows("banner"));
            robot.run(() -> compose.setText("x".repeat(60_000)));
            robot.waitFor("another refusal", () -> robot.shows("banner"));
            assertTrue(robot.ui(compose::getCharCount) < 10_000);
        }
    }

    @Test
    void staysWhereItReadsWhileOthersTalk() throws Exception {
        var talk = talkWithMira(300);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(talk);
            var list = robot.find(Canvas.class, "timeline");
            robot.waitFor("the first page", () -> list.getVerticalBar().getMaximum() > 1000);
            int most = robot.ui(() -> list.getVerticalBar().getMaximum());
            robot.click(list, 300, 300);
            for (int i = 0; i < 12; i++) robot.press(SWT.PAGE_UP);
            robot.waitFor("older pages", () -> list.getVerticalBar().getMaximum() > most * 2);
            client.hear(talk, "mira", "news");
            robot.settle();
            int at = robot.ui(() -> list.getVerticalBar().getSelection());
            client.hear(talk, "mira", "more news");
            robot.settle();
            robot.picture("scrolled-up");
            assertEquals(at, robot.ui(() -> list.getVerticalBar().getSelection()));
            assertFalse(client.calls().contains("markRead"), "it is not in view");
            robot.press(SWT.END);
            robot.waitFor("the end to be read", () -> client.calls().contains("markRead"));
        }
    }

    @Test
    void takesAFile() throws Exception {
        var talk = talkWithMira(1);
        var file =
                client.file(
                        talk,
                        "mira",
                        "a.pdf",
                        1000,
                        Transfers.State.OFFERED,
                        0,
                        FakeClient.ago(Duration.ofHours(1)),
                        Message.State.READ);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(talk);
            robot.waitFor("the card", () -> shown(stage, file.id().hex()) != null);
            var list = robot.find(Canvas.class, "timeline");
            var size = robot.ui(list::getSize);
            robot.click(list, 150, size.y - 12 - 25);
            Robot.until("its acceptance", () -> client.calls().contains("accept"));
            client.transfers.progress(file.id(), Transfers.State.RUNNING, 600);
            robot.waitFor("progress", () -> spoken(stage, file.id().hex()).contains("bytes=600"));
            client.transfers.progress(file.id(), Transfers.State.DONE, 1000);
            robot.waitFor("its end", () -> spoken(stage, file.id().hex()).contains("Done"));
        }
    }

    @Test
    void copiesAcrossMessages() throws Exception {
        var talk = talkWithMira(2);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(talk);
            var list = robot.find(Canvas.class, "timeline");
            robot.waitFor("both", () -> list.getVerticalBar().getMaximum() > 0);
            robot.click(list, 500, 300);
            robot.chord(SWT.MOD1, 'a');
            robot.chord(SWT.MOD1, 'c');
            robot.picture("selected");
            robot.waitFor(
                    "the clipboard",
                    () -> {
                        var clipboard = new Clipboard(list.getDisplay());
                        var text = clipboard.getContents(TextTransfer.getInstance());
                        clipboard.dispose();
                        return text instanceof String copied
                                && copied.matches(
                                        "\\[\\d\\d:\\d\\d\\] mira: message 1\n\\[\\d\\d:\\d\\d\\] mira: message 2");
                    });
        }
    }

    @Test
    void answersARequestAndAsksSomebody() throws Exception {
        client.asks("noor");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            robot.waitFor("the request", () -> !stage.desk.scene().lines().isEmpty());
            robot.click(robot.find(Canvas.class, "conversations"), 100, 40);
            robot.waitFor("the requests", () -> robot.shows("requests.asking"));
            robot.click(robot.find(Canvas.class, "requests.asking"), 100, 30);
            robot.waitFor("the person", () -> robot.shows("person.accept"));
            robot.click("person.accept");
            robot.waitFor("the conversation", () -> robot.shows("compose"));
            robot.chord(SWT.MOD1, 'n');
            robot.waitFor("the page", () -> robot.shows("add.address"));
            robot.type("nobody\r");
            robot.waitFor("the refusal", () -> robot.find(Control.class, "add.ask").isEnabled());
            var address = robot.find(StyledText.class, "add.address");
            robot.run(() -> address.setText(""));
            robot.type("otto\r");
            robot.waitFor("the list again", () -> robot.shows("conversations"));
            robot.waitFor("the person", () -> robot.shows("person"));
            assertEquals("Person", stage.desk.scene().selected().getClass().getSimpleName());
        }
    }

    @Test
    void goesOnWhenAViewComesAndGoes() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            robot.waitFor("the list", () -> robot.shows("conversations"));
            ViewContribution broken =
                    _ -> {
                        throw new IllegalStateException("on purpose");
                    };
            stage.bench.add("sample.broken", "COVER", broken);
            robot.waitFor("its card", () -> robot.shows("sample.broken"));
            assertFalse(robot.shows("conversations"));
            stage.bench.remove(broken);
            robot.waitFor("the list again", () -> robot.shows("conversations"));
        }
    }

    private static Said shown(Stage stage, String id) {
        return stage.desk.scene().talk().map(talk -> talk.find(id)).orElse(null);
    }

    private static String spoken(Stage stage, String id) {
        var said = shown(stage, id);
        return said == null ? "" : String.valueOf(said.card());
    }
}
