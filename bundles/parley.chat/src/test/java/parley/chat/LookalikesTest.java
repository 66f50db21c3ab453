package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LookalikesTest {

    @ParameterizedTest
    @CsvSource({
        "alice, аlісе", // Cyrillic
        "alice, ALICE",
        "alice, a1ice",
        "alice, Αlice", // a Greek capital
        "alice, 𝓪𝓵𝓲𝓬𝓮",
        "alice, ａｌｉｃｅ",
        "alice, al\u200Bice",
        "alice, 'a l i c e'",
        "alice, a.l-i_ce",
        "alice, àlïcé",
        "alice, alice ✓",
        "alice, alice\u3164",
        "bob, b0b",
        "bob, вов",
        "mallory, rnallory",
        "william, vvilliarn",
        "'Alice B.', Alice B",
        "paul, раul"
    })
    void looksLikeIt(String name, String other) {
        assertTrue(Lookalikes.alike(name, other), () -> Lookalikes.skeleton(name) + " " + Lookalikes.skeleton(other));
    }

    @ParameterizedTest
    @CsvSource({"alice, alicia", "bob, rob", "anna, hanna", "Ольга, Олег", "محمد, محمود", "明, 朋", "a, b"})
    void looksLikeAnother(String name, String other) {
        assertFalse(Lookalikes.alike(name, other), () -> Lookalikes.skeleton(name) + " " + Lookalikes.skeleton(other));
    }

    /** What shows nothing looks like nobody. */
    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "   ", "✓", "\u0301"})
    void whatIsNotSeenLooksLikeNobody(String name) {
        assertEquals("", Lookalikes.skeleton(name));
        assertFalse(Lookalikes.alike(name, name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Alice ✓",
                "Alice ✅",
                "Al\u200Bice",
                "\u202Eecila",
                "a\u2066b",
                "two\nlines",
                "a\u0000b",
                "Аlice", // the first letter is Cyrillic
                "Αlice", // Greek
                "Alice\u3164",
                "\uD800",
                "a\u200Dlice",
                "alice@relay.example",
                "alice\uFF20relay.example (Alice)",
                "alice \uFE6B home",
                "\u200Cمن"
            })
    void isDisguised(String name) {
        assertTrue(Lookalikes.isDisguised(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Alice",
                "Søren Kierkegaard-Łuk",
                "O’Brien",
                "Ольга Smith",
                "می\u200Cخواهم",
                "क्\u200Dष",
                "明 Ming",
                "👩\u200D🚀 Ada",
                "Jean 2",
                "ＡＢＣ株式会社"
            })
    void isPlain(String name) {
        assertFalse(Lookalikes.isDisguised(name));
    }
}
