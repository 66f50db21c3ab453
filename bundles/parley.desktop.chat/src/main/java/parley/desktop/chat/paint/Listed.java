package parley.desktop.chat.paint;

import parley.desktop.api.text.Language;
import parley.desktop.api.text.Phrases;

import java.text.Bidi;
import java.util.List;

/** Says names of people or files one after another, each with a direction of its own. */
public final class Listed {

    private static final Phrases T = Phrases.of(Listed.class);

    private Listed() {}

    /** {@code "a, b, c"} */
    public static String of(List<String> names) {
        return names.stream()
                .map(Listed::apart)
                .reduce((some, next) -> T.heard("names.next", "some", some, "next", next))
                .orElse("");
    }

    /** {@code "a, b and c"} */
    public static String and(List<String> names) {
        if (names.size() < 2) return of(names);
        var some = of(names.subList(0, names.size() - 1));
        return T.heard("names.last", "some", some, "last", apart(names.getLast()));
    }

    /** {@code name} so that its direction does not reach the others (UAX #9 §2.7). */
    private static String apart(String name) {
        boolean other = Language.current().rightToLeft() || Bidi.requiresBidi(name.toCharArray(), 0, name.length());
        return other ? "\u2068" + name + "\u2069" : name;
    }
}
