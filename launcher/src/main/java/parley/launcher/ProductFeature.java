package parley.launcher;

import org.apache.felix.feature.impl.FeatureServiceImpl;
import org.osgi.service.feature.ID;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A product's list: which bundles, in the order they are installed and started, and which configurations.
 *
 * <p>In the values of configurations, {@code ${launcher.home}} stands for the profile's directory.
 *
 * @param bundles the jars, absolute; all of them exist
 * @param configurations the properties by PID; {@code factory~name} is an instance of a factory
 */
record ProductFeature(Path file, List<Path> bundles, Map<String, Map<String, Object>> configurations) {

    private static final String HOME = "${launcher.home}";

    ProductFeature {
        bundles = List.copyOf(bundles);
        configurations = Map.copyOf(configurations);
    }

    /**
     * Reads {@code product}'s list.
     *
     * @throws LaunchException if it cannot be read, or a bundle it names is not there
     */
    static ProductFeature read(Distribution distribution, String product, Path home) throws LaunchException {
        var file = distribution.feature(product);
        try (var reader = Files.newBufferedReader(file)) {
            var feature = new FeatureServiceImpl().readFeature(reader);
            var bundles = new ArrayList<Path>();
            for (var bundle : feature.getBundles()) bundles.add(jar(distribution, bundle.getID()));
            var configurations = new LinkedHashMap<String, Map<String, Object>>();
            for (var entry : feature.getConfigurations().entrySet()) {
                configurations.put(entry.getKey(), resolved(entry.getValue().getValues(), home));
            }
            return new ProductFeature(file, bundles, configurations);
        } catch (NoSuchFileException e) {
            throw LaunchException.failed(
                    "There is no product " + product + " here (" + file + " is missing): install Parley again.", e);
        } catch (IOException | RuntimeException e) { // the parser throws whatever it meets
            throw LaunchException.failed(
                    "The list of " + product + "'s bundles (" + file + ") is damaged: install Parley again.", e);
        }
    }

    private static Path jar(Distribution distribution, ID id) throws LaunchException {
        var name = id.getArtifactId() + "-" + id.getVersion() + id.getClassifier().map(c -> "-" + c).orElse("");
        var jar =
                distribution
                        .bundles()
                        .resolve(id.getGroupId().replace('.', '/'))
                        .resolve(id.getArtifactId())
                        .resolve(id.getVersion())
                        .resolve(name + ".jar");
        if (Files.isReadable(jar)) return jar;
        throw LaunchException.failed("The bundle " + name + " is missing (no " + jar + "): install Parley again.");
    }

    private static Map<String, Object> resolved(Map<String, Object> values, Path home) {
        var resolved = new LinkedHashMap<String, Object>();
        values.forEach((key, value) ->
                resolved.put(key, value instanceof String text ? text.replace(HOME, home.toString()) : value));
        return resolved;
    }
}
