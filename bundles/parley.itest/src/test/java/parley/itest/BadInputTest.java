package parley.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.Distribution;
import parley.launcher.stage.Stage;
import parley.launcher.stage.Stage.Role;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What goes wrong is said in one sentence with cause and next step, with the right status, and nothing is lost. */
@Timeout(180)
class BadInputTest {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path directory;

    @Test
    void noLineEndsTheTerminal() throws Exception {
        try (var stage = new Stage(Distribution.current())) {
            var terminal = stage.enter("alice", directory.resolve("alice"), "terminal");
            terminal.await("ready");
            for (var line :
                    List.of(
                            "frobnicate",
                            "say",
                            "say nobody hello",
                            "[\"say\"",
                            "[1,2]",
                            "[]",
                            "say 'open quote",
                            "\u0000\u0001\u001b[2J",
                            "x".repeat(1 << 20),
                            "y".repeat((1 << 20) + 10),
                            "[".repeat(5000),
                            "/frobnicate",
                            "account create Alice!! --invite parley://nowhere",
                            "read nobody --last -5",
                            "accept 00",
                            "gogo help")) {
                var number = terminal.sendLine(line);
                var answer = terminal.answer(number, PATIENCE);
                assertEquals("error", answer.getString("event"), () -> line.substring(0, Math.min(60, line.length())));
                assertSentence(answer);
            }
            assertEquals("ok", terminal.ask("help").getString("event"));
            assertEquals(0, terminal.leave(PATIENCE), () -> String.join("\n", terminal.complaints()));
        }
    }

    @Test
    void aWrongInviteIsRefused() throws Exception {
        try (var company = new Company(directory)) {
            var eve = company.stranger("eve");
            eve.await("ready");
            var invite = company.invite();
            var wrong = invite.substring(0, invite.indexOf('#') + 1) + "A".repeat(43);
            var refused = eve.ask("account", "create", "eve", "--invite", wrong);
            assertEquals("refused", refused.getString("code"), refused::toString);
            assertSentence(refused);

            var otherKey = invite.replaceAll("fp=[0-9a-f]{64}", "fp=" + "0".repeat(64));
            var impostor = eve.ask("account", "create", "eve", "--invite", otherKey);
            assertEquals("wrong_key", impostor.getString("code"), impostor::toString);
            assertSentence(impostor);

            var nobody =
                    eve.ask("account", "create", "eve", "--invite", invite.replaceAll("//[^/]+/", "//127.0.0.1:1/"));
            assertEquals("not_reachable", nobody.getString("code"), nobody::toString);
            assertSentence(nobody);

            assertEquals("ok", eve.ask("account", "create", "eve", "--invite", invite).getString("event"));
            assertTrue(company.relay.isAlive());
        }
    }

    @Test
    void aProfileIsUsedByOneProcess() throws Exception {
        try (var company = new Company(directory)) {
            var alice = company.join("alice");
            var second = company.stage().enter(Role.of("second", company.home("alice"), "terminal"));
            var error = second.await("error");
            assertEquals("profile_in_use", error.getString("code"), error::toString);
            assertTrue(error.getString("text").contains(String.valueOf(alice.client().pid())), error::toString);
            assertSentence(error);
            assertEquals(4, second.awaitEnd(PATIENCE));
            assertEquals("ok", alice.client().ask("account", "show").getString("event"));
        }
    }

    @Test
    void aBusyPortIsNamed() throws Exception {
        try (var stage = new Stage(Distribution.current());
                var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var listen = "127.0.0.1:" + socket.getLocalPort();
            var relay = stage.enter("relay", directory.resolve("relay"), "relay", "--listen", listen);
            assertEquals(1, relay.awaitEnd(PATIENCE));
            var error = relay.await("error");
            assertEquals("port_busy", error.getString("code"), error::toString);
            assertTrue(error.getString("text").contains(String.valueOf(socket.getLocalPort())), error::toString);
            assertSentence(error);
        }
    }

    @Test
    void anUnknownCommandIsUsage() throws Exception {
        try (var stage = new Stage(Distribution.current())) {
            var terminal = stage.enter("alice", directory.resolve("alice"), "terminal", "frobnicate");
            assertEquals(2, terminal.awaitEnd(PATIENCE));
            var relay = stage.enter("relay", directory.resolve("relay"), "relay", "--frobnicate");
            assertEquals(2, relay.awaitEnd(PATIENCE));
        }
    }

    @Test
    void aHomeThatCannotBeIsNamed() throws Exception {
        var file = Files.writeString(directory.resolve("file"), "not a directory");
        try (var stage = new Stage(Distribution.current())) {
            for (var product : List.of("terminal", "relay")) {
                var actor = stage.enter(product, file, product);
                assertEquals(1, actor.awaitEnd(PATIENCE));
                assertTrue(actor.await("error").getString("text").contains(file.toString()));
            }
        }
    }

    @Test
    void withoutADisplayTheDesktopSaysSo() throws Exception {
        var command =
                Distribution.current()
                        .command("desktop", Map.of(), List.of(), List.of("desktop", "--home", directory + "/d"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("DISPLAY");
        builder.environment().remove("WAYLAND_DISPLAY");
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(
                "There is no display to open a window on: start \"parley terminal\" instead, or set DISPLAY.",
                output.strip());
        assertEquals(1, process.waitFor());
    }

    @Test
    void aDamagedProfileIsNamedAndLeftAsItIs() throws Exception {
        try (var company = new Company(directory)) {
            var alice = company.join("alice");
            assertEquals(0, alice.client().stop(PATIENCE));
            var database = company.home("alice").resolve("client/history.db");
            var bytes = Files.readAllBytes(database);
            new Random(1).nextBytes(bytes);
            Files.write(database, bytes);

            var again = alice.client().again();
            var error = again.await("error");
            assertEquals("damaged", error.getString("code"), error::toString);
            assertTrue(error.getString("text").contains(company.home("alice").toString()), error::toString);
            assertSentence(error);
            assertEquals(1, again.awaitEnd(PATIENCE));
            assertArrayEquals(bytes, Files.readAllBytes(database));
        }
    }

    @Test
    void aDamagedJournalIsNamedAndLeftAsItIs() throws Exception {
        try (var company = new Company(directory)) {
            var pair = company.pair("alice", "bob");
            for (var i = 0; i < 20; i++) pair.getFirst().say(pair.getLast(), "message " + i);
            company.relay.stop(PATIENCE);
            var journal = company.home("relay").resolve("relay/log/journal/0000000001.journal");
            var bytes = Files.readAllBytes(journal);
            for (var i = 0; i < 64; i++)
                bytes[bytes.length / 2 + i] ^= 0x55; // in the middle: no cut of power does that
            Files.write(journal, bytes);

            var again = company.relay.again();
            var error = again.await("error");
            assertTrue(error.getString("text").contains("0000000001.journal"), error::toString);
            assertSentence(error);
            assertEquals(1, again.awaitEnd(PATIENCE));
            assertArrayEquals(bytes, Files.readAllBytes(journal));
        }
    }

    /** First the client's disk is full, then the relay's; each says so, and goes on when there is room. */
    @Test
    void aFullDiskIsSaidAndLosesNothing() throws Exception {
        try (var atAlice = SmallDisk.at(directory.resolve("alice"));
                var atRelay = SmallDisk.at(directory.resolve("relay"));
                var company = new Company(directory)) {
            var pair = company.pair("alice", "bob");
            var alice = pair.getFirst();
            var bob = pair.getLast();
            var before = alice.say(bob, "before");

            atAlice.fill();
            var refused = alice.client().ask("say", bob.address(), "x".repeat(60_000));
            assertEquals("disk_full", refused.getString("code"), refused::toString);
            assertSentence(refused);
            atAlice.empty();
            var between = alice.say(bob, "between");
            assertEquals("between", bob.hear(between, PATIENCE));

            atRelay.fill();
            var during = new ArrayList<String>();
            for (var i = 0; i < 3; i++) during.add(alice.say(bob, "y".repeat(60_000)));
            alice.client().await("warning or notice", PATIENCE, event -> event.toString().contains("disk"));
            atRelay.empty();
            bob.hear(during.getLast(), PATIENCE);
            var heard = bob.client().events("message").stream().map(event -> event.getString("id")).toList();
            assertEquals(List.of(before, between, during.get(0), during.get(1), during.get(2)), heard);
        }
    }

    private static void assertSentence(JsonObject error) {
        var text = error.getString("text");
        assertTrue(text.length() > 10, error::toString);
        assertFalse(text.contains("Exception"), error::toString);
        assertFalse(text.contains("\n"), error::toString);
    }
}
