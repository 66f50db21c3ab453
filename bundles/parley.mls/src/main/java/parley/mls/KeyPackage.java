package parley.mls;

import parley.cipher.api.CipherSuite;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;

/** What a client publishes so that others can add it while it is away (RFC 9420 §10). */
public final class KeyPackage {

    private final int version;
    private final int suiteId;
    private final Bytes initKey;
    private final LeafNode leaf;
    private final List<Extension> extensions;
    private final Bytes signature;

    KeyPackage(int version, int suiteId, Bytes initKey, LeafNode leaf, List<Extension> extensions, Bytes signature) {
        this.version = version;
        this.suiteId = suiteId;
        this.initKey = initKey;
        this.leaf = leaf;
        this.extensions = extensions;
        this.signature = signature;
    }

    /**
     * Reads an {@code MLSMessage} of a KeyPackage. Nothing is verified yet: see {@link #verify}.
     *
     * @throws MlsException.Malformed if it is none
     */
    public static KeyPackage fromBytes(byte[] message) throws MlsException.Malformed {
        if (MlsMessage.decode(message) instanceof MlsMessage.OfKeyPackage(var keyPackage)) return keyPackage;
        throw new MlsException.Malformed("not a KeyPackage");
    }

    /** An {@code MLSMessage} of this KeyPackage. */
    public byte[] toBytes() {
        return new MlsMessage.OfKeyPackage(this).encode();
    }

    /** The suite it is for (RFC 9420 §17.1). */
    public int suiteId() {
        return suiteId;
    }

    /** The leaf that its owner will have in a group (RFC 9420 §10). */
    public LeafNode leaf() {
        return leaf;
    }

    /** The KeyPackage's own extensions (RFC 9420 §10); those of the leaf are with the leaf. */
    public List<Extension> extensions() {
        return extensions;
    }

    /** What a Welcome calls this KeyPackage by (RFC 9420 §5.2). */
    public byte[] ref(CipherSuite suite) {
        return reference(new Labeled(suite)).toArray();
    }

    /**
     * Checks what needs no group (RFC 9420 §10.1): version, suite, both signatures, the leaf's source and its
     * extensions, and that its keys differ. The lifetime and the credential are the caller's to judge.
     *
     * @throws MlsException if it is not what its owner signed, or breaks a rule
     */
    public void verify(CipherSuite suite) throws MlsException {
        var labeled = new Labeled(suite);
        if (version != MlsMessage.MLS10) throw new MlsException.Invalid("KeyPackage is of version " + version);
        if (suiteId != suite.id()) throw new MlsException.Invalid("KeyPackage is for suite " + suiteId);
        if (leaf.source() != LeafNode.Source.KEY_PACKAGE) throw new MlsException.Invalid("leaf is of no KeyPackage");
        if (leaf.publicKey().equals(initKey)) throw new MlsException.Invalid("init key is the leaf's key as well");
        if (!leaf.capabilities().versions().contains(version) || !leaf.capabilities().suites().contains(suiteId)) {
            throw new MlsException.Invalid("KeyPackage's own version or suite is not among its capabilities");
        }
        LeafRules.checkAlone(labeled, leaf, Bytes.EMPTY, 0);
        if (!labeled.verify(leaf.signatureKeyBytes().shared(), "KeyPackageTBS", toBeSigned(), signature.shared())) {
            throw new MlsException.Forged();
        }
    }

    Bytes initKeyBytes() {
        return initKey;
    }

    Bytes reference(Labeled suite) {
        return suite.refHash("MLS 1.0 KeyPackage Reference", WireWriter.encode(this, (out, it) -> it.write(out)));
    }

    /** The same KeyPackage signed with {@code signaturePrivateKey}. */
    KeyPackage signed(Labeled suite, byte[] signaturePrivateKey) {
        var fresh = suite.sign(signaturePrivateKey, "KeyPackageTBS", toBeSigned());
        return new KeyPackage(version, suiteId, initKey, leaf, extensions, Bytes.wrap(fresh));
    }

    private byte[] toBeSigned() {
        return WireWriter.encode(this, (out, it) -> it.writeBody(out));
    }

    static KeyPackage read(WireReader in) throws MalformedException {
        return new KeyPackage(
                in.u16(), in.u16(), in.opaqueBytes(), LeafNode.read(in), Extension.readList(in), in.opaqueBytes());
    }

    void write(WireWriter out) {
        writeBody(out);
        out.opaque(signature);
    }

    private void writeBody(WireWriter out) {
        out.u16(version).u16(suiteId).opaque(initKey);
        leaf.write(out);
        Extension.writeList(out, extensions);
    }

    @Override
    public String toString() {
        return "KeyPackage for suite " + suiteId;
    }
}
