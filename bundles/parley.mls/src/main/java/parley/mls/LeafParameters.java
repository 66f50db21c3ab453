package parley.mls;

import parley.cipher.api.CipherSuite;

import java.util.List;

/**
 * What a client's own leaf shows, beside the encryption key that is made afresh.
 *
 * @param signatureKey the client's signature key pair for the suite; a group's state holds a copy
 * @param extensions each of a type that RFC 9420 defines or that {@code capabilities} lists
 */
public record LeafParameters(
        CipherSuite.KeyPair signatureKey,
        Credential credential,
        Capabilities capabilities,
        List<Extension> extensions) {

    /**
     * @throws IllegalArgumentException if an extension occurs twice or is not among the capabilities
     */
    public LeafParameters {
        extensions = Extension.copy(extensions);
        for (var extension : extensions) {
            if (!capabilities.supportsExtension(extension.type())) {
                throw new IllegalArgumentException("capabilities do not list extension " + extension.type());
            }
        }
        if (!capabilities.credentials().contains(credential.type())) {
            throw new IllegalArgumentException("capabilities do not list credential type " + credential.type());
        }
    }
}
