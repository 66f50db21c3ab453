package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.Event;
import parley.client.api.Feed;
import parley.client.api.Message;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The terminal as scripts use it: a line in, events out. */
class ScriptTest extends FaceTest {

    @Test
    void beginsWithHowThingsStand() {
        client.items.add(new Feed.Item(1, new Event.Notice("stored")));
        var face = face("", LONG, "--json");
        face.happened(new Event.Warning("early"));
        face.happened(new Event.LinkChanged(Event.LinkChanged.State.OFFLINE, Optional.empty(), Optional.empty()));
        assertEquals(0, face.call());
        assertEquals(
                "{\"event\":\"ready\",\"account\":\"alice@relay.example\",\"relay\":\"wss://relay.example:7463#"
                        + "ab".repeat(32)
                        + "\"}\n"
                        + "{\"event\":\"link\",\"state\":\"connected\"}\n"
                        + "{\"event\":\"notice\",\"text\":\"early\"}\n"
                        + "{\"event\":\"notice\",\"text\":\"stored\"}\n",
                out.toString(StandardCharsets.UTF_8));
        client.account = Optional.empty();
        client.items.clear();
        out.reset();
        face("", LONG, "--json").call();
        assertEquals("{\"event\":\"ready\"}\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void answersEveryLineOnceAndInOrder() {
        var input = "list\n\n[\"say\",\"bob\",\"two\\nlines\"]\nfly away\r\n/say bob it's \"so\" \nsay 'bob\nfiles";
        assertEquals(0, face(input, LONG, "--json").call());
        var answers = answers();
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7), answers.stream().map(it -> it.getInt("line")).toList());
        assertEquals(
                List.of("ok list", "error ", "ok say", "error fly", "ok say", "error ", "ok files"),
                answers.stream().map(it -> it.getString("event") + " " + it.getString("command")).toList());
        assertEquals("the line is empty; help lists the commands", answers.get(1).getString("text"));
        assertEquals(List.of("say two\nlines", "say it's \"so\" "), client.calls);
    }

    @Test
    void exitEndsItAnsweredAndReadsNoFurther() {
        assertEquals(0, face("exit\nlist\n", LONG, "--json").call());
        assertEquals(List.of("exit"), answers().stream().map(it -> it.getString("command")).toList());
    }

    @Test
    void takesALineOfAMebibyteAndNoByteMore() {
        var most = "say bob " + "x".repeat((1 << 20) - 8);
        assertEquals(0, face(most + "\n" + most + "x\nlist\n", LONG, "--json").call());
        assertEquals(List.of("say " + most.substring(8)), client.calls);
        var answers = answers();
        assertEquals("ok", answers.get(0).getString("event"));
        assertEquals("too_large", answers.get(1).getString("code"));
        assertEquals(2, answers.get(1).getInt("line"));
        assertEquals(3, answers.get(2).getInt("line"));
    }

    @Test
    void refusesALineThatIsNotUtf8AndGoesOn() {
        var input = "say bob \u00ff\nlist\n".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(0, face(input, out, LONG, "--json").call());
        assertEquals("usage", answers().get(0).getString("code"));
        assertEquals("ok", answers().get(1).getString("event"));
        assertEquals(List.of(), client.calls);
    }

    @Test
    void aFaultInsideEndsNothing() {
        client.connecting =
                () -> {
                    throw new IllegalStateException("its own fault");
                };
        assertEquals(0, face("connect bob\nlist\n", LONG, "--json").call());
        assertEquals("internal", answers().get(0).getString("code"));
        assertEquals("ok", answers().get(1).getString("event"));
    }

    @Test
    void aBrokenPipeEndsIt() {
        var broken =
                new OutputStream() {
                    @Override
                    public void write(int b) throws java.io.IOException {
                        throw new java.io.IOException("Broken pipe");
                    }
                };
        var input = "say bob x\n".repeat(100).getBytes(StandardCharsets.UTF_8);
        assertEquals(0, face(input, broken, LONG, "--json").call());
        assertTrue(client.calls.size() <= 1, () -> "went on: " + client.calls.size());
    }

    /** Whatever comes in, each line has its answer and each answer is JSON. */
    @Test
    void everyRandomLineIsAnswered() {
        var random = new Random(7);
        var input = new ByteArrayOutputStream();
        for (var i = 0; i < 2000; i++) {
            if (random.nextInt(5) == 0) {
                var noise = new byte[random.nextInt(60)];
                random.nextBytes(noise);
                for (var b : noise) if (b != '\n') input.write(b);
            } else {
                input.writeBytes(Lines.random(random).replace("exit", "").getBytes(StandardCharsets.UTF_8));
            }
            input.write('\n');
        }
        assertEquals(0, face(input.toByteArray(), out, LONG, "--json").call());
        var answers = answers();
        assertEquals(2000, answers.size());
        for (var i = 0; i < 2000; i++) {
            assertEquals(i + 1, answers.get(i).getInt("line"));
            assertNotEquals("internal", answers.get(i).getString("code", ""));
        }
    }

    // ---- The end ----

    /** The look at the outbox asks the profile, which may itself wait until an event is told. */
    @Test
    void eventsAreTakenWhileTheOutboxIsLookedAt() {
        var left = new AtomicInteger(2);
        var face = face("", LONG, "--json");
        client.waiting =
                () -> {
                    CompletableFuture.runAsync(() -> face.happened(receipt(Message.State.SENT)), events)
                            .orTimeout(30, TimeUnit.SECONDS)
                            .join();
                    return left.getAndDecrement();
                };
        assertEquals(0, face.call());
        assertEquals(-1, left.get());
    }

    @Test
    void anOutboxThatStaysFullIsLeftOnDisk() {
        client.waiting = () -> 1;
        client.link = Event.LinkChanged.State.OFFLINE;
        assertEquals(0, face("", Duration.ofMillis(100), "--json").call());
    }

    @Test
    void saysThatSomebodyWantsNoLink() {
        client.link = Event.LinkChanged.State.OFFLINE;
        client.offline = true;
        assertEquals(0, face("", LONG, "--json").call());
        var printed = out.toString(StandardCharsets.UTF_8);
        var link = "{\"event\":\"link\",\"state\":\"offline\",\"reason\":\"you have gone offline\"}";
        assertTrue(printed.contains(link), printed);
    }
}
