package parley.bench;

import parley.bench.mls.MlsBench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                   launcher/bench desktop [--messages N] [--idle SECONDS]
                   launcher/bench group [members] [--connected N] [--x-wing]
                   launcher/bench mls [messages] [groups] [sizes] [joiner]

              main     200 pairs of people through a relay, a file of 1 GiB beside scp, how long each product's start takes
              desktop  all that was promised of it: starts, memory and processor with 50 conversations and its own relay,
                       searching, opening and scrolling 100,000 messages, a burst of 1,000
              group    a group of 5,000 through a relay: what adding, joining, a message and a removal cost
              mls      our MLS beside Bouncy Castle's: messages, a group of 500, what is stored, joining 5,000
            """;

    private Main() {}

    /** Nothing was measured: the message says why, and what to do. */
    private static final class Unable extends Exception {

        private static final long serialVersionUID = 1;

        private final int status;

        Unable(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /**
     * @param words the command's words; the property {@code parley.command} names the script that starts products
     */
    public static void main(String[] words) {
        try {
            run(List.of(words));
        } catch (Unable e) {
            System.err.println(e.getMessage());
            System.exit(e.status);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0); // the transport's threads would wait for more
    }

    private static void run(List<String> arguments) throws Exception {
        switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
            case "mls" -> MlsBench.run(arguments.subList(1, arguments.size()));
            case "main" -> within((parley, scratch) -> people(arguments, parley, scratch));
            case "desktop" -> {
                if (System.getenv("DISPLAY") == null) {
                    throw new Unable(
                            1, "No display for the desktop: install xvfb, or run this in a graphical session.");
                }
                var messages = number(arguments, "--messages", DesktopLoad.MESSAGES);
                var idle = number(arguments, "--idle", DesktopLoad.IDLE);
                within((parley, scratch) -> DesktopLoad.run(parley, scratch.resolve("desktop"), messages, idle));
            }
            case "group" -> group(arguments);
            default -> throw new Unable(2, USAGE.strip());
        }
    }

    @FunctionalInterface
    private interface Measuring {

        /**
         * @param parley the script that starts products
         * @param scratch a directory that is deleted afterwards
         */
        void run(Path parley, Path scratch) throws Exception;
    }

    private static void within(Measuring measuring) throws Exception {
        var parley = Path.of(System.getProperty("parley.command", "launcher/parley")).toAbsolutePath();
        var scratch = Files.createTempDirectory("parley-bench-");
        try {
            measuring.run(parley, scratch);
        } finally {
            delete(scratch);
        }
    }

    private static void people(List<String> arguments, Path parley, Path scratch) throws Exception {
        var pairs = number(arguments, "--pairs", 200);
        var seconds = number(arguments, "--seconds", 20);
        if (wanted(arguments, "--messages-only")) MessageLoad.run(parley, scratch.resolve("messages"), pairs, seconds);
        if (wanted(arguments, "--file-only")) FileRace.run(parley, scratch.resolve("file"));
        if (wanted(arguments, "--starts-only")) Starts.run(parley, scratch.resolve("starts"));
    }

    private static void group(List<String> arguments) throws Exception {
        var xWing = arguments.contains("--x-wing");
        var named = arguments.size() > 1 && arguments.get(1).matches("[0-9]+");
        var members = named ? Integer.parseInt(arguments.get(1)) : xWing ? 500 : 5000;
        if (members < GroupLoad.LEAST) {
            throw new Unable(
                    2, "A group of at least " + GroupLoad.LEAST + ": in smaller ones receipts are entries, too.");
        }
        var connected = number(arguments, "--connected", members);
        within((parley, scratch) -> GroupLoad.run(parley, scratch.resolve("group"), members, connected, xWing));
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
}
