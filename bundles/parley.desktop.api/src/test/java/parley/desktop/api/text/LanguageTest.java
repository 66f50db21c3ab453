package parley.desktop.api.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

class LanguageTest {

    private static final Locale AUSTRIA = Locale.of("de", "AT");
    private static final Locale BRITAIN = Locale.of("en", "GB");
    private static final Locale FRANCE = Locale.of("fr", "FR");

    @AfterEach
    void speakAsBefore() {
        Language.choose(Language.SYSTEM);
    }

    @Test
    void followsTheSystemAndItsHabits() {
        assertEquals(AUSTRIA, Language.locale(Language.SYSTEM, AUSTRIA, AUSTRIA));
        assertEquals(BRITAIN, Language.locale(Language.SYSTEM, BRITAIN, BRITAIN));
    }

    @Test
    void takesTheHabitsOfTheSystemOnlyInItsLanguage() {
        assertEquals(AUSTRIA, Language.locale("de", BRITAIN, AUSTRIA), "numbers as in Austria");
        assertEquals(AUSTRIA, Language.locale("de", AUSTRIA, BRITAIN));
        assertEquals(Locale.GERMAN, Language.locale("de", BRITAIN, BRITAIN));
        assertEquals(Locale.of("fa"), Language.locale("fa", BRITAIN, BRITAIN));
    }

    @Test
    void speaksEnglishAsItIsWrittenThereForWantOfTheSystemsLanguage() {
        assertEquals(Locale.of("en", "FR"), Language.locale(Language.SYSTEM, FRANCE, FRANCE));
        assertEquals(Locale.of("en", "FR"), Language.locale("xx", FRANCE, FRANCE), "meddled with");
        assertEquals(Locale.ENGLISH, Language.locale("en", FRANCE, FRANCE));
        assertEquals(Locale.ENGLISH, Language.locale("", Locale.ROOT, Locale.ROOT));
    }

    @Test
    void writesTimesWithTheDigitsOfTheLanguage() {
        var day = Instant.parse("2026-07-01T12:00:00Z"); // the same one everywhere
        var format = DateTimeFormatter.ofPattern("LLLL uuuu");
        Language.choose("de");
        assertEquals("Juli 2026", Language.local(format).format(day));
        Language.choose("fa");
        var persian = Language.local(format).format(day);
        assertTrue(persian.endsWith(" ۲۰۲۶"), persian);
    }

    @Test
    void isWhatWasChosen() {
        for (var each : Language.values()) {
            Language.choose(each.tag());
            assertEquals(each, Language.current());
            assertEquals(each.tag(), Language.locale().getLanguage());
        }
        assertTrue(Language.PERSIAN.rightToLeft());
        assertFalse(Language.CHINESE.rightToLeft());
    }
}
