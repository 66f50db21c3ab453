package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** The sample of docs/samples, built by its one command, comes and goes while people talk. */
class PluginsTest {

    private static final String SAMPLE = SamplePlugin.NAME;
    private static final String OWN = "parley.cipher.aesgcm";

    @TempDir Path directory;

    private static Path sample = Path.of("");
    private static String fingerprint = "";

    @BeforeAll
    static void buildTheSample() throws Exception {
        sample = SamplePlugin.get().jar();
        fingerprint = SamplePlugin.get().fingerprint();
    }

    @Test
    void aDroppedPluginServesAndGoesWithItsFile() throws Exception {
        try (var company = new Company(directory)) {
            var alice = company.join("alice", "--gogo");
            var bob = company.join("bob");
            // So that they talk in suite 1, which is what the sample provides.
            alice.client().askOk("gogo", "stop parley.cipher.xwing");
            alice.befriend(bob);
            passes(alice, bob, "before");
            assertEquals(OWN, provider(alice));

            var folder = Files.createDirectories(company.home("alice").resolve("plugins"));
            var dropped = drop(folder, "sample.jar", sample);
            hears(alice, "The file sample.jar in plugins/ is not used: nobody has accepted the publisher");
            var waiting = plugin(alice, SAMPLE);
            assertEquals("refused", waiting.getString("state"));
            assertEquals(fingerprint, waiting.getString("publisher"));
            var refused = alice.client().ask("plugin", "install", dropped.toString());
            assertEquals("refused", refused.getString("code"));
            assertTrue(refused.getString("text").contains(fingerprint), refused::toString);
            assertTrue(refused.getString("text").contains("by the JDK alone"), refused::toString);

            alice.client().askOk("plugin", "install", dropped.toString(), "--accept", fingerprint);
            assertEquals(SAMPLE, provider(alice));
            var plugin = plugin(alice, SAMPLE);
            assertEquals("running", plugin.getString("state"));
            assertEquals("1.0.0", plugin.getString("version"));
            assertEquals("ciphers", plugin.getJsonObject("declares").getJsonArray("uses").getString(0));
            passes(alice, bob, "by the plug-in");
            passes(bob, alice, "to the plug-in");

            alice.client().stop(Actor.PATIENCE);
            alice.comeBack();
            awaitRunning(alice);
            assertEquals(SAMPLE, provider(alice));
            passes(alice, bob, "after a start");

            Files.delete(dropped);
            hears(alice, "The plug-in example.cipher.jdk 1.0.0 is gone");
            assertEquals(OWN, provider(alice));
            passes(bob, alice, "without it");

            drop(folder, "sample.jar", sample);
            hears(alice, "The plug-in example.cipher.jdk 1.0.0 from plugins/ is running");
            assertEquals(SAMPLE, provider(alice));
            alice.client().askOk("plugin", "remove", SAMPLE);
            assertEquals(OWN, provider(alice));
            assertEquals(0, alice.client().askOk("plugin", "list").getJsonArray("plugins").size());
            passes(alice, bob, "at last");
        }
    }

    @Test
    void whatIsUnsignedOrAlteredIsRefusedWithTheReason() throws Exception {
        try (var company = new Company(directory)) {
            var client = company.stranger("alice");
            client.await("ready");
            var altered = SamplePlugin.get().altered(directory.resolve("altered.jar"));
            var refused = client.ask("plugin", "install", altered.toString(), "--accept", fingerprint);
            assertEquals("refused", refused.getString("code"));
            assertTrue(refused.getString("text").contains("altered"), refused::toString);

            var folder = Files.createDirectories(company.home("alice").resolve("plugins"));
            var unsigned = SamplePlugin.get().unsigned(directory.resolve("bare.jar"));
            drop(folder, "bare.jar", unsigned);
            client.await("notice", event -> event.getString("text").contains("bare.jar is not signed"));
            var plugin = client.askOk("plugin", "list").getJsonArray("plugins").getJsonObject(0);
            assertEquals("refused", plugin.getString("state"));
            assertTrue(plugin.getString("reason").contains("is not signed"), plugin::toString);
            assertTrue(!plugin.containsKey("publisher"), plugin::toString);
        }
    }

    private static Path drop(Path folder, String name, Path jar) throws IOException {
        var fresh = Files.copy(jar, folder.resolve(name + ".new"));
        return Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void hears(Person person, String part) {
        person.client().await("notice", event -> event.getString("text").contains(part));
    }

    /** Who provides suite 1. */
    private static String provider(Person person) {
        return person.client().askOk("cipher", "list").getJsonArray("suites").stream()
                .map(suite -> suite.asJsonObject())
                .filter(suite -> suite.getInt("suite") == 1)
                .map(suite -> suite.getString("provider"))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject plugin(Person person, String name) {
        return plugins(person).filter(plugin -> plugin.getString("name").equals(name)).findFirst().orElseThrow();
    }

    /** Whoever asks a moment after the start is told what there is so far. */
    private static void awaitRunning(Person person) {
        var deadline = System.nanoTime() + Actor.PATIENCE.toNanos();
        while (plugins(person)
                .filter(plugin -> plugin.getString("name").equals(SAMPLE))
                .noneMatch(plugin -> plugin.getString("state").equals("running")))
            assertTrue(System.nanoTime() < deadline, "it does not run");
    }

    private static Stream<JsonObject> plugins(Person person) {
        return person.client().askOk("plugin", "list").getJsonArray("plugins").stream()
                .map(plugin -> plugin.asJsonObject());
    }

    private static void passes(Person from, Person to, String text) {
        var id = from.say(to, text);
        assertEquals(text, to.hear(id, Actor.PATIENCE));
    }
}
