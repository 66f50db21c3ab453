package parley.bench.mls;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import parley.mls.CredentialCheck;
import parley.mls.Group;
import parley.mls.MlsException;
import parley.mls.Padding;
import parley.mls.PskLookup;
import parley.mls.Received;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code launcher/bench mls}: runs the benchmarks, and prints one table. */
public final class MlsBench {

    /** Microseconds of protecting and of unprotecting 200 bytes, signature apart, that are promised. */
    private static final double MESSAGE = 30;

    private MlsBench() {}

    /**
     * @param parts names of benchmark classes, or none for all
     */
    public static void run(List<String> parts) throws RunnerException, MlsException {
        if (wanted(parts, "messages")) messages();
        if (wanted(parts, "groups")) groups();
        if (wanted(parts, "sizes")) sizes();
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
    }

    private static void messages() throws RunnerException {
        var medians = results(Messages.class);
        System.out.printf("A message of 200 bytes, suite 1, microseconds (medians):%n");
        System.out.printf("%-12s %8s %8s %14s%n", "", "Parley", "bcmls", "less Ed25519");
        line(medians, "protect", "ownProtect", "bcProtect", "sign");
        line(medians, "unprotect", "ownUnprotect", "bcUnprotect", "verify");
    }

    private static void line(Medians medians, String name, String own, String bc, String signature) {
        var ours = medians.of(own) / Messages.BATCH;
        var theirs = medians.of(bc) / Messages.BATCH;
        var rest = ours - medians.of(signature) / Messages.BATCH;
        System.out.printf(
                "%-12s %8.1f %8.1f %14.1f   (at most %.0f and no slower: %s)%n",
                name, ours, theirs, rest, MESSAGE, rest <= MESSAGE && ours <= theirs ? "held" : "missed");
    }

    private static void groups() throws RunnerException {
        var medians = results(Groups500.class);
        System.out.printf("A group of 500, suite 1, milliseconds (medians):%n");
        System.out.printf("%-22s %8s %8s %8s%n", "", "Parley", "bcmls", "times");
        for (var what :
                List.of(
                        List.of("add 499 and commit", "AddAll"),
                        List.of("join", "Join"),
                        List.of("commit new keys", "Update"),
                        List.of("process that", "Process"))) {
            var own = medians.of("own" + what.get(1));
            var bc = medians.of("bc" + what.get(1));
            System.out.printf("%-22s %8.1f %8.1f %8.2f%n", what.get(0), own, bc, bc / own);
        }
    }

    /** What a message has a member write, by how many there are. */
    private static void sizes() throws MlsException {
        System.out.printf("Bytes that one message has its reader store anew:%n");
        System.out.printf(
                "%-10s %12s %22s %22s%n", "members", "of the epoch", "after the first said", "after 50 had spoken");
        for (int members : List.of(2, 50, 500, 5000)) {
            var founded = OwnMember.group(members);
            var reader = heard(founded.joined(0), founded.founder());
            var first = reader.ratchetBytes().length;
            for (int i = 1; i < Math.min(50, members - 1); i++) reader = heard(reader, founded.joined(i));
            System.out.printf(
                    "%-10d %12d %22d %22d%n", members, reader.epochBytes().length, first, reader.ratchetBytes().length);
        }
    }

    private static Group heard(Group reader, Group author) throws MlsException {
        var sent = author.protect(OwnMember.SUITE, new byte[200], new byte[0], Padding.none());
        var received = reader.receive(OwnMember.SUITE, sent.message(), PskLookup.none(), CredentialCheck.none());
        return ((Received.Application) received).group();
    }
}
