package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A group with real processes: made, joined by name and by link, restarted, left, and what the removed no longer read.
 */
@Timeout(1_200)
class GroupTest {

    @TempDir Path directory;

    private String group = "";

    @Test
    void peopleComeTalkAndGo() throws Exception {
        try (var company = new Company(directory)) {
            var alice = company.join("alice");
            var bob = company.join("bob");
            var carol = company.join("carol");
            var dave = company.join("dave");
            alice.befriend(bob);
            alice.befriend(carol);

            var made = alice.client().askOk("group", "create", "Book club");
            assertEquals("joined", made.getString("state"));
            assertEquals("Book club", made.getString("title"));
            group = made.getString("conversation");
            for (var person : List.of(bob, carol)) {
                alice.client().askOk("group", "add", group, person.address());
                var opened = person.client().await("conversation", is("id", group));
                assertEquals("group", opened.getString("kind"));
                assertEquals("Book club", opened.getString("title"));
            }
            bob.client().await("member", is("account", carol.address()));
            assertEquals(addresses(alice, bob, carol), members(alice));

            everybodyHearsEverybody("by name", alice, bob, carol);
            comesAndGoes(bob, carol); // who are not each other's contacts
            carol.client().kill();
            company.crashRelay();
            var missed = say(bob, "while carol was away");
            carol.comeBack();
            assertEquals("while carol was away", carol.hear(missed, Actor.PATIENCE));

            // Dave knows nobody; the link is all he has.
            var link = alice.client().askOk("group", "invite", group).getString("invite");
            assertEquals(link, alice.client().askOk("group", "invite", group).getString("invite"), "it stays the same");
            assertEquals(link, bob.client().askOk("group", "invite", group).getString("invite"), "members pass it on");
            var joining = dave.client().askOk("group", "join", link);
            assertTrue(Set.of("joined", "requested").contains(joining.getString("state")), joining.toString());
            dave.client().await("conversation", is("id", group));
            for (var person : List.of(alice, bob, carol)) change(person, dave, "joined");
            everybodyHearsEverybody("with dave", alice, bob, carol, dave);
            assertEquals(addresses(alice, bob, carol, dave), members(dave));
            assertHasNot(dave, "while carol was away"); // nothing from before he joined
            assertHasNot(dave, "by name");

            refused(bob, "group", "remove", group, carol.address());
            alice.client().askOk("group", "remove", group, bob.address());
            for (var person : List.of(bob, carol, dave)) change(person, bob, "removed");
            everybodyHearsEverybody("without bob", alice, carol, dave);
            refused(bob, "say", group, "am I still here?");
            refused(bob, "group", "join", link); // it ended with him
            bob.client().kill();
            bob.comeBack();
            assertHasNot(bob, "without bob");

            // Removed while away, he learns it from the log when he is back.
            alice.client().askOk("group", "add", group, bob.address());
            everybodyHearsEverybody("with bob again", alice, bob, carol, dave);
            bob.client().kill();
            var unread = say(carol, "while bob was away");
            alice.hear(unread, Actor.PATIENCE); // it stands in the log before the removal
            alice.client().askOk("group", "remove", group, bob.address());
            for (var person : List.of(carol, dave)) change(person, bob, "removed");
            everybodyHearsEverybody("without him", alice, carol, dave);
            bob.comeBack();
            change(bob, bob, "removed");
            assertEquals("while bob was away", bob.hear(unread, Actor.PATIENCE));
            bob.client()
                    .await(
                            "notice",
                            event -> event.getString("text").contains("you were removed from this conversation"));
            refused(bob, "say", group, "am I still here?");
            assertHasNot(bob, "without him");

            carol.client().askOk("group", "leave", group);
            for (var person : List.of(alice, dave)) change(person, carol, "left");
            refused(carol, "say", group, "one more thing");
            everybodyHearsEverybody("without carol", alice, dave);
            assertHasNot(carol, "without carol");

            // The last admin's place goes to who is left.
            alice.client().askOk("group", "leave", group);
            change(dave, alice, "left");
            assertEquals(addresses(dave), members(dave));
            assertFalse(dave.client().askOk("group", "invite", group).getString("invite").equals(link));
            for (var person : List.of(alice, bob, carol, dave)) assertEquals(0, person.client().leave(Actor.PATIENCE));
        }
    }

    private static void comesAndGoes(Person person, Person seenBy) {
        seenBy.client().await("presence", inTurn(person, "online"));
        assertEquals(0, person.client().leave(Actor.PATIENCE));
        seenBy.client().await("presence", inTurn(person, "online", "offline"));
        person.comeBack();
        seenBy.client().await("presence", inTurn(person, "online", "offline", "online"));
    }

    /** Fits once {@code who} has been in each of these states, one after the other. */
    private static Predicate<JsonObject> inTurn(Person who, String... states) {
        var next = new AtomicInteger();
        return event -> {
            if (!event.getString("account").equals(who.address())) return false;
            return event.getString("state").equals(states[next.get()]) && next.incrementAndGet() == states.length;
        };
    }

    /** Each says something to the group, and each of the others hears it, once. */
    private void everybodyHearsEverybody(String when, Person... people) {
        for (var author : people) {
            var text = author.client().name() + " speaks " + when;
            var id = say(author, text);
            for (var person : people) {
                if (person == author) continue;
                assertEquals(text, person.hear(id, Actor.PATIENCE));
                var times = person.client().events("message").stream().filter(is("id", id)).count();
                assertEquals(1, times, text);
            }
        }
    }

    private String say(Person author, String text) {
        return author.client().askOk("say", group, text).getString("id");
    }

    /** What {@code person} has of the group, their own words too. */
    private List<String> heard(Person person) {
        return person.client().askOk("read", group, "--last", "1000").getJsonArray("messages").stream()
                .map(message -> message.asJsonObject().getString("text"))
                .toList();
    }

    private void assertHasNot(Person person, String when) {
        assertEquals(List.of(), heard(person).stream().filter(text -> text.endsWith(when)).toList());
    }

    private Set<String> members(Person person) {
        return person.client().askOk("group", "members", group).getJsonArray("members").stream()
                .map(member -> member.asJsonObject().getString("account"))
                .collect(Collectors.toSet());
    }

    private static Set<String> addresses(Person... people) {
        return List.of(people).stream().map(Person::address).collect(Collectors.toSet());
    }

    private void change(Person person, Person who, String change) {
        person.client()
                .await(
                        "member",
                        event ->
                                event.getString("conversation").equals(group)
                                        && event.getString("account").equals(who.address())
                                        && event.getString("change").equals(change));
    }

    private static void refused(Person person, String... words) {
        var answer = person.client().ask(words);
        assertEquals("refused", answer.getString("code", ""), () -> List.of(words) + " came to " + answer);
    }

    private static Predicate<JsonObject> is(String field, String value) {
        return event -> value.equals(event.getString(field, ""));
    }
}
