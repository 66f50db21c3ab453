package parley.chat;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.store.Transaction;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Duration;
import java.time.InstantSource;

/**
 * The time by which lifetimes pass: it counts what has passed by the device's clock, as far as that can be believed. It
 * never goes back, and goes on while Parley runs wherever the clock is set to. A leap that no absence explains counts
 * for nothing; nor does time that the clock passes a second time because it was set back, unless Parley runs meanwhile.
 * Methods may be called from any thread.
 */
final class BelievedClock {

    /** The longest absence that a clock is believed. */
    static final Duration LEAP = Duration.ofDays(90);

    /** What passes between two looks while Parley runs, with room: what is more may be a clock that was set. */
    static final Duration STEP = Duration.ofMinutes(5);

    /** How often it is stored while something depends on it. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private static final String SPACE = "chat.lifetime.clock";
    private static final Bytes ID = Bytes.of((byte) 1);
    private static final int VERSION = 1;

    /**
     * A look at the clock; all in milliseconds.
     *
     * @param time what is believed
     * @param clock what the clock said
     * @param back how far it was set back, of what has not passed again
     */
    record Look(long time, long clock, long back) {

        Look next(long now) {
            var passed = now - clock;
            if (passed < 0) return new Look(time, now, Math.min(LEAP.toMillis(), back - passed));
            if (passed <= STEP.toMillis()) return new Look(time + passed, now, back);
            var counts = passed <= LEAP.toMillis() ? Math.max(0, passed - back) : 0;
            return new Look(time + counts, now, Math.max(0, back - passed));
        }

        Bytes encode() {
            return new WireWriter().u8(VERSION).u64(time).u64(clock).u64(back).toBytes();
        }

        static Look decode(Bytes bytes) throws MalformedException {
            return WireReader.decode(
                    bytes,
                    in -> {
                        if (in.u8() != VERSION) throw new MalformedException("clock record of an unknown version");
                        return new Look(in.size(), in.size(), in.size());
                    });
        }
    }

    private final InstantSource clock;
    private @Nullable Look last; // guarded by this

    BelievedClock(InstantSource clock) {
        this.clock = clock;
    }

    /** Milliseconds from an arbitrary beginning, never fewer than before. */
    synchronized long now(Transaction tx) throws CommandException {
        return look(tx).time;
    }

    private Look look(Transaction tx) throws CommandException {
        var before = last;
        if (before == null) {
            var stored = tx.get(SPACE, ID);
            before = stored.isPresent() ? Book.decode(stored.get(), Look::decode) : null;
        }
        var now = Math.max(0, clock.millis());
        var next = before == null ? new Look(now, now, 0) : before.next(now);
        last = next;
        return next;
    }

    /** Stores what is believed, now and then: something depends on it. */
    synchronized void keep(Transaction tx) throws CommandException {
        var now = look(tx);
        var stored = tx.get(SPACE, ID);
        var isNews =
                stored.isEmpty()
                        || Math.abs(Book.decode(stored.get(), Look::decode).clock - now.clock) >= KEPT.toMillis();
        if (isNews) tx.put(SPACE, ID, now.encode());
    }
}
