package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.desktop.Bench;

class RoomTest {

    private static final String LINES = ("x".repeat(900) + "\n").repeat(80);

    @Test
    void sendsWhatAMessageHolds() {
        assertTrue(Room.sends("x".repeat(65_536)));
        assertFalse(Room.sends("x".repeat(65_537)));
        assertTrue(Room.sends("é".repeat(32_768)));
        assertFalse(Room.sends("é".repeat(32_768) + "x"), "bytes, not letters");
        assertTrue(Room.sends("😀".repeat(16_384)));
        assertFalse(Room.sends("😀".repeat(16_384) + "x"));
    }

    @Test
    void takesManyLinesButNoEndlessOne() {
        assertTrue(Room.takes(LINES.substring(0, 65_536)));
        assertFalse(Room.takes(LINES));
        assertTrue(Room.takes("x y ".repeat(Room.LINE / 4)));
        assertFalse(Room.takes("x y ".repeat(Room.LINE / 4) + "x"));
        assertTrue(Room.takes("x y ".repeat(Room.LINE / 4) + "\nx"));
    }

    @Test
    void takesNoEndlessWord() {
        assertTrue(Room.takes("x".repeat(999)));
        assertTrue(Room.takes("x".repeat(999) + " " + "x".repeat(999)));
        assertFalse(Room.takes("x".repeat(1_000)));
        assertFalse(Room.takes("a" + "\u0336".repeat(999)), "nor a letter under a pile of marks");
        assertFalse(Room.takes("hello " + "😀".repeat(100_000)));
    }

    @Test
    void saysSoOfAMegabyteAtOnce() {
        var words = ("x".repeat(998) + " ").repeat(1_000);
        long before = Bench.cpu();
        for (int round = 0; round < 100; round++) assertFalse(Room.takes(words));
        assertTrue(Bench.cpu() - before < 10 * Bench.TOO_LONG, "tens of seconds for a hundred megabytes");
    }
}
