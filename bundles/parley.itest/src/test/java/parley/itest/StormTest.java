package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** What was promised to be sent is sent, whatever is killed meanwhile, and whenever. */
@Timeout(600)
class StormTest {

    private static final int MESSAGES = Integer.getInteger("parley.storm.messages", 500);
    private static final int RELAY_KILLS = Integer.getInteger("parley.storm.relay", 10);
    private static final int CLIENT_KILLS = Integer.getInteger("parley.storm.client", 3);
    private static final long PACE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir Path directory;

    /** A life of alice's client: line {@code n} said the thing of number {@code said.get(n - 1)}. */
    private record Life(Actor client, List<Integer> said) {

        Set<Integer> promised() {
            var promised = new TreeSet<Integer>();
            for (var ok : client.events("ok")) promised.add(said.get(ok.getInt("line") - 1));
            return promised;
        }
    }

    @Test
    void allThatWasAnsweredOkArrivesOnceAndInOrder() throws Exception {
        var seed = Long.getLong("parley.seed", System.nanoTime());
        System.out.println("StormTest: -Dparley.seed=" + seed);
        var random = new Random(seed);
        try (var company = new Company(directory)) {
            var pair = company.pair("alice", "bob");
            var alice = pair.getFirst();
            var bob = pair.getLast();
            assertEquals(0, bob.client().stop(PATIENCE));
            alice.client().stop(PATIENCE);
            alice.comeBack(); // a life whose every line says a thing

            var killer = new RelayKiller(company, random.nextLong());
            var thread = Thread.ofVirtual().start(killer);
            var lives = sayAll(alice, bob, random);
            thread.join();
            if (killer.failure.get() != null)
                throw new AssertionError("the relay did not come back", killer.failure.get());
            lives.getLast().client().answer(lives.getLast().said().size(), PATIENCE);

            var promised = new TreeSet<Integer>();
            for (var life : lives) promised.addAll(life.promised());
            assertTrue(promised.size() > MESSAGES - 100, () -> "only " + promised.size() + " were promised");

            bob.comeBack();
            bob.client().await("the last thing", PATIENCE, event -> number(event) == promised.getLast());
            var heard = bob.client().events().stream().mapToInt(StormTest::number).filter(n -> n >= 0).boxed().toList();
            System.out.printf(
                    "StormTest: %d said, %d of them answered ok, %d arrived; relay killed %d times, alice's client"
                            + " %d%n",
                    MESSAGES, promised.size(), heard.size(), RELAY_KILLS, lives.size() - 1);
            assertEquals(heard.stream().sorted().distinct().toList(), heard, "once and in order");
            var lost = new TreeSet<>(promised);
            lost.removeAll(heard);
            assertEquals(Set.of(), lost, "answered ok and lost");
        }
    }

    private static int number(JsonObject event) {
        if (!event.getString("event", "").equals("message")) return -1;
        var text = event.getString("text");
        return text.startsWith("thing ") ? Integer.parseInt(text.substring("thing ".length())) : -1;
    }

    /** Says all things at an even pace, waits for no answer, and loses the client now and then in the middle. */
    private static List<Life> sayAll(Person alice, Person bob, Random random) {
        var ends = new HashSet<Integer>();
        while (ends.size() < CLIENT_KILLS) ends.add(20 + random.nextInt(MESSAGES - 40));
        var lives = new ArrayList<Life>();
        lives.add(new Life(alice.client(), new ArrayList<>()));
        var next = System.nanoTime();
        for (var i = 0; i < MESSAGES; i++) {
            for (var left = next - System.nanoTime(); left > 0; left = next - System.nanoTime())
                LockSupport.parkNanos(left);
            next = Math.max(next + PACE, System.nanoTime());
            var life = lives.getLast();
            life.said().add(i);
            life.client().send("say", bob.address(), "thing " + i);
            if (!ends.contains(i)) continue;
            alice.client().kill();
            alice.comeBack();
            lives.add(new Life(alice.client(), new ArrayList<>()));
        }
        return lives;
    }

    /** Kills the relay at random moments and starts it again, as often as is wanted. */
    private static final class RelayKiller implements Runnable {

        final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Company company;
        private final Random random;

        RelayKiller(Company company, long seed) {
            this.company = company;
            this.random = new Random(seed);
        }

        @Override
        public void run() {
            try {
                var never = new CountDownLatch(1);
                for (var i = 0; i < RELAY_KILLS; i++) {
                    if (never.await(random.nextInt(1_500), TimeUnit.MILLISECONDS)) return;
                    company.crashRelay();
                }
            } catch (RuntimeException | InterruptedException e) {
                failure.set(e);
            }
        }
    }
}
