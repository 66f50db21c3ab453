package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The desktop as it is shipped finds what is misspelt with a dictionary of the profile: nothing it needs is missing.
 */
@Timeout(180)
class SpellingTest {

    @TempDir Path directory;

    @Test
    void correctsAWordByKeysAlone() throws Exception {
        try (var company = new Company(directory)) {
            var alice = company.join("alice");
            var home = company.home("robin");
            var dictionaries = Files.createDirectories(home.resolve("dictionaries"));
            Files.writeString(
                    dictionaries.resolve("en_US.aff"),
                    "SET UTF-8\nTRY esianrtolcdugmphbyfvkwzxq\nSFX S Y 1\nSFX S 0 s [^sxzhy]\n");
            Files.writeString(dictionaries.resolve("en_US.dic"), "4\nthe\nhouse/S\nare\ngreen\n");
            try (var desktop = new SeenDesktop(home)) {
                desktop.robot("size", "1100", "760");
                var keys = new Keyboard(desktop);
                JourneyTest.join(desktop, keys, company.invite());
                JourneyTest.meet(desktop, keys, alice);
                keys.type("the hosues are green");
                SeenDesktop.until(
                        "what it could be",
                        () -> {
                            keys.command(".");
                            return desktop.robot("shows", "offers").equals("true");
                        },
                        () -> desktop.robot("spoken", "compose"));
                desktop.awaitSpoken("offers", "houses");
                keys.enter();
                desktop.awaitGone("offers");
                keys.type(", all\r");
                var heard = alice.client().await("message", event -> event.getString("text").startsWith("the "));
                assertEquals("the houses are green, all", heard.getString("text"));
            }
        }
    }
}
