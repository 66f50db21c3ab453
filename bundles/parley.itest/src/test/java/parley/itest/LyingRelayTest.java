package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.Distribution;
import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;
import parley.launcher.stage.Stage;
import parley.launcher.stage.StageException;
import parley.protocol.FollowerKey;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Frame.Following;
import parley.protocol.relay.Frame.Items;
import parley.protocol.relay.LogItem;
import parley.transport.netty.NettyTransport;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A relay that shows bob another log than alice cannot do so unnoticed: bob's real client stops sending and says so.
 * What it withholds altogether shows as not delivered.
 */
@Timeout(240)
class LyingRelayTest {

    @TempDir Path directory;

    private final NettyTransport transport = new NettyTransport();
    private Stage stage;
    private LyingRelay liar;
    private Person alice;
    private Person bob;

    @BeforeEach
    void aliceKnowsTheHonestRelayAndBobTheLyingOne() throws Exception {
        stage = new Stage(Distribution.current());
        var relay = stage.enter("relay", directory.resolve("relay"), "relay", "--plain", "--listen", "127.0.0.1:0");
        var listening = relay.await("listening");
        var port = URI.create(listening.getString("url")).getPort();
        liar = new LyingRelay(transport, port);
        var invite = listening.getString("invite");
        alice = Person.signUp(stage.enter("alice", directory.resolve("alice"), "terminal"), invite);
        bob =
                Person.signUp(
                        stage.enter("bob", directory.resolve("bob"), "terminal"),
                        invite.replace(":" + port, ":" + liar.port()));
        alice.befriend(bob);
        var there = passes(alice, bob, "to begin with");
        var back = passes(bob, alice, "and back");
        alice.awaitDelivery(there, Actor.PATIENCE);
        bob.awaitDelivery(back, Actor.PATIENCE);
    }

    @AfterEach
    void end() {
        stage.close();
        liar.close();
        transport.close();
    }

    @Test
    void anEntryLeftOutIsNoticed() throws Exception {
        var left = new CountDownLatch(1);
        liar.lie(
                without(entry -> {
                    if (left.getCount() == 0) return false;
                    left.countDown();
                    return true;
                }));
        alice.say(bob, "which bob is not to see");
        assertTrue(left.await(60, TimeUnit.SECONDS));
        alice.hear(bob.say(alice, "the other way all is well"), Actor.PATIENCE);
        var later = alice.say(bob, "by somebody who has read the first");
        assertEquals("by somebody who has read the first", bob.hear(later, Actor.PATIENCE));
        stopsSending();
    }

    /** The same two entries, the other way round: every number is right, and only the hashes tell. */
    @Test
    void anotherOrderIsNoticed() throws Exception {
        var swap = new Swap();
        liar.lie(swap);
        var one = alice.say(bob, "one");
        assertTrue(swap.first.await(60, TimeUnit.SECONDS));
        bob.say(alice, "two");
        assertTrue(swap.second.await(60, TimeUnit.SECONDS));
        assertEquals("one", bob.hear(one, Actor.PATIENCE));
        alice.hear(bob.client().events("ok").getLast().getString("id"), Actor.PATIENCE);
        alice.say(bob, "three");
        stopsSending();
    }

    @Test
    void aShorterLogIsNoticed() {
        liar.lie(frame ->
                frame instanceof Following(var request, var head, var commit, var number)
                        ? List.of(new Following(request, Math.min(head, 1), Math.min(commit, 1), number))
                        : List.of(frame));
        liar.cut();
        stopsSending();
    }

    @Test
    void whatIsWithheldIsNotDelivered() throws Exception {
        var withheld = new CountDownLatch(1);
        liar.lie(frame -> {
            if (!(frame instanceof Items)) return List.of(frame);
            withheld.countDown();
            return List.of();
        });
        var id = alice.say(bob, "never shown");
        alice.client().await("receipt", event -> isReceipt(event, id, "sent"));
        assertTrue(withheld.await(60, TimeUnit.SECONDS));
        // A receipt would be here within five seconds and a little.
        assertThrows(
                StageException.class,
                () ->
                        alice.client()
                                .await(
                                        "a false receipt",
                                        Duration.ofSeconds(8),
                                        event ->
                                                event.getString("event", "").equals("receipt")
                                                        && isReceipt(event, id, "delivered")));

        liar.lie(LyingRelay.HONEST); // and once it is shown, it is delivered
        liar.cut();
        assertEquals("never shown", bob.hear(id, Actor.PATIENCE));
        alice.awaitDelivery(id, Actor.PATIENCE);
    }

    /** Swaps the contents of the next two positions: what came first is shown second. */
    private static final class Swap implements Function<Frame, List<Frame>> {

        final CountDownLatch first = new CountDownLatch(1);
        final CountDownLatch second = new CountDownLatch(1);
        private Items held;
        private Entry kept;

        @Override
        public synchronized List<Frame> apply(Frame frame) {
            if (!(frame instanceof Items items) || second.getCount() == 0) return List.of(frame);
            if (!(items.items().getFirst() instanceof Entry entry) || entry.author().equals(FollowerKey.NOBODY)) {
                return List.of(frame);
            }
            if (kept == null) {
                held = items;
                kept = entry;
                first.countDown();
                return List.of();
            }
            var swapped = List.<LogItem>of(at(kept.position(), entry), at(entry.position(), kept));
            second.countDown();
            return List.of(new Items(held.log(), swapped));
        }

        private static Entry at(long position, Entry entry) {
            return new Entry(
                    position,
                    entry.kind(),
                    entry.author(),
                    entry.number(),
                    entry.base(),
                    entry.detached(),
                    entry.body());
        }
    }

    private static Function<Frame, List<Frame>> without(Function<Entry, Boolean> leftOut) {
        return frame -> {
            if (!(frame instanceof Items items)) return List.of(frame);
            var shown = new ArrayList<LogItem>();
            for (var item : items.items()) {
                var conversation = item instanceof Entry entry && !entry.author().equals(FollowerKey.NOBODY);
                if (!conversation || !leftOut.apply((Entry) item)) shown.add(item);
            }
            return List.of(new Items(items.log(), shown));
        };
    }

    private void stopsSending() {
        var notice = bob.client().await("notice", event -> event.getString("text").contains("stopped"));
        assertTrue(notice.getString("text").contains(alice.address()), notice::toString);
        var answer = bob.client().ask("say", alice.address(), "goes nowhere");
        assertEquals("error", answer.getString("event"));
        assertEquals("refused", answer.getString("code"));
        assertTrue(answer.getString("text").contains("stopped"), answer::toString);
    }

    private static boolean isReceipt(JsonObject event, String id, String state) {
        return event.getString("message").equals(id) && event.getString("state").equals(state);
    }

    private static String passes(Person from, Person to, String text) {
        var id = from.say(to, text);
        assertEquals(text, to.hear(id, Actor.PATIENCE));
        return id;
    }
}
