package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.desktop.chat.timeline.Said;
import parley.protocol.ConversationId;
import parley.protocol.content.Mention;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A person mentions others by {@code @}, and sees where they are mentioned. */
class MentionsTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId crew;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void people() {
        client.signIn("lea");
        crew = client.talk("Crew", Kind.GROUP, FakeClient.ago(Duration.ofHours(4)), "mira", "miro", "jonas");
    }

    private Message said(String who, String text, Mention... mentions) {
        var message = client.message(crew, who, text, FakeClient.ago(Duration.ofHours(1)), Message.State.READ);
        client.conversations.mention(message.id(), List.of(mentions));
        return client.conversations.message(message.id()).orElseThrow();
    }

    private static Mention mention(int start, int length, String who) {
        return new Mention(start, length, FakeClient.key(who));
    }

    @Test
    void completesNamesByKeys() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(crew);
            var field = robot.find(StyledText.class, "compose");
            robot.click(field, 20, 8);
            robot.type("@mi");
            robot.waitFor("offers", () -> robot.shows("offers"));
            var offers = robot.find(Control.class, "offers");
            assertEquals("mira · mira@relay.example", robot.ui(() -> Robot.spoken(offers, 0)));
            robot.picture("mention-offers-light");
            robot.press(SWT.ARROW_DOWN);
            robot.press(SWT.TAB);
            robot.waitFor("miro", () -> field.getText().equals("@miro "));
            assertTrue(robot.ui(field::isFocusControl), "Tab goes nowhere else then");
            robot.type("and @jo");
            robot.waitFor("offers", () -> robot.shows("offers"));
            robot.type("\r");
            robot.waitFor("jonas", () -> field.getText().equals("@miro and @jonas "));
            robot.type("@mi");
            robot.waitFor("offers", () -> robot.shows("offers"));
            robot.press(SWT.ESC);
            robot.waitFor("none", () -> !robot.shows("offers"));
            robot.type("\r");
            Robot.until("it", () -> !client.conversations.page(crew, Long.MAX_VALUE, 1).isEmpty());
            robot.waitFor(
                    "whom it mentions",
                    () -> client.conversations.page(crew, Long.MAX_VALUE, 1).getFirst().mentions().size() == 2);
            var mentions = client.conversations.page(crew, Long.MAX_VALUE, 1).getFirst().mentions();
            assertEquals(FakeClient.key("miro"), mentions.getFirst().account());
            assertEquals(10, mentions.getLast().start());
            assertEquals(6, mentions.getLast().length());
        }
    }

    /** Who was taken from the offers is meant where they stand, whatever is written around it. */
    @Test
    void meansWhoWasTakenAndNotWhoIsCalledLonger() throws Exception {
        client.profiles.says("miro", "Mira and");
        client.profiles.says("mira", "Mira");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(crew);
            var field = robot.find(StyledText.class, "compose");
            robot.click(field, 20, 8);
            robot.type("  x @mira");
            robot.waitFor("offers", () -> robot.shows("offers"));
            var offers = robot.find(Control.class, "offers");
            assertEquals("Mira · mira@relay.example", robot.ui(() -> Robot.spoken(offers, 0)));
            robot.press(SWT.TAB);
            robot.type("and I agree");
            robot.press(SWT.HOME);
            robot.type("So");
            robot.waitFor("all", () -> field.getText().equals("So  x @Mira and I agree"));
            stage.open(client.talk("Others", Kind.GROUP, FakeClient.ago(Duration.ofHours(3)), "jonas"));
            robot.waitFor("another", () -> field.getText().isEmpty());
            stage.open(crew);
            robot.waitFor("the words again", () -> field.getText().equals("So  x @Mira and I agree"));
            robot.run(() -> field.replaceTextRange(0, 2, ""));
            assertEquals(List.of(mention(2, 5, "mira")), sent(robot, "x @Mira and I agree"));
            robot.run(() -> field.setText("@Mira and I agree"));
            assertEquals(List.of(mention(0, 9, "miro")), sent(robot, "@Mira and I agree"), "nobody was taken");
        }
    }

    private List<Mention> sent(Robot robot, String text) {
        var field = robot.find(StyledText.class, "compose");
        robot.click(field, 20, 8);
        robot.type("\r");
        Robot.until(text, () -> newest().filter(it -> it.text().equals(text)).isPresent());
        return newest().orElseThrow().mentions().stream()
                .map(it -> new Mention(it.start(), it.length(), it.account()))
                .toList();
    }

    private Optional<Message> newest() {
        return client.conversations.page(crew, Long.MAX_VALUE, 1).stream().findFirst();
    }

    @Test
    void marksWhomWordsNameAndNobodyElse() throws Exception {
        var honest = said("mira", "🚤 @jonas and @lea: *look*", mention(2, 6, "jonas"), mention(13, 4, "lea"));
        var liar = said("miro", "@mira has it", mention(0, 5, "miro"));
        var titles = new Titles(List.of());
        var names = Saids.of(honest, titles, null).besides().names();
        assertEquals(List.of(new Said.Name(3, 9, false), new Said.Name(14, 18, true)), names);
        assertEquals(List.of(), Saids.of(liar, titles, null).besides().names(), "it means somebody else");
        var mine = said("lea", "@mira thanks", mention(0, 5, "mira"));
        client.conversations.forwarded(said("jonas", "The boat is back").id());
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(crew);
            robot.waitFor("all", () -> stage.desk.scene().talk().get().find(mine.id().hex()) != null);
            var list = robot.find(Canvas.class, "timeline");
            assertTrue(robot.ui(() -> Robot.spoken(list, 3)).contains(", forwarded: The boat"));
            robot.picture("mentions-light");
            stage.bench.theme(true);
            robot.picture("mentions-dark");
        }
    }
}
