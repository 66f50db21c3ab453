package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.protocol.relay.LogItem;
import parley.protocol.relay.UnknownFrameException;
import parley.protocol.samples.Fields;
import parley.protocol.samples.Fixed.Signer;
import parley.protocol.samples.Json;
import parley.protocol.samples.Kind;
import parley.protocol.samples.Kinds;
import parley.protocol.samples.VectorFiles;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds this bundle to docs/vectors, and docs/vectors to this bundle. */
class VectorsTest {

    private static final Path VECTORS = Path.of("..", "..", "docs", "vectors");

    private record Vector(String group, Map<?, ?> fields) {

        String text(String name) {
            return (String) java.util.Objects.requireNonNull(fields.get(name), name);
        }

        Bytes bytes(String name) {
            return Bytes.ofHex(text(name));
        }

        @Override
        public String toString() {
            return group + " " + fields.get("tcId") + ": " + fields.get("comment");
        }
    }

    private static List<Vector> tests(String file) throws IOException {
        var tests = new ArrayList<Vector>();
        var read = (Map<?, ?>) Json.read(Files.readString(VECTORS.resolve(file)));
        for (var group : (List<?>) read.get("testGroups")) {
            for (var test : (List<?>) ((Map<?, ?>) group).get("tests")) {
                tests.add(new Vector((String) ((Map<?, ?>) group).get("type"), (Map<?, ?>) test));
            }
        }
        assertEquals(read.get("numberOfTests"), tests.size());
        return tests;
    }

    @ParameterizedTest
    @ValueSource(strings = {"frames.json", "content.json", "log.json", "identity.json"})
    void filesAreWhatTheSamplesMake(String file) throws Exception {
        assertEquals(Json.write(VectorFiles.files().get(file)), Files.readString(VECTORS.resolve(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"frames.json", "content.json", "log.json", "identity.json"})
    void bytesAreReadAndWrittenAsTheFilesSay(String file) throws Exception {
        for (var kind : Kinds.all()) {
            var tests = tests(file).stream().filter(test -> test.group().equals(kind.name())).toList();
            assertAll(tests.stream().map(test -> () -> check(kind, test)));
        }
    }

    private static <T> void check(Kind<T> kind, Vector test) throws Exception {
        var bytes = test.bytes("bytes");
        switch (test.text("result")) {
            case "valid" -> {
                var value = kind.decode().from(bytes);
                assertEquals(
                        test.fields().get("fields"),
                        Fields.of(java.util.Objects.requireNonNull(value)),
                        test::toString);
                assertEquals(bytes.hex(), kind.encode().apply(value).hex(), test::toString);
                assertEquals(kind.samples().get(test.text("comment")), value, test::toString);
            }
            case "invalid" -> {
                var unknown = ((List<?>) test.fields().get("flags")).contains("UnknownType");
                var expected = unknown ? UnknownFrameException.class : MalformedException.class;
                assertThrows(expected, () -> kind.decode().from(bytes), test::toString);
            }
            default -> throw new AssertionError(test);
        }
    }

    @Test
    void chainsGoOn() throws Exception {
        var before = Hash.ZERO;
        for (var test : tests("log.json").stream().filter(test -> test.group().equals("Chain")).toList()) {
            var item = WireReader.decode(test.bytes("item"), LogItem::read);
            assertEquals(test.text("digest"), item.digest().hex(), test::toString);
            assertEquals(test.text("before"), before.hex(), test::toString);
            before = Hash.of(before.bytes().shared(), item.digest().bytes().shared());
            assertEquals(test.text("after"), before.hex(), test::toString);
        }
    }

    @Test
    void signaturesVerify() throws Exception {
        var tests = tests("identity.json").stream().filter(test -> test.group().equals("Signed")).toList();
        assertTrue(tests.size() >= 14);
        for (var test : tests) {
            var signer = Signer.of(test.bytes("privateKey").get(0));
            assertEquals(test.text("publicKey"), signer.publicKey().hex(), test::toString);
            assertTrue(signer.verify(test.bytes("message"), test.bytes("signature")), test::toString);
        }
    }
}
