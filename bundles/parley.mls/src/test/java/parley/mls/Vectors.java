package parley.mls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The working group's test vectors: where they are, and how many passed for which suite. */
final class Vectors {

    static final List<String> FILES =
            List.of(
                    "tree-math",
                    "crypto-basics",
                    "secret-tree",
                    "message-protection",
                    "key-schedule",
                    "psk_secret",
                    "transcript-hashes",
                    "welcome",
                    "tree-operations",
                    "tree-validation",
                    "treekem",
                    "messages",
                    "deserialization",
                    "passive-client-welcome",
                    "passive-client-handling-commit",
                    "passive-client-random");

    /** Passed, by file and suite; suite 0 for files that name none. */
    private final Map<String, Map<Integer, Integer>> passed = new TreeMap<>();

    interface Check {
        void run(Json.Obj vector) throws Exception;
    }

    /** {@code PARLEY_VECTORS}, or {@code vectors} at the project's root. */
    static Path directory() {
        var named = System.getenv("PARLEY_VECTORS");
        if (named != null) return Path.of(named, "mls");
        var at = Path.of("").toAbsolutePath();
        while (at.getParent() != null && !Files.isDirectory(at.resolve("launcher"))) at = at.getParent();
        return at.resolve("vectors").resolve("mls");
    }

    /** Checks every vector of a file; skips the test where there are no vectors at all. */
    void check(String file, Check check) throws Exception {
        var path = directory().resolve(file + ".json");
        assumeTrue(Files.isDirectory(directory()), () -> "no vectors in " + directory());
        var vectors = (List<?>) Objects.requireNonNull(Json.parse(Files.readString(path)));
        var number = 0;
        for (var value : vectors) {
            var vector = Json.Obj.of(value);
            var suite = vector.fields().containsKey("cipher_suite") ? vector.integer("cipher_suite") : 0;
            try {
                check.run(vector);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(file + " vector " + number + " of suite " + suite + ": " + e, e);
            }
            passed.computeIfAbsent(file, _ -> new TreeMap<>()).merge(suite, 1, Integer::sum);
            number++;
        }
    }

    String table() {
        var out =
                new StringBuilder(
                        String.format(
                                "%-32s%6s%6s%6s%6s%6s%6s%6s%7s%7s%n",
                                "MLS vectors passed", 1, 2, 3, 4, 5, 6, 7, "none", "all"));
        var sum = 0;
        for (var file : FILES) {
            var counts = passed.getOrDefault(file, Map.of());
            out.append(String.format("%-32s", file));
            for (int suite = 1; suite <= 7; suite++) out.append(String.format("%6s", count(counts, suite)));
            var all = counts.values().stream().mapToInt(Integer::intValue).sum();
            out.append(String.format("%7s%7d%n", count(counts, 0), all));
            sum += all;
        }
        return out.append(String.format("%-32s%56d%n", "sum", sum)).toString();
    }

    private static String count(Map<Integer, Integer> counts, int suite) {
        return counts.containsKey(suite) ? counts.get(suite).toString() : "-";
    }

    void report() {
        var table = passed.isEmpty() ? "MLS vectors skipped: none in " + directory() + "\n" : table();
        System.out.print(table);
        try {
            Files.createDirectories(Path.of("target"));
            Files.writeString(Path.of("target", "mls-vectors.txt"), table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
