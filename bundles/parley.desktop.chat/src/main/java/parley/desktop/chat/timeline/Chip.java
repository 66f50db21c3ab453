package parley.desktop.chat.timeline;

import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Listed;

import java.util.ArrayList;
import java.util.List;

/**
 * What people think of an entry: one emoji, and who chose it.
 *
 * @param emoji as it was sent, which may be any short text
 * @param count how many people chose it
 * @param mine whether the person at this window is one of them
 * @param names what the first {@value #NAMED} of them are called, in the order in which they chose it
 */
public record Chip(String emoji, int count, boolean mine, List<String> names) {

    private static final Phrases T = Phrases.of(Chip.class);

    /** How many people are named: of thousands, a few will do. */
    public static final int NAMED = 10;

    public Chip {
        names = List.copyOf(names);
    }

    /** What is shown under the pointer. */
    String tip() {
        if (count == 1 && mine) return T.get("chip.tip.you", "emoji", emoji);
        return count == 1
                ? T.get("chip.tip.one", "who", who(), "emoji", emoji)
                : T.get("chip.tip", "who", who(), "emoji", emoji);
    }

    /** What a screen reader says for it. */
    String spoken() {
        return T.heard("chip.spoken", "emoji", emoji, "who", who());
    }

    private String who() {
        var all = new ArrayList<>(names);
        if (count > names.size()) all.add(T.get("chip.more", "count", count - names.size()));
        return Listed.and(all);
    }

    /** What a screen reader says for all of {@code chips} after what was {@code said}. */
    static String spoken(String said, List<Chip> chips) {
        return chips.stream()
                .map(Chip::spoken)
                .reduce((some, next) -> T.heard("chip.next", "some", some, "next", next))
                .map(all -> T.heard("chip.all", "said", said, "chips", all))
                .orElse(said);
    }
}
