package parley.relay;

import parley.protocol.InviteLink;
import parley.protocol.Token;
import parley.relay.api.Relay;
import parley.relay.blobs.FileBlobStores;
import parley.relay.log.JournalStores;
import parley.transport.api.Endpoint;
import parley.transport.netty.NettyTransport;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A real relay on loopback: Netty, journal and blobs on disk, and what a client needs to reach it. */
final class RelayFixture implements AutoCloseable {

    static final Hub.Patience PATIENCE = new Hub.Patience(Duration.ofSeconds(30), 16, 2000, 10_000, 64 << 20);

    /** Shared by all tests: its threads cost more than a relay. */
    static final NettyTransport TRANSPORT = new NettyTransport();

    final HubRelay relay;
    final Relay.Running running;

    RelayFixture(Path home) throws IOException {
        this(home, Relay.Registration.INVITE, PATIENCE);
    }

    RelayFixture(Path home, Relay.Registration registration, Hub.Patience patience) throws IOException {
        this(settings(home, registration, true), patience);
    }

    RelayFixture(Relay.Settings settings, Hub.Patience patience) throws IOException {
        relay =
                new HubRelay(
                        TRANSPORT,
                        new JournalStores(Defaults.of(JournalStores.Config.class)),
                        new FileBlobStores(),
                        1L << 30,
                        5000,
                        5000,
                        patience);
        relay.suites = List.of(Person.SUITE);
        running = relay.start(settings);
    }

    static Relay.Settings settings(Path home, Relay.Registration registration, boolean plain) {
        return new Relay.Settings(home, "127.0.0.1", 0, Optional.empty(), registration, Optional.empty(), plain, false);
    }

    Endpoint endpoint() {
        return Endpoint.of(running.url());
    }

    Token invite(int uses) throws IOException {
        return InviteLink.parse(running.invite(uses, Duration.ofHours(1))).secret();
    }

    /** A link on which {@code person} has just signed up. */
    Client signedUp(Person person) throws IOException {
        var client = Client.greeted(TRANSPORT, endpoint());
        var answer = client.ask(client.signUp(person, Optional.of(invite(1))));
        if (!(answer instanceof parley.protocol.relay.Frame.SignedIn)) throw new AssertionError(answer);
        return client;
    }

    Client signedIn(Person person) throws IOException {
        var client = Client.greeted(TRANSPORT, endpoint());
        var answer = client.ask(client.signIn(person));
        if (!(answer instanceof parley.protocol.relay.Frame.SignedIn)) throw new AssertionError(answer);
        return client;
    }

    @Override
    public void close() {
        relay.close();
    }
}
