package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** Both sides of a limit. */
public final class Refusal {

    private Refusal() {}

    /** {@code within} is taken, {@code beyond} refused with exactly this message. */
    public static void limit(String message, Executable within, Executable beyond) {
        assertDoesNotThrow(within, message);
        refused(message, beyond);
    }

    public static void refused(String message, Executable beyond) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, beyond, message).getMessage());
    }
}
