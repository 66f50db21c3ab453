package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A conversation is opened where what is new begins, and leads back to it. */
class NewsViewTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    /** A conversation of {@code count} messages, of which the last {@code unread} are new. */
    private ConversationId talk(int count, int unread) {
        client.signIn("lea");
        var talk = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofDays(9)), "mira");
        for (int at = 0; at < count; at++) {
            var ago = Duration.ofHours(count - at);
            client.message(talk, "mira", "message " + at, FakeClient.ago(ago), Message.State.RECEIVED);
        }
        client.conversations.change(talk, it -> it.unread(unread));
        return talk;
    }

    private static boolean inView(Robot robot, Canvas list, String text) {
        int row =
                robot.ui(() -> {
                    for (int at = 0; at < 500; at++) if (Robot.spoken(list, at).endsWith(": " + text)) return at;
                    return -1;
                });
        if (row < 0) return false;
        var at = robot.place(list, row);
        return at.height > 0; // nothing is said of where a row is that is out of view
    }

    @Test
    void opensWhereWhatIsNewBegins() throws Exception {
        var talk = talk(200, 120);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(talk);
            var list = robot.find(Canvas.class, "timeline");
            robot.waitFor("the messages", () -> !Robot.spoken(list, 100).equals("Messages"));
            robot.settle();
            assertTrue(inView(robot, list, "message 80"), "the first new one, behind more than a page");
            assertFalse(inView(robot, list, "message 199"));
            assertFalse(client.calls().contains("markRead"), "the end is not in view");
            stage.bench.theme(false);
            robot.picture("news-light");
            robot.click(list, 500, 4);
            robot.press(SWT.END);
            Robot.until("it is read", () -> client.calls().contains("markRead"));
            assertTrue(inView(robot, list, "message 199"));
            robot.picture("news-passed-light");
            robot.press(SWT.MOD2, SWT.PAGE_UP);
            assertFalse(inView(robot, list, "message 199"));
            stage.bench.theme(true);
            robot.wheel(list, -2);
            robot.picture("news-scrolled-dark");
            robot.press(SWT.END);
            var area = robot.ui(list::getClientArea);
            robot.click(list, area.width / 2, 8 + 34 + 16);
            if (inView(robot, list, "message 199")) robot.click(list, area.width / 2, 8 + 16); // the day has gone
            assertFalse(inView(robot, list, "message 199"), "the button leads back");
        }
    }

    @Test
    void opensAtTheEndIfAllThatIsNewFits() throws Exception {
        var talk = talk(40, 2);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(talk);
            var list = robot.find(Canvas.class, "timeline");
            robot.waitFor("the messages", () -> !Robot.spoken(list, 39).equals("Messages"));
            Robot.until("it is read", () -> client.calls().contains("markRead"));
            assertTrue(inView(robot, list, "message 39"));
            robot.picture("news-fits-light");
            assertEquals(List.of("markRead"), client.calls().stream().distinct().toList());
        }
    }
}
