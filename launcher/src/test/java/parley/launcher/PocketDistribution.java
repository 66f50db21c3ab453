package parley.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.osgi.framework.BundleActivator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A distribution of one product, {@code pocket} if it is not said, made of bundles with one class each. */
final class PocketDistribution {

    private final Path root;
    private final String product;
    private final List<String> ids = new ArrayList<>();

    PocketDistribution(Path root) throws IOException {
        this(root, "pocket");
    }

    PocketDistribution(Path root, String product) throws IOException {
        this.root = root;
        this.product = product;
        Files.createDirectories(root.resolve("features"));
    }

    String product() {
        return product;
    }

    Distribution distribution() {
        return new Distribution(root);
    }

    /** Adds a bundle; {@code activator} may be {@code null}, and {@code headers} come in pairs. */
    PocketDistribution bundle(String name, Class<? extends BundleActivator> activator, String... headers)
            throws IOException {
        var directory = Files.createDirectories(root.resolve("bundles/pocket").resolve(name).resolve("1.0.0"));
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", "1.0.0");
        for (var i = 0; i < headers.length; i += 2) main.putValue(headers[i], headers[i + 1]);
        if (activator != null) {
            main.putValue("Bundle-Activator", activator.getName());
            main.putValue("Import-Package", "org.osgi.framework");
        }
        try (var jar = new JarOutputStream(Files.newOutputStream(directory.resolve(name + "-1.0.0.jar")), manifest)) {
            if (activator != null) {
                var file = activator.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(file));
                try (var in = activator.getClassLoader().getResourceAsStream(file)) {
                    in.transferTo(jar);
                }
            }
        }
        ids.add("pocket:" + name + ":1.0.0");
        return write(Map.of());
    }

    /** Writes the feature again, with this configuration besides the bundles. */
    PocketDistribution write(Map<String, String> configurations) throws IOException {
        var bundles = String.join(", ", ids.stream().map(id -> "{\"id\": \"" + id + "\"}").toList());
        var entries =
                configurations.entrySet().stream()
                        .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
                        .toList();
        Files.write(
                root.resolve("features").resolve(product + ".json"),
                ("{\"feature-resource-version\": \"1.0\", \"id\": \"pocket:pocket:1.0.0\", \"bundles\": ["
                                + bundles
                                + "], \"configurations\": {"
                                + String.join(", ", entries)
                                + "}}")
                        .getBytes(UTF_8));
        return this;
    }
}
