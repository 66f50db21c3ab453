package parley.desktop.chat.timeline;

import parley.desktop.api.text.Language;
import parley.desktop.api.text.Phrases;

/**
 * What is new in the list: where that begins, how much there is, and what of it the person has not had in view. The
 * place stays while the conversation is open, until something comes while nobody looks and all before it was seen.
 */
final class News {

    private static final Phrases T = Phrases.of(News.class);

    /** Beyond this nobody counts. */
    static final int MOST = 99;

    private String first = "";
    private int count;
    private String text = "";

    /** The last row that was in view and before which all were. */
    private int seen = -1;

    void clear() {
        first = "";
        count = 0;
        seen = -1;
    }

    /**
     * Begins with {@code rows} rows that the person knows.
     *
     * @param firstNew the id of the entry that is new; empty if none is
     */
    void open(String firstNew, int howMany, int rows) {
        first = firstNew;
        count(howMany);
        seen = rows - 1;
    }

    /** The id of the entry that what is new begins with; empty if there is none. */
    String first() {
        return first;
    }

    /** What stands above it. */
    String text() {
        return text;
    }

    private void count(int changed) {
        count = changed;
        text = count == 1 ? T.get("news.one") : T.get("news.many", "count", count);
    }

    /** The rows from {@code from} to {@code to} are in view, and somebody looks. */
    void saw(int from, int to) {
        if (from <= seen + 1) seen = Math.max(seen, to);
    }

    /** Somebody else's entry {@code id} has come as the last one, at {@code row}, while nobody looked at the end. */
    void came(String id, int row) {
        if (first.isEmpty() || seen >= row - 1) {
            first = id;
            count(1);
        } else {
            count(count + 1);
        }
    }

    void prepended(int rows) {
        seen += rows;
    }

    void inserted(int row) {
        if (row <= seen) seen++;
    }

    void removed(int row) {
        if (row <= seen) seen--;
    }

    /** The first row that was not in view yet. */
    int next() {
        return seen + 1;
    }

    /** How many rows of others from {@code from} up to {@code to} were not in view yet; at most one above the most. */
    int unseen(Rows rows, int from, int to) {
        int found = 0;
        for (int row = Math.max(from, seen + 1); row < to && found <= MOST; row++) {
            var said = rows.get(row);
            if (!said.mine() && !said.quiet()) found++;
        }
        return found;
    }

    /** {@code unseen} as it stands on a badge. */
    static String badge(int unseen) {
        return unseen > MOST ? T.get("list.more", "count", MOST) : Language.number(unseen);
    }

    /** Leads back to {@code passed} of them. */
    static String above(int passed) {
        var count = badge(passed);
        return passed == 1 ? T.get("news.above.one", "count", count) : T.get("news.above.many", "count", count);
    }
}
