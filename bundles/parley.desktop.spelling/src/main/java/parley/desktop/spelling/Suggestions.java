package parley.desktop.spelling;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts together what several dictionaries suggest. What stands in them is somebody else's: not all of it is offered.
 */
final class Suggestions {

    private static final String JOINS = " -'’.·\u200C";

    private Suggestions() {}

    /** Whether {@code suggested} is letters and what joins them, and no longer than words are. */
    static boolean isWord(String suggested) {
        if (suggested.isBlank() || suggested.length() > WordFinder.LONGEST) return false;
        return suggested
                .codePoints()
                .allMatch(letter ->
                        Character.isLetterOrDigit(letter)
                                || Character.getType(letter) == Character.NON_SPACING_MARK
                                || Character.getType(letter) == Character.COMBINING_SPACING_MARK
                                || JOINS.indexOf(letter) >= 0);
    }

    /** The first of each list, then the second of each, and so on. */
    static List<String> mixed(List<List<String>> all) {
        var mixed = new ArrayList<String>();
        int longest = all.stream().mapToInt(List::size).max().orElse(0);
        for (int place = 0; place < longest; place++) {
            for (var each : all) if (place < each.size()) mixed.add(each.get(place));
        }
        return mixed;
    }

    /** How many letters must be put in, left out, changed or swapped to make {@code other} of {@code one}. */
    static int distance(String one, String other) {
        var before = new int[other.length() + 1];
        var last = new int[other.length() + 1];
        for (int place = 0; place <= other.length(); place++) last[place] = place;
        for (int row = 1; row <= one.length(); row++) {
            var now = new int[other.length() + 1];
            now[0] = row;
            for (int place = 1; place <= other.length(); place++) {
                int change = one.charAt(row - 1) == other.charAt(place - 1) ? 0 : 1;
                now[place] = Math.min(Math.min(now[place - 1], last[place]) + 1, last[place - 1] + change);
                boolean swapped =
                        row > 1
                                && place > 1
                                && one.charAt(row - 1) == other.charAt(place - 2)
                                && one.charAt(row - 2) == other.charAt(place - 1);
                if (swapped) now[place] = Math.min(now[place], before[place - 2] + 1);
            }
            before = last;
            last = now;
        }
        return last[other.length()];
    }
}
