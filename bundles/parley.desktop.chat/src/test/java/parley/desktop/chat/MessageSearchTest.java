package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Canvas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.client.api.Search;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A person looks for what was said, and is led to it. */
class MessageSearchTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    /** Finds the words as they stand. */
    private Search.Page find(Search.Query query) {
        var found = new ArrayList<Search.Found>();
        for (var talk : client.conversations.all()) {
            if (query.conversation().filter(it -> !it.equals(talk.id())).isPresent()) continue;
            for (var message : client.conversations.page(talk.id(), Long.MAX_VALUE, 10_000)) {
                int at = message.text().indexOf(query.words());
                if (at < 0) continue;
                var mark = new Search.Range(at, at + query.words().length());
                found.add(
                        new Search.Found(
                                message,
                                new Search.Range(Math.max(0, at - 8), message.text().length()),
                                List.of(mark)));
            }
        }
        return new Search.Page(found, OptionalLong.empty(), true);
    }

    private void said(ConversationId talk, String who, String text) {
        client.message(talk, who, text, FakeClient.ago(Duration.ofHours(8)), Message.State.READ);
    }

    @Test
    void findsEverywhereOrInOneConversationAndLeadsThere() throws Exception {
        client.signIn("lea");
        var mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(1)), "mira");
        var crew = client.talk("Lake crew", Kind.GROUP, FakeClient.ago(Duration.ofHours(2)), "mira", "jonas");
        said(mira, "mira", "We said\nthe \u202Elake\u202C on Saturday, and the boat leaves at nine 🚤");
        for (int i = 0; i < 400; i++) said(mira, "mira", "message " + i);
        said(crew, "jonas", "The lake is frozen");
        said(crew, "lea", "سلام lake دریاچه");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.search.setSearch((query, next, limit) -> find(query));
            stage.open(crew);
            var list = robot.find(Canvas.class, "conversations");
            robot.chord(SWT.MOD1 | SWT.MOD2, 'f');
            robot.type("lake");
            robot.waitFor("the messages", () -> Robot.spoken(list, 1).startsWith("Messages: 3 found"));
            assertTrue(robot.ui(() -> Robot.spoken(list, 0)).startsWith("Lake crew"), "conversations first");
            int row = robot.ui(() -> Robot.spoken(list, 2).contains("Saturday") ? 2 : 4);
            var hit = robot.ui(() -> Robot.spoken(list, row));
            assertTrue(hit.startsWith("mira in mira: …id the lake on Saturday"), hit);
            assertFalse(hit.contains("\u202E") || hit.contains("\n"), hit);
            var text = robot.find(StyledText.class, "search");
            for (boolean dark : new boolean[] {false, true}) {
                stage.bench.theme(dark);
                robot.picture("search-messages-" + (dark ? "dark" : "light"));
            }
            robot.click(list, 100, 8 + row * 70 + 35);
            robot.waitFor("mira", () -> stage.desk.scene().selected().equals(new Selected.Talk(mira)));
            var timeline = robot.find(Canvas.class, "timeline");
            robot.waitFor("the keyboard at it", timeline::isFocusControl);
            robot.waitFor("it", () -> Robot.spoken(timeline, 0).contains("lake"));
            robot.picture("search-led-dark");
            robot.chord(SWT.MOD1, 'f');
            robot.waitFor("here alone", () -> Robot.spoken(list, 0).startsWith("Messages: 1 found"));
            assertEquals("lake", robot.ui(text::getSelectionText));
            robot.type("nobody said this");
            robot.waitFor("nothing", () -> Robot.spoken(list, 0).startsWith("Messages: Nothing found"));
            robot.press(SWT.ESC);
            robot.waitFor("the list again", () -> Robot.spoken(list, 0).startsWith("Lake crew"));
            assertTrue(robot.ui(() -> text.getText().isEmpty()));
        }
    }

    @Test
    void saysWhatIsNotSearched() throws Exception {
        client.signIn("lea");
        var mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(1)), "mira");
        said(mira, "mira", "the lake");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.search.setSearch((query, next, limit) ->
                    new Search.Page(find(query).found(), OptionalLong.empty(), false, query.words().length() > 2));
            var list = robot.find(Canvas.class, "conversations");
            robot.chord(SWT.MOD1 | SWT.MOD2, 'f');
            robot.type("th");
            robot.waitFor(
                    "not yet",
                    () -> Robot.spoken(list, 0).startsWith("Messages: 1 found; older ones are still being read"));
            robot.type("e");
            robot.waitFor(
                    "never", () -> Robot.spoken(list, 0).startsWith("Messages: 1 found; the oldest are not searched"));
        }
    }

    @Test
    void findsNoMessagesWhileNothingFindsThem() throws Exception {
        client.signIn("lea");
        client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(1)), "mira");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            var list = robot.find(Canvas.class, "conversations");
            robot.waitFor("the list", () -> Robot.spoken(list, 0).startsWith("mira"));
            robot.click("search");
            robot.type("q");
            robot.waitFor("nothing", () -> Robot.spoken(list, 0).equals("Conversations"));
            robot.type("mira");
            robot.run(() -> robot.find(StyledText.class, "search").setText("mi"));
            robot.waitFor("who is called so", () -> Robot.spoken(list, 0).startsWith("mira"));
            assertEquals("Conversations", robot.ui(() -> Robot.spoken(list, 1)));
        }
    }
}
