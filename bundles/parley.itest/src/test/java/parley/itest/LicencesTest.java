package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.launcher.Distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** With what others have made, and Parley ships, come the licences of it. */
class LicencesTest {

    private static List<String> jars(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.startsWith("parley."))
                    .filter(name -> !name.startsWith("org.eclipse.osgi.shim-"))
                    .toList();
        }
    }

    @Test
    void everythingOfOthersIsNamedWithItsLicence() throws IOException {
        var root = Distribution.current().root();
        var licences = Files.readString(root.resolve("LICENCES.txt"));
        for (var folder : List.of("bundles", "lib")) {
            var jars = jars(root.resolve(folder));
            assertTrue(jars.size() > 5, jars::toString);
            assertEquals(List.of(), jars.stream().filter(jar -> !licences.contains(jar)).toList());
        }
        for (var within :
                List.of("parley.desktop.chat", "parley.desktop.spelling", "parley.desktop.notify.freedesktop"))
            assertTrue(licences.contains("parley: " + within + "-"), "what is carried within " + within);
        for (var words :
                List.of(
                        "The Parley authors",
                        "Apache License",
                        "Eclipse Public License - v 2.0",
                        "UNICODE LICENSE V3",
                        "The Legion of the Bouncy Castle",
                        "Harald Kuhr", // TwelveMonkeys
                        "Neither the name of JLine")) assertTrue(licences.contains(words), words);
    }
}
