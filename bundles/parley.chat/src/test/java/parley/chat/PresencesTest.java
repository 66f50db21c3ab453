package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.Event.PresenceChanged;
import parley.client.api.Event.PresenceChanged.Presence;
import parley.protocol.relay.Frame.Signal;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What alice and bob know of each other's being there. */
class PresencesTest extends Town {

    @BeforeEach
    void theyHaveGreeted() throws Exception {
        Client.befriend(alice, bob);
        pass(60);
        alice.chat.greet(alice.with(bob));
        bob.chat.greet(alice.with(bob));
        Eventually.until("alice sees bob", () -> presences(alice).equals(List.of(Presence.ONLINE)));
        Eventually.until("bob sees alice", () -> presences(bob).equals(List.of(Presence.ONLINE)));
        rest(alice.with(bob), alice, bob);
    }

    private static List<Presence> presences(Client client) {
        return client.told(PresenceChanged.class).stream().map(PresenceChanged::presence).toList();
    }

    private void pass(long seconds) {
        clock.set(clock.get().plusSeconds(seconds));
    }

    /** Whatever was handed to the client's worker has been taken. */
    private void settle(Client client) throws InterruptedException {
        client.settles(alice.with(bob));
    }

    private List<Signal> said(Client client) {
        return client.port.heard(Signal.class);
    }

    @Test
    void isSaidOnceAMinuteAndAtMostOnceInThreeSeconds() throws Exception {
        var before = said(alice).size();
        for (var i = 0; i < 4; i++) { // two minutes
            pass(30);
            alice.chat.tick();
        }
        settle(alice);
        assertEquals(before + 2, said(alice).size());
        pass(60);
        alice.chat.greet(alice.with(bob));
        pass(2);
        alice.chat.greet(alice.with(bob)); // too soon
        settle(alice);
        assertEquals(before + 3, said(alice).size());
        pass(1);
        alice.chat.greet(alice.with(bob));
        settle(alice);
        assertEquals(before + 4, said(alice).size());
    }

    @Test
    void isNotSaidWhereNobodyElseIs() throws Exception {
        var group = alice.groups.create("friends").id();
        Eventually.until("she can speak there", () -> alice.chat.worker(group).isPresent());
        for (var i = 0; i < 4; i++) { // two minutes
            pass(30);
            alice.chat.tick();
        }
        var taken = new CountDownLatch(1);
        alice.chat
                .worker(group)
                .orElseThrow()
                .withGroup((state, _) -> {
                    assertEquals(List.of(), said(alice).stream().filter(each -> each.log().equals(state.log)).toList());
                    taken.countDown();
                });
        assertTrue(taken.await(30, TimeUnit.SECONDS));
    }

    @Test
    void isBelievedForTwoAndAHalfMinutes() throws Exception {
        pass(149);
        alice.chat.tick();
        assertEquals(List.of(Presence.ONLINE), presences(alice));
        pass(1);
        alice.chat.tick();
        assertEquals(List.of(Presence.ONLINE, Presence.OFFLINE), presences(alice));
        pass(60);
        alice.chat.tick();
        assertEquals(2, presences(alice).size()); // said once
    }

    @Test
    void aSignalCountsOnce() throws Exception {
        var old = said(bob).getLast();
        pass(150); // not too old yet
        alice.chat.tick(); // offline
        alice.chat.received(old);
        settle(alice);
        assertEquals(List.of(Presence.ONLINE, Presence.OFFLINE), presences(alice));
        bob.chat.greet(alice.with(bob));
        Eventually.until("seen again", () -> presences(alice).size() == 3);
    }

    /** A hub has kept it: the counters were forgotten with the process, their times were not. */
    @Test
    void anOldSignalIsNotBelievedAfterARestart() throws Exception {
        pass(600);
        var at = clock.get();
        bob.port.gate = frame -> !(frame instanceof Signal);
        bob.chat.greet(alice.with(bob));
        settle(bob);
        var kept = said(bob).getLast();
        assertEquals(at.toEpochMilli(), kept.counter());
        alice.restart();
        Eventually.until("loaded", () -> alice.chat.worker(alice.with(bob)).isPresent());
        settle(alice);
        var before = presences(alice);
        for (var far : List.of(-150_001, 150_001)) {
            clock.set(at.plusMillis(far));
            alice.chat.received(kept);
            settle(alice);
            assertEquals(before, presences(alice));
        }
        clock.set(at.plusSeconds(150));
        alice.chat.received(kept);
        Eventually.until("seen", () -> presences(alice).size() == before.size() + 1);
    }

    @Test
    void aSignalOfAClockSomewhatAheadIsBelieved() throws Exception {
        pass(600);
        alice.chat.tick(); // offline
        bob.port.gate = frame -> !(frame instanceof Signal);
        bob.chat.greet(alice.with(bob));
        settle(bob);
        clock.set(clock.get().minusSeconds(150));
        alice.chat.received(said(bob).getLast());
        Eventually.until("seen", () -> presences(alice).size() == 3);
    }

    @Test
    void aSignalThatDoesNotFitIsDropped() throws Exception {
        pass(151);
        alice.chat.tick();
        bob.port.gate = frame -> !(frame instanceof Signal);
        bob.chat.greet(alice.with(bob));
        settle(bob);
        var right = said(bob).getLast();
        for (var wrong :
                List.of(
                        new Signal(
                                right.log(),
                                alice.state(bob).follower,
                                1,
                                right.epoch(),
                                right.leaf(),
                                right.counter(),
                                right.sealed()),
                        new Signal(
                                right.log(),
                                right.follower(),
                                1,
                                right.epoch() + 1,
                                right.leaf(),
                                right.counter(),
                                right.sealed()),
                        new Signal(
                                right.log(),
                                right.follower(),
                                1,
                                right.epoch(),
                                right.leaf() + 7,
                                right.counter(),
                                right.sealed()),
                        new Signal(
                                right.log(),
                                right.follower(),
                                1,
                                right.epoch(),
                                right.leaf(),
                                right.counter() + 1,
                                right.sealed()),
                        new Signal(
                                right.log(),
                                right.follower(),
                                1,
                                right.epoch(),
                                right.leaf(),
                                right.counter(),
                                Bytes.wrap(new byte[40])))) {
            alice.chat.received(wrong);
        }
        settle(alice);
        assertEquals(2, presences(alice).size());
        alice.chat.received(right);
        Eventually.until("seen", () -> presences(alice).size() == 3);
    }

    @Test
    void withoutALinkNobodyIsThere() {
        alice.port.cut();
        Eventually.until("offline", () -> presences(alice).equals(List.of(Presence.ONLINE, Presence.OFFLINE)));
    }

    @Test
    void whoGoesSaysSoAtOnce() throws Exception {
        bob.chat.close();
        Eventually.until("offline", () -> presences(alice).equals(List.of(Presence.ONLINE, Presence.OFFLINE)));
        assertTrue(said(bob).size() >= 2);
    }

    /** The bundles that it takes are stopped next. */
    @Test
    void aFarewellHasLeftWhenItIsOver() {
        var before = said(bob).size();
        bob.chat.farewell();
        assertEquals(before + 1, said(bob).size());
        Eventually.until("offline", () -> presences(alice).equals(List.of(Presence.ONLINE, Presence.OFFLINE)));
    }

    @Test
    void whoIsBlockedIsNotSeen() throws Exception {
        pass(151);
        alice.chat.tick();
        alice.people().block("bob");
        bob.chat.greet(alice.with(bob));
        settle(bob);
        settle(alice);
        assertEquals(List.of(Presence.ONLINE, Presence.OFFLINE), presences(alice));
    }
}
