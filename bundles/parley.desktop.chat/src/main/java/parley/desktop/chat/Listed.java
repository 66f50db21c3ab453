package parley.desktop.chat;

import parley.desktop.api.text.Phrases;

import java.util.List;

/** Several names within a sentence, as people list them. */
final class Listed {

    private static final Phrases T = Phrases.of(Listed.class);

    private Listed() {}

    /** {@code "Ana, Noor, Otis"}; of {@code names} there is one at least. */
    static String commas(List<String> names) {
        return T.list("names.comma", names);
    }

    /** {@code "Ana, Noor and Otis"}; of {@code names} there is one at least. */
    static String and(List<String> names) {
        if (names.size() == 1) return names.getFirst();
        var first = names.subList(0, names.size() - 1);
        return T.get("names.and", "names", commas(first), "name", names.getLast());
    }

    /** The first {@code most} of {@code names}, and how many there are besides. */
    static String and(List<String> names, int most) {
        if (names.size() <= most) return and(names);
        var more = T.get("names.more", "count", names.size() - most);
        return T.get("names.and", "names", commas(names.subList(0, most)), "name", more);
    }
}
