package parley.relay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.relay.log.Fixture.bytes;
import static parley.relay.log.Fixture.commit;
import static parley.relay.log.Fixture.follower;
import static parley.relay.log.Fixture.inboxFollower;
import static parley.relay.log.Fixture.log;
import static parley.relay.log.Fixture.refused;
import static parley.relay.log.Fixture.saying;
import static parley.relay.log.Fixture.stored;
import static parley.relay.log.Fixture.token;
import static parley.relay.log.Fixture.with;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.AccountKey;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Right;
import parley.relay.api.LogStore.Outcome;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What followers that are no admins may add, once an admin has said so. */
final class AnybodyAddsTest {

    private static final LogId LOG = log(1);
    private static final FollowerKey ALICE = follower(1);
    private static final FollowerKey BOB = follower(2);
    private static final FollowerKey CAROL = follower(3);
    private static final FollowerKey DAVE = follower(4);

    @TempDir Path home;

    private Fixture relay;
    private long base;
    private int commits;

    @BeforeEach
    void aliceHasAddedBob() throws Exception {
        relay = new Fixture(home);
        stored(relay.open(LOG, ALICE));
        base = stored(relay.commit(commit(LOG, ALICE, 0, "add bob", List.of(plain(BOB)), List.of())));
    }

    @AfterEach
    void close() {
        relay.close();
    }

    private static NewFollower plain(FollowerKey key) {
        return new NewFollower(key, false);
    }

    private Frame.Commit by(FollowerKey author, List<NewFollower> added, FollowerKey... removed) {
        return commit(LOG, author, base, "commit " + ++commits, added, List.of(removed)); // no two are the same
    }

    private Frame.Commit adding(FollowerKey key) {
        return by(BOB, List.of(plain(key)));
    }

    private void says(boolean anybodyAdds) {
        base = stored(relay.commit(saying(by(ALICE, List.of()), anybodyAdds)));
    }

    private void denied(Frame.Commit commit) {
        var before = relay.stores.logs().followers(LOG);
        assertEquals(Problem.DENIED, refused(relay.commit(commit)).problem());
        assertEquals(before, relay.stores.logs().followers(LOG));
    }

    private boolean follows(FollowerKey key) {
        return relay.stores.logs().state(LOG, key).filter(state -> state.follows()).isPresent();
    }

    @Test
    void nobodyDoesBeforeAnAdminSaysSoOrAfterItSaysNoMore() {
        denied(adding(CAROL));
        says(true);
        base = stored(relay.commit(adding(CAROL)));
        assertTrue(follows(CAROL));
        assertFalse(relay.stores.logs().state(LOG, CAROL).orElseThrow().admin());
        base = stored(relay.commit(commit(LOG, CAROL, base, "who was added", List.of(plain(DAVE)), List.of())));
        says(false);
        denied(adding(follower(50)));
        denied(commit(LOG, CAROL, base, "by another", List.of(plain(follower(51))), List.of()));
    }

    /** A commit of an admin that says nothing of it. */
    @Test
    void itStaysAsItIsWhereNothingIsSaid() {
        says(true);
        base = stored(relay.commit(by(ALICE, List.of())));
        base = stored(relay.commit(adding(CAROL)));
        says(false);
        base = stored(relay.commit(by(ALICE, List.of())));
        denied(adding(DAVE));
    }

    @Test
    void theyDoNothingMoreThanAdd() {
        says(true);
        base = stored(relay.commit(by(ALICE, List.of(plain(CAROL)))));
        denied(by(BOB, List.of(new NewFollower(DAVE, true))));
        denied(by(BOB, List.of(plain(DAVE), new NewFollower(follower(50), true))));
        denied(by(BOB, List.of(plain(ALICE))));
        denied(by(BOB, List.of(plain(CAROL))));
        denied(by(BOB, List.of(plain(DAVE), plain(ALICE))));
        denied(by(BOB, List.of(new NewFollower(BOB, true))));
        denied(by(BOB, List.of(plain(DAVE)), CAROL));
        denied(by(BOB, List.of(), CAROL));
        denied(by(BOB, List.of(plain(DAVE), plain(follower(50))), BOB));
        base = stored(relay.commit(by(ALICE, List.of(), CAROL)));
        denied(by(BOB, List.of(plain(CAROL)))); // who is away reads on up to there
        assertTrue(relay.stores.logs().state(LOG, ALICE).orElseThrow().admin());
        base = stored(relay.commit(by(BOB, List.of(plain(DAVE)), BOB))); // its own key, as ever
        assertFalse(follows(BOB));
        assertTrue(follows(DAVE));
    }

    @Test
    void onlyAnAdminSaysSo() {
        denied(saying(by(BOB, List.of()), true));
        denied(saying(adding(CAROL), true));
        denied(adding(CAROL));
        says(true);
        denied(saying(by(BOB, List.of()), false));
        denied(saying(adding(CAROL), true));
        base = stored(relay.commit(adding(CAROL)));
        var handing = by(ALICE, List.of(new NewFollower(BOB, true), plain(ALICE)));
        base = stored(relay.commit(saying(handing, false)));
        denied(saying(by(ALICE, List.of()), true));
        base = stored(relay.commit(saying(by(BOB, List.of()), true)));
        base = stored(relay.commit(by(ALICE, List.of(plain(DAVE)))));
    }

    @Test
    void whatIsNotTakenSaysNothing() {
        var late = saying(commit(LOG, ALICE, 0, "late", List.of(), List.of()), true);
        assertEquals(base, assertInstanceOf(Outcome.Lost.class, relay.commit(late)).lastCommit());
        denied(adding(CAROL));
        says(true);
        var off = saying(commit(LOG, ALICE, base, "twice", List.of(), List.of()), false);
        base = stored(relay.commit(off));
        base = stored(relay.commit(saying(commit(LOG, ALICE, base, "on", List.of(), List.of()), true)));
        assertEquals(0, stored(relay.commit(off)), "it is there");
        base = stored(relay.commit(adding(CAROL)));
    }

    @Test
    void itIsOfOneLog() {
        says(true);
        stored(relay.open(log(2), ALICE));
        var first = stored(relay.commit(commit(log(2), ALICE, 0, "add", List.of(plain(BOB)), List.of())));
        denied(commit(log(2), BOB, first, "add", List.of(plain(CAROL)), List.of()));
    }

    @Test
    void itIsKeptOverRestartsAndCompaction() throws Exception {
        says(true);
        relay.reopen();
        base = stored(relay.commit(adding(CAROL)));
        compact();
        relay.reopen();
        base = stored(relay.commit(adding(DAVE)));
        says(false);
        relay.reopen();
        denied(adding(follower(50)));
        compact();
        relay.reopen();
        denied(adding(follower(50)));
    }

    private void compact() {
        relay.stores.compaction().start();
        relay.stores.compaction().await();
    }

    @Test
    void whoeverAddsInvitesThoseAndNobodyElse() throws Exception {
        var carol = deliverable(7);
        var dave = deliverable(8);
        var welcome = new Frame.Welcome(carol, token(7), bytes(50, 1));
        denied(with(adding(CAROL), welcome));
        says(true);
        denied(with(by(BOB, List.of()), welcome));
        denied(with(adding(CAROL), welcome, new Frame.Welcome(dave, token(8), bytes(50, 2))));
        denied(with(by(BOB, List.of(plain(CAROL)), BOB), welcome)); // its own new key
        base = stored(relay.commit(with(adding(CAROL), welcome)));
        assertEquals(1, relay.read(LogId.inboxOf(carol), inboxFollower(7), 0).size());
        assertEquals(0, relay.read(LogId.inboxOf(dave), inboxFollower(8), 0).size());
    }

    private AccountKey deliverable(int seed) throws Exception {
        var person = relay.person(seed);
        relay.stores.directory().grant(token(seed).hash(), Right.DELIVER, Optional.of(person), 0, Duration.ZERO);
        return person;
    }
}
