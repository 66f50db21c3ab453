package parley.protocol.content;

import parley.protocol.Address;
import parley.protocol.Limits;
import parley.protocol.LogId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;

/**
 * Asks the members of a group to be added, by whoever has the group's link. Sealed with the link's secret, it stands in
 * the group's log ({@link SealedRequest}).
 *
 * @param id made at random
 * @param from the sender's address, as it says itself
 * @param chain the sender's identity chain for {@code leafKey}
 * @param leafKey the sender's Ed25519 leaf key, which signs
 * @param keyPackages of the sender's device, one for each suite it has (MLSMessages)
 * @param log the group's log
 * @param signature of the leaf key over {@link #signed()}
 */
public record JoinRequest(
        Bytes id,
        Address from,
        IdentityChain chain,
        Bytes leafKey,
        List<Bytes> keyPackages,
        LogId log,
        Bytes signature) {

    /** Bytes of a request's id. */
    public static final int ID = 16;

    public static final int MAX_KEY_PACKAGES = 16;

    public JoinRequest {
        keyPackages = List.copyOf(keyPackages);
        if (id.length() != ID) throw new IllegalArgumentException("request id of " + id.length() + " bytes: not 16");
        if (leafKey.length() != 32) throw new IllegalArgumentException("leaf key of " + leafKey.length() + " bytes");
        if (signature.length() != 64 && !signature.isEmpty())
            throw new IllegalArgumentException("signature of " + signature.length() + " bytes");
        Limits.within(keyPackages.size(), MAX_KEY_PACKAGES, "KeyPackages");
    }

    /** What the leaf key signs: a label and every field but the signature. */
    public Bytes signed() {
        var out = new WireWriter().text("Parley join request 1");
        fields(out);
        return out.toBytes();
    }

    /** The same request with its signature. */
    public JoinRequest withSignature(Bytes signature) {
        return new JoinRequest(id, from, chain, leafKey, keyPackages, log, signature);
    }

    public Bytes encode() {
        var out = new WireWriter();
        fields(out);
        return out.fixed(signature).toBytes();
    }

    public static JoinRequest decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in ->
                        new JoinRequest(
                                in.fixedBytes(ID),
                                new Address(in.text(), in.text()),
                                IdentityChain.read(in),
                                in.fixedBytes(32),
                                in.vector(MAX_KEY_PACKAGES, "KeyPackages", WireReader::opaqueBytes),
                                LogId.read(in),
                                in.fixedBytes(64)));
    }

    private void fields(WireWriter out) {
        chain.write(out.fixed(id).text(from.name()).text(from.relay()));
        log.write(out.fixed(leafKey).vector(keyPackages, WireWriter::opaque));
    }
}
