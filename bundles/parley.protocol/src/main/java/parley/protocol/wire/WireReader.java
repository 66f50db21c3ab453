package parley.protocol.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the TLS presentation language out of a byte array. Every method throws {@link MalformedException} where the
 * bytes break off or break a rule, and allocates nothing that the bytes present do not justify. Not thread-safe.
 */
public final class WireReader {

    /** Reads one item. */
    @FunctionalInterface
    public interface Read<T> {
        T from(WireReader in) throws MalformedException;
    }

    private final byte[] array;
    private final int limit;
    private int position;

    public WireReader(byte[] array) {
        this(array, 0, array.length);
    }

    public WireReader(Bytes bytes) {
        this(bytes.shared());
    }

    private WireReader(byte[] array, int from, int limit) {
        this.array = array;
        this.position = from;
        this.limit = limit;
    }

    /**
     * Reads the one value that {@code bytes} holds.
     *
     * @throws MalformedException also if bytes are left over, or a limit stated by the value's constructor is broken
     */
    public static <T> T decode(byte[] bytes, Read<T> read) throws MalformedException {
        var in = new WireReader(bytes);
        var value = in.limited(read);
        in.end();
        return value;
    }

    public static <T> T decode(Bytes bytes, Read<T> read) throws MalformedException {
        return decode(bytes.shared(), read);
    }

    public int u8() throws MalformedException {
        return (int) number(1);
    }

    public int u16() throws MalformedException {
        return (int) number(2);
    }

    public int u24() throws MalformedException {
        return (int) number(3);
    }

    public long u32() throws MalformedException {
        return number(4);
    }

    /** An unsigned number as the bits of a long; see {@link #size()} for one that must not look negative. */
    public long u64() throws MalformedException {
        return number(8);
    }

    /** A 64-bit number that must not exceed 2^63-1. */
    public long size() throws MalformedException {
        var value = u64();
        if (value < 0) throw new MalformedException("number " + Long.toUnsignedString(value) + " exceeds 2^63-1");
        return value;
    }

    /** 0 or 1; anything else is malformed. */
    public boolean bool() throws MalformedException {
        var value = u8();
        if (value > 1) throw new MalformedException("boolean is " + value);
        return value == 1;
    }

    /** {@code opaque x[length]}. */
    public byte[] fixed(int length) throws MalformedException {
        need(length);
        var bytes = Arrays.copyOfRange(array, position, position + length);
        position += length;
        return bytes;
    }

    public Bytes fixedBytes(int length) throws MalformedException {
        return Bytes.wrap(fixed(length));
    }

    /** {@code opaque x<V>}. */
    public byte[] opaque() throws MalformedException {
        return fixed(varint());
    }

    public Bytes opaqueBytes() throws MalformedException {
        return Bytes.wrap(opaque());
    }

    /** {@code opaque x<V>} of UTF-8; malformed UTF-8 is refused, not replaced. */
    public String text() throws MalformedException {
        var length = varint();
        need(length);
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array, position, length)).toString();
            position += length;
            return text;
        } catch (CharacterCodingException e) {
            throw new MalformedException("text is not UTF-8", e);
        }
    }

    /** {@code T x<V>}: items until the vector's bytes are used up. */
    public <T> List<T> vector(Read<T> read) throws MalformedException {
        return vector(Integer.MAX_VALUE, "items", read);
    }

    /**
     * {@code T x<V>} of at most {@code max} items: no more are read, so that many tiny ones cost no memory.
     *
     * @param what names the items in the message
     */
    public <T> List<T> vector(int max, String what, Read<T> read) throws MalformedException {
        return inner().items(max, what, read);
    }

    /** Items until all bytes are used up. */
    public <T> List<T> items(Read<T> read) throws MalformedException {
        return items(Integer.MAX_VALUE, "items", read);
    }

    /** Items until all bytes are used up, at most {@code max}, as of a {@link #vector}. */
    public <T> List<T> items(int max, String what, Read<T> read) throws MalformedException {
        var items = new ArrayList<T>();
        while (hasMore()) {
            if (items.size() == max) throw new MalformedException("more than " + max + " " + what);
            var before = position;
            items.add(limited(read));
            if (position == before) throw new MalformedException("vector of items without bytes");
        }
        return List.copyOf(items);
    }

    /** A reader over the bytes of the {@code <V>} vector that stands here; this reader goes on behind it. */
    public WireReader inner() throws MalformedException {
        var length = varint();
        need(length);
        var inner = new WireReader(array, position, position + length);
        position += length;
        return inner;
    }

    /** {@code optional<T>} (RFC 9420 §2.1.1). */
    public <T> Optional<T> optional(Read<T> read) throws MalformedException {
        return bool() ? Optional.of(limited(read)) : Optional.empty();
    }

    /** The length prefix of RFC 9420 §2.1.2; a longer form than needed is refused. */
    public int varint() throws MalformedException {
        var first = u8();
        var value = first & 0x3F;
        switch (first >>> 6) {
            case 0 -> {
                return value;
            }
            case 1 -> value = value << 8 | u8();
            case 2 -> value = value << 24 | u24();
            default -> throw new MalformedException("length prefix begins with bits 11");
        }
        if (value < (first >>> 6 == 1 ? 1 << 6 : 1 << 14)) {
            throw new MalformedException("length " + value + " is not in its shortest form");
        }
        return value;
    }

    public boolean hasMore() {
        return position < limit;
    }

    /** The bytes not read yet. */
    public int remaining() {
        return limit - position;
    }

    /** How many bytes were read. */
    public int position() {
        return position;
    }

    /** What was read since {@code from}, a former {@link #position()}. */
    public byte[] since(int from) {
        return Arrays.copyOfRange(array, from, position);
    }

    /** All that is left. */
    public byte[] rest() {
        var bytes = Arrays.copyOfRange(array, position, limit);
        position = limit;
        return bytes;
    }

    /**
     * @throws MalformedException if bytes are left over
     */
    public void end() throws MalformedException {
        if (hasMore()) throw new MalformedException(remaining() + " bytes follow the end");
    }

    /** Values state their limits in their constructors; a peer that breaks one has sent something malformed. */
    private <T> T limited(Read<T> read) throws MalformedException {
        try {
            return read.from(this);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()), e);
        }
    }

    private long number(int bytes) throws MalformedException {
        need(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) value = value << 8 | array[position++] & 0xFF;
        return value;
    }

    private void need(int count) throws MalformedException {
        if (count > limit - position) {
            throw new MalformedException("breaks off after " + (limit - position) + " of " + count + " bytes");
        }
    }
}
