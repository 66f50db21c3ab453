package parley.protocol.wire;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a structure may carry besides its fields, up to its end: values by type (u8), each type once, ascending, each a
 * vector. Absent ones take no bytes, so that a structure without any is as it was before it could have some; those of
 * unknown types are kept as they are. Immutable.
 */
public final class Parts {

    public static final Parts NONE = new Parts(new TreeMap<>());

    private final SortedMap<Integer, Bytes> values;

    private Parts(SortedMap<Integer, Bytes> values) {
        this.values = values;
    }

    /** These, and {@code value} in place of what there was of its type. */
    public Parts with(int type, Bytes value) {
        if (type < 0 || type > 0xFF) throw new IllegalArgumentException("part type " + type);
        var more = new TreeMap<>(values);
        more.put(type, value);
        return new Parts(more);
    }

    /** These without what there is of {@code type}. */
    public Parts without(int type) {
        var fewer = new TreeMap<>(values);
        fewer.remove(type);
        return new Parts(fewer);
    }

    public Optional<Bytes> get(int type) {
        return Optional.ofNullable(values.get(type));
    }

    /**
     * What {@code read} makes of the part of {@code type}, all of it.
     *
     * @throws MalformedException if {@code read} refuses it or leaves some of it
     */
    public <T> Optional<T> get(int type, WireReader.Read<T> read) throws MalformedException {
        var value = values.get(type);
        return value == null ? Optional.empty() : Optional.of(WireReader.decode(value, read));
    }

    /** How many bytes they take. */
    public int length() {
        return WireWriter.encode(this, (out, parts) -> parts.write(out)).length;
    }

    public void write(WireWriter out) {
        for (Map.Entry<Integer, Bytes> part : values.entrySet()) {
            out.u8(part.getKey()).opaque(part.getValue());
        }
    }

    /**
     * All that is left in {@code in}.
     *
     * @throws MalformedException if a type comes twice or out of order: one meaning has one encoding
     */
    public static Parts read(WireReader in) throws MalformedException {
        var values = new TreeMap<Integer, Bytes>();
        while (in.hasMore()) {
            var type = in.u8();
            if (!values.isEmpty() && type <= values.lastKey()) {
                throw new MalformedException("part " + type + " stands after part " + values.lastKey());
            }
            values.put(type, in.opaqueBytes());
        }
        return new Parts(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parts parts && values.equals(parts.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Only the types: what a part says may be a secret. */
    @Override
    public String toString() {
        return "Parts" + values.keySet();
    }
}
