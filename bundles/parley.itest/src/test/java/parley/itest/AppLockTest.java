package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;
import parley.launcher.stage.Stage.Role;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A profile behind a passphrase, in real processes. */
@Timeout(600)
class AppLockTest {

    private static final String PASSPHRASE = "elegant cousin odor add milk";

    @TempDir Path directory;

    @Test
    void whatIsLockedShowsNothingAndMissesNothing() throws Exception {
        try (var company = new Company(directory)) {
            var bob = company.join("bob");
            var role = Role.of("alice", company.home("alice"), "terminal");
            var knowing = role.withEnvironment(Map.of("PARLEY_PASSPHRASE", PASSPHRASE));
            var alice = Person.signUp(company.stage().enter(knowing), company.invite());
            alice.befriend(bob);
            assertEquals(PASSPHRASE.length(), bob.hear(alice.say(bob, PASSPHRASE), TalkTest.PATIENCE).length());
            assertEquals("unlocked", alice.client().askOk("passphrase", "set").getString("state"));
            var talk = alice.client().askOk("list").getJsonArray("conversations").getJsonObject(0).getString("id");

            alice.client().askOk("lock");
            for (var line : new String[][] {{"read", talk}, {"say", talk, "x"}, {"search", "elegant"}, {"contacts"}}) {
                assertEquals("passphrase_needed", alice.client().ask(line).getString("code"), line[0]);
            }
            var missed = bob.client().askOk("say", alice.address(), "while you were away").getString("id");
            bob.client().await("receipt", event -> event.getString("message").equals(missed));
            assertTrue(alice.client().events("message").isEmpty());
            alice.client().askOk("unlock");
            assertEquals("while you were away", alice.hear(missed, TalkTest.PATIENCE));
            assertEquals(0, alice.client().leave(TalkTest.PATIENCE));

            refuses(company.stage().enter(role));
            refuses(company.stage().enter(role.withEnvironment(Map.of("PARLEY_PASSPHRASE", "elegant cousin"))));
            assertNowhere(company.home("alice"));
            alice.comeBack();
            assertEquals(2, alice.client().askOk("read", talk).getJsonArray("messages").size());
            assertEquals("open", alice.client().askOk("passphrase", "remove").getString("state"));
            assertEquals(0, alice.client().leave(TalkTest.PATIENCE));
            var plain = company.stage().enter(role);
            plain.await("ready");
            assertEquals(0, plain.leave(TalkTest.PATIENCE));
            assertEquals(0, bob.client().leave(TalkTest.PATIENCE));
        }
    }

    private static void refuses(Actor client) {
        assertEquals(4, client.awaitEnd(TalkTest.PATIENCE));
        assertTrue(
                client.events().stream().anyMatch(event -> event.toString().contains("passphrase_needed")),
                () -> client.events().toString());
    }

    private static void assertNowhere(Path home) throws Exception {
        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(content.contains("elegant") || content.contains("cousin"), file::toString);
            }
        }
    }
}
