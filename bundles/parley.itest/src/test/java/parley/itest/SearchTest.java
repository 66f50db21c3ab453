package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Person;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What was said is found and exported, by real processes that end in between, one of them without a farewell. */
@Timeout(600)
class SearchTest {

    @TempDir Path directory;

    @Test
    void whatWasSaidIsFoundAndExported() throws Exception {
        try (var company = new Company(directory, "-Xmx128m")) {
            var pair = company.pair("alice", "bob");
            var alice = pair.getFirst();
            var bob = pair.getLast();
            for (var text : List.of("Größenwahn im Büro", "明天下午开会", "a <b>bold</b> plan")) {
                assertEquals(text, bob.hear(alice.say(bob, text), TalkTest.PATIENCE));
            }
            assertEquals(List.of("Größenwahn im Büro"), found(bob, "buro"));
            assertEquals(List.of("明天下午开会"), found(bob, "开会"));
            assertEquals(List.of("a <b>bold</b> plan"), found(alice, "--from", "alice", "\"bold b plan\""));
            assertEquals(List.of(), found(alice, "--from", "bob", "plan"));

            bob.client().kill();
            bob.comeBack();
            assertEquals(List.of("a <b>bold</b> plan"), found(bob, "--in", alice.address(), "pla"));
            var gone = alice.say(bob, "an unforgettable plan");
            bob.hear(gone, TalkTest.PATIENCE);
            assertEquals(2, found(bob, "plan").size());
            alice.client().askOk("delete", gone);
            bob.client().await("deleted", event -> event.getString("message").equals(gone));
            assertEquals(List.of("a <b>bold</b> plan"), found(bob, "plan"));

            var page = directory.resolve("talk.html");
            bob.client().askOk("export", alice.address(), "--format", "html", "--to", page.toString());
            var html = Files.readString(page);
            assertTrue(html.contains("a &lt;b&gt;bold&lt;/b&gt; plan") && !html.contains("unforgettable"), html);
            assertFalse(html.contains("<b>"), html);
            var again = bob.client().ask("export", alice.address(), "--format", "html", "--to", page.toString());
            assertEquals("refused", again.getString("code"), again::toString);
            for (var one : pair) assertEquals(0, one.client().leave(TalkTest.PATIENCE));
        }
    }

    private static List<String> found(Person person, String... words) {
        var line = new java.util.ArrayList<>(List.of("search"));
        line.addAll(List.of(words));
        return person.client().askOk(line.toArray(String[]::new)).getJsonArray("messages").stream()
                .map(JsonValue::asJsonObject)
                .map(message -> message.getString("text"))
                .toList();
    }
}
