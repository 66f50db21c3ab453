package parley.desktop.chat;

import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.Line;
import parley.desktop.chat.list.Row;
import parley.desktop.chat.list.Shelf;
import parley.desktop.chat.paint.Icons;

import java.util.ArrayList;
import java.util.List;

/** Where the lines of the list stand: what is archived has a place of its own, which the last row leads to. */
record Shelves(List<Line> open, List<Line> away) {

    private static final Phrases T = Phrases.of(Shelves.class);

    /** The names on the shelf that are looked at to say what is there. */
    private static final int NAMED = 5;

    static Shelves of(List<Line> lines) {
        return new Shelves(
                lines.stream().filter(line -> !line.signs().archived()).toList(),
                lines.stream().filter(line -> line.signs().archived()).toList());
    }

    boolean hasArchived() {
        return !away.isEmpty();
    }

    /** The rows of the list as it usually stands. */
    List<Row> main() {
        var rows = new ArrayList<Row>(open);
        if (hasArchived()) {
            var title = T.get("shelf.archived.count", "count", away.size());
            var names = T.list("shelf.names", away.stream().limit(NAMED).map(Line::title).toList());
            int unread = away.stream().mapToInt(Line::unread).sum();
            rows.add(new Shelf("s:archived", Icons.ARCHIVE, title, names, unread, true));
        }
        return rows;
    }

    /** What is archived, below the way back. */
    List<Row> archived() {
        var rows = new ArrayList<Row>();
        rows.add(new Shelf("s:back", Icons.BACK, T.get("shelf.archived"), T.get("shelf.back"), 0, true));
        rows.addAll(away);
        return rows;
    }
}
