package parley.launcher;

import org.apache.felix.feature.impl.FeatureServiceImpl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Parley as it lies on disk.
 *
 * <pre>
 * lib/       this launcher and what it needs; java.options, logging.properties
 * bundles/   group/artifact/version/artifact-version.jar, as in a Maven repository
 * features/  NAME.json, one for each product
 * cache/     what makes later starts faster; may be missing
 * </pre>
 */
public record Distribution(Path root) {

    /**
     * Names the directory of the distribution. Every start sets it: asked where it was loaded from, a class that comes
     * from the ahead-of-time cache names where the distribution lay when that was made.
     */
    public static final String PROPERTY = "parley.distribution";

    /** The distribution this class belongs to. */
    public static Distribution current() {
        var named = System.getProperty(PROPERTY);
        if (named != null) return new Distribution(Path.of(named).toAbsolutePath().normalize());
        try {
            var jar = Path.of(Distribution.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return new Distribution(jar.resolve("../..").toAbsolutePath().normalize());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Path bundles() {
        return root.resolve("bundles");
    }

    Path feature(String product) {
        return root.resolve("features").resolve(product + ".json");
    }

    /** The names of the products. */
    Set<String> products() throws LaunchException {
        try (var files = Files.list(root.resolve("features"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException | UncheckedIOException e) {
            throw LaunchException.failed(
                    "Parley's list of products in " + root + " cannot be read: install Parley again.", e);
        }
    }

    /** Parley's version, as the lists of its products state it. */
    String version() throws LaunchException {
        for (var product : products()) {
            try (var reader = Files.newBufferedReader(feature(product))) {
                return new FeatureServiceImpl().readFeature(reader).getID().getVersion();
            } catch (IOException | RuntimeException e) { // the parser throws whatever it meets
                throw LaunchException.failed(
                        "The list of "
                                + product
                                + "'s bundles ("
                                + feature(product)
                                + ") is damaged: install Parley again.",
                        e);
            }
        }
        throw LaunchException.failed("There are no products in " + root + ": install Parley again.");
    }

    /**
     * The command that starts the launcher in a process of its own, with the options that {@code launcher/parley} uses.
     *
     * @param product the product's name, for its ahead-of-time cache; it need not be among the arguments
     * @param jvmOptions added last, so that they win
     */
    public List<String> command(
            String product, Map<String, String> environment, List<String> jvmOptions, List<String> arguments)
            throws IOException {
        var lib = root.resolve("lib");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + lib.resolve("java.options"));
        command.add("-Djava.util.logging.config.file=" + lib.resolve("logging.properties"));
        command.add("-D" + PROPERTY + "=" + root);
        if (Platform.current().os().equals("macosx")) command.add("-XstartOnFirstThread");
        var ahead = root.resolve("cache").resolve(product + ".aot");
        if (Files.isReadable(ahead)) command.add("-XX:AOTCache=" + ahead);
        for (var option : environment.getOrDefault("PARLEY_JAVA_OPTS", "").split("\\s+")) {
            if (!option.isEmpty()) command.add(option);
        }
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(classPath(lib));
        command.add(Main.class.getName());
        command.addAll(arguments);
        return command;
    }

    private static String classPath(Path lib) throws IOException {
        try (var files = Files.list(lib)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .collect(Collectors.joining(System.getProperty("path.separator")));
        }
    }
}
