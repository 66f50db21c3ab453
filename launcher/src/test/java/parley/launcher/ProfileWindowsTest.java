package parley.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Other profiles, opened from the window of one. */
@Timeout(60)
class ProfileWindowsTest {

    @TempDir Path data;

    private ProfileWindows windows(List<String> jvm, String... arguments) {
        return new ProfileWindows(new Profiles(data.resolve("profiles")), () -> jvm, List.of(arguments));
    }

    @Test
    void theLineIsThatOfThisProcessForAnotherHome() {
        var windows = windows(List.of("java", "Main"), "--no-relay");
        assertEquals(
                List.of("java", "Main", "--home", data.resolve("profiles/work").toString(), "desktop", "--no-relay"),
                windows.line("work"));
        assertEquals(List.of("java", "Main", "--home", data.toString(), "desktop", "--no-relay"), windows.line(""));
        for (var name : List.of("..", "a/b", "Work", "-x", " ", "x".repeat(33)))
            assertThrows(IllegalArgumentException.class, () -> windows.line(name), name);
    }

    @Test
    void theOtherJvmIsLikeThisOneButForWhatIsThisOnesAlone() {
        var line =
                ProfileWindows.jvm(
                        "/jdk/bin/java",
                        false,
                        List.of("-Xmx1g", "-agentlib:jdwp=server=y,address=5005", "-XX:AOTCacheOutput=x", "-Da=b"),
                        "/lib/a.jar");
        assertEquals(List.of("/jdk/bin/java", "-Xmx1g", "-Da=b", "-cp", "/lib/a.jar", "parley.launcher.Main"), line);
        var mac = ProfileWindows.jvm("java", true, List.of(), "/lib/a.jar");
        assertEquals("-XstartOnFirstThread", mac.get(1));
    }

    @Test
    void itRunsTheLauncherWithTheJavaOfThisProcess() throws Exception {
        var line = new ArrayList<>(ProfileWindows.jvm());
        line.add("--help");
        var process = new ProcessBuilder(line).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.contains("usage: parley"), said);
    }

    @Test
    void whatWasSaidOfThisProfileIsNotSaidOfTheOther() {
        var environment =
                new HashMap<>(Map.of("PARLEY_PASSPHRASE", "elegant cousin odor", "PARLEY_BACKUP_PHRASE", "zoo"));
        environment.putAll(Map.of("PARLEY_NEW_PASSPHRASE", "x", "PARLEY_INVITE", "y", "PARLEY_JAVA_OPTS", "-Xmx1g"));
        ProfileWindows.forget(environment);
        assertEquals(Map.of("PARLEY_JAVA_OPTS", "-Xmx1g"), environment);
    }

    @Test
    void aProcessThatCannotBeStartedIsSaid() {
        var windows = windows(List.of(data.resolve("no-java").toString()));
        assertThrows(UncheckedIOException.class, () -> windows.apply("work"));
    }

    @Test
    void theNamesAreThoseThatAreThere() throws Exception {
        var windows = windows(List.of("java"));
        assertEquals(List.of(), windows.get());
        Files.createDirectories(data.resolve("profiles/work"));
        Files.createDirectories(data.resolve("profiles/Not one"));
        assertEquals(List.of("work"), windows.get());
        var profiles = new Profiles(data.resolve("profiles"));
        assertEquals(Optional.of("work"), profiles.nameOf(data.resolve("profiles/work")));
        assertEquals(Optional.of(""), profiles.nameOf(data));
        assertEquals(Optional.empty(), profiles.nameOf(data.resolve("elsewhere")));
        assertEquals(Optional.empty(), profiles.nameOf(data.resolve("profiles/Not one")));
    }
}
