package parley.desktop.chat.list;

import org.jspecify.annotations.Nullable;

import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Mark;

import java.text.Normalizer;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One line of the list of conversations.
 *
 * @param id the same for as long as the line is there
 * @param key decides the colour of the picture
 * @param address shown where the title could be mistaken; empty for a group
 * @param preview what was said last
 * @param at when that was; none if nothing was said yet
 * @param mark how far it has come, if it was ours
 * @param asks whether somebody waits for our answer here
 * @param signs what the person has set for it, and how its preview begins
 */
public record Line(
        String id,
        String key,
        String title,
        String address,
        String preview,
        @Nullable Instant at,
        Mark mark,
        int unread,
        boolean online,
        boolean asks,
        Signs signs)
        implements Row {

    private static final Phrases T = Phrases.of(Line.class);

    /** What the preview is. */
    public enum Lead {
        /** What was said last. */
        NONE,
        /** What is half written. */
        DRAFT,
        /** Who writes at this moment. */
        TYPING
    }

    /**
     * What is particular about a conversation.
     *
     * @param muted whether nobody wants to be disturbed by it now
     * @param archived whether it stands in a place of its own
     * @param again whether it is to be looked at again, though all of it was read
     * @param mentioned whether what is unread speaks to the person by name
     * @param away whether the other is there, but not at the moment
     * @param status what the other says of being there; empty for nothing
     */
    public record Signs(
            Lead lead,
            boolean pinned,
            boolean muted,
            boolean archived,
            boolean again,
            boolean mentioned,
            boolean away,
            String status) {

        /** Nothing is set. */
        public static final Signs NONE = new Signs(Lead.NONE, false, false, false, false, false, false, "");
    }

    /** Marks over and under letters, which a person who searches may leave out. */
    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");

    /** A line of somebody, or something, for which nothing is set. */
    public Line(
            String id,
            String key,
            String title,
            String address,
            String preview,
            @Nullable Instant at,
            Mark mark,
            int unread,
            boolean online,
            boolean asks) {
        this(id, key, title, address, preview, at, mark, unread, online, asks, Signs.NONE);
    }

    /** Whether its title or address has each of the words of {@code search} in it, however they are written. */
    public boolean matches(String search) {
        var text = plain(title + " " + address);
        for (var word : plain(search).split("\\s+")) if (!text.contains(word)) return false;
        return true;
    }

    private static String plain(String text) {
        var parted = Normalizer.normalize(text, Normalizer.Form.NFKD);
        return MARKS.matcher(parted).replaceAll("").toLowerCase(Locale.ROOT).strip();
    }

    /** Whether something of it waits to be looked at. */
    public boolean waits() {
        return unread > 0 || asks || signs.again;
    }

    /** How much is new: {@code "5 new messages"}. */
    public static String newMessages(int count) {
        return T.get("list.new", "count", count);
    }

    /** What a screen reader says for the line. */
    String spoken(String when) {
        var said = title;
        if (online) said = and(said, T.get("list.online"));
        if (signs.away) said = and(said, T.get("list.away"));
        if (!signs.status.isEmpty()) said = and(said, T.heard("list.status", "status", signs.status));
        if (signs.pinned) said = and(said, T.get("list.pinned"));
        if (signs.muted) said = and(said, T.get("list.muted"));
        if (unread > 0) said = and(said, newMessages(unread));
        else if (signs.again) said = and(said, T.get("list.again"));
        if (signs.mentioned) said = and(said, T.get("list.mentioned"));
        if (!preview.isEmpty()) said = T.heard("list.preview", "line", said, "preview", lead() + preview);
        if (mark != Mark.NONE) said = and(said, mark.spoken());
        return when.isEmpty() ? said : and(said, when);
    }

    /** What stands before the preview, with a space if it is anything. */
    String lead() {
        return signs.lead == Lead.DRAFT ? T.get("list.draft") + " " : "";
    }

    /** {@code one} and {@code other} as a screen reader says one after the other. */
    static String and(String one, String other) {
        return T.heard("list.and", "one", one, "other", other);
    }
}
