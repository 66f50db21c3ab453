package parley.desktop.chat.image;

import java.io.IOException;

/** Bits of a part of a file, the lowest of each byte first. */
final class LowBits {

    private final byte[] file;
    private final long end;
    private long at;

    LowBits(byte[] file, int start, int end) {
        this.file = file;
        this.end = 8L * end;
        at = 8L * start;
    }

    /** The number of the next {@code count} bits, the first of which is its lowest. */
    int read(int count) throws IOException {
        if (count > end - at) throw new IOException("a WebP that is cut off");
        int number = 0;
        for (int each = 0; each < count; each++, at++) number |= (file[(int) (at >> 3)] >> (at & 7) & 1) << each;
        return number;
    }
}
