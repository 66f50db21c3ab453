package parley.desktop.chat.timeline;

import parley.desktop.chat.paint.Wording;

import java.util.ArrayList;

/**
 * What a person has selected: from a letter of one row to a letter of another, in either direction.
 *
 * @param fromRow where the button went down
 * @param toRow where the pointer is
 */
record Marked(int fromRow, int fromOffset, int toRow, int toOffset) {

    boolean isEmpty() {
        return fromRow == toRow && fromOffset == toOffset;
    }

    int firstRow() {
        return Math.min(fromRow, toRow);
    }

    int lastRow() {
        return Math.max(fromRow, toRow);
    }

    /** The first selected letter of {@code row}, which has {@code length} of them; after the last if none is. */
    int start(int row, int length) {
        if (row < firstRow() || row > lastRow()) return length;
        if (row > firstRow()) return 0;
        if (fromRow == toRow) return Math.min(fromOffset, toOffset);
        return fromRow < toRow ? fromOffset : toOffset;
    }

    /** The letter of {@code row} after the last selected one. */
    int end(int row, int length) {
        if (row < firstRow() || row > lastRow()) return 0;
        if (row < lastRow()) return length;
        if (fromRow == toRow) return Math.max(fromOffset, toOffset);
        return fromRow < toRow ? toOffset : fromOffset;
    }

    /** The same selection after {@code count} rows have come before all others. */
    Marked shifted(int count) {
        return new Marked(fromRow + count, fromOffset, toRow + count, toOffset);
    }

    /** What is selected, as text: of one row the words alone, of several each with its time and author. */
    String text(Rows rows, Wording wording) {
        if (firstRow() == lastRow()) return part(rows, firstRow());
        var lines = new ArrayList<String>();
        for (int row = firstRow(); row <= lastRow(); row++) {
            var part = part(rows, row);
            var said = rows.get(row);
            var who = said.quiet() ? "" : said.name() + ": ";
            if (!part.isEmpty()) lines.add("[" + wording.time(said.at()) + "] " + who + part);
        }
        return String.join("\n", lines);
    }

    private String part(Rows rows, int row) {
        var said = rows.get(row);
        var text = said.card() == null ? said.text() : said.card().name();
        int start = start(row, text.length()), end = Math.min(end(row, text.length()), text.length());
        return start < end ? text.substring(start, end) : "";
    }
}
