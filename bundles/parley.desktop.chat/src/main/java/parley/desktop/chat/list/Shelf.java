package parley.desktop.chat.list;

import parley.desktop.api.Icon;

/**
 * A row that leads to rows in a place of their own, or back from there; or that only says what follows.
 *
 * @param detail a second line; may be empty
 * @param unread messages there that were not read
 * @param leads whether it can be pressed
 */
public record Shelf(String id, Icon icon, String title, String detail, int unread, boolean leads) implements Row {

    /** What a screen reader says for the row. */
    String spoken() {
        var said = new StringBuilder(title);
        if (unread > 0) said.append(", ").append(Line.newMessages(unread));
        if (!detail.isEmpty()) said.append(": ").append(detail);
        return said.toString();
    }
}
