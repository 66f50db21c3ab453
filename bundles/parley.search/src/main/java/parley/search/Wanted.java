package parley.search;

import parley.client.api.Search.Range;
import parley.search.Words.Word;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What somebody looks for: rows of words, each of which must be there. The last word of a row is the beginning of one,
 * unless the row was put in quotes.
 */
record Wanted(List<Row> rows) {

    record Row(List<String> words, boolean exact) {}

    /** More rows than this are not looked for: every one narrows the result further. */
    private static final int MAX_ROWS = 32;

    /** Marks beyond these are not shown. */
    private static final int MAX_MARKS = 100;

    static Wanted of(String text) {
        var rows = new ArrayList<Row>();
        var parts = text.split("\"", -1);
        for (var i = 0; i < parts.length; i++) {
            var quoted = i % 2 == 1;
            var closed = i < parts.length - 1;
            for (var row : quoted ? List.of(parts[i]) : List.of(parts[i].split("\\s+"))) {
                var words = Words.of(row).stream().map(Word::folded).toList();
                if (!words.isEmpty()) rows.add(new Row(words, quoted && closed));
            }
        }
        return new Wanted(rows.stream().distinct().limit(MAX_ROWS).toList());
    }

    /** In the language of FTS5; words hold nothing that would have to be escaped there. */
    String expression() {
        return rows.stream()
                .map(row -> '"' + String.join(" ", row.words) + '"' + (row.exact ? "" : "*"))
                .collect(Collectors.joining(" AND "));
    }

    /** Where it stands in a text; nowhere if not all of it does. */
    List<Range> in(String text) {
        var words = Words.of(text);
        var all = new ArrayList<Range>();
        for (var row : rows) {
            var found = in(words, row);
            if (found.isEmpty()) return List.of();
            all.addAll(found);
        }
        return apart(all);
    }

    private static List<Range> in(List<Word> words, Row row) {
        var found = new ArrayList<Range>();
        var length = row.words.size();
        for (var at = 0; at + length <= words.size() && found.size() < MAX_MARKS; at++) {
            if (begins(words, at, row)) {
                found.add(new Range(words.get(at).start(), words.get(at + length - 1).end()));
            }
        }
        return found;
    }

    private static boolean begins(List<Word> words, int at, Row row) {
        var last = row.words.size() - 1;
        for (var i = 0; i < last; i++) if (!words.get(at + i).folded().equals(row.words.get(i))) return false;
        var word = words.get(at + last).folded();
        return row.exact ? word.equals(row.words.get(last)) : word.startsWith(row.words.get(last));
    }

    private static List<Range> apart(List<Range> ranges) {
        ranges.sort(Comparator.comparingInt(Range::start).thenComparingInt(Range::end));
        var apart = new ArrayList<Range>();
        for (var range : ranges) {
            var before = apart.isEmpty() ? null : apart.getLast();
            if (before == null || range.start() >= before.end()) {
                apart.add(range);
            } else if (range.end() > before.end()) {
                apart.set(apart.size() - 1, new Range(before.start(), range.end()));
            }
        }
        return List.copyOf(apart.subList(0, Math.min(MAX_MARKS, apart.size())));
    }
}
