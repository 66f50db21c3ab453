package parley.protocol.samples;

import static parley.protocol.samples.Fixed.*;

import org.jspecify.annotations.Nullable;

import parley.protocol.GroupLink;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.content.CheckWords;
import parley.protocol.content.Content;
import parley.protocol.content.IdentityChain;
import parley.protocol.content.SafetyNumber;
import parley.protocol.content.Salt;
import parley.protocol.content.VerificationCode;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Transcript;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** Writes docs/vectors anew. Run it when a format grows; VectorsTest holds the files to what it would write. */
public final class VectorFiles {

    private static final Map<String, String> FLAGS =
            new TreeMap<>(
                    Map.of(
                            "Truncated", "breaks off before its end",
                            "TrailingBytes", "bytes follow its end",
                            "UnknownType", "a frame type that no frame has: refused by name, the link goes on",
                            "NotShortest", "a length prefix longer than it need be",
                            "BadLength", "a field of another length than it has",
                            "BadUtf8", "text that is not UTF-8",
                            "BadValue", "a number that names nothing",
                            "BeyondLimit", "more than the limit stated for it",
                            "Signature", "the signature must verify under the key"));

    private final List<Object> groups = new ArrayList<>();
    private int id;

    private VectorFiles() {}

    /**
     * Writes the files.
     *
     * @param args the directory to write to
     */
    public static void main(String... args) throws IOException {
        for (var file : files().entrySet()) {
            Files.writeString(Path.of(args[0]).resolve(file.getKey()), Json.write(file.getValue()));
        }
    }

    /** The files by name. */
    public static Map<String, Map<String, Object>> files() {
        var files = new LinkedHashMap<String, Map<String, Object>>();
        var frames = new VectorFiles();
        frames.group(Kinds.FRAME, Hostile.cut(Kinds.FRAME), Hostile.frames());
        files.put("frames.json", frames.file("frames", "Frames, one to a WebSocket message"));
        var content = new VectorFiles();
        for (var kind : Kinds.ofContent()) {
            content.group(kind, Hostile.cut(kind), kind.name().equals("Content") ? Hostile.contents() : List.of());
        }
        files.put("content.json", content.file("content", "What clients say to one another, before it is sealed"));
        var log = new VectorFiles();
        for (var kind : Kinds.ofLogs()) log.group(kind, Hostile.cut(kind), List.of());
        log.chain();
        log.binding();
        files.put("log.json", log.file("log", "Items of a log, d(n), h(n) and what a commit binds"));
        var identity = new VectorFiles();
        for (var kind : Kinds.ofIdentity()) identity.group(kind, Hostile.cut(kind), List.of());
        identity.signatures();
        identity.ids();
        files.put("identity.json", identity.file("identity", "Keys, signed bytes and transcripts"));
        return files;
    }

    private Map<String, Object> file(String name, String header) {
        var file = new LinkedHashMap<String, Object>();
        file.put("algorithm", "Parley " + name);
        file.put("schema", "docs/protocol.md, Vectors");
        file.put("header", List.of(header));
        file.put("numberOfTests", id);
        var notes = new LinkedHashMap<String, Object>();
        FLAGS.forEach((flag, text) -> notes.put(flag, Map.of("description", text)));
        file.put("notes", notes);
        file.put("testGroups", groups);
        return file;
    }

    private <T> void group(Kind<T> kind, List<Hostile.Case> cut, List<Hostile.Case> hostile) {
        var tests = new ArrayList<Object>();
        kind.samples()
                .forEach((comment, value) -> {
                    var test = test(comment, List.of());
                    test.put("bytes", kind.encode().apply(value).hex());
                    test.put("fields", Fields.of(value));
                    test.put("result", "valid");
                    tests.add(test);
                });
        for (var cases : List.of(cut, hostile)) {
            for (var one : cases) {
                var test = test(one.comment(), List.of(one.flag()));
                test.put("bytes", one.bytes().hex());
                test.put("result", "invalid");
                tests.add(test);
            }
        }
        group(kind.name(), tests);
    }

    private void group(String type, List<Object> tests) {
        var group = new LinkedHashMap<String, Object>();
        group.put("type", type);
        group.put("tests", tests);
        groups.add(group);
    }

    private Map<String, @Nullable Object> test(String comment, List<String> flags) {
        var test = new LinkedHashMap<String, @Nullable Object>();
        test.put("tcId", ++id);
        test.put("comment", comment);
        test.put("flags", flags);
        return test;
    }

    private void chain() {
        var tests = new ArrayList<Object>();
        var chain = Hash.ZERO;
        for (var item : Kinds.LOG_ITEM.samples().entrySet()) {
            var test = test(item.getKey(), List.of());
            test.put("item", Kinds.LOG_ITEM.encode().apply(item.getValue()).hex());
            test.put("digest", item.getValue().digest().hex());
            test.put("before", chain.hex());
            chain = Hash.of(chain.bytes().shared(), item.getValue().digest().bytes().shared());
            test.put("after", chain.hex());
            test.put("result", "valid");
            tests.add(test);
        }
        group("Chain", tests);
    }

    private void binding() {
        var tests = new ArrayList<Object>();
        for (var base : new long[] {0, 44}) {
            for (var body : FrameSamples.commitBodies().entrySet()) {
                var test = test(body.getKey() + ", base " + base, List.of());
                test.put("base", Long.toString(base));
                test.put("body", body.getValue().encode().hex());
                var binding = CommitBody.binding(base, body.getValue().added(), body.getValue().removed());
                test.put("binding", binding.hex());
                test.put("result", "valid");
                tests.add(test);
            }
        }
        group("Binding", tests);
    }

    private void signatures() {
        var tests = new ArrayList<Object>();
        var leaf = LEAF_SIGNER.publicKey();
        signed(tests, "device list", ACCOUNT_SIGNER, DEVICES.signed());
        signed(tests, "device certified by its account", ACCOUNT_SIGNER, IdentityChain.deviceSigned(ACCOUNT, DEVICE));
        signed(
                tests,
                "leaf key (Ed25519) certified by its device",
                DEVICE_SIGNER,
                IdentityChain.leafSigned(ACCOUNT, DEVICE, 0x0807, leaf));
        signed(
                tests,
                "leaf key (P-256) certified by its device",
                DEVICE_SIGNER,
                IdentityChain.leafSigned(ACCOUNT, DEVICE, 0x0403, bytes(65, 4)));
        transcripts(tests, "", TRANSCRIPT);
        transcripts(tests, ", without a certificate", BLIND);
        group("Signed", tests);
    }

    private void transcripts(List<Object> tests, String what, Transcript transcript) {
        signed(tests, "relay's hello" + what, RELAY_SIGNER, transcript.hello("relay.example", false));
        signed(tests, "relay's hello, open" + what, RELAY_SIGNER, transcript.hello("relay.example", true));
        signed(tests, "sign-up" + what, DEVICE_SIGNER, transcript.signUp("alice"));
        signed(tests, "sign-in" + what, DEVICE_SIGNER, transcript.signIn());
        signed(tests, "recovery" + what, DEVICE_SIGNER, transcript.recover());
        signed(tests, "follow" + what, FOLLOWER_SIGNER, transcript.follow(LOG));
    }

    private void signed(List<Object> tests, String comment, Signer signer, Bytes message) {
        var test = test(comment, List.of("Signature"));
        test.put("privateKey", seed(signer).hex());
        test.put("publicKey", signer.publicKey().hex());
        test.put("message", message.hex());
        test.put("signature", signer.sign(message).hex());
        test.put("result", "valid");
        tests.add(test);
    }

    private static Bytes seed(Signer signer) {
        var bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) signer.seed());
        return Bytes.wrap(bytes);
    }

    private void ids() {
        var tests = new ArrayList<Object>();
        id(tests, "inbox of an account", LogId.inboxOf(ACCOUNT).hex());
        id(tests, "direct conversation of two accounts", CONVERSATION.hex());
        id(tests, "fingerprint of the relay", parley.protocol.RelayAddress.fingerprint(RELAY));
        id(tests, "hash of a token", TOKEN.hash().hex());
        id(tests, "token of the group link whose secret is the token here", GroupLink.token(TOKEN).bytes().hex());
        id(tests, "key of requests by that link, suite 1", requestKey(16).hex());
        id(tests, "key of requests by that link, suite 3", requestKey(32).hex());
        var salt = new Salt(TOKEN.bytes().slice(0, Salt.LENGTH));
        id(
                tests,
                "message of the account to the other, whose salt is the first half of the token",
                salt.id(CONVERSATION, ACCOUNT).hex());
        verification(tests);
        group("Derived", tests);
    }

    /** What two people compare; in the check its id is the first half of the token, and each nonce the whole of it. */
    private void verification(List<Object> tests) {
        id(tests, "safety number of the account and the other", SafetyNumber.of(ACCOUNT, OTHER_ACCOUNT).digits());
        id(tests, "code that the account shows the other", new VerificationCode(ACCOUNT, OTHER_ACCOUNT).text());
        var check = TOKEN.bytes().slice(0, Content.Check.ID);
        var nonce = TOKEN.bytes();
        id(
                tests,
                "commitment of a check in which the account asks the other",
                CheckWords.commitment(check, ACCOUNT, OTHER_ACCOUNT, nonce).hex());
        id(
                tests,
                "words of that check",
                String.join(" ", CheckWords.words(check, ACCOUNT, OTHER_ACCOUNT, nonce, nonce)));
    }

    /** Of a suite with HKDF-SHA256. */
    private static Bytes requestKey(int length) {
        try {
            var salt = new WireWriter().text("Parley group link 1").toArray();
            var parameters =
                    HKDFParameterSpec.ofExtract()
                            .addSalt(salt)
                            .addIKM(TOKEN.bytes().toArray())
                            .thenExpand("key".getBytes(StandardCharsets.US_ASCII), length);
            return Bytes.wrap(KDF.getInstance("HKDF-SHA256").deriveData(parameters));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void id(List<Object> tests, String comment, String value) {
        var test = test(comment, List.of());
        test.put("account", ACCOUNT.hex());
        test.put("other", OTHER_ACCOUNT.hex());
        test.put("relay", RELAY.hex());
        test.put("token", TOKEN.bytes().hex());
        test.put("derived", value);
        test.put("result", "valid");
        tests.add(test);
    }
}
