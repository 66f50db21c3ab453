package parley.desktop.api.text;

import java.text.NumberFormat;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DecimalStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A language that the window can speak. Which one it is, is settled before the window opens and stays so until Parley
 * ends. May be called from any thread.
 */
public enum Language {
    ENGLISH("en", "English", false),
    GERMAN("de", "Deutsch", false),
    SPANISH("es", "Español", false),
    PERSIAN("fa", "فارسی", true),
    CHINESE("zh", "简体中文", false);

    /** What a person chooses to hear the language of their system. */
    public static final String SYSTEM = "system";

    private record Choice(Language language, Locale locale) {}

    private static volatile Choice now = chosen(SYSTEM);

    private final String tag;
    private final String ownName;
    private final boolean rightToLeft;

    Language(String tag, String ownName, boolean rightToLeft) {
        this.tag = tag;
        this.ownName = ownName;
        this.rightToLeft = rightToLeft;
    }

    /** Its BCP 47 tag, under which a person's choice is remembered. */
    public String tag() {
        return tag;
    }

    /** What it is called by those who speak it. */
    public String ownName() {
        return ownName;
    }

    /** Whether it is written from right to left, and the window laid out so. */
    public boolean rightToLeft() {
        return rightToLeft;
    }

    /** The one that the window speaks. */
    public static Language current() {
        return now.language();
    }

    /**
     * By whose habits times, days and numbers are written: of the place that the system is set to where its language is
     * the one that the window speaks.
     */
    public static Locale locale() {
        return now.locale();
    }

    /** {@code number} as it is written in this language: {@code "1,234"}. */
    public static String number(long number) {
        return NumberFormat.getIntegerInstance(locale()).format(number);
    }

    /** {@code format} by those habits, with their digits, at the time of this place. */
    public static DateTimeFormatter local(DateTimeFormatter format) {
        var locale = locale();
        return format.withLocale(locale).withDecimalStyle(DecimalStyle.of(locale)).withZone(ZoneId.systemDefault());
    }

    /**
     * Has the window speak the language {@code tag} from now on, or that of the system for {@link #SYSTEM} and whatever
     * else is not known. For the workbench alone: what has been said before is not said anew.
     */
    public static void choose(String tag) {
        now = chosen(tag);
    }

    private static Choice chosen(String tag) {
        return chosen(tag, Locale.getDefault(Locale.Category.DISPLAY), Locale.getDefault(Locale.Category.FORMAT));
    }

    private static Choice chosen(String tag, Locale display, Locale format) {
        var wanted = of(tag);
        var language = wanted.or(() -> of(display.getLanguage())).orElse(ENGLISH);
        for (var system : new Locale[] {format, display}) {
            if (system.getLanguage().equals(language.tag)) return new Choice(language, system);
        }
        // English for want of theirs is written as it is where they are.
        var country = wanted.isPresent() ? "" : format.getCountry();
        return new Choice(language, Locale.of(language.tag, country));
    }

    /** The locale for a person's {@code tag} where the system is set to {@code display} and {@code format}. */
    static Locale locale(String tag, Locale display, Locale format) {
        return chosen(tag, display, format).locale();
    }

    private static Optional<Language> of(String tag) {
        return Stream.of(values()).filter(each -> each.tag.equals(tag)).findFirst();
    }
}
