package parley.desktop;

import org.eclipse.swt.widgets.Shell;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.desktop.api.Contributions;
import parley.desktop.api.FinderEntry;
import parley.desktop.api.FinderSource;
import parley.desktop.api.Theme;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what a person can do or go to by a few letters of its name: every command, and what sources offer. What was
 * used last stands first. Called on the UI thread, but for the references.
 */
@Component(service = Finder.class)
public final class Finder {

    private static final Phrases T = Phrases.of(Finder.class);
    private static final System.Logger log = System.getLogger(Finder.class.getName());
    private static final int RECENT_SCORE = 5;
    private static final int LONGEST_QUERY = 100;

    /** What the finder shows in one row; {@code command} tells a command from what a source offers. */
    record Found(
            String id, String title, String detail, String key, boolean enabled, boolean command, Runnable chosen) {

        Found possible(boolean changed) {
            return new Found(id, title, detail, key, changed, command, chosen);
        }

        boolean same(Found other) {
            return command == other.command && id.equals(other.id);
        }

        String spoken() {
            var said = new StringBuilder(title);
            for (var more : List.of(detail, key, enabled ? "" : T.get("finder.impossible"))) {
                if (!more.isEmpty()) said.append(", ").append(more);
            }
            return said.toString();
        }
    }

    private record Scored(Found found, int score) {}

    private final UiQueue ui;
    private final Keys keys;
    private final Theme theme;
    private final Recent recent;
    private final Contributions.Intake<FinderSource> intake;

    /** With their rankings. */
    private final Map<FinderSource, Integer> sources = new LinkedHashMap<>();

    private @Nullable Shell shell;
    private @Nullable FinderBox box;

    @Activate
    public Finder(
            @Reference UiQueue ui,
            @Reference Keys keys,
            @Reference Theme theme,
            @Reference Preferences preferences,
            @Reference Contributions contributions) {
        this.ui = ui;
        this.keys = keys;
        this.theme = theme;
        this.recent = new Recent(preferences);
        this.intake = contributions.intake(this::add);
        keys.whenChanged(() -> ui.latest(this, this::changed));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSource(ComponentServiceObjects<FinderSource> source) {
        intake.add(source);
    }

    void removeSource(ComponentServiceObjects<FinderSource> source) {
        intake.remove(source);
    }

    /** Offers what {@code source} has, and says how that ends. */
    private Runnable add(FinderSource source, Map<String, Object> properties) {
        sources.put(source, properties.get(Constants.SERVICE_RANKING) instanceof Integer rank ? rank : 0);
        ui.latest(this, this::changed);
        return () -> {
            sources.remove(source);
            ui.latest(this, this::changed);
        };
    }

    /** Something has come or gone: if it is open, it offers what there is now. */
    private void changed() {
        if (box != null && box.open()) box.offer(everything());
    }

    /** Opens over {@code window} from now on. */
    void over(Shell window) {
        shell = window;
    }

    /** What the finder says of itself: what there is to find. */
    String hint() {
        var kinds = sources.keySet().stream().map(Finder::kind).filter(kind -> !kind.isEmpty()).sorted().toList();
        if (kinds.isEmpty()) return T.get("finder.query.commands");
        return T.get("finder.query", "things", kinds.stream().reduce(Finder::and).orElseThrow());
    }

    private static String kind(FinderSource source) {
        try {
            return source.kind();
        } catch (RuntimeException | LinkageError e) { // one contribution's mistake is not everybody's
            log.log(System.Logger.Level.ERROR, "a source of the finder failed", e);
            return "";
        }
    }

    private static String and(String one, String other) {
        return T.get("finder.and", "one", one, "other", other);
    }

    /** Opens the finder, or closes it if it is open. */
    void toggle() {
        if (shell == null || shell.isDisposed()) return;
        if (box != null && box.open()) box.close();
        else open(shell);
    }

    private void open(Shell window) {
        if (window.getDisplay().getActiveShell() != window) window.forceActive(); // from the window of a view
        box = new FinderBox(window, theme, keys, everything(), this);
    }

    /** The finder is closed: what it offered may go. */
    void closed() {
        box = null;
    }

    /** Closes the finder, if it is open. */
    void close() {
        if (box != null) box.close();
    }

    /** Everything there is at this moment: what can be done depends on where the keyboard is. */
    private List<Found> everything() {
        var all = new ArrayList<Found>();
        sources.entrySet().stream()
                .sorted(Map.Entry.<FinderSource, Integer>comparingByValue().reversed())
                .forEach(source -> all.addAll(entries(source.getKey())));
        for (var known : keys.all()) {
            if (known.id().equals(FinderCommand.ID)) continue;
            all.add(
                    new Found(
                            known.id(),
                            known.label(),
                            "",
                            keys.shown(known.id()),
                            Keys.enabled(known.command()),
                            true,
                            () -> Keys.run(known.command())));
        }
        return all;
    }

    private static List<Found> entries(FinderSource source) {
        try {
            return source.entries().stream().limit(FinderSource.MOST).map(Finder::found).toList();
        } catch (RuntimeException | LinkageError e) { // one contribution's mistake is not everybody's
            log.log(System.Logger.Level.ERROR, "a source of the finder failed", e);
            return List.of();
        }
    }

    private static Found found(FinderEntry entry) {
        return new Found(
                entry.id(), Words.line(entry.title()), Words.line(entry.detail()), "", true, false, entry.chosen());
    }

    /** Those of {@code all} that answer {@code query}, the best first; with no query, those used last. */
    List<Found> among(Collection<Found> all, String query) {
        var wanted = Fuzzy.folded(query.length() > LONGEST_QUERY ? query.substring(0, LONGEST_QUERY) : query);
        return all.stream()
                .map(found -> new Scored(found, score(found, wanted)))
                .filter(scored -> scored.score() != Fuzzy.NOT)
                .sorted(Comparator.comparingInt(Scored::score).reversed()) // stable: else as they came
                .map(Scored::found)
                .toList();
    }

    private int score(Found found, String wanted) {
        int title = Fuzzy.score(wanted, Fuzzy.folded(found.title()));
        int score =
                title != Fuzzy.NOT ? title : Fuzzy.score(wanted, Fuzzy.folded(found.title() + " " + found.detail()));
        if (score == Fuzzy.NOT) return score;
        int used = recent.since(found);
        int bonus = used < 0 ? 0 : RECENT_SCORE + Recent.MOST - used;
        return 2 * score + bonus + (found.enabled() ? 1 : 0);
    }

    /** Remembers that {@code found} was chosen. */
    void used(Found found) {
        recent.used(found);
    }
}
