package parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.relay.api.Relay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A device that was restored from a backup takes the place of those that its account has. */
@Timeout(60)
final class RecoverTest {

    @TempDir private Path home;

    private RelayFixture relay;
    private final Person alice = new Person("alice");
    private final Person.Pair restored = new Person.Pair();

    @BeforeEach
    void start() throws IOException {
        relay = new RelayFixture(home);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private Client greeted() throws IOException {
        return Client.greeted(RelayFixture.TRANSPORT, relay.endpoint());
    }

    private DeviceList list(long version) {
        return alice.devices(version, List.of(new DeviceKey(restored.key)));
    }

    @Test
    void theRelaySaysThatItTakesOne() throws IOException {
        var client = Client.silent(RelayFixture.TRANSPORT, relay.endpoint());
        assertTrue(client.greet().capabilities().contains(Frame.RECOVER));
    }

    @Test
    void itIsInAndTheFormerDeviceIsOut() throws IOException {
        var former = relay.signedUp(alice);
        var client = greeted();
        assertEquals(
                "alice", assertInstanceOf(Frame.SignedIn.class, client.ask(client.recover(list(2), restored))).name());
        assertTrue(former.goodbye(Problem.DENIED).text().contains("restore a backup"), "what is left to do there");
        former.closedByRelay();
        var again = greeted();
        var denied = assertInstanceOf(Frame.Refused.class, again.ask(again.signIn(alice)));
        assertEquals(Problem.DENIED, denied.problem());
        assertTrue(denied.text().contains("restore a backup"), denied.text());
        assertInstanceOf(Frame.Following.class, client.ask(client.follow(alice.inbox(), restored, 0)));
        var bob = relay.signedUp(new Person("bob"));
        var person = assertInstanceOf(Frame.Person.class, bob.ask(n -> new Frame.Lookup(n, "alice")));
        assertEquals(list(2), person.devices());
    }

    /** Also where registration is closed: the account is here already. */
    @Test
    void itNeedsNoInvite() throws IOException {
        relay.signedUp(alice).close();
        relay.close();
        relay = new RelayFixture(home, Relay.Registration.CLOSED, RelayFixture.PATIENCE);
        var client = greeted();
        assertInstanceOf(Frame.SignedIn.class, client.ask(client.recover(list(2), restored)));
    }

    @Test
    void whoHasAnOldListIsShownTheNewestAndTriesAgain() throws IOException {
        var former = relay.signedUp(alice);
        var newest = alice.devices(7, List.of(alice.deviceKey()));
        assertInstanceOf(Frame.Done.class, former.ask(n -> new Frame.PublishDevices(n, newest)));
        var client = greeted();
        for (var version : List.of(2L, 7L)) {
            var shown = assertInstanceOf(Frame.Person.class, client.ask(client.recover(list(version), restored)));
            assertEquals(newest, shown.devices());
        }
        assertInstanceOf(Frame.Person.class, former.ask(n -> new Frame.Lookup(n, "alice"))); // nothing has changed
        assertInstanceOf(Frame.SignedIn.class, client.ask(client.recover(list(8), restored)));
        former.closedByRelay();
    }

    /** An old list of somebody's, which their contacts have seen, is worth nothing without its device's key. */
    @Test
    void nobodyElseLearnsOrChangesAnything() throws IOException {
        relay.signedUp(alice);
        var mallory = new Person("mallory");
        relay.signedUp(mallory);
        var forged =
                mallory.account.sign(
                        DeviceList.signed(alice.accountKey(), 9, list(9).devices(), 1, list(9).inboxKey()));
        var foreign = new DeviceList(alice.accountKey(), 9, list(9).devices(), 1, list(9).inboxKey(), forged);
        var first = greeted();
        first.refused(Problem.DENIED, first.recover(foreign, restored)); // not signed by the account
        first.closedByRelay();
        var second = greeted();
        second.refused(Problem.DENIED, second.recover(alice.devices(), mallory.device)); // replayed by another
        second.closedByRelay();
        var third = greeted();
        var stolen = alice.device.sign(second.transcript().recover()); // of another link
        third.refused(Problem.DENIED, n -> new Frame.Recover(n, alice.devices(), stolen));
        third.closedByRelay();
        var fourth = greeted();
        fourth.refused(
                Problem.DENIED,
                n -> new Frame.Recover(n, alice.devices(), alice.device.sign(fourth.transcript().signIn())));
        fourth.closedByRelay();
        var in = relay.signedIn(alice); // still the one
        assertEquals(
                alice.devices(),
                assertInstanceOf(Frame.Person.class, in.ask(n -> new Frame.Lookup(n, "alice"))).devices());
    }

    @Test
    void anAccountThatIsNotHereIsRefused() throws IOException {
        var client = greeted();
        client.refused(Problem.NOT_FOUND, client.recover(list(2), restored));
        client.closedByRelay();
    }

    @Test
    void whoIsSignedInIsAnotherLink() throws IOException {
        var client = relay.signedUp(alice);
        client.refused(Problem.DENIED, client.recover(list(2), restored));
        assertInstanceOf(Frame.SignedIn.class, client.ask(client.signIn(alice)));
    }
}
