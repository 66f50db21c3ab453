package parley.desktop.spelling;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.AppLock;
import parley.client.api.store.Store;
import parley.desktop.api.Settings;
import parley.desktop.api.Spelling;
import parley.desktop.spelling.Dictionaries.Found;
import parley.desktop.spelling.WordFinder.Word;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes a word for right if it is so in any of the languages that a person has chosen, or is one of their own. Ends,
 * and forgets their words, while the profile is locked.
 */
@Component(
        service = {Spelling.class, HunspellSpelling.class},
        reference = @Reference(name = "access", service = AppLock.Access.class))
public final class HunspellSpelling implements Spelling {

    /** How many words are remembered with what is to be said of them. */
    private static final int REMEMBERED = 4_000;

    private final Choice choice;
    private final Dictionaries dictionaries;
    private final MyWords words;
    private final Lexicons lexicons = new Lexicons();
    private final Map<String, Boolean> right =
            new LinkedHashMap<>(256, 0.75f, true) {

                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /** Those {@link #right} was said by. */
    private List<Lexicon> judges = List.of();

    private volatile Collection<Found> found = List.of();

    @Activate
    public HunspellSpelling(
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launcher,
            @Reference Store store,
            @Reference Settings settings) {
        this(folders(launcher), Locale.getDefault(), store, settings);
    }

    HunspellSpelling(List<Path> folders, Locale locale, Store store, Settings settings) {
        dictionaries = new Dictionaries(folders);
        choice = new Choice(settings, locale);
        words = new MyWords(store);
    }

    private static List<Path> folders(Map<String, Object> launcher) {
        var own = Path.of(String.valueOf(launcher.get("launcher.home"))).resolve("dictionaries");
        var home = Path.of(System.getProperty("user.home", ""));
        return Dictionaries.folders(own, System.getProperty("os.name", ""), home, System.getenv());
    }

    @Deactivate
    void close() {
        words.close();
        lexicons.close();
    }

    Choice choice() {
        return choice;
    }

    MyWords words() {
        return words;
    }

    /** Looks for dictionaries anew. Blocks. */
    Collection<Found> look() {
        found = dictionaries.all();
        return found;
    }

    /** Why {@code dictionary} cannot be used, if that was tried and it cannot. */
    Optional<Throwable> trouble(Found dictionary) {
        return lexicons.trouble(dictionary);
    }

    @Override
    public List<Range> misspelt(String text) throws InterruptedException {
        var all = wanted();
        if (all.isEmpty()) return List.of();
        var seen = text.length() > MOST_LETTERS ? text.substring(0, MOST_LETTERS) : text;
        var wrong = new ArrayList<Range>();
        for (var word : WordFinder.in(seen)) {
            if (Thread.interrupted()) throw new InterruptedException();
            if (!isRight(word, all)) wrong.add(new Range(word.start(), word.end()));
        }
        return wrong;
    }

    private List<Lexicon> wanted() throws InterruptedException {
        if (!choice.on()) {
            lexicons.close();
            return List.of();
        }
        return lexicons.of(choice.of(found.isEmpty() ? look() : found));
    }

    private boolean isRight(Word word, List<Lexicon> all) throws InterruptedException {
        if (word.capitals() && !choice.capitals() || words.has(word.plain())) return true;
        var asked = word.plain() + (word.dotted() ? "." : "");
        synchronized (right) {
            if (!judges.equals(all)) right.clear();
            judges = all;
            var known = right.get(asked);
            if (known != null) return known;
        }
        boolean said = isKnown(word, asked, all);
        synchronized (right) {
            if (judges.equals(all)) right.put(asked, said);
        }
        return said;
    }

    /** Whether one of {@code all} knows the word, or none of them writes in its script. */
    private static boolean isKnown(Word word, String asked, List<Lexicon> all) throws InterruptedException {
        boolean judged = false;
        for (var each : all) {
            if (!each.writes(word.script())) continue;
            if (each.knows(asked)) return true;
            judged = true;
        }
        return !judged;
    }

    @Override
    public List<String> suggestions(String word, int most) throws InterruptedException {
        var asked = WordFinder.in(word).stream().findFirst();
        if (asked.isEmpty()) return List.of();
        var plain = asked.get().plain();
        var all = new ArrayList<List<String>>();
        for (var each : wanted()) {
            if (!each.writes(asked.get().script())) continue;
            var said = each.suggestions(plain).stream().filter(Suggestions::isWord).toList();
            if (!said.isEmpty()) all.add(said);
        }
        // Whose first one is nearest is the language that is being written.
        all.sort(Comparator.comparingInt(said -> Suggestions.distance(plain, said.getFirst())));
        var mixed = new LinkedHashSet<>(Suggestions.mixed(all));
        boolean curly = word.indexOf('’') >= 0;
        return mixed.stream()
                .map(each -> curly ? each.replace('\'', '’') : each)
                .filter(each -> !each.equals(word))
                .limit(most)
                .toList();
    }

    @Override
    public void learn(String word) {
        words.set(word, true);
    }
}
