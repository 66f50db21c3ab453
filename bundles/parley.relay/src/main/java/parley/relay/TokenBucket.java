package parley.relay;

import java.util.function.LongSupplier;

/** Lets {@code burst} through at once and {@code perSecond} in the long run. Thread-safe; never blocks. */
final class TokenBucket {

    private final double burst;
    private final double perNano;
    private final LongSupplier nanoTime;
    private double left;
    private long last;

    TokenBucket(double burst, double perSecond, LongSupplier nanoTime) {
        this.burst = burst;
        this.perNano = perSecond / 1e9;
        this.nanoTime = nanoTime;
        this.left = burst;
        this.last = nanoTime.getAsLong();
    }

    /** Takes one, if there is one. */
    boolean take() {
        return take(1);
    }

    /** Takes {@code amount}, or nothing if there is less. */
    synchronized boolean take(int amount) {
        refill();
        if (left < amount) return false;
        left -= amount;
        return true;
    }

    /** Whether one could be taken. */
    synchronized boolean open() {
        refill();
        return left >= 1;
    }

    /** Whether it is as if it had never been used. */
    synchronized boolean isFull() {
        refill();
        return left >= burst;
    }

    private void refill() {
        var now = nanoTime.getAsLong();
        left = Math.min(burst, left + (now - last) * perNano);
        last = now;
    }
}
