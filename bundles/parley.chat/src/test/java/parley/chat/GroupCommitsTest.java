package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.View;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.Token;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Commits of members that lose their slots, their link or their process. */
class GroupCommitsTest extends Town {

    private ConversationId group;

    @BeforeEach
    void aliceAndBobHaveAGroup() throws Exception {
        Client.befriend(alice, bob);
        group = alice.groups.create("friends").id();
        alice.sees(group, "alice");
    }

    private long commits() {
        return hub.entries(alice.state(group).log).stream().filter(e -> e.kind() == Entry.Kind.COMMIT).count();
    }

    /** Without waiting for it. */
    private void wish(Client client, Wish.Want want) throws CommandException {
        client.store.run(tx -> new Book(tx).wishes(group).add(0, want));
        client.chat.worker(group).orElseThrow().attend();
    }

    private Wish.Add add(Client who) throws Exception {
        return new Wish.Add(who.account(), who.address(), List.of(who.keys.published().getFirst().keyPackage()));
    }

    // ---- Crashes ----

    /** The hub would refuse it there, as if it were not to be. */
    @Test
    void aCommitIsNotSentOverALinkThatHasComeUnheard() throws Exception {
        alice.port.replaceSilently();
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
    }

    /** Stored, and the process ends before it leaves. */
    @Test
    void aCommitThatIsStoredAndNotSentIsSentLater() throws Exception {
        var reached = new CountDownLatch(1);
        alice.port.script =
                request -> {
                    if (!(request instanceof Frame.Commit)) return null;
                    alice.port.cutSilently();
                    reached.countDown();
                    return null;
                };
        wish(alice, add(bob));
        reached.await();
        assertEquals(0, commits());
        alice.port.script = request -> null;
        alice.restart();
        bob.sees(group, "alice", "bob");
        alice.sees(group, "alice", "bob");
        assertEquals(1, commits());
        Eventually.until("done", () -> alice.store.count("chat.wish") == 0);
    }

    /** The hub has it, and the answer is lost with the process: the same again is not made twice. */
    @Test
    void aCommitThatArrivedUnheardIsMadeOnce() throws Exception {
        var sent = new CountDownLatch(1);
        alice.port.lie = frame -> sent.getCount() == 0 ? null : frame;
        alice.port.script =
                request -> {
                    if (request instanceof Frame.Commit) sent.countDown();
                    return null;
                };
        wish(alice, add(bob));
        sent.await();
        bob.sees(group, "alice", "bob");
        alice.port.lie = frame -> frame;
        alice.restart();
        alice.sees(group, "alice", "bob");
        assertEquals(1, commits());
        Eventually.until("over", () -> alice.store.count("chat.wish") + alice.store.count("chat.pending") == 0);
    }

    /** Wished offline, and the process ends: what was wished is still there. */
    @Test
    void aWishOutlivesTheProcess() throws Exception {
        var want = add(bob);
        alice.port.cut();
        wish(alice, want);
        alice.restart();
        bob.sees(group, "alice", "bob");
    }

    /** The store fails when the commit is to be stored: nothing leaves. */
    @Test
    void whatIsNotStoredDoesNotLeave() throws Exception {
        var want = add(bob);
        alice.store.run(tx -> new Book(tx).wishes(group).add(0, want));
        alice.store.broken = new CommandException(CommandException.Code.DISK_FULL, "the disk is full; make room");
        alice.chat.worker(group).orElseThrow().attend();
        var done = new CountDownLatch(1);
        alice.chat.worker(group).orElseThrow().later(Duration.ZERO, done::countDown);
        done.await();
        assertEquals(List.of(), alice.port.heard(Frame.Commit.class));
        alice.store.broken = null;
        alice.restart();
        bob.sees(group, "alice", "bob");
    }

    /** The hub says that it does not take a commit, and takes it all the same: what counts is the log. */
    @Test
    void aCommitThatIsRefusedAndLoggedAllTheSameCounts() throws Exception {
        var carol = client("carol");
        Client.befriend(alice, carol);
        alice.groups.add(group, "bob");
        alice.groups.add(group, "carol");
        for (var one : List.of(alice, bob, carol)) one.sees(group, "alice", "bob", "carol");
        var log = alice.state(group).log;
        var commit = new AtomicLong();
        alice.port.script =
                request -> {
                    if (request instanceof Frame.Commit asked) commit.set(asked.request());
                    return null;
                };
        alice.port.lie =
                frame -> {
                    if (frame instanceof Frame.Items(var of, _) && of.equals(log)) return null;
                    var answers = frame instanceof Frame.Done done && done.request() == commit.get();
                    return answers ? Hub.refused(commit.get(), Problem.DENIED) : frame;
                };
        var refused = assertThrows(CommandException.class, () -> alice.groups.remove(group, "bob"));
        assertTrue(refused.getMessage().contains("relay does not take it"), refused.getMessage());
        alice.port.lie = frame -> frame;
        alice.restart();
        alice.sees(group, "alice", "carol");
        carol.sees(group, "alice", "carol");
        assertFalse(alice.state(group).lost);
        assertEquals(0, alice.store.count("chat.givenup"));
        alice.talk.say(group, "among us");
        Eventually.until("heard", () -> carol.texts(group).contains("among us"));
    }

    /** However many are refused in one slot: those forgotten are found by being unknown ({@code GroupReadingTest}). */
    @Test
    void ofManyThatAreRefusedTheNewestAreKept() throws Exception {
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
        alice.port.script =
                request -> request instanceof Frame.Commit asked ? Hub.refused(asked.request(), Problem.DENIED) : null;
        for (var i = 0; i < 6; i++) {
            assertThrows(CommandException.class, () -> alice.groups.remove(group, "bob"));
            assertEquals(Math.min(i + 1, 4), alice.store.count("chat.givenup"));
        }
        alice.port.script = request -> null;
        alice.groups.remove(group, "bob");
        alice.sees(group, "alice");
        assertEquals(0, alice.store.count("chat.givenup"));
    }

    // ---- Slots ----

    /** Another commit takes the slot: ours is made anew, from what is still to be done. */
    @Test
    void aLostSlotIsTriedAgain() throws Exception {
        var carol = client("carol");
        Client.befriend(alice, carol);
        alice.groups.add(group, "bob");
        var once = new AtomicInteger();
        var before = commits();
        bob.sees(group, "alice", "bob");
        clock.set(clock.get().plus(Duration.ofDays(8))); // old enough for bob's leaf to be replaced
        alice.port.script =
                request -> {
                    if (!(request instanceof Frame.Commit) || once.getAndIncrement() > 0) return null;
                    try { // just before ours arrives
                        bob.talk.say(group, "with a commit behind it");
                        Eventually.until("bob was faster", () -> commits() == before + 1);
                    } catch (CommandException e) {
                        throw new AssertionError(e);
                    }
                    return null;
                };
        wish(alice, add(carol));
        carol.sees(group, "alice", "bob", "carol");
        bob.sees(group, "alice", "bob", "carol");
        assertEquals(before + 2, commits());
        assertTrue(once.get() >= 2);
    }

    /** Two admins remove the same member: one commit does. */
    @Test
    void whatAnotherHasDoneIsNotDoneAgain() throws Exception {
        var carol = client("carol");
        Client.befriend(alice, carol);
        alice.groups.add(group, "bob");
        alice.groups.add(group, "carol");
        bob.sees(group, "alice", "bob", "carol");
        promote(alice, bob);
        Eventually.until("bob is an admin", () -> mayRemove(bob));
        var before = commits();
        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var one : List.of(alice, bob)) {
                both.submit(() -> {
                    one.groups.remove(group, "carol");
                    return one;
                });
            }
        }
        alice.sees(group, "alice", "bob");
        bob.sees(group, "alice", "bob");
        assertEquals(before + 1, commits());
        Eventually.until("done", () -> alice.store.count("chat.wish") + bob.store.count("chat.wish") == 0);
    }

    private boolean mayRemove(Client client) {
        try {
            return client.groups.group(group).mayRemove();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    /** Makes members admins by a commit of {@code by}, as a later version's command would. */
    private void promote(Client by, Client... to) throws Exception {
        var worker = by.chat.worker(group).orElseThrow();
        var done = new CountDownLatch(1);
        worker.later(
                Duration.ZERO,
                () -> {
                    var steps = new Steps("test", new NoTrouble());
                    var held = new Held(by.chat, group);
                    var making = new CommitMaking(by.chat, held);
                    held.run((book, state) -> {
                        var view = by.chat.groups().view(held.group(book));
                        book.put(group, promotion(book, state, view, making, to));
                    });
                    steps.close();
                    done.countDown();
                });
        done.await();
        by.restart();
    }

    private static final class NoTrouble implements Steps.Trouble {

        @Override
        public void suiteMissing(parley.client.api.crypto.SuiteMissingException e) {}

        @Override
        public void failed(Throwable e) {}

        @Override
        public void overflowed() {}
    }

    private static PendingCommit promotion(
            Book book, ConversationState state, View view, CommitMaking making, Client... to)
            throws CommandException, parley.client.api.crypto.SuiteMissingException {
        var admins = new ArrayList<>(view.policy().admins());
        var accounts = new HashSet<AccountKey>();
        for (var one : to) {
            admins.add(one.account());
            accounts.add(one.account());
        }
        var before = view.policy();
        var policy = before.withAdmins(admins);
        var flags =
                view.members().stream()
                        .filter(member -> accounts.contains(member.account()))
                        .map(member -> new parley.protocol.relay.CommitBody.NewFollower(member.data().follower(), true))
                        .toList();
        try {
            return making.make(
                    book,
                    state,
                    new Groups.Change(List.of(), List.of(), java.util.Optional.empty(), java.util.Optional.of(policy)),
                    flags,
                    List.of(),
                    List.of(),
                    java.util.Optional.empty());
        } catch (parley.client.api.crypto.UntrustedException e) {
            throw new AssertionError(e);
        }
    }

    /** Everybody is an admin, and everybody wants somebody else in, at once; {@code -Dparley.committers} of them. */
    @Test
    void manyCommitAtOnceAndAllComeThrough() throws Exception {
        var members = new ArrayList<Client>();
        for (var i = 0; i < Integer.getInteger("parley.committers", 12); i++) {
            var member = client("member-" + i);
            members.add(member);
            befriendByHand(member); // before the Welcome comes, which they would not take
            wish(alice, add(member));
        }
        Eventually.until("all are in", () -> members.stream().allMatch(member -> member.isIn(group)));
        var size = members.size() + 1;
        for (var member : members) Eventually.until("all see all", () -> member.names(group).size() == size);
        promote(alice, members.toArray(Client[]::new));
        for (var member : members) Eventually.until("all are admins", () -> mayRemove(member));
        var joiners = new ArrayList<Client>();
        var names = new TreeSet<>(alice.names(group));
        for (var i = 0; i < members.size(); i++) {
            var joiner = client("joiner-" + i);
            joiners.add(joiner);
            names.add(joiner.name);
        }
        for (var i = 0; i < members.size(); i++) wish(members.get(i), add(joiners.get(i)));
        for (var member : members) member.sees(group, names.toArray(String[]::new));
        for (var member : members) {
            Eventually.until("done", () -> member.store.count("chat.wish") == 0);
            assertTrue(member.state(group).halted().isEmpty());
        }
    }

    /** Alice is an approved contact of theirs, so that they take her Welcome. */
    private void befriendByHand(Client member) throws CommandException {
        member.store.run(tx ->
                new Book(tx)
                        .put(
                                new StoredContact(
                                        alice.address(),
                                        alice.account(),
                                        parley.client.api.Contacts.State.APPROVED,
                                        java.util.Optional.of(ConversationId.random()),
                                        java.util.Optional.empty(),
                                        java.util.Optional.empty(),
                                        List.of())));
    }

    // ---- Void commits ----

    /** A hostile admin has the hub drop a follower by a commit that is void: the next puts it right. */
    @Test
    void followersAreRestatedAfterAVoidCommit() throws Exception {
        var carol = client("carol");
        Client.befriend(alice, carol);
        alice.groups.add(group, "bob");
        alice.groups.add(group, "carol");
        carol.sees(group, "alice", "bob", "carol");
        bob.sees(group, "alice", "bob", "carol");
        var state = alice.state(group);
        var stray = new parley.protocol.FollowerKey(Token.random().bytes());
        var body =
                new parley.protocol.relay.CommitBody(
                        parley.protocol.wire.Bytes.wrap(new byte[40]),
                        List.of(new parley.protocol.relay.CommitBody.NewFollower(stray, true)),
                        List.of(bob.state(group).follower),
                        java.util.Optional.empty());
        alice.port.ask(
                number -> new Frame.Commit(number, state.log, state.follower, state.lastCommit(), body, List.of()));
        Eventually.until("restated", () -> commits() == 4 && alice.store.count("chat.wish") == 0);
        assertEquals(java.util.Set.of(stray), java.util.Set.copyOf(lastCommit().removed()));
        assertEquals(List.of(bob.state(group).follower), lastCommit().added().stream().map(one -> one.key()).toList());
        var before = bob.state(group).follower;
        bob.restart(); // follows again, and has missed what stood in between
        Eventually.until("bob is let in again", () -> !bob.state(group).follower.equals(before));
        alice.talk.say(group, "bob is here");
        bob.hears(group, "bob is here");
        assertTrue(bob.state(group).halted().isEmpty());
    }

    private parley.protocol.relay.CommitBody lastCommit() throws Exception {
        var commits = hub.entries(alice.state(group).log).stream().filter(e -> e.kind() == Entry.Kind.COMMIT).toList();
        return parley.protocol.relay.CommitBody.decode(commits.getLast().body());
    }
}
