package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.client.api.Event.LinkChanged;
import parley.client.api.Event.TypingChanged;
import parley.client.api.Message;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Others see that one writes, and what is half written waits: also over a restart. */
class WritingTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId mira;
    private ConversationId ana;
    private ConversationId crew;
    private Robot other;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void people() {
        client.signIn("lea");
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(2)), "mira");
        ana = client.talk("ana@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(3)), "ana");
        crew = client.talk("Crew", Kind.GROUP, FakeClient.ago(Duration.ofHours(4)), "mira", "ana", "jonas");
        client.message(mira, "mira", "When do we meet?", FakeClient.ago(Duration.ofHours(2)), Message.State.READ);
    }

    @AfterEach
    void end() {
        if (other != null) other.close();
    }

    private Stage stage() {
        var stage = new Stage(client, home);
        if (other == null) other = new Robot(stage.bench.display()); // Xvfb begins anew when nobody is left
        stage.robot.size(1000, 700);
        return stage;
    }

    private static StyledText field(Stage stage) {
        return stage.robot.find(StyledText.class, "compose");
    }

    private static void write(Stage stage, String text) {
        stage.robot.click(field(stage), 20, 8);
        stage.robot.type(text);
    }

    private static String row(Stage stage, int row) {
        var list = stage.robot.find(Canvas.class, "conversations");
        return stage.robot.ui(() -> Robot.spoken(list, row));
    }

    private static String head(Stage stage) {
        var head = stage.robot.find(Control.class, "talk.head");
        return stage.robot.ui(() -> Robot.spoken(head, -1));
    }

    private void types(ConversationId talk, String who, boolean typing) {
        client.ear.happened(new TypingChanged(talk, FakeClient.address(who), typing));
    }

    private List<String> told() {
        return client.calls().stream().filter(call -> call.startsWith("typing")).toList();
    }

    private String kept(ConversationId talk) throws Exception {
        return client.settings.of(talk).draft().text();
    }

    private void awaitKept(ConversationId talk, String text) {
        Robot.until(
                "the draft " + text,
                () -> {
                    try {
                        return kept(talk).equals(text);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @Test
    void saysWhoWrites() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(crew);
            types(crew, "mira", true);
            robot.waitFor("her name", () -> head(stage).equals("Crew, mira is typing…"));
            types(crew, "ana", true);
            robot.waitFor("both", () -> head(stage).equals("Crew, mira and ana are typing…"));
            assertTrue(row(stage, 2).startsWith("Crew: mira and ana are typing…"), row(stage, 2));
            types(crew, "jonas", true);
            robot.waitFor("three", () -> head(stage).equals("Crew, 3 people are typing…"));
            types(mira, "mira", true);
            robot.waitFor("mira alone", () -> row(stage, 0).startsWith("mira: typing…"));
            robot.picture("typing-light");
            stage.bench.theme(true);
            robot.picture("typing-dark");
            types(crew, "mira", false);
            types(crew, "jonas", false);
            robot.waitFor("ana", () -> head(stage).equals("Crew, ana is typing…"));
            types(crew, "ana", false);
            types(crew, "ana", false);
            robot.waitFor("nobody", () -> head(stage).equals("Crew, Private · 4 people"));
            client.ear.happened(new LinkChanged(LinkChanged.State.OFFLINE, Optional.empty(), Optional.empty()));
            robot.waitFor("nobody can tell", () -> row(stage, 0).startsWith("mira: When do we meet?"));
        }
    }

    @Test
    void tellsThatOneWritesAndWhenThatIsOver() throws Exception {
        try (var stage = stage()) {
            stage.open(mira);
            assertEquals(List.of(), told(), "to look at it is not to write");
            write(stage, "ab");
            assertEquals(List.of("typing true", "typing true"), told());
            stage.robot.press(SWT.BS);
            stage.robot.press(SWT.BS);
            assertEquals(List.of("typing true", "typing false"), told().subList(2, 4));
            write(stage, "c");
            stage.open(ana);
            assertEquals("typing false", told().getLast(), "gone elsewhere");
            int before = told().size();
            stage.open(mira);
            assertEquals("c", stage.robot.ui(() -> field(stage).getText()));
            assertEquals(before, told().size(), "what waited was not typed now");
        }
    }

    @Test
    void keepsWhatIsHalfWrittenOverARestart() throws Exception {
        try (var stage = stage()) {
            stage.open(mira);
            write(stage, "at *seven*");
            awaitKept(mira, "at *seven*"); // while it is open and the person pauses
            assertTrue(
                    row(stage, 0).startsWith("mira: When do we meet?"), "one sees what one writes: " + row(stage, 0));
            stage.open(ana);
            stage.robot.waitFor("the draft in the list", () -> row(stage, 0).startsWith("mira: Draft: at seven"));
            write(stage, "last words");
        } // without a pause
        assertEquals("last words", kept(ana));
        try (var stage = stage()) {
            stage.robot.waitFor("the drafts", () -> row(stage, 1).startsWith("ana: Draft: last words"));
            stage.robot.picture("drafts-light");
            stage.bench.theme(true);
            stage.robot.picture("drafts-dark");
            stage.open(mira);
            assertEquals("at *seven*", stage.robot.ui(() -> field(stage).getText()));
            write(stage, "\r");
            awaitKept(mira, "");
            stage.open(ana);
            assertEquals("last words", stage.robot.ui(() -> field(stage).getText()));
            stage.robot.waitFor("no draft", () -> !row(stage, 0).contains("Draft"));
            assertFalse(client.conversations.page(mira, Long.MAX_VALUE, 9).size() < 2, "it was said");
        }
    }

    @Test
    void keepsWhatADraftAnswersAndLetsItGoWithIt() throws Exception {
        var asked = client.conversations.page(mira, Long.MAX_VALUE, 1).getFirst();
        try (var stage = stage()) {
            stage.open(mira);
            stage.robot.waitFor("it", () -> stage.desk.scene().talk().get().find(asked.id().hex()) != null);
            stage.robot.run(() -> {
                var talk = stage.desk.scene().talk().orElseThrow();
                ((TalkPage) talk).act(talk.find(asked.id().hex()), parley.desktop.chat.timeline.Said.Act.REPLY);
            });
            write(stage, "soon");
        }
        assertEquals(Optional.of(asked.id()), client.settings.of(mira).draft().replyTo());
        try (var stage = stage()) {
            stage.open(mira);
            stage.robot.waitFor("the reply", () -> stage.robot.shows("composer.strip"));
            assertEquals("soon", stage.robot.ui(() -> field(stage).getText()));
            stage.open(ana);
        }
        assertEquals(Optional.of(asked.id()), client.settings.of(mira).draft().replyTo(), "still");
        client.conversations.erase(asked.id());
        try (var stage = stage()) {
            stage.open(mira);
            stage.robot.settle();
            assertEquals("soon", stage.robot.ui(() -> field(stage).getText()));
            assertFalse(stage.robot.shows("composer.strip"));
        }
    }

    @Test
    void keepsWhatWasWrittenBeforeAnEdit() throws Exception {
        client.message(mira, "lea", "at eigth", FakeClient.ago(Duration.ofHours(1)), Message.State.READ);
        try (var stage = stage()) {
            stage.open(mira);
            write(stage, "or nine");
            stage.robot.waitFor("messages", () -> stage.desk.scene().talk().isPresent());
            stage.robot.run(() -> field(stage).setText(""));
            stage.robot.press(SWT.ARROW_UP);
            stage.robot.waitFor("the edit", () -> field(stage).getText().equals("at eigth"));
            stage.open(ana);
            stage.robot.waitFor("the other field", () -> field(stage).getText().isEmpty());
            stage.open(mira);
            assertEquals("at eigth", stage.robot.ui(() -> field(stage).getText()), "the edit goes on");
        }
        assertEquals("", kept(mira), "an edit is no draft");
    }
}
