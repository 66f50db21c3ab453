package parley.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Actor;
import parley.launcher.stage.Stage;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** The launcher as a process: what goes in and out, and how it ends. */
class ProcessTest {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path directory;

    Path home;
    Distribution distribution;

    @BeforeEach
    void oneDistributionWithThisVeryLauncher() throws Exception {
        home = directory.resolve("home");
        distribution =
                new PocketDistribution(directory.resolve("dist")).bundle("face", FaceActivator.class).distribution();
        var lib = Files.createDirectories(distribution.root().resolve("lib"));
        Files.copy(Path.of("dist/java.options"), lib.resolve("java.options"));
        Files.copy(Path.of("dist/logging.properties"), lib.resolve("logging.properties"));
        pathJar(lib.resolve("launcher.jar"));
    }

    @Test
    void givesTheFaceTheMainThreadAndItsStatusToTheShell() {
        try (var stage = new Stage(distribution)) {
            var face = enter(stage, "pocket", "status", "3");
            assertEquals("main", face.await("ready").getString("thread"));
            assertEquals(3, face.awaitEnd(PATIENCE));
        }
    }

    @Test
    void stopsInOrderOnSigterm() {
        try (var stage = new Stage(distribution)) {
            var face = enter(stage, "pocket", "wait");
            face.await("ready");
            assertFalse(Files.exists(home.resolve("stopped")));
            assertEquals(0, face.stop(PATIENCE), () -> String.join("\n", face.complaints()));
            assertTrue(Files.exists(home.resolve("stopped")));
        }
    }

    @Test
    void aSecondStartBringsTheWindowOfTheFirstInFront() {
        try (var stage = new Stage(distribution)) {
            var first = enter(stage, "pocket", "wait");
            first.await("ready");
            var second = enter(stage, "pocket", "status", "3");
            assertEquals(0, second.awaitEnd(PATIENCE));
            first.await("raised");
            assertTrue(String.join("\n", second.complaints()).contains("is open with this profile already"));
            assertEquals(0, first.stop(PATIENCE));
            var third = enter(stage, "pocket", "status", "3");
            assertEquals(3, third.awaitEnd(PATIENCE));
        }
    }

    @Test
    void saysWhatFailed() {
        try (var stage = new Stage(distribution)) {
            var face = enter(stage, "pocket", "throw");
            assertEquals(1, face.awaitEnd(PATIENCE));
            var complaint = String.join("\n", face.complaints());
            assertTrue(complaint.contains("The product pocket failed"), complaint);
        }
    }

    @Test
    void tellsScriptsWhyItDidNotStart() throws Exception {
        Files.delete(distribution.bundles().resolve("pocket/face/1.0.0/face-1.0.0.jar"));
        try (var stage = new Stage(distribution)) {
            var face = enter(stage, "pocket");
            var error = face.await("error");
            assertEquals("internal", error.getString("code"));
            assertTrue(error.getString("text").startsWith("The bundle face-1.0.0 is missing"), error::toString);
            assertEquals(1, face.awaitEnd(PATIENCE));
        }
    }

    @Test
    void saysItsVersion() throws Exception {
        for (var word : new String[] {"--version", "version"}) {
            var command = distribution.command("pocket", Map.of(), List.of(), List.of(word));
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            assertEquals("Parley 1.0.0\n", new String(process.getInputStream().readAllBytes(), UTF_8));
            assertEquals(0, process.waitFor());
        }
    }

    private Actor enter(Stage stage, String product, String... arguments) {
        return stage.enter(Stage.Role.of("face", home, product, arguments));
    }

    /** A jar that is nothing but a class path: this test's own, which has the launcher in it. */
    private static void pathJar(Path jar) throws Exception {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }
}
