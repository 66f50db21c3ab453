package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.widgets.Canvas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;

/** The conversation with somebody who lives on this computer, as a person sees it. */
class CompanionTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @Test
    void saysWhereItLivesAndOffersNothingThatNeedsARelay() throws Exception {
        client.signIn("lea");
        var talk = client.talk("echo@device.internal", Kind.LOCAL, FakeClient.ago(Duration.ofMinutes(3)), "echo");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(talk);
            var head = robot.find(Canvas.class, "talk.head");
            var said = robot.ui(() -> Robot.spoken(head, org.eclipse.swt.accessibility.ACC.CHILDID_SELF));
            assertTrue(said.contains("Lives on this computer: nothing you write here leaves it"), said);
            assertFalse(robot.shows("talk.details"));
            stage.desk.work(() -> client.note("what was asked for is done"));
            Robot.until("the desk is through", () -> client.calls().contains("what was asked for is done"));
            assertFalse(client.calls().contains("rules of nobody"), "it has none, and to ask for them is an error");
            robot.click(head, 60, 20);
            robot.settle();
            assertTrue(robot.shows("timeline"), "a click on the head leads nowhere");
            assertFalse(
                    robot.ui(() ->
                            stage.desk.scene().waitsForSuite(stage.desk.scene().conversation(talk).orElseThrow())));
            for (var dark : new boolean[] {false, true}) {
                stage.bench.theme(dark);
                robot.settle();
                robot.picture("companion-" + (dark ? "dark" : "light"));
            }
        }
    }
}
