package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class WhenTest {

    private static final Instant NOW = Instant.parse("2030-05-06T07:08:09.010Z");
    private static final Duration MILLI = Duration.ofMillis(1);

    private static void believed(Instant claimed, Optional<Instant> made) {
        assertEquals(new When(claimed, Optional.empty()), When.of(claimed.toEpochMilli(), NOW, made));
    }

    private static void doubted(Instant claimed, Optional<Instant> made) {
        assertEquals(new When(NOW, Optional.of(claimed)), When.of(claimed.toEpochMilli(), NOW, made));
    }

    @Test
    void aClockMayBeADayAhead() {
        believed(NOW, Optional.empty());
        believed(NOW.plus(When.APART), Optional.empty());
        doubted(NOW.plus(When.APART).plus(MILLI), Optional.empty());
        doubted(When.LAST, Optional.empty());
        for (var claimed : new long[] {When.LAST.toEpochMilli() + 1, Long.MAX_VALUE}) {
            assertEquals(new When(NOW, Optional.of(When.LAST)), When.of(claimed, NOW, Optional.empty()));
        }
    }

    /** Who was offline for years has said it then. */
    @Test
    void nothingWasSaidBeforeThereWasParley() {
        believed(NOW.minus(Duration.ofDays(900)), Optional.empty());
        believed(When.FIRST, Optional.empty());
        doubted(When.FIRST.minus(MILLI), Optional.empty());
        doubted(Instant.EPOCH, Optional.empty());
    }

    @Test
    void nothingWasSaidInAGroupBeforeItWasMadeHere() {
        var made = NOW.minus(Duration.ofDays(30));
        believed(made.minus(When.APART), Optional.of(made));
        doubted(made.minus(When.APART).minus(MILLI), Optional.of(made));
    }

    /** A clock that was wrong when the group was made marks nobody's words. */
    @Test
    void aGroupThatWasMadeWhenItCannotBeTellsNothing() {
        var earlier = NOW.minus(Duration.ofDays(30));
        doubted(earlier, Optional.of(NOW));
        believed(earlier, Optional.of(NOW.plus(MILLI)));
        believed(When.FIRST, Optional.of(Instant.EPOCH));
        doubted(When.FIRST.minus(MILLI), Optional.of(Instant.EPOCH));
    }
}
