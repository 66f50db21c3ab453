package parley.crypto;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.crypto.Groups.Change;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** No secret is in what is logged, thrown or printed. */
class SecretsTest {

    private final List<String> said = new ArrayList<>();
    private final List<byte[]> secrets = new ArrayList<>();
    private final Logger root = Logger.getLogger("");
    private final Level level = root.getLevel();

    private final Handler canary =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    var text = new StringWriter();
                    text.append(record.getMessage()).append(Arrays.toString(record.getParameters()));
                    if (record.getThrown() != null) record.getThrown().printStackTrace(new PrintWriter(text));
                    synchronized (said) {
                        said.add(text.toString());
                    }
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        root.setLevel(Level.ALL);
        canary.setLevel(Level.ALL);
        root.addHandler(canary);
    }

    @AfterEach
    void stop() {
        root.removeHandler(canary);
        root.setLevel(level);
    }

    @Test
    void areNotSaid() throws Exception {
        var registry = Registry.full();
        registry.register(new DelegatingSuite(2, new parley.cipher.aesgcm.Mls128X25519())); // refused, and said so
        registry.suites.awaitPresent();
        var pair = Person.pair(registry, 1);
        var alice = pair[0];
        var bob = pair[1];
        secretsOf(IdentityState.decode(alice.identity));
        secretsOf(IdentityState.decode(bob.identity));
        var words = "nobody may know";
        secrets.add(Person.text(words).toArray());
        var reply = Token.random();
        secrets.add(reply.bytes().toArray());

        var keyPackage = alice.keyPackage(1);
        secrets.add(
                Arrays.copyOfRange(
                        keyPackage.secret().toArray(),
                        keyPackage.secret().length() - 32,
                        keyPackage.secret().length()));
        var request =
                alice.identities.request(
                        alice.identity, alice.address, bob.devices(), List.of(keyPackage.keyPackage()), reply);
        var letter = alice.identities.seal(request, bob.devices());
        var pending = alice.groups.commit(alice.identity, alice.group, Change.NONE, Bytes.EMPTY, Person.POINT);
        var follower = alice.identities.newFollower();
        secrets.add(follower.privateKey().toArray());
        var message = alice.say(words);
        var opened = bob.groups.open(bob.group, List.of(), message);

        print(
                alice.identity,
                IdentityState.decode(alice.identity),
                IdentityState.decode(alice.identity).leafKeys(),
                IdentityState.decode(alice.identity).inboxKeys(),
                alice.identities.view(alice.identity),
                keyPackage,
                request,
                letter,
                pending,
                PendingState.decode(pending.next()),
                follower,
                alice.group,
                alice.view(),
                opened,
                bob.identities.open(bob.identity, letter),
                alice.groups.apply(alice.group, pending));
        provoke(() -> bob.identities.open(bob.identity, HostileTest.flipped(letter, 50)));
        provoke(() -> bob.groups.open(bob.group, List.of(), HostileTest.flipped(message, 90)));
        provoke(() -> bob.groups.process(bob.group, HostileTest.flipped(pending.commit(), 90)));
        provoke(() -> bob.groups.join(bob.identity, keyPackage.secret(), message, Optional.empty()));
        provoke(() -> alice.identities.view(alice.identity.slice(0, 100)));
        provoke(() -> alice.groups.join(alice.identity, keyPackage.secret().slice(0, 300), message, Optional.empty()));

        synchronized (said) {
            assertTrue(said.stream().anyMatch(text -> text.contains("is not used")), "the canary hears nothing");
            for (var text : said) for (var secret : secrets) assertHidden(secret, text);
        }
    }

    private void secretsOf(IdentityState state) {
        secrets.add(state.accountPrivate().orElseThrow().toArray());
        secrets.add(state.devicePrivate().toArray());
        for (var key : state.leafKeys()) secrets.add(key.privateKey().toArray());
        for (var key : state.inboxKeys()) secrets.add(key.privateKey().toArray());
    }

    private void print(Object... values) {
        for (var value : values) said.add(String.valueOf(value));
    }

    private void provoke(org.junit.jupiter.api.function.Executable action) {
        var thrown = assertThrows(Exception.class, action);
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        said.add(text.toString());
    }

    private static void assertHidden(byte[] secret, String text) {
        var part = Arrays.copyOf(secret, Math.min(secret.length, 8));
        assertFalse(text.toLowerCase(Locale.ROOT).contains(Bytes.of(part).hex()), "hex of a secret");
        assertFalse(text.contains(Base64.getEncoder().encodeToString(part).substring(0, 10)), "base64 of a secret");
        assertFalse(text.contains(Arrays.toString(part).replace("]", "")), "bytes of a secret");
        assertFalse(
                text.contains(new String(secret, java.nio.charset.StandardCharsets.ISO_8859_1)), "a secret as it is");
    }
}
