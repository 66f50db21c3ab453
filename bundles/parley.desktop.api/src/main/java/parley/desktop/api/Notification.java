package parley.desktop.api;

import java.util.List;
import java.util.function.Consumer;

/**
 * Something that a person should hear of now, also while the window is behind others.
 *
 * @param key what it is about, such as a conversation: a newer one takes the place of an older one with the same key
 * @param title a few words, such as who speaks. Plain text, never markup
 * @param text what it says. Plain text, never markup
 * @param actions what can be done right from it; the first of kind {@link Kind#OPEN} is what a click does
 */
public record Notification(String key, String title, String text, List<Action> actions) {

    public Notification {
        actions = List.copyOf(actions);
    }

    /** What choosing an action takes. */
    public enum Kind {
        /** A click on the whole. */
        OPEN,
        /** A button. */
        PRESS,
        /** A line to write an answer into; left out where a channel has none. */
        REPLY
    }

    /**
     * Something that can be done.
     *
     * @param label what the button says
     * @param chosen does it; given what was written, or an empty text. Called from any thread: returns soon
     */
    public record Action(String label, Kind kind, Consumer<String> chosen) {}
}
