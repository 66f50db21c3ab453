package parley.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;

/** The parts of the shell scripts that decide something. */
class ScriptsTest {

    @TempDir Path directory;

    @Test
    void saysWhatToInstallWithoutJdk25() throws Exception {
        var result = bash("source lib/jdk.sh; jdk_candidates() { echo /nowhere; }; find_jdk");

        assertEquals(1, result.status);
        assertEquals(
                "Parley needs JDK 25 and none was found: install one (Debian: temurin-25-jdk from adoptium.net,"
                        + " macOS: brew install temurin@25), or name its directory in PARLEY_JAVA.\n",
                result.output);
    }

    @Test
    void takesTheFirstJdkThatIsOne() throws Exception {
        jdk("seventeen", "17.0.16");
        jdk("twenty-five", "25.0.3");
        jdk("ahead", "26");
        Files.delete(jdk("runtime", "25.0.3").resolve("bin/javac"));

        var result =
                bash(
                        "source lib/jdk.sh; jdk_candidates() { printf '%s\\n' '' $D/seventeen $D/ahead $D/runtime"
                                + " $D/twenty-five/bin/java $D/twenty-five; }; find_jdk && echo $JDK");

        assertEquals(directory.resolve("twenty-five") + "\n", result.output);
        assertEquals(0, result.status);
    }

    @Test
    void prefersTheJdkItIsTold() throws Exception {
        jdk("mine", "25");

        var result = bash("PARLEY_JAVA=$D/mine; source lib/jdk.sh; find_jdk && echo $JDK");

        assertEquals(directory.resolve("mine") + "\n", result.output);
    }

    @Test
    void buildsAgainOnlyAfterTheSourcesOfProductsHaveChanged() throws Exception {
        var built = file("target/parley/built");
        var sources =
                new String[] {
                    "pom.xml",
                    "bnd.bnd",
                    "cnf/run.bnd",
                    "bundles/b/src/main/java/B.java",
                    "launcher/parley",
                    "features/relay.json"
                };
        for (var source : sources) before(file(source), built);
        assertEquals("fresh\n", stale());

        for (var other :
                new String[] {"bundles/b/src/test/java/T.java", "bundles/b/target/b.jar", "bundles/b/README.md"}) {
            after(file(other), built);
        }
        assertEquals("fresh\n", stale());

        for (var source : sources) {
            after(directory.resolve(source), built);
            assertEquals("stale\n", stale(), source);
            before(directory.resolve(source), built);
        }
        Files.delete(built);
        assertEquals("stale\n", stale());
    }

    /** It takes minutes and says nothing else: no colours either, as it may be read by a file. */
    @Test
    void saysThatItBuilds() throws Exception {
        jdk("jdk", "25");
        var failed = "\nParley could not be built: see above.\n";

        var first = building();
        assertEquals(
                "Building Parley, the first time only: 2 to 10 minutes, by the machine and the network…" + failed,
                first.output);
        assertEquals(1, first.status);

        for (var source : new String[] {"pom.xml", "bnd.bnd", "cnf/run.bnd", "bundles/B", "features/relay.json"}) {
            file(source);
        }
        before(file("target/parley/built"), directory.resolve("pom.xml"));
        assertEquals(
                "Building Parley anew, as its sources have changed: up to some minutes…" + failed, building().output);
    }

    /** Each is complete in itself, so that it can be copied; none is forgotten when one is mended. */
    @Test
    void buildsAllSamplesOfPluginsAlike() throws Exception {
        var samples = Path.of("..", "docs", "samples");
        for (var file : new String[] {"build", "Fingerprint.java"}) {
            var cipher = Files.readString(samples.resolve("cipher-plugin").resolve(file));
            assertEquals(cipher, Files.readString(samples.resolve("desktop-plugin").resolve(file)), file);
        }
    }

    @Test
    void keepsTheListsOfProductsUnlessAllAreResolved() throws Exception {
        var lists = new Path[] {list("features/relay.bndrun"), list("bundles/parley.itest/itest.bndrun")};
        var feature = Files.writeString(file("features/relay.json"), "{}\n");

        for (var maven :
                new String[] {
                    "exit 1", // a bad word
                    "exit 0", // a word that has it do something else
                    "echo broken >$D/features/relay.json; printf '\\ta;version=1\\n' >>$D/features/relay.bndrun; exit 0"
                }) {
            var result = features(maven);
            assertEquals(1, result.status, maven);
            assertTrue(result.output.endsWith("Nothing was resolved: the lists are as they were.\n"), result.output);
            for (var list : lists) assertEquals(LIST, Files.readString(list), maven);
            assertEquals("{}\n", Files.readString(feature), maven);
        }
        assertEquals(0, bash("$D/launcher/features --help").status);
        for (var list : lists) assertEquals(LIST, Files.readString(list));

        var all = "for f in $D/features/relay.bndrun $D/bundles/parley.itest/itest.bndrun; do";
        assertEquals(0, features(all + " printf '\\tb;version=2\\n' >>$f; done").status);
        for (var list : lists) assertEquals("-runfw: x\n-runbundles: \n\tb;version=2\n", Files.readString(list));
    }

    private static final String LIST = "-runfw: x\n-runbundles: \\\n\ta;version='[1,2)'\n";

    private Path list(String name) throws IOException {
        return Files.writeString(file(name), LIST);
    }

    /** Resolves with a Maven that does {@code what}. */
    private Result features(String what) throws Exception {
        return bash(
                """
                mkdir -p $D/launcher $D/bin && cp features $D/launcher
                cat >$D/bin/mvn <<'END'
                #!/bin/sh
                %s
                END
                chmod +x $D/bin/mvn
                PATH=$D/bin:$PATH $D/launcher/features -Dx
                """
                        .formatted(what));
    }

    /** The launcher where it was not built, with a Maven that fails as Debian's does. */
    private Result building() throws Exception {
        return bash(
                """
                mkdir -p $D/launcher $D/bin && cp -r parley lib $D/launcher
                cat >$D/bin/mvn <<'END'
                #!/bin/sh
                case $MAVEN_OPTS in *-Djansi.noreset=true*) ;; *) printf '\033[0m' ;; esac
                exit 1
                END
                chmod +x $D/bin/mvn
                PATH=$D/bin:$PATH PARLEY_JAVA=$D/jdk $D/launcher/parley relay
                """);
    }

    private String stale() throws Exception {
        return bash("root=$D; source lib/build.sh; if is_stale; then echo stale; else echo fresh; fi").output;
    }

    private Path file(String name) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    private static void before(Path file, Path other) throws IOException {
        Files.setLastModifiedTime(file, earlier(Files.getLastModifiedTime(other), 10));
    }

    private static void after(Path file, Path other) throws IOException {
        Files.setLastModifiedTime(file, earlier(Files.getLastModifiedTime(other), -10));
    }

    private static FileTime earlier(FileTime time, int seconds) {
        return FileTime.fromMillis(time.toMillis() - seconds * 1000L);
    }

    private Path jdk(String name, String version) throws IOException {
        var home = directory.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        for (var program : new String[] {"java", "javac"}) {
            var file = Files.createFile(home.resolve("bin").resolve(program));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return home;
    }

    private Result bash(String script) throws Exception {
        var builder = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true);
        builder.environment().put("D", directory.toString());
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor() >= 0);
        return new Result(process.exitValue(), output);
    }

    private record Result(int status, String output) {}
}
