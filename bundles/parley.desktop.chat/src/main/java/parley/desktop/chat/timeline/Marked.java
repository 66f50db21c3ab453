package parley.desktop.chat.timeline;

import parley.desktop.chat.paint.Wording;

import java.util.ArrayList;
import java.util.function.IntFunction;

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

    /**
     * What is selected, as it was said: of one row the words alone, of several each with its time and author.
     *
     * @param riches what a row shows
     */
    String text(Rows rows, Wording wording, IntFunction<Rich> riches) {
        if (firstRow() == lastRow()) return part(rows, firstRow(), riches);
        var lines = new ArrayList<String>();
        for (int row = firstRow(); row <= lastRow(); row++) {
            var part = part(rows, row, riches);
            var said = rows.get(row);
            var who = said.quiet() ? "" : said.name() + ": ";
            if (!part.isEmpty()) lines.add("[" + wording.time(said.at()) + "] " + who + part);
        }
        return String.join("\n", lines);
    }

    private String part(Rows rows, int row, IntFunction<Rich> riches) {
        var said = rows.get(row);
        var card = said.card();
        if (said.deleted()) return "";
        if (card == null && row > firstRow() && row < lastRow()) return said.text();
        var rich = card == null ? riches.apply(row) : Rich.plain(card.name());
        int length = rich.shown.length();
        return rich.source(start(row, length), Math.min(end(row, length), length));
    }
}
