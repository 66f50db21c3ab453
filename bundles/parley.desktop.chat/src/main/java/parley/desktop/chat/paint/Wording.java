package parley.desktop.chat.paint;

import parley.desktop.api.text.Language;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DecimalStyle;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.WeekFields;
import java.util.Locale;

/** Says times, days and sizes as people do. */
public final class Wording {

    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private final Clock clock;
    private final DateTimeFormatter time;
    private final DateTimeFormatter shortDate;
    private final DateTimeFormatter dayOfYear;
    private final DateTimeFormatter shortWeekday;
    private final DateTimeFormatter date;
    private final DateTimeFormatter fullDate;
    private final DateTimeFormatter month;
    private final Locale locale;

    public Wording(Clock clock, Locale locale) {
        this.clock = clock;
        this.locale = locale;
        time = digits(DateTimeFormatter.ofPattern("HH:mm", locale), locale);
        shortDate = digits(DateTimeFormatter.ofLocalizedDate(FormatStyle.SHORT).withLocale(locale), locale);
        dayOfYear = digits(DateTimeFormatter.ofPattern(withoutYear(locale), locale), locale);
        shortWeekday = DateTimeFormatter.ofPattern("EEE", locale);
        date = digits(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale), locale);
        fullDate = digits(DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(locale), locale);
        month = digits(DateTimeFormatter.ofPattern("LLLL yyyy", locale), locale);
    }

    /** {@code format} with the digits of {@code locale}. */
    private static DateTimeFormatter digits(DateTimeFormatter format, Locale locale) {
        return format.withDecimalStyle(DecimalStyle.of(locale));
    }

    /** How a whole date is written, less its year and what belongs to that. */
    private static String withoutYear(Locale locale) {
        var whole =
                DateTimeFormatterBuilder.getLocalizedDateTimePattern(
                        FormatStyle.FULL, null, IsoChronology.INSTANCE, locale);
        return whole.replaceAll("[\\s,،]*('de'\\s*)?y+(年|년|\\s*'г'\\.)?\\s*", "").strip();
    }

    /** In the language of the window, at the clock of this system. */
    public static Wording ofThisSystem() {
        return new Wording(Clock.systemDefaultZone(), Language.locale());
    }

    /** The day of {@code at} here. */
    public LocalDate day(Instant at) {
        return at.atZone(clock.getZone()).toLocalDate();
    }

    /** {@code "10:42"} */
    public String time(Instant at) {
        return time.format(at.atZone(clock.getZone()));
    }

    /** For a list: the time today, then the day, then the date. */
    public String when(Instant at) {
        var day = day(at);
        long ago = ChronoUnit.DAYS.between(day, today());
        if (ago == 0) return time(at);
        if (ago == 1) return "Yesterday";
        if (ago > 1 && ago < 7) return shortWeekday.format(day);
        return shortDate.format(day);
    }

    /** For the line between two days: {@code "Today"}, {@code "Tuesday, 3 March"}, {@code "3 March 2025"}. */
    public String dayLine(LocalDate day) {
        long ago = ChronoUnit.DAYS.between(day, today());
        if (ago == 0) return "Today";
        if (ago == 1) return "Yesterday";
        if (day.getYear() == today().getYear()) return dayOfYear.format(day);
        return date.format(day);
    }

    /** The day that it is here. */
    public LocalDate today() {
        return LocalDate.now(clock);
    }

    /** {@code "Tuesday, March 3, 2026"} */
    public String longDay(LocalDate day) {
        return fullDate.format(day);
    }

    /** {@code "March 2026"} */
    public String month(LocalDate day) {
        return month.format(day);
    }

    /** {@code "Tue"} */
    public String weekday(DayOfWeek day) {
        return day.getDisplayName(java.time.format.TextStyle.SHORT_STANDALONE, locale);
    }

    /** The day with which a week begins. */
    public DayOfWeek weekBegins() {
        return WeekFields.of(locale).getFirstDayOfWeek();
    }

    /** {@code bytes} in the largest unit of a thousand that fits: {@code "248.0 MB"}. */
    public static String size(long bytes) {
        if (bytes < 1000) return bytes + " B";
        double value = bytes;
        int unit = -1;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** How long {@code bytes} still take at {@code rate} bytes a second, roughly: {@code "2 min left"}. */
    public static String left(long bytes, long rate) {
        long seconds = Math.max(1, Math.ceilDiv(bytes, rate));
        if (seconds < 60) return seconds + " s left";
        long minutes = Math.ceilDiv(seconds, 60);
        if (minutes < 60) return minutes + " min left";
        long hours = Math.ceilDiv(minutes, 60);
        return hours < 48 ? hours + " h left" : Math.ceilDiv(hours, 24) + " days left";
    }

    /** How far {@code bytes} of {@code size} is: {@code "153.8 of 248.0 MB"}, the unit once where both share it. */
    public static String progress(long bytes, long size) {
        var done = size(bytes);
        var all = size(size);
        var unit = all.substring(all.indexOf(' '));
        return (done.endsWith(unit) ? done.substring(0, done.length() - unit.length()) : done) + " of " + all;
    }
}
