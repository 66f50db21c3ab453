import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * Compares each product's JSON with what bnd resolved for it, or writes the one after the other.
 *
 * <p>Run by the build: {@code java FeatureLists.java check|write BUNDLES PRODUCT...}, where BUNDLES is a directory in
 * the layout of a Maven repository.
 */
final class FeatureLists {

    private static final Pattern BUNDLE = Pattern.compile("^([^;]+);version='\\[([^,]+),[^']*'$");
    private static final Pattern LIST = Pattern.compile("(\"bundles\": \\[)[^\\]]*(\\n  \\])");
    private static final Pattern ID = Pattern.compile("\\{\\s*\"id\":\\s*\"([^\"]+)\"\\s*\\}");

    public static void main(String[] words) throws IOException {
        var write = words[0].equals("write");
        var ids = ids(Path.of(words[1]));
        var wrong = new ArrayList<String>();
        for (var product : List.of(words).subList(2, words.length)) {
            var resolved = new ArrayList<String>();
            for (var bundle : resolved(Path.of(product + ".bndrun"))) {
                var id = ids.get(bundle);
                if (id == null) wrong.add(product + ": no jar for " + bundle + "; add it to features/pom.xml");
                else resolved.add(id);
            }
            resolved.sort(Comparator.comparing((String id) -> rank(id)).thenComparing(id -> id));
            var json = Path.of(product + ".json");
            if (write) write(json, resolved);
            compare(product, resolved, listed(json), wrong);
        }
        wrong.forEach(System.err::println);
        if (wrong.isEmpty()) return;
        System.err.println(
                "The lists of features/ do not fit together: run launcher/features and look at what it changes.");
        System.exit(1);
    }

    private static void compare(String product, List<String> resolved, List<String> listed, List<String> wrong) {
        var missing = new TreeSet<>(resolved);
        listed.forEach(missing::remove);
        var superfluous = new TreeSet<>(listed);
        resolved.forEach(superfluous::remove);
        missing.forEach(id -> wrong.add(product + ".json lacks " + id));
        superfluous.forEach(id -> wrong.add(product + ".json has " + id + ", which bnd did not resolve"));
        if (wrong.isEmpty()) System.out.println(product + ": " + listed.size() + " bundles, as resolved");
    }

    /** What a feature is built on comes first, so that it is stopped last; its faces come last. */
    private static int rank(String id) {
        if (!id.startsWith("parley:parley.")) return 0;
        var name = id.split(":")[1];
        if (List.of("parley.cipher.api", "parley.protocol", "parley.mls").contains(name)) return 1;
        if (name.endsWith(".api")) return 2;
        if (List.of("parley.admin", "parley.terminal", "parley.desktop.chat").contains(name)) return 4;
        return name.equals("parley.desktop") ? 5 : 3;
    }

    /** The bundles of a bndrun, as name and version. */
    private static TreeSet<String> resolved(Path bndrun) throws IOException {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(bndrun)) {
            properties.load(in);
        }
        var bundles = new TreeSet<String>();
        var value = properties.getProperty("-runbundles", "");
        for (var bundle : value.split(",(?=(?:[^']*'[^']*')*[^']*$)")) {
            if (bundle.isBlank()) continue;
            var matcher = BUNDLE.matcher(bundle.strip());
            if (!matcher.matches()) throw new IOException(bndrun + " has a bundle of another shape: " + bundle);
            bundles.add(matcher.group(1) + " " + matcher.group(2));
        }
        return bundles;
    }

    private static List<String> listed(Path json) throws IOException {
        var list = LIST.matcher(Files.readString(json));
        if (!list.find()) throw new IOException(json + " has no list of bundles of the shape that is written here");
        return ID.matcher(list.group()).results().map(id -> id.group(1)).toList();
    }

    private static void write(Path json, List<String> ids) throws IOException {
        var text = new StringBuilder();
        for (var id : ids) {
            text.append(text.isEmpty() ? "\n" : ",\n").append("    { \"id\": \"").append(id).append("\" }");
        }
        var now = Files.readString(json);
        Files.writeString(json, LIST.matcher(now).replaceFirst("$1" + text + "$2"));
    }

    /**
     * The Maven coordinates of each jar below {@code bundles}, by its bundle's name and version (without qualifier).
     */
    private static Map<String, String> ids(Path bundles) throws IOException {
        var ids = new TreeMap<String, String>();
        try (var files = Files.walk(bundles)) {
            for (var file : files.filter(f -> f.toString().endsWith(".jar")).collect(toCollection(TreeSet::new))) {
                try (var jar = new JarFile(file.toFile())) {
                    var manifest = jar.getManifest();
                    var name = manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
                    if (name == null) continue;
                    var version = manifest.getMainAttributes().getValue("Bundle-Version");
                    ids.put(name.split(";")[0].strip() + " " + numbers(version), id(bundles.relativize(file)));
                }
            }
        }
        return ids;
    }

    /** {@code group:artifact:version}, or {@code group:artifact:jar:classifier:version}. */
    private static String id(Path file) {
        var count = file.getNameCount();
        var version = file.getName(count - 2).toString();
        var artifact = file.getName(count - 3).toString();
        var group = file.subpath(0, count - 3).toString().replace('/', '.').replace('\\', '.');
        var rest = file.getFileName().toString().substring((artifact + "-" + version).length());
        var classifier = rest.substring(0, rest.length() - ".jar".length());
        return group
                + ":"
                + artifact
                + ":"
                + (classifier.isEmpty() ? "" : "jar:" + classifier.substring(1) + ":")
                + version;
    }

    private static String numbers(String version) {
        var parts = new ArrayList<>(List.of(version.split("\\.")));
        while (parts.size() < 3) parts.add("0");
        return String.join(".", parts.subList(0, 3));
    }
}
