package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;

/** The field above the list of conversations. */
class SearchTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @Test
    void findsOneOfFiveHundred() throws Exception {
        client.signIn("lea");
        for (int at = 0; at < 500; at++) {
            client.talk("Team " + at, Kind.GROUP, FakeClient.ago(Duration.ofMinutes(at)), "mira");
        }
        var wanted = client.talk("گروه دریاچه — the lake", Kind.GROUP, FakeClient.ago(Duration.ofDays(9)), "mira");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            var list = robot.find(Canvas.class, "conversations");
            robot.waitFor("the list", () -> Robot.spoken(list, 500).contains("the lake"));
            long before = stage.bench.cpuNanos();
            robot.wheel(list, -40);
            double millis = (stage.bench.cpuNanos() - before) / 1e6;
            System.out.printf("500 conversations: 40 turns of the wheel in %.0f ms of processor time%n", millis);
            assertTrue(millis < 800, millis + " ms");
            robot.click("search");
            robot.type("LAKE");
            robot.waitFor("it alone", () -> Robot.spoken(list, 0).contains("the lake"));
            assertEquals("Conversations", robot.ui(() -> Robot.spoken(list, 1)));
            robot.picture("search-light");
            robot.type("\r");
            robot.waitFor("it is open", () -> stage.desk.scene().selected().equals(new Selected.Talk(wanted)));
            robot.click("search");
            robot.type("x");
            robot.waitFor("none", () -> Robot.spoken(list, 0).equals("Conversations"));
            robot.picture("search-nobody-light");
            robot.press(SWT.ESC);
            robot.waitFor("all", () -> Robot.spoken(list, 500).contains("the lake"));
            assertTrue(robot.ui(list::isFocusControl));
        }
    }
}
