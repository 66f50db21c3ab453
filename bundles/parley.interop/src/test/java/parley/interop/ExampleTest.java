package parley.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * What docs/samples/mls shows to newcomers is what happens, also where no bundle was ever installed: its own script is
 * run, with a Maven that gives only what Maven would then give, from what was built for this test.
 */
class ExampleTest {

    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    /** Resolves nothing but what the same command packages; lays libraries beside bundles where it is told to. */
    private static final String MAVEN =
            """
            #!/usr/bin/env bash
            set -eu
            echo "$*" >>"$REPOSITORY/asked"
            [[ " $* " == *" -am "* && " $* " == *" package "* ]] || { echo "cannot resolve parley.cipher.api" >&2; exit 1; }
            "$JAVA_HOME/bin/javac" -version | grep -q '^javac 25' || { echo "not compiled on JDK 25" >&2; exit 1; }
            cp -r "$REPOSITORY/packaged/." bundles
            [[ " $* " != *" dependency:copy-dependencies -DoutputDirectory=target/lib "* ]] || cp -r "$REPOSITORY/libraries/." bundles
            """;

    @TempDir private Path root;

    private Path repository;

    @BeforeEach
    void layOut() throws IOException {
        for (var file :
                List.of(
                        "docs/samples/mls/run",
                        "docs/samples/mls/Example.java",
                        "launcher/lib/jdk.sh",
                        "launcher/lib/build.sh")) {
            copy(PROJECT.resolve(file), root.resolve(file));
        }
        Files.createDirectories(root.resolve("bundles"));
        repository = Files.createDirectories(root.resolve("repository"));
        var maven = Files.createDirectories(root.resolve("bin")).resolve("mvn");
        assertTrue(Files.writeString(maven, MAVEN).toFile().setExecutable(true));
        for (var bundle : List.of("parley.mls", "parley.cipher.api", "parley.cipher.aesgcm")) {
            var built = onClassPath(File.separator + bundle + File.separator);
            lay(built, repository.resolve("packaged").resolve(bundle).resolve("target/" + bundle + ".jar"));
        }
        var libraries = repository.resolve("libraries/parley.cipher.aesgcm/target/lib");
        lay(onClassPath("bcprov-"), libraries.resolve("bcprov.jar"));
        copy(
                repository.resolve("packaged/parley.cipher.api/target/parley.cipher.api.jar"),
                libraries.resolve("parley.cipher.api.jar"));
    }

    @Test
    void runs() throws Exception {
        var builder = new ProcessBuilder("bash", root.resolve("docs/samples/mls/run").toString());
        builder.environment()
                .putAll(
                        Map.of(
                                "PATH",
                                root.resolve("bin") + File.pathSeparator + System.getenv("PATH"),
                                "PARLEY_JAVA",
                                System.getProperty("java.home"),
                                "REPOSITORY",
                                repository.toString()));
        builder.environment().remove("JAVA_HOME"); // whichever Maven would take by itself
        var process = builder.redirectErrorStream(true).start();
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
        assertEquals(1, Files.readAllLines(repository.resolve("asked")).size());
    }

    private static Path onClassPath(String part) {
        var path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> entry.contains(part))
                .map(Path::of)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + part + " in " + path));
    }

    /** A jar as it is, or classes (of a build that did not package them) as one. */
    private static void lay(Path built, Path jar) throws IOException {
        if (!Files.isDirectory(built)) {
            copy(built, jar);
            return;
        }
        Files.createDirectories(jar.getParent());
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(built)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(built.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }
}
