package parley.desktop;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.Arrangement.Stand;
import parley.desktop.api.CommandContribution;
import parley.desktop.api.ViewInfo.Place;
import parley.desktop.api.text.Phrases;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Lets a person arrange the views: each has commands to show it at its place, in a window of its own, or not at all;
 * and how wide the side is. Called on the UI thread.
 */
@Component(service = Views.class)
public final class Views {

    private static final Phrases T = Phrases.of(Views.class);

    private record Arrange(String id, BooleanSupplier possible, Runnable done) implements CommandContribution {

        @Override
        public boolean enabled() {
            return possible.getAsBoolean();
        }

        @Override
        public void run() {
            done.run();
        }
    }

    private final Keys keys;
    private final Arrangement arrangement;
    private final Map<Part, List<Arrange>> commands = new LinkedHashMap<>();
    private @Nullable Frame frame;

    @Activate
    public Views(@Reference Keys keys, @Reference Preferences preferences) {
        this.keys = keys;
        this.arrangement = new Arrangement(preferences);
    }

    Arrangement arrangement() {
        return arrangement;
    }

    /** Arranges {@code window} from now on. */
    void in(Frame window) {
        frame = window;
    }

    /** Offers to arrange {@code part} from now on. */
    void opened(Part part) {
        if (part.spec().place() == Place.COVER) return;
        var id = "parley.view." + part.spec().id();
        var all =
                List.of(
                        new Arrange(id + ".show", () -> !shown(part), () -> put(part, new Stand.Here())),
                        new Arrange(id + ".apart", () -> canStandApart(part), () -> put(part, new Stand.Apart(null))),
                        new Arrange(id + ".hide", () -> canHide(part), () -> put(part, new Stand.Hidden())));
        var words =
                List.of(
                        T.get("views.command.show", "view", part.title()),
                        T.get("views.command.apart", "view", part.title()),
                        T.get("views.command.hide", "view", part.title()));
        for (int at = 0; at < all.size(); at++) keys.add(all.get(at).id(), words.get(at), "", all.get(at));
        commands.put(part, all);
    }

    /** {@code part} is closed. */
    void closed(Part part) {
        var gone = commands.remove(part);
        if (gone != null) gone.forEach(each -> keys.remove(each.id(), each));
    }

    /** The views that can be arranged, by their titles. */
    List<Part> all() {
        return commands.keySet().stream().sorted(Comparator.comparing(Part::title)).toList();
    }

    Stand stand(Part part) {
        return arrangement.stand(part.spec().id());
    }

    /** Has {@code part} stand as {@code stand}, and remembers it. */
    void put(Part part, Stand stand) {
        if (frame != null) frame.put(part, stand);
    }

    /** Whether {@code part} is in view in the window. */
    boolean shown(Part part) {
        return frame != null && frame.shows(part);
    }

    boolean canStandApart(Part part) {
        return !(stand(part) instanceof Stand.Apart) && Aside.possible(part);
    }

    boolean canHide(Part part) {
        return !(stand(part) instanceof Stand.Hidden) && frame != null && frame.canHide(part);
    }

    /** Whether there is a side whose width can be changed. */
    boolean canWiden() {
        return frame != null && frame.canWiden();
    }

    /** Has the person change the width of the side by keys. */
    void widen() {
        if (frame != null) keys.hold(frame.grip());
    }

    /** Arranges everything as it was when Parley was new. */
    void reset() {
        if (frame != null) frame.reset();
    }
}
