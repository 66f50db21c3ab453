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
}
