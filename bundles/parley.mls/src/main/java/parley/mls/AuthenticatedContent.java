package parley.mls;

import parley.mls.FramedContent.Auth;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.Objects;

/** Content with what authenticates it (RFC 9420 §6). */
record AuthenticatedContent(int wireFormat, FramedContent content, Auth auth) {

    static AuthenticatedContent read(WireReader in) throws MalformedException {
        var wireFormat = in.u16();
        var content = FramedContent.read(in);
        return new AuthenticatedContent(wireFormat, content, Auth.read(in, content.content().type()));
    }

    void write(WireWriter out) {
        out.u16(wireFormat);
        content.write(out);
        auth.write(out);
    }

    /** Signs; the confirmation tag of a commit comes later. */
    static AuthenticatedContent sign(
            Labeled suite, int wireFormat, FramedContent content, byte[] context, Bytes signaturePrivate) {
        var signature =
                suite.sign(signaturePrivate.shared(), "FramedContentTBS", content.toBeSigned(wireFormat, context));
        return new AuthenticatedContent(wireFormat, content, new Auth(Bytes.wrap(signature), null));
    }

    AuthenticatedContent withConfirmationTag(Bytes tag) {
        return new AuthenticatedContent(wireFormat, content, new Auth(auth.signature(), tag));
    }

    boolean signedBy(Labeled suite, Bytes signatureKey, byte[] context) {
        return suite.verify(
                signatureKey.shared(),
                "FramedContentTBS",
                content.toBeSigned(wireFormat, context),
                auth.signature().shared());
    }

    /** What a commit refers to a proposal by (RFC 9420 §5.2). */
    Bytes proposalRef(Labeled suite) {
        return suite.refHash("MLS 1.0 Proposal Reference", WireWriter.encode(this, (out, it) -> it.write(out)));
    }

    /** The confirmed transcript hash after this commit (RFC 9420 §8.2). */
    Bytes confirmedTranscript(Labeled suite, Bytes interimBefore) {
        var out = new WireWriter(1024).fixed(interimBefore).u16(wireFormat);
        content.write(out);
        return Bytes.wrap(suite.hash(out.opaque(auth.signature()).toArray()));
    }

    /** The interim transcript hash that follows {@code confirmed} (RFC 9420 §8.2). */
    static Bytes interimTranscript(Labeled suite, Bytes confirmed, Bytes confirmationTag) {
        return Bytes.wrap(suite.hash(new WireWriter(160).fixed(confirmed).opaque(confirmationTag).toArray()));
    }

    Bytes confirmationTag() {
        return Objects.requireNonNull(auth.confirmationTag(), "only a commit has a confirmation tag");
    }
}
