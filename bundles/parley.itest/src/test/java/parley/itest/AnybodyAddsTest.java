package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Members add others where an admin lets them, with real processes and a relay that is killed meanwhile. */
@Timeout(600)
class AnybodyAddsTest {

    @TempDir Path directory;

    private String group = "";

    @Test
    void membersAddOthersWhileAnAdminLetsThem() throws Exception {
        try (var company = new Company(directory)) {
            var alice = company.join("alice");
            var bob = company.join("bob");
            var carol = company.join("carol");
            var dave = company.join("dave");
            alice.befriend(bob);
            bob.befriend(carol);
            bob.befriend(dave);
            group = alice.client().askOk("group", "create", "Book club").getString("conversation");
            alice.client().askOk("group", "add", group, bob.address());
            bob.client().await("conversation", is("id", group));

            refused(bob, "group", "add", group, carol.address());
            alice.client().askOk("group", "set", group, "anybody-adds", "on");
            bob.client().await("group", is("change", "anybody adds"));
            assertEquals(0, alice.client().leave(Actor.PATIENCE)); // no admin is there to help
            company.crashRelay();
            bob.client().askOk("group", "add", group, carol.address());
            carol.client().await("conversation", is("id", group));
            refused(bob, "group", "remove", group, carol.address());
            refused(bob, "group", "promote", group, carol.address());
            heard(carol, "here I am", bob);

            alice.comeBack();
            alice.client().await("member", is("account", carol.address())); // what she says before, carol cannot read
            heard(alice, "and I am back", bob, carol);
            alice.client().askOk("group", "set", group, "anybody-adds", "off");
            bob.client().await("group", is("change", "anybody adds").and(event -> event.getInt("value", -1) == 0));
            refused(bob, "group", "add", group, dave.address());
            alice.client().askOk("group", "remove", group, carol.address());
            heard(bob, "without carol", alice);
            for (var person : List.of(alice, bob, carol, dave)) assertEquals(0, person.client().leave(Actor.PATIENCE));
        }
    }

    private void heard(Person author, String text, Person... people) {
        var id = author.client().askOk("say", group, text).getString("id");
        for (var person : people) assertEquals(text, person.hear(id, Actor.PATIENCE));
    }

    private static void refused(Person person, String... words) {
        var answer = person.client().ask(words);
        assertEquals("refused", answer.getString("code", ""), () -> List.of(words) + " came to " + answer);
    }

    private static Predicate<JsonObject> is(String field, String value) {
        return event -> value.equals(event.getString(field, ""));
    }
}
