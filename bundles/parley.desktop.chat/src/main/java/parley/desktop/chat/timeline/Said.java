package parley.desktop.chat.timeline;

import org.jspecify.annotations.Nullable;

import parley.desktop.api.Icon;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Mark;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of the list: something somebody said, a file they sent, or a quiet line about what happened.
 *
 * @param id the same for as long as the entry is there
 * @param order where it stands among the others
 * @param author who said it, as a key that never changes; empty for a quiet line, which nobody said
 * @param name what the author is called
 * @param mine whether the person at this window said it
 * @param text the words; empty if {@code card} is there, or if it was deleted
 * @param mark how far it has come, if it is ours
 * @param quote what it answers, if it does
 * @param besides what its author says of the words
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
        @Nullable Card card,
        @Nullable Quote quote,
        Fate fate,
        Besides besides) {

    private static final Phrases T = Phrases.of(Said.class);

    /** More letters than a line ever shows. */
    private static final int LINE = 400;

    /**
     * What became of an entry after it was said.
     *
     * @param pinned whether the person keeps it at hand
     */
    public record Fate(boolean edited, boolean deleted, List<Chip> chips, boolean pinned) {

        /** Nothing has happened to it. */
        public static final Fate NONE = new Fate(false, false, List.of());

        public Fate {
            chips = List.copyOf(chips);
        }

        /** Of one that nobody keeps at hand. */
        public Fate(boolean edited, boolean deleted, List<Chip> chips) {
            this(edited, deleted, chips, false);
        }

        private Fate pinned(boolean now) {
            return new Fate(edited, deleted, chips, now);
        }
    }

    /**
     * The words from {@code start} up to {@code end} name somebody.
     *
     * @param mine whether it is the person at this window
     */
    public record Name(int start, int end, boolean mine) {}

    /**
     * What holds of the words from the beginning: whom some of them name, whether they are from elsewhere, and how long
     * they stay.
     *
     * @param lasts in a person's words; empty for ever
     * @param claimed the day on which they say they wrote them, in a person's words; empty unless that cannot be
     * @param editClaimed the same of their edit
     */
    public record Besides(List<Name> names, boolean forwarded, String lasts, String claimed, String editClaimed) {

        /** Nothing. */
        public static final Besides NONE = new Besides(List.of(), false);

        public Besides {
            names = List.copyOf(names);
        }

        /** Of words that stay. */
        public Besides(List<Name> names, boolean forwarded) {
            this(names, forwarded, "", "", "");
        }
    }

    /** What a person can do about an entry, besides what its file offers. */
    public enum Act {
        REPLY("said.reply"),
        REACT("said.react"),
        EDIT("said.edit"),
        FORWARD("said.forward"),
        PIN("said.pin"),
        UNPIN("said.unpin"),
        ERASE("said.erase"),
        DELETE("said.delete");

        private final String key;

        Act(String key) {
            this.key = key;
        }

        /** In the words of a menu. */
        public String label() {
            return T.get(key);
        }
    }

    /** An entry that answers nothing and to which nothing has happened since. */
    public Said(
            String id,
            long order,
            String author,
            String name,
            boolean mine,
            Instant at,
            String text,
            Mark mark,
            @Nullable Card card) {
        this(id, order, author, name, mine, at, text, mark, card, null, Fate.NONE);
    }

    /** An entry of whose words its author says no more. */
    public Said(
            String id,
            long order,
            String author,
            String name,
            boolean mine,
            Instant at,
            String text,
            Mark mark,
            @Nullable Card card,
            @Nullable Quote quote,
            Fate fate) {
        this(id, order, author, name, mine, at, text, mark, card, quote, fate, Besides.NONE);
    }

    /** A line about what happened, such as who came. */
    public static Said quiet(String id, long order, Instant at, String text) {
        return new Said(id, order, "", "", false, at, text, Mark.NONE, null);
    }

    /** The same entry with {@code changed} on it in place of words. */
    public Said with(Card changed) {
        return new Said(id, order, author, name, mine, at, "", mark, changed, null, fate, besides);
    }

    /** The same entry, kept at hand or not. */
    public Said pinned(boolean now) {
        if (now == fate.pinned()) return this;
        return new Said(id, order, author, name, mine, at, text, mark, card, quote, fate.pinned(now), besides);
    }

    /** The same entry with {@code changed} above its words. */
    Said with(Quote changed) {
        return new Said(id, order, author, name, mine, at, text, mark, card, changed, fate, besides);
    }

    /** Whether it is a line about what happened. */
    public boolean quiet() {
        return author.isEmpty();
    }

    /** Whether its author took it back. */
    public boolean deleted() {
        return fate.deleted();
    }

    /** What can be done about it now. */
    public List<Act> acts() {
        if (quiet()) return List.of();
        var acts = new ArrayList<Act>();
        if (!deleted()) acts.addAll(List.of(Act.REPLY, Act.REACT));
        if (mine && card == null && !deleted()) acts.add(Act.EDIT);
        if (!deleted() && (card == null || card.state() instanceof Card.State.Done)) acts.add(Act.FORWARD);
        if (fate.pinned()) acts.add(Act.UNPIN);
        else if (!deleted()) acts.add(Act.PIN);
        acts.add(Act.ERASE);
        if (mine && !deleted()) acts.add(Act.DELETE);
        return acts;
    }

    /** What its author is called in a sentence. */
    public String who() {
        return mine ? T.get("said.you") : name;
    }

    /** What it says, on one line. */
    public String line() {
        if (deleted()) return T.get("said.deleted");
        return card == null ? line(text) : card.name();
    }

    /** The beginning of {@code text} on one line, without the signs that only style it. */
    public static String line(String text) {
        return Words.line(Rich.of(text, LINE).shown);
    }

    /** The words that the list shows. */
    String shown() {
        return deleted() ? T.get("said.deleted") : text;
    }

    /**
     * The small pictures before its time: that it is kept at hand, that it does not stay, that it says another time.
     */
    List<Icon> signs() {
        var signs = new ArrayList<Icon>(3);
        if (fate.pinned()) signs.add(Icons.PIN);
        if (!besides.lasts().isEmpty()) signs.add(Icons.TIMER);
        if (claims()) signs.add(Icons.WARNING);
        return signs;
    }

    /** Whether its author says that they wrote it, or edited it, when that cannot be. */
    boolean claims() {
        return !besides.claimed().isEmpty() || !besides.editClaimed().isEmpty();
    }

    /** What is said of its time where the pointer rests on that; only if {@link #claims}. */
    String tip() {
        var written = T.get("said.claimed", "day", besides.claimed());
        var edited = T.get("said.edit.claimed", "day", besides.editClaimed());
        if (besides.editClaimed().isEmpty()) return written;
        return besides.claimed().isEmpty() ? edited : T.get("list.and", "one", written, "other", edited);
    }

    /** Its time, and what else stands beside that. */
    String stamp(String time) {
        if (!besides.forwarded() && !fate.edited()) return time;
        var facts = new ArrayList<String>();
        if (besides.forwarded()) facts.add(T.get("said.forwarded"));
        if (fate.edited()) facts.add(T.get("said.edited"));
        facts.add(time);
        return String.join(" · ", facts);
    }

    /** What a screen reader says for the entry. */
    String spoken(String time) {
        if (quiet()) return and(text, time);
        var head = and(who(), time);
        if (!besides.claimed().isEmpty()) head = and(head, T.heard("said.claimed", "day", besides.claimed()));
        if (besides.forwarded()) head = and(head, T.get("said.forwarded"));
        if (fate.edited()) head = and(head, T.get("said.edited"));
        if (!besides.editClaimed().isEmpty())
            head = and(head, T.heard("said.edit.claimed", "day", besides.editClaimed()));
        if (fate.pinned()) head = and(head, T.get("said.pinned"));
        if (!besides.lasts().isEmpty()) head = and(head, T.heard("said.lasts", "time", besides.lasts()));
        if (mark != Mark.NONE) head = and(head, mark.spoken());
        if (quote != null) head = and(head, quote.spoken());
        var words = card == null ? shown() : card.spoken();
        return Chip.spoken(T.heard("said.of", "who", head, "text", words), fate.chips());
    }

    private static String and(String one, String other) {
        return T.heard("list.and", "one", one, "other", other);
    }
}
