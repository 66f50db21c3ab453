package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/**
 * A member of a group who was away while others talked, came and went, with real processes. {@code -Dparley.missed} and
 * {@code -Dparley.missed.commits} say how much of it.
 */
@Timeout(3_600)
class AbsenceTest {

    private static final int MESSAGES = Integer.getInteger("parley.missed", 300);
    private static final int COMMITS = Integer.getInteger("parley.missed.commits", 12);

    private static final Duration PATIENCE = Duration.ofMinutes(20);

    @TempDir Path directory;

    @Test
    void whatWasMissedIsReadInOrder() throws Exception {
        try (var company = new Company(directory)) {
            var alice = company.join("alice");
            var bob = company.join("bob");
            var carol = company.join("carol");
            var dave = company.join("dave");
            for (var other : List.of(bob, carol, dave)) alice.befriend(other);
            var group = alice.client().askOk("group", "create", "Away").getString("conversation");
            for (var other : List.of(bob, carol)) alice.client().askOk("group", "add", group, other.address());
            carol.client().await("conversation", event -> group.equals(event.getString("id", "")));
            bob.client().await("member", event -> carol.address().equals(event.getString("account", "")));
            carol.client().kill();

            var said = new ArrayList<String>();
            var commits = 0;
            for (var i = 0; i < MESSAGES; i++) {
                if (i * (long) COMMITS / MESSAGES >= commits) {
                    var verb = commits++ % 2 == 0 ? "add" : "remove";
                    alice.client().askOk("group", verb, group, dave.address());
                }
                said.add(say(i % 2 == 0 ? alice : bob, group, "message " + i));
            }
            bob.hear(lastOf(said, 0), PATIENCE);
            alice.hear(lastOf(said, 1), PATIENCE);

            var start = System.nanoTime();
            carol.comeBack();
            for (var i = 0; i < 2; i++) carol.hear(lastOf(said, i), PATIENCE);
            var seconds = (System.nanoTime() - start) / 1e9;
            var heard =
                    carol.client().events("message").stream()
                            .filter(event -> group.equals(event.getString("conversation", "")))
                            .map(event -> event.getString("id"))
                            .toList();
            assertEquals(MESSAGES, heard.size());
            assertEquals(new HashSet<>(said), new HashSet<>(heard));
            for (var author = 0; author < 2; author++) assertEquals(every(said, author), of(heard, said, author));
            var back = say(carol, group, "back again");
            bob.hear(back, Actor.PATIENCE);
            assertTrue(carol.client().complaints().isEmpty(), () -> carol.client().complaints().toString());
            System.out.printf(
                    "%d messages and %d commits missed: read, each once and in order, %.1f s after the start%n",
                    MESSAGES, commits, seconds);
        }
    }

    private static String say(Person author, String group, String text) {
        return author.client().askOk("say", group, text).getString("id");
    }

    /** The last id that alice (0) or bob (1) said, as the other hears it. */
    private static String lastOf(List<String> said, int author) {
        return every(said, author).getLast();
    }

    private static List<String> every(List<String> said, int author) {
        var own = new ArrayList<String>();
        for (var i = author; i < said.size(); i += 2) own.add(said.get(i));
        return own;
    }

    private static List<String> of(List<String> heard, List<String> said, int author) {
        var own = new HashSet<>(every(said, author));
        return heard.stream().filter(own::contains).toList();
    }
}
