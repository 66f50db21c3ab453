package parley.protocol.samples;

import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A kind of thing that has bytes.
 *
 * @param name as docs/protocol.md calls it
 * @param samples by the comment that each has in its vector file, in order
 */
public record Kind<T>(String name, Function<T, Bytes> encode, Decode<T> decode, Map<String, T> samples) {

    /** Reads one. */
    @FunctionalInterface
    public interface Decode<T> {
        T from(Bytes bytes) throws Exception;
    }

    /** A sample as its bytes. */
    public record Encoded(String comment, Bytes bytes) {}

    public List<Encoded> encoded() {
        return samples.entrySet().stream()
                .map(sample -> new Encoded(sample.getKey(), encode.apply(sample.getValue())))
                .toList();
    }

    /** What {@code bytes} become when they are read and written again. */
    public Bytes again(Bytes bytes) throws Exception {
        return encode.apply(decode.from(bytes));
    }

    @Override
    public String toString() {
        return name;
    }
}
