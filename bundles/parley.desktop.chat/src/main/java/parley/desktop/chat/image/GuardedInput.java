package parley.desktop.chat.image;

import java.util.concurrent.TimeUnit;

import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file in the memory for a reader that takes what is behind the end for noughts, and reads on for hours if a few
 * bytes tell it to: who reads too often behind the end, or for too long, is stopped.
 */
final class GuardedInput extends ImageInputStreamImpl {

    /** Some readers look a few bytes ahead. */
    private static final int MOST_BEHIND = 64;

    /** A picture of the most pixels takes a second or two. */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(15);

    /** So seldom is the time looked at, in bytes. */
    private static final int MASK = 0xFF;

    private final byte[] file;
    private final long started = System.nanoTime();
    private int behind;
    private int reads;

    GuardedInput(byte[] file) {
        this.file = file;
    }

    /**
     * @throws IllegalStateException to stop the reader, which takes exceptions of input as the end of the file
     */
    private boolean atEnd() {
        if ((++reads & MASK) == 0 && System.nanoTime() - started > LONGEST)
            throw new IllegalStateException("a picture that takes too long");
        if (streamPos < file.length) return false;
        if (++behind > MOST_BEHIND) throw new IllegalStateException("a picture that is cut off");
        return true;
    }

    @Override
    public int read() {
        bitOffset = 0;
        return atEnd() ? -1 : file[(int) streamPos++] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
        bitOffset = 0;
        if (length == 0) return 0;
        if (atEnd()) return -1;
        int count = (int) Math.min(length, file.length - streamPos);
        System.arraycopy(file, (int) streamPos, bytes, from, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return file.length;
    }
}
