package parley.bench.mls;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import parley.bench.Report;
import parley.mls.MlsException;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code launcher/bench mls}: runs the benchmarks, and prints one table. */
public final class MlsBench {

    /** Microseconds of protecting and of unprotecting 200 bytes, signature apart, that are promised. */
    private static final double MESSAGE = 30;

    /** So often all kinds of messages are measured in turn, as a machine that others use is slow by the minute. */
    private static final int ROUNDS = 3;

    private MlsBench() {}

    /**
     * @param parts names of benchmark classes, or none for all
     */
    public static void run(List<String> parts) throws RunnerException, MlsException {
        if (wanted(parts, "messages")) messages();
        if (wanted(parts, "groups")) groups();
        if (wanted(parts, "sizes")) Sizes.run();
        if (wanted(parts, "joiner")) JoinerOf5000.run();
    }

    private static boolean wanted(List<String> parts, String part) {
        return parts.isEmpty() || parts.contains(part);
    }

    private static Medians results(Class<?> benchmarks) throws RunnerException {
        var options =
                new OptionsBuilder()
                        .include("\\." + benchmarks.getSimpleName() + "\\.")
                        .verbosity(VerboseMode.SILENT)
                        .jvmArgsAppend("--sun-misc-unsafe-memory-access=allow") // JMH's own
                        .build();
        return medians(new Runner(options).run());
    }

    /** JMH's mean is at the mercy of the machine's worst moment. */
    private static Medians medians(Collection<RunResult> results) {
        var medians = new HashMap<String, Double>();
        for (var result : results) {
            var label = result.getParams().getBenchmark();
            medians.put(
                    label.substring(label.lastIndexOf('.') + 1),
                    result.getPrimaryResult().getStatistics().getPercentile(50));
        }
        return new Medians(medians);
    }

    private record Medians(Map<String, Double> byName) {

        double of(String name) {
            return Objects.requireNonNull(byName.get(name), name);
        }

        /** The smaller one of each: what others do on the machine only ever adds. */
        Medians best(Medians others) {
            var best = new HashMap<>(byName);
            others.byName.forEach((name, median) -> best.merge(name, median, Math::min));
            return new Medians(best);
        }
    }

    private static void messages() throws RunnerException {
        var medians = results(Messages.class);
        for (int round = 1; round < ROUNDS; round++) medians = medians.best(results(Messages.class));
        Report.say("A message of 200 bytes, suite 1, microseconds (each the best of %d medians):", ROUNDS);
        Report.say("%-12s %8s %8s %14s", "", "Parley", "bcmls", "less Ed25519");
        line(medians, "protect", "ownProtect", "bcProtect", "sign");
        line(medians, "unprotect", "ownUnprotect", "bcUnprotect", "verify");
    }

    private static void line(Medians medians, String name, String own, String bc, String signature) {
        var ours = medians.of(own) / Messages.BATCH;
        var theirs = medians.of(bc) / Messages.BATCH;
        var rest = ours - medians.of(signature) / Messages.BATCH;
        Report.say(
                "%-12s %8.1f %8.1f %14.1f   (at most %.0f and no slower: %s)",
                name, ours, theirs, rest, MESSAGE, rest <= MESSAGE && ours <= theirs ? "held" : "MISSED");
    }

    private static void groups() throws RunnerException {
        var medians = results(Groups500.class);
        Report.say("A group of 500, suite 1, milliseconds (medians):");
        Report.say("%-22s %8s %8s %8s", "", "Parley", "bcmls", "times");
        for (var what :
                List.of(
                        List.of("add 499 and commit", "AddAll"),
                        List.of("join", "Join"),
                        List.of("commit new keys", "Update"),
                        List.of("process that", "Process"))) {
            var own = medians.of("own" + what.get(1));
            var bc = medians.of("bc" + what.get(1));
            Report.say("%-22s %8.1f %8.1f %8.2f", what.get(0), own, bc, bc / own);
        }
    }
}
