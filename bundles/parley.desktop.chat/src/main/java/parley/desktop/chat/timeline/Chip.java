package parley.desktop.chat.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What people think of an entry: one emoji, and who chose it.
 *
 * @param emoji as it was sent, which may be any short text
 * @param count how many people chose it
 * @param mine whether the person at this window is one of them
 * @param names what the first {@value #NAMED} of them are called, in the order in which they chose it
 */
public record Chip(String emoji, int count, boolean mine, List<String> names) {

    /** How many people are named: of thousands, a few will do. */
    public static final int NAMED = 10;

    public Chip {
        names = List.copyOf(names);
    }

    /** What is shown under the pointer. */
    String tip() {
        // Isolated (UAX #9), so that a name that runs from right to left leaves the words around it in place.
        return who(names.stream().map(name -> "\u2068" + name + "\u2069").toList()) + " reacted with " + emoji;
    }

    /** What a screen reader says for it. */
    String spoken() {
        return emoji + " from " + who(names);
    }

    private String who(List<String> named) {
        var all = new ArrayList<>(named);
        int others = count - named.size();
        if (others > 0) all.add(others == 1 ? "one more" : others + " more");
        if (all.size() < 2) return String.join("", all);
        var last = all.removeLast();
        return String.join(", ", all) + " and " + last;
    }

    /** What a screen reader says for all of {@code chips}; empty if there are none. */
    static String spoken(List<Chip> chips) {
        if (chips.isEmpty()) return "";
        return chips.stream().map(Chip::spoken).collect(Collectors.joining("; ", ". Reactions: ", ""));
    }
}
