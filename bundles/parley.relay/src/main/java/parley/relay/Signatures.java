package parley.relay;

import parley.cipher.api.CipherSuite;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Ed25519 by whichever cipher bundle is there at the moment of the call. While there is none, nothing verifies: the
 * relay then lets nobody in. Costs some tenths of a millisecond a call: not for an event loop.
 */
final class Signatures {

    /** Ed25519 in RFC 8446 §4.2.3. */
    static final int ED25519 = 0x0807;

    private static final System.Logger log = System.getLogger(Signatures.class.getName());

    private final Supplier<List<CipherSuite>> suites;

    Signatures(Supplier<List<CipherSuite>> suites) {
        this.suites = suites;
    }

    /** The provider for one operation; nobody keeps it. */
    Optional<CipherSuite> provider() {
        return suites.get().stream().filter(suite -> suite.signatureScheme() == ED25519).findFirst();
    }

    boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
        var suite = provider();
        if (suite.isEmpty()) return false;
        try {
            return suite.get().verify(publicKey.shared(), message.shared(), signature.shared());
        } catch (RuntimeException e) { // a bundle that stops in the middle of a call proves nothing
            log.log(System.Logger.Level.WARNING, "A cipher bundle failed to verify a signature", e);
            return false;
        }
    }
}
