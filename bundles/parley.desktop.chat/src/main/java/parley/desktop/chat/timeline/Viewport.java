package parley.desktop.chat.timeline;

import java.util.BitSet;
import java.util.function.IntUnaryOperator;

/**
 * Which part of many rows is in view. It holds on to a row and a distance into it, not to a sum of guesses: rows above
 * may turn out higher than was thought without anything in view moving.
 */
final class Viewport {

    private final Heights heights = new Heights();
    private final BitSet known = new BitSet();
    private final IntUnaryOperator lay;
    private final int foot;
    private int height;

    /** The first row in view, and how many points of it are above the view; negative if it begins below the top. */
    private int top;

    private int above;
    private boolean stuck = true;

    /**
     * @param lay lays out a row and says how high it is
     * @param foot free space after the last row
     */
    Viewport(IntUnaryOperator lay, int foot) {
        this.lay = lay;
        this.foot = foot;
    }

    /** Whether the last row is in view, and will be when others follow. */
    boolean stuck() {
        return stuck;
    }

    int size() {
        return heights.size();
    }

    int first() {
        return top;
    }

    /** Where the first row in view begins, at most 0 unless all rows fit. */
    int firstTop() {
        return -above;
    }

    long total() {
        return heights.total() + foot;
    }

    /** How far the view is from the beginning. */
    long position() {
        return Math.max(0, heights.sum(top) + above);
    }

    /** The view is {@code changed} high: what stands at its lower edge stays there, as where one writes needs room. */
    void resize(int changed) {
        if (!stuck && height > 0 && changed != height && size() > 0) {
            above += height - changed;
            settle();
        }
        height = changed;
    }

    void clear() {
        heights.clear();
        known.clear();
        top = 0;
        above = 0;
        stuck = true;
    }

    /** Forgets how high rows are: the next look measures them again. */
    void remeasure() {
        known.clear();
    }

    void remeasure(int row) {
        known.clear(row);
    }

    void add(int guess) {
        heights.add(guess);
    }

    void insert(int row, int guess) {
        heights.insert(row, guess);
        known.clear();
        if (row < top) top++;
    }

    /** Takes {@code row} out; what is in view beside it stays where it is. */
    void remove(int row) {
        heights.remove(row);
        known.clear();
        if (row < top) top--;
        if (top >= size()) {
            top = Math.max(0, size() - 1);
            above = 0;
        } else if (!stuck) {
            settle();
        }
    }

    void prepend(int[] guesses) {
        heights.prepend(guesses);
        known.clear();
        if (size() > guesses.length) top += guesses.length;
    }

    void toEnd() {
        stuck = true;
    }

    /** Moves by {@code distance}, downwards if positive. */
    void by(int distance) {
        if (size() == 0) return;
        stuck = false;
        above += distance;
        settle();
    }

    /** Moves to {@code position} from the beginning, as a scroll bar does. */
    void to(long position) {
        if (size() == 0) return;
        stuck = position >= total() - height;
        top = heights.at(position);
        above = (int) (position - heights.sum(top));
    }

    /** Moves as little as is needed to bring {@code row} into view. */
    void reveal(int row) {
        int high = measure(row);
        if (row < top || (row == top && above > 0)) {
            stuck = false;
            top = row;
            above = -8;
            settle();
            return;
        }
        int y = -above;
        for (int each = top; each < row && y < height; each++) y += measure(each);
        int over = y + high + foot - height;
        if (y >= height) { // far below: hold on to it from beneath
            stuck = false;
            top = row;
            above = high + foot - height;
            settle();
        } else if (over > 0) {
            by(over);
        }
    }

    /** Moves {@code row} to the middle of the view. */
    void centre(int row) {
        stuck = false;
        top = row;
        above = Math.min(0, (measure(row) - height) / 2);
        settle();
    }

    /** Has {@code row} begin {@code below} the upper edge, if there is enough after it. */
    void from(int row, int below) {
        stuck = false;
        top = row;
        above = -below;
        settle();
    }

    /** Measures what is in view and corrects the view's place by it. To be called before each look at the rows. */
    void measure() {
        if (size() == 0) return;
        if (!stuck) {
            int y = -above;
            int row = top;
            while (row < size() && y < height) y += measure(row++);
            if (row == size() && y + foot <= height) stuck = true;
        }
        if (stuck) hang();
    }

    private void hang() {
        int y = foot;
        int row = size();
        while (row > 0 && y < height) y += measure(--row);
        top = row;
        above = y - height;
    }

    private void settle() {
        while (above < 0 && top > 0) above += measure(--top);
        if (above < 0) above = 0;
        while (top < size() - 1 && above >= measure(top)) above -= measure(top++);
    }

    private int measure(int row) {
        if (!known.get(row)) {
            heights.set(row, lay.applyAsInt(row));
            known.set(row);
        }
        return heights.get(row);
    }
}
