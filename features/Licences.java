import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * Writes one file of the licences of all that the distribution has from others, whether as jars or within Parley's own.
 *
 * <p>Run by the build: {@code java Licences.java DISTRIBUTION TEXTS OURS}, where TEXTS is a directory of texts and of
 * the {@code table} that says which is whose, and OURS is the text of Parley's own. Fails if a jar is not in the table,
 * or what is in it fits none.
 */
final class Licences {

    /** Texts within a jar that are its licence, or that its licence wants to go along. */
    private static final Pattern OWN =
            Pattern.compile("(?i)META-INF/(?:.*/)?(?:licen[cs]e|notice)s?(?:[./].*)?(?:\\.txt|\\.md)?");

    /** More to be read within a jar. */
    private static final Pattern MORE = Pattern.compile("(?i)about\\.html|about_files/.+");

    private static final Pattern OURS = Pattern.compile("(?:bundles/parley/.*|lib/parley\\.[^/]*)");
    private static final String RULE = "=".repeat(100) + "\n";

    private final Path texts;
    private final Map<String, List<String>> table;
    private final TreeSet<String> unused;
    private final List<String> wrong = new ArrayList<>();

    /** What stands under each text, in the order of paths. */
    private final Map<String, List<String>> works = new LinkedHashMap<>();

    private Licences(Path texts) throws IOException {
        this.texts = texts;
        table = table(Files.readAllLines(texts.resolve("table")));
        unused = new TreeSet<>(table.keySet());
    }

    public static void main(String[] words) throws IOException {
        var root = Path.of(words[0]);
        var licences = new Licences(Path.of(words[1]));
        licences.add(Files.readString(Path.of(words[2])), "Parley");
        for (var folder : List.of("bundles", "lib")) licences.look(root, folder);
        licences.unused.forEach(line -> licences.wrong.add("nothing in the distribution begins with " + line));
        if (licences.wrong.isEmpty()) {
            Files.writeString(root.resolve("LICENCES.txt"), licences.all());
            return;
        }
        licences.wrong.forEach(System.err::println);
        System.err.println("Put right what features/licences/table says.");
        System.exit(1);
    }

    private static Map<String, List<String>> table(List<String> lines) {
        var table = new TreeMap<String, List<String>>();
        for (var line : lines) {
            if (line.isBlank() || line.startsWith("#")) continue;
            var parts = line.split("=", 2);
            table.put(parts[0].strip(), List.of(parts[1].strip().split("\\s*,\\s*")));
        }
        return table;
    }

    private void look(Path root, String folder) throws IOException {
        if (!Files.isDirectory(root.resolve(folder))) { // laid by another module, which was not asked for
            unused.removeIf(line -> line.startsWith(folder + "/"));
            return;
        }
        try (var files = Files.walk(root.resolve(folder))) {
            for (var jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) look(root, jar);
        }
    }

    private void look(Path root, Path file) throws IOException {
        var path = root.relativize(file).toString().replace('\\', '/');
        var line = table.keySet().stream().filter(path::startsWith).reduce((shorter, longer) -> longer);
        line.ifPresent(unused::remove);
        try (var jar = new JarFile(file.toFile())) {
            if (line.isPresent()) take(jar, named(path), table.get(line.get()));
            else if (!OURS.matcher(path).matches() || carries(jar)) wrong.add("nothing says the licence of " + path);
        }
    }

    /** The group of a jar in a Maven repository, of which its name alone may say little, and its name. */
    private static String named(String path) {
        var parts = List.of(path.split("/"));
        int group = parts.size() - 3;
        return (group > 1 ? String.join(".", parts.subList(1, group)) + ": " : "") + parts.get(parts.size() - 1);
    }

    /** Whether {@code jar}, which is ours, has classes of others. */
    private static boolean carries(JarFile jar) {
        return jar.stream()
                .map(entry -> entry.getName())
                .anyMatch(name -> name.endsWith(".class") && !name.startsWith("parley/"));
    }

    private void take(JarFile jar, String name, List<String> named) throws IOException {
        var more = names(jar, MORE).isEmpty() ? "" : " (more in it: about.html)";
        for (var each : named) {
            if (!each.equals("own")) {
                add(Files.readString(texts.resolve(each + ".txt")), name + more);
                continue;
            }
            var own = names(jar, OWN);
            if (own.isEmpty()) wrong.add(name + " has no licence of its own within");
            for (var entry : own) {
                try (var in = jar.getInputStream(jar.getEntry(entry))) {
                    add(new String(in.readAllBytes(), StandardCharsets.UTF_8), name + ", " + entry);
                }
            }
        }
    }

    private static TreeSet<String> names(JarFile jar, Pattern pattern) {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(entry -> entry.getName())
                .filter(name -> !name.endsWith(".class") && pattern.matcher(name).matches())
                .collect(toCollection(TreeSet::new));
    }

    private void add(String text, String work) {
        works.computeIfAbsent(text.replace("\r\n", "\n").strip() + "\n", any -> new ArrayList<>()).add(work);
    }

    private String all() {
        return works.entrySet().stream()
                .map(each -> RULE + String.join("\n", each.getValue()) + "\n" + RULE + "\n" + each.getKey())
                .collect(
                        joining(
                                "\n",
                                "Parley comes with what others have made. Before each text it says what stands under"
                                        + " it.\n\n",
                                ""));
    }
}
