package parley.desktop.chat.list;

import parley.desktop.api.text.Phrases;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A message that was looked for.
 *
 * @param key decides the colour of the picture
 * @param title of the conversation
 * @param who said it
 * @param parts of what it says
 */
public record Hit(String id, String key, String title, String who, List<Part> parts, Instant at) implements Row {

    private static final Phrases T = Phrases.of(Hit.class);

    /** Words on one line; {@code marked} if they are what was looked for. */
    public record Part(String text, boolean marked) {}

    public Hit {
        parts = List.copyOf(parts);
    }

    String text() {
        return parts.stream().map(Part::text).collect(Collectors.joining());
    }

    /** What a screen reader says for the row. */
    String spoken(String when) {
        return T.heard("list.hit", "who", who, "title", title, "text", text(), "when", when);
    }
}
