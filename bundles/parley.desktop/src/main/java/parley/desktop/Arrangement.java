package parley.desktop;

import org.eclipse.swt.graphics.Rectangle;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.ViewInfo.Place;
import parley.desktop.api.text.Phrases;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a person has arranged the window, remembered in the profile: where it stands, how wide its side is, and which
 * views are in front, in a window of their own, or hidden. If any of it cannot be read all of it is as new, which is
 * said once: half an arrangement is none. For the UI thread.
 */
final class Arrangement {

    private static final Phrases T = Phrases.of(Arrangement.class);

    /** The smallest and the largest a window may be, in points, and how far from the origin it may stand. */
    static final int LEAST = 200;

    static final int MOST = 20_000;

    private static final int SIDE = 336;
    private static final String WINDOW = "window.";
    private static final String VIEWS = "layout.";
    private static final String VIEW = VIEWS + "view.";
    private static final String FRONT = VIEWS + "front.";
    private static final Pattern APART = Pattern.compile("apart (-?\\d{1,6}) (-?\\d{1,6}) (\\d{1,6}) (\\d{1,6})");

    /** How a view stands. */
    sealed interface Stand {

        /** In the window, at its place. */
        record Here() implements Stand {}

        /** In a window of its own; null until that has stood somewhere. */
        record Apart(@Nullable Rectangle bounds) implements Stand {}

        /** Nowhere, as long as another view is at its place. */
        record Hidden() implements Stand {}
    }

    /** Thrown while reading what we have not written. */
    private static final class Damaged extends Exception {

        private static final long serialVersionUID = 1;

        Damaged(String key) {
            super(key);
        }
    }

    private static final System.Logger log = System.getLogger(Arrangement.class.getName());

    private final Preferences preferences;
    private Optional<String> damage = Optional.empty();

    Arrangement(Preferences preferences) {
        this.preferences = preferences;
        try {
            for (var key : preferences.keys(WINDOW)) checkWindow(key);
            for (var key : preferences.keys(VIEWS)) checkView(key);
            if (preferences.has(WINDOW + "x")) checkWhole();
        } catch (Damaged e) {
            log.log(
                    System.Logger.Level.WARNING,
                    "{0} is not what was written: the window is arranged as new",
                    e.getMessage());
            reset();
            damage = Optional.of(T.get("arrangement.damaged"));
        }
    }

    /** What is wrong with what was remembered, once. */
    Optional<String> damage() {
        var said = damage;
        damage = Optional.empty();
        return said;
    }

    private void checkWindow(String key) throws Damaged {
        switch (key.substring(WINDOW.length())) {
            case "x", "y" -> number(key, -MOST, MOST);
            case "width", "height" -> number(key, LEAST, MOST);
            case "side" -> number(key, Frame.MIN_SIDE, Frame.MAX_SIDE);
            case "maximized" -> {
                if (!preferences.get(key, "").matches("true|false")) throw new Damaged(key);
            }
            default -> {} // of a version that knows more
        }
    }

    private void checkWhole() throws Damaged {
        for (var part : new String[] {"y", "width", "height"}) {
            if (!preferences.has(WINDOW + part)) throw new Damaged(WINDOW + part);
        }
    }

    private void checkView(String key) throws Damaged {
        var value = preferences.get(key, "");
        if (key.startsWith(VIEW) && !value.equals("hidden") && apart(value) == null) throw new Damaged(key);
    }

    private void number(String key, int min, int max) throws Damaged {
        try {
            int value = Integer.parseInt(preferences.get(key, ""));
            if (value >= min && value <= max) return;
        } catch (NumberFormatException e) {
            log.log(System.Logger.Level.DEBUG, key, e);
        }
        throw new Damaged(key);
    }

    private static @Nullable Rectangle apart(String value) {
        var said = APART.matcher(value);
        if (!said.matches()) return null;
        int x = Integer.parseInt(said.group(1)), y = Integer.parseInt(said.group(2));
        int width = Integer.parseInt(said.group(3)), height = Integer.parseInt(said.group(4));
        boolean fits = Math.abs(x) <= MOST && Math.abs(y) <= MOST && width <= MOST && height <= MOST;
        return fits && width >= LEAST && height >= LEAST ? new Rectangle(x, y, width, height) : null;
    }

    /** Where the window stood when it was not maximised. */
    Optional<Rectangle> window() {
        if (!preferences.has(WINDOW + "x")) return Optional.empty();
        return Optional.of(new Rectangle(window("x"), window("y"), window("width"), window("height")));
    }

    private int window(String part) {
        return preferences.get(WINDOW + part, -MOST, MOST, 0);
    }

    boolean maximized() {
        return preferences.get(WINDOW + "maximized", "false").equals("true");
    }

    /** How wide the side is, in points. */
    int side() {
        return preferences.get(WINDOW + "side", Frame.MIN_SIDE, Frame.MAX_SIDE, SIDE);
    }

    /** Remembers how the window stands; {@code bounds} do not count while it is maximised. */
    void remember(Rectangle bounds, boolean maximized, int side) {
        preferences.put(WINDOW + "maximized", String.valueOf(maximized));
        preferences.put(WINDOW + "side", String.valueOf(side));
        if (maximized) return;
        preferences.put(WINDOW + "x", String.valueOf(Math.clamp(bounds.x, -MOST, MOST)));
        preferences.put(WINDOW + "y", String.valueOf(Math.clamp(bounds.y, -MOST, MOST)));
        preferences.put(WINDOW + "width", String.valueOf(Math.clamp(bounds.width, LEAST, MOST)));
        preferences.put(WINDOW + "height", String.valueOf(Math.clamp(bounds.height, LEAST, MOST)));
    }

    /** How the view {@code id} stands. */
    Stand stand(String id) {
        var value = preferences.get(VIEW + id, "");
        if (value.isEmpty()) return new Stand.Here();
        return value.equals("hidden") ? new Stand.Hidden() : new Stand.Apart(apart(value));
    }

    /** Remembers that the view {@code id} stands as {@code stand}. */
    void put(String id, Stand stand) {
        switch (stand) {
            case Stand.Here() -> preferences.forget(VIEW + id);
            case Stand.Hidden() -> preferences.put(VIEW + id, "hidden");
            case Stand.Apart(var at) -> {
                if (at != null) preferences.put(VIEW + id, written(at));
            }
        }
        preferences.save();
    }

    private static String written(Rectangle at) {
        return "apart %d %d %d %d"
                .formatted(
                        Math.clamp(at.x, -MOST, MOST),
                        Math.clamp(at.y, -MOST, MOST),
                        Math.clamp(at.width, LEAST, MOST),
                        Math.clamp(at.height, LEAST, MOST));
    }

    /** The id of the view that a person wants in front at {@code place}; empty if they have not said. */
    String front(Place place) {
        return preferences.get(FRONT + place.name(), "");
    }

    void front(Place place, String id) {
        preferences.put(FRONT + place.name(), id);
        preferences.save();
    }

    /** Forgets all of it. */
    void reset() {
        preferences.keys(WINDOW).forEach(preferences::forget);
        preferences.keys(VIEWS).forEach(preferences::forget);
        preferences.save();
    }
}
