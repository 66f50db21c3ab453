package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;
import java.util.Objects;

/** Who a leaf says it is (RFC 9420 §5.3): a basic identity, or a chain of X.509 certificates. */
public final class Credential {

    /** {@code basic}: bytes that the application gives a meaning. */
    public static final int BASIC = 1;

    /** {@code x509}: DER certificates, the end entity's first. */
    public static final int X509 = 2;

    private final int type;
    private final List<Bytes> parts;

    private Credential(int type, List<Bytes> parts) {
        this.type = type;
        this.parts = parts;
    }

    /** A basic credential that holds {@code identity}. */
    public static Credential basic(byte[] identity) {
        return new Credential(BASIC, List.of(Bytes.of(identity)));
    }

    /** {@link #BASIC} or {@link #X509}. */
    public int type() {
        return type;
    }

    /**
     * The identity of a basic credential.
     *
     * @throws IllegalStateException if it is not basic
     */
    public byte[] identity() {
        if (type != BASIC) throw new IllegalStateException("credential of type " + type + " has no identity");
        return parts.getFirst().toArray();
    }

    /** The certificates of an X.509 credential; none in a basic one. */
    public List<byte[]> certificates() {
        return type == X509 ? parts.stream().map(Bytes::toArray).toList() : List.of();
    }

    static Credential read(WireReader in) throws MalformedException {
        var type = in.u16();
        return switch (type) {
            case BASIC -> new Credential(type, List.of(in.opaqueBytes()));
            case X509 -> new Credential(type, in.vector(WireReader::opaqueBytes));
            default -> throw new MalformedException("credential type " + type + " is unknown");
        };
    }

    void write(WireWriter out) {
        out.u16(type);
        if (type == BASIC) out.opaque(parts.getFirst());
        else out.vector(parts, WireWriter::opaque);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credential that && type == that.type && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, parts);
    }

    @Override
    public String toString() {
        return "Credential of type " + type;
    }
}
