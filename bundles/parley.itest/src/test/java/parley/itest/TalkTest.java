package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The main job with real processes, each with 128 MB of heap: two people talk and send a file through a relay. */
@Timeout(3_600)
class TalkTest {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Bytes; 3 GB pass as well, and take longer. */
    private static final long FILE = Long.getLong("parley.file", 100_000_000);

    /** For the file to arrive: at least 1 MB a second. */
    private static final Duration FILE_PATIENCE = Duration.ofSeconds(120 + FILE / 1_000_000);

    @TempDir Path directory;

    @Test
    void messagesAndAFileArriveAsTheyWereSent() throws Exception {
        try (var company = new Company(directory, "-Xmx128m")) {
            var pair = company.pair("alice", "bob");
            var alice = pair.getFirst();
            var bob = pair.getLast();
            var there = new ArrayList<String>();
            var back = new ArrayList<String>();

            for (var text :
                    List.of(
                            "hello",
                            "two\nlines and a \"quote\" and a tab\t.",
                            "שלום, سلام، مرحبا بالعالم",
                            "👩‍👩‍👧‍👦 🏳️‍🌈 é é",
                            "x".repeat(64 * 1024))) {
                there.add(passes(alice, bob, text));
                back.add(passes(bob, alice, text));
            }
            for (var id : there) alice.awaitDelivery(id, Actor.PATIENCE);
            for (var id : back) bob.awaitDelivery(id, Actor.PATIENCE);

            var file = company.file("film.bin", FILE, 1);
            var id = alice.offer(bob, file);
            bob.accept(id, Files.createDirectories(directory.resolve("received")));
            var sent = alice.awaitFile(id, "done", FILE_PATIENCE);
            var received = bob.awaitFile(id, "done", FILE_PATIENCE);

            var sum = Company.sha256(file);
            assertEquals(sum, Company.sha256(Path.of(received.getString("path"))));
            assertEquals(sum, sent.getString("sha256"));
            assertEquals(sum, received.getString("sha256"));
            assertEquals(0, alice.client().leave(PATIENCE));
            assertEquals(0, bob.client().stop(PATIENCE));
            assertEquals(0, company.relay.stop(PATIENCE));
        }
    }

    @Test
    void whatWasSaidWhileTheOtherWasAwayArrivesOnceInOrder() throws Exception {
        try (var company = new Company(directory)) {
            var pair = company.pair("alice", "bob");
            var alice = pair.getFirst();
            var bob = pair.getLast();
            assertEquals(0, bob.client().stop(PATIENCE));

            var said = new ArrayList<String>();
            for (var i = 0; i < 40; i++) {
                if (i == 15) company.crashRelay();
                if (i == 20) alice.client().askOk("offline");
                if (i == 25) {
                    alice.client().kill();
                    alice.comeBack();
                }
                if (i == 30) {
                    // Over the restart, too.
                    alice.client().await("link", event -> event.getString("reason", "").contains("gone offline"));
                    for (var event : alice.client().events("receipt"))
                        assertFalse(said.subList(20, 30).contains(event.getString("message")), event::toString);
                    alice.client().askOk("online");
                }
                said.add(alice.say(bob, "message " + i));
            }

            bob.comeBack();
            bob.hear(said.getLast(), PATIENCE);
            var heard = bob.client().events("message").stream().map(event -> event.getString("id")).toList();
            assertEquals(said, heard);
        }
    }

    /** Line {@code gogo stop parley.cipher.xwing}: messages wait, and go out after {@code gogo start}. */
    @Test
    void messagesWaitForTheirCipher() throws Exception {
        try (var company = new Company(directory)) {
            var alice = company.join("alice", "--gogo");
            var bob = company.join("bob");
            alice.befriend(bob);
            passes(alice, bob, "before");
            var all = suites(alice);

            alice.client().askOk("gogo", "stop parley.cipher.xwing");
            var fewer = suites(alice);
            assertTrue(all.containsAll(fewer) && fewer.size() < all.size(), () -> all + " became " + fewer);
            var id = alice.say(bob, "while it was away");
            alice.client().await("suite", event -> event.getString("state").equals("waiting"));

            alice.client().askOk("gogo", "start parley.cipher.xwing");
            // A suite counts once it has passed its self-tests; each question gives them a moment.
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!suites(alice).equals(all)) assertTrue(System.nanoTime() < deadline, "suites did not come back");
            assertEquals("while it was away", bob.hear(id, PATIENCE));
            passes(bob, alice, "after");
        }
    }

    private static List<Integer> suites(Person person) {
        return person.client().askOk("cipher", "list").getJsonArray("suites").stream()
                .map(suite -> suite.asJsonObject().getInt("suite"))
                .sorted()
                .toList();
    }

    /** Returns the message's id; who said it is told within seconds that it arrived. */
    private static String passes(Person from, Person to, String text) {
        var id = from.say(to, text);
        assertEquals(text, to.hear(id, Actor.PATIENCE));
        return id;
    }
}
