package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.crypto.UntrustedException;
import parley.protocol.ConversationId;
import parley.protocol.content.Letter.Invitation;
import parley.protocol.content.Letter.LargeInvitation;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;
import parley.transport.api.HttpReply;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Invitations that travel as blobs. */
class LargeInvitationsTest extends Town {

    private ConversationId group;

    @BeforeEach
    void aliceHasAGroupThatIsLarge() throws Exception {
        Client.befriend(alice, bob);
        group = alice.groups.create("friends").id();
        alice.sees(group, "alice");
        alice.groups.letterRoom = 100; // as good as large
    }

    @Test
    void whoIsInvitedFetchesTheBlob() throws Exception {
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
        bob.talk.say(group, "hello");
        alice.hears(group, "hello");
        assertEquals(1, hub.blobs.blobs.size());
        assertEquals(0, alice.store.count("chat.invitation"));
        var commit = alice.port.heard(Frame.Commit.class).getLast();
        assertTrue(commit.welcomes().getFirst().sealed().length() < 400);
    }

    /** Many small invitations are too much for one frame as well. */
    @Test
    void manyLettersAreLargeTogether() throws Exception {
        alice.groups.letterRoom = 64 * 1024;
        alice.groups.lettersRoom = 1000; // less than one takes
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
        assertEquals(1, hub.blobs.blobs.size());
        alice.groups.remove(group, "bob");
        Eventually.until("closed", () -> !bob.isIn(group));
        alice.groups.lettersRoom = new Memberships(alice.chat).lettersRoom;
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
        assertEquals(1, hub.blobs.blobs.size(), "it has room in a letter");
    }

    @Test
    void aCommitWithItsLettersGoesInOneFrame() {
        var rest = 1024; // that one Welcome takes beside its letter
        assertTrue(
                new Memberships(alice.chat).lettersRoom + GroupPlan.MAX_ADDED * rest + Entry.MAX_BODY
                        < Frame.MAX_FRAME);
    }

    /** As those of some thousand members are. */
    @Test
    void aBlobOfManyRangesIsWholeAgain() throws Exception {
        alice.groups.blobRange = 500;
        bob.groups.blobRange = 300;
        var ranges = new CopyOnWriteArrayList<String>();
        hub.blobs.script =
                call -> {
                    call.header("content-range").ifPresent(ranges::add);
                    return null;
                };
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
        var size = hub.blobs.blobs.values().iterator().next().bytes().length;
        assertTrue(size > 1000, () -> size + " bytes");
        assertEquals((size + 499) / 500, ranges.size());
        assertEquals("bytes 0-499/" + size, ranges.getFirst());
        assertTrue(ranges.getLast().endsWith("-" + (size - 1) + "/" + size), ranges::toString);
    }

    /** The relay takes no blobs: talking goes on, and the invitation goes out when it does. */
    @Test
    void aBlobThatWaitsHoldsUpNothing() throws Exception {
        hub.blobs.script = call -> call.method().equals("PUT") ? HttpReply.of(503) : null;
        alice.groups.patience = java.time.Duration.ofMillis(300);
        assertEquals(
                Code.NOT_REACHABLE, assertThrows(CommandException.class, () -> alice.groups.add(group, "bob")).code());
        var id = alice.talk.say(group, "meanwhile");
        Eventually.until("sent", () -> alice.state(id) != parley.client.api.Message.State.WAITING);
        Eventually.until("read back", () -> alice.store.count("chat.outbox") == 0);
        hub.blobs.script = call -> null;
        alice.chat.worker(group).orElseThrow().attend();
        bob.sees(group, "alice", "bob");
    }

    /** Has alice's client wish to add bob, and look at what it wishes. */
    private void invites() throws Exception {
        var keyPackage = bob.keys.published().getFirst().keyPackage();
        var add = new Wish.Add(bob.account(), bob.address(), List.of(keyPackage));
        alice.store.run(tx -> new Book(tx).wishes(group).add(0, add));
        alice.chat.worker(group).orElseThrow().attend();
    }

    /** The process ends while the blob is being brought: it is brought, once more, before the commit. */
    @Test
    void aBlobThatWasNotBroughtIsBroughtLater() throws Exception {
        var reached = new CountDownLatch(1);
        hub.blobs.script =
                call -> {
                    if (!call.method().equals("PUT")) return null;
                    alice.port.cutSilently();
                    reached.countDown();
                    return HttpReply.of(503);
                };
        invites();
        reached.await();
        assertEquals(0, alice.port.heard(Frame.Commit.class).size());
        hub.blobs.script = call -> null;
        alice.restart();
        bob.sees(group, "alice", "bob");
    }

    @Test
    void aBlobThatIsNotTakenIsSaid() throws Exception {
        alice.port.script =
                request ->
                        request instanceof Frame.ReserveBlob reserve
                                ? Hub.refused(reserve.request(), parley.protocol.relay.Problem.DENIED)
                                : null;
        var e = assertThrows(CommandException.class, () -> alice.groups.add(group, "bob"));
        assertEquals(Code.REFUSED, e.code());
        assertEquals(0, alice.store.count("chat.invitation"));
        assertEquals(0, alice.store.count("chat.pending"));
    }

    /** The relay is busy at first. */
    @Test
    void aBlobIsAskedForAgain() throws Exception {
        var asked = new AtomicInteger();
        hub.blobs.script =
                call -> call.method().equals("GET") && asked.getAndIncrement() == 0 ? HttpReply.of(503) : null;
        alice.groups.add(group, "bob");
        Eventually.until("asked", () -> asked.get() >= 1);
        bob.restart(); // sooner than by itself
        bob.sees(group, "alice", "bob");
    }

    @Test
    void aBlobThatIsGoneIsPassed() throws Exception {
        hub.blobs.script = call -> call.method().equals("GET") ? HttpReply.of(404) : null;
        alice.groups.add(group, "bob");
        bob.inboxIsDone();
        assertFalse(bob.isIn(group));
    }

    @Test
    void onlyTheBlobThatIsMeantOpens() throws Exception {
        var invitation = new Invitation(Bytes.wrap(new byte[100_000]), Optional.of(Bytes.wrap(new byte[10])));
        var sealed = LargeInvitations.seal(invitation, LargeInvitation.MAX_SIZE);
        assertEquals(invitation, LargeInvitations.open(sealed.letter(), sealed.blob()));
        var changed = sealed.blob().toArray();
        changed[17] ^= 1;
        assertThrows(UntrustedException.class, () -> LargeInvitations.open(sealed.letter(), Bytes.wrap(changed)));
        var letter = sealed.letter();
        var otherKey =
                new LargeInvitation(
                        letter.blob(), letter.read(), Bytes.wrap(new byte[32]), letter.size(), letter.sha256());
        assertThrows(UntrustedException.class, () -> LargeInvitations.open(otherKey, sealed.blob()));
        var otherSize =
                new LargeInvitation(letter.blob(), letter.read(), letter.key(), letter.size() - 1, letter.sha256());
        assertThrows(UntrustedException.class, () -> LargeInvitations.open(otherSize, sealed.blob()));
        var most = sealed.blob().length();
        assertEquals(most, LargeInvitations.seal(invitation, most).blob().length());
        assertEquals(Code.TOO_LARGE, refused(() -> LargeInvitations.seal(invitation, most - 1)));
    }

    /** Whom the group has no room for is refused by name, and what else is wanted of it goes on. */
    @Test
    void whoseInvitationIsTooLargeIsRefused() throws Exception {
        alice.groups.blobRoom = 100;
        assertEquals(Code.REFUSED, refused(() -> alice.groups.add(group, "bob")));
        assertEquals(0, alice.store.count("chat.wish"));
        alice.groups.invite(group);
        assertFalse(bob.isIn(group));
        alice.groups.blobRoom = LargeInvitation.MAX_SIZE;
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
    }

    /** Holds back the answer to the first call of a method until {@code go}. */
    private CountDownLatch holds(String method, CountDownLatch go) {
        var asked = new CountDownLatch(1);
        hub.blobs.script =
                call -> {
                    if (!call.method().equals(method) || asked.getCount() == 0) return null;
                    asked.countDown();
                    await(go);
                    return null;
                };
        return asked;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until what a thread had to do is done. */
    private static void done(Consumer<Steps.Step> thread) {
        var done = new CountDownLatch(1);
        thread.accept(done::countDown);
        await(done);
    }

    /** Whoever goes offline is: nothing goes on over connections of its own. */
    @Test
    void whatIsBroughtStopsWithTheLinkAndGoesOnWithIt() throws Exception {
        alice.groups.blobRange = 500;
        var go = new CountDownLatch(1);
        var asked = holds("PUT", go);
        invites();
        await(asked);
        alice.port.cut();
        assertEquals(1, hub.blobs.closed.get(), "at once, in the middle");
        go.countDown();
        done(alice.chat.worker(group).orElseThrow()::then);
        assertEquals(1, hub.blobs.calls("PUT"));
        alice.port.connect();
        bob.sees(group, "alice", "bob");
        assertTrue(hub.blobs.calls("PUT") > 2);
    }

    @Test
    void whatIsFetchedStopsWithTheLinkAndGoesOnWithIt() throws Exception {
        bob.groups.blobRange = 300;
        var go = new CountDownLatch(1);
        var asked = holds("GET", go);
        alice.groups.add(group, "bob");
        await(asked);
        var closed = hub.blobs.closed.get();
        bob.port.cut();
        assertEquals(closed + 1, hub.blobs.closed.get(), "at once, in the middle");
        go.countDown();
        done(bob.chat.inbox()::then);
        assertEquals(1, hub.blobs.calls("GET"));
        assertFalse(bob.isIn(group));
        bob.port.connect();
        bob.sees(group, "alice", "bob");
    }

    /** It is not the relay that did not serve it. */
    @Test
    void whatTheLinkEndsIsNotGivenUp() throws Exception {
        var sealed = LargeInvitations.seal(invitation(1), 1 << 20);
        assertEquals(Optional.empty(), alice.chat.largeInvitations().bring(sealed.upload(), sealed.blob()));
        hub.blobs.script =
                _ -> {
                    bob.port.replaceSilently();
                    return HttpReply.of(503);
                };
        for (var tries = 0; tries <= LargeInvitations.TRIES; tries++) {
            assertEquals(Code.NOT_REACHABLE, refused(() -> bob.chat.largeInvitations().fetch(sealed.letter())));
        }
        hub.blobs.script = call -> null;
        assertEquals(invitation(1), bob.chat.largeInvitations().fetch(sealed.letter()));
    }

    private static Code refused(Executable action) {
        return assertThrows(CommandException.class, action).code();
    }

    /** Each is counted by itself: two that are never served do not keep each other for ever. */
    @Test
    void whatIsNeverServedIsGivenUp() throws Exception {
        hub.blobs.script = call -> HttpReply.of(503);
        var letters =
                List.of(
                        LargeInvitations.seal(invitation(1), 1 << 20).letter(),
                        LargeInvitations.seal(invitation(2), 1 << 20).letter());
        for (var tries = 1; tries < LargeInvitations.TRIES; tries++) {
            for (var letter : letters)
                assertThrows(CommandException.class, () -> bob.chat.largeInvitations().fetch(letter));
        }
        for (var letter : letters)
            assertThrows(UntrustedException.class, () -> bob.chat.largeInvitations().fetch(letter));
    }

    private static Invitation invitation(int first) {
        return new Invitation(Bytes.of((byte) first), Optional.empty());
    }
}
