package parley.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event.LinkChanged.State;
import parley.protocol.Address;
import parley.protocol.RelayAddress;
import parley.protocol.Token;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;
import parley.testing.MemoryStore;

import java.net.URI;
import java.util.Optional;

class SignUpTest extends SessionTest {

    @Test
    void makesAnAccountAndGoesOnWithTheLink() throws Exception {
        var session = start();
        assertEquals(Optional.empty(), session.current());
        assertEquals(State.OFFLINE, session.linkState());
        var invite = invite();
        var account = session.create("alice", invite);
        assertEquals(new Address("alice", "relay.example"), account.address());
        assertEquals(relay.address(), account.relay());
        assertEquals(Optional.of(account), session.current());
        assertEquals(State.CONNECTED, session.linkState());
        assertEquals(Optional.of("relay"), lastLinkChange().path());
        assertEquals(1, relay.attempts.get());
        assertEquals(Optional.of(invite.secret()), relay.signUps.getFirst().invite());
        var up = session.up().orElseThrow();
        assertEquals("relay.example", up.name());
        assertEquals(relay.key(), up.relay());
        assertEquals(Frame.MAX_FRAME, relay.last().maxFrame);
    }

    @Test
    void needsNoInviteWhereRegistrationIsOpen() throws Exception {
        start().create("alice", relay.address());
        assertEquals(Optional.empty(), relay.signUps.getFirst().invite());
    }

    @Test
    void signsInAfterARestart() throws Exception {
        var first = signedUp();
        var account = first.current();
        stop(first);
        var second = start();
        assertEquals(account, second.current());
        Eventually.until("link", () -> second.up().isPresent());
        assertEquals(1, relay.signUps.size());
        assertEquals(
                Frame.SignIn.class,
                relay.last().heard.stream()
                        .filter(f -> f instanceof Frame.Request)
                        .findFirst()
                        .orElseThrow()
                        .getClass());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Alice", "al ice", "a@b", "abcdefghijklmnopqrstuvwxyz0123456"})
    void refusesWhatIsNoName(String name) {
        var thrown = assertThrows(CommandException.class, () -> start().create(name, invite()));
        assertEquals(Code.USAGE, thrown.code());
        assertEquals(0, relay.attempts.get());
    }

    @Test
    void refusesASecondAccount() throws Exception {
        var session = signedUp();
        var thrown = assertThrows(CommandException.class, () -> session.create("bob", invite()));
        assertEquals(Code.REFUSED, thrown.code());
        assertEquals(
                "this profile has an account already, alice@relay.example; choose another profile with --home for a"
                        + " second one",
                thrown.getMessage());
        assertEquals(1, relay.signUps.size());
    }

    @ParameterizedTest
    @CsvSource({
        "DENIED, REFUSED",
        "NAME_TAKEN, REFUSED",
        "NOT_FOUND, REFUSED",
        "MALFORMED, REFUSED",
        "TOO_MUCH, NOT_REACHABLE",
        "NO_SPACE, NOT_REACHABLE",
        "LEAVING, NOT_REACHABLE"
    })
    void saysWhyTheRelayRefuses(Problem problem, Code code) {
        relay.script =
                (connection, frame) ->
                        frame instanceof Frame.SignUp up
                                ? new Frame.Refused(up.request(), problem, "Because; do this.")
                                : null;
        var session = start();
        var thrown = assertThrows(CommandException.class, () -> session.create("alice", invite()));
        assertEquals(code, thrown.code());
        assertEquals("Because; do this.", thrown.getMessage());
        assertEquals(Optional.empty(), session.current());
        Eventually.until("closed", () -> !relay.last().open);
    }

    @Test
    void goesOnWithTheSameIdentityWhereverItFailed() throws Exception {
        // Nobody there; then the answer is lost with the link; then the client is killed before it has the answer.
        relay.isDown = true;
        var first = start();
        assertEquals(
                Code.NOT_REACHABLE, assertThrows(CommandException.class, () -> first.create("alice", invite())).code());
        assertEquals(1, store.count("session.identity"));
        relay.isDown = false;
        relay.script =
                (connection, frame) -> {
                    if (!(frame instanceof Frame.SignUp up)) return null;
                    assertEquals(1, store.count("session.identity"), "stored before the relay hears of it");
                    relay.signUps.add(up);
                    relay.names.put(up.devices().account(), up.name());
                    connection.drop("the network went down");
                    return ScriptedRelay.SILENCE;
                };
        var thrown = assertThrows(CommandException.class, () -> first.create("alice", invite()));
        assertEquals(Code.NOT_REACHABLE, thrown.code());
        assertTrue(thrown.getMessage().contains("(the network went down)"), thrown.getMessage());
        stop(first);
        relay.script = (connection, frame) -> null;
        var second = start();
        assertEquals(Optional.empty(), second.current());
        var account = second.create("alice", invite());
        assertEquals(2, relay.signUps.size());
        for (var up : relay.signUps) assertEquals(account.key(), up.devices().account());
    }

    @Test
    void needsCryptography() throws Exception {
        var session = start();
        session.unbindIdentities(crypto);
        var thrown = assertThrows(CommandException.class, () -> session.create("alice", invite()));
        assertEquals(Code.REFUSED, thrown.code());
        session.bindIdentities(crypto);
        session.create("alice", invite());
    }

    // ---- Who answers ----

    @Test
    void refusesARelayWithAnotherKey() {
        var elsewhere = new RelayAddress(ScriptedRelay.HERE, "00".repeat(32));
        assertWrongKey(elsewhere, "has another key than the one you trust");
    }

    @Test
    void refusesASignatureThatDoesNotHold() {
        relay.hello =
                hello ->
                        new Frame.RelayHello(
                                hello.capabilities(),
                                hello.nonce(),
                                hello.key(),
                                hello.certificateHash(),
                                hello.name(),
                                hello.openRegistration(),
                                Bytes.wrap(new byte[64]));
        assertWrongKey(relay.address(), "has not proved its key");
    }

    @Test
    void refusesAChangedNameOrRegistration() {
        relay.hello =
                hello ->
                        new Frame.RelayHello(
                                hello.capabilities(),
                                hello.nonce(),
                                hello.key(),
                                hello.certificateHash(),
                                "mallory.example",
                                hello.openRegistration(),
                                hello.signature());
        assertWrongKey(relay.address(), "has not proved its key");
        relay.hello =
                hello ->
                        new Frame.RelayHello(
                                hello.capabilities(),
                                hello.nonce(),
                                hello.key(),
                                hello.certificateHash(),
                                hello.name(),
                                !hello.openRegistration(),
                                hello.signature());
        assertWrongKey(relay.address(), "has not proved its key");
    }

    @Test
    void refusesAReplayedHello() throws Exception {
        var recorded = new java.util.concurrent.atomic.AtomicReference<Frame.RelayHello>();
        relay.hello =
                hello -> {
                    recorded.compareAndSet(null, hello);
                    return recorded.get();
                };
        start().create("alice", invite());
        assertWrongKey(relay.address(), "has not proved its key");
    }

    @Test
    void refusesACertificateThatIsNotTheRelays() {
        relay.stated = Bytes.wrap(new byte[32]);
        relay.seen = Token.random().bytes();
        assertWrongKey(relay.address(), "is reached through somebody who decrypts in between");
        relay.seen = Bytes.EMPTY; // TLS taken off on the way
        assertWrongKey(relay.address(), "is reached through somebody who decrypts in between");
    }

    @Test
    void refusesAProxyWithoutAValidCertificate() {
        relay.stated = Bytes.EMPTY;
        relay.seen = Token.random().bytes();
        assertWrongKey(relay.address(), "the certificate there is not valid for its name");
    }

    @Test
    void takesItsOwnCertificateAndAProxys() throws Exception {
        relay.stated = Token.random().bytes();
        relay.seen = relay.stated;
        var session = start();
        session.create("alice", invite());
        assertEquals(relay.seen, session.up().orElseThrow().certificateHash());
        assertEquals(relay.stated, session.up().orElseThrow().transcript().certificateHash());
        stop(session);
        relay.stated = Bytes.EMPTY;
        relay.seen = Token.random().bytes();
        relay.valid = true;
        var behindProxy = start();
        Eventually.until("link", () -> behindProxy.up().isPresent());
        assertEquals(relay.seen, behindProxy.up().orElseThrow().certificateHash());
        assertEquals(Bytes.EMPTY, behindProxy.up().orElseThrow().transcript().certificateHash());
    }

    @Test
    void speaksWithoutTlsOnThisMachineOnly() {
        var there = new RelayAddress(URI.create("ws://192.0.2.1:7463"), relay.address().fingerprint());
        var thrown = assertThrows(CommandException.class, () -> start().create("alice", there));
        assertEquals(Code.REFUSED, thrown.code());
        assertTrue(thrown.getMessage().contains("speaks no TLS"), thrown.getMessage());
        assertEquals(0, relay.attempts.get());
    }

    private void assertWrongKey(RelayAddress address, String part) {
        var attempts = relay.attempts.get();
        var session = new HomeRelay(new MemoryStore(), relay, SHOWN, QUICK);
        session.bindIdentities(crypto);
        try {
            var thrown = assertThrows(CommandException.class, () -> session.create("mallory", address));
            assertEquals(Code.WRONG_KEY, thrown.code());
            assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
            assertEquals(attempts + 1, relay.attempts.get());
            assertFalse(relay.signUps.stream().anyMatch(up -> up.name().equals("mallory")));
            session.close();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
