package parley.mls;

/** How much a message's plaintext is padded, since its length shows on the wire (RFC 9420 §15.1). */
@FunctionalInterface
public interface Padding {

    /**
     * The length to pad to.
     *
     * @param length what is to be encrypted, in bytes: content, signature and their framing
     * @return at least {@code length}; less means no padding
     */
    int paddedLength(int length);

    /** None. */
    static Padding none() {
        return length -> length;
    }

    /** Up to the next multiple of {@code step} bytes. */
    static Padding multipleOf(int step) {
        return length -> Math.ceilDiv(length, step) * step;
    }

    /**
     * Up to the next of few sizes: 256 bytes at least, then such that the waste is at most an eighth or so (as PADMÉ
     * does: sizes differ only in their few leading bits).
     */
    static Padding buckets() {
        return length -> {
            if (length <= 256) return 256;
            var exponent = 31 - Integer.numberOfLeadingZeros(length);
            var significant = 32 - Integer.numberOfLeadingZeros(exponent);
            var step = 1 << exponent - significant;
            return (length + step - 1) & -step;
        };
    }
}
