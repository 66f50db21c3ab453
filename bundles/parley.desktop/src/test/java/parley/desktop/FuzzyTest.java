package parley.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class FuzzyTest {

    private static int score(String query, String text) {
        return Fuzzy.score(Fuzzy.folded(query), Fuzzy.folded(text));
    }

    @Test
    void prefersWhatBeginsSoThenWordsThenPartsThenLetters() {
        int begins = score("pre", "Preferences"), word = score("pre", "Show preferences");
        int inside = score("fer", "Preferences"), letters = score("pfs", "Preferences");
        assertTrue(begins > word && word > inside && inside > letters && letters > 0);
    }

    @Test
    void wantsEveryWordAndEveryLetterInOrder() {
        assertTrue(score("new con", "New conversation") > score("new", "New conversation"));
        assertEquals(Fuzzy.NOT, score("new file", "New conversation"));
        assertEquals(Fuzzy.NOT, score("vnoc", "New conversation"));
        assertEquals(0, score("  ", "anything"));
        assertEquals(Fuzzy.NOT, score("a", ""));
    }

    @Test
    void doesWithoutCaseAndAccents() {
        assertTrue(score("zoe", "ZOË Ångström") > 0);
        assertTrue(score("ANG", "zoë ångström") > 0);
    }

    @Test
    void isQuickAlsoForAHostileText() {
        var text = "ab".repeat(500_000);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> score("b".repeat(100) + "c", text));
    }
}
