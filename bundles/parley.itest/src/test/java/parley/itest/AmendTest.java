package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.store.Store;
import parley.history.UnsealedProfile;
import parley.launcher.stage.Person;
import parley.protocol.wire.Bytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Two people answer, correct, take back and react, with real processes that end in between. */
@Timeout(600)
class AmendTest {

    private static final String SECRET = "a secret that is taken back";

    @TempDir Path directory;

    @Test
    void bothHaveWhatBecameOfTheirMessages() throws Exception {
        try (var company = new Company(directory, "-Xmx128m")) {
            var pair = company.pair("alice", "bob");
            var alice = pair.getFirst();
            var bob = pair.getLast();

            var question = passes(alice, bob, "shall we?");
            var answer = bob.client().askOk("reply", question, "yes").getString("id");
            var reply = alice.client().await("message", event -> event.getString("id").equals(answer));
            assertEquals(question, reply.getString("replyTo"));

            var typo = passes(alice, bob, "see you at sevn");
            alice.client().askOk("edit", typo.substring(0, 12), "see you at seven");
            assertEquals("see you at seven", amended(bob, "edited", typo).getString("text"));
            bob.client().askOk("react", typo, "👍");
            assertEquals("👍", amended(alice, "reaction", typo).getString("emoji"));

            var secret = passes(bob, alice, SECRET);
            alice.client().askOk("react", secret, "🤫");
            amended(bob, "reaction", secret);
            bob.client().askOk("edit", secret, SECRET + ", twice");
            amended(alice, "edited", secret);
            var said = bob.client().askOk("delete", secret).getString("id");
            amended(alice, "deleted", secret);
            bob.client().await("receipt", event -> event.getString("message").equals(said));

            var file = alice.offer(bob, company.file("film.bin", 3_000_001, 5));
            bob.accept(file, Files.createDirectories(directory.resolve("received")));
            alice.awaitFile(file, "done", TalkTest.PATIENCE);
            var saved = Path.of(bob.awaitFile(file, "done", TalkTest.PATIENCE).getString("path"));
            assertEquals("refused", bob.client().ask("delete", file).getString("code"));
            alice.client().askOk("delete", file);
            amended(bob, "deleted", file);
            for (var one : pair) assertEquals(0, one.client().askOk("files").getJsonArray("files").size());
            assertEquals("not_found", bob.client().ask("accept", file).getString("code"));
            assertTrue(Files.exists(saved), "what was saved stays");

            var refused = alice.client().ask("edit", answer, "no");
            assertEquals("refused", refused.getString("code"), refused::toString);
            assertEquals("refused", alice.client().ask("react", secret, "x").getString("code"));
            assertEquals("not_found", alice.client().ask("delete", "ab".repeat(16)).getString("code"));

            // What is done while the other is away, by a process that is killed, comes as well.
            assertEquals(0, bob.client().stop(TalkTest.PATIENCE));
            alice.client().askOk("edit", typo, "see you at eight");
            alice.client().askOk("react", answer, "🎉");
            alice.client().askOk("react", answer, "🎈");
            alice.client().askOk("react", answer, "🎈", "--off");
            alice.client().askOk("react", answer, "🎊");
            alice.client().kill();
            alice.comeBack();
            bob.comeBack();
            bob.client().await("reaction", event -> event.getString("emoji").equals("🎊"));
            var balloons =
                    bob.client().events("reaction").stream()
                            .filter(event -> event.getString("emoji").equals("🎈"))
                            .count();
            assertEquals(0, balloons % 2, "what was taken back before it was shown is not shown");
            var eight = bob.client().events("edited");
            assertEquals(List.of("see you at eight"), eight.stream().map(it -> it.getString("text")).toList());

            var last = passes(bob, alice, "for alice alone");
            bob.client().askOk("delete", last, "--here");
            var here = read(bob, alice);
            assertEquals(5, here.size(), here::toString);
            assertEquals(here, read(alice, bob).subList(0, 5));
            assertEquals("yes", here.get(1).getString("text"));
            assertEquals(question, here.get(1).getString("replyTo"));
            assertEquals("see you at eight", here.get(2).getString("text"));
            for (var gone : here.subList(3, 5)) {
                assertEquals("", gone.getString("text"));
                assertEquals(JsonValue.TRUE, gone.get("deleted"));
                assertFalse(gone.containsKey("reactions"));
            }

            for (var one : pair) {
                assertEquals(0, one.client().stop(TalkTest.PATIENCE));
                one.comeBack();
            }
            assertEquals(here, read(bob, alice), "as before the restart");
            assertEquals(here, read(alice, bob).subList(0, 5));
            for (var one : pair) assertEquals(0, one.client().leave(TalkTest.PATIENCE));
            for (var one : pair) {
                for (var text : List.of(SECRET, "film.bin")) keepsNo(text, company.home(one.client().name()));
            }
        }
    }

    private static String passes(Person from, Person to, String text) {
        var id = from.say(to, text);
        assertEquals(text, to.hear(id, TalkTest.PATIENCE));
        return id;
    }

    private static JsonObject amended(Person to, String event, String message) {
        return to.client().await(event, it -> it.getString("message").equals(message));
    }

    /** All that {@code reader} has of what the two said, but for the times, which each takes from their own clock. */
    private static List<JsonObject> read(Person reader, Person other) {
        return reader.client().askOk("read", other.address()).getJsonArray("messages").stream()
                .map(JsonValue::asJsonObject)
                .map(message -> {
                    var timeless = Json.createObjectBuilder(message).remove("at");
                    if (message.containsKey("edited")) timeless.add("edited", true);
                    return timeless.build();
                })
                .toList();
    }

    /** Opens a profile as its owner could: the records with what was said, sent and thought. */
    static void keepsNo(String text, Path home) throws CommandException {
        UnsealedProfile.read(
                home,
                store -> {
                    for (var space : List.of("chat.message", "chat.outbox", "chat.reaction", "transfer.file")) {
                        var bytes = HexFormat.of().formatHex(text.getBytes(UTF_8));
                        assertFalse(all(store, space).contains(bytes), () -> home + " keeps it in " + space);
                    }
                });
        assertFalse(UnsealedProfile.unshown(home).contains(text), () -> home + " keeps it in an event");
    }

    private static String all(Store store, String space) {
        try {
            return store.transact(tx -> tx.all(space).stream().map(Bytes::hex).collect(Collectors.joining(" ")));
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }
}
