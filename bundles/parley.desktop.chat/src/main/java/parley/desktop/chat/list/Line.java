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
        boolean asks) {

    /** Marks over and under letters, which a person who searches may leave out. */
    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");

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

    /** What a screen reader says for the line. */
    String spoken(String when) {
        var said = new StringBuilder(title);
        if (online) said.append(", online");
        if (unread > 0) said.append(", ").append(unread).append(unread == 1 ? " new message" : " new messages");
        if (!preview.isEmpty()) said.append(": ").append(preview);
        if (mark != Mark.NONE) said.append(", ").append(mark.spoken());
        if (!when.isEmpty()) said.append(", ").append(when);
        return said.toString();
    }
}
