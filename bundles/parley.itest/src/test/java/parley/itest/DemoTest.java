package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.Distribution;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The demo as a person or a script starts it. */
class DemoTest {

    @TempDir Path directory;

    @Test
    @Timeout(180)
    void endsWell() throws Exception {
        var command =
                Distribution.current()
                        .command("demo", Map.of(), List.of("-Djava.io.tmpdir=" + directory), List.of("demo", "--json"));
        var complaints = directory.resolve("complaints").toFile();
        var process = new ProcessBuilder(command).redirectError(complaints).start();

        var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();

        assertTrue(process.waitFor() == 0 && !lines.isEmpty(), () -> String.join("\n", lines));
        assertTrue(lines.stream().allMatch(line -> line.startsWith("{\"who\":\"")), () -> String.join("\n", lines));
        var last = lines.getLast();
        assertTrue(
                last.matches(
                        "\\{.*\"event\":\"demo\",\"ok\":true,\"messages\":4,\"sent\":\"(\\w{64})\",\"received\":\"\\1\"}"),
                last);
        try (var left = Files.list(directory)) {
            assertEquals(List.of(complaints.toPath()), left.toList());
        }
    }
}
