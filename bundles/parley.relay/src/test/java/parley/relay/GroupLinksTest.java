package parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Asking to join a group by its link, over a real link and a real journal. */
@Timeout(60)
final class GroupLinksTest {

    @TempDir private Path home;

    private RelayFixture relay;
    private final Person alice = new Person("alice");
    private final Person bob = new Person("bob");
    private final LogId log = LogId.random();
    private final Token link = Token.random();
    private final Person.Pair aliceHere = new Person.Pair();
    private final Person.Pair bobHere = new Person.Pair();
    private Client a;
    private Client b;

    @BeforeEach
    void aGroupOfTwoAndNoLink() throws IOException {
        relay = new RelayFixture(home);
        a = relay.signedUp(alice);
        b = relay.signedUp(bob);
        a.done(n -> new Frame.OpenLog(n, log, aliceHere.follower()));
        a.following(log, aliceHere, 0);
        a.done(a.commit(log, aliceHere.follower(), 0, List.of(bobHere.follower()), List.of(), "add bob"));
        a.item(log);
        b.following(log, bobHere, 0);
        b.item(log);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private LongFunction<Frame.Request> link(LogId of, FollowerKey follower, Optional<Hash> token) {
        return n -> new Frame.SetLink(n, of, follower, token);
    }

    private LongFunction<Frame.Request> setLink() {
        return link(log, aliceHere.follower(), Optional.of(link.hash()));
    }

    private LongFunction<Frame.Request> ask(Token token, int... sealed) {
        var bytes = new byte[sealed.length];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) sealed[i];
        return n -> new Frame.RequestJoin(n, log, token, Bytes.wrap(bytes));
    }

    @Test
    void everyMemberGetsARequestOfSomebodyWhoIsNone() throws IOException {
        a.done(setLink());
        var c = relay.signedUp(new Person("carol"));
        c.done(ask(link, 1, 2, 3));
        var request = assertInstanceOf(Entry.class, a.item(log));
        assertEquals(Entry.Kind.REQUEST, request.kind());
        assertEquals(Bytes.of((byte) 1, (byte) 2, (byte) 3), request.body());
        assertEquals(FollowerKey.NOBODY, request.author());
        assertEquals(request, b.item(log));
        assertEquals(0, c.waitingItems(log));
        c.refused(Problem.NOT_FOUND, c.follow(log, new Person.Pair(), 0)); // asking alone makes nobody a follower
    }

    /** Whoever is added after asking is served a digest of the request, and everything from the Add on. */
    @Test
    void whoAskedCanBeAdded() throws IOException {
        a.done(setLink());
        var carol = new Person("carol");
        var carolHere = new Person.Pair();
        var c = relay.signedUp(carol);
        c.done(ask(link, 1));
        a.item(log);
        var base = a.ask(a.follow(log, aliceHere, Long.MAX_VALUE));
        var last = assertInstanceOf(Frame.Following.class, base).lastCommit();
        a.done(a.commit(log, aliceHere.follower(), last, List.of(carolHere.follower()), List.of(), "add carol"));
        c.following(log, carolHere, 0);
        assertEquals(3, c.items(log, 3).size());
        c.done(ask(link, 2)); // the slot is free behind a commit
    }

    @Test
    void onlyAnAdminWhoProvedItsKeyHereSetsTheLink() throws IOException {
        b.refused(Problem.DENIED, link(log, bobHere.follower(), Optional.of(link.hash())));
        b.refused(Problem.DENIED, link(log, aliceHere.follower(), Optional.of(link.hash()))); // not proved by Bob
        a.refused(Problem.DENIED, link(LogId.random(), aliceHere.follower(), Optional.of(link.hash())));
        var mallory = relay.signedUp(new Person("mallory"));
        mallory.refused(Problem.DENIED, link(log, aliceHere.follower(), Optional.of(link.hash())));
        mallory.refused(Problem.DENIED, ask(link, 1));
        // A proof for one log is none for another.
        var own = LogId.random();
        var key = new Person.Pair();
        mallory.done(n -> new Frame.OpenLog(n, own, key.follower()));
        mallory.following(own, key, 0);
        mallory.refused(Problem.DENIED, link(log, key.follower(), Optional.of(link.hash())));
        mallory.done(link(own, key.follower(), Optional.of(link.hash())));
        mallory.refused(Problem.DENIED, ask(link, 1));
        assertEquals(0, a.waitingItems(log));
    }

    @Test
    void anEndedLinkLetsNobodyAsk() throws IOException {
        a.done(setLink());
        a.done(setLink());
        var c = relay.signedUp(new Person("carol"));
        var other = Token.random();
        a.done(link(log, aliceHere.follower(), Optional.of(other.hash())));
        c.refused(Problem.DENIED, ask(link, 1));
        c.done(ask(other, 1));
        a.done(link(log, aliceHere.follower(), Optional.empty()));
        c.refused(Problem.DENIED, ask(other, 1));
    }

    /** A lost answer costs nothing; a second request waits. */
    @Test
    void askingTwiceIsTheSameOrTooMuch() throws IOException {
        a.done(setLink());
        var carol = new Person("carol");
        var c = relay.signedUp(carol);
        c.done(ask(link, 1));
        c.done(ask(link, 1));
        c.refused(Problem.TOO_MUCH, ask(link, 2));
        relay.signedIn(carol).refused(Problem.TOO_MUCH, ask(link, 2));
        a.item(log);
        a.ask(n -> new Frame.Lookup(n, "bob")); // whatever else was on its way has come
        assertEquals(0, a.waitingItems(log));
    }

    @Test
    void linksAndRequestsOutliveTheRelay() throws IOException {
        a.done(setLink());
        var carol = new Person("carol");
        relay.signedUp(carol).done(ask(link, 1));
        relay.close();
        relay = new RelayFixture(home);
        var c = relay.signedIn(carol);
        c.done(ask(link, 1));
        c.refused(Problem.TOO_MUCH, ask(link, 2));
        relay.signedUp(new Person("dave")).done(ask(link, 3));
    }

    @Test
    void anAccountAsksTenTimesAtOnce() throws IOException {
        var c = relay.signedUp(new Person("carol"));
        for (var i = 0; i < Allowances.Cost.REQUEST.burst(); i++) c.refused(Problem.DENIED, ask(Token.random(), i));
        c.refused(Problem.TOO_MUCH, ask(Token.random(), 99));
        assertEquals(10, Allowances.Cost.REQUEST.burst());
        a.refused(Problem.DENIED, ask(Token.random(), 1)); // each its own
    }

    @Test
    void aRequestThatIsTooLongIsMalformedAndOneThatIsNotIsTaken() throws IOException {
        a.done(setLink());
        var c = relay.signedUp(new Person("carol"));
        var longest = Bytes.wrap(new byte[Frame.RequestJoin.MAX_SEALED]);
        c.done(n -> new Frame.RequestJoin(n, log, link, longest));
        assertEquals(longest, ((Entry) a.item(log)).body());
        var out = new WireWriter().u8(45).u32(7).fixed(log.bytes()).fixed(link.bytes());
        c.link.send(out.opaque(new byte[Frame.RequestJoin.MAX_SEALED + 1]).toBytes());
        c.goodbye(Problem.MALFORMED);
        c.closedByRelay();
    }

    @Test
    void whoIsNotSignedInAsksNothing() throws IOException {
        for (var frame : List.of(ask(link, 1), setLink())) {
            var stranger = Client.greeted(RelayFixture.TRANSPORT, relay.endpoint());
            stranger.refused(Problem.NOT_SIGNED_IN, frame);
            stranger.closedByRelay();
        }
    }
}
