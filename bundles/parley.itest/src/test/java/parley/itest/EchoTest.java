package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Actor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Somebody alone, whose relay is gone: what they say to Echo comes back. */
@Timeout(300)
class EchoTest {

    private static final String ECHO = "echo@device.internal";

    @TempDir Path directory;

    @Test
    void saysWhatIsSaidAndHandsFilesBackWithoutARelay() throws Exception {
        try (var company = new Company(directory)) {
            var alice = company.join("alice").client();
            company.relay.kill();
            alice.await("link", event -> !event.getString("state").equals("connected"));

            var said = alice.askOk("say", ECHO, "anybody there?").getString("id");
            var answer = alice.await("message", event -> event.getString("text").equals("anybody there?"));
            assertEquals(ECHO, answer.getString("from"));
            alice.await("receipt", event -> isRead(event, said));
            alice.askOk("react", answer.getString("id"), "👍");
            alice.await("reaction", event -> event.getString("by").equals(ECHO));
            alice.askOk("edit", said, "anybody here?");
            alice.askOk("delete", said);

            var file = company.file("film.bin", 3_000_001, 7);
            var sent = alice.askOk("send", ECHO, file.toString()).getJsonArray("files").getJsonObject(0);
            var back =
                    alice.await(
                            "file",
                            event ->
                                    event.getString("from").equals(ECHO) && event.getString("state").equals("offered"));
            assertFalse(back.getString("id").equals(sent.getString("id")));
            alice.askOk("accept", back.getString("id"), "--to", directory.resolve("back").toString());
            var done = alice.await("file", event -> isDone(event, back.getString("id")));
            assertEquals(Company.sha256(file), done.getString("sha256"));
            assertEquals(Company.sha256(file), Company.sha256(Path.of(done.getString("path"))));

            assertEquals(List.of("local"), kinds(alice));
            assertEquals("refused", alice.ask("group", "leave", ECHO).getString("code"));
            assertEquals(0, alice.leave(TalkTest.PATIENCE));
            var again = alice.again();
            again.await("ready");
            assertTrue(again.askOk("read", ECHO).getJsonArray("messages").size() >= 4);
            assertTrue(Files.exists(file));
            assertEquals(0, again.leave(TalkTest.PATIENCE));
        }
    }

    private static boolean isRead(JsonObject event, String message) {
        return event.getString("message").equals(message) && event.getString("state").equals("read");
    }

    private static boolean isDone(JsonObject event, String id) {
        return event.getString("id").equals(id) && event.getString("state").equals("done");
    }

    private static List<String> kinds(Actor client) {
        return client.askOk("list").getJsonArray("conversations").stream()
                .map(conversation -> conversation.asJsonObject().getString("kind"))
                .toList();
    }
}
