package parley.terminal;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

import parley.client.api.Event;
import parley.client.api.Message;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A terminal on streams of its own, before the services of {@link TestClient}. */
@Timeout(60)
abstract class FaceTest {

    static final Duration LONG = Duration.ofMinutes(5);

    final TestClient client = new TestClient();
    final Map<String, String> environment = new HashMap<>();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final ScheduledExecutorService events = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        events.shutdownNow();
    }

    TerminalFace face(String input, Duration patience, String... words) {
        return face(input.getBytes(StandardCharsets.UTF_8), out, patience, words);
    }

    TerminalFace face(byte[] input, OutputStream output, Duration patience, String... words) {
        return new TerminalFace(
                List.of(words),
                client.client(),
                Optional.empty(),
                new TerminalFace.Surroundings(
                        new ByteArrayInputStream(input),
                        output,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment),
                patience);
    }

    List<JsonObject> objects() {
        var objects = new ArrayList<JsonObject>();
        for (var line : out.toString(StandardCharsets.UTF_8).split("\n")) {
            if (!line.isEmpty()) objects.add(Reading.object(line));
        }
        return objects;
    }

    List<JsonObject> answers() {
        return objects().stream().filter(it -> List.of("ok", "error").contains(it.getString("event"))).toList();
    }

    String complaint() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Lets {@code happens} be told on another thread while the command still runs. */
    void whenSaying(TerminalFace face, Event... happens) {
        client.saying = () -> CompletableFuture.runAsync(() -> List.of(happens).forEach(face::happened), events).join();
    }

    static Event receipt(Message.State state) {
        return new Event.ReceiptChanged(TestClient.TALK, TestClient.id(1), state, Optional.empty());
    }
}
