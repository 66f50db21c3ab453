package parley.cipher.primitives;

import java.security.SecureRandom;

/** Joins and makes byte arrays. */
public final class Octets {

    static final byte[] NONE = {};

    private static final SecureRandom RANDOM = new SecureRandom();

    private Octets() {}

    /** {@code length} bytes that nobody can guess. */
    public static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** All of {@code parts}, one after the other. */
    public static byte[] concat(byte[]... parts) {
        int length = 0;
        for (var part : parts) length += part.length;
        var all = new byte[length];
        int at = 0;
        for (var part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** {@code I2OSP(value, 2)} (RFC 8017 §4.1). */
    static byte[] u16(int value) {
        return new byte[] {(byte) (value >>> 8), (byte) value};
    }
}
