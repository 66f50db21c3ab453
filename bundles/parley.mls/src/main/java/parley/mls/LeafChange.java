package parley.mls;

import parley.cipher.api.CipherSuite;

import java.util.List;
import java.util.Optional;

/** What an update or commit changes of a member's own leaf, beside its encryption key; empty: stays as it is. */
public record LeafChange(
        Optional<CipherSuite.KeyPair> signatureKey,
        Optional<Credential> credential,
        Optional<Capabilities> capabilities,
        Optional<List<Extension>> extensions) {

    private static final LeafChange NONE =
            new LeafChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public LeafChange {
        extensions = extensions.map(Extension::copy);
    }

    /** Nothing but a fresh encryption key. */
    public static LeafChange none() {
        return NONE;
    }

    public LeafChange withSignatureKey(CipherSuite.KeyPair key) {
        return new LeafChange(Optional.of(key), credential, capabilities, extensions);
    }

    public LeafChange withCredential(Credential changed) {
        return new LeafChange(signatureKey, Optional.of(changed), capabilities, extensions);
    }

    public LeafChange withCapabilities(Capabilities changed) {
        return new LeafChange(signatureKey, credential, Optional.of(changed), extensions);
    }

    /**
     * @param changed replaces the whole list
     */
    public LeafChange withExtensions(List<Extension> changed) {
        return new LeafChange(signatureKey, credential, capabilities, Optional.of(changed));
    }
}
