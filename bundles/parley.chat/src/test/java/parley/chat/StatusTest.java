package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event.PresenceChanged;
import parley.client.api.Event.PresenceChanged.Presence;
import parley.client.api.Presences.Own;
import parley.client.api.Presences.There;
import parley.protocol.ConversationId;
import parley.protocol.content.SignalContent;
import parley.protocol.content.SignalContent.Presence.State;
import parley.protocol.relay.Frame.Signal;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;
import parley.testing.Eventually;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What people say of their being there, to whom, and who sees it. */
class StatusTest extends Town {

    private ConversationId talk;
    private OwnPresence hers;

    @BeforeEach
    void theyHaveGreeted() throws Exception {
        Client.befriend(alice, bob);
        talk = alice.with(bob);
        hers = new OwnPresence(alice.chat);
        pass(60);
        alice.chat.greet(talk);
        bob.chat.greet(talk);
        Eventually.until("bob sees alice", () -> shown(bob).equals(List.of("ONLINE ")));
        Eventually.until("alice sees bob", () -> shown(alice).equals(List.of("ONLINE ")));
        rest(talk, alice, bob);
        pass(60);
    }

    private static List<String> shown(Client client) {
        return client.told(PresenceChanged.class).stream().map(it -> it.presence() + " " + it.status()).toList();
    }

    private static void sees(Client client, String... shown) {
        Eventually.until(client.name + " sees " + List.of(shown), () -> shown(client).equals(List.of(shown)));
    }

    private void pass(long seconds) {
        clock.set(clock.get().plusSeconds(seconds));
    }

    private boolean passes() {
        clock.set(clock.get().plusMillis(10)); // for what is said later; not so fast that it is old when it comes
        return false;
    }

    private List<Signal> said(Client client) throws InterruptedException {
        client.settles(talk);
        return client.port.heard(Signal.class);
    }

    private static WireWriter associated(ConversationState state, long epoch, long leaf, long counter) {
        var out = new WireWriter().text("Parley signal 1");
        state.log.write(out);
        return out.u32(state.generation).u64(epoch).u32(leaf).u64(counter);
    }

    /** What {@code content} is as a signal of {@code author}'s, whatever a client would say. */
    private Signal sealed(Client author, ConversationId where, SignalContent content) throws Exception {
        var sealed = new AtomicReference<Signal>();
        author.chat
                .worker(where)
                .orElseThrow()
                .withGroup((state, group) -> {
                    try {
                        var view = author.chat.groups().view(group);
                        var counter = clock.get().toEpochMilli();
                        var associated = associated(state, view.epoch(), view.ownLeaf(), counter).toBytes();
                        var bytes = author.chat.groups().sealSignal(group, associated, content.encode());
                        sealed.set(
                                new Signal(
                                        state.log,
                                        state.follower,
                                        state.generation,
                                        view.epoch(),
                                        view.ownLeaf(),
                                        counter,
                                        bytes));
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
        author.workerIsDone(where);
        return sealed.get();
    }

    /** What a signal of somebody else's says, as {@code reader} opens it. */
    private SignalContent opened(Client reader, ConversationId where, Signal signal) throws Exception {
        var content = new AtomicReference<Bytes>();
        reader.chat
                .worker(where)
                .orElseThrow()
                .withGroup((state, group) -> {
                    try {
                        var associated = associated(state, signal.epoch(), signal.leaf(), signal.counter()).toBytes();
                        content.set(
                                reader.chat
                                        .groups()
                                        .openSignal(group, (int) signal.leaf(), associated, signal.sealed()));
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
        reader.workerIsDone(where);
        return SignalContent.decode(content.get());
    }

    @Test
    void isToldAtOnceKeptAndToldAgainAfterARestart() throws Exception {
        assertEquals(new Own(false, ""), hers.own());
        assertEquals(new Own(false, "At lunch 🍜"), hers.status("  At lunch 🍜 \n"));
        sees(bob, "ONLINE ", "ONLINE At lunch 🍜");
        var his = new OwnPresence(bob.chat);
        assertEquals(Optional.of(new There(Presence.ONLINE, "At lunch 🍜")), his.of(alice.account()));
        pass(60);
        hers.status("At lunch 🍜"); // nothing new
        bob.chat.greet(talk); // they are there already, and need no answer
        var before = said(alice).size();
        bob.settles(talk);
        assertEquals(before, said(alice).size());
        pass(151);
        bob.chat.tick();
        assertEquals(Optional.empty(), his.of(alice.account()));
        sees(bob, "ONLINE ", "ONLINE At lunch 🍜", "OFFLINE ");
        alice.restart();
        assertEquals(new Own(false, "At lunch 🍜"), new OwnPresence(alice.chat).own());
        sees(bob, "ONLINE ", "ONLINE At lunch 🍜", "OFFLINE ", "ONLINE At lunch 🍜");
        rest(talk, alice, bob);
        pass(60);
        new OwnPresence(alice.chat).status("");
        sees(bob, "ONLINE ", "ONLINE At lunch 🍜", "OFFLINE ", "ONLINE At lunch 🍜", "ONLINE ");
    }

    @Test
    void isOneLineThatHidesNothingWithinItsLimit() throws Exception {
        assertEquals(160, hers.status("x".repeat(160)).status().length());
        assertEquals(80, hers.status("ü".repeat(80)).status().length());
        for (var tooLong : List.of("x".repeat(161), "ü".repeat(80) + "x")) {
            assertEquals(Code.TOO_LARGE, assertThrows(CommandException.class, () -> hers.status(tooLong)).code());
        }
        for (var bad : List.of("one\ntwo", "a\u202Eb", "a\u001Bb", "a\u200Bb", "\uD800")) {
            assertEquals(Code.USAGE, assertThrows(CommandException.class, () -> hers.status(bad)).code(), bad);
        }
        assertEquals("ü".repeat(80), hers.own().status());
    }

    @Test
    void isSaidAtMostOnceInThreeSecondsAndTheLastCounts() throws Exception {
        var before = said(alice).size();
        hers.status("the first");
        sees(bob, "ONLINE ", "ONLINE the first");
        for (var i = 1; i <= 5; i++) hers.status("draft " + i);
        pass(2);
        hers.status("the last");
        assertEquals(before + 1, said(alice).size());
        Eventually.until("it comes later", () -> shown(bob).getLast().equals("ONLINE the last") || passes());
        assertEquals(before + 2, said(alice).size());
    }

    @Test
    void whoIsAwayOrIdleIsAway() throws Exception {
        hers.away(true);
        sees(bob, "ONLINE ", "AWAY ");
        pass(60);
        hers.idle(true); // no difference to anybody
        alice.settles(talk);
        pass(60);
        hers.away(false);
        alice.settles(talk);
        bob.settles(talk);
        sees(bob, "ONLINE ", "AWAY ");
        pass(60);
        hers.idle(false);
        sees(bob, "ONLINE ", "AWAY ", "ONLINE ");
        pass(60);
        var before = said(alice).size();
        hers.idle(false); // nothing new
        assertEquals(before, said(alice).size());
        hers.idle(true);
        sees(bob, "ONLINE ", "AWAY ", "ONLINE ", "AWAY ");
        alice.restart();
        assertEquals(false, new OwnPresence(alice.chat).own().away());
    }

    /** As a bio it is for contacts; whoever tells it in a group all the same is not heard. */
    @Test
    void isNeitherToldNorHeardInAGroup() throws Exception {
        var carol = client("carol");
        Client.befriend(alice, carol);
        var group = alice.groups.create("readers").id();
        alice.groups.add(group, "bob");
        alice.groups.add(group, "carol");
        carol.sees(group, "alice", "bob", "carol");
        bob.sees(group, "alice", "bob", "carol");
        pass(60);
        hers.status("At lunch");
        alice.workerIsDone(group);
        alice.workerIsDone(talk);
        var there = last(alice, group);
        var here = last(alice, talk);
        assertEquals(new SignalContent.Presence(State.ONLINE, ""), opened(bob, group, there));
        assertEquals(new SignalContent.Presence(State.ONLINE, "At lunch"), opened(bob, talk, here));
        assertEquals(here.sealed().length(), there.sealed().length(), "the hub is not told by its size");
        pass(60);
        var toldByBob = new SignalContent.Presence(State.AWAY, "hear me");
        for (var tries = 0; tries < 10 && !seesAway(carol, bob); tries++) {
            pass(1); // what bob says himself meanwhile may bear the time that ours would, or be said after it
            carol.chat.received(sealed(bob, group, toldByBob));
            carol.workerIsDone(group);
        }
        assertTrue(seesAway(carol, bob));
        for (var seen : seenOf(bob, carol)) assertEquals("", seen.status());
    }

    private static boolean seesAway(Client reader, Client author) {
        return seenOf(author, reader).stream().anyMatch(it -> it.presence() == Presence.AWAY);
    }

    private static List<PresenceChanged> seenOf(Client author, Client reader) {
        return reader.told(PresenceChanged.class).stream().filter(it -> it.account().equals(author.account())).toList();
    }

    /** What a client has said last in a conversation. */
    private static Signal last(Client client, ConversationId where) throws Exception {
        var log = client.store.transact(tx -> new Book(tx).need(where).log);
        return client.port.heard(Signal.class).stream().filter(it -> it.log().equals(log)).toList().getLast();
    }

    /** Whoever is met in a group first is told the status where it may be told. */
    @Test
    void whoIsMetInAGroupFirstIsAnsweredBetweenTwo() throws Exception {
        var group = alice.groups.create("readers").id();
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
        new OwnPresence(bob.chat).status("At sea");
        rest(group, alice, bob);
        rest(talk, alice, bob);
        pass(160);
        int alices = size(alice), bobs = size(bob);
        alice.chat.tick();
        bob.chat.tick();
        Eventually.until("said in both", () -> size(alice) >= alices + 2 && size(bob) >= bobs + 2);
        rest(group, alice, bob);
        rest(talk, alice, bob);
        pass(160);
        alice.chat.presences().expire();
        bob.chat.presences().expire();
        var before = said(bob).size();
        alice.chat.greet(group);
        Eventually.until("answered", () -> size(bob) > before);
        alice.chat.greet(talk);
        Eventually.until("answered again", () -> size(bob) > before + 1);
        Eventually.until("seen", () -> shown(alice).getLast().equals("ONLINE At sea"));
    }

    private static int size(Client client) {
        return client.port.heard(Signal.class).size();
    }

    @Test
    void whoIsDeniedIsNotToldAndNotShown() throws Exception {
        hers.status("At lunch");
        sees(bob, "ONLINE ", "ONLINE At lunch");
        alice.people().deny("bob");
        pass(60);
        alice.chat.greet(talk);
        sees(bob, "ONLINE ", "ONLINE At lunch", "ONLINE ");
        pass(60);
        alice.chat.received(sealed(bob, talk, new SignalContent.Presence(State.AWAY, "hear me")));
        sees(alice, "ONLINE ", "AWAY ");
    }

    /** What was there before a status was, and reads no signal that has room for one. */
    @Test
    void aFormerClientIsSpokenToAsItSpeaks() throws Exception {
        hers.status("At lunch");
        sees(bob, "ONLINE ", "ONLINE At lunch");
        pass(60);
        alice.chat.received(sealed(bob, talk, new SignalContent.Presence(State.AWAY, "").inBrief()));
        sees(alice, "ONLINE ", "AWAY ");
        alice.chat.greet(talk);
        var brief = new SignalContent.Presence(State.ONLINE, "").inBrief();
        assertEquals(brief, opened(bob, talk, said(alice).getLast()));
        pass(149);
        alice.settings.typing(talk, true);
        assertEquals(new SignalContent.Typing(true).inBrief(), opened(bob, talk, said(alice).getLast()));
        pass(1); // not heard again for as long as one is believed
        pass(60);
        alice.chat.greet(talk);
        assertEquals(new SignalContent.Presence(State.ONLINE, "At lunch"), opened(bob, talk, said(alice).getLast()));
        bob.settles(talk);
        sees(bob, "ONLINE ", "ONLINE At lunch"); // the brief one took nothing away
    }

    /** Else two would keep each other brief for ever, long after the former client of a third is gone. */
    @Test
    void whoSpeaksBrieflyForTheSakeOfOthersSaysSometimesThatTheyNeedNot() throws Exception {
        hers.status("At lunch");
        sees(bob, "ONLINE ", "ONLINE At lunch");
        alice.chat.received(sealed(bob, talk, new SignalContent.Presence(State.ONLINE, "").inBrief()));
        alice.settles(talk);
        for (var round = 1; round <= 8; round++) {
            pass(4);
            alice.chat.greet(talk);
            assertEquals(round % 4 != 0, opened(bob, talk, said(alice).getLast()).brief(), "round " + round);
        }
        pass(151);
        alice.chat.received(sealed(bob, talk, new SignalContent.Presence(State.ONLINE, "")));
        alice.settles(talk);
        pass(599);
        alice.chat.received(sealed(bob, talk, new SignalContent.Presence(State.ONLINE, "").inBrief()));
        alice.settles(talk);
        alice.chat.greet(talk);
        assertEquals(false, opened(bob, talk, said(alice).getLast()).brief(), "bob's client is none");
        pass(1); // ten minutes
        alice.chat.received(sealed(bob, talk, new SignalContent.Presence(State.ONLINE, "").inBrief()));
        alice.settles(talk);
        pass(60);
        alice.chat.greet(talk);
        assertEquals(true, opened(bob, talk, said(alice).getLast()).brief(), "it may have become one");
    }

    @Test
    void whoDoesNotTellPresenceIsNotTold() throws Exception {
        alice.settings.presence(false);
        sees(bob, "ONLINE ", "OFFLINE ");
        sees(alice, "ONLINE ", "OFFLINE ");
        var before = said(alice).size();
        pass(60);
        hers.status("At lunch");
        hers.away(true);
        alice.chat.greet(talk);
        bob.chat.greet(talk);
        bob.settles(talk);
        alice.settles(talk);
        assertEquals(before, said(alice).size());
        sees(alice, "ONLINE ", "OFFLINE ");
        alice.restart();
        alice.settles(talk);
        alice.chat.farewell();
        assertEquals(before, said(alice).size(), "who was not told that she came is not told that she goes");
        pass(60);
        alice.settings.presence(true);
        Eventually.until(
                "bob is told again",
                () -> shown(bob).equals(List.of("ONLINE ", "OFFLINE ", "AWAY At lunch")) || passes());
        Eventually.until(
                "alice, too", () -> shown(alice).equals(List.of("ONLINE ", "OFFLINE ", "ONLINE ")) || passes());
    }
}
