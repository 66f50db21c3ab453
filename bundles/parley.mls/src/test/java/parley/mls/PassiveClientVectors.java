package parley.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import parley.cipher.api.CipherSuite;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Vectors of a client that joins and follows. */
final class PassiveClientVectors {

    private PassiveClientVectors() {}

    static void follow(Json.Obj vector) throws Exception {
        var suite = Suites.of(vector.integer("cipher_suite"));
        var keyPackage = KeyPackage.fromBytes(vector.hex("key_package"));
        keyPackage.verify(suite);
        checkKeys(suite, keyPackage, vector);
        var own =
                OwnKeyPackage.of(
                        keyPackage,
                        vector.privateKey("init_priv"),
                        vector.privateKey("encryption_priv"),
                        vector.privateKey("signature_priv"));
        var psks = new Known();
        for (var it : vector.objects("external_psks")) psks.external.put(it.text("psk_id"), it.hex("psk"));
        var tree = vector.isNull("ratchet_tree") ? null : vector.hex("ratchet_tree");
        var group = Group.join(suite, vector.hex("welcome"), own, tree, psks, CredentialCheck.none()).group();
        assertArrayEquals(vector.hex("initial_epoch_authenticator"), group.epochAuthenticator());
        for (var it : vector.objects("epochs")) {
            psks.resumption.put(group.epoch(), group.resumptionPsk());
            for (var message : it.list("proposals")) {
                var bytes = HexFormat.of().parseHex((String) message);
                var received = group.receive(suite, bytes, psks, CredentialCheck.none());
                group = assertInstanceOf(Received.Proposed.class, received).group();
            }
            var received = group.receive(suite, it.hex("commit"), psks, CredentialCheck.none());
            group = assertInstanceOf(Received.Committed.class, received).group();
            assertArrayEquals(it.hex("epoch_authenticator"), group.epochAuthenticator());
        }
    }

    /** Checks that the private keys belong to the public ones. */
    private static void checkKeys(CipherSuite suite, KeyPackage keyPackage, Json.Obj vector) throws Exception {
        var text = new byte[] {1, 2, 3};
        var none = new byte[0];
        var signature = suite.sign(vector.privateKey("signature_priv"), text);
        if (!suite.verify(keyPackage.leaf().signatureKey(), text, signature)) throw new AssertionError("signature key");
        var toInit = suite.hpkeSeal(keyPackage.initKeyBytes().shared(), none, none, text);
        assertArrayEquals(
                text,
                suite.hpkeOpen(vector.privateKey("init_priv"), toInit.encapsulated(), none, none, toInit.ciphertext()));
        var toLeaf = suite.hpkeSeal(keyPackage.leaf().encryptionKey(), none, none, text);
        assertArrayEquals(
                text,
                suite.hpkeOpen(
                        vector.privateKey("encryption_priv"), toLeaf.encapsulated(), none, none, toLeaf.ciphertext()));
    }

    private static final class Known implements PskLookup {

        private final Map<String, byte[]> external = new HashMap<>();
        private final Map<Long, byte[]> resumption = new HashMap<>();

        @Override
        public Optional<byte[]> external(byte[] id) {
            return Optional.ofNullable(external.get(HexFormat.of().formatHex(id)));
        }

        @Override
        public Optional<byte[]> resumption(byte[] groupId, long epoch) {
            return Optional.ofNullable(resumption.get(epoch));
        }
    }
}
