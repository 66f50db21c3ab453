package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jdk.security.jarsigner.JarSigner;

import parley.launcher.Distribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PrivateKeyEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A sample of docs/samples, built and signed by its one command.
 *
 * @param fingerprint of who signed it, 64 hex digits
 */
record SamplePlugin(Path jar, String fingerprint) {

    /** What the one with a cipher is called. */
    static final String NAME = "example.cipher.jdk";

    /** What the one for the desktop is called. */
    static final String CLOCKS = "example.desktop.clocks";

    private static final Map<String, SamplePlugin> built = new HashMap<>();

    /** The one with a cipher. */
    static SamplePlugin get() throws IOException, InterruptedException {
        return get("cipher-plugin");
    }

    /** The one for the desktop. */
    static SamplePlugin clocks() throws IOException, InterruptedException {
        return get("desktop-plugin");
    }

    /** The one for the desktop with the classes of src/test/faulty besides; {@link #as} makes plug-ins of them. */
    static SamplePlugin faulty() throws IOException, InterruptedException {
        var project = Path.of("target", "faulty-plugin-" + ProcessHandle.current().pid()).toAbsolutePath();
        copy("desktop-plugin", project);
        try (var more = Files.list(Path.of("src/test/faulty"))) {
            var sources = project.resolve("src/main/java/example/desktop/clocks");
            for (var file : more.toList()) Files.copy(file, sources.resolve(file.getFileName()));
        }
        var framework =
                "<dependency><groupId>org.osgi</groupId><artifactId>org.osgi.framework</artifactId>"
                    + "<version>1.10.0</version><scope>provided</scope>"
                    + "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>"
                    + "</dependency></dependencies>";
        var pom = project.resolve("pom.xml");
        Files.writeString(pom, Files.readString(pom).replace("</dependencies>", framework));
        return build(project);
    }

    /** The one of this process: built by whichever test asks first, from a copy of its sources. */
    private static synchronized SamplePlugin get(String sample) throws IOException, InterruptedException {
        var known = built.get(sample);
        if (known != null) return known;
        var project = Path.of("target", sample + "-" + ProcessHandle.current().pid()).toAbsolutePath();
        copy(sample, project);
        var made = build(project);
        built.put(sample, made);
        return made;
    }

    private static Path root() {
        return Distribution.current().root().resolve("../..").normalize();
    }

    private static void copy(String sample, Path project) throws IOException {
        var source = root().resolve("docs/samples").resolve(sample);
        if (Files.exists(project)) {
            try (var old = Files.walk(project)) {
                for (var file : old.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
        }
        try (var files = Files.walk(source)) {
            for (var file : files.filter(it -> !it.startsWith(source.resolve("target"))).toList()) {
                if (file.getFileName().toString().startsWith("publisher.")) continue;
                Files.copy(
                        file,
                        project.resolve(source.relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static SamplePlugin build(Path project) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(project.resolve("build").toString(), "-o"));
        var repository = System.getProperty("maven.repo.local");
        if (repository != null) command.add("-Dmaven.repo.local=" + repository);
        var process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().put("PARLEY", root().toString());
        var running = process.start();
        var said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, running.waitFor(), said);
        return new SamplePlugin(Path.of(match("Plug-in: *(.*)", said)), match("Publisher: ([0-9a-f]{64})", said));
    }

    private static String match(String pattern, String text) {
        var matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), text);
        return matcher.group(matcher.groupCount()).strip();
    }

    /**
     * A plug-in of its own with the classes of this one, of the same publisher.
     *
     * @param headers of its manifest, instead of those there are; an empty one is left out
     */
    Path as(Path copy, Map<String, String> headers) throws IOException, GeneralSecurityException {
        var unsigned = Files.createTempFile(copy.getParent(), "unsigned", ".jar");
        try (var in = new JarFile(jar.toFile(), false)) {
            var manifest = in.getManifest();
            manifest.getEntries().clear(); // the digests, which jarsigner makes anew
            var main = manifest.getMainAttributes();
            headers.forEach((name, value) -> {
                main.putValue(name, value);
                if (value.isEmpty()) main.remove(new Attributes.Name(name));
            });
            try (var out = new JarOutputStream(Files.newOutputStream(unsigned), manifest)) {
                for (var entry : Collections.list(in.entries())) {
                    if (entry.getName().startsWith("META-INF/")) continue;
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.getInputStream(entry).transferTo(out);
                }
            }
        }
        var project = jar.getParent().getParent();
        var password = Files.readString(project.resolve("publisher.password")).toCharArray();
        var keys = KeyStore.getInstance(project.resolve("publisher.p12").toFile(), password);
        var key = (PrivateKeyEntry) keys.getEntry("publisher", new KeyStore.PasswordProtection(password));
        try (var in = new ZipFile(unsigned.toFile());
                var out = Files.newOutputStream(copy)) {
            new JarSigner.Builder(key).build().sign(in, out);
        }
        Files.delete(unsigned);
        return copy;
    }

    /** A copy with one class changed, so that the signature does not hold. */
    Path altered(Path copy) throws IOException {
        return without(_ -> false, copy);
    }

    /** A copy without the signature. */
    Path unsigned(Path copy) throws IOException {
        return without(name -> name.matches("META-INF/[A-Z]+\\.(SF|EC)"), copy);
    }

    private Path without(Predicate<String> left, Path copy) throws IOException {
        try (var in = new ZipInputStream(Files.newInputStream(jar));
                var out = new ZipOutputStream(Files.newOutputStream(copy))) {
            for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
                if (left.test(entry.getName())) continue;
                var bytes = in.readAllBytes();
                if (entry.getName().endsWith("JdkSuite.class")) bytes[bytes.length - 1] ^= 1;
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(bytes);
            }
        }
        return copy;
    }
}
