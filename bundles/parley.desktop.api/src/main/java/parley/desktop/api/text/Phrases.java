package parley.desktop.api.text;

import java.text.Bidi;
import java.text.NumberFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a bundle says to people, in the language of the window. May be used from any thread.
 *
 * <p>A phrase that is missing in a language, or cannot be used there, is said in English; one that nobody knows is said
 * by its key. Both are noted in the log, once.
 */
public final class Phrases {

    private static final System.Logger log = System.getLogger(Phrases.class.getName());

    /** What stands in a phrase and needs no rules of grammar. */
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private static final char ISOLATE = '\u2068';
    private static final char ISOLATED = '\u2069';

    /** What was complained of. */
    private static final Set<String> noted = ConcurrentHashMap.newKeySet();

    private final Class<?> within;

    private Phrases(Class<?> within) {
        this.within = within;
    }

    /**
     * The phrases of the bundle that {@code within} belongs to: of {@code OSGI-INF/l10n/NAME_LANGUAGE.properties},
     * where NAME is the longest beginning of its package's name for which there are any, or else {@code bundle}. Costs
     * nothing before the first phrase is asked for.
     */
    public static Phrases of(Class<?> within) {
        return new Phrases(within);
    }

    /**
     * The phrase {@code key}.
     *
     * @param named the names of what stands in it, each followed by its value: what others have written is set apart,
     *     so that its direction is its own, and numbers are written by the habits of the language
     * @throws IllegalArgumentException if a name has no value
     */
    public String get(String key, Object... named) {
        return said(key, values(true, named));
    }

    /** As {@link #get}, for screen readers: nothing is set apart, since what is heard has no direction. */
    public String heard(String key, Object... named) {
        return said(key, values(false, named));
    }

    /**
     * All of {@code texts}, one after the other, each set apart as in {@link #get}.
     *
     * @param key a phrase that says how one follows the other: {@code "{one}, {other}"}
     */
    public String list(String key, List<String> texts) {
        var said = "";
        for (var text : texts) {
            var next = isolated(text);
            said = said.isEmpty() ? next : said(key, Map.of("one", said, "other", next));
        }
        return said;
    }

    private String said(String key, Map<String, Object> values) {
        var language = Language.current();
        var table = Table.of(within);
        var said = table.phrase(language, key).flatMap(phrase -> filled(key, phrase, language, values));
        if (said.isPresent()) return said.get();
        if (table.phrase(Language.ENGLISH, key).isEmpty()) {
            note(key, language, "there is no such phrase in " + table.name());
            return key;
        }
        note(key, language, "not said in " + language.tag());
        var english = table.phrase(Language.ENGLISH, key).orElseThrow();
        return filled(key, english, Language.ENGLISH, values).orElse(english);
    }

    /**
     * What a contribution is called: the phrase KEY for {@code "%KEY"}, and anything else as it is. That is how the
     * labels in component annotations are said.
     */
    public String label(String label) {
        return label.startsWith("%") ? get(label.substring(1)) : label;
    }

    private static Map<String, Object> values(boolean apart, Object... named) {
        if (named.length % 2 != 0) throw new IllegalArgumentException("a name without a value");
        var values = new LinkedHashMap<String, Object>();
        for (int at = 0; at < named.length; at += 2) {
            var value = named[at + 1] instanceof Number ? named[at + 1] : String.valueOf(named[at + 1]);
            values.put(String.valueOf(named[at]), apart && value instanceof String text ? isolated(text) : value);
        }
        return values;
    }

    /** {@code phrase} with its {@code values}, or nothing if it is no phrase. */
    private static Optional<String> filled(String key, String phrase, Language language, Map<String, Object> values) {
        if (values.isEmpty()) return Optional.of(phrase);
        var locale = language == Language.current() ? Language.locale() : Locale.of(language.tag());
        try {
            return Optional.of(simple(phrase) ? placed(phrase, locale, values) : Grammar.said(phrase, locale, values));
        } catch (IllegalArgumentException e) { // a mistake of whoever has translated it
            note(key, language, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Whether {@code phrase} has nothing in it but places: then the library of grammar need not be loaded. */
    private static boolean simple(String phrase) {
        var rest = PLACE.matcher(phrase).replaceAll("");
        return rest.indexOf('{') < 0 && rest.indexOf('}') < 0;
    }

    private static String placed(String phrase, Locale locale, Map<String, Object> values) {
        return PLACE.matcher(phrase)
                .replaceAll(place -> {
                    var value = values.get(place.group(1));
                    if (value == null) throw new IllegalArgumentException("nothing for " + place.group());
                    return Matcher.quoteReplacement(
                            value instanceof Number number
                                    ? NumberFormat.getInstance(locale).format(number)
                                    : value.toString());
                });
    }

    /** {@code text} so that neither its direction nor that of the phrase reaches the other (UAX #9 §2.7). */
    private static String isolated(String text) {
        boolean other = Language.current().rightToLeft() || Bidi.requiresBidi(text.toCharArray(), 0, text.length());
        return other && !text.isEmpty() ? ISOLATE + text + ISOLATED : text;
    }

    private static void note(String key, Language language, String what) {
        if (noted.add(key + "/" + language.tag())) {
            log.log(System.Logger.Level.WARNING, "The phrase {0}: {1}", key, what);
        }
    }
}
