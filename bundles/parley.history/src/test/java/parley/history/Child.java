package parley.history;

import static parley.history.SealedHistoryTest.bytes;

import parley.client.api.CommandException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another process that uses a profile. */
final class Child implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;

    private Child(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Child start(String what, Path home) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new Child(
                new ProcessBuilder(
                                java,
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName(),
                                what,
                                home.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /** The next line; blocks. Null at the end. */
    String line() throws IOException {
        return out.readLine();
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL, and what it had still written. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly(); // Process.destroyForcibly would close the stream too
        process.waitFor();
    }

    @Override
    public void close() throws Exception {
        kill();
        out.close();
    }

    public static void main(String[] args) throws Exception {
        var history = new SealedHistory(Path.of(args[1]));
        switch (args[0]) {
            case "open" -> {
                history.check();
                say("open");
                System.in.read();
            }
            case "count" -> {
                var first =
                        Integer.parseInt(
                                        history.transact(
                                                tx -> tx.get("s", bytes("n")).map(SealedHistoryTest::text).orElse("0")))
                                + 1;
                for (int i = first; ; i++) {
                    step(history, i);
                    say(String.valueOf(i));
                }
            }
            case "inside" ->
                    history.transact(tx -> {
                        tx.put("s", bytes("half"), bytes("never"));
                        say("inside");
                        try {
                            return System.in.read();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void step(SealedHistory history, int i) throws CommandException {
        history.transact(tx -> {
            tx.put("s", bytes("n"), bytes(String.valueOf(i)));
            tx.put("s", bytes("row"), i, bytes("x".repeat(i % 3000)));
            tx.tell(new parley.client.api.Event.Notice(String.valueOf(i)));
            return null;
        });
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
