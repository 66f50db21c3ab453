package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;

/**
 * Someone outside a group whose proposals its members accept, since the group's {@code external_senders} extension
 * names it (RFC 9420 §12.1.8.1).
 *
 * @param signatureKey as {@link parley.cipher.api.CipherSuite} serialises it, for the group's suite
 * @param credential for the application to judge, when it puts the extension into a group or joins one that has it
 */
@SuppressWarnings("ArrayRecordComponent") // copied where it is used
public record ExternalSender(byte[] signatureKey, Credential credential) {

    /** The {@code external_senders} extension that names {@code senders}; a proposal says which by its index here. */
    public static Extension extension(List<ExternalSender> senders) {
        var out = new WireWriter();
        out.vector(senders, (inner, it) -> it.credential.write(inner.opaque(it.signatureKey)));
        return new Extension(Extension.EXTERNAL_SENDERS, out.toBytes());
    }

    /**
     * Those that GroupContext extensions name; none if they have no {@code external_senders}.
     *
     * @throws MlsException.Malformed if the extension is no list of senders
     */
    public static List<ExternalSender> of(List<Extension> contextExtensions) throws MlsException.Malformed {
        var data = Extension.bytes(contextExtensions, Extension.EXTERNAL_SENDERS);
        if (data.isEmpty()) return List.of();
        try {
            return WireReader.decode(
                    data.get(), in -> in.vector(item -> new ExternalSender(item.opaque(), Credential.read(item))));
        } catch (MalformedException e) {
            throw new MlsException.Malformed("external senders: " + e.getMessage(), e);
        }
    }

    /** The key that the proposals of the sender at {@code index} must be signed with. */
    static Bytes key(List<Extension> contextExtensions, long index) throws MlsException {
        var senders = of(contextExtensions);
        if (index >= senders.size()) throw new MlsException.Invalid("the group names no such external sender");
        return Bytes.of(senders.get((int) index).signatureKey);
    }
}
