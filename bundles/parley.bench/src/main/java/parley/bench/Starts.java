package parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** How long each product takes from the command to where a person can begin. */
final class Starts {

    private static final int TIMES = 7;

    /** Of a start that is not the first, to the first component, in seconds. */
    private static final double TARGET = 0.6;

    private static final Pattern SINCE = Pattern.compile("([0-9.,]+) ms after");

    /**
     * @param begun what it says then
     */
    private record Candidate(String product, List<String> words, String what, String begun) {}

    private Starts() {}

    static void run(Path parley, Path scratch) throws IOException, InterruptedException {
        Files.createDirectories(scratch);
        for (var candidate :
                List.of(
                        new Candidate(
                                "relay",
                                List.of("--json", "--listen", "127.0.0.1:0"),
                                "listening",
                                "\"event\":\"listening\""),
                        new Candidate("terminal", List.of("--json"), "its prompt", "\"event\":\"ready\""),
                        new Candidate("desktop", List.of(), "a painted window", "The window is painted"))) {
            if (candidate.product.equals("desktop") && System.getenv("DISPLAY") == null) {
                System.out.println("No display for the desktop's start: run this under xvfb-run.");
            } else {
                measure(parley, scratch.resolve(candidate.product), candidate);
            }
        }
    }

    private static void measure(Path parley, Path home, Candidate candidate) throws IOException, InterruptedException {
        var whole = new double[TIMES];
        var component = new double[TIMES];
        var cpu = new double[TIMES];
        for (var i = 0; i < TIMES; i++) {
            var words = new String[candidate.words.size() + 1];
            words[0] = candidate.product;
            for (var word = 1; word < words.length; word++) words[word] = candidate.words.get(word - 1);
            var began = System.nanoTime();
            try (var product = Product.startHeard(parley, home, words)) {
                var line = product.awaitText("The first component", 60);
                var since = SINCE.matcher(line);
                if (!since.find()) throw new IOException("no time in " + line);
                component[i] = Double.parseDouble(since.group(1).replaceAll("[.,]", "")) / 1e3;
                product.awaitText(candidate.begun, 60);
                whole[i] = (System.nanoTime() - began) / 1e9;
                cpu[i] = product.cpuSeconds();
            }
        }
        var later = Report.median(Report.later(component));
        Report.say(
                "%s to %s: first start %.2f s, later ones %.2f s (median of %d), %.2f CPU-seconds; to its first"
                        + " component %.2f s (at most %.1f: %s)",
                candidate.product,
                candidate.what,
                whole[0],
                Report.median(Report.later(whole)),
                TIMES - 1,
                Report.median(Report.later(cpu)),
                later,
                TARGET,
                Report.held(later, TARGET));
    }
}
