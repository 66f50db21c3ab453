package parley.mls;

import parley.protocol.wire.Bytes;

/** A member's own leaf as it will be after an Update or commit. */
final class OwnLeaf {

    private OwnLeaf() {}

    static LeafNode.Fields changed(
            LeafNode before, LeafChange change, LeafNode.Source source, Bytes encryptionKey, Bytes parentHash) {
        var fields = before.fields();
        return new LeafNode.Fields(
                encryptionKey,
                change.signatureKey().map(pair -> Bytes.of(pair.publicKey())).orElse(fields.signatureKey()),
                change.credential().orElse(fields.credential()),
                change.capabilities().orElse(fields.capabilities()),
                source,
                null,
                parentHash,
                change.extensions().orElse(fields.extensions()));
    }
}
