package parley.desktop.chat;

import java.nio.charset.StandardCharsets;

/**
 * What fits into the composer: as much as a message may hold, unless laying it out would stop the window at each key.
 */
final class Room {

    /** The most that a message holds, in bytes of UTF-8. */
    static final int BYTES = 64 * 1024;

    /** The longest line that is laid out fast enough: all of it is laid out anew for each letter. */
    static final int LINE = 20_000;

    /** The longest word: Pango takes the square of its length. */
    private static final int WORD = 1_000;

    /** No character takes more bytes than this. */
    private static final int WIDEST = 3;

    private Room() {}

    /** Whether {@code text} can be written here. Takes time in proportion to its length. */
    static boolean takes(String text) {
        if (!sends(text)) return false;
        int line = 0, word = 0;
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            line = letter == '\n' || letter == '\r' ? 0 : line + 1;
            word = Character.isWhitespace(letter) ? 0 : word + 1;
            if (line > LINE || word >= WORD) return false;
        }
        return true;
    }

    /** Whether a message holds {@code text}. */
    static boolean sends(String text) {
        if (text.length() > BYTES) return false;
        return text.length() <= BYTES / WIDEST || text.getBytes(StandardCharsets.UTF_8).length <= BYTES;
    }
}
