package parley.mls;

import parley.protocol.wire.Bytes;

/** What makes a leaf valid (RFC 9420 §7.3), as far as all members can tell alike. */
final class LeafRules {

    private LeafRules() {}

    /** Checks what the leaf alone decides: its signature, and that it supports what it shows. */
    static void checkAlone(Labeled suite, LeafNode leaf, Bytes groupId, int index) throws MlsException {
        var capabilities = leaf.capabilities();
        for (var extension : leaf.extensions()) {
            if (!capabilities.supportsExtension(extension.type())) {
                throw new MlsException.Invalid("leaf's capabilities do not list its extension " + extension.type());
            }
        }
        if (!capabilities.credentials().contains(leaf.credential().type())) {
            throw new MlsException.Invalid("leaf's capabilities do not list its credential type");
        }
        if (!leaf.signedFor(suite, groupId, index)) throw new MlsException.Forged();
    }
}
