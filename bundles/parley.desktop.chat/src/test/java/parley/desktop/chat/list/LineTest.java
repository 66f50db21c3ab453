package parley.desktop.chat.list;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.desktop.chat.paint.Mark;

class LineTest {

    private static Line line(String title, String address) {
        return new Line("id", "key", title, address, "preview", null, Mark.NONE, 0, false, false);
    }

    @Test
    void isFoundByEachOfItsWords() {
        var ana = line("Ana Lucía Reyes", "ana@relay.example");
        assertTrue(ana.matches("lucia"));
        assertTrue(ana.matches("REYES  an"));
        assertTrue(ana.matches("relay.ex"));
        assertTrue(ana.matches(" "));
        assertFalse(ana.matches("ana mira"));
        assertFalse(ana.matches("preview"));
        assertTrue(line("خانواده", "").matches("خانواده"));
        assertTrue(line("ﬁle club", "").matches("file"));
        assertFalse(line("", "").matches("x"));
    }
}
