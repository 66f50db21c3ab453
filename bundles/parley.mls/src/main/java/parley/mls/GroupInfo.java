package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;

/** A group as a member shows it to a newcomer, signed (RFC 9420 §12.4.3). */
record GroupInfo(
        GroupContext context, List<Extension> extensions, Bytes confirmationTag, long signer, Bytes signature) {

    static GroupInfo read(WireReader in) throws MalformedException {
        return new GroupInfo(
                GroupContext.read(in), Extension.readList(in), in.opaqueBytes(), in.u32(), in.opaqueBytes());
    }

    void write(WireWriter out) {
        writeBody(out);
        out.opaque(signature);
    }

    private void writeBody(WireWriter out) {
        context.write(out);
        Extension.writeList(out, extensions);
        out.opaque(confirmationTag).u32(signer);
    }

    GroupInfo signed(Labeled suite, Bytes signaturePrivate) {
        var fresh = suite.sign(signaturePrivate.shared(), "GroupInfoTBS", toBeSigned());
        return new GroupInfo(context, extensions, confirmationTag, signer, Bytes.wrap(fresh));
    }

    boolean signedBy(Labeled suite, Bytes signatureKey) {
        return suite.verify(signatureKey.shared(), "GroupInfoTBS", toBeSigned(), signature.shared());
    }

    /** What the signer put in beside the tree and the external key. */
    List<Extension> ownExtensions() {
        return extensions.stream()
                .filter(it -> it.type() != Extension.RATCHET_TREE && it.type() != Extension.EXTERNAL_PUB)
                .toList();
    }

    private byte[] toBeSigned() {
        return WireWriter.encode(this, (out, it) -> it.writeBody(out));
    }
}
