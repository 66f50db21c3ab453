package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.chat.BelievedClock.Look;
import parley.testing.MemoryStore;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** Nothing is over sooner for a clock that is set, and nothing lasts for ever. */
class BelievedClockTest {

    private static final long NOON = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long YEAR = 365 * DAY;

    private static Look at(long time) {
        return new Look(time, time, 0);
    }

    @Test
    void aClockThatGoesOnIsBelieved() {
        assertEquals(at(NOON + 1), at(NOON).next(NOON + 1));
        assertEquals(at(NOON), at(NOON).next(NOON));
        assertEquals(at(NOON + 90 * DAY), at(NOON).next(NOON + 90 * DAY), "an absence");
    }

    @Test
    void aClockThatIsSetBackStillCounts() {
        var back = at(NOON).next(NOON - DAY);
        assertEquals(NOON, back.time());
        var later = back.next(NOON - DAY + 5 * MINUTE);
        assertEquals(NOON + 5 * MINUTE, later.time());
        var absent = later.next(NOON - DAY + 11 * MINUTE);
        assertEquals(NOON + 5 * MINUTE, absent.time(), "no step: it may have been set again");
        assertEquals(NOON + 5 * MINUTE, absent.next(NOON + 5 * MINUTE).time(), "set right");
        assertEquals(NOON + 15 * MINUTE, absent.next(NOON + 4 * MINUTE + 11 * MINUTE).time());
    }

    /** A day back and forth again is no day that has passed; nor are a thousand. */
    @Test
    void aClockThatIsSetBackAndForthGainsNothing() {
        for (var days : List.of(1, 89, 90, 91, 1000)) {
            var look = at(NOON);
            for (var i = 0; i < 100; i++) look = look.next(NOON - days * DAY).next(NOON);
            assertEquals(NOON, look.time(), days + " days");
        }
    }

    @Test
    void aLeapBeyondAnAbsenceCountsForNothing() {
        var leapt = at(NOON).next(NOON + 90 * DAY + 1);
        assertEquals(NOON, leapt.time());
        assertEquals(NOON + MINUTE, leapt.next(NOON + 90 * DAY + 1 + MINUTE).time(), "it goes on from there");
        assertEquals(NOON + DAY, leapt.next(NOON + 91 * DAY + 1).time());
        assertEquals(NOON, leapt.next(NOON + 40 * YEAR).time());
        assertEquals(NOON + MINUTE, leapt.next(NOON).next(NOON + MINUTE).time(), "set right");
    }

    @Test
    void itNeverGoesBackAndNeverStandsStill() {
        var random = new Random(20261122);
        for (var round = 0; round < 2000; round++) {
            var look = at(NOON);
            for (var i = 0; i < 50; i++) {
                var clock =
                        switch (random.nextInt(3)) {
                            case 0 -> Math.max(0, NOON + (random.nextLong() >> 20) % (100 * YEAR));
                            case 1 -> look.clock() + random.nextInt(5 * (int) MINUTE);
                            default -> Math.max(0, look.clock() - random.nextInt(100_000_000));
                        };
                var next = look.next(clock);
                assertTrue(next.time() >= look.time());
                look = next;
            }
            var before = look.time();
            for (var i = 1; i <= 10; i++) look = look.next(look.clock() + MINUTE);
            assertTrue(look.time() >= before + 10 * MINUTE, "ten minutes have passed");
        }
    }

    @Test
    void itIsKeptOverARestart() throws Exception {
        var store = new MemoryStore();
        var now = new AtomicReference<>(Instant.ofEpochMilli(NOON));
        InstantSource source = now::get;
        var first = new BelievedClock(source);
        store.run(first::keep);
        now.set(Instant.ofEpochMilli(NOON - YEAR));
        store.run(first::keep);
        var commits = store.commits();
        for (var second = 1; second < 60; second++) {
            now.set(now.get().plusSeconds(1));
            store.run(first::keep);
        }
        assertEquals(commits, store.commits(), "once a minute");
        now.set(now.get().plusSeconds(1));
        store.run(first::keep);
        assertEquals(commits + 1, store.commits());
        var second = new BelievedClock(source);
        now.set(now.get().plusSeconds(1));
        assertEquals(NOON + MINUTE + 1000, store.transact(second::now));
        var look = new Look(1, 2, 3);
        assertEquals(look, Look.decode(look.encode()));
    }
}
