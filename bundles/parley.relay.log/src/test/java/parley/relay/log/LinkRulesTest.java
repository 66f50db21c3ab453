package parley.relay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.relay.log.Fixture.account;
import static parley.relay.log.Fixture.append;
import static parley.relay.log.Fixture.commit;
import static parley.relay.log.Fixture.follower;
import static parley.relay.log.Fixture.log;
import static parley.relay.log.Fixture.refused;
import static parley.relay.log.Fixture.stored;
import static parley.relay.log.Fixture.text;
import static parley.relay.log.Fixture.token;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Digest;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Problem;
import parley.relay.api.LogStore.Outcome;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Group links and the requests that come by them. */
final class LinkRulesTest {

    private static final LogId LOG = log(1);
    private static final FollowerKey ALICE = follower(1);
    private static final FollowerKey BOB = follower(2);
    private static final FollowerKey MALLORY = follower(9);
    private static final int LINK = 1;
    private static final int OTHER = 2;

    @TempDir Path home;

    private Fixture relay;

    @BeforeEach
    void openWithAlice() throws Exception {
        relay = new Fixture(home);
        stored(relay.open(LOG, ALICE));
    }

    @AfterEach
    void close() {
        relay.close();
    }

    private void link() {
        assertEquals(0, stored(relay.setLink(LOG, ALICE, Optional.of(token(LINK)))));
    }

    private Problem problem(Outcome outcome) {
        var refusal = refused(outcome);
        assertTrue(refusal.text().length() > 20, refusal.text());
        return refusal.problem();
    }

    private long base() {
        return relay.stores.logs().state(LOG, ALICE).orElseThrow().lastCommit();
    }

    private void commitSomething() {
        stored(relay.commit(commit(LOG, ALICE, base(), "commit behind " + base(), List.of(), List.of())));
    }

    @Test
    void aRequestByTheLinkIsAnEntryOfNobody() throws Exception {
        link();
        var position = stored(relay.request(LOG, token(LINK), account(1), "let me in"));
        var entry = (Entry) relay.read(LOG, ALICE, 0).getLast();
        assertEquals(position, entry.position());
        assertEquals(Entry.Kind.REQUEST, entry.kind());
        assertEquals(FollowerKey.NOBODY, entry.author());
        assertEquals(0, entry.number());
        assertEquals(0, entry.base());
        assertEquals("let me in", text(entry));
        assertEquals(position, relay.stores.logs().state(LOG, ALICE).orElseThrow().head());
    }

    /** Appends go on with their numbers, and a joiner gets of it no more than of other entries before its time. */
    @Test
    void aRequestChangesNothingForOtherEntries() throws Exception {
        link();
        stored(relay.append(append(LOG, ALICE, 1, 0, "one")));
        stored(relay.request(LOG, token(LINK), account(1), "let me in"));
        stored(relay.append(append(LOG, ALICE, 2, 0, "two")));
        stored(relay.commit(commit(LOG, ALICE, 0, "add", List.of(new NewFollower(BOB, false)), List.of())));
        var items = relay.read(LOG, BOB, 0);
        assertEquals(4, items.size());
        assertTrue(items.stream().allMatch(item -> item instanceof Digest));
        assertEquals(
                relay.read(LOG, ALICE, 0).stream().map(item -> item.digest()).toList(),
                items.stream().map(item -> item.digest()).toList());
    }

    /** What is not there and what is not allowed look alike. */
    @Test
    void withoutTheLinkThereIsNoRequest() throws Exception {
        var noLink = refused(relay.request(LOG, token(LINK), account(1), "x"));
        assertEquals(Problem.DENIED, noLink.problem());
        link();
        assertEquals(noLink, relay.request(LOG, token(OTHER), account(1), "x"));
        assertEquals(noLink, relay.request(log(7), token(LINK), account(1), "x"));
        var inbox = LogId.inboxOf(relay.person(3));
        assertEquals(noLink, relay.request(inbox, token(LINK), account(1), "x"));
        stored(relay.open(log(2), BOB));
        stored(relay.setLink(log(2), BOB, Optional.of(token(OTHER))));
        assertEquals(noLink, relay.request(LOG, token(OTHER), account(1), "a link of another log"));
        assertEquals(List.of(), relay.read(LOG, ALICE, 0));
    }

    @Test
    void anotherLinkEndsTheOneBefore() {
        link();
        stored(relay.setLink(LOG, ALICE, Optional.of(token(OTHER))));
        assertEquals(Problem.DENIED, problem(relay.request(LOG, token(LINK), account(1), "x")));
        stored(relay.request(LOG, token(OTHER), account(1), "x"));
        stored(relay.setLink(LOG, ALICE, Optional.empty()));
        assertEquals(Problem.DENIED, problem(relay.request(LOG, token(OTHER), account(2), "x")));
    }

    @Test
    void onlyAnAdminSetsTheLink() throws Exception {
        assertEquals(Problem.DENIED, problem(relay.setLink(LOG, MALLORY, Optional.of(token(LINK)))));
        assertEquals(Problem.DENIED, problem(relay.setLink(log(7), ALICE, Optional.of(token(LINK)))));
        stored(relay.commit(commit(LOG, ALICE, 0, "add", List.of(new NewFollower(BOB, false)), List.of())));
        assertEquals(Problem.DENIED, problem(relay.setLink(LOG, BOB, Optional.of(token(LINK)))));
        var inbox = LogId.inboxOf(relay.person(3));
        var device = Fixture.inboxFollower(3);
        assertEquals(Problem.DENIED, problem(relay.setLink(inbox, device, Optional.of(token(LINK)))));
        assertEquals(Problem.DENIED, problem(relay.request(LOG, token(LINK), account(1), "x")));
        stored(relay.commit(commit(LOG, ALICE, base(), "admin", List.of(new NewFollower(BOB, true)), List.of())));
        stored(relay.setLink(LOG, BOB, Optional.of(token(LINK))));
        stored(relay.request(LOG, token(LINK), account(1), "x"));
    }

    @Test
    void anAccountHasOneRequestUntilTheNextCommit() {
        link();
        var position = stored(relay.request(LOG, token(LINK), account(1), "first"));
        assertTrue(position > 0);
        assertEquals(0, stored(relay.request(LOG, token(LINK), account(1), "first")), "sent again");
        assertEquals(Problem.TOO_MUCH, problem(relay.request(LOG, token(LINK), account(1), "second")));
        assertTrue(stored(relay.request(LOG, token(LINK), account(2), "first")) > position, "somebody else");
        commitSomething();
        assertTrue(stored(relay.request(LOG, token(LINK), account(1), "first")) > position, "a new one");
    }

    @Test
    void anotherLinkClosesWhatWasAskedByTheOneBefore() {
        link();
        stored(relay.request(LOG, token(LINK), account(1), "first"));
        link(); // the same again changes nothing
        assertEquals(Problem.TOO_MUCH, problem(relay.request(LOG, token(LINK), account(1), "second")));
        stored(relay.setLink(LOG, ALICE, Optional.of(token(OTHER))));
        assertTrue(stored(relay.request(LOG, token(OTHER), account(1), "second")) > 0);
    }

    @Test
    void aLogHas256OpenRequests() {
        link();
        var outcomes = new ArrayList<CompletableFuture<Outcome>>();
        for (int i = 0; i <= Door.MAX_OPEN; i++) outcomes.add(relay.requesting(LOG, token(LINK), account(i), "r" + i));
        for (int i = 0; i < Door.MAX_OPEN; i++) assertTrue(stored(Fixture.await(outcomes.get(i))) > 0);
        assertEquals(Problem.TOO_MUCH, problem(Fixture.await(outcomes.getLast())));
        assertEquals(0, stored(relay.request(LOG, token(LINK), account(0), "r0")), "what is there is there");
        commitSomething();
        stored(relay.request(LOG, token(LINK), account(Door.MAX_OPEN), "again"));
    }

    /** In one batch the first is on its way to the disk when the second is judged. */
    @Test
    void requestsAtOnceAreJudgedByOneAnother() {
        link();
        var first = relay.requesting(LOG, token(LINK), account(1), "first");
        var second = relay.requesting(LOG, token(LINK), account(1), "second");
        var again = relay.requesting(LOG, token(LINK), account(1), "first");
        assertTrue(stored(Fixture.await(first)) > 0);
        assertEquals(Problem.TOO_MUCH, problem(Fixture.await(second)));
        assertEquals(0, stored(Fixture.await(again)));
    }

    @Test
    void linkAndRequestsAreThereAfterARestartAndACompaction() throws Exception {
        link();
        stored(relay.request(LOG, token(LINK), account(1), "before a commit"));
        commitSomething();
        var position = stored(relay.request(LOG, token(LINK), account(2), "behind it"));
        var items = relay.read(LOG, ALICE, 0);
        for (var round : List.of("restart", "compaction", "restart behind it")) {
            if (round.equals("compaction")) {
                relay.stores.compaction().start();
                relay.stores.compaction().await();
            } else {
                relay.reopen();
            }
            assertEquals(items, relay.read(LOG, ALICE, 0), round);
            assertEquals(0, stored(relay.request(LOG, token(LINK), account(2), "behind it")), round);
            assertEquals(Problem.TOO_MUCH, problem(relay.request(LOG, token(LINK), account(2), "other")), round);
            assertEquals(Problem.DENIED, problem(relay.request(LOG, token(OTHER), account(1), "x")), round);
            assertEquals(0, stored(relay.setLink(LOG, ALICE, Optional.of(token(LINK)))), round);
        }
        assertTrue(stored(relay.request(LOG, token(LINK), account(1), "its slot is free")) > position);
        relay.clock.pass(Duration.ofDays(1));
        stored(relay.setLink(LOG, ALICE, Optional.empty()));
        relay.stores.compaction().start();
        relay.stores.compaction().await();
        relay.reopen();
        assertEquals(Problem.DENIED, problem(relay.request(LOG, token(LINK), account(3), "x")));
    }
}
