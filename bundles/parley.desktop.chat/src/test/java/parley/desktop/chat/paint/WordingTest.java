package parley.desktop.chat.paint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import parley.desktop.api.text.Language;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

class WordingTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z"); // a Friday
    private final Wording wording = new Wording(Clock.fixed(NOW, ZoneOffset.UTC), Locale.UK);

    @Test
    void saysWhen() {
        assertEquals("11:30", wording.when(NOW.minus(Duration.ofMinutes(30))));
        assertEquals("Yesterday", wording.when(NOW.minus(Duration.ofHours(13))));
        assertEquals("Sat", wording.when(NOW.minus(Duration.ofDays(6))));
        assertEquals("13/11/2026", wording.when(NOW.minus(Duration.ofDays(7))));
        assertEquals("Today", wording.dayLine(wording.day(NOW)));
        assertEquals("Yesterday", wording.dayLine(wording.day(NOW.minus(Duration.ofDays(1)))));
        var american = new Wording(Clock.fixed(NOW, ZoneOffset.UTC), Locale.US);
        assertEquals("Wednesday, November 18", american.dayLine(wording.day(NOW.minus(Duration.ofDays(2)))));
        for (var locale : Locale.getAvailableLocales()) {
            var words = new Wording(Clock.fixed(NOW, ZoneOffset.UTC), locale);
            assertFalse(words.dayLine(java.time.LocalDate.of(2026, 3, 3)).isBlank(), locale.toString());
        }
        var german = new Wording(Clock.fixed(NOW, ZoneOffset.UTC), Locale.GERMANY);
        assertEquals("Dienstag, 3. März", german.dayLine(java.time.LocalDate.of(2026, 3, 3)));
        assertEquals("Thursday, January 1", american.dayLine(java.time.LocalDate.of(2026, 1, 1)));
        assertEquals("December 31, 2025", american.dayLine(java.time.LocalDate.of(2025, 12, 31)));
        assertEquals("20 November 2027", wording.dayLine(wording.day(NOW.plus(Duration.ofDays(365)))));
    }

    @Test
    void saysSizesAtBothSidesOfEachUnit() {
        assertEquals("0 B", Wording.size(0));
        assertEquals("999 B", Wording.size(999));
        assertEquals("1.0 kB", Wording.size(1000));
        assertEquals("999.9 kB", Wording.size(999_949));
        assertEquals("1.0 MB", Wording.size(999_950));
        assertEquals("248.0 MB", Wording.size(248_000_000));
        assertEquals("9.2 EB", Wording.size(Long.MAX_VALUE));
        assertEquals("153.8 of 248.0 MB", Wording.progress(153_800_000, 248_000_000));
        assertEquals("900 B of 4.2 MB", Wording.progress(900, 4_200_000));
        assertEquals("100 of 900 B", Wording.progress(100, 900));
        assertEquals("1.2 MB/s", Wording.rate(1_200_000));
    }

    @Test
    void saysHowLongItTakesAtBothSidesOfEachUnit() {
        assertEquals("1 s left", Wording.left(0, 1));
        assertEquals("59 s left", Wording.left(59, 1));
        assertEquals("1 min left", Wording.left(60, 1));
        assertEquals("59 min left", Wording.left(59 * 60, 1));
        assertEquals("1 h left", Wording.left(59 * 60 + 1, 1));
        assertEquals("47 h left", Wording.left(47 * 3600, 1));
        assertEquals("2 days left", Wording.left(47 * 3600 + 1, 1));
    }

    @Test
    void saysItInTheLanguageOfTheWindow() {
        try {
            Language.choose("de");
            var german = new Wording(Clock.fixed(NOW, ZoneOffset.UTC), Language.locale());
            assertEquals("Gestern", german.when(NOW.minus(Duration.ofHours(13))));
            assertEquals("Heute", german.dayLine(german.day(NOW)));
            assertEquals("153,8 von 248,0 MB", Wording.progress(153_800_000, 248_000_000));
            assertEquals("noch 2 Tage", Wording.left(48 * 3600, 1));
            Language.choose("fa");
            assertEquals("\u2068۲۴۸٫۰\u2069 مگابایت", Wording.size(248_000_000));
            var persian = new Wording(Clock.fixed(NOW, ZoneOffset.UTC), Language.locale());
            for (var day : DayOfWeek.values()) assertEquals(1, persian.weekdayLetter(day).length());
        } finally {
            Language.choose(Language.SYSTEM);
        }
    }
}
