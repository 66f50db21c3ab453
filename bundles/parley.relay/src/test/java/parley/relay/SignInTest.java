package parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.InviteLink;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Transcript;
import parley.protocol.wire.Bytes;
import parley.relay.api.Relay;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who comes in and who does not. */
@Timeout(60)
final class SignInTest {

    @TempDir private Path home;

    private RelayFixture relay;

    private void start() throws IOException {
        relay = new RelayFixture(home);
    }

    @AfterEach
    void stop() {
        if (relay != null) relay.close();
    }

    private Client greeted() throws IOException {
        return Client.greeted(RelayFixture.TRANSPORT, relay.endpoint());
    }

    private Client silent() throws IOException {
        return Client.silent(RelayFixture.TRANSPORT, relay.endpoint());
    }

    @Test
    void aPersonSignsUpByInviteAndSignsInAfterwards() throws IOException {
        start();
        var alice = new Person("alice");
        relay.signedUp(alice).close();
        var again = relay.signedIn(alice);
        assertEquals(
                "alice", assertInstanceOf(Frame.Person.class, again.ask(n -> new Frame.Lookup(n, "alice"))).name());
        assertEquals("alice", assertInstanceOf(Frame.SignedIn.class, again.ask(again.signIn(alice))).name());
    }

    @Test
    void theSameSignUpAgainIsAnsweredTheSame() throws IOException {
        start();
        var alice = new Person("alice");
        var invite = relay.invite(1);
        for (var i = 0; i < 2; i++) {
            var client = greeted();
            assertInstanceOf(Frame.SignedIn.class, client.ask(client.signUp(alice, Optional.of(invite))));
        }
    }

    @Test
    void anInviteWorksAsOftenAsItSays() throws IOException {
        start();
        var invite = relay.invite(2);
        for (var name : List.of("one", "two")) {
            var client = greeted();
            assertInstanceOf(Frame.SignedIn.class, client.ask(client.signUp(new Person(name), Optional.of(invite))));
        }
        var third = greeted();
        third.refused(Problem.DENIED, third.signUp(new Person("three"), Optional.of(invite)));
        third.closedByRelay();
        var none = greeted();
        none.refused(Problem.DENIED, none.signUp(new Person("four"), Optional.empty()));
        none.closedByRelay();
        var wrong = greeted();
        wrong.refused(Problem.DENIED, wrong.signUp(new Person("five"), Optional.of(Token.random())));
        wrong.closedByRelay();
    }

    @Test
    void aTakenNameLeavesTheLinkOpenForAnother() throws IOException {
        start();
        relay.signedUp(new Person("alice"));
        var client = greeted();
        var invite = Optional.of(relay.invite(1));
        client.refused(Problem.NAME_TAKEN, client.signUp(new Person("alice"), invite));
        client.refused(Problem.MALFORMED, client.signUp(new Person("Alice"), invite));
        client.refused(Problem.MALFORMED, client.signUp(new Person("аlice"), invite)); // a Cyrillic a
        client.refused(Problem.MALFORMED, client.signUp(new Person(""), invite));
        assertInstanceOf(Frame.SignedIn.class, client.ask(client.signUp(new Person("alice2"), invite)));
    }

    @Test
    void openRegistrationNeedsNoInviteAndClosedTakesNobody() throws IOException {
        relay = new RelayFixture(home, Relay.Registration.OPEN, RelayFixture.PATIENCE);
        var client = silent();
        assertTrue(client.greet().openRegistration());
        assertInstanceOf(Frame.SignedIn.class, client.ask(client.signUp(new Person("alice"), Optional.empty())));
        relay.close();
        relay = new RelayFixture(home, Relay.Registration.CLOSED, RelayFixture.PATIENCE);
        var late = greeted();
        var invite = relay.invite(1);
        late.refused(Problem.DENIED, late.signUp(new Person("bob"), Optional.of(invite)));
        late.closedByRelay();
    }

    @Test
    void aSignatureOfAnotherKeyLinkOrPurposeIsRefusedAndEndsTheLink() throws IOException {
        start();
        var alice = new Person("alice");
        var mallory = new Person("mallory");
        var first = relay.signedUp(alice);
        relay.signedUp(mallory);
        var replayed = alice.device.sign(first.transcript().signIn());
        var signatures = new ArrayList<java.util.function.Function<Transcript, Bytes>>();
        signatures.add(t -> mallory.device.sign(t.signIn()));
        signatures.add(t -> alice.account.sign(t.signIn()));
        signatures.add(_ -> replayed);
        signatures.add(t -> alice.device.sign(t.signUp("alice")));
        signatures.add(t -> alice.device.sign(t.follow(LogId.random())));
        signatures.add(_ -> Bytes.wrap(new byte[64]));
        for (var signature : signatures) {
            var client = greeted();
            client.refused(
                    Problem.DENIED,
                    n ->
                            new Frame.SignIn(
                                    n, alice.accountKey(), alice.deviceKey(), signature.apply(client.transcript())));
            client.closedByRelay();
        }
        var stranger = new Person("stranger");
        var unknown = greeted();
        unknown.refused(Problem.DENIED, unknown.signIn(stranger));
        unknown.closedByRelay();
        var otherDevice = greeted();
        otherDevice.refused(
                Problem.DENIED,
                n ->
                        new Frame.SignIn(
                                n,
                                alice.accountKey(),
                                mallory.deviceKey(),
                                mallory.device.sign(otherDevice.transcript().signIn())));
        otherDevice.closedByRelay();
    }

    @Test
    void aDeviceListThatTheAccountHasNotSignedMakesNoAccount() throws IOException {
        start();
        var alice = new Person("alice");
        var forged = new Person("alice").devices();
        var client = greeted();
        var list =
                new parley.protocol.DeviceList(
                        alice.accountKey(), 1, List.of(alice.deviceKey()), 1, forged.inboxKey(), forged.signature());
        var invite = Optional.of(relay.invite(1));
        client.refused(
                Problem.DENIED,
                n ->
                        new Frame.SignUp(
                                n, invite, "alice", list, alice.device.sign(client.transcript().signUp("alice"))));
        client.closedByRelay();
        var notByDevice = greeted();
        notByDevice.refused(
                Problem.DENIED,
                n ->
                        new Frame.SignUp(
                                n,
                                invite,
                                "alice",
                                alice.devices(),
                                alice.account.sign(notByDevice.transcript().signUp("alice"))));
        notByDevice.closedByRelay();
    }

    @Test
    void whoHasBeenRefusedTooOftenIsNotListenedToForAWhile() throws IOException {
        start();
        var hub = ((RunningRelay) relay.running).hub();
        var doorkeeper = new Doorkeeper(hub);
        var mallory = InetAddress.getByName("192.0.2.7");
        var burst = (int) Allowances.Cost.FAILURE.burst();
        assertTrue(burst >= 10, "a person mistypes now and then");
        for (var i = 1; i < burst; i++) hub.allowances().take(Allowances.network(mallory), Allowances.Cost.FAILURE);
        assertFalse(doorkeeper.tooOften(mallory));
        // One more is filled in a second, which a slow machine may take over this.
        for (var i = 0; i < 10; i++) hub.allowances().take(Allowances.network(mallory), Allowances.Cost.FAILURE);
        assertTrue(doorkeeper.tooOften(mallory));
        assertFalse(doorkeeper.tooOften(InetAddress.getByName("192.0.2.8")));
    }

    @Test
    void nobodyOnThisMachineShutsTheOthersOut() throws IOException {
        start();
        var mallory = new Person("mallory");
        for (var i = 0; i < 2 * Allowances.Cost.FAILURE.burst(); i++) {
            var client = greeted();
            client.send(new Frame.SignIn(1, mallory.accountKey(), mallory.deviceKey(), Bytes.wrap(new byte[64])));
            client.closedByRelay();
        }
        relay.signedUp(new Person("alice"));
    }

    @Test
    void withoutACipherBundleNobodyComesInAndTheReasonIsSaid() throws IOException {
        start();
        var alice = new Person("alice");
        relay.signedUp(alice);
        var greeted = greeted();
        relay.relay.suites = List.of();
        greeted.refused(Problem.TOO_MUCH, greeted.signIn(alice));
        greeted.closedByRelay();
        var client = silent();
        client.send(new Frame.ClientHello(List.of(), Bytes.wrap(new byte[32])));
        assertTrue(client.goodbye(Problem.TOO_MUCH).text().contains("cipher bundle"));
        client.closedByRelay();
        relay.relay.suites = List.of(Person.SUITE);
        relay.signedIn(alice);
    }

    @Test
    void framesBeforeASignInAreRefusedAndEndTheLink() throws IOException {
        start();
        var request = silent();
        request.send(new Frame.Lookup(7, "alice"));
        assertEquals(Problem.NOT_SIGNED_IN, assertInstanceOf(Frame.Refused.class, request.other()).problem());
        request.closedByRelay();
        var signIn = silent();
        var alice = new Person("alice");
        signIn.send(new Frame.SignIn(7, alice.accountKey(), alice.deviceKey(), Bytes.wrap(new byte[64])));
        assertEquals(Problem.NOT_SIGNED_IN, assertInstanceOf(Frame.Refused.class, signIn.other()).problem());
        signIn.closedByRelay();
        var append = greeted();
        append.append(LogId.random(), alice.device.follower(), 1, 0, "hello");
        append.goodbye(Problem.NOT_SIGNED_IN);
        append.closedByRelay();
        var secondHello = greeted();
        secondHello.send(new Frame.ClientHello(List.of(), Bytes.wrap(new byte[32])));
        secondHello.goodbye(Problem.NOT_SIGNED_IN);
        secondHello.closedByRelay();
    }

    @Test
    void manyOrLargeFramesBeforeASignInEndTheLink() throws IOException {
        start();
        relay.signedUp(new Person("alice"));
        var many = greeted();
        var invite = Optional.of(relay.invite(1));
        for (var i = 0; i < RelayFixture.PATIENCE.frames() + 5; i++) {
            many.send((Frame) many.signUp(new Person("alice"), invite).apply(i));
        }
        many.closedByRelay();
        var large = greeted();
        large.link.send(Bytes.wrap(new byte[Frame.MAX_FRAME_BEFORE_SIGN_IN + 1]));
        large.closedByRelay();
    }

    @Test
    void oddBytesBeforeASignInEndTheLinkWithAReason() throws IOException {
        start();
        for (var bytes : List.of(Bytes.EMPTY, Bytes.of((byte) 200), Bytes.of((byte) 1), Bytes.of((byte) 4, (byte) 0))) {
            var client = silent();
            client.link.send(bytes);
            assertInstanceOf(Frame.Goodbye.class, client.other());
            client.closedByRelay();
        }
    }

    @Test
    void whoDoesNotSignInInTimeIsSentAway() throws IOException {
        var hasty = new Hub.Patience(Duration.ofSeconds(5), 16, 10, 10, 1 << 20); // time to sign up in
        relay = new RelayFixture(home, Relay.Registration.INVITE, hasty);
        var client = greeted();
        var inTime = relay.signedUp(new Person("alice"));
        var another = silent();
        client.goodbye(Problem.NOT_SIGNED_IN);
        client.closedByRelay();
        another.goodbye(Problem.NOT_SIGNED_IN); // by now the time of the one that signed up is over, too
        assertFalse(inTime.closed.isDone());
    }

    @Test
    void anAccountHasSoManyLinksAtOnceAndNoMore() throws IOException {
        var few = new Hub.Patience(Duration.ofSeconds(30), 16, 2, 10, 1 << 20);
        relay = new RelayFixture(home, Relay.Registration.INVITE, few);
        var alice = new Person("alice");
        var first = relay.signedUp(alice);
        relay.signedIn(alice);
        var third = greeted();
        third.send((Frame) third.signIn(alice).apply(1));
        third.goodbye(Problem.TOO_MUCH);
        third.closedByRelay();
        first.close();
        first.closedByRelay();
        var deadline = System.nanoTime() + 30_000_000_000L;
        while (true) { // the relay learns of the first link's end a moment after we do
            var fourth = greeted();
            fourth.send((Frame) fourth.signIn(alice).apply(1));
            if (fourth.other() instanceof Frame.SignedIn) break;
            assertTrue(System.nanoTime() < deadline);
        }
    }

    @Test
    void aDeviceTakenOffTheListIsSentAwayAndCannotComeBack() throws IOException {
        start();
        var alice = new Person("alice");
        var old = relay.signedUp(alice);
        var other = new Person("alice");
        old.done(n -> new Frame.PublishDevices(n, alice.devices(2, List.of(alice.deviceKey(), other.deviceKey()))));
        var next = greeted();
        assertInstanceOf(
                Frame.SignedIn.class,
                next.ask(n ->
                        new Frame.SignIn(
                                n,
                                alice.accountKey(),
                                other.deviceKey(),
                                other.device.sign(next.transcript().signIn()))));
        next.refused(Problem.DENIED, n -> new Frame.PublishDevices(n, alice.devices(2, List.of(other.deviceKey()))));
        next.refused(Problem.DENIED, n -> new Frame.PublishDevices(n, other.devices()));
        next.done(n -> new Frame.PublishDevices(n, alice.devices(3, List.of(other.deviceKey()))));
        old.goodbye(Problem.DENIED);
        old.closedByRelay();
        var back = greeted();
        back.refused(Problem.DENIED, back.signIn(alice));
    }

    @Test
    void overTlsBothSignTheCertificateTheySee() throws IOException {
        relay = new RelayFixture(RelayFixture.settings(home, Relay.Registration.INVITE, false), RelayFixture.PATIENCE);
        assertEquals("wss", relay.running.url().getScheme());
        var alice = new Person("alice");
        var client = relay.signedUp(alice);
        assertFalse(client.transcript().certificateHash().isEmpty());
        var blind = greeted(); // as a browser signs, which cannot see the certificate
        var t = blind.transcript();
        var unseen = new Transcript(t.clientNonce(), t.relayNonce(), t.relay(), Bytes.EMPTY);
        assertInstanceOf(
                Frame.SignedIn.class,
                blind.ask(n ->
                        new Frame.SignIn(
                                n, alice.accountKey(), alice.deviceKey(), alice.device.sign(unseen.signIn()))));
        var deceived = greeted(); // somebody in the middle showed another certificate
        var d = deceived.transcript();
        var other = new Transcript(d.clientNonce(), d.relayNonce(), d.relay(), Bytes.wrap(new byte[32]));
        deceived.refused(
                Problem.DENIED,
                n -> new Frame.SignIn(n, alice.accountKey(), alice.deviceKey(), alice.device.sign(other.signIn())));
    }

    @Test
    void theRelaysKeyIsItsOwnersOnlyAndADamagedOneIsNotReplaced() throws IOException {
        start();
        var file = home.resolve(RelayIdentity.FILE);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        var fingerprint = relay.running.fingerprint();
        relay.close();
        var text = Files.readString(file);
        for (var damaged :
                List.of("", text.substring(1), text.replace('a', 'b'), text + "\n", text.substring(0, 100))) {
            Files.writeString(file, damaged);
            var refused =
                    org.junit.jupiter.api.Assertions.assertThrows(parley.relay.api.StoreException.class, this::start);
            assertEquals(parley.relay.api.StoreException.Kind.DAMAGED, refused.kind());
            assertEquals(damaged, Files.readString(file));
        }
        Files.writeString(file, text);
        start();
        assertEquals(fingerprint, relay.running.fingerprint());
    }

    @Test
    void theInviteSaysHowTheRelayIsReached() throws IOException {
        start();
        var text = relay.running.invite(1, Duration.ofHours(1));
        var link = InviteLink.parse(text);
        assertEquals(relay.running.url(), link.relay().url());
        assertEquals(relay.running.fingerprint(), link.relay().fingerprint());
        assertTrue(text.contains("&plain=1#"), text);
        assertEquals(26, relay.running.name().length());
        relay.close();
        var named =
                new Relay.Settings(
                        home,
                        "127.0.0.1",
                        0,
                        Optional.of("relay.example"),
                        Relay.Registration.INVITE,
                        Optional.empty(),
                        true,
                        true);
        relay = new RelayFixture(named, RelayFixture.PATIENCE);
        var proxied = relay.running.invite(1, Duration.ofHours(1));
        assertTrue(proxied.startsWith("parley://relay.example:443/join?fp="), proxied);
        assertFalse(proxied.contains("plain"), "the proxy adds TLS");
        assertEquals("relay.example", relay.running.name());
    }

    @Test
    void unknownFramesAreNamedAndMisplacedOnesEndTheLink() throws IOException {
        start();
        var client = relay.signedUp(new Person("alice"));
        client.link.send(Bytes.of((byte) 99, (byte) 1));
        assertTrue(client.goodbye(Problem.UNKNOWN_TYPE).text().contains("99"));
        assertInstanceOf(Frame.Person.class, client.ask(n -> new Frame.Lookup(n, "alice")));
        client.send(new Frame.Done(5));
        client.goodbye(Problem.MALFORMED);
        client.closedByRelay();
        var torn = relay.signedUp(new Person("bob"));
        var whole = FrameCodec.encode(new Frame.Lookup(1, "alice"));
        torn.link.send(whole.slice(0, whole.length() - 1));
        torn.goodbye(Problem.MALFORMED);
        torn.closedByRelay();
    }
}
