package parley.desktop.chat.timeline;

import org.jspecify.annotations.Nullable;

import parley.desktop.chat.paint.Mark;

import java.time.Instant;

/**
 * One entry of the list: something somebody said, a file they sent, or a quiet line about what happened.
 *
 * @param id the same for as long as the entry is there
 * @param order where it stands among the others
 * @param author who said it, as a key that never changes; empty for a quiet line, which nobody said
 * @param name what the author is called
 * @param mine whether the person at this window said it
 * @param text the words; empty if {@code card} is there
 * @param mark how far it has come, if it is ours
 */
public record Said(
        String id,
        long order,
        String author,
        String name,
        boolean mine,
        Instant at,
        String text,
        Mark mark,
        @Nullable Card card) {

    /** A line about what happened, such as who came. */
    public static Said quiet(String id, long order, Instant at, String text) {
        return new Said(id, order, "", "", false, at, text, Mark.NONE, null);
    }

    /** Whether it is a line about what happened. */
    public boolean quiet() {
        return author.isEmpty();
    }

    /** What a screen reader says for the entry. */
    String spoken(String time) {
        if (quiet()) return text + ", " + time;
        var who = mine ? "You" : name;
        var what = card == null ? text : card.spoken();
        var end = mark == Mark.NONE ? "" : ", " + mark.spoken();
        return who + ", " + time + end + ": " + what;
    }
}
