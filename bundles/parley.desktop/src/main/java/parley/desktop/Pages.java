package parley.desktop;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.desktop.api.Contributions;
import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePages;
import parley.desktop.api.Theme;
import parley.desktop.api.ViewInfo.Place;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Knows the pages of the preferences, and opens them over the window. Called on the UI thread, but for references. */
@Component(service = {Pages.class, PreferencePages.class})
public final class Pages implements PreferencePages {

    private static final Phrases T = Phrases.of(Pages.class);

    /** A page as it was contributed. */
    record Page(String id, String label, String words, int rank, PreferencePage page) {

        /** What it is called, on one line. */
        String title() {
            return Words.line(said().label(label));
        }

        boolean answers(String query) {
            var text = title() + " " + said().label(words);
            return Fuzzy.score(Fuzzy.folded(query), Fuzzy.folded(text)) != Fuzzy.NOT;
        }

        private Phrases said() {
            return Phrases.of(page.getClass());
        }
    }

    private final UiQueue ui;
    private final Theme theme;
    private final Contributions.Intake<PreferencePage> intake;
    private final Map<PreferencePage, Page> pages = new LinkedHashMap<>();
    private @Nullable Frame frame;
    private @Nullable Part part;
    private @Nullable PreferencesView view;

    @Activate
    public Pages(@Reference UiQueue ui, @Reference Theme theme, @Reference Contributions contributions) {
        this.ui = ui;
        this.theme = theme;
        this.intake = contributions.intake(this::add);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addPage(ComponentServiceObjects<PreferencePage> page) {
        intake.add(page);
    }

    void removePage(ComponentServiceObjects<PreferencePage> page) {
        intake.remove(page);
    }

    /** Lists {@code page}, and says how it is taken off the list. */
    private Runnable add(PreferencePage page, Map<String, Object> properties) {
        var id = String.valueOf(properties.get("parley.preferences.id"));
        var label = String.valueOf(properties.get("parley.preferences.title"));
        var words = properties.get("parley.preferences.words") instanceof String given ? given : "";
        int rank = properties.get(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
        pages.put(page, new Page(id, label, words, rank, page));
        ui.latest(this, this::changed);
        return () -> {
            pages.remove(page);
            ui.latest(this, this::changed);
        };
    }

    /** Opens in {@code window} from now on. */
    void in(Frame window) {
        frame = window;
    }

    /** The pages there are, in the order in which they are listed. */
    List<Page> all() {
        return pages.values().stream()
                .sorted(Comparator.comparingInt(Page::rank).reversed().thenComparing(Page::title))
                .toList();
    }

    /** Shows the preferences. */
    void open() {
        if (frame == null || part != null) return;
        var spec = new Part.Spec("parley.preferences", T.get("preferences.title"), Place.COVER, Integer.MAX_VALUE, 0);
        part = frame.open(spec, parent -> view = new PreferencesView(parent, theme, this));
    }

    @Override
    public void open(String id) {
        open();
        var showing = view;
        if (showing != null) all().stream().filter(page -> page.id().equals(id)).findFirst().ifPresent(showing::turn);
    }

    /** Goes back to what was there before. */
    void close() {
        if (frame == null || part == null) return;
        var gone = part;
        part = null;
        view = null;
        frame.close(gone);
        frame.focus();
    }

    private void changed() {
        if (view != null) view.changed();
    }
}
