package parley.pictures.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A JPEG of nothing but what shows its picture (ITU-T T.81 annex B): tables, frames and scans, and of the segments of
 * applications those that colours need. It ends at the first end of an image: a telephone's film or a second picture
 * behind that is gone.
 */
final class BareJpeg {

    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int ADOBE = 0xEE;
    private static final int COMMENT = 0xFE;
    private static final int SCAN = 0xDA;
    private static final int END = 0xD9;

    /** What of a JFIF header is left without its small picture, and of an Adobe one without what follows it. */
    private static final int JFIF_LENGTH = 14;

    private static final int ADOBE_LENGTH = 12;

    private final byte[] file;
    private final ByteArrayOutputStream out;
    private final Orientation how;
    private int at = 2;
    private boolean oriented;
    private boolean scanned;

    BareJpeg(byte[] file) {
        this.file = file;
        out = new ByteArrayOutputStream(file.length);
        how = Orientation.of(file);
    }

    byte[] bytes() throws IOException {
        out.write(0xFF);
        out.write(0xD8);
        while (at < file.length) {
            int marker = marker();
            if (marker == END) break;
            segment(marker);
        }
        if (!scanned) throw new IOException("a JPEG without a picture");
        out.write(0xFF); // also of a picture that was cut off: readers show what there is of it
        out.write(END);
        return out.toByteArray();
    }

    /** The next marker, whatever stands before it; {@link #END} if the file ends instead. */
    private int marker() {
        while (at < file.length) {
            if (file[at++] != (byte) 0xFF) continue;
            while (at < file.length && file[at] == (byte) 0xFF) at++; // as many as one likes
            if (at < file.length && file[at] != 0) return file[at++] & 0xFF;
        }
        return END;
    }

    private void segment(int marker) throws IOException {
        boolean table = marker >= 0xC0 && marker <= 0xDF && (marker < 0xD0 || marker > 0xD8);
        if (!table && marker < APP0 || marker > 0xEF && marker != COMMENT)
            throw new IOException("a JPEG with a part that nobody knows");
        int length = at + 2 <= file.length ? (file[at] & 0xFF) << 8 | file[at + 1] & 0xFF : 0;
        if (length < 2 || length > file.length - at) throw new IOException("a JPEG that is cut off");
        int from = at + 2, to = at + length;
        at = to;
        if (marker != APP0) orient(); // JFIF wants to be first
        if (table) write(marker, from, to);
        else application(marker, from, to);
        if (marker == SCAN) scan();
    }

    /** Says how the camera was held, once. */
    private void orient() throws IOException {
        if (oriented || how == Orientation.AS_IT_IS) return;
        oriented = true;
        var notes = how.tiff();
        header(APP1, 6 + notes.length);
        out.write("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        out.write(notes);
    }

    private void application(int marker, int from, int to) throws IOException {
        if (marker == APP0 && begins("JFIF\0", from, to) && to - from >= JFIF_LENGTH) {
            header(APP0, JFIF_LENGTH);
            out.write(file, from, JFIF_LENGTH - 2);
            out.write(0); // no small picture
            out.write(0);
        } else if (marker == APP2 && begins("ICC_PROFILE\0", from, to)) {
            write(marker, from, to);
        } else if (marker == ADOBE && begins("Adobe", from, to) && to - from >= ADOBE_LENGTH) {
            write(marker, from, from + ADOBE_LENGTH); // says how colours are coded
        }
    }

    private boolean begins(String name, int from, int to) {
        var bytes = name.getBytes(StandardCharsets.US_ASCII);
        return to - from >= bytes.length && Arrays.equals(file, from, from + bytes.length, bytes, 0, bytes.length);
    }

    private void write(int marker, int from, int to) {
        header(marker, to - from);
        out.write(file, from, to - from);
    }

    private void header(int marker, int length) {
        out.write(0xFF);
        out.write(marker);
        out.write(length + 2 >> 8);
        out.write(length + 2);
    }

    /** Copies what follows the head of a scan, up to the next marker that does not belong to it. */
    private void scan() {
        scanned = true;
        int from = at;
        while (at < file.length) {
            if (file[at] == (byte) 0xFF) {
                int next = at + 1 < file.length ? file[at + 1] & 0xFF : END;
                boolean goesOn = next == 0 || next >= 0xD0 && next <= 0xD7;
                if (!goesOn) break;
                at++;
            }
            at++;
        }
        out.write(file, from, at - from);
    }
}
