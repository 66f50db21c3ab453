package parley.history;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.time.Duration;

/** Makes whoever guesses a passphrase wait, longer each time. Thread-safe. */
final class Guesses {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private int failures;
    private long next = System.nanoTime();

    /** How long it is until the next passphrase may be tried; zero if it may. */
    synchronized Duration pause() {
        var left = Duration.ofNanos(next - System.nanoTime());
        return left.isPositive() ? left : Duration.ZERO;
    }

    /** Waits for that long. */
    void await() throws CommandException {
        try {
            Thread.sleep(pause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Trouble.stopped();
        }
    }

    synchronized void right() {
        failures = 0;
    }

    /** Answers with what to say to the person. */
    synchronized CommandException wrong() {
        var pause = pause(failures++);
        next = System.nanoTime() + pause.toNanos();
        var seconds = pause.toSeconds() == 1 ? "a second" : pause.toSeconds() + " seconds";
        return new CommandException(
                Code.REFUSED, "that is not the passphrase of this profile; the next can be tried in " + seconds);
    }

    /** After so many failures before this one. */
    static Duration pause(int failures) {
        var pause = Duration.ofSeconds(1L << Math.min(failures, 10));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
