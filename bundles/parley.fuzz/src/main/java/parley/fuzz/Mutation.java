package parley.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How an input says what to change of something real, so that what the fuzzer learns about one place is kept: one byte
 * chooses, one says how, then places of two bytes and what to do there.
 */
final class Mutation {

    private Mutation() {}

    /** Which of {@code count} the input is about. */
    static int choice(byte[] input, int count) {
        return input.length == 0 ? 0 : (input[0] & 0xff) % count;
    }

    /** {@code original} with what the input changes; an odd second byte stands for input taken as it is. */
    static byte[] of(byte[] original, byte[] input) {
        if (input.length < 2) return original;
        var rest = ByteBuffer.wrap(input, 2, input.length - 2);
        if ((input[1] & 1) == 1) return Arrays.copyOfRange(input, 2, input.length);
        var changed = original.clone();
        while (rest.remaining() >= 4 && changed.length > 0) {
            var at = (rest.getShort() & 0xffff) % changed.length;
            var how = rest.get() & 3;
            var what = rest.get();
            switch (how) {
                case 0 -> changed[at] ^= what;
                case 1 -> changed = Arrays.copyOf(changed, at); // cut off
                case 2 -> changed = inserted(changed, at, what);
                default -> changed[at] = what;
            }
        }
        return changed;
    }

    private static byte[] inserted(byte[] bytes, int at, byte what) {
        var longer = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, longer, 0, at);
        longer[at] = what;
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        return longer;
    }
}
