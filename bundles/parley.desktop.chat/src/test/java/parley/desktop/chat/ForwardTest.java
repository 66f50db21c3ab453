package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What was said here is said once more elsewhere. */
class ForwardTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId mira;
    private ConversationId jonas;
    private ConversationId group;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void talking() {
        client.signIn("lea");
        jonas = client.talk("jonas@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(3)), "jonas");
        group = client.talk("Harbour 🎬", Kind.GROUP, FakeClient.ago(Duration.ofHours(4)), "jonas", "ana");
        var gone = client.talk("ana@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(5)), "ana");
        client.stop(gone, "It is over.", false);
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "mira");
        client.message(
                mira, "mira", "The boat leaves at nine", FakeClient.ago(Duration.ofHours(2)), Message.State.READ);
    }

    private List<String> said(ConversationId id) {
        return client.conversations.page(id, Long.MAX_VALUE, 10).stream().map(Message::text).toList();
    }

    private static void toMessage(Stage stage) {
        stage.robot.run(() -> stage.robot.find(Canvas.class, "timeline").setFocus());
        stage.robot.press(SWT.ARROW_UP);
    }

    private static String listed(Robot robot) {
        var list = robot.find(Canvas.class, "forward.list");
        return robot.ui(() -> {
            var all = new StringBuilder();
            for (int row = 0; row < 6; row++) all.append(Robot.spoken(list, row)).append('\n');
            return all.toString();
        });
    }

    @Test
    void goesToOneByKeysAloneWhichIsOpenThen() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 820);
            stage.open(mira);
            toMessage(stage);
            robot.type("f");
            robot.waitFor("whom?", () -> robot.isAt("forward.search"));
            assertFalse(listed(robot).contains("ana"), "nothing can be said there: " + listed(robot));
            robot.type("jon");
            robot.waitFor("one of them", () -> !listed(robot).contains("Harbour"));
            robot.type("\r");
            robot.waitFor("chosen", () -> listed(robot).contains("jonas, jonas@relay.example, chosen"));
            robot.type("\r");
            robot.waitFor("there", () -> stage.desk.scene().selected().equals(new Selected.Talk(jonas)));
            assertEquals(List.of("The boat leaves at nine"), said(jonas));
            assertEquals(List.of(), said(group));
        }
    }

    @Test
    void goesToSeveralWithANoteAndBackToWhereItWas() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 820);
            stage.open(mira);
            toMessage(stage);
            robot.type("f");
            robot.waitFor("whom?", () -> robot.shows("forward.send"));
            assertFalse(robot.ui(() -> robot.find(Control.class, "forward.send").isEnabled()), "nobody is chosen");
            var list = robot.find(Canvas.class, "forward.list");
            for (int row = 0; row < 3; row++) {
                var spoken = row;
                if (robot.ui(() -> Robot.spoken(list, spoken)).startsWith("mira")) continue;
                robot.click(list, 60, 56 * row + 28);
            }
            robot.run(() -> robot.find(StyledText.class, "forward.note").setFocus());
            robot.type("who comes?");
            robot.click("forward.send");
            robot.waitFor("back", () -> stage.desk.scene().selected().equals(new Selected.Talk(mira)));
            for (var id : List.of(jonas, group))
                assertEquals(List.of("The boat leaves at nine", "who comes?"), said(id));
        }
    }

    /** Where it was said already it is not said a second time. */
    @Test
    void whatFailedIsTriedAgainWhereItFailedAlone() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 820);
            stage.open(mira);
            toMessage(stage);
            robot.type("f");
            robot.waitFor("whom?", () -> robot.isAt("forward.search"));
            robot.type("jonas\r");
            client.refusal = Optional.of(new CommandException(Code.REFUSED, "sending has stopped; open Details"));
            robot.type("\r");
            robot.waitFor("why", () -> robot.words("forward").contains("Sending has stopped; open Details."));
            assertEquals(List.of(), said(jonas));
            client.refusal = Optional.empty();
            robot.click("forward.send");
            robot.waitFor("there", () -> stage.desk.scene().selected().equals(new Selected.Talk(jonas)));
            assertEquals(List.of("The boat leaves at nine"), said(jonas));
        }
    }

    @Test
    void aFileGoesAsAFileAndEscapeLeavesEverythingAsItWas() throws Exception {
        var at = FakeClient.ago(Duration.ofMinutes(4));
        client.file(mira, "mira", "lake.zip", 5, Transfers.State.DONE, 5, at, Message.State.READ);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 820);
            stage.open(mira);
            toMessage(stage);
            robot.type("f");
            robot.waitFor("whom?", () -> robot.isAt("forward.search"));
            robot.press(SWT.ESC);
            robot.waitFor("back", () -> stage.desk.scene().selected().equals(new Selected.Talk(mira)));
            assertEquals(List.of(), said(jonas));
            robot.waitFor("at the message", () -> robot.isAt("timeline"));
            robot.type("f");
            robot.waitFor("whom?", () -> robot.isAt("forward.search"));
            robot.type("jonas\r\r");
            robot.waitFor("there", () -> stage.desk.scene().selected().equals(new Selected.Talk(jonas)));
            assertTrue(client.calls().contains("forward file"));
            assertEquals(List.of("lake.zip"), said(jonas));
        }
    }

    @Test
    void pictures() throws Exception {
        client.talk(
                "a.very.long.name-that-takes-32.x@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofDays(2)), "x");
        client.talk(
                "نمل — Harbour at night and everybody who has a say in it",
                Kind.GROUP,
                FakeClient.ago(Duration.ofDays(3)),
                "ana");
        new Album(client, home)
                .open((stage, mode) -> {
                    var robot = stage.robot;
                    for (var size : new Album.Size[] {Album.Size.LARGE, Album.Size.NARROW}) {
                        robot.size(size.width(), size.height());
                        stage.open(mira);
                        toMessage(stage);
                        robot.type("f");
                        robot.waitFor("whom?", () -> robot.isAt("forward.search"));
                        robot.type("jonas\r");
                        robot.run(() -> robot.find(StyledText.class, "forward.note").setText("Who comes along? 🚤"));
                        robot.picture("forward" + size.name() + "-" + mode);
                    }
                });
    }
}
