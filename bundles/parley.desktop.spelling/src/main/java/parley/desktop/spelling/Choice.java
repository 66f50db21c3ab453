package parley.desktop.spelling;

import parley.desktop.api.Settings;
import parley.desktop.spelling.Dictionaries.Found;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a person has chosen about spelling. May be called from any thread. */
final class Choice {

    private static final String ON = "spelling.on";
    private static final String LANGUAGES = "spelling.languages";
    private static final String CAPITALS = "spelling.capitals";

    /** The most languages at once: each costs memory, and a word is looked up in all of them. */
    static final int MOST = 8;

    /** Stands for what was never chosen; no dictionary is called so. */
    private static final String USUAL = "usual";

    private final Settings settings;
    private final Locale locale;

    Choice(Settings settings, Locale locale) {
        this.settings = settings;
        this.locale = locale;
    }

    /** Whether words are marked at all. */
    boolean on() {
        return !settings.get(ON, "yes").equals("no");
    }

    void on(boolean wanted) {
        settings.set(ON, wanted ? "yes" : "no");
    }

    /** Whether words in capitals are judged. */
    boolean capitals() {
        return settings.get(CAPITALS, "no").equals("yes");
    }

    void capitals(boolean wanted) {
        settings.set(CAPITALS, wanted ? "yes" : "no");
    }

    /** Those of {@code all} that are wanted. */
    List<Found> of(Collection<Found> all) {
        var ids = ids(all);
        return all.stream().filter(each -> ids.contains(each.id())).limit(MOST).toList();
    }

    /** Wants {@code found}, one of {@code all}, or no more. */
    void set(Collection<Found> all, Found found, boolean wanted) {
        var ids = ids(all);
        if (wanted) ids.add(found.id());
        else ids.remove(found.id());
        settings.set(LANGUAGES, String.join(",", ids));
    }

    /** The names of those that are wanted: also of such as are not here now. */
    private Set<String> ids(Collection<Found> all) {
        var chosen = settings.get(LANGUAGES, USUAL);
        if (chosen.equals(USUAL)) return new LinkedHashSet<>(Dictionaries.usual(all, locale));
        var ids = new LinkedHashSet<String>();
        for (var each : chosen.split(",", 100)) if (!each.isBlank()) ids.add(each);
        return ids;
    }
}
