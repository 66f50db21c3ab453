package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.cipher.api.CipherSuite;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;
import java.util.Optional;

/** What a member shows of itself: keys, credential, capabilities and extensions, signed (RFC 9420 §7.2). */
public final class LeafNode extends Node {

    /** How a leaf came into the tree (RFC 9420 §7.2). */
    public enum Source {
        KEY_PACKAGE,
        UPDATE,
        COMMIT
    }

    private final Bytes encryptionKey;
    private final Bytes signatureKey;
    private final Credential credential;
    private final Capabilities capabilities;
    private final Source source;
    private final @Nullable Lifetime lifetime;
    private final Bytes parentHash;
    private final List<Extension> extensions;
    private final Bytes signature;
    private final Bytes encoded;

    private LeafNode(Fields fields, Bytes signature, Bytes encoded) {
        this.encryptionKey = fields.encryptionKey;
        this.signatureKey = fields.signatureKey;
        this.credential = fields.credential;
        this.capabilities = fields.capabilities;
        this.source = fields.source;
        this.lifetime = fields.lifetime;
        this.parentHash = fields.parentHash;
        this.extensions = fields.extensions;
        this.signature = signature;
        this.encoded = encoded;
    }

    /** All that is signed. */
    record Fields(
            Bytes encryptionKey,
            Bytes signatureKey,
            Credential credential,
            Capabilities capabilities,
            Source source,
            @Nullable Lifetime lifetime,
            Bytes parentHash,
            List<Extension> extensions) {

        void write(WireWriter out) {
            out.opaque(encryptionKey).opaque(signatureKey);
            credential.write(out);
            capabilities.write(out);
            out.u8(source.ordinal() + 1);
            if (lifetime != null) out.u64(lifetime.notBefore()).u64(lifetime.notAfter());
            if (source == Source.COMMIT) out.opaque(parentHash);
            Extension.writeList(out, extensions);
        }

        /** Signs as {@code leaf} of {@code groupId}; both are left out of a KeyPackage's leaf. */
        LeafNode sign(Labeled suite, byte[] signaturePrivateKey, Bytes groupId, int leaf) {
            var body = WireWriter.encode(this, (out, fields) -> fields.write(out));
            var signature = suite.sign(signaturePrivateKey, "LeafNodeTBS", toBeSigned(body, source, groupId, leaf));
            var encoded = new WireWriter(body.length + signature.length + 4).fixed(body).opaque(signature);
            return new LeafNode(this, Bytes.wrap(signature), encoded.toBytes());
        }
    }

    @Override
    Bytes publicKey() {
        return encryptionKey;
    }

    @Override
    Bytes parentHash() {
        return parentHash;
    }

    /** The HPKE public key, as {@link CipherSuite} serialises it. */
    public byte[] encryptionKey() {
        return encryptionKey.toArray();
    }

    /** The signature public key, as {@link CipherSuite} serialises it. */
    public byte[] signatureKey() {
        return signatureKey.toArray();
    }

    /** Who it says it is (RFC 9420 §5.3): for a {@link CredentialCheck} to judge. */
    public Credential credential() {
        return credential;
    }

    /** What its client supports (RFC 9420 §7.2). */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** How it came into the tree (RFC 9420 §7.2). */
    public Source source() {
        return source;
    }

    /** Present in a KeyPackage's leaf only. */
    public Optional<Lifetime> lifetime() {
        return Optional.ofNullable(lifetime);
    }

    /** The leaf's extensions (RFC 9420 §7.2), unknown ones among them. */
    public List<Extension> extensions() {
        return extensions;
    }

    /** The LeafNode as RFC 9420 encodes it. */
    public byte[] toBytes() {
        return encoded.toArray();
    }

    Bytes signatureKeyBytes() {
        return signatureKey;
    }

    Bytes encoded() {
        return encoded;
    }

    Fields fields() {
        return new Fields(
                encryptionKey, signatureKey, credential, capabilities, source, lifetime, parentHash, extensions);
    }

    /** Whether the leaf's own key signed it, as {@code leaf} of {@code groupId} where that is part of it. */
    boolean signedFor(Labeled suite, Bytes groupId, int leaf) {
        var body = WireWriter.encode(fields(), (out, fields) -> fields.write(out));
        return suite.verify(
                signatureKey.shared(), "LeafNodeTBS", toBeSigned(body, source, groupId, leaf), signature.shared());
    }

    private static byte[] toBeSigned(byte[] body, Source source, Bytes groupId, int leaf) {
        if (source == Source.KEY_PACKAGE) return body;
        return new WireWriter(body.length + groupId.length() + 8).fixed(body).opaque(groupId).u32(leaf).toArray();
    }

    static LeafNode read(WireReader in) throws MalformedException {
        var from = in.position();
        var encryptionKey = in.opaqueBytes();
        var signatureKey = in.opaqueBytes();
        var credential = Credential.read(in);
        var capabilities = Capabilities.read(in);
        var number = in.u8();
        if (number < 1 || number > 3) throw new MalformedException("leaf node source is " + number);
        var source = Source.values()[number - 1];
        var lifetime = source == Source.KEY_PACKAGE ? new Lifetime(in.u64(), in.u64()) : null;
        var parentHash = source == Source.COMMIT ? in.opaqueBytes() : Bytes.EMPTY;
        var extensions = Extension.readList(in);
        var signature = in.opaqueBytes();
        var fields =
                new Fields(
                        encryptionKey,
                        signatureKey,
                        credential,
                        capabilities,
                        source,
                        lifetime,
                        parentHash,
                        extensions);
        return new LeafNode(fields, signature, Bytes.wrap(in.since(from)));
    }

    void write(WireWriter out) {
        out.fixed(encoded);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LeafNode that && encoded.equals(that.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    @Override
    public String toString() {
        return "LeafNode from " + source;
    }
}
