package parley.desktop.chat.timeline;

import org.jspecify.annotations.Nullable;

import parley.desktop.chat.paint.Wording;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The entries of a conversation in order, and what stands between them: day lines, and gaps between speakers. */
final class Rows {

    /** Words of one person that follow within this time belong together. */
    private static final Duration TOGETHER = Duration.ofMinutes(5);

    private final Wording wording;
    private final List<Said> list = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private int before;

    /** The id of the entry above which what is new begins. */
    private String fresh = "";

    Rows(Wording wording) {
        this.wording = wording;
    }

    int size() {
        return list.size();
    }

    Said get(int row) {
        return list.get(row);
    }

    /** The row of the entry {@code id}, or -1. */
    int find(String id) {
        var place = places.get(id);
        return place == null ? -1 : place + before;
    }

    void clear() {
        list.clear();
        places.clear();
        before = 0;
        fresh = "";
    }

    /** Has what is new begin with the entry {@code id}; with none if that is empty. */
    void fresh(String id) {
        fresh = id;
    }

    /** Whether what is new begins with {@code row}. */
    boolean fresh(int row) {
        return get(row).id().equals(fresh);
    }

    void add(Said said) {
        places.put(said.id(), list.size() - before);
        list.add(said);
    }

    void set(int row, Said said) {
        list.set(row, said);
    }

    /** The row that an entry of {@code order} belongs at: almost always the one after the last. */
    int place(long order) {
        int row = list.size();
        while (row > 0 && list.get(row - 1).order() > order) row--;
        return row;
    }

    void insert(int row, Said said) {
        list.add(row, said);
        count();
    }

    void remove(int row) {
        list.remove(row);
        count();
    }

    private void count() {
        places.clear();
        before = 0;
        for (int each = 0; each < list.size(); each++) places.put(list.get(each).id(), each);
    }

    /** Puts {@code older} before all others. */
    void prepend(List<Said> older) {
        list.addAll(0, older);
        before += older.size();
        for (int row = 0; row < older.size(); row++) places.put(older.get(row).id(), row - before);
    }

    /** The day that begins with {@code row}, if one does. */
    @Nullable LocalDate day(int row) {
        var day = wording.day(get(row).at());
        return row > 0 && wording.day(get(row - 1).at()).equals(day) ? null : day;
    }

    /** Whether {@code row} is the first that its author says in one go. */
    boolean first(int row) {
        return row == 0 || fresh(row) || day(row) != null || !together(get(row - 1), get(row));
    }

    /** Whether {@code row} is the last that its author says in one go. */
    boolean last(int row) {
        return row == size() - 1 || first(row + 1);
    }

    private static boolean together(Said one, Said next) {
        return one.author().equals(next.author()) && Duration.between(one.at(), next.at()).compareTo(TOGETHER) < 0;
    }
}
