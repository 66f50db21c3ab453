package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.Event;
import parley.client.api.Event.TypingChanged;
import parley.protocol.ConversationId;
import parley.protocol.relay.Frame.Signal;
import parley.testing.Eventually;

import java.util.List;

/** What alice and bob know of each other's writing. */
class TypingsTest extends Town {

    private ConversationId talk;

    @BeforeEach
    void theyTalk() throws Exception {
        Client.befriend(alice, bob);
        talk = alice.with(bob);
        rest(talk, alice, bob);
        pass(60_000);
    }

    private void pass(long millis) {
        clock.set(clock.get().plusMillis(millis));
    }

    /** Whatever was handed to the client's worker has been taken. */
    private void settle(Client client) throws InterruptedException {
        client.settles(talk);
    }

    private static List<Boolean> shown(Client client) {
        return client.told(TypingChanged.class).stream().map(TypingChanged::typing).toList();
    }

    private static void sees(Client client, Boolean... shown) {
        Eventually.until(client.name + " sees " + List.of(shown), () -> shown(client).equals(List.of(shown)));
    }

    private int said(Client client) throws InterruptedException {
        settle(client);
        return client.port.heard(Signal.class).size();
    }

    @Test
    void isShownForSixSeconds() throws Exception {
        alice.settings.typing(talk, true);
        sees(bob, true);
        assertEquals(List.of(new TypingChanged(talk, alice.address(), true)), bob.told(TypingChanged.class));
        pass(5_999);
        bob.chat.typings().expire();
        sees(bob, true);
        pass(1);
        bob.chat.typings().expire();
        sees(bob, true, false);
        bob.chat.typings().expire();
        sees(bob, true, false);
        assertEquals(List.of(), shown(alice), "nobody is told of themselves");
    }

    @Test
    void isShownOnWhileItIsSaidAgain() throws Exception {
        for (var i = 0; i < 5; i++) {
            alice.settings.typing(talk, true);
            settle(alice);
            settle(bob);
            pass(5_000);
            bob.chat.typings().expire();
        }
        sees(bob, true);
    }

    /** Shown for no longer than it may be. */
    @Test
    void aClockThatIsSetBackEndsIt() throws Exception {
        alice.settings.typing(talk, true);
        sees(bob, true);
        pass(-3_600_000);
        bob.chat.typings().expire();
        sees(bob, true, false);
    }

    @Test
    void isSaidAtMostOnceInThreeSeconds() throws Exception {
        var before = said(alice);
        for (var i = 0; i < 10; i++) alice.settings.typing(talk, true);
        pass(2_999);
        alice.settings.typing(talk, true);
        assertEquals(before + 1, said(alice));
        pass(1);
        alice.settings.typing(talk, true);
        assertEquals(before + 2, said(alice));
    }

    @Test
    void thatSomebodyStoppedIsSaidOnce() throws Exception {
        var before = said(alice);
        alice.settings.typing(talk, false);
        assertEquals(before, said(alice), "who did not write has not stopped");
        alice.settings.typing(talk, true);
        sees(bob, true);
        pass(3_000);
        alice.settings.typing(talk, false);
        alice.settings.typing(talk, false);
        sees(bob, true, false);
        assertEquals(before + 2, said(alice));
        alice.settings.typing(talk, true);
        pass(6_000);
        alice.settings.typing(talk, false); // they know it by then
        var after = said(alice);
        pass(10_000);
        assertEquals(after, said(alice));
    }

    @Test
    void presenceAndTypingShareThePace() throws Exception {
        var before = said(alice);
        alice.chat.greet(talk);
        alice.settings.typing(talk, true); // too soon
        assertEquals(before + 1, said(alice));
        Eventually.until("said later", () -> shown(bob).equals(List.of(true)) || passes());
    }

    @Test
    void aMessageEndsIt() throws Exception {
        alice.settings.typing(talk, true);
        sees(bob, true);
        var before = said(alice);
        alice.say(bob, "there you are");
        sees(bob, true, false);
        alice.settings.typing(talk, false);
        assertEquals(before, said(alice), "the message has told it");
    }

    /** The fan-out of signals is not that of messages. */
    @Test
    void aSignalThatItsMessageOvertookIsNotShown() throws Exception {
        alice.port.gate = frame -> !(frame instanceof Signal);
        alice.settings.typing(talk, true);
        settle(alice);
        var late = alice.port.heard(Signal.class).getLast();
        alice.say(bob, "there you are");
        bob.hears(alice, "there you are");
        bob.chat.received(late);
        settle(bob);
        assertEquals(List.of(), shown(bob));
        pass(1);
        alice.port.gate = frame -> true;
        alice.settings.typing(talk, true);
        Eventually.until("a later one is", () -> shown(bob).equals(List.of(true)) || passes());
    }

    private boolean passes() {
        pass(10); // for what is said later; not so fast that it is over when it is looked at
        return false;
    }

    /** Time passes, and they write on: one signal may be lost. */
    private boolean writes(Client client, ConversationId where) {
        pass(10);
        client.settings.typing(where, true);
        return false;
    }

    @Test
    void aSignalCountsOnce() throws Exception {
        alice.settings.typing(talk, true);
        sees(bob, true);
        var first = alice.port.heard(Signal.class).getLast();
        pass(6_000);
        bob.chat.typings().expire();
        bob.chat.received(first);
        settle(bob);
        sees(bob, true, false);
    }

    @Test
    void whoDoesNotTellIsNotTold() throws Exception {
        bob.settings.typing(false);
        alice.settings.typing(talk, true);
        settle(alice);
        settle(bob);
        assertEquals(List.of(), shown(bob));
        var before = said(bob);
        bob.settings.typing(talk, true);
        assertEquals(before, said(bob));
        bob.restart();
        Eventually.until("loaded", () -> bob.chat.worker(talk).isPresent());
        assertEquals(false, bob.settings.told().typing());
        bob.settings.typing(true);
        pass(60_000);
        Eventually.until("alice is shown bob", () -> shown(alice).equals(List.of(true)) || writes(bob, talk));
    }

    /** What is shown ends where it is switched off. */
    @Test
    void switchingItOffEndsWhatIsShown() throws Exception {
        alice.settings.typing(talk, true);
        sees(bob, true);
        bob.settings.typing(false);
        sees(bob, true, false);
    }

    @Test
    void nobodyIsShownWithoutALink() throws Exception {
        alice.settings.typing(talk, true);
        sees(bob, true);
        bob.port.cut();
        sees(bob, true, false);
    }

    @Test
    void whoIsBlockedOrDeniedIsNeitherToldNorShown() throws Exception {
        for (var how : List.of(0, 1)) {
            if (how == 0) alice.people().block("bob");
            else alice.people().deny("bob");
            pass(60_000);
            var before = said(alice);
            alice.settings.typing(talk, true);
            assertEquals(before, said(alice));
            bob.settings.typing(talk, true);
            settle(bob);
            settle(alice);
            assertEquals(List.of(), shown(alice));
        }
        alice.people().approve("bob");
        pass(60_000);
        alice.settings.typing(talk, true);
        sees(bob, true);
    }

    @Test
    void amongAHundredAndNotMore() throws Exception {
        alice.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(talk);
            for (var leaf = 100; leaf < 198; leaf++) {
                book.roll(talk).put(leaf, alice.account(), alice.address());
            }
            assertEquals(true, Discretion.typing(book, state), "a hundred with us");
            assertEquals(true, Discretion.receipts(book, state));
            book.roll(talk).put(198, alice.account(), alice.address());
            assertEquals(false, Discretion.typing(book, state), "a hundred and one");
            assertEquals(false, Discretion.receipts(book, state));
        });
        var before = said(alice);
        alice.settings.typing(talk, true);
        assertEquals(before, said(alice));
        bob.settings.typing(talk, true);
        settle(bob);
        settle(alice);
        assertEquals(List.of(), shown(alice));
    }

    @Test
    void inAGroupAMemberWhoIsBlockedIsNotShown() throws Exception {
        var carol = client("carol");
        Client.befriend(alice, carol);
        var group = alice.groups.create("readers").id();
        alice.groups.add(group, "bob");
        alice.groups.add(group, "carol");
        carol.sees(group, "alice", "bob", "carol");
        bob.sees(group, "alice", "bob", "carol");
        pass(60_000);
        Eventually.until("carol is shown bob", () -> shown(carol).equals(List.of(true)) || writes(bob, group));
        assertEquals(group, carol.told(TypingChanged.class).getFirst().conversation());
        Eventually.until("and alice", () -> shown(alice).equals(List.of(true)) || writes(bob, group));
        pass(60_000);
        alice.chat.typings().expire();
        alice.people().block("bob");
        carol.chat.typings().expire();
        bob.settings.typing(group, true);
        Eventually.until("carol is shown bob again", () -> shown(carol).equals(List.of(true, false, true)) || passes());
        alice.settles(group);
        assertEquals(List.of(true, false), shown(alice));
        assertEquals(
                0, alice.told(Event.TypingChanged.class).stream().filter(it -> it.conversation().equals(talk)).count());
    }
}
