package parley.desktop.chat.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Random;

class HeightsTest {

    @Test
    void sumsWhatAPlainListSums() {
        var random = new Random(7);
        var heights = new Heights();
        var plain = new ArrayList<Integer>();
        for (int step = 0; step < 3000; step++) {
            int height = 1 + random.nextInt(200);
            switch (plain.isEmpty() ? 0 : random.nextInt(20)) {
                case 0 -> {
                    heights.add(height);
                    plain.add(height);
                }
                case 1 -> {
                    heights.prepend(new int[] {height, 3});
                    plain.addAll(0, java.util.List.of(height, 3));
                }
                case 2 -> {
                    int row = random.nextInt(plain.size());
                    heights.insert(row, height);
                    plain.add(row, height);
                }
                default -> {
                    int row = random.nextInt(plain.size());
                    heights.set(row, height);
                    plain.set(row, height);
                }
            }
            int rows = random.nextInt(plain.size() + 1);
            assertEquals(plain.subList(0, rows).stream().mapToLong(Integer::longValue).sum(), heights.sum(rows));
        }
        long y = 0;
        for (int row = 0; row < plain.size(); row++) {
            assertEquals(row, heights.at(y));
            assertEquals(row, heights.at(y + plain.get(row) - 1));
            y += plain.get(row);
        }
        assertEquals(plain.size() - 1, heights.at(y + 10_000));
    }

    @Test
    void hasNoRowWhereThereIsNone() {
        var heights = new Heights();
        assertEquals(-1, heights.at(0));
        assertEquals(0, heights.total());
        assertThrows(IndexOutOfBoundsException.class, () -> heights.get(0));
        assertThrows(IndexOutOfBoundsException.class, () -> heights.set(0, 1));
    }

    @Test
    void closesTheGapOfARowThatGoes() {
        var heights = new Heights();
        for (int height : new int[] {10, 20, 30, 40}) heights.add(height);
        heights.remove(1);
        assertEquals(3, heights.size());
        assertEquals(80, heights.total());
        assertEquals(1, heights.at(10));
        assertEquals(2, heights.at(40));
        assertThrows(IndexOutOfBoundsException.class, () -> heights.remove(3));
    }
}
