package parley.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What docs/samples/mls shows to newcomers is what happens. */
class ExampleTest {

    @Test
    void runs() throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                                Path.of("../../docs/samples/mls/Example.java").toString())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertEquals(
                List.of(
                        "Bob reads from Alice: welcome to the book club",
                        "Carol reads from Alice: welcome to the book club",
                        "Alice reads from Bob: what are we reading?",
                        "Bob is in epoch 2",
                        "Carol was removed",
                        "Bob reads from Alice: this one is for Bob alone"),
                output.lines().toList());
    }
}
