package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Person;

import java.awt.image.BufferedImage;
import java.nio.file.Path;

import javax.imageio.ImageIO;

/** Two people find out that each has the other's key, with real processes. */
@Timeout(600)
class VerifyTest {

    @TempDir Path directory;

    @Test
    void twoPeopleCompareNumbersCodesAndWords() throws Exception {
        try (var company = new Company(directory, "-Xmx128m")) {
            var pair = company.pair("alice", "bob");
            var alice = pair.getFirst();
            var bob = pair.getLast();

            var number = alice.client().askOk("verify", bob.address()).getString("number");
            assertTrue(number.matches("(\\d{5} ){11}\\d{5}"), number);
            var shown = bob.client().askOk("verify", alice.address());
            assertEquals(number, shown.getString("number"));
            assertFalse(shown.containsKey("verified"));
            alice.client().askOk("verify", bob.address(), "--scan", shown.getString("code"));
            var wrong = bob.client().ask("verify", alice.address(), "--scan", shown.getString("code"));
            assertEquals("wrong_key", wrong.getString("code"), wrong::toString);
            assertEquals("verified", trust(alice, bob));
            assertEquals("unverified", trust(bob, alice));
            assertEquals("not_found", alice.client().ask("verify", bob.address(), "--keep").getString("code"));

            // Live: three words, the same on both sides, and nothing of it a message.
            assertEquals("waiting", alice.client().askOk("check", bob.address()).getString("check"));
            check(bob, "asked");
            assertEquals("answered", bob.client().askOk("check", alice.address()).getString("check"));
            var words = check(alice, "compare").getString("words");
            assertEquals(3, words.split(" ").length);
            assertEquals(words, check(bob, "compare").getString("words"));
            assertEquals("matched", bob.client().askOk("check", alice.address(), "--match").getString("check"));
            assertEquals("differed", alice.client().askOk("check", bob.address(), "--differ").getString("check"));
            assertEquals("verified", trust(bob, alice));
            assertEquals("unverified", trust(alice, bob));
            assertTrue(bob.client().askOk("read", alice.address()).getJsonArray("messages").isEmpty());

            // A process that ends takes its check with it, and what was found stays.
            alice.client().askOk("check", bob.address());
            check(bob, "asked");
            alice.client().kill();
            alice.comeBack();
            check(bob, "ended");
            assertEquals(0, bob.client().stop(TalkTest.PATIENCE));
            bob.comeBack();
            assertEquals("verified", trust(bob, alice));
            for (var one : pair) assertEquals(0, one.client().leave(TalkTest.PATIENCE));
        }
    }

    @Test
    void peopleSeeWhatOthersSayOfThemselves() throws Exception {
        try (var company = new Company(directory, "-Xmx128m")) {
            var pair = company.pair("alice", "bob");
            var alice = pair.getFirst();
            var bob = pair.getLast();
            var file = directory.resolve("me.png").toFile();
            ImageIO.write(new BufferedImage(500, 300, BufferedImage.TYPE_INT_RGB), "png", file);

            assertEquals("Alice A.", alice.client().askOk("profile", "name", "Alice A.").getString("name"));
            alice.client().askOk("profile", "bio", "reads a lot");
            var bytes = alice.client().askOk("profile", "picture", file.toString()).getInt("picture");
            var id = alice.say(bob, "look at me");
            bob.hear(id, TalkTest.PATIENCE); // it was said behind all of that
            bob.client().await("profile", event -> event.getString("account").equals(alice.address()));
            var seen = bob.client().askOk("profile", "show", alice.address());
            assertEquals("Alice A.", seen.getString("name"));
            assertEquals("reads a lot", seen.getString("bio"));
            assertEquals(bytes, seen.getInt("picture"));
            assertFalse(seen.containsKey("lookalike"), seen::toString);
            assertEquals("usage", alice.client().ask("profile", "name", "Alice ✓").getString("code"));
            assertEquals("not_found", alice.client().ask("profile", "picture", file + "x").getString("code"));

            // Said while the other is away, by a process that is killed.
            assertEquals(0, bob.client().stop(TalkTest.PATIENCE));
            alice.client().askOk("profile", "picture", "--none");
            alice.client().kill();
            alice.comeBack();
            bob.comeBack();
            bob.client().await("profile", event -> event.getString("account").equals(alice.address()));
            assertFalse(bob.client().askOk("profile", "show", alice.address()).containsKey("picture"));
            for (var one : pair) assertEquals(0, one.client().leave(TalkTest.PATIENCE));
        }
    }

    private static JsonObject check(Person person, String state) {
        return person.client().await("check", event -> event.getString("check").equals(state));
    }

    private static String trust(Person person, Person other) {
        return person.client().askOk("contacts").getJsonArray("contacts").stream()
                .map(it -> it.asJsonObject())
                .filter(contact -> contact.getString("account").equals(other.address()))
                .map(contact -> contact.getString("trust"))
                .findFirst()
                .orElseThrow();
    }
}
