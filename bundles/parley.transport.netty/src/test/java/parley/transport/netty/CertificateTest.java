package parley.transport.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.wire.Bytes;
import parley.transport.api.Acceptor;
import parley.transport.api.Endpoint;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpReply;
import parley.transport.api.Link;
import parley.transport.api.LinkListener;
import parley.transport.api.ListenOptions;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;

class CertificateTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    @TempDir Path directory;

    private static String message(Executable code) {
        return String.valueOf(assertThrows(IOException.class, code).getMessage());
    }

    @Test
    void aCertificateIsMadeOnceAndKept() throws Exception {
        var home = directory.resolve("new/tls");
        var made = SelfSigned.in(home, "relay.example", CLOCK);
        var file = home.resolve(SelfSigned.FILE);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (var files = Files.list(home)) {
            assertEquals(List.of(file), files.toList());
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(made.hash(), SelfSigned.in(home, "another.example", CLOCK).hash());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertNotEquals(made.hash(), SelfSigned.in(directory.resolve("b"), "relay.example", CLOCK).hash());
    }

    @Test
    void aStartCutShortLeavesNothingInTheWay() throws Exception {
        Files.writeString(directory.resolve(SelfSigned.FILE + ".part"), "-----BEGIN PRIV");
        assertEquals(32, SelfSigned.in(directory, "x", CLOCK).hash().length());
    }

    @Test
    void itSaysWhatItShould() throws Exception {
        var certificate = SelfSigned.make("relay.example", CLOCK).chain().getFirst();
        assertEquals("CN=relay.example", certificate.getSubjectX500Principal().getName());
        assertEquals(List.of(List.of(2, "relay.example")), List.copyOf(certificate.getSubjectAlternativeNames()));
        assertEquals(NOW.minus(Duration.ofDays(30)), certificate.getNotBefore().toInstant());
        assertEquals(
                3653,
                Duration.between(certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant())
                        .toDays());
        assertEquals(-1, certificate.getBasicConstraints());
        assertEquals(List.of("1.3.6.1.5.5.7.3.1"), certificate.getExtendedKeyUsage());
        assertEquals(3, certificate.getVersion());
        assertTrue(certificate.getKeyUsage()[0]);
        certificate.checkValidity(Date.from(NOW));
        for (var name : List.of("127.0.0.1", "::1", "[::1]")) {
            var alternatives = SelfSigned.make(name, CLOCK).chain().getFirst().getSubjectAlternativeNames();
            assertEquals(7, alternatives.iterator().next().getFirst());
        }
        for (var name : List.of("bücher.example", "", "a b", "x".repeat(300), "☃".repeat(70), "\n")) {
            SelfSigned.make(name, CLOCK).chain().getFirst().checkValidity(Date.from(NOW));
        }
        var late = InstantSource.fixed(Instant.parse("2049-12-31T00:00:00Z"));
        assertEquals(
                Instant.parse("2059-12-02T00:00:00Z"),
                SelfSigned.make("x", late).chain().getFirst().getNotAfter().toInstant());
    }

    @Test
    void derIsAsTheStandardSays() {
        assertEquals("0603550411", Bytes.wrap(Der.oid("2.5.4.17")).hex());
        assertEquals("06082a8648ce3d040302", Bytes.wrap(Der.oid("1.2.840.10045.4.3.2")).hex());
        assertEquals("02020080", Bytes.wrap(Der.integer(BigInteger.valueOf(128))).hex());
        assertEquals("170d3236313132303132303030305a", Bytes.wrap(Der.time(NOW)).hex());
        assertEquals(
                "180f32303530303130313030303030305a",
                Bytes.wrap(Der.time(Instant.parse("2050-01-01T00:00:00Z"))).hex());
        assertArrayEquals(new byte[] {4, 127}, Arrays.copyOf(Der.of(4, new byte[127]), 2));
        assertArrayEquals(new byte[] {4, (byte) 0x81, (byte) 128}, Arrays.copyOf(Der.of(4, new byte[128]), 3));
        assertArrayEquals(new byte[] {4, (byte) 0x82, 1, 0}, Arrays.copyOf(Der.of(4, new byte[256]), 4));
    }

    @Test
    void aDamagedFileIsNamedAndLeftAlone() throws Exception {
        SelfSigned.in(directory, "x", CLOCK);
        var file = directory.resolve(SelfSigned.FILE);
        var whole = Files.readString(file);
        var half = whole.substring(0, whole.length() / 2);
        var changed = whole.replaceFirst("M[A-Z]", "MM"); // what is signed, or the key: still base64
        for (var damaged :
                List.of(
                        "",
                        half,
                        changed,
                        whole.replace("\n", "\r\n"),
                        whole.substring(whole.indexOf("-----BEGIN C")))) {
            Files.writeString(file, damaged);
            assertEquals(
                    "the relay's certificate " + file + " is damaged; restore it, or delete it and a new one is made",
                    message(() -> SelfSigned.in(directory, "x", CLOCK)));
            assertEquals(damaged, Files.readString(file));
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws Exception {
        var file = Files.writeString(directory.resolve("file"), "x");
        assertTrue(message(() -> SelfSigned.in(file, "x", CLOCK)).contains("cannot be kept in " + file));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void theOperatorsFilesAreRead() throws Exception {
        var one = SelfSigned.make("one", CLOCK);
        var two = SelfSigned.make("two", CLOCK);
        var text = Pem.write(one.key(), List.of(one.chain().getFirst(), two.chain().getFirst()));
        var both = write("both.pem", "some words\n" + text.replace("\n", "\r\n"));
        var read = Pem.operators(both, both, CLOCK);
        assertEquals(2, read.chain().size());
        assertEquals(one.hash(), read.hash());
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var rsa = write("rsa.pem", Pem.write(generator.generateKeyPair().getPrivate(), List.of()));
        assertTrue(message(() -> Pem.operators(both, rsa, CLOCK)).contains("is not that of the certificate"));
    }

    @Test
    void whatIsWrongWithTheOperatorsFilesIsSaid() throws Exception {
        var one = SelfSigned.make("one", CLOCK);
        var good = write("good.pem", Pem.write(one.key(), one.chain()));
        var other = write("other.pem", Pem.write(SelfSigned.make("two", CLOCK).key(), List.of()));
        var missing = directory.resolve("missing.pem");
        assertEquals(
                "the certificate " + missing + " is missing; check its path",
                message(() -> Pem.operators(missing, good, CLOCK)));
        assertEquals(
                "the key " + missing + " is missing; check its path",
                message(() -> Pem.operators(good, missing, CLOCK)));
        assertTrue(message(() -> Pem.operators(directory, good, CLOCK)).contains("cannot be read; check its path"));
        assertTrue(message(() -> Pem.operators(good, other, CLOCK)).contains("is not that of the certificate"));
        assertTrue(message(() -> Pem.operators(other, good, CLOCK)).contains("holds no certificate in PEM form"));
        var empty = write("empty.pem", "");
        assertTrue(message(() -> Pem.operators(good, empty, CLOCK)).contains("holds no private key in PEM form"));
        for (var label : List.of("EC PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY")) {
            var old =
                    write(
                            "old.pem",
                            "-----BEGIN " + label + "-----\nProc-Type: 4\n\nAAAA\n-----END " + label + "-----\n");
            assertTrue(message(() -> Pem.operators(good, old, CLOCK)).contains("openssl pkcs8 -topk8 -nocrypt"), label);
        }
        var noise = Base64.getEncoder().encodeToString(new byte[40]);
        var bad = write("bad.pem", "-----BEGIN PRIVATE KEY-----\n" + noise + "\n-----END PRIVATE KEY-----\n");
        assertTrue(message(() -> Pem.operators(good, bad, CLOCK)).contains("is damaged"));
        var worse = write("worse.pem", "-----BEGIN CERTIFICATE-----\n" + noise + "\n-----END CERTIFICATE-----\n");
        assertTrue(message(() -> Pem.operators(worse, good, CLOCK)).contains("is damaged"));
        var large = write("large.pem", "x".repeat((1 << 20) + 1));
        assertTrue(message(() -> Pem.operators(large, good, CLOCK)).contains("is too large"));
        var after = InstantSource.fixed(NOW.plus(Duration.ofDays(4000)));
        assertEquals(
                "the certificate " + good + " expired on 2036-10-21; renew it and start again",
                message(() -> Pem.operators(good, good, after)));
        var before = InstantSource.fixed(NOW.minus(Duration.ofDays(31)));
        assertEquals(
                "the certificate " + good + " is valid from 2026-10-21 on only; check this computer's clock",
                message(() -> Pem.operators(good, good, before)));
    }

    @Test
    void aListenerUsesTheOperatorsCertificate() throws Exception {
        var identity = SelfSigned.make("relay.example", InstantSource.system());
        var file = write("both.pem", Pem.write(identity.key(), identity.chain()));
        try (var net = new Net(Net.Kind.BORINGSSL_EPOLL);
                var listener =
                        net.transport.listen(
                                new ListenOptions("127.0.0.1", 0, new ListenOptions.Tls.Pem(file, file), 9, 9, 9, 9),
                                new Acceptor() {
                                    @Override
                                    public LinkListener accepted(Link link) {
                                        return new Net.End();
                                    }

                                    @Override
                                    public HttpReply answer(HttpCall call) {
                                        return HttpReply.of(404);
                                    }
                                })) {
            assertEquals(identity.hash(), listener.certificateHash());
            var endpoint = new Endpoint("localhost", listener.port(), true);
            assertEquals(identity.hash(), net.transport.connect(endpoint, new Net.End()).certificateHash());
        }
    }
}
