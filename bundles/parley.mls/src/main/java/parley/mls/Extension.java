package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A typed, opaque addition to a leaf, KeyPackage, GroupContext or GroupInfo (RFC 9420 §13.4). */
public final class Extension {

    /** {@code application_id} (RFC 9420 §5.3.3). */
    public static final int APPLICATION_ID = 1;

    /** {@code ratchet_tree} (RFC 9420 §12.4.3.3). */
    public static final int RATCHET_TREE = 2;

    /** {@code required_capabilities} (RFC 9420 §11.1). */
    public static final int REQUIRED_CAPABILITIES = 3;

    /** {@code external_pub} (RFC 9420 §12.4.3.2). */
    public static final int EXTERNAL_PUB = 4;

    /** {@code external_senders} (RFC 9420 §12.1.8.1): see {@link ExternalSender}. */
    public static final int EXTERNAL_SENDERS = 5;

    private final int type;
    private final Bytes data;

    /**
     * @param type 0 to 65535; 0xF000 to 0xFFFF are for private use (RFC 9420 §17.3)
     */
    public Extension(int type, byte[] data) {
        this(type, Bytes.of(data));
    }

    Extension(int type, Bytes data) {
        if (type < 0 || type > 0xFFFF)
            throw new IllegalArgumentException("extension type " + type + " exceeds 16 bits");
        this.type = type;
        this.data = data;
    }

    /**
     * {@code required_capabilities} (RFC 9420 §11.1): what every member of a group must support, by the numbers of RFC
     * 9420 §17. What RFC 9420 itself defines is supported by all and need not be named.
     */
    public static Extension requiredCapabilities(
            List<Integer> extensions, List<Integer> proposals, List<Integer> credentials) {
        var out = new WireWriter();
        Capabilities.writeNumbers(out, extensions);
        Capabilities.writeNumbers(out, proposals);
        Capabilities.writeNumbers(out, credentials);
        return new Extension(REQUIRED_CAPABILITIES, out.toBytes());
    }

    /** The type (RFC 9420 §17.3), 0 to 65535. */
    public int type() {
        return type;
    }

    /** A copy of {@code extension_data} (RFC 9420 §13.4). */
    public byte[] data() {
        return data.toArray();
    }

    /** The data of the extension of {@code type} in {@code extensions}. */
    public static Optional<byte[]> find(List<Extension> extensions, int type) {
        return bytes(extensions, type).map(Bytes::toArray);
    }

    static Optional<Bytes> bytes(List<Extension> extensions, int type) {
        for (var extension : extensions) if (extension.type == type) return Optional.of(extension.data);
        return Optional.empty();
    }

    /** Whether RFC 9420 defines {@code type}, so that every client knows it unasked (§7.2). */
    static boolean isDefault(int type) {
        return type >= APPLICATION_ID && type <= EXTERNAL_SENDERS;
    }

    /** Reads a list; a type that occurs twice makes it malformed (RFC 9420 §13.4). */
    static List<Extension> readList(WireReader in) throws MalformedException {
        var list = in.vector(item -> new Extension(item.u16(), item.opaqueBytes()));
        if (!distinct(list)) throw new MalformedException("an extension type occurs twice");
        return list;
    }

    static void writeList(WireWriter out, List<Extension> list) {
        out.vector(list, (item, extension) -> item.u16(extension.type).opaque(extension.data));
    }

    static boolean distinct(List<Extension> list) {
        var types = new HashSet<Integer>();
        for (var extension : list) if (!types.add(extension.type)) return false;
        return true;
    }

    /**
     * A copy to keep.
     *
     * @throws IllegalArgumentException if a type occurs twice
     */
    static List<Extension> copy(List<Extension> list) {
        if (!distinct(list)) throw new IllegalArgumentException("an extension type occurs twice");
        return List.copyOf(list);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Extension that && type == that.type && data.equals(that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, data);
    }

    @Override
    public String toString() {
        return "Extension " + type + " of " + data;
    }
}
