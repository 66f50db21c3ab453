package parley.desktop.chat;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.client.api.Search;
import parley.desktop.api.UiThread;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Looks for messages. What finds them may come and go; while it is not there, nothing is found. */
@Component(service = SearchDesk.class)
public final class SearchDesk {

    /** How many are found at once. */
    static final int MOST = 50;

    private static final Search.Page NONE = new Search.Page(List.of(), OptionalLong.empty(), true);

    private final UiThread ui;
    private volatile @Nullable Search search;
    private @Nullable Consumer<Boolean> place;

    @Activate
    public SearchDesk(@Reference UiThread ui) {
        this.ui = ui;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setSearch(Search there) {
        search = there;
    }

    void unsetSearch(Search gone) {
        if (search == gone) search = null;
    }

    /** Whether messages can be found now. */
    boolean finds() {
        return search != null;
    }

    /** Finds what {@code query} asks for; {@code found} hears of it on the UI thread. */
    void find(Search.Query query, Consumer<Search.Page> found, Consumer<String> failed) {
        Errand<Search.Page> errand =
                () -> {
                    var there = search;
                    return there == null ? NONE : there.find(query, Long.MAX_VALUE, MOST);
                };
        errand.start(ui, found, failed);
    }

    /** Where the person says what to look for, {@code true} for the open conversation alone. On the UI thread. */
    void place(@Nullable Consumer<Boolean> changed) {
        place = changed;
    }

    /** Whether the person can say what to look for. */
    boolean there() {
        return place != null;
    }

    /** Asks the person what to look for. */
    void begin(boolean here) {
        if (place != null) place.accept(here);
    }
}
