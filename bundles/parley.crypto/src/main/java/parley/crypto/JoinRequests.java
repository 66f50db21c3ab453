package parley.crypto;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.protocol.Address;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.content.JoinRequest;
import parley.protocol.content.SealedRequest;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireWriter;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/**
 * Requests to join a group, signed by whoever asks and sealed with the group link's secret (docs/protocol.md, Groups).
 */
final class JoinRequests {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] SALT = new WireWriter().text("Parley group link 1").toArray();
    private static final byte[] KEY = "key".getBytes(StandardCharsets.US_ASCII);

    private final PresentSuites suites;
    private final Chains chains;

    JoinRequests(PresentSuites suites, Chains chains) {
        this.suites = suites;
        this.chains = chains;
    }

    Bytes seal(IdentityState identity, Address from, List<Bytes> keyPackages, LogId log, Token secret)
            throws SuiteMissingException {
        var leaf = identity.leafKey(Schemes.ED25519).orElseThrow(() -> new SuiteMissingException(1));
        var unsigned =
                new JoinRequest(
                        random(JoinRequest.ID),
                        from,
                        identity.chain(leaf),
                        leaf.publicKey(),
                        keyPackages,
                        log,
                        Bytes.EMPTY);
        return suites.useEd25519(suite -> {
            var signature = suite.sign(leaf.privateKey().shared(), unsigned.signed().shared());
            var plain = unsigned.withSignature(Bytes.wrap(signature)).encode();
            var nonce = random(suite.nn());
            var sealed = suite.seal(key(suite, secret), nonce.shared(), log.bytes().shared(), plain.shared());
            return new SealedRequest(suite.id(), nonce, Bytes.wrap(sealed)).encode();
        });
    }

    JoinRequest open(Bytes bytes, LogId log, Token secret) throws SuiteMissingException, UntrustedException {
        try {
            var sealed = SealedRequest.decode(bytes);
            var plain =
                    suites.use(
                            sealed.suite(),
                            suite -> {
                                if (sealed.nonce().length() != suite.nn()) throw new CipherException("another nonce");
                                return suite.open(
                                        key(suite, secret),
                                        sealed.nonce().shared(),
                                        log.bytes().shared(),
                                        sealed.ciphertext().shared());
                            });
            var request = JoinRequest.decode(Bytes.wrap(plain));
            require(request.log().equals(log), "log");
            require(chains.verify(request.chain(), Schemes.ED25519, request.leafKey()), "identity chain");
            require(chains.verify(request.leafKey(), request.signed(), request.signature()), "signature");
            for (var keyPackage : request.keyPackages()) {
                require(Letters.isOf(keyPackage, request.chain()), "owner of a KeyPackage");
            }
            return request;
        } catch (CipherException e) {
            throw new UntrustedException("join request does not open", e);
        } catch (MalformedException e) {
            throw new UntrustedException("join request is malformed", e);
        }
    }

    private static byte[] key(CipherSuite suite, Token secret) {
        return suite.expand(suite.extract(SALT, secret.bytes().shared()), KEY, suite.nk());
    }

    private static void require(boolean holds, String what) throws UntrustedException {
        if (!holds) throw new UntrustedException("join request fails the check of its " + what);
    }

    private static Bytes random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }
}
