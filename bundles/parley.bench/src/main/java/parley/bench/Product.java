package parley.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A product in a process of its own, started as a person would, spoken to in lines of JSON. */
final class Product implements AutoCloseable {

    private static final String END = "\0"; // no line of a product: GTK says empty ones

    private final Process process;
    private final BufferedWriter in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Product(Process process) {
        this.process = process;
        this.in = new BufferedWriter(process.outputWriter(StandardCharsets.UTF_8));
        Thread.ofVirtual().name("read-product").start(() -> read(process.inputReader(StandardCharsets.UTF_8)));
    }

    static Product start(Path parley, Path home, String... words) throws IOException {
        Files.createDirectories(home);
        return new Product(builder(parley, home, words).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** As {@link #start}, and what it logs of its start among its lines. */
    static Product startHeard(Path parley, Path home, String... words) throws IOException {
        Files.createDirectories(home);
        var logging =
                Files.writeString(
                        home.resolveSibling("logging.properties"),
                        """
                        handlers = java.util.logging.ConsoleHandler
                        .level = WARNING
                        parley.launcher.level = FINE
                        parley.desktop.level = FINE
                        java.util.logging.ConsoleHandler.level = ALL
                        java.util.logging.SimpleFormatter.format = %4$s %5$s%n
                        """);
        var builder = builder(parley, home, words).redirectErrorStream(true);
        builder.environment().put("PARLEY_JAVA_OPTS", "-Djava.util.logging.config.file=" + logging);
        return new Product(builder.start());
    }

    private static ProcessBuilder builder(Path parley, Path home, String... words) {
        var command = new ArrayList<String>(List.of(parley.toString(), "--home", home.toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command);
    }

    private void read(BufferedReader out) {
        try (out) {
            for (var line = out.readLine(); line != null; line = out.readLine()) lines.add(line);
        } catch (IOException e) {
            if (process.isAlive()) System.err.println("A product's output broke off: " + e.getMessage());
        }
        lines.add(END);
    }

    /** A line of JSON strings, as {@code terminal --json} takes them. */
    void say(String... words) throws IOException {
        var line = new StringBuilder("[");
        for (var word : words) {
            if (line.length() > 1) line.append(',');
            line.append('"').append(word.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
        in.write(line.append("]\n").toString());
        in.flush();
    }

    /** Skips events up to the next one of this kind that passes. */
    String await(String event, Predicate<String> passes, int seconds) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + seconds * 1_000_000_000L;
        while (true) {
            var line = lines.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line == null) throw new IOException("no event " + event + " within " + seconds + " s");
            if (line.equals(END)) throw new IOException("the product ended before an event " + event);
            if (field(line, "event").equals(Optional.of("error"))) throw new IOException("refused: " + line);
            if (field(line, "event").equals(Optional.of(event)) && passes.test(line)) return line;
        }
    }

    /** Skips lines up to the next one with {@code text}. */
    String awaitText(String text, int seconds) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + seconds * 1_000_000_000L;
        var skipped = new StringBuilder();
        while (true) {
            var line = lines.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IOException("no line with \"" + text + "\" within " + seconds + " s, after:\n" + skipped);
            }
            if (line.equals(END)) {
                throw new IOException("the product ended before a line with \"" + text + "\", after:\n" + skipped);
            }
            if (line.contains(text)) return line;
            skipped.append(line).append('\n');
        }
    }

    /** A string field of a flat JSON object, without escapes: ids, addresses, states and links have none. */
    static Optional<String> field(String line, String name) {
        var match = Pattern.compile("\"" + name + "\":\"([^\"\\\\]*)\"").matcher(line);
        return match.find() ? Optional.of(match.group(1)) : Optional.empty();
    }

    static boolean is(String line, String field, String value) {
        return field(line, field).filter(value::equals).isPresent();
    }

    long pid() {
        return process.pid();
    }

    /** User and system time so far, in seconds. */
    double cpuSeconds() throws IOException {
        return ticks(Long.toString(process.pid()), 11) / 100.0;
    }

    /** User and system time of the children of process {@code pid} that have ended, in seconds. */
    static double childrensCpuSeconds(String pid) throws IOException {
        return ticks(pid, 13) / 100.0;
    }

    /** Two neighbouring times of proc_pid_stat(5), in ticks of 10 ms; its field 3 is number 0 here. */
    private static long ticks(String pid, int first) throws IOException {
        var stat = Files.readString(Path.of("/proc", pid, "stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[first]) + Long.parseLong(fields[first + 1]);
    }

    /** Bytes that it has handed to the system to write so far, as proc_pid_io(5) counts them. */
    long bytesWritten() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "io"))) {
            if (line.startsWith("wchar:")) return Long.parseLong(line.substring(6).strip());
        }
        return 0;
    }

    /** Memory in RAM, in MB. */
    long residentMegabytes() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
        }
        return 0;
    }

    @Override
    public void close() {
        process.toHandle().destroy(); // Process.destroy closes what the reader reads from meanwhile
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
