package parley.bench;

import com.sun.tools.attach.VirtualMachine;

import parley.bench.window.Agent;
import parley.testing.VolatileDisk;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The window of a desktop that runs: what {@code parley.bench.window.Probe}, which is sent into it, measures there. */
final class WindowLoad {

    private static final int OPENINGS = 11;

    private static final int BURST = 1000;

    /** What comes before, until the compiler has done its work. */
    private static final int WARM_UP = 200;

    private static final int PATIENCE = 150;

    /**
     * A conversation.
     *
     * @param row what its row in the list begins with
     * @param text of a message at its end
     */
    record Talk(String row, String text) {}

    /**
     * How long things took, in milliseconds.
     *
     * @param passed by the clock
     * @param processor of the window's thread, in each of them
     * @param queued for how long that thread could have run in them, and others had the processors
     */
    record Times(double[] passed, double[] processor, double[] queued) {

        /** Of threes of them. */
        static Times of(double[] threes) {
            return new Times(every(threes, 0), every(threes, 1), every(threes, 2));
        }

        private static double[] every(double[] threes, int which) {
            return IntStream.range(0, threes.length / 3).mapToDouble(at -> threes[3 * at + which]).toArray();
        }

        /** What would have passed on a machine of more processors. */
        double[] unqueued() {
            return IntStream.range(0, count()).mapToDouble(at -> passed[at] - queued[at]).toArray();
        }

        int count() {
            return passed.length;
        }

        Times from(int first) {
            return new Times(
                    Arrays.copyOfRange(passed, first, count()),
                    Arrays.copyOfRange(processor, first, count()),
                    Arrays.copyOfRange(queued, first, count()));
        }
    }

    private final Product desktop;
    private final String classPath;

    WindowLoad(Product desktop) throws Exception {
        this.desktop = desktop;
        this.classPath = jar(Agent.class) + File.pathSeparator + jar(VolatileDisk.class);
        ask("size", "1180", "780");
    }

    private static Path jar(Class<?> of) throws URISyntaxException {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** Openings of {@code talk} after {@code other}; the first one is the first in this process. */
    Times opened(Talk talk, Talk other) throws Exception {
        var took = DoubleStream.builder();
        for (int opening = 0; opening < OPENINGS; opening++) {
            ask("show", other.row, other.text);
            for (var each : ask("open", talk.row, talk.text)) took.add(each);
        }
        return Times.of(took.build().toArray());
    }

    /** Paints while the open conversation is scrolled up, without those until the compiler has done its work. */
    Times scrolled() throws Exception {
        var all = Times.of(ask("scroll"));
        return all.from(all.count() / 3);
    }

    /** The window's turns while {@code from} says very much to {@code to}, and {@code talk} with them stands open. */
    Times burst(Product from, String to, Talk talk) throws Exception {
        ask("show", talk.row, talk.text);
        LongTalk.say(from, to, WARM_UP, number -> "Before " + number + ".");
        ask("await", talk.row, "Before " + (WARM_UP - 1) + ".");
        ask("begin");
        LongTalk.say(from, to, BURST, number -> "Burst " + number + ".");
        ask("await", talk.row, "Burst " + (BURST - 1) + ".");
        return Times.of(ask("end"));
    }

    private double[] ask(String... words) throws Exception {
        var machine = VirtualMachine.attach(Long.toString(desktop.pid()));
        try {
            machine.loadAgent(jar(Agent.class).toString(), classPath + "\n" + String.join("\n", words));
        } finally {
            machine.detach();
        }
        var line = desktop.awaitText(Agent.MEASURED, PATIENCE);
        var numbers = line.substring(line.indexOf(Agent.MEASURED) + Agent.MEASURED.length()).strip();
        if (numbers.isEmpty()) return new double[0];
        return Arrays.stream(numbers.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    }
}
