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

    /** With another signature key (RFC 9420 §7.2), which signs the changed leaf and what follows. */
    public LeafChange withSignatureKey(CipherSuite.KeyPair key) {
        return new LeafChange(Optional.of(key), credential, capabilities, extensions);
    }

    /** With another credential (RFC 9420 §5.3); others judge whether it may follow the former. */
    public LeafChange withCredential(Credential changed) {
        return new LeafChange(signatureKey, Optional.of(changed), capabilities, extensions);
    }

    /** With other capabilities (RFC 9420 §7.2), which must include what the group uses and requires. */
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
