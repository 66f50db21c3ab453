package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.protocol.ConversationId;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A conversation with somebody who is no approved contact: an answer is asked for where one writes. */
class EstrangedTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId mira;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void talking() {
        client.signIn("lea");
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "mira");
        client.message(mira, "mira", "Hello?", FakeClient.ago(Duration.ofHours(2)), Message.State.READ);
    }

    private void stands(State state) {
        client.contacts.put(FakeClient.address("mira"), state, Optional.of(mira));
    }

    @Test
    void whoIsBlockedIsUnblockedWhereOneWrites() throws Exception {
        stands(State.BLOCKED);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(mira);
            robot.waitFor("the banner", () -> robot.shows("estranged.unblock"));
            assertFalse(robot.shows("compose"), "nothing would arrive");
            assertTrue(robot.words("banner").contains("You have blocked \u2068mira\u2069: nothing"));
            robot.click("estranged.unblock");
            robot.waitFor("one can write", () -> robot.shows("compose"));
            assertEquals(List.of("unblock mira@relay.example"), answers());
        }
    }

    private List<String> answers() {
        return client.calls().stream().filter(call -> call.contains("mira@")).toList();
    }

    @Test
    void whoWasDeclinedIsAcceptedOrBlocked() throws Exception {
        stands(State.DENIED);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(mira);
            robot.waitFor("the banner", () -> robot.shows("estranged.accept"));
            assertTrue(robot.shows("estranged.block"));
            robot.run(() -> robot.find(org.eclipse.swt.widgets.Control.class, "estranged.accept").setFocus());
            robot.type(" ");
            robot.waitFor("one can write", () -> robot.shows("compose"));
            assertEquals(List.of("approve mira@relay.example"), answers());
        }
    }

    @Test
    void whoAsksAnewIsAnsweredThere() throws Exception {
        stands(State.ASKS);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            for (boolean dark : new boolean[] {false, true}) {
                stage.bench.theme(dark);
                for (boolean small : new boolean[] {false, true}) {
                    robot.size(small ? 640 : 1000, 700);
                    stage.open(mira);
                    robot.waitFor("the banner", () -> robot.shows("estranged.deny"));
                    robot.picture("estranged-" + (small ? "small-" : "") + (dark ? "dark" : "light"));
                }
            }
            robot.click("estranged.block");
            robot.waitFor("blocked", () -> robot.shows("estranged.unblock"));
            assertEquals(List.of("block mira@relay.example"), answers());
        }
    }
}
