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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A conversation changes its cipher, with real processes, while both talk and while one of them is away. */
@Timeout(1_200)
class SuiteChangeTest {

    private static final int WEAKER = 7;
    private static final int STRONGER = 0xF00D;
    private static final int MESSAGES = 40;

    @TempDir Path directory;

    @Test
    void nothingIsLostWhileTheCipherChanges() throws Exception {
        try (var company = new Company(directory)) {
            var pair = company.pair("alice", "bob");
            var alice = pair.getFirst();
            var bob = pair.getLast();
            assertEquals("hello", bob.hear(alice.say(bob, "hello"), Actor.PATIENCE));

            var refused = alice.client().ask("cipher", "use", String.valueOf(WEAKER), bob.address());
            assertEquals("refused", refused.getString("code"), refused.toString());
            assertTrue(refused.getString("text").contains("--weaker"), refused.toString());

            var alices = CompletableFuture.supplyAsync(() -> talk(alice, bob));
            var bobs = CompletableFuture.supplyAsync(() -> talk(bob, alice));
            change(alice, bob, WEAKER, "--weaker");
            for (var person : List.of(alice, bob)) isTold(person, WEAKER);
            bob.client()
                    .await(
                            "notice",
                            notice ->
                                    notice.getString("text").contains(alice.address())
                                            && notice.getString("text").contains("weaker"));
            heard(bob, alices.join());
            heard(alice, bobs.join());

            // Bob is away, and reads what was said before and behind the change.
            assertEquals(0, bob.client().stop(Actor.PATIENCE));
            var said = new ArrayList<String>();
            for (var i = 0; i < 5; i++) said.add(alice.say(bob, "before " + i));
            change(alice, bob, STRONGER);
            for (var i = 0; i < 5; i++) said.add(alice.say(bob, "behind " + i));
            bob.comeBack();
            heard(bob, said);
            assertEquals("back", alice.hear(bob.say(alice, "back"), Actor.PATIENCE));

            for (var person : List.of(alice, bob)) assertEquals(0, person.client().leave(Actor.PATIENCE));
        }
    }

    private static List<String> talk(Person from, Person to) {
        var said = new ArrayList<String>();
        for (var i = 0; i < MESSAGES; i++) said.add(from.say(to, from.client().name() + " " + i));
        return said;
    }

    /** The relay has what it takes to add the other's device some seconds after they have signed up. */
    private static void change(Person person, Person other, int suite, String... options) {
        var words = new ArrayList<>(List.of("cipher", "use", "0x%X".formatted(suite), other.address()));
        words.addAll(List.of(options));
        var deadline = System.nanoTime() + Actor.PATIENCE.toNanos();
        JsonObject answer;
        do {
            answer = person.client().ask(words.toArray(String[]::new));
        } while (answer.getString("event").equals("error") && System.nanoTime() < deadline);
        assertEquals("changed", answer.getString("state", ""), answer.toString());
        assertEquals(suite, answer.getInt("suite"));
    }

    private static void isTold(Person person, int suite) {
        person.client()
                .await("suite", event -> event.getString("state").equals("changed") && event.getInt("suite") == suite);
    }

    /** Each once, in the order in which they were said, whatever else was heard. */
    private static void heard(Person person, List<String> ids) {
        person.hear(ids.getLast(), Actor.PATIENCE);
        var heard =
                person.client().events("message").stream()
                        .map(event -> event.getString("id"))
                        .filter(ids::contains)
                        .toList();
        assertEquals(ids, heard);
    }
}
