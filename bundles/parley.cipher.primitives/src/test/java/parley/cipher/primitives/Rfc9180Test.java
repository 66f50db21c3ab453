package parley.cipher.primitives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import static parley.cipher.primitives.Hex.hex;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import parley.cipher.api.CipherSuite.KeyPair;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Checks against the worked examples of RFC 9180, appendix A.1 to A.6, in base mode. */
class Rfc9180Test {

    @Test
    void hasReadAllExamples() throws Exception {
        assertEquals(6, examples().size());
        for (var example : examples()) {
            assertEquals(6, example.encryptions.size());
            assertEquals(3, example.exports.size());
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void derivesKeyPairs(Example example) {
        var recipient = example.kem().derive(example.bytes("ikmR"));
        assertEquals(example.text("skRm"), hex(recipient.privateKey()));
        assertEquals(example.text("pkRm"), hex(recipient.publicKey()));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void sharesTheSecret(Example example) throws Exception {
        var to = example.kem().encapsulate(example.bytes("pkRm"), example.ephemeral());
        assertEquals(example.text("enc"), hex(to.encapsulated()));
        assertEquals(example.text("shared_secret"), hex(to.sharedSecret()));
        assertEquals(
                example.text("shared_secret"),
                hex(example.kem().decapsulate(example.bytes("enc"), example.bytes("skRm"))));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void schedulesKeys(Example example) {
        var context = example.hpke().schedule(example.bytes("shared_secret"), example.bytes("info"));
        assertEquals(example.text("key"), hex(context.key()));
        assertEquals(example.text("base_nonce"), hex(context.baseNonce()));
        assertEquals(example.text("exporter_secret"), hex(context.exporterSecret()));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void sealsAndOpensTheFirstMessage(Example example) throws Exception {
        var first = example.encryptions.getFirst();
        var info = example.bytes("info");
        var aad = first.bytes("aad");
        var to = example.kem().encapsulate(example.bytes("pkRm"), example.ephemeral());
        assertEquals(first.text("ct"), hex(example.hpke().seal(to, info, aad, first.bytes("pt")).ciphertext()));
        var opened = example.hpke().open(example.bytes("skRm"), example.bytes("enc"), info, aad, first.bytes("ct"));
        assertEquals(first.text("pt"), hex(opened));
    }

    /** HPKE here is for one message, but the AEAD is the same for all. */
    @ParameterizedTest
    @MethodSource("examples")
    void opensTheLaterMessages(Example example) throws Exception {
        var context = example.hpke().schedule(example.bytes("shared_secret"), example.bytes("info"));
        for (var encryption : example.encryptions) {
            var number =
                    BigIntegers.asUnsignedByteArray(Aead.NONCE, new BigInteger(encryption.text("sequence number")));
            var nonce = context.baseNonce().clone();
            for (int i = 0; i < nonce.length; i++) nonce[i] ^= number[i];
            assertEquals(encryption.text("nonce"), hex(nonce));
            assertEquals(
                    encryption.text("pt"),
                    hex(example.aead().open(context.key(), nonce, encryption.bytes("aad"), encryption.bytes("ct"))));
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exports(Example example) throws Exception {
        for (var export : example.exports) {
            var value =
                    example.hpke()
                            .receiveExport(
                                    example.bytes("skRm"),
                                    example.bytes("enc"),
                                    example.bytes("info"),
                                    export.bytes("exporter_context"),
                                    Integer.parseInt(export.text("L")));
            assertArrayEquals(export.bytes("exported_value"), value);
        }
    }

    static List<Example> examples() throws IOException {
        var examples = new ArrayList<Example>();
        var current = new Values(new HashMap<>());
        for (var line : lines()) {
            int colon = line.indexOf(": ");
            if (line.startsWith("## ")) {
                current = new Values(new HashMap<>());
                examples.add(new Example(line.substring(3), current, new ArrayList<>(), new ArrayList<>()));
            } else if (colon > 0 && !line.startsWith("#")) {
                var key = line.substring(0, colon);
                if (key.equals("sequence number")) {
                    current = new Values(new HashMap<>());
                    examples.getLast().encryptions.add(current);
                } else if (key.equals("exporter_context")) {
                    current = new Values(new HashMap<>());
                    examples.getLast().exports.add(current);
                }
                current.map.put(key, line.substring(colon + 2));
            }
        }
        return examples;
    }

    private static List<String> lines() throws IOException {
        try (var file = Objects.requireNonNull(Rfc9180Test.class.getResourceAsStream("rfc9180.txt"))) {
            return new String(file.readAllBytes(), UTF_8).lines().toList();
        }
    }

    /** What a paragraph of the appendix says. */
    record Values(Map<String, String> map) {

        String text(String key) {
            return Objects.requireNonNull(map.get(key), key);
        }

        byte[] bytes(String key) {
            return Hex.bytes(text(key));
        }
    }

    /** One section of the appendix. */
    record Example(String title, Values setup, List<Values> encryptions, List<Values> exports) {

        String text(String key) {
            return setup.text(key);
        }

        byte[] bytes(String key) {
            return setup.bytes(key);
        }

        DhKem kem() {
            return Arrays.stream(DhKem.values())
                    .filter(kem -> kem.id() == Integer.parseInt(text("kem_id")))
                    .findFirst()
                    .orElseThrow();
        }

        Aead aead() {
            return Arrays.stream(Aead.values())
                    .filter(aead -> aead.id() == Integer.parseInt(text("aead_id")))
                    .findFirst()
                    .orElseThrow();
        }

        Hpke hpke() {
            var hash =
                    Arrays.stream(Hash.values())
                            .filter(candidate -> candidate.kdfId() == Integer.parseInt(text("kdf_id")))
                            .findFirst()
                            .orElseThrow();
            return new Hpke(kem(), hash, aead());
        }

        KeyPair ephemeral() {
            var pair = kem().derive(bytes("ikmE"));
            assertEquals(text("skEm"), hex(pair.privateKey()));
            assertEquals(text("pkEm"), hex(pair.publicKey()));
            return pair;
        }

        @Override
        public String toString() {
            return title;
        }
    }
}
