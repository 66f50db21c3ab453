package parley.protocol.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Writes the TLS presentation language into a growing buffer. Not thread-safe. */
public final class WireWriter {

    private byte[] buffer;
    private int length;

    public WireWriter() {
        this(256);
    }

    /**
     * @param capacity the bytes expected; more is fine
     */
    public WireWriter(int capacity) {
        buffer = new byte[Math.max(16, capacity)];
    }

    /** What {@code write} writes, as bytes. */
    public static <T> byte[] encode(T value, BiConsumer<WireWriter, T> write) {
        var out = new WireWriter();
        write.accept(out, value);
        return out.toArray();
    }

    public WireWriter u8(int value) {
        return number(value, 1);
    }

    public WireWriter u16(int value) {
        return number(value, 2);
    }

    public WireWriter u24(int value) {
        return number(value, 3);
    }

    /**
     * @param value 0 to 2^32-1
     */
    public WireWriter u32(long value) {
        return number(value, 4);
    }

    /**
     * @param value taken as unsigned
     */
    public WireWriter u64(long value) {
        grow(8);
        for (int shift = 56; shift >= 0; shift -= 8) buffer[length++] = (byte) (value >>> shift);
        return this;
    }

    public WireWriter bool(boolean value) {
        return u8(value ? 1 : 0);
    }

    /** The bytes as they are, without a length: {@code opaque x[n]}. */
    public WireWriter fixed(byte[] bytes) {
        return raw(bytes, 0, bytes.length);
    }

    public WireWriter fixed(Bytes bytes) {
        return fixed(bytes.shared());
    }

    public WireWriter raw(byte[] bytes, int from, int count) {
        grow(count);
        System.arraycopy(bytes, from, buffer, length, count);
        length += count;
        return this;
    }

    /** {@code opaque x<V>} (RFC 9420 §2.1.2). */
    public WireWriter opaque(byte[] bytes) {
        return varint(bytes.length).fixed(bytes);
    }

    public WireWriter opaque(Bytes bytes) {
        return opaque(bytes.shared());
    }

    /** {@code opaque x<V>} holding UTF-8. */
    public WireWriter text(String text) {
        return opaque(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code T x<V>}: the items one after another, behind their total length in bytes. */
    public <T> WireWriter vector(Collection<? extends T> items, BiConsumer<WireWriter, ? super T> write) {
        var inner = new WireWriter();
        for (T item : items) write.accept(inner, item);
        return varint(inner.length).raw(inner.buffer, 0, inner.length);
    }

    /** {@code optional<T>} (RFC 9420 §2.1.1). */
    public <T> WireWriter optional(Optional<? extends T> item, BiConsumer<WireWriter, ? super T> write) {
        bool(item.isPresent());
        item.ifPresent(value -> write.accept(this, value));
        return this;
    }

    /**
     * The length prefix of RFC 9420 §2.1.2, always in its shortest form.
     *
     * @throws IllegalArgumentException if {@code value} is negative or exceeds 2^30-1
     */
    public WireWriter varint(int value) {
        if (value < 0 || value >= 1 << 30) throw new IllegalArgumentException(value + " does not fit a length prefix");
        if (value < 1 << 6) return u8(value);
        if (value < 1 << 14) return u16(value | 0x4000);
        return u32(Integer.toUnsignedLong(value | 0x8000_0000));
    }

    /** The bytes written so far. */
    public int length() {
        return length;
    }

    public byte[] toArray() {
        return Arrays.copyOf(buffer, length);
    }

    public Bytes toBytes() {
        return Bytes.wrap(toArray());
    }

    private WireWriter number(long value, int bytes) {
        if (value < 0 || value >>> (8 * bytes) != 0) {
            throw new IllegalArgumentException(value + " does not fit " + 8 * bytes + " bits");
        }
        grow(bytes);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) buffer[length++] = (byte) (value >>> shift);
        return this;
    }

    private void grow(int count) {
        if (count > buffer.length - length) {
            buffer =
                    Arrays.copyOf(
                            buffer,
                            Math.max(
                                    Math.addExact(length, count),
                                    (int) Math.min(buffer.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }
}
