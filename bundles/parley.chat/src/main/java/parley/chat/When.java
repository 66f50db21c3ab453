package parley.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When something was said, for showing: nothing is ordered by it.
 *
 * @param at by its author's clock or, where that cannot be, when it came here
 * @param claimed what their clock said, where that cannot be
 */
record When(Instant at, Optional<Instant> claimed) {

    /** How far two clocks may be apart. */
    static final Duration APART = Duration.ofDays(1);

    /** Nothing was said in Parley before. */
    static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    /** The last time that is written with a year of four digits (RFC 3339). */
    static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    /**
     * A time that somebody else has written, as it can be shown.
     *
     * @param millis since 1970
     */
    static Instant shown(long millis) {
        return Instant.ofEpochMilli(Math.min(millis, LAST.toEpochMilli()));
    }

    /**
     * Judges a claim. Who was offline may have written it long ago, and nobody else can tell when; but not before there
     * was the conversation.
     *
     * @param claimed in milliseconds since 1970
     * @param made when the conversation was made, if this device made it
     */
    static When of(long claimed, Instant now, Optional<Instant> made) {
        var said = shown(claimed);
        // One that was made in times to come tells that our clock was wrong.
        var first = made.filter(it -> !it.isAfter(now)).map(it -> it.minus(APART)).orElse(FIRST);
        var possible = !said.isAfter(now.plus(APART)) && !said.isBefore(FIRST) && !said.isBefore(first);
        return possible ? new When(said, Optional.empty()) : new When(now, Optional.of(said));
    }
}
