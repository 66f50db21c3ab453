package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonString;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Actor;
import parley.launcher.stage.Stage.Role;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** A computer is lost, and its account goes on, on another one, from a backup: in real processes with a real relay. */
@Timeout(600)
class BackupTest {

    @TempDir Path directory;

    @Test
    void aLostDeviceIsFollowedByOneOfItsBackup() throws Exception {
        try (var company = new Company(directory)) {
            var alice = company.join("alice");
            var bob = company.join("bob");
            alice.befriend(bob);
            alice.hear(bob.say(alice, "before the loss"), TalkTest.PATIENCE);
            var group = alice.client().askOk("group", "create", "garden").getString("conversation");
            alice.client().askOk("group", "add", group, bob.address());
            bob.client().await("conversation", event -> event.getString("id").equals(group));
            var file = directory.resolve("bob.backup");
            var phrase =
                    bob
                            .client()
                            .askOk("backup", "create", file.toString())
                            .getJsonArray("phrase")
                            .getValuesAs(JsonString.class)
                            .stream()
                            .map(JsonString::getString)
                            .collect(Collectors.joining(" "));
            assertEquals("refused", bob.client().ask("backup", "create", file.toString()).getString("code"));
            assertEquals("refused", bob.client().ask("backup", "restore", file.toString()).getString("code"));
            bob.client().kill();

            var role = Role.of("new", company.home("new"), "terminal");
            var wrong = company.stage().enter(role.withEnvironment(Map.of("PARLEY_BACKUP_PHRASE", "zoo ".repeat(8))));
            wrong.await("ready");
            assertEquals("refused", wrong.ask("backup", "restore", file.toString()).getString("code"));
            assertEquals("not_found", wrong.ask("account", "show").getString("code"));
            assertEquals(0, wrong.leave(TalkTest.PATIENCE));

            var again = company.stage().enter(role.withEnvironment(Map.of("PARLEY_BACKUP_PHRASE", phrase)));
            again.await("ready");
            var restored = again.askOk("backup", "restore", file.toString());
            assertEquals(bob.address(), restored.getString("account"));
            assertEquals(2, restored.getInt("conversations"));
            var talk = again.askOk("read", alice.address()).getJsonArray("messages");
            assertEquals("before the loss", talk.getJsonObject(0).getString("text"));
            goesOn(alice.client(), again, bob.address(), alice.address());
            goesOn(alice.client(), again, group, group);
            assertEquals(0, again.leave(TalkTest.PATIENCE));
            assertEquals(0, alice.client().leave(TalkTest.PATIENCE));

            var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            for (var word : new String[] {"before the loss", "alice", "garden"}) assertFalse(content.contains(word));
        }
    }

    /** Both ways, once the other's device has let the new one in. */
    private static void goesOn(Actor one, Actor other, String toOther, String toOne) {
        var there = other.askOk("say", toOne, "here I am again").getString("id");
        one.await(
                "message " + there,
                TalkTest.PATIENCE,
                event -> "message".equals(event.getString("event", "")) && there.equals(event.getString("id")));
        var back = one.askOk("say", toOther, "good to see you").getString("id");
        other.await(
                "message " + back,
                TalkTest.PATIENCE,
                event -> "message".equals(event.getString("event", "")) && back.equals(event.getString("id")));
        assertTrue(other.complaints().isEmpty(), () -> other.complaints().toString());
    }
}
