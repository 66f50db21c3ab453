package parley.transport.netty;

import io.netty.buffer.ByteBuf;

import parley.protocol.wire.Bytes;

import java.util.Arrays;

/**
 * Bytes that arrive in pieces, of which the other end has said how many there will be. It is not believed: memory is
 * taken as they come, at most four times of what is there, so that a promise of much costs us little.
 */
final class Gathering {

    /** What is taken at first, where as much or more is expected. */
    static final int FIRST = 64 * 1024;

    private byte[] array = new byte[0];
    private int length;

    int length() {
        return length;
    }

    /** The bytes so far are in this array's first {@link #length()}. */
    byte[] array() {
        return array;
    }

    /** The memory held, in bytes, once {@link #take} has taken {@code count} more. */
    int memoryWith(int count, int expected) {
        var needed = length + count;
        if (needed <= array.length) return array.length;
        var roomy = Math.max(FIRST, array.length > Integer.MAX_VALUE / 4 ? Integer.MAX_VALUE : 4 * array.length);
        return Math.max(needed, Math.min(roomy, expected));
    }

    /**
     * Takes {@code count} bytes from {@code in}.
     *
     * @param expected how many there will be in all, as far as known; at least {@code length() + count}
     */
    void take(ByteBuf in, int count, int expected) {
        var needed = length + count;
        if (needed > array.length) array = Arrays.copyOf(array, memoryWith(count, expected));
        in.readBytes(array, length, count);
        length = needed;
    }

    /** What was gathered, handed over; this begins anew. */
    Bytes finish() {
        var whole = Bytes.wrap(length == array.length ? array : Arrays.copyOf(array, length));
        array = new byte[0];
        length = 0;
        return whole;
    }
}
