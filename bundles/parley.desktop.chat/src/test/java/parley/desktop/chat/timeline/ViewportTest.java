package parley.desktop.chat.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

class ViewportTest {

    private int[] real = new int[0];
    private final Viewport view = new Viewport(row -> real[row], 10);

    private void rows(int count, int height, int guess) {
        real = IntStream.range(0, count).map(_ -> height).toArray();
        for (int row = 0; row < count; row++) view.add(guess);
        view.resize(400);
        view.measure();
    }

    @Test
    void hangsAtTheEndAtFirst() {
        rows(1000, 50, 30);
        assertTrue(view.stuck());
        assertEquals(400 - 10, view.firstTop() + (1000 - view.first()) * 50);
    }

    @Test
    void standsAtTheBottomWhenThereAreFew() {
        rows(2, 50, 30);
        assertEquals(0, view.first());
        assertEquals(400 - 10 - 100, view.firstTop());
    }

    @Test
    void movesByExactlyWhatWasAskedOverRowsNobodyHasMeasured() {
        rows(1000, 50, 13);
        int end = view.first() * 50 - view.firstTop();
        view.by(-1000);
        view.measure();
        assertFalse(view.stuck());
        assertEquals(end - 1000, view.first() * 50 - view.firstTop());
        view.by(1000);
        view.measure();
        assertTrue(view.stuck());
    }

    @Test
    void staysWhereItIsWhenOlderOnesComeBefore() {
        rows(100, 50, 30);
        view.by(-2000);
        view.measure();
        int row = view.first(), top = view.firstTop();
        real = IntStream.range(0, 150).map(each -> each < 50 ? 77 : 50).toArray();
        view.prepend(new int[50]);
        view.measure();
        assertEquals(row + 50, view.first());
        assertEquals(top, view.firstTop());
    }

    @Test
    void goesNoFurtherThanBothEnds() {
        rows(20, 50, 30);
        view.by(-100_000);
        view.measure();
        assertEquals(0, view.first());
        assertEquals(0, view.firstTop());
        view.by(100_000);
        view.measure();
        assertTrue(view.stuck());
    }

    @Test
    void followsTheScrollBar() {
        rows(1000, 50, 50);
        view.to(0);
        assertEquals(0, view.first());
        view.to(25_020);
        assertEquals(500, view.first());
        assertEquals(-20, view.firstTop());
        assertEquals(25_020, view.position());
    }

    @Test
    void revealsARowAboveAndOneFarBelow() {
        rows(1000, 50, 30);
        view.reveal(3);
        view.measure();
        assertTrue(view.first() <= 3 && view.firstTop() + (3 - view.first()) * 50 >= 0);
        view.reveal(900);
        view.measure();
        int top = view.firstTop() + (900 - view.first()) * 50;
        assertTrue(top >= 0 && top + 50 <= 400, "row at " + top);
    }

    @Test
    void doesNothingWithoutRows() {
        view.resize(400);
        view.by(50);
        view.to(100);
        view.measure();
        assertEquals(0, view.size());
    }

    @Test
    void staysWhereItIsWhenARowAboveGoes() {
        rows(50, 40, 40);
        view.resize(400);
        view.measure();
        view.to(1000);
        real = IntStream.range(0, 49).map(_ -> 40).toArray();
        view.remove(3);
        view.measure();
        assertEquals(24, view.first(), "what was row 25");
        assertEquals(0, view.firstTop());
        assertEquals(49, view.size());
    }

    @Test
    void staysAtTheEndWhenTheLastRowGoes() {
        rows(50, 40, 40);
        view.resize(400);
        view.measure();
        real = IntStream.range(0, 49).map(_ -> 40).toArray();
        view.remove(49);
        view.measure();
        assertTrue(view.stuck());
        assertEquals(49 * 40 + 10 - 400, view.position());
    }

    @Test
    void hasNothingLeftWhenTheOnlyRowGoes() {
        rows(1, 40, 40);
        view.resize(400);
        view.measure();
        view.remove(0);
        view.measure();
        assertEquals(0, view.size());
        assertEquals(0, view.first());
    }

    @Test
    void keepsItsLowerEdgeWhenItsHeightChanges() {
        rows(50, 40, 40);
        view.to(800);
        view.resize(340);
        view.measure();
        assertEquals(860, view.position());
        view.resize(400);
        view.measure();
        assertEquals(800, view.position());
        view.to(20);
        view.resize(500);
        view.measure();
        assertEquals(0, view.position());
    }

    @Test
    void bringsARowToTheMiddle() {
        rows(50, 40, 40);
        view.resize(400);
        view.measure();
        view.centre(20);
        view.measure();
        assertEquals(20 * 40 - 180, view.position());
        view.centre(1);
        view.measure();
        assertEquals(0, view.position());
        view.centre(49);
        view.measure();
        assertTrue(view.stuck(), "there is nothing below it");
    }
}
