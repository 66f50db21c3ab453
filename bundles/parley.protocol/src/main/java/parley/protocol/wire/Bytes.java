package parley.protocol.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable run of bytes with the equality of its content; what records hold in place of {@code byte[]}. */
public final class Bytes implements Comparable<Bytes> {

    /** No bytes at all. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** A copy of {@code array}. */
    public static Bytes of(byte... array) {
        return array.length == 0 ? EMPTY : new Bytes(array.clone());
    }

    /** Wraps {@code array} without copying: the caller hands it over and never changes it again. */
    public static Bytes wrap(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array);
    }

    /**
     * @throws IllegalArgumentException if {@code hex} is not hexadecimal
     */
    public static Bytes ofHex(String hex) {
        return wrap(HexFormat.of().parseHex(hex));
    }

    public int length() {
        return array.length;
    }

    public boolean isEmpty() {
        return array.length == 0;
    }

    public byte get(int index) {
        return array[index];
    }

    /** A copy that the caller may change. */
    public byte[] toArray() {
        return array.clone();
    }

    /** The bytes themselves, for code that only reads them and is hot enough to mind a copy. */
    public byte[] shared() {
        return array;
    }

    /** A read-only view. */
    public ByteBuffer view() {
        return ByteBuffer.wrap(array).asReadOnlyBuffer();
    }

    /** The bytes from {@code from} (inclusive) to {@code to} (exclusive). */
    public Bytes slice(int from, int to) {
        return wrap(Arrays.copyOfRange(array, from, to));
    }

    /** Lower-case hexadecimal. */
    public String hex() {
        return HexFormat.of().formatHex(array);
    }

    /** Compares as unsigned bytes, shorter first where one begins the other. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /** The length only: content and keys do not belong in a log. */
    @Override
    public String toString() {
        return array.length + " bytes";
    }
}
