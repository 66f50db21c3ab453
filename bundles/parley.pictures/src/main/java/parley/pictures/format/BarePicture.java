package parley.pictures.format;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Pictures without what cameras and programs write into them: place, time, device, names, comments, small copies of
 * what the picture once was, and whatever stands behind its end. Pixels and colours are left as they are, to the bit,
 * and how the camera was held is kept. Takes its time: not for the UI thread.
 */
public final class BarePicture {

    /** The largest picture that is read, in bytes. */
    public static final int MOST_BYTES = 64 << 20;

    /** So many first bytes tell whether a file is a picture. */
    public static final int HEAD = 12;

    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

    private BarePicture() {}

    /** Whether a file that begins with {@code head} is a picture of which {@link #of} can make a bare one. */
    public static boolean reads(byte[] head) {
        return begins(head, JPEG) || begins(head, BarePng.SIGNATURE) || Riff.isWebp(head);
    }

    /**
     * {@code file} without all that; empty if there is nothing of it, or it is no JPEG, PNG or WebP.
     *
     * @throws IOException if it is damaged, so that nobody can say what of it is the picture
     */
    public static Optional<byte[]> of(byte[] file) throws IOException {
        if (!reads(file)) return Optional.empty();
        try {
            var bare = bare(file);
            return Arrays.equals(bare, file) ? Optional.empty() : Optional.of(bare);
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            throw new IOException("a damaged picture", e);
        }
    }

    private static byte[] bare(byte[] file) throws IOException {
        if (begins(file, JPEG)) return new BareJpeg(file).bytes();
        return begins(file, BarePng.SIGNATURE) ? new BarePng(file).bytes() : BareWebp.of(file);
    }

    private static boolean begins(byte[] file, byte[] start) {
        return file.length >= start.length && Arrays.equals(file, 0, start.length, start, 0, start.length);
    }
}
