package parley.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import parley.protocol.RelayKey;
import parley.protocol.wire.Bytes;
import parley.relay.api.Relay;
import parley.relay.api.StoreException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What an operator sees, and scripts go by. */
@Timeout(60)
final class RelayFaceTest {

    private static final String FINGERPRINT = "ab".repeat(32);
    private static final String INVITE = "parley://relay.example:7463/join?fp=" + FINGERPRINT + "#" + "A".repeat(43);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CountDownLatch started = new CountDownLatch(1);
    private @Nullable IOException failure;
    private Relay.@Nullable Settings settings;

    private final Relay relay =
            asked -> {
                settings = asked;
                if (failure != null) throw failure;
                if (asked.plain())
                    throw new IllegalArgumentException("Without TLS a relay listens on this machine only.");
                return new Listening();
            };

    private final class Listening implements Relay.Running {
        @Override
        public URI url() {
            return URI.create("wss://127.0.0.1:7463");
        }

        @Override
        public RelayKey key() {
            return new RelayKey(Bytes.wrap(new byte[32]));
        }

        @Override
        public String fingerprint() {
            return FINGERPRINT;
        }

        @Override
        public String name() {
            return "relay.example";
        }

        @Override
        public String invite(int uses, Duration lifetime) {
            assertEquals(0, uses, "any number of people");
            assertEquals(Duration.ofHours(24), lifetime);
            started.countDown();
            return INVITE;
        }

        @Override
        public void close() {}
    }

    private RelayFace face(boolean terminal, String... arguments) {
        var home = Path.of("/profile");
        return new RelayFace(relay, arguments, home, new PrintStream(out, true), new PrintStream(err, true), terminal);
    }

    private int runAndStop(RelayFace face) throws Exception {
        var status = new CompletableFuture<Integer>();
        Thread.ofVirtual().start(() -> status.complete(face.call()));
        assertTrue(started.await(30, TimeUnit.SECONDS));
        face.stop();
        return status.get(30, TimeUnit.SECONDS);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void saysAsJsonWhereItListensAndEndsWellWithTheFramework() throws Exception {
        assertEquals(0, runAndStop(face(true, "--json")));
        assertEquals(
                "{\"event\":\"listening\",\"url\":\"wss://127.0.0.1:7463\",\"fingerprint\":\""
                        + FINGERPRINT
                        + "\",\"invite\":\""
                        + INVITE
                        + "\"}\n",
                printed());
    }

    @Test
    void saysWhomTheLinkIsFor() throws Exception {
        assertEquals(0, runAndStop(face(false, "--registration=closed")));
        assertTrue(printed().contains("It takes no new accounts"), printed());
        assertFalse(printed().contains("Invite, for 24 hours"), printed());
        out.reset();
        assertEquals(0, runAndStop(face(false, "--registration=open")));
        assertTrue(printed().contains("Invite, for 24 hours and any number of people:\n" + INVITE), printed());
    }

    @Test
    void showsAPersonTheInviteAndItsQrCodeInATerminalOnly() throws Exception {
        assertEquals(0, runAndStop(face(true)));
        assertTrue(printed().contains(INVITE) && printed().contains(FINGERPRINT) && printed().contains("█"), printed());
        out.reset();
        assertEquals(0, runAndStop(face(false)));
        assertTrue(printed().contains(INVITE));
        assertFalse(printed().contains("█"));
    }

    @Test
    void takesItsSettingsFromTheWords() throws Exception {
        assertEquals(0, runAndStop(face(false)));
        var none = Optional.<String>empty();
        var home = Path.of("/profile/relay");
        assertEquals(
                new Relay.Settings(
                        home, "0.0.0.0", 7463, none, Relay.Registration.INVITE, Optional.empty(), false, false),
                settings);
        for (var words : List.of(List.of("--plain"), List.of("--behind-proxy"))) {
            runAndStop(face(false, words.toArray(String[]::new)));
            assertEquals("0.0.0.0", settings.host(), words.toString());
        }
        runAndStop(face(false, "--plain", "--behind-proxy"));
        assertEquals("127.0.0.1", settings.host(), "a proxy is all that is to reach it");
        runAndStop(face(false, "--plain", "--behind-proxy", "--listen", "0.0.0.0:7463"));
        assertEquals("0.0.0.0", settings.host(), "unless said otherwise");
        runAndStop(
                face(
                        false,
                        "--listen",
                        "[::1]:0",
                        "--name",
                        "relay.example",
                        "--registration",
                        "open",
                        "--cert",
                        "c.pem",
                        "--key",
                        "k.pem",
                        "--behind-proxy"));
        assertEquals(
                new Relay.Settings(
                        home,
                        "::1",
                        0,
                        Optional.of("relay.example"),
                        Relay.Registration.OPEN,
                        Optional.of(new Relay.Certificate(Path.of("c.pem"), Path.of("k.pem"))),
                        false,
                        true),
                settings);
    }

    @Test
    void refusesWordsThatMakeNoSenseInOneSentence() {
        for (var words :
                new String[][] {
                    {"--listen", "7463"},
                    {"--listen", ":1"},
                    {"--listen", "h:65536"},
                    {"--listen", "h:-1"},
                    {"--listen", "h:x"},
                    {"--registration", "maybe"},
                    {"--cert", "c.pem"},
                    {"--key", "k.pem"},
                    {"--nonsense"},
                    {"--listen"},
                    {"--plain"}
                }) {
            err.reset();
            assertEquals(2, face(false, words).call(), String.join(" ", words));
            var text = err.toString(StandardCharsets.UTF_8).strip();
            assertTrue(text.endsWith(".") && !text.contains("\n"), text);
        }
        assertEquals(2, face(false, "--json", "--listen", "x").call());
        assertTrue(printed().startsWith("{\"event\":\"error\",\"code\":\"usage\",\"text\":\""), printed());
    }

    @Test
    void namesACommandThatIsNotThereYet() {
        assertEquals(2, face(false, "--json", "invite").call());
        assertTrue(printed().contains("\"code\":\"unknown_command\"") && printed().contains("relay invite"), printed());
        assertEquals(2, face(false, "sing").call());
        assertFalse(err.toString(StandardCharsets.UTF_8).contains("sing"));
        assertNull(settings);
    }

    @Test
    void saysWhyItCannotStartWithTheStatusThatFits() {
        refused(new BindException("port 1 is already used by another program; choose another"), 1, "port_busy");
        refused(new BindException("port 1 is reserved for the system; choose one above 1023"), 1, "refused");
        refused(new StoreException(StoreException.Kind.DAMAGED, "The journal is damaged."), 1, "damaged");
        refused(new StoreException(StoreException.Kind.DISK_FULL, "The disk is full."), 1, "disk_full");
        refused(new StoreException(StoreException.Kind.IN_USE, "Process 7 has it."), 4, "profile_in_use");
        refused(new IOException("the certificate cannot be read"), 1, "internal");
    }

    private void refused(IOException why, int status, String code) {
        failure = why;
        out.reset();
        assertEquals(status, face(false, "--json").call(), code);
        assertTrue(printed().contains("\"code\":\"" + code + "\""), printed());
        assertTrue(printed().endsWith(".\"}\n"), printed());
    }

    @Test
    void helpIsNoError() {
        assertEquals(0, face(false, "--help").call());
        assertTrue(printed().contains("--behind-proxy"));
    }

    @Test
    void jsonStringsAreEscaped() {
        assertEquals("\"a\\\"b\\\\c\\nd\\u0001\\ud83d\\ude00é\"", Events.quoted("a\"b\\c\nd\u0001😀é"));
    }
}
