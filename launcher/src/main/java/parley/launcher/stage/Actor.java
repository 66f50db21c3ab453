package parley.launcher.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * One process of a product: takes lines, gives events.
 *
 * <p>All events are kept from the process's start on, so that nothing said early is missed. May be used from any
 * thread; what waits is to be called where blocking is fine.
 */
public final class Actor implements AutoCloseable {

    /** How long an answer or an event may take, unless said otherwise. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int REMEMBERED_COMPLAINTS = 60;

    private final Stage stage;
    private final Stage.Role role;
    private final Process process;
    private final Thread ears;

    private final Object lock = new Object(); // guards the four below
    private final List<JsonObject> events = new ArrayList<>();
    private final ArrayDeque<String> complaints = new ArrayDeque<>();
    private int lines;
    private boolean silent;

    private Actor(Stage stage, Stage.Role role, Process process) {
        this.stage = stage;
        this.role = role;
        this.process = process;
        // No virtual threads: each would keep one of the few that carry those of a product in the same JVM.
        this.ears = Thread.ofPlatform().daemon().name(role.name() + "-events").start(this::hearEvents);
        Thread.ofPlatform().daemon().name(role.name() + "-complaints").start(this::hearComplaints);
    }

    static Actor start(Stage stage, Stage.Role role) {
        var arguments = new ArrayList<String>(List.of("--home", role.home().toString(), "--json", role.product()));
        arguments.addAll(role.arguments());
        try {
            var builder = new ProcessBuilder();
            builder.environment().putAll(role.environment());
            builder.command(
                    stage.distribution().command(role.product(), builder.environment(), role.jvmOptions(), arguments));
            return new Actor(stage, role, builder.start());
        } catch (IOException e) {
            throw new StageException(role.name() + " could not be started", e);
        }
    }

    public String name() {
        return role.name();
    }

    /** The id of the process. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Sends the words as one line, exactly as they are, and does not wait for the answer.
     *
     * @return the line's number, counted from 1
     */
    public int send(String... words) {
        var array = Json.createArrayBuilder();
        for (var word : words) array.add(word);
        return sendLine(array.build().toString());
    }

    /** Sends {@code line}, whatever it is; a line end is added. */
    public int sendLine(String line) {
        synchronized (lock) {
            try {
                var out = process.getOutputStream();
                out.write((line + "\n").getBytes(UTF_8));
                out.flush();
                return ++lines;
            } catch (IOException e) {
                throw new StageException(role.name() + " takes no more lines; " + heard(), e);
            }
        }
    }

    /** Sends the words as one line and waits for the answer to it, be it {@code ok} or {@code error}. */
    public JsonObject ask(String... words) {
        return answer(send(words), PATIENCE);
    }

    /**
     * As {@link #ask}, for a command that must succeed.
     *
     * @throws StageException if the answer is {@code error}
     */
    public JsonObject askOk(String... words) {
        var answer = ask(words);
        if (answer.getString("event").equals("ok")) return answer;
        throw new StageException(role.name() + " was refused \"" + words[0] + "\": " + answer);
    }

    /** Waits for the answer to line {@code number}. */
    public JsonObject answer(int number, Duration patience) {
        return await(
                "the answer to line " + number,
                patience,
                event -> isAnswer(event) && event.getInt("line", -1) == number);
    }

    /** Waits for an event of this name. */
    public JsonObject await(String event) {
        return await(event, _ -> true);
    }

    /** Waits for an event of this name that fits; one that has been said already counts. */
    public JsonObject await(String event, Predicate<JsonObject> fits) {
        return await(
                "an event " + event, PATIENCE, said -> said.getString("event", "").equals(event) && fits.test(said));
    }

    /**
     * Waits for the first event that fits; one that has been said already counts.
     *
     * @param what names it in the message when it does not come
     * @throws StageException if it does not come in time, or the process ends without it
     */
    public JsonObject await(String what, Duration patience, Predicate<JsonObject> fits) {
        var deadline = System.nanoTime() + patience.toNanos();
        synchronized (lock) {
            for (var next = 0; ; ) {
                for (; next < events.size(); next++) {
                    if (fits.test(events.get(next))) return events.get(next);
                }
                var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (silent) throw new StageException(role.name() + " ended without " + what + "; " + heard());
                if (left <= 0) {
                    throw new StageException(
                            role.name()
                                    + " did not give "
                                    + what
                                    + " within "
                                    + patience.toSeconds()
                                    + " s; "
                                    + heard());
                }
                try {
                    lock.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new StageException("interrupted while waiting for " + what, e);
                }
            }
        }
    }

    /** All it has said so far. */
    public List<JsonObject> events() {
        synchronized (lock) {
            return List.copyOf(events);
        }
    }

    /** What it has said so far under this name. */
    public List<JsonObject> events(String name) {
        return events().stream().filter(event -> event.getString("event", "").equals(name)).toList();
    }

    /** The last lines of its standard error. */
    public List<String> complaints() {
        synchronized (lock) {
            return List.copyOf(complaints);
        }
    }

    /** Ends the input and waits for the process to end. Returns its exit status. */
    public int leave(Duration patience) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) { // it has gone already
        }
        return awaitEnd(patience);
    }

    /** Sends SIGTERM and waits for the process to end. Returns its exit status. */
    public int stop(Duration patience) {
        process.destroy();
        return awaitEnd(patience);
    }

    /** Sends SIGKILL and waits until the process is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(PATIENCE);
    }

    /** Starts the same process anew, with the same home. */
    public Actor again() {
        return stage.enter(role);
    }

    /** Waits for the process to end and all it said to be heard. Returns its exit status. */
    public int awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StageException(
                        role.name() + " did not end within " + patience.toSeconds() + " s; " + heard());
            }
            ears.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StageException("interrupted while " + role.name() + " was ending", e);
        }
    }

    /** Ends the process, by force if it has not ended 15 s after SIGTERM. */
    @Override
    public void close() {
        try {
            process.destroy();
            if (!process.waitFor(15, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isAnswer(JsonObject event) {
        var name = event.getString("event", "");
        return name.equals("ok") || name.equals("error");
    }

    private void hearEvents() {
        try (var reader = reader(process.getInputStream())) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) hear(line);
        } catch (IOException e) { // the process was killed
        } finally {
            synchronized (lock) {
                silent = true;
                lock.notifyAll();
            }
        }
    }

    private void hear(String line) {
        var event = parse(line);
        synchronized (lock) {
            if (event == null) {
                complain("(no event on standard output) " + line);
                return;
            }
            events.add(event);
            lock.notifyAll();
        }
        stage.hear(role.name(), event);
    }

    private static @Nullable JsonObject parse(String line) {
        try (var reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        } catch (JsonException e) {
            return null;
        }
    }

    private void hearComplaints() {
        try (var reader = reader(process.getErrorStream())) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lock) {
                    complain(line);
                }
            }
        } catch (IOException e) { // the process was killed
        }
    }

    private void complain(String line) {
        if (complaints.size() == REMEMBERED_COMPLAINTS) complaints.removeFirst();
        complaints.addLast(line);
    }

    private String heard() {
        synchronized (lock) {
            var last = events.subList(Math.max(0, events.size() - 8), events.size());
            var status = process.isAlive() ? "it is running" : "it exited with " + process.exitValue();
            return status + "; last events: " + last + "; standard error: " + String.join("\n", complaints);
        }
    }

    private static BufferedReader reader(InputStream stream) {
        return new BufferedReader(new InputStreamReader(stream, UTF_8));
    }
}
