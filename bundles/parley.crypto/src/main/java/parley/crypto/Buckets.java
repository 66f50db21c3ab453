package parley.crypto;

/**
 * The lengths that plaintexts are padded to, so that a relay learns little from a length: 256, 512 and 1024 bytes, then
 * steps of 1 KiB up to 8 KiB, of 4 KiB up to 64 KiB, and of 16 KiB beyond. Messages of up to some hundred characters
 * all look alike.
 */
final class Buckets {

    private static final int KIB = 1024;

    private Buckets() {}

    /** The bucket of {@code length} bytes: signature and framing included. */
    static int of(int length) {
        if (length <= 256) return 256;
        if (length <= 512) return 512;
        if (length <= 8 * KIB) return up(length, KIB);
        if (length <= 64 * KIB) return up(length, 4 * KIB);
        return up(length, 16 * KIB);
    }

    private static int up(int length, int step) {
        return Math.ceilDiv(length, step) * step;
    }
}
