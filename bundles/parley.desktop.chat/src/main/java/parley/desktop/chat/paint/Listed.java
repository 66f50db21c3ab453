package parley.desktop.chat.paint;

import parley.desktop.api.text.Phrases;

import java.util.List;

/** Names of people or files as people list them, each with a direction of its own. */
public final class Listed {

    private static final Phrases T = Phrases.of(Listed.class);

    private Listed() {}

    /** {@code "a, b, c"} */
    public static String of(List<String> names) {
        return T.list("names.next", names);
    }

    /** {@code "a, b and c"} */
    public static String and(List<String> names) {
        if (names.size() < 2) return of(names);
        return last(names.subList(0, names.size() - 1), of(List.of(names.getLast())));
    }

    /** The first {@code most} of {@code names}, and how many there are besides: {@code "a, b and 2 more"}. */
    public static String and(List<String> names, int most) {
        if (names.size() <= most) return and(names);
        return last(names.subList(0, most), T.get("names.more", "count", names.size() - most));
    }

    private static String last(List<String> some, String last) {
        return T.heard("names.last", "some", of(some), "last", last);
    }
}
