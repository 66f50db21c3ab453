package parley.crypto;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.mls.Group;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Signals: said and forgotten, so sealed without a ratchet. The key is MLS-Exporter("parley signal", leaf as u32, Nk)
 * of the epoch; a random nonce stands before the ciphertext.
 */
final class Signals {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LABEL = "parley signal";

    private final PresentSuites suites;

    Signals(PresentSuites suites) {
        this.suites = suites;
    }

    Bytes seal(Group group, int leaf, Bytes associated, Bytes content) throws SuiteMissingException {
        return suites.use(
                group.suiteId(),
                suite -> {
                    var nonce = new byte[suite.nn()];
                    RANDOM.nextBytes(nonce);
                    var sealed = suite.seal(key(suite, group, leaf), nonce, associated.shared(), content.shared());
                    return new WireWriter(nonce.length + sealed.length).fixed(nonce).fixed(sealed).toBytes();
                });
    }

    Bytes open(Group group, int leaf, Bytes associated, Bytes sealed) throws SuiteMissingException, UntrustedException {
        if (leaf < 0 || group.member(leaf).isEmpty()) throw new UntrustedException("signal is of no member");
        try {
            return suites.use(
                    group.suiteId(),
                    suite -> {
                        if (sealed.length() < suite.nn()) throw new CipherException("signal is too short");
                        var bytes = sealed.shared();
                        var nonce = Arrays.copyOf(bytes, suite.nn());
                        var ciphertext = Arrays.copyOfRange(bytes, suite.nn(), bytes.length);
                        return Bytes.wrap(suite.open(key(suite, group, leaf), nonce, associated.shared(), ciphertext));
                    });
        } catch (CipherException e) {
            throw new UntrustedException("signal does not open", e);
        }
    }

    private static byte[] key(CipherSuite suite, Group group, int leaf) {
        return group.export(suite, LABEL, new WireWriter(4).u32(leaf).toArray(), suite.nk());
    }
}
