package parley.desktop.chat.paint;

import parley.desktop.api.text.Language;
import parley.desktop.api.text.Phrases;

import java.math.RoundingMode;
import java.text.NumberFormat;
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

    private static final Phrases T = Phrases.of(Wording.class);

    /** The largest unit of a size, counted by the thousand. */
    private static final int MOST = 6;

    /**
     * So many bytes.
     *
     * @param unit how often they were counted by the thousand
     */
    private record Amount(String count, int unit) {

        static Amount of(long bytes) {
            double value = bytes;
            int unit = 0;
            while (value >= (unit == 0 ? 1000 : 999.95) && unit < MOST) {
                value /= 1000;
                unit++;
            }
            var format = NumberFormat.getInstance(Language.locale());
            format.setMinimumFractionDigits(unit == 0 ? 0 : 1);
            format.setMaximumFractionDigits(unit == 0 ? 0 : 1);
            format.setRoundingMode(RoundingMode.HALF_UP);
            return new Amount(format.format(value), unit);
        }

        String said() {
            return switch (unit) {
                case 0 -> T.get("size.b", "count", count);
                case 1 -> T.get("size.kb", "count", count);
                case 2 -> T.get("size.mb", "count", count);
                case 3 -> T.get("size.gb", "count", count);
                case 4 -> T.get("size.tb", "count", count);
                case 5 -> T.get("size.pb", "count", count);
                default -> T.get("size.eb", "count", count);
            };
        }
    }

    private final Clock clock;
    private final DateTimeFormatter time;
    private final DateTimeFormatter shortDate;
    private final DateTimeFormatter dayOfYear;
    private final DateTimeFormatter shortWeekday;
    private final DateTimeFormatter date;
    private final DateTimeFormatter fullDate;
    private final DateTimeFormatter month;
    private final Locale locale;
    private final String today = T.get("when.today");
    private final String yesterday = T.get("when.yesterday");

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
        if (ago == 1) return yesterday;
        if (ago > 1 && ago < 7) return shortWeekday.format(day);
        return shortDate.format(day);
    }

    /** For the line between two days: {@code "Today"}, {@code "Tuesday, 3 March"}, {@code "3 March 2025"}. */
    public String dayLine(LocalDate day) {
        long ago = ChronoUnit.DAYS.between(day, today());
        if (ago == 0) return today;
        if (ago == 1) return yesterday;
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

    /** {@code "T"}, where there is no room for more. */
    public String weekdayLetter(DayOfWeek day) {
        return day.getDisplayName(java.time.format.TextStyle.NARROW_STANDALONE, locale);
    }

    /** The day with which a week begins. */
    public DayOfWeek weekBegins() {
        return WeekFields.of(locale).getFirstDayOfWeek();
    }

    /** {@code bytes} in the largest unit of a thousand that fits: {@code "248.0 MB"}. */
    public static String size(long bytes) {
        return Amount.of(bytes).said();
    }

    /** {@code bytes} that come each second: {@code "1.2 MB/s"}. */
    public static String rate(long bytes) {
        return T.get("size.rate", "size", size(bytes));
    }

    /** How long {@code bytes} still take at {@code rate} bytes a second, roughly: {@code "2 min left"}. */
    public static String left(long bytes, long rate) {
        long seconds = Math.max(1, Math.ceilDiv(bytes, rate));
        if (seconds < 60) return T.get("left.seconds", "count", seconds);
        long minutes = Math.ceilDiv(seconds, 60);
        if (minutes < 60) return T.get("left.minutes", "count", minutes);
        long hours = Math.ceilDiv(minutes, 60);
        return hours < 48 ? T.get("left.hours", "count", hours) : T.get("left.days", "count", Math.ceilDiv(hours, 24));
    }

    /** How far {@code bytes} of {@code size} is: {@code "153.8 of 248.0 MB"}, the unit once where both share it. */
    public static String progress(long bytes, long size) {
        var done = Amount.of(bytes);
        var all = Amount.of(size);
        var first = done.unit() == all.unit() ? done.count() : done.said();
        return T.get("size.progress", "done", first, "all", all.said());
    }
}
