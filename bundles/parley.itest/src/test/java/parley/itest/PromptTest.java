package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.Distribution;
import parley.launcher.stage.Actor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The terminal as a person meets it: in a pseudo-terminal, typing what the README says. */
@Timeout(180)
class PromptTest {

    @TempDir Path directory;

    @Test
    void asksForTheLinkUnseenAndTalks() throws Exception {
        try (var company = new Company(directory)) {
            var bob = company.join("bob");
            try (var alice = new Typist(company.home("alice"))) {
                alice.sees("To begin");
                alice.types("/account create alice");
                alice.sees("invite link:");
                alice.types(company.invite());
                alice.sees("You are alice@");
                var secret = company.invite().substring(company.invite().indexOf('#') + 1);
                assertFalse(alice.all().contains(secret), "the link was shown while it was typed");

                alice.types("/connect bob");
                var from = bob.client().await("contact", event -> event.getString("state").equals("asks"));
                bob.client().askOk("approve", from.getString("account"));
                alice.sees("you can talk with bob@");
                alice.types("/say bob Hello!");
                bob.client().await("message", event -> event.getString("text").equals("Hello!"));
                var hello = bob.client().askOk("say", from.getString("account"), "And hello to you").getString("id");
                alice.sees("bob: And hello to you");
                alice.types("/frobnicate");
                alice.sees("there is no command frobnicate");
                alice.types("/list");
                alice.sees("echo@device.internal"); // below bob
                assertTrue(alice.all().length() < 20_000, () -> alice.all().length() + " characters for so little");
                SeenDesktop.until(
                        "her receipt",
                        () -> {
                            alice.types("/frobnicate"); // what she had before her eyes is read with her next line
                            return bob.client().events("receipt").stream().anyMatch(event -> isRead(event, hello));
                        },
                        alice::all);
                alice.types("/exit");
                assertEquals(0, alice.leaves());
            }
        }
    }

    private static boolean isRead(JsonObject event, String message) {
        return event.getString("message").equals(message) && event.getString("state").equals("read");
    }

    /** Somebody at a pseudo-terminal, which script(1) makes. */
    private static final class Typist implements AutoCloseable {

        private final Process process;
        private final ByteArrayOutputStream screen = new ByteArrayOutputStream(); // guarded by itself

        Typist(Path home) throws IOException {
            var environment = new HashMap<String, String>();
            var command =
                    Distribution.current()
                            .command(
                                    "terminal", environment, List.of(), List.of("--home", home.toString(), "terminal"));
            var line = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
            var builder = new ProcessBuilder(new ArrayList<>(List.of("script", "-qefc", "exec " + line, "/dev/null")));
            builder.environment().putAll(environment);
            builder.environment().put("TERM", "xterm-256color");
            builder.environment().remove("PARLEY_INVITE");
            process = builder.redirectErrorStream(true).start();
            Thread.ofPlatform().daemon().name("screen").start(this::watch);
        }

        private void watch() {
            try (var in = process.getInputStream()) {
                var bytes = new byte[8192];
                for (var count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    synchronized (screen) {
                        screen.write(bytes, 0, count);
                        screen.notifyAll();
                    }
                }
            } catch (IOException e) { // it has ended
            }
        }

        void types(String line) {
            try {
                process.getOutputStream().write((line + "\r").getBytes(UTF_8));
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void sees(String text) throws InterruptedException {
            var end = System.nanoTime() + Actor.PATIENCE.toNanos();
            synchronized (screen) {
                while (!all().contains(text)) {
                    var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    assertTrue(left > 0, () -> "waited in vain for \"" + text + "\"; on the screen: " + last());
                    screen.wait(left);
                }
            }
        }

        /** All that was on the screen, without what moves the cursor or changes colours. */
        String all() {
            synchronized (screen) {
                return screen.toString(UTF_8).replaceAll("\u001b\\[[0-9;?]*[A-Za-z]|\u001b[=>]", "");
            }
        }

        private String last() {
            var all = all();
            return all.substring(Math.max(0, all.length() - 2_000));
        }

        int leaves() throws InterruptedException {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "it stays; on the screen: " + last());
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
