package parley.desktop.chat.image;

import java.io.IOException;

/** A prefix code of a lossless WebP (RFC 9649 §3.7.2): the shorter the more frequent a symbol is. */
final class PrefixCode {

    private static final int LONGEST = 15;

    /** In which order the lengths of those codes come that tell lengths. */
    private static final int[] ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    private static final int REPEAT = 16;

    /** How many codes there are of each length. */
    private final int[] counts = new int[LONGEST + 1];

    /** By length, then by number. */
    private final int[] symbols;

    private PrefixCode(int[] lengths) throws IOException {
        for (int length : lengths) counts[length]++;
        int used = lengths.length - counts[0];
        symbols = new int[used];
        counts[0] = 0;
        var places = new int[LONGEST + 1];
        int free = 1;
        for (int length = 1; length <= LONGEST; length++) {
            places[length] = places[length - 1] + counts[length - 1];
            free = 2 * free - counts[length];
            if (free < 0) throw new IOException("a damaged WebP");
        }
        // A single symbol takes no bits; of several, each row of bits means one.
        if (used == 0 || used > 1 && free != 0) throw new IOException("a damaged WebP");
        for (int symbol = 0; symbol < lengths.length; symbol++)
            if (lengths[symbol] != 0) symbols[places[lengths[symbol]]++] = symbol;
    }

    /** The next one, of symbols below {@code alphabet}. */
    static PrefixCode read(LowBits bits, int alphabet) throws IOException {
        return new PrefixCode(bits.read(1) == 1 ? simple(bits, alphabet) : lengths(bits, alphabet));
    }

    /** One or two symbols, as they are. */
    private static int[] simple(LowBits bits, int alphabet) throws IOException {
        boolean two = bits.read(1) == 1;
        int first = bits.read(bits.read(1) == 1 ? 8 : 1), second = two ? bits.read(8) : first;
        if (first >= alphabet || second >= alphabet || two && first == second) throw new IOException("a damaged WebP");
        var lengths = new int[alphabet];
        lengths[first] = 1;
        lengths[second] = 1;
        return lengths;
    }

    private static int[] lengths(LowBits bits, int alphabet) throws IOException {
        var lengthsOfLengths = new int[ORDER.length];
        int told = bits.read(4) + 4;
        for (int each = 0; each < told; each++) lengthsOfLengths[ORDER[each]] = bits.read(3);
        var code = new PrefixCode(lengthsOfLengths);
        int left = bits.read(1) == 1 ? 2 + bits.read(2 + 2 * bits.read(3)) : alphabet;
        if (left > alphabet) throw new IOException("a damaged WebP");
        var lengths = new int[alphabet];
        int before = 8;
        for (int at = 0; at < alphabet && left > 0; left--) {
            int length = code.next(bits);
            if (length < REPEAT) {
                lengths[at++] = length;
                if (length != 0) before = length;
                continue;
            }
            int again =
                    switch (length) {
                        case REPEAT -> 3 + bits.read(2);
                        case REPEAT + 1 -> 3 + bits.read(3);
                        default -> 11 + bits.read(7);
                    };
            if (again > alphabet - at) throw new IOException("a damaged WebP");
            for (; again > 0; again--) lengths[at++] = length == REPEAT ? before : 0;
        }
        return lengths;
    }

    /** The next symbol. */
    int next(LowBits bits) throws IOException {
        if (symbols.length == 1) return symbols[0];
        int code = 0, first = 0, place = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code |= bits.read(1);
            int count = counts[length];
            if (code - first < count) return symbols[place + code - first];
            place += count;
            first = first + count << 1;
            code <<= 1;
        }
        throw new IOException("a damaged WebP");
    }
}
