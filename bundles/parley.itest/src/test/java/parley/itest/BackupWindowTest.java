package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonString;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;
import parley.launcher.stage.Stage.Role;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Somebody whose computer is lost comes back in the window, by keys alone, and makes the next backup there. */
@Timeout(300)
class BackupWindowTest {

    @TempDir Path directory;

    @Test
    void comesBackByAFileAndItsWordsAndMakesAnother() throws Exception {
        try (var company = new Company(directory)) {
            var alice = company.join("alice");
            var bob = company.join("bob");
            alice.befriend(bob);
            alice.hear(bob.say(alice, "before the loss"), TalkTest.PATIENCE);
            var file = directory.resolve("bob.backup");
            var made = bob.client().askOk("backup", "create", file.toString());
            var phrase = made.getJsonArray("phrase").getValuesAs(JsonString::getString);
            bob.client().kill();

            try (var desktop = new SeenDesktop(company.home("new"))) {
                desktop.robot("size", "1100", "760");
                var keys = new Keyboard(desktop);
                restore(desktop, keys, file, phrase);
                talk(desktop, keys, alice.client(), bob);
                var next = directory.resolve("next.backup");
                check(company, next, backUp(desktop, keys, next), bob);
            }
            assertEquals(0, alice.client().leave(TalkTest.PATIENCE));
        }
    }

    private static void restore(SeenDesktop desktop, Keyboard keys, Path file, List<String> phrase) {
        keys.press("first.way.parley.backup");
        keys.awaitAt("backup.open.file");
        keys.type(file.toString());
        keys.write("backup.open.words", "zoo ".repeat(8));
        keys.enter();
        desktop.awaitSaid("first.page", "The phrase is not that of");
        keys.awaitAt("backup.open.words");
        keys.command("a");
        keys.type(String.join(" ", phrase));
        keys.enter();
        desktop.awaitShown("conversations");
        desktop.awaitGone("first.page");
    }

    /** What was said is there, and both ways go on once Alice's device has let the new one in. */
    private static void talk(SeenDesktop desktop, Keyboard keys, Actor alice, Person bob) {
        keys.choose("conversations", "alice");
        desktop.awaitSpoken("timeline", "before the loss");
        keys.write("compose", "here I am again\r"); // waits until then; what Alice says before that, nobody could read
        alice.await("message", TalkTest.PATIENCE, event -> "here I am again".equals(event.getString("text", "")));
        alice.askOk("say", bob.address(), "good to see you");
        desktop.awaitSpoken("timeline", "good to see you");
    }

    /** By the command, found by its name; returns the words that were shown. */
    private static List<String> backUp(SeenDesktop desktop, Keyboard keys, Path file) {
        keys.command("k");
        keys.awaitAt("finder.query");
        keys.type("back up");
        keys.enter();
        keys.reach("backup.file");
        keys.command("a");
        keys.type(file.toString());
        keys.enter();
        keys.awaitAt("backup.noted");
        var spoken = desktop.robot("name", "backup.tiles").split("; ");
        var words = Arrays.stream(spoken).map(each -> each.replaceFirst("^\\d: ", "")).toList();
        assertEquals(8, words.size());
        keys.enter();
        desktop.awaitShown("backup.write");
        for (var number = 1; number <= words.size(); number++) {
            if (desktop.robot("shows", "backup.word." + number).equals("true"))
                keys.write("backup.word." + number, words.get(number - 1));
        }
        keys.enter();
        desktop.awaitSaid("preferences.body", "The backup is there");
        desktop.awaitSaid("preferences.body", "1 person, 1 conversation and ");
        return words;
    }

    /** The terminal opens what the window has written. */
    private static void check(Company company, Path file, List<String> words, Person bob) throws Exception {
        var role = Role.of("check", company.home("check"), "terminal");
        var knowing = role.withEnvironment(Map.of("PARLEY_BACKUP_PHRASE", String.join(" ", words)));
        var client = company.stage().enter(knowing);
        client.await("ready");
        var whole = client.askOk("backup", "check", file.toString());
        assertEquals(bob.address(), whole.getString("account"));
        assertTrue(whole.getInt("messages") >= 3, whole.toString());
        assertEquals(0, client.leave(TalkTest.PATIENCE));
    }
}
