package parley.plugins;

import static parley.plugins.Refusals.refused;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;

import parley.client.api.CommandException;
import parley.client.api.Plugins.Declared;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A signed jar that may be a plug-in.
 *
 * @param name its symbolic name
 * @param publisher and digest: as {@link SignedJar} says
 */
record PluginJar(String name, Version version, String publisher, String digest, Declared declares) {

    private static final int MAX_DESCRIPTION = 200;
    private static final int MAX_USES = 16;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}");
    private static final Pattern VERSION =
            Pattern.compile("\\d{1,9}(\\.\\d{1,9}(\\.\\d{1,9}(\\.[A-Za-z0-9_-]{1,40})?)?)?");
    private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/(.*)");

    /** Of these there is one for all: a second one would be of types that fit nobody else's. */
    private static final Pattern COMMON =
            Pattern.compile("parley\\.(cipher\\.api|mls|protocol|([a-z0-9_]+\\.)*api)(\\..*)?");

    /**
     * Reads {@code jar} and checks its signature and manifest.
     *
     * @throws CommandException NOT_FOUND, TOO_LARGE, REFUSED
     */
    static PluginJar read(Path jar) throws CommandException {
        return of(SignedJar.read(jar), jar.getFileName().toString());
    }

    private static PluginJar of(SignedJar jar, String file) throws CommandException {
        var headers = jar.manifest().getMainAttributes();
        var name = Optional.ofNullable(headers.getValue("Bundle-SymbolicName")).orElse("").split(";", 2)[0].strip();
        var version = Optional.ofNullable(headers.getValue("Bundle-Version")).orElse("").strip();
        if (!"2".equals(Optional.ofNullable(headers.getValue("Bundle-ManifestVersion")).orElse("").strip())
                || !NAME.matcher(name).matches()
                || !VERSION.matcher(version).matches()) {
            throw refused(
                    file
                            + " is no bundle of OSGi with a name and a version of its own, so it is no plug-in; "
                            + "ask its publisher for the right file");
        }
        if (headers.getValue("Fragment-Host") != null) {
            throw refused(
                    name + " is a fragment, which would become part of another bundle; ask its publisher for a bundle");
        }
        var own = commonPackage(jar.entries(), headers.getValue("Export-Package"));
        if (own.isPresent()) {
            throw refused(
                    name
                            + " brings its own copy of the package "
                            + own.get()
                            + ", which fits nothing here; ask its publisher for a version that imports the package");
        }
        return new PluginJar(
                name,
                Version.parseVersion(version),
                jar.publisher(),
                jar.digest(),
                new Declared(
                        shown(headers.getValue("Parley-Plugin-Description")),
                        words(headers.getValue("Parley-Plugin-Uses"))));
    }

    /** Whether a bundle that provides {@code packageName} would come between others. */
    static boolean isCommon(String packageName) {
        return COMMON.matcher(packageName).matches();
    }

    private static Optional<String> commonPackage(List<String> entries, @Nullable String exports) {
        for (var entry : entries) {
            var path = entry.substring(entry.lastIndexOf("!/") < 0 ? 0 : entry.lastIndexOf("!/") + 2);
            var versioned = VERSIONED.matcher(path);
            if (versioned.matches()) path = versioned.group(1);
            var slash = path.lastIndexOf('/');
            if (slash < 0) continue;
            var name = path.substring(0, slash).replace('/', '.');
            if (isCommon(name)) return Optional.of(name);
        }
        if (exports == null) return Optional.empty();
        // Names stand before the first parameter of a clause, and parameters may hold commas only in quotes.
        for (var clause : exports.replaceAll("\"[^\"]*\"", "").split(",", -1)) {
            for (var part : clause.split(";", -1)) {
                if (!part.contains("=") && isCommon(part.strip())) return Optional.of(part.strip());
            }
        }
        return Optional.empty();
    }

    private static String shown(@Nullable String text) {
        if (text == null) return "";
        var clean = new StringBuilder();
        text.codePoints()
                .limit(MAX_DESCRIPTION)
                .map(point -> isShown(point) ? point : ' ')
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    /** Nothing that a terminal obeys, that turns the writing round, or that cannot be seen. */
    private static boolean isShown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    private static List<String> words(@Nullable String text) {
        var words = new ArrayList<String>();
        for (var word : text == null ? new String[0] : text.split(",", -1)) {
            var clean = word.strip();
            if (clean.matches("[A-Za-z0-9_-]{1,32}") && words.size() < MAX_USES) words.add(clean);
        }
        return words;
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
