package parley.mls;

import parley.cipher.api.CipherSuite;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.util.List;

/**
 * A KeyPackage with its private keys, on the device that made it. Delete it once a group was joined with it (RFC 9420
 * §10, §16.8), except one of last resort.
 */
public final class OwnKeyPackage {

    private final KeyPackage keyPackage;
    private final Bytes initPrivate;
    private final Bytes leafPrivate;
    private final Bytes signaturePrivate;

    private OwnKeyPackage(KeyPackage keyPackage, Bytes initPrivate, Bytes leafPrivate, Bytes signaturePrivate) {
        this.keyPackage = keyPackage;
        this.initPrivate = initPrivate;
        this.leafPrivate = leafPrivate;
        this.signaturePrivate = signaturePrivate;
    }

    /** Makes fresh init and leaf keys and signs them. */
    public static OwnKeyPackage create(
            CipherSuite suite, LeafParameters leaf, Lifetime lifetime, List<Extension> keyPackageExtensions) {
        var labeled = new Labeled(suite);
        var init = suite.kemKeyPair();
        var encryption = suite.kemKeyPair();
        var signature = leaf.signatureKey();
        var node =
                new LeafNode.Fields(
                                Bytes.of(encryption.publicKey()),
                                Bytes.of(signature.publicKey()),
                                leaf.credential(),
                                leaf.capabilities(),
                                LeafNode.Source.KEY_PACKAGE,
                                lifetime,
                                Bytes.EMPTY,
                                leaf.extensions())
                        .sign(labeled, signature.privateKey(), Bytes.EMPTY, 0);
        var keyPackage =
                new KeyPackage(
                                MlsMessage.MLS10,
                                suite.id(),
                                Bytes.of(init.publicKey()),
                                node,
                                Extension.copy(keyPackageExtensions),
                                Bytes.EMPTY)
                        .signed(labeled, signature.privateKey());
        return of(keyPackage, init.privateKey(), encryption.privateKey(), signature.privateKey());
    }

    /** Puts together what was kept apart. */
    public static OwnKeyPackage of(
            KeyPackage keyPackage, byte[] initPrivate, byte[] leafPrivate, byte[] signaturePrivate) {
        return new OwnKeyPackage(keyPackage, Bytes.of(initPrivate), Bytes.of(leafPrivate), Bytes.of(signaturePrivate));
    }

    /** What to publish. */
    public KeyPackage keyPackage() {
        return keyPackage;
    }

    Bytes initPrivate() {
        return initPrivate;
    }

    Bytes leafPrivate() {
        return leafPrivate;
    }

    Bytes signaturePrivate() {
        return signaturePrivate;
    }

    /** Everything, private keys included: to be kept sealed. */
    public byte[] toBytes() {
        var out = new WireWriter(1024).u8(1);
        keyPackage.write(out);
        return out.opaque(initPrivate).opaque(leafPrivate).opaque(signaturePrivate).toArray();
    }

    /**
     * @throws MlsException.Malformed if {@code bytes} are not what {@link #toBytes} made
     */
    public static OwnKeyPackage fromBytes(byte[] bytes) throws MlsException.Malformed {
        return Stored.decode(
                bytes,
                in -> {
                    Stored.version(in, 1);
                    return new OwnKeyPackage(KeyPackage.read(in), in.opaqueBytes(), in.opaqueBytes(), in.opaqueBytes());
                });
    }

    /** Names no key. */
    @Override
    public String toString() {
        return "own " + keyPackage;
    }
}
