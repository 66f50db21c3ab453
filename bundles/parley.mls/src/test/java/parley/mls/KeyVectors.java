package parley.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import parley.mls.EpochSecrets.Psk;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;

/** Vectors of labelled primitives, key schedule and secret tree. */
final class KeyVectors {

    private KeyVectors() {}

    static void cryptoBasics(Json.Obj vector) throws Exception {
        var suite = new Labeled(Suites.of(vector.integer("cipher_suite")));
        var ref = vector.object("ref_hash");
        assertEquals(ref.text("out"), suite.refHash(ref.text("label"), ref.hex("value")).hex());
        var expand = vector.object("expand_with_label");
        assertArrayEquals(
                expand.hex("out"),
                suite.expand(
                        expand.hex("secret"), expand.text("label"), expand.hex("context"), expand.integer("length")));
        var derive = vector.object("derive_secret");
        assertArrayEquals(derive.hex("out"), suite.deriveSecret(derive.hex("secret"), derive.text("label")));
        var tree = vector.object("derive_tree_secret");
        assertArrayEquals(
                tree.hex("out"),
                suite.deriveTreeSecret(
                        tree.hex("secret"), tree.text("label"), tree.number("generation"), tree.integer("length")));
        var sign = vector.object("sign_with_label");
        var content = sign.hex("content");
        assertTrue(suite.verify(sign.hex("pub"), sign.text("label"), content, sign.hex("signature")));
        var again = suite.sign(sign.hex("priv"), sign.text("label"), content);
        assertTrue(suite.verify(sign.hex("pub"), sign.text("label"), content, again));
        var hpke = vector.object("encrypt_with_label");
        var given = new HpkeCiphertext(Bytes.wrap(hpke.hex("kem_output")), Bytes.wrap(hpke.hex("ciphertext")));
        var key = Bytes.wrap(hpke.hex("priv"));
        assertArrayEquals(hpke.hex("plaintext"), suite.decrypt(key, hpke.text("label"), hpke.hex("context"), given));
        var sealed =
                suite.encrypt(
                        Bytes.wrap(hpke.hex("pub")), hpke.text("label"), hpke.hex("context"), hpke.hex("plaintext"));
        assertArrayEquals(hpke.hex("plaintext"), suite.decrypt(key, hpke.text("label"), hpke.hex("context"), sealed));
    }

    static void secretTree(Json.Obj vector) throws Exception {
        var suite = new Labeled(Suites.of(vector.integer("cipher_suite")));
        var data = vector.object("sender_data");
        var key =
                MessageProtection.senderDataKey(
                        suite, Bytes.wrap(data.hex("sender_data_secret")), data.hex("ciphertext"));
        assertEquals(data.text("key"), key.key().hex());
        assertEquals(data.text("nonce"), key.nonce().hex());
        var leaves = vector.list("leaves");
        var tree = SecretTree.start(Bytes.wrap(vector.hex("encryption_secret")), leaves.size());
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            for (var value : (List<?>) leaves.get(leaf)) {
                var it = Json.Obj.of(value);
                var handshake = tree.take(suite, leaf, false, it.number("generation"));
                assertEquals(it.text("handshake_key"), handshake.key().key().hex());
                assertEquals(it.text("handshake_nonce"), handshake.key().nonce().hex());
                var application = handshake.after().take(suite, leaf, true, it.number("generation"));
                assertEquals(it.text("application_key"), application.key().key().hex());
                assertEquals(it.text("application_nonce"), application.key().nonce().hex());
                tree = application.after();
            }
        }
    }

    static void keySchedule(Json.Obj vector) {
        var suite = new Labeled(Suites.of(vector.integer("cipher_suite")));
        var init = vector.hex("initial_init_secret");
        long number = 0;
        for (var it : vector.objects("epochs")) {
            var context =
                    new GroupContext(
                                    vector.integer("cipher_suite"),
                                    Bytes.wrap(vector.hex("group_id")),
                                    number++,
                                    Bytes.wrap(it.hex("tree_hash")),
                                    Bytes.wrap(it.hex("confirmed_transcript_hash")),
                                    List.of())
                            .encode();
            assertArrayEquals(it.hex("group_context"), context);
            var schedule = EpochSecrets.next(suite, init, it.hex("commit_secret"), it.hex("psk_secret"), context);
            var secrets = schedule.secrets();
            assertEquals(it.text("joiner_secret"), schedule.joiner().hex());
            assertEquals(it.text("welcome_secret"), schedule.welcome().hex());
            assertEquals(it.text("encryption_secret"), schedule.encryption().hex());
            assertEquals(it.text("init_secret"), secrets.init().hex());
            assertEquals(it.text("sender_data_secret"), secrets.senderData().hex());
            assertEquals(it.text("exporter_secret"), secrets.exporter().hex());
            assertEquals(it.text("epoch_authenticator"), secrets.authenticator().hex());
            assertEquals(it.text("external_secret"), secrets.external().hex());
            assertEquals(it.text("confirmation_key"), secrets.confirmation().hex());
            assertEquals(it.text("membership_key"), secrets.membership().hex());
            assertEquals(it.text("resumption_psk"), secrets.resumption().hex());
            assertArrayEquals(it.hex("external_pub"), secrets.externalKeyPair(suite).publicKey());
            var exporter = it.object("exporter");
            assertArrayEquals(
                    exporter.hex("secret"),
                    EpochSecrets.export(
                            suite,
                            secrets.exporter(),
                            exporter.text("label"),
                            exporter.hex("context"),
                            exporter.integer("length")));
            init = secrets.init().toArray();
        }
    }

    static void pskSecret(Json.Obj vector) {
        var suite = new Labeled(Suites.of(vector.integer("cipher_suite")));
        var psks = new ArrayList<Psk>();
        for (var it : vector.objects("psks")) {
            var id = new PskId.External(Bytes.wrap(it.hex("psk_id")), Bytes.wrap(it.hex("psk_nonce")));
            psks.add(new Psk(id, Bytes.wrap(it.hex("psk"))));
        }
        assertArrayEquals(vector.hex("psk_secret"), EpochSecrets.pskSecret(suite, psks));
    }

    static void transcriptHashes(Json.Obj vector) throws Exception {
        var suite = new Labeled(Suites.of(vector.integer("cipher_suite")));
        var content = Stored.decode(vector.hex("authenticated_content"), AuthenticatedContent::read);
        var confirmed = content.confirmedTranscript(suite, Bytes.wrap(vector.hex("interim_transcript_hash_before")));
        assertEquals(vector.text("confirmed_transcript_hash_after"), confirmed.hex());
        assertTrue(
                suite.macFits(
                        Bytes.wrap(vector.hex("confirmation_key")), confirmed.toArray(), content.confirmationTag()));
        var interim = AuthenticatedContent.interimTranscript(suite, confirmed, content.confirmationTag());
        assertEquals(vector.text("interim_transcript_hash_after"), interim.hex());
    }
}
