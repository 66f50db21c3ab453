package parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How often who commits, and what a commit's followers are charged, over a real link and a real journal. */
@Timeout(60)
final class CommitAllowancesTest {

    private static final int MANY = 8000;

    /** Longer than a test takes, in followers that the allowance grows by. */
    private static final int MEANWHILE = 100;

    @TempDir private Path home;

    private RelayFixture relay;
    private final Person.Pair aliceHere = new Person.Pair();
    private final Person.Pair bobHere = new Person.Pair();
    private Client a;
    private Client b;

    @BeforeEach
    void start() throws IOException {
        relay = new RelayFixture(home);
        a = relay.signedUp(new Person("alice"));
        b = relay.signedUp(new Person("bob"));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private static LogId open(Client client, Person.Pair admin) {
        var log = LogId.random();
        client.done(n -> new Frame.OpenLog(n, log, admin.follower()));
        client.following(log, admin, 0);
        return log;
    }

    /** Commits, and returns the base of the next. */
    private static long commit(Client client, LogId log, Person.Pair author, long base, List<FollowerKey> added) {
        client.done(client.commit(log, author.follower(), base, added, List.of(), "commit behind " + base));
        return client.item(log).position();
    }

    /** None of them zero, which is nobody. */
    private static List<FollowerKey> followers(int from, int to) {
        var keys = new ArrayList<FollowerKey>(to - from);
        for (int i = from; i < to; i++)
            keys.add(new FollowerKey(Bytes.wrap(ByteBuffer.allocate(32).putInt(i + 1).array())));
        return keys;
    }

    @Test
    void whoIsNoAdminLeavesTheSlotToOneWhoIs() {
        var log = open(a, aliceHere);
        var last = commit(a, log, aliceHere, 0, List.of(bobHere.follower()));
        b.following(log, bobHere, last);
        // What lost its slot, or is refused, has been a burden all the same.
        var lost = b.commit(log, bobHere.follower(), last + 1_000_000, List.of(), List.of(), "in the way");
        for (int i = 0; i < 99; i++) assertInstanceOf(Frame.Conflict.class, b.ask(lost));
        last = commit(b, log, bobHere, last, List.of());
        var answer = b.ask(lost);
        for (int i = 0; i < 20 && answer instanceof Frame.Conflict; i++)
            answer = b.ask(lost); // ten seconds give one back
        assertEquals(Problem.TOO_MUCH, assertInstanceOf(Frame.Refused.class, answer).problem());
        b.refused(Problem.TOO_MUCH, b.commit(log, bobHere.follower(), last, List.of(), List.of(), "one more"));
        var own = open(b, bobHere);
        commit(b, own, bobHere, 0, List.of());
        var late = a.commit(log, aliceHere.follower(), last + 1_000_000, List.of(), List.of(), "late");
        for (int i = 0; i < 101; i++) assertInstanceOf(Frame.Conflict.class, a.ask(late));
        assertEquals(last, a.item(log).position(), "Bob's");
        a.done(a.commit(log, aliceHere.follower(), last, List.of(), List.of(bobHere.follower()), "remove bob"));
    }

    @Test
    void onlyFollowersThatAreNewAreCharged() {
        var log = open(a, aliceHere);
        var all = followers(0, MANY);
        var last = commit(a, log, aliceHere, 0, all);
        for (int i = 0; i < 3; i++) last = commit(a, log, aliceHere, last, all); // 32,000, of them 8000 new
        var other = open(a, aliceHere);
        var base = commit(a, other, aliceHere, 0, all); // 16,000: they follow elsewhere
        var left = (int) Allowances.Cost.FOLLOWER.burst() - 2 * MANY;
        var more = followers(MANY, MANY + left + MEANWHILE);
        var third = open(a, aliceHere);
        a.refused(Problem.TOO_MUCH, a.commit(third, aliceHere.follower(), 0, more, List.of(), "too many"));
        commit(a, third, aliceHere, 0, more.subList(0, left));
        var mixed = new ArrayList<>(all.subList(0, 1000));
        mixed.addAll(more.subList(0, MEANWHILE));
        a.refused(Problem.TOO_MUCH, a.commit(other, aliceHere.follower(), base, mixed, List.of(), "some new"));
        commit(a, other, aliceHere, base, all);
    }
}
