package parley.desktop.chat.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Counts how often a JPEG goes over its picture (ITU-T T.81 annex B). Its reader does so as often as the file says, and
 * nothing can stop it: a scan of 80 bytes costs a tenth of a second, and there is room for a day of them.
 */
final class Scans {

    /** The most of one picture; programs make a dozen. */
    static final int MOST = 64;

    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;

    private final InputStream in;
    private int count;

    private Scans(InputStream in) {
        this.in = in;
    }

    /**
     * Looks through {@code in}, which may be a JPEG or anything else.
     *
     * @throws IOException if it goes over its picture too often
     */
    static void check(InputStream in) throws IOException {
        if (in.read() != 0xFF || in.read() != START) return;
        try {
            new Scans(in).check();
        } catch (EOFException e) { // the reader shows what there is of it
            return;
        }
    }

    private void check() throws IOException {
        while (true) {
            int marker = marker();
            // Tables may stand before the picture, as one of their own with an end.
            if (marker == END && count > 0) return;
            if (marker <= 1 || marker >= 0xD0 && marker <= END) continue; // alone, or within a scan
            if (marker == SCAN && ++count > MOST) throw new IOException("a JPEG of too many scans");
            in.skipNBytes(Math.max(0, (next() << 8 | next()) - 2));
        }
    }

    /** What stands behind the next 0xFF. */
    private int marker() throws IOException {
        int next = next();
        while (next != 0xFF) next = next();
        while (next == 0xFF) next = next();
        return next;
    }

    private int next() throws IOException {
        int next = in.read();
        if (next < 0) throw new EOFException();
        return next;
    }
}
