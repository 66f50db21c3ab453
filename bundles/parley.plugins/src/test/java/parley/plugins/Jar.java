package parley.plugins;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Jars to be made and spoilt. */
final class Jar {

    private final Manifest manifest = new Manifest();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    Jar(String name, String version) {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        header("Bundle-ManifestVersion", "2").header("Bundle-SymbolicName", name).header("Bundle-Version", version);
        entry("plugin.txt", name + " " + version);
    }

    Jar header(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    Jar without(String name) {
        manifest.getMainAttributes().remove(new Attributes.Name(name));
        return this;
    }

    Jar entry(String name, String text) {
        return entry(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Jar entry(String name, byte[] bytes) {
        entries.put(name, bytes);
        return this;
    }

    /** Adds a class of the tests and makes it the activator. */
    Jar activator(Class<?> activator) {
        var file = activator.getName().replace('.', '/') + ".class";
        try (var in = Objects.requireNonNull(activator.getClassLoader().getResourceAsStream(file))) {
            entry(file, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return header("Bundle-Activator", activator.getName())
                .header("Import-Package", "org.osgi.framework,parley.cipher.api;resolution:=optional");
    }

    byte[] bytes() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new JarOutputStream(bytes, manifest)) {
            for (var entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    ByteArrayInputStream stream() throws IOException {
        return new ByteArrayInputStream(bytes());
    }

    /** What to do with an entry on the way. */
    interface Spoiler {
        /** The bytes instead, or null to leave it out. */
        byte[] instead(String name, byte[] bytes);
    }

    /** Writes a jar anew with entries changed, left out, or added. */
    static void spoil(Path file, Spoiler spoiler, Map<String, String> more) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var in = new ZipInputStream(Files.newInputStream(file));
                var out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
                var content = spoiler.instead(entry.getName(), in.readAllBytes());
                if (content == null) continue;
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(content);
            }
            for (var added : more.entrySet()) {
                out.putNextEntry(new ZipEntry(added.getKey()));
                out.write(added.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        Files.write(file, bytes.toByteArray());
    }
}
