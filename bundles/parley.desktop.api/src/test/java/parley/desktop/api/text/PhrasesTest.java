package parley.desktop.api.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

class PhrasesTest {

    private final Phrases phrases = Phrases.of(PhrasesTest.class);

    @BeforeEach
    void speakEnglish() {
        Language.choose("en");
    }

    @AfterEach
    void speakAsBefore() {
        Language.choose(Language.SYSTEM);
    }

    @Test
    void saysThePhraseOfTheLanguage() {
        assertEquals("Plain words", phrases.get("plain"));
        Language.choose("de");
        assertEquals("Einfache Wörter", phrases.get("plain"));
        assertEquals("Hallo Mira", phrases.get("greeting", "name", "Mira"));
    }

    @Test
    void saysInEnglishWhatALanguageLacks() {
        Language.choose("es");
        assertEquals("Plain words", phrases.get("plain"));
        assertEquals("1 apple", phrases.get("only.english", "count", 1));
        assertEquals("Hello Mira", phrases.get("greeting", "name", "Mira"));
    }

    @Test
    void saysInEnglishWhatATranslatorHasBroken() {
        Language.choose("de");
        assertEquals("All is well, Mira", phrases.get("broken", "name", "Mira"));
        assertEquals("Mira is well", phrases.get("unfilled", "name", "Mira"));
    }

    @Test
    void saysTheKeyOfWhatNobodyKnows() {
        assertEquals("not.there", phrases.get("not.there"));
        assertEquals("not.there", phrases.get("not.there", "name", "Mira"));
    }

    @Test
    void knowsTheNumbersOfEachLanguage() {
        assertEquals("nothing", phrases.get("count", "count", 0));
        assertEquals("1 thing", phrases.get("count", "count", 1));
        assertEquals("2 things", phrases.get("count", "count", 2));
        assertEquals("1,234 things", phrases.get("count", "count", 1234));
        Language.choose("de");
        assertEquals("1 Ding", phrases.get("count", "count", 1));
        assertEquals("1.234 Dinge", phrases.get("count", "count", 1234));
        assertEquals("Fast 1.234", phrases.get("number", "number", 1234));
        Language.choose("fa");
        assertEquals("۲ چیز", phrases.get("count", "count", 2));
        assertEquals("نزدیک ۱۰۰", phrases.get("number", "number", 100));
        assertEquals("۱۰۰", Language.number(100));
    }

    @Test
    void setsApartWhatRunsTheOtherWay() {
        assertEquals("Hello \u2068میرا\u2069", phrases.get("greeting", "name", "میرا"));
        assertEquals("Hello میرا", phrases.heard("greeting", "name", "میرا"));
        Language.choose("fa");
        assertEquals("سلام Mira", phrases.heard("greeting", "name", "Mira"));
        assertEquals("سلام \u2068/home/mira\u2069", phrases.get("greeting", "name", "/home/mira"));
    }

    @Test
    void saysOneAfterTheOtherAndSetsEachApartOnce() {
        assertEquals("", phrases.list("and", List.of()));
        assertEquals("Mira", phrases.list("and", List.of("Mira")));
        assertEquals("Mira, {other}, Ana", phrases.list("and", List.of("Mira", "{other}", "Ana")));
        assertEquals("\u2068میرا\u2069, Ana", phrases.list("and", List.of("میرا", "Ana")));
        Language.choose("fa");
        assertEquals(
                "\u2068Mira\u2069، \u2068Jonas\u2069، \u2068Ana\u2069",
                phrases.list("and", List.of("Mira", "Jonas", "Ana")));
    }

    @Test
    void takesWhatIsFilledInAsItIs() {
        assertEquals("Hello {name} $1 \\ '{", phrases.get("greeting", "name", "{name} $1 \\ '{"));
        assertEquals("It isn’t “{0}”, is it?", phrases.get("quoted", "name", "{0}"));
        assertThrows(IllegalArgumentException.class, () -> phrases.get("greeting", "name"));
    }

    @Test
    void saysALabelByItsKeyOrAsItIs() {
        assertEquals("Plain words", phrases.label("%plain"));
        assertEquals("Plain", phrases.label("Plain"));
        assertEquals("", phrases.label(""));
    }

    @Test
    void aClassWithoutPhrasesSaysItsLabelsAsTheyAre() {
        assertEquals("%", Phrases.of(String.class).label("%%").substring(0, 1));
        assertEquals("Clocks", Phrases.of(String.class).label("Clocks"));
    }
}
