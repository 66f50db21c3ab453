package parley.session;

import org.junit.jupiter.api.AfterEach;

import parley.client.api.CommandException;
import parley.client.api.Event.LinkChanged;
import parley.client.api.Event.LinkChanged.State;
import parley.protocol.FollowerKey;
import parley.protocol.InviteLink;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.relay.Frame;
import parley.testing.Eventually;
import parley.testing.MemoryStore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What tests of the session share: a store, a relay, and sessions that end with the test. */
abstract class SessionTest {

    static final Timing QUICK =
            new Timing(
                    Duration.ofMillis(5),
                    Duration.ofMillis(40),
                    Duration.ofMillis(50),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30));

    /** No window is waited for. */
    static final CompletableFuture<Void> SHOWN = CompletableFuture.completedFuture(null);

    MemoryStore store = new MemoryStore();
    final ScriptedRelay relay = new ScriptedRelay();
    final TestIdentities crypto = new TestIdentities();
    private final List<HomeRelay> sessions = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (var session : sessions) session.close();
        relay.close();
    }

    HomeRelay start() {
        return start(QUICK);
    }

    HomeRelay start(Timing timing) {
        return start(SHOWN, timing);
    }

    HomeRelay start(CompletableFuture<?> shown, Timing timing) {
        var session = new HomeRelay(store, relay, shown, timing);
        session.bindIdentities(crypto);
        sessions.add(session);
        return session;
    }

    void stop(HomeRelay session) throws Exception {
        session.close();
        sessions.remove(session);
    }

    HomeRelay signedUp() throws CommandException {
        var session = start();
        session.create("alice", invite());
        Eventually.until("link", () -> session.up().isPresent());
        return session;
    }

    InviteLink invite() {
        return new InviteLink(relay.address(), Token.random());
    }

    List<State> states() {
        return store.published.stream().map(event -> ((LinkChanged) event).state()).toList();
    }

    LinkChanged lastLinkChange() {
        return (LinkChanged) store.published.getLast();
    }

    static Frame.Accepted accepted(int number) {
        return new Frame.Accepted(LogId.random(), FollowerKey.NOBODY, number);
    }
}
