package parley.desktop.chat;

import org.eclipse.swt.custom.StyledText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;

/** Two conversations of lea, the one with mira open and the keyboard where one writes. */
abstract class AtComposer {

    @TempDir Path home;

    final FakeClient client = new FakeClient();
    ConversationId mira;
    ConversationId ana;
    Stage stage;
    Robot robot;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void open() {
        client.signIn("lea");
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(2)), "mira");
        ana = client.talk("ana@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "ana");
        stage = new Stage(client, home);
        robot = stage.robot;
        robot.size(1000, 700);
        stage.open(mira);
        robot.click(field(), 20, 8);
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    final StyledText field() {
        return robot.find(StyledText.class, "compose");
    }

    final String written() {
        return robot.ui(() -> field().getText());
    }
}
