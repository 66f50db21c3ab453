package parley.bench;

import parley.bench.mls.MlsBench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * {@code launcher/bench main …}, {@code launcher/bench desktop}, {@code launcher/bench group …} and {@code
 * launcher/bench mls …}.
 */
public final class Main {

    private static final String USAGE =
            """
            usage: launcher/bench main [--pairs N] [--seconds N] [--messages-only | --file-only | --starts-only]
                   launcher/bench desktop
                   launcher/bench group [members] [--connected N] [--x-wing]
                   launcher/bench mls [messages] [groups] [sizes] [joiner]

              main     200 pairs of people through a relay, a file of 1 GiB beside scp, how long each product's start takes
              desktop  a start, memory and processor of a desktop with 50 conversations and its own relay
              group    a group of 5,000 through a relay: what adding, joining, a message and a removal cost
              mls      our MLS beside Bouncy Castle's: messages, a group of 500, what a message writes, joining 5,000
            """;

    private Main() {}

    /**
     * @param words the command's words; the property {@code parley.command} names the script that starts products
     */
    public static void main(String[] words) throws Exception {
        var arguments = List.of(words);
        if (!arguments.isEmpty() && arguments.getFirst().equals("mls")) {
            MlsBench.run(arguments.subList(1, arguments.size()));
            return;
        }
        var group = !arguments.isEmpty() && arguments.getFirst().equals("group");
        var desktop = !arguments.isEmpty() && arguments.getFirst().equals("desktop");
        if (!group && !desktop && (arguments.isEmpty() || !arguments.getFirst().equals("main"))) {
            System.err.print(USAGE);
            System.exit(2);
        }
        var pairs = number(arguments, "--pairs", 200);
        var seconds = number(arguments, "--seconds", 20);
        var parley = Path.of(System.getProperty("parley.command", "launcher/parley")).toAbsolutePath();
        var scratch = Files.createTempDirectory("parley-bench-");
        try {
            if (desktop) DesktopLoad.run(parley, scratch.resolve("desktop"));
            else if (group) group(arguments, parley, scratch);
            else people(arguments, parley, scratch, pairs, seconds);
        } finally {
            delete(scratch);
        }
        System.exit(0); // the transport's threads would wait for more
    }

    private static void people(List<String> arguments, Path parley, Path scratch, int pairs, int seconds)
            throws Exception {
        if (wanted(arguments, "--messages-only")) MessageLoad.run(parley, scratch.resolve("messages"), pairs, seconds);
        if (wanted(arguments, "--file-only")) FileRace.run(parley, scratch.resolve("file"));
        if (wanted(arguments, "--starts-only")) Starts.run(parley, scratch.resolve("starts"));
    }

    private static void group(List<String> arguments, Path parley, Path scratch) throws Exception {
        var xWing = arguments.contains("--x-wing");
        var members = xWing ? 500 : 5000;
        if (arguments.size() > 1 && arguments.get(1).matches("[0-9]+")) members = Integer.parseInt(arguments.get(1));
        if (members < GroupLoad.LEAST) {
            System.err.println(
                    "A group of at least " + GroupLoad.LEAST + ": in smaller ones receipts are entries, too.");
            System.exit(2);
        }
        GroupLoad.run(parley, scratch.resolve("group"), members, number(arguments, "--connected", members), xWing);
    }

    /** Whether a part runs: if it is asked for, or no part is. */
    private static boolean wanted(List<String> arguments, String only) {
        return arguments.contains(only) || arguments.stream().noneMatch(word -> word.endsWith("-only"));
    }

    private static int number(List<String> arguments, String name, int otherwise) {
        var at = arguments.indexOf(name);
        return at < 0 || at + 1 == arguments.size() ? otherwise : Integer.parseInt(arguments.get(at + 1));
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> {
                        try {
                            Files.delete(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }

    /** The value at {@code share} (0 to 1) of sorted {@code values}. */
    static double quantile(long[] values, double share) {
        if (values.length == 0) return Double.NaN;
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
    }
}
