package parley.desktop.chat.list;

import parley.desktop.api.Icon;
import parley.desktop.api.text.Phrases;

/**
 * A row that leads to rows in a place of their own, or back from there; or that only says what follows.
 *
 * @param detail a second line; may be empty
 * @param unread messages there that were not read
 * @param leads whether it can be pressed
 */
public record Shelf(String id, Icon icon, String title, String detail, int unread, boolean leads) implements Row {

    private static final Phrases T = Phrases.of(Shelf.class);

    /** What a screen reader says for the row. */
    String spoken() {
        var said = unread > 0 ? Line.and(title, Line.newMessages(unread)) : title;
        return detail.isEmpty() ? said : T.heard("list.preview", "line", said, "preview", detail);
    }
}
