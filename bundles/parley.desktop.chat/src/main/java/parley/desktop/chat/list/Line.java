package parley.desktop.chat.list;

import org.jspecify.annotations.Nullable;

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
     */
    public record Signs(Lead lead, boolean pinned, boolean muted, boolean archived, boolean again, boolean mentioned) {

        /** Nothing is set. */
        public static final Signs NONE = new Signs(Lead.NONE, false, false, false, false, false);
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

    static String newMessages(int count) {
        return count + (count == 1 ? " new message" : " new messages");
    }

    /** What a screen reader says for the line. */
    String spoken(String when) {
        var said = new StringBuilder(title);
        if (online) said.append(", online");
        if (signs.pinned) said.append(", pinned");
        if (signs.muted) said.append(", muted");
        if (unread > 0) said.append(", ").append(newMessages(unread));
        else if (signs.again) said.append(", marked unread");
        if (signs.mentioned) said.append(", you are mentioned");
        if (!preview.isEmpty()) said.append(signs.lead == Lead.DRAFT ? ": Draft: " : ": ").append(preview);
        if (mark != Mark.NONE) said.append(", ").append(mark.spoken());
        if (!when.isEmpty()) said.append(", ").append(when);
        return said.toString();
    }
}
